import { expect, test } from 'vitest';
import { readsJournal } from '../../src/shell/commands/journalctl/journalctl.ts';
import { fakeLab } from './fake-lab.ts';
import { run } from './run.ts';

test('what a real node has and we lack says so, with status 127', async () => {
  const { stderr, status } = await run('podman ps');

  expect(stderr).toContain(
    'podman: not simulated by Eggtooth (a real node has it); see docs/fidelity.md',
  );
  expect(status).toBe(127);
});

test('which finds what runs, and says where it looked for what does not', async () => {
  const found = await run('which oc kill crictl ss; which oc -a; type -P oc');
  const path = '/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin';

  expect(found.stdout).toBe(
    '/usr/bin/oc\n/usr/bin/kill\n/usr/bin/crictl\n/usr/sbin/ss\n/usr/bin/oc\n/usr/bin/oc\n',
  );
  expect(await run('which foo')).toEqual({
    stdout: '',
    stderr: `/usr/bin/which: no foo in (${path})\n`,
    status: 1,
  });
  expect((await run('PATH=/tmp; which oc')).stderr).toBe('/usr/bin/which: no oc in (/tmp)\n');
  expect((await run('which podman')).stderr).toContain('podman: not simulated by Eggtooth');
});

test('ls --help tells its options, and help lists each program once', async () => {
  const { stdout, status } = await run('ls --help');
  const programs = (await run('help')).stdout.split('Programs: ')[1]?.trim().split(' ') ?? [];

  expect(stdout).toContain('Usage: ls [OPTION]... [FILE]...\n');
  expect(status).toBe(0);
  expect(programs).toContain('which');
  expect(programs).toEqual([...new Set(programs)]);
});

test.each(['man', 'netstat', 'who', 'w', 'last', 'ssh-keygen'])(
  '%s says that it is not simulated',
  async (name) => {
    const { stderr, status } = await run(name);

    expect(stderr).toContain(`${name}: not simulated by Eggtooth`);
    expect(status).toBe(127);
  },
);

test.each([
  ['dd if=/dev/zero of=x count=1', 'dd: not simulated by Eggtooth', 127],
  ['mkfifo p', 'mkfifo: not simulated by Eggtooth', 127],
  ['fallocate -l 1G x', 'fallocate: not simulated by Eggtooth', 127],
  ["find . -regex '.*x'", 'find: -regex is not simulated by Eggtooth', 1],
  [`awk 'BEGIN { system("date") }'`, 'awk: system() is not simulated by Eggtooth', 2],
  [`awk 'BEGIN { "date" | getline x }'`, 'awk: a command before getline is not simulated', 2],
  [`awk 'BEGIN { print "a" | "sort" }'`, 'awk: print to a command is not simulated', 2],
  ['awk -f p.awk x', 'awk: -f is not simulated by Eggtooth', 2],
])('%s says so, and where it is written down', async (line, told, status) => {
  const ran = await run(line);

  expect(ran.stderr).toContain(told);
  expect(ran.stderr).toContain('see docs/fidelity.md');
  expect({ stdout: ran.stdout, status: ran.status }).toEqual({ stdout: '', status });
});

test('awk that only speaks of a system runs', async () => {
  const { stdout } = await run(
    `printf 'system(1)|x\\n' | awk -F'|' '/system\\(/ && $2 == "x" || $1 { print "system(" $2 }'`,
  );

  expect(stdout).toBe('system(x\n');
});

