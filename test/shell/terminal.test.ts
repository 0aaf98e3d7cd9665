import { expect, test } from 'vitest';
import { login } from './terminal-session.ts';

const PROMPT = '[core@bootstrap ~]$ ';

test('a login shows the prompt, runs a line and keeps its state', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('x=5; cd /tmp\r');
  await see('[core@bootstrap tmp]$ ');
  type('echo "$x in $PWD"\r');

  expect(await see('[core@bootstrap tmp]$ ')).toContain('5 in /tmp\r\n');
});

test('Ctrl-C ends a busy loop with status 130, and the shell goes on', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('while :; do :; done\r');
  await see('\r\n');
  const before = performance.now();
  type('\u0003');
  await see(PROMPT);
  type('echo $?\r');

  expect(await see(PROMPT)).toContain('\r\n\u001b[?2004l\r130\r\n');
  expect(performance.now() - before).toBeLessThan(1000);
});

test('Ctrl-C ends yes, which fills no memory', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('yes > /dev/null\r');
  await see('\r\n');
  type('\u0003');

  expect(await see(PROMPT)).toContain('^C\r\n');
});

test('Ctrl-Z stops a job; jobs, bg and fg see it', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('cat\r');
  await see('\r\n');
  type('\u001a');
  expect(await see(PROMPT)).toContain('[1]+  Stopped                 cat\r\n');
  type('jobs\r');
  expect(await see(PROMPT)).toContain('[1]+  Stopped                 cat\r\n');
  type('fg\r');
  await see('cat\r\n');
  type('hello\r');
  await see('hello\r\nhello\r\n');
  type('\u0004');
  await see(PROMPT);
});

test('TAB completes programs and paths, and a key after it does not overtake it', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('mkdir /tmp/manifests\r');
  await see(PROMPT);
  type('ec\tone; cd /tmp/man\t\r');

  expect(await see('[core@bootstrap manifests]$ ')).toContain('one\r\n');
});

test('an unfinished command asks for more with PS2', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('for i in a b; do\r');
  await see('> ');
  type('echo "<$i>"\r');
  await see('> ');
  type('done\r');
  expect(await see(PROMPT)).toContain('<a>\r\n<b>\r\n');
  type('echo one \\\r');
  await see('> ');
  type('two\r');
  expect(await see(PROMPT)).toContain('one two\r\n');
});

test('a here-document is read to its delimiter', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('cat <<EOF\rhello $USER\rEOF\r');

  expect(await see(PROMPT)).toContain('hello core\r\n');
});

test('the arrows and Ctrl-R recall earlier lines', async () => {
  const { type, see } = login();
  await see(PROMPT);
  type('echo first\r');
  await see(PROMPT);
  type('true\r');
  await see(PROMPT);

  type('\u001b[A\u001b[A\r');
  expect(await see(PROMPT)).toContain('first\r\n');
  type('\u0012fir\r');
  expect(await see('first\r\n')).toContain('reverse-i-search');
});

test('what is typed while a program runs belongs to the next prompt', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('sleep 1\recho later\r');
  await see(PROMPT);

  expect(await see(PROMPT)).toContain('later\r\n');
});

test('exit ends the session with its status', async () => {
  const { type, see, exited } = login();
  await see(PROMPT);

  type('exit 3\r');

  expect(await exited).toBe(3);
});

test('sudo -i is a shell within the shell', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('sudo -i\r');
  await see('[root@bootstrap ~]# ');
  type('whoami; pwd\r');
  expect(await see('[root@bootstrap ~]# ')).toContain('root\r\n/root\r\n');
  type('exit\r');
  expect(await see(PROMPT)).toContain('logout\r\n');
});

/** What is shown, without the escapes that switch bracketed paste on and off. */
const shown = (text: string): string =>
  text.replaceAll(`${'\u001b'}[?2004h`, '').replaceAll(`${'\u001b'}[?2004l\r`, '');

test('a pasted block waits for Enter, then runs line by line without a prompt between', async () => {
  const { type, see, screen } = login();
  await see(PROMPT);

  type('\u001b[200~# two lines\recho one\rif )\rcat\recho a \\\r  b\r\u001b[201~');
  await see('  b\r\n');
  expect(screen()).not.toContain('one\r\none');
  type('\r');
  type('typed\r\u0004');

  expect(shown(await see(PROMPT))).toMatch(
    /^\r\none\r\n.*syntax error.*\r\ntyped\r\na b\r\n\[core@bootstrap ~\]\$ $/,
  );
  type('\u001b[A');
  expect(await see('b')).toContain('echo a');
});

