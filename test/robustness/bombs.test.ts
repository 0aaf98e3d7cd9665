/**
 * Lines that end a machine without limits, each typed in a terminal of its own: the process lives, another seat's prompt
 * answers, and SIGTERM ends it all.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startUp, type UpProcess } from '../helpers/up.ts';

const BOMBS: readonly string[] = [
  // Expressions that backtrack for ever in an engine that does.
  `echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX | grep -E '^(a+)+$'`,
  `echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX | egrep '(a|aa)+$'`,
  `echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX | grep -P '(a*)*b'`,
  `echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX | grep -wE '(a+)+'`,
  `journalctl -g '(.*)*(.*)*(.*)*XYZ'`,
  `sudo crictl ps --name '(a+)+(b+)+$'`,
  `x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX; [[ $x =~ ^(a+)+$ ]]`,
  `shopt -s extglob; x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX; [[ $x == +(+(a)) ]]`,
  `shopt -s extglob; x=$(printf 'a%.0s' {1..3000})X; echo \${x/+(a|aa)b/}`,
  `x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX; case $x in *a*a*a*a*a*a*a*a*a*b) ;; esac`,
  `find / -name '*a*a*a*a*a*a*a*a*a*a*b'`,
  `expr aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX : '\\(a*\\)*b'`,
  // Processes.
  `f(){ f & f & wait; }; f`,
  `:(){ :|:& };:`,
  `echo './r2.sh & ./r2.sh & wait' > r2.sh; chmod +x r2.sh; ./r2.sh`,
  `echo './r3.sh' > r3.sh; chmod +x r3.sh; ./r3.sh`,
  `while :; do sleep 1000 & done`,
  `for i in $(seq 5000); do (sleep 100) & done`,
  `f() { (f); }; f`,
  `f() { x=$(f); }; f`,
  `f() { f | f; }; f`,
  `for i in $(seq 600); do coproc x$i { sleep 9; }; done`,
  // Tools that never end.
  `awk 'BEGIN{for(i=0;i<99999;i++)for(j=0;j<99999;j++)x++}'`,
  `awk 'BEGIN{while(1)x=x"xxxxxxxxxxxxxxxx"}'`,
  `awk 'function f(n){return f(n+1)} BEGIN{f(1)}'`,
  `jq -n '[range(900000)]|map([range(900000)]|length)|length'`,
  // One array that outgrows a heap in a single step.
  `jq -n '[range(200000000)]|length'`,
  `jq -n '[range(1e12)]|length'`,
  `jq -n 'def f: 1+f; f'`,
  `jq -n '[limit(1e9; repeat(1))]|length'`,
  `echo x | sed ':a;s/x/xx/;ba'`,
  `yes | sed ':a;N;ba'`,
  `yes | sort`,
  `yes | tac`,
  `yes | awk '{a[NR]=$0}'`,
  `seq 1 200000000 | tail -1`,
  `yes | wc -l`,
  `yes | base64 | md5sum`,
  // Memory of the shell itself.
  `x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done`,
  `x=$(yes)`,
  `mapfile a < <(yes)`,
  `x=$(printf 'a%.0s' {1..200000}); while :; do y=\${x//a/b}; done`,
  `while :; do a+=(xxxxxxxxxxxxxxxxxxxxxxxxxxxx); done`,
  `read -d '' x < <(yes)`,
  `printf '%1000000000s' x`,
  `printf -v x '%*s' 2000000000 ''`,
  `echo {1..100000000}`,
  `echo {a..z}{a..z}{a..z}{a..z}{a..z}{a..z}`,
  `eval "$(printf '(%.0s' {1..20000})"`,
  `x='x'; echo $((x)); a=b b=a; echo $((a))`,
  `eval 'eval "$0"'; s='eval "$s"'; eval "$s"`,
  `cat /dev/zero | head -c 100000000 | wc -c`,
  // Devices that never end.
  `head -c 1000000000 /dev/urandom > /tmp/random`,
  `tail -f /dev/zero`,
  `grep x /dev/zero`,
  `sort /dev/urandom`,
  `yes > /tmp/filled`,
  `while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx >> /tmp/grows; done`,
  `while :; do :; done`,
  `until false; do true; done & until false; do true; done`,
  `trap 'kill -INT $$' INT; kill -INT $$; while :; do :; done`,
];
const AT_ONCE = 6;
const LIVES_MILLIS = 900;
/** Of the main thread's CPU time. A quick machine prints less than 100; a freeze was minutes. */
const TURN_MILLIS_MAX = 1000;