test.each([
  `awk -F. '{ print $2 }'`,
  `awk -F '|' '{ print $2 }'`,
  `awk -F^ '{ print $2 }'`,
  `awk -F'*' '{ print $2 }'`,
  `awk -v 'FS=|' -v x=1 '{ print $2 }'`,
  `awk 'BEGIN { FS="$" } { print $2 }'`,
])('a separator of one character is that character: %s', async (line) => {
  const separator = /[.|^*$](?=['" ])/.exec(line)?.[0] ?? '';
  expect(await run(`echo 'a${separator}b' | ${line}`)).toEqual({
    stdout: 'b\n',
    stderr: '',
    status: 0,
  });
});

test('init takes no signal: core may not send one, and root’s has no effect', async () => {
  const refused = await run('kill -9 1');
  const ignored = await run('sudo kill -9 1; echo $?; echo alive');

  expect(refused).toEqual({
    stdout: '',
    stderr: 'bash: line 1: kill: (1) - Operation not permitted\n',
    status: 1,
  });
  expect(ignored).toEqual({ stdout: '0\nalive\n', stderr: '', status: 0 });
});

test('no substitution is run elsewhere: the clock, the name and the programs are the lab’s', async () => {
  const { stdout } = await run(
    's=$(date +%s); echo $(( $(date +%s) - s )); x="${n:-$(hostname)}"; [[ $x == $(hostname) ]] && echo "$x"; a[$(echo 2)]=y; echo "${!a[@]}"; case $(hostname) in ${n:-$(hostname)}) echo same;; esac; cat <<< "${n:-$(virsh --version 2>&1)}"',
  );

  expect(stdout).toMatch(/^0\nbootstrap\n2\nsame\n.*virsh/);
});

test('a folder belongs to who made it, for every shell of the lab', async () => {
  const fake = fakeLab();
  await run('mkdir /tmp/mine; sudo mkdir /tmp/roots', { fake });

  const { stdout, stderr } = await run('touch /tmp/mine/a && echo ok; touch /tmp/roots/a', {
    fake,
  });

  expect(stdout).toBe('ok\n');
  expect(stderr).toContain('Permission denied');
});

test('core may not write /etc, and root may', async () => {
  const refused = await run('echo x > /etc/motd; echo $?');
  const allowed = await run('echo x | sudo tee /etc/motd > /dev/null; cat /etc/motd');

  expect(refused).toEqual({
    stdout: '1\n',
    stderr: 'bash: line 1: /etc/motd: Permission denied\n',
    status: 0,
  });
  expect(allowed.stdout).toBe('x\n');
});

test('su runs a command as root for root, and asks everyone else for a password', async () => {
  const ids = 'uid=0(root) gid=0(root) groups=0(root)\n';

  expect((await run('sudo su - -c id')).stdout).toBe(ids);
  expect((await run('sudo su -c "id; exit 3"; echo $?')).stdout).toBe(`${ids}3\n`);
  expect((await run('sudo su - -c "pwd; whoami"; pwd')).stdout).toBe('/root\nroot\n/home/core\n');
  expect((await run('sudo su - core -c whoami')).stdout).toBe('core\n');
  expect((await run('sudo su -', { stdin: 'whoami\n' })).stdout).toBe('root\n');
  expect(await run('su -c id', { stdin: 'guess\n' })).toEqual({
    stdout: '',
    stderr: 'Password: \nsu: Authentication failure\n',
    status: 1,
  });
});

test('a move is one input of the world', async () => {
  const fake = fakeLab();
  await run('echo x > /tmp/a', { fake });
  fake.world.inputs.length = 0;

  await run('mv /tmp/a /tmp/b', { fake });

  expect(fake.world.inputs).toHaveLength(1);
});

test('crictl needs root, and CRI-O', async () => {
  const { stderr, status } = await run('sudo crictl pods');

  expect(stderr).toContain('dial unix /var/run/crio/crio.sock: connect: no such file or directory');
  expect(status).toBe(1);
});

test('etcdctl stands in its container and nowhere else; virsh on the workstation only', async () => {
  expect((await run('etcdctl version')).stderr).toContain('etcdctl: command not found');
  expect((await run('virsh list')).stderr).toContain('virsh: command not found');
  expect((await run('virsh list', { host: 'workstation' })).stdout).toContain('ocp4-bootstrap');
});

test('whoever is in adm, wheel or systemd-journal reads the journal, and nobody else', async () => {
  const { stdout, stderr } = await run('id -Gn; journalctl -u kubelet');

  expect(stdout).toBe('core adm wheel sudo systemd-journal\n-- No entries --\n');
  expect(stderr).toBe('');
  expect(readsJournal({ name: 'nobody', uid: 65_534, groups: { nobody: 65_534 } })).toBe(false);
});

test('a loop of symbolic links is an error, and rm takes the link, not where it leads', async () => {
  const { stdout, stderr } = await run(
    'cd /tmp; ln -s a b; ln -s b a; cat a; mkdir d; touch d/f; ln -s d e; rm e; ls d; ln -s /tmp/d l; find /tmp -name f; ls -l l | tail -c 13',
  );

  expect(stderr).toBe('cat: a: Too many levels of symbolic links\n');
  expect(stdout).toBe('f\n/tmp/d/f\n l -> /tmp/d\n');
});

test('env, printenv and export -p name the same variables', async () => {
  const { stdout } = await run(
    'A="x y"; export A; diff <(env | sort) <(printenv | sort) && echo same; export -p | wc -l; env | wc -l',
  );

  const [same, declared, listed] = stdout.split('\n');
  expect(same).toBe('same');
  expect(declared).toBe(listed);
});

test("a subshell lists its parent's traps until it sets one, and does not run them", async () => {
  const { stdout } = await run(
    "trap 'echo end' EXIT; (trap -p EXIT); trap -p | wc -l; (trap 'echo sub' EXIT; trap -p EXIT)",
  );

  expect(stdout).toBe("trap -- 'echo end' EXIT\n1\ntrap -- 'echo sub' EXIT\nsub\nend\n");
});
