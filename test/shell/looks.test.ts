import { expect, test } from 'vitest';
import { fakeLab } from './fake-lab.ts';
import type { FakeLab } from './fake-lab.ts';
import { run } from './run.ts';
import { login } from './terminal-session.ts';

const PODS = [
  'etcd-bootstrap',
  'kube-apiserver-bootstrap',
  'kube-controller-manager',
  'kube-scheduler',
];

function bootstrapWithPods(): FakeLab {
  const fake = fakeLab();
  fake.world.units.push({
    host: 'bootstrap',
    unit: 'crio.service',
    description: 'CRI-O',
    path: '/usr/lib/systemd/system/crio.service',
    enabled: 'enabled',
    active: 'active',
    sub: 'running',
    since: 0,
    mainPid: 17,
    exec: '',
    dropIns: [],
    loadedAt: 0,
    load: 'loaded' as const,
    command: 'crio',
    result: 'success',
    exitCode: 0,
    restarts: 0,
  });
  for (const [index, name] of PODS.entries())
    fake.world.sandboxes.push({
      host: 'bootstrap',
      id: `${index}b`.repeat(32),
      name,
      namespace: 'openshift-etcd',
      uid: 'u',
      attempt: 0,
      createdAt: index * 1_000_000,
      state: 'ready',
    });
  return fake;
}

async function evidence(
  line: string,
  host = 'bootstrap',
): Promise<'verified' | 'seen' | 'nothing'> {
  const fake = bootstrapWithPods();
  fake.listen('bootstrap', 22, () => undefined);
  await run(line, { fake, host, painted: true });
  const seen = fake.world.looks.flatMap((look) => look.seen);
  const states = new Set(seen.filter((o) => !o.weak && o.value === 'Running').map((o) => o.cell));
  return states.size === PODS.length ? 'verified' : seen.length > 0 ? 'seen' : 'nothing';
}

const S = 'sudo crictl pods';
const SHOWN = [
  S,
  `${S} | grep -c Running`,
  `${S} | awk 'NR>1 {print $2": "$3}'`,
  `${S} | awk '{c[$3]++} END{for(k in c) print k, c[k]}'`,
  `${S} | sort | uniq -c`,
  `n=$(${S} | grep -c Running); echo "pods: $n"`,
  `f() { echo "$1 $(${S} | grep -c Running)"; }; f pods`,
  `${S} > /tmp/p; cp /tmp/p /tmp/q; cat /tmp/q`,
  `${S} | while read id name state; do echo "$name $state"; done`,
  `cat <<< "$(${S})"`,
  `${S} | tee /tmp/x | wc -l; grep Running /tmp/x`,
  `${S} | grep -n Running | cut -d: -f1`,
  `${S} | xargs -n3 echo`,
];
test.each(SHOWN)('the states were shown by: %s', async (line) => {
  expect(await evidence(line)).toBe('verified');
});

const HINTED = [
  `${S} | wc -l`,
  `${S} -q`,
  `${S} | grep -q Running && echo yes`,
  `if [ "$(${S} | grep -c Running)" -ge 4 ]; then echo good; fi`,
  `${S} | sed 's/Running/x/;s/NotReady/x/'`,
];
test.each(HINTED)('something was looked at, but no state was shown, by: %s', async (line) => {
  expect(await evidence(line)).toBe('seen');
});

const NOT_SHOWN = [
  `${S} > /dev/null; echo "4 Running"`,
  `${S} | cat > /dev/null; echo 4`,
  `x=$(${S}); x=4; echo $x Running`,
  `${S} | awk '{next} END{print 4}'`,
  `f() { ${S} >/dev/null; echo "4 Running"; }; f`,
  `${S} | head -1`,
  `${S} | base64 | head -0`,
  `${S} > /tmp/p; sed -i 's/Running/Alive/' /tmp/p; cat /tmp/p`,
  `${S} | sha256sum`,
  'crictl pods',
];
test.each(NOT_SHOWN)('nothing was shown by: %s', async (line) => {
  expect(await evidence(line)).toBe('nothing');
});

test('what ssh shows counts on the workstation, too', async () => {
  expect(await evidence(`ssh core@$BOOTSTRAP_IP ${S} | grep -c Running`, 'workstation')).toBe(
    'verified',
  );
});

test('rule 10: what was typed is no observation, whatever it says, entered or not', async () => {
  const fake = bootstrapWithPods();
  const terminal = login('bootstrap', fake);
  await terminal.see('$ ');
  terminal.type('etcd-bootstrap Running 4/4 https://127.0.0.1:2379 is healthy');
  await terminal.see('healthy');
  terminal.type('\u0015: etcd-bootstrap Running; cat > /tmp/typed\r');
  terminal.type('kube-scheduler Running\r\u0004');
  await terminal.see('$ ');
  await new Promise((resolve) => setTimeout(resolve, 500));

  expect(fake.world.looks.flatMap((look) => look.seen)).toEqual([]);
  terminal.session.close();
});