let lab: UpProcess;
beforeAll(async () => {
  lab = await startUp(['--autopilot', '--until', 'cluster-manifests-applied']);
});
afterAll(() => void lab.child.kill('SIGKILL'));

interface Terminal {
  type(text: string): void;
  see(what: string): Promise<void>;
  close(): void;
}
async function terminal(name: string): Promise<Terminal> {
  const { env } = lab;
  const { port } = new URL(env['EGGTOOTH_URL'] ?? '');
  const labs = await fetch(`http://127.0.0.1:${port}/api/v1/labs`, {
    headers: { authorization: `Bearer ${env['EGGTOOTH_TOKEN']}`, connection: 'close' },
  });
  const { labs: list } = (await labs.json()) as { labs: { id: string }[] };
  const address = `ws://127.0.0.1:${port}/api/v1/labs/${list[0]?.id}/stream`;
  const socket = new WebSocket(address, [`eggtooth.token.${env['EGGTOOTH_TOKEN']}`]);
  let screen = '';
  const looks = new Set<() => void>();
  const send = (message: object): void => socket.send(JSON.stringify({ channel: 1, ...message }));
  socket.on('error', () => undefined);
  socket.on('message', (bytes: Buffer) => {
    const message = JSON.parse(bytes.toString()) as {
      type: string;
      data?: string;
      written?: number;
    };
    if (message.type !== 'data') return;
    screen = (screen + (message.data ?? '')).slice(-100_000);
    send({ type: 'ack', written: message.written });
    for (const look of looks) look();
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  send({ type: 'open', host: 'bootstrap', columns: 80, rows: 24, session: name });
  return {
    type: (data) => send({ type: 'input', data }),
    see: (what) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!screen.includes(what)) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      }),
    close() {
      send({ type: 'close' });
      socket.close();
    },
  };
}

test(`${BOMBS.length} lines: others' prompts answer, the process lives and ends when told`, async () => {
  const other = await terminal('other');
  await other.see('$ ');
  let asked = 0;
  const answers = async (): Promise<void> => {
    asked += 1;
    other.type(`echo answer-$((${asked}+1000))\r`);
    await other.see(`answer-${asked + 1000}`);
  };
  await answers();
  lab.longestTurn();
  let worst = { millis: 0, by: '' };
  for (let at = 0; at < BOMBS.length; at += AT_ONCE) {
    const lines = BOMBS.slice(at, at + AT_ONCE);
    const seats = await Promise.all(lines.map((_, index) => terminal(`bomb-${at + index}`)));
    await Promise.all(seats.map((seat) => seat.see('$ ')));
    for (const [index, seat] of seats.entries()) seat.type(`${lines[index]}\r`);
    const until = performance.now() + LIVES_MILLIS;
    while (performance.now() < until) await answers();
    for (const seat of seats) seat.type('\u0003');
    await answers();
    for (const seat of seats) seat.close();
    expect(lab.child.exitCode).toBe(null);
    const millis = lab.longestTurn();
    if (millis > worst.millis) worst = { millis, by: lines.join(' ;; ') };
    if (process.env['EGGTOOTH_SHOW'])
      console.log(millis.toFixed(0), Math.round(lab.rssMb()), lines.join(' ;; '));
  }
  console.log(
    `bombs: ${asked} answers beside them, longest turn ${worst.millis.toFixed(0)} ms of CPU (${worst.by}), ${lab.rssMb().toFixed(0)} MB`,
  );
  expect(lab.console()).not.toContain('failed and was ended');
  expect(worst.millis).toBeLessThan(TURN_MILLIS_MAX);

  // Some go on: it ends all the same.
  const last = await terminal('last');
  await last.see('$ ');
  last.type('while :; do :; done & f(){ f & f & wait; }; f\r');
  expect(await lab.stop()).toBe(0);
}, 300_000);