test('a pasted block can be changed before it runs', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('\u001b[200~echo one\necho two\u001b[201~');
  type('\u0001: \u0005 three\r');

  expect(shown(await see(PROMPT))).toMatch(/\r\ntwo three\r\n\[core@bootstrap ~\]\$ $/);
});

test('what is typed ahead is echoed by the prompt that reads it, once', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('echo a\recho b\recho c\r');
  const all = `${await see('l\rc\r\n')}${await see(PROMPT)}`.replaceAll(/\[core@\S+ ~\]/g, '');

  expect(shown(all)).toBe('echo a\r\na\r\n$ echo b\r\nb\r\n$ echo c\r\nc\r\n$ ');
});

test('less pages on a terminal and leaves at q', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('seq 100 | less\r');
  await see('23\r\n:');
  type('G');
  await see('100\r\n\u001b[7m(END)\u001b[m');
  type('q');
  await see(PROMPT);
});

test('a machine that loses its power ends its sessions', async () => {
  const { see, exited, fake } = login();
  await see(PROMPT);

  fake.world.emit({
    kind: 'power',
    host: 'bootstrap',
    on: false,
    how: 'destroy',
    id: 'f1',
    at: 0,
    event: 1,
  });

  expect(await exited).toBe(255);
});

test('ssh from the workstation is a shell on the bootstrap, and exit leads back', async () => {
  const { type, see, fake } = login('workstation');
  fake.listen('bootstrap', 22, () => undefined);
  await see('[core@workstation ~]$ ');

  type('ssh core@$BOOTSTRAP_IP\r');
  await see(PROMPT);
  type('hostname\r');
  expect(await see(PROMPT)).toContain('bootstrap\r\n');
  type('sleep 100000 | cat\r');
  await see('\r\n');
  type('\u0003');
  await see(PROMPT);
  type('exit\r');

  expect(await see('[core@workstation ~]$ ')).toContain(
    'Connection to 192.168.126.100 closed.\r\n',
  );
});

test('a bootstrap that loses its power throws its visitor back to the workstation', async () => {
  const { type, see, fake } = login('workstation');
  fake.listen('bootstrap', 22, () => undefined);
  await see('[core@workstation ~]$ ');
  type('ssh core@$BOOTSTRAP_IP\r');
  await see(PROMPT);

  const off = { kind: 'power', host: 'bootstrap', on: false, how: 'destroy' } as const;
  fake.world.emit({ ...off, id: 'f1', at: 0, event: 1 });

  expect(await see('[core@workstation ~]$ ')).toContain('closed by remote host.');
  type('echo "back $?"\r');
  expect(await see('[core@workstation ~]$ ')).toContain('back 255\r\n');
});

test('a shell that spins leaves the other shells their turn', async () => {
  const busy = login();
  const other = login();
  await busy.see(PROMPT);
  await other.see(PROMPT);
  busy.type('while :; do :; done\r');
  await busy.see('\r\n');

  const before = performance.now();
  other.type('echo quick\r');
  await other.see('quick\r\n');

  expect(performance.now() - before).toBeLessThan(500);
  busy.type('\u0003');
  await busy.see(PROMPT);
});

test('su hides what is typed as a password, and a root shell of sudo su - has its own prompt', async () => {
  const { type, see } = login();
  await see(PROMPT);

  type('su\r');
  await see('Password: ');
  type('guess\r');
  expect(await see(PROMPT)).not.toContain('guess');
  type('sudo su -\r');
  await see('[root@bootstrap ~]# ');
  type('su - core -c whoami\r');

  expect(await see('[root@bootstrap ~]# ')).toContain('\rcore\r\n');
});

test('Ctrl-C leaves systemctl, which waits for its job', async () => {
  const { type, see, fake } = login();
  const unit = { host: 'bootstrap', unit: 'kubelet.service', load: 'loaded', dropIns: [] };
  fake.world.units.push(unit as never);
  const asked = new Promise<void>((began) => {
    fake.lab.ask = (_input, signal) => {
      began();
      return new Promise((_, reject) => signal?.addEventListener('abort', reject));
    };
  });
  await see(PROMPT);

  type('sudo systemctl restart kubelet\r');
  await asked;
  type('\u0003');
  await see(PROMPT);
  type('echo $?\r');

  expect(await see(PROMPT)).toContain('\r130\r\n');
});

test('a line that wraps is edited in its rows: the cursor goes up as many as there are', async () => {
  const { type, see } = login();
  await see(PROMPT);
  const text = `: ${'x'.repeat(76 - PROMPT.length)}`;
  type(text);
  await see('xx');
  type('\u0001');
  // 78 of 80 columns: one row.
  await see('\r');
  type('\u0005yyyyyyyy');
  await see('yy');
  type('\u0001');

  expect(await see(/\[\d+A/)).toMatch(/\[1A$/);
});
