/**
 * What a trainee of a drill is given, to the last byte: every face and file, asked with her own means.
 * Nothing of it tells the cause that she is asked for, and nothing of it lies ahead of her lab's clock.
 */
import { readdirSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { standIns } from '../../src/cli/stand-ins.ts';
import { packageRoot } from '../../src/host/package-root.ts';
import { openHall, type OpenHall } from '../../src/lab-server/hall.ts';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { listDrills, loadScenario, type Drill } from '../../src/scenario/index.ts';
import { FAULTS, MINUTE, type Fact } from '../../src/sim/index.ts';
import { isThere, run, skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';
import { ahead, loudSeed, secretsOf, told, type Secrets } from '../helpers/secrets.ts';
import { traineeOf, type Kept, type Trainee } from '../helpers/trainee.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
const HOSTS = ['workstation', 'bootstrap', 'master-0', 'master-1', 'master-2'];
const LINES = [
  'env; set; history; ps aux; ls -laR /etc/kubernetes /opt /var/log ~',
  'cat /etc/kubernetes/manifests/* /etc/systemd/system/* 2>&1',
  'sudo journalctl --no-pager -o json | tail -500',
  'systemctl list-units --no-pager; sudo crictl ps -a; sudo crictl images',
  'sudo crictl exec $(sudo crictl ps -q --name etcd) etcdctl get / --prefix --keys-only',
];
const AT_DESK = [
  'env; history; ls -laR ~ $ASSETS_DIR; cat $ASSETS_DIR/*.*',
  'virsh list --all; virsh dumpxml ocp4-bootstrap; virsh blkdeviotune ocp4-bootstrap vda',
  'virsh domblkstat ocp4-bootstrap vda; eggtooth why f1; eggtooth faults',
];
const STAFF_BODY = { fault: 'etcd', host: 'bootstrap' };
/** Addresses of what only staff may ask, written in many ways; `~2` is the fork. */
const STAFF = [
  '/faults',
  '/faults?role=instructor',
  '/faul%74s',
  '/%77hy?what=f1',
  '/why?what=f1',
  '/why?what=milestone:etcd-started',
];
const TRAVERSALS = [
  '/../../scenarios/takes-forever.yaml',
  '/..%2f..%2fscenarios%2ftakes-forever.yaml',
  '/%2e%2e/%2e%2e/scenarios/takes-forever.yaml',
  '/scenarios/takes-forever.yaml',
  '/..%2fmain.js',
  '/..%2fmain.js.map',
  '/page.js.map',
  '/terminal.js.map',
  '/%00.js',
];

interface Opened {
  readonly lab: OpenLab;
  readonly drill: Drill;
  readonly her: Trainee;
  readonly hall: OpenHall;
  /** The lab's path in the control API. */
  readonly base: string;
  close(): Promise<void>;
}
/** As `eggtooth up` opens it, on a seed on which something is wrong. */
async function openDrill(id: string): Promise<Opened> {
  const { title, drill, ...spec } = loadScenario(id, {}, loudSeed(id));
  if (drill === undefined) throw new Error(`${id} is no drill`);
  const hall = openHall();
  const how = { pace: 60, paused: true, autopilot: true, ports: PORTS, title, hall, drill };
  const lab = await openLab(spec, how);
  const close = async (): Promise<void> => {
    await lab.close();
    await hall.close();
  };
  return { lab, drill, hall, her: traineeOf(lab), base: `/api/v1/labs/${lab.lab.id}`, close };
}

describe.each(listDrills())('what the trainee of $id is given', ({ id }) => {
  let secrets: Secrets;
  let opened: Opened;
  let { lab, her, base } = {} as Opened;
  beforeAll(async () => {
    opened = await openDrill(id);
    ({ lab, her, base } = opened);
    secrets = secretsOf(lab);
  });
  afterAll(() => opened.close());

  /** Everything that the control API answers, refusals too. */
  async function askAll(room: string): Promise<void> {
    for (const path of ['', '/drill', '/debrief', '/no-such', '/journal', '/journal?host=x'])
      await her.ask(`${room}${path}`);
    for (const host of HOSTS)
      for (const unit of ['', '&unit=bootkube', '&unit=pod:etcd', '&unit=pod:kube-apiserver'])
        await her.ask(`${room}/journal?host=${host}&limit=10000${unit}`);
    for (const path of STAFF) expect((await her.ask(`${room}${path}`)).status).toBe(403);
    const coded = room.replaceAll('-', '%2D').replaceAll('~', '%7E');
    expect((await her.ask(`${coded}/faults`)).status).toBe(403);
    for (const path of ['/faults', '/faults/dry-run', '/inputs'])
      expect((await her.ask(`${room}${path}`, STAFF_BODY)).status).toBe(403);
    for (const path of ['/facts', '/record', '/looks', '/truth', '/faults/', '//faults'])
      expect((await her.ask(`${room}${path}`)).status).toBe(404);
    for (const body of [{}, { pace: -1 }, { step: 0 }, '{', '[]'])
      await her.ask(`${room}/clock`, body);
    for (const [event, status] of [
      ['rhcos-booted', 200],
      ['no-such', 400],
      ['disk', 400],
    ] as const)
      expect((await her.ask(`${room}/wait`, { event })).status).toBe(status);
    for (const body of [{ where: 'bootstrap/dsk', what: 'slow' }, { where: 'x' }, {}, 'null'])
      expect((await her.ask(`${room}/drill/diagnosis`, body)).status).toBe(400);
    for (const body of [{ atSeconds: 1 }, { atSeconds: 9e9 }, { event: 'bootstrap-complete' }, {}])
      expect((await her.ask(`${room}/fork`, body)).status).toBe(400);
  }
  async function askPage(): Promise<void> {
    const folder = join(packageRoot(), 'dist', 'web');
    for (const file of [
      '',
      `l/${lab.lab.id}`,
      'l/..%2f..%2fx.yaml',
      '%E0%A4.js',
      ...readdirSync(folder),
    ])
      await her.ask(`/${file}`);
    for (const path of TRAVERSALS)
      expect([path, (await her.ask(path)).status]).toEqual([path, 404]);
    for (const path of ['/api/v1/labs', '/api/v1/drills', '/api/v1/labs/~1', '/api/v1/labs/x'])
      await her.ask(path);
    for (const scenario of ['etcd-disk', 'port-conflict', 'nothing', 'x'])
      expect((await her.ask('/api/v1/labs', { scenario })).status).toBe(400);
  }
  /** A page with every journal, pod log and terminal open, in which she looks around. */
  async function watch(room: string): Promise<void> {
    const stream = await her.stream(basename(room));
    let channel = 100;
    for (const host of HOSTS)
      for (const unit of [undefined, 'pod:etcd', 'pod:kube-apiserver'])
        stream.say({ type: 'journal', channel: (channel += 1), host, unit });
    for (const type of ['faults', 'why', 'debrief', 'input']) stream.say({ type, what: 'f1' });
    await Promise.all(
      HOSTS.map(async (host, n) => {
        stream.say({ type: 'open', channel: n, host, columns: 200, rows: 50 });
        await stream.ready(n);
        for (const line of host === 'workstation' ? AT_DESK : LINES) await stream.run(n, line);
      }),
    );
    stream.close();
  }
  async function everything(room: string): Promise<void> {
    await askAll(room);
    await her.ask(`${room}/clock`, { resume: true });
    await watch(room);
    await her.kubeAll();
    await her.ask(`${room}/clock`, { pause: true });
    for (const path of ['/entries', '/fields/_SYSTEMD_UNIT', '/fields/MESSAGE', '/machine'])
      await her.journal(path, 'application/json');
    await her.journal('/entries', 'text/plain');
    await her.proxy('bootstrap:19531', 'GET /entries HTTP/1.0\r\n\r\n');
    await her.proxy('no-such:1', '');
    her.files();
    for (const { name, script } of standIns((process.env['PATH'] ?? '').split(delimiter)))
      her.keep(`eggtooth shell's ${name}`, script);
  }
  /** Lines of logs, as they will stand there. */
  const lines = (): string[] =>
    lab.lab.world.facts().flatMap((fact: Fact) => {
      if (fact.kind === 'journal') return [fact.message];
      return fact.kind === 'containerLog' ? [fact.text] : [];
    });

  const nowOf = async (room: string): Promise<number> => {
    const [, seconds] = /"nowSeconds":([\d.]+)/.exec((await her.ask(room)).text) ?? [];
    return Number(seconds);
  };

  test.runIf(process.env['CI'] === 'true')('has ssh', () => expect(isThere('ssh')).toBe(true));
  test.skipIf(skipped('ssh'))('by ssh tells neither the cause nor the future', async () => {
    const mine: Kept[] = [];
    await her.ask(`${base}/clock`, { resume: true });
    await Promise.all(
      HOSTS.map(async (host) => {
        const words = ['-n', '-v', '-F', lab.env['EGGTOOTH_SSH_CONFIG'] ?? '', host];
        const { stdout, stderr } = await run('ssh', [...words, LINES.join('; ')]);
        mine.push({ from: `ssh ${host}`, text: stdout + stderr, now: lab.lab.world.now });
      }),
    );
    await her.ask(`${base}/clock`, { pause: true });
    expect(mine.map(({ text }) => text.length > 10_000)).toContain(true);
    expect(told(mine, secrets)).toEqual([]);
    expect(ahead(mine, lab.lab.epochMicros)).toEqual([]);
  });

  test('tells neither the cause nor the future; the fork tells no more', async () => {
    await askPage();
    await everything(base);
    const first = [...her.kept];
    expect(told(first, secrets)).toEqual([]);
    expect(ahead(first, lab.lab.epochMicros)).toEqual([]);

    expect((await her.ask(base)).text).not.toMatch(/"(power|phase|counts)":/);
    const atSeconds = await nowOf(base);
    expect((await her.ask(`${base}/fork`, { atSeconds })).status).toBe(200);
    await everything(`${base}~2`);
    const now = (await nowOf(`${base}~2`)) * 1e6;
    expect(now).toBeGreaterThan(atSeconds * 1e6);
    const fork = her.kept.slice(first.length).map((each) => ({ ...each, now }));
    expect(told(fork, secrets)).toEqual([]);
    expect(ahead(fork, lab.lab.epochMicros)).toEqual([]);

    const plain = first.map(({ text }) => text.replaceAll('\\"', '"')).join('\n');
    const known = new Set(lines());
    // The search sees what has been: some of it, for all of it takes long.
    const some = [...known].filter((_, i) => i % 40 === 0);
    expect(some.filter((line) => plain.includes(line)).length).toBeGreaterThan(some.length / 4);
    const { world } = lab.lab;
    world.runUntil(world.now + 20 * MINUTE);
    const later = lines().filter((line) => !known.has(line) && line.length > 20);
    expect(later).not.toEqual([]);
    expect(later.filter((line) => plain.includes(line))).toEqual([]);
  });

  test('tells a hint when it is taken, in every branch, and no other', async () => {
    const { hints } = opened.drill;
    const says = (text: string): string[] =>
      hints.flatMap(({ say }) => (text.includes(JSON.stringify(say)) ? [say] : []));
    const { text } = await her.ask(`${base}/drill/hint`, {});
    expect(says(text)).toHaveLength(1);
    expect(says((await her.ask(`${base}~1/drill`)).text)).toEqual(says(text));
  });
});

test('the search finds what the staff and the debrief are told', async () => {
  const { lab, drill, her, base, close } = await openDrill('takes-forever');
  const secrets = secretsOf(lab);
  const found = (by: Trainee): (string | undefined)[] =>
    told(by.kept, secrets).map((line) => line.split(' @ ')[0]);
  const staff = traineeOf({ ...lab, token: lab.staffToken });
  await staff.ask(`${base}/faults`);
  expect(found(staff)).toEqual(expect.arrayContaining(FAULTS.map((fault) => fault.id)));
  staff.keep('planted', `{"atSeconds":${lab.lab.world.now / 1e6 + 60}}`);
  expect(ahead(staff.kept, lab.lab.epochMicros)).toHaveLength(1);

  expect(found(her)).toEqual([]);
  const given = { where: 'nothing', what: 'none' };
  expect((await her.ask(`${base}/drill/diagnosis`, given)).status).toBe(200);
  expect(found(her)).toEqual(expect.arrayContaining(['"truth":', drill.truth.says]));
  expect((await her.ask(`${base}/faults`)).status).toBe(200);
  await close();
});

test('in a practice lab the trainee is told what follows from an injected cause, not what it was', async () => {
  const lab = await openRealLab({ until: 'etcd-started', paused: true });
  const her = traineeOf(lab);
  const base = `/api/v1/labs/${lab.lab.id}`;
  const staff = traineeOf({ ...lab, token: lab.staffToken });
  const slow = { fault: 'etcd-disk-slow', host: 'bootstrap', set: { fixedMillis: '1200' } };
  expect((await staff.ask(`${base}/faults`, slow)).status).toBe(200);
  expect((await staff.ask('/api/v1/seats')).status).toBe(200);
  expect((await her.ask('/api/v1/seats')).status).toBe(403);

  for (const path of STAFF)
    expect([path, (await her.ask(`${base}${path}`)).status]).toEqual([path, 403]);
  for (const path of ['/faults', '/faults/dry-run', '/inputs'])
    expect((await her.ask(`${base}${path}`, slow)).status).toBe(403);
  await her.ask(`${base}/clock`, { pace: 60 });
  const stream = await her.stream(lab.lab.id);
  stream.say({ type: 'open', channel: 1, host: 'workstation', columns: 200, rows: 50 });
  await stream.ready(1);
  for (const line of AT_DESK) await stream.run(1, line);
  stream.close();
  await her.ask(base);
  expect(told(her.kept, secretsOf(lab))).toEqual([]);
  await lab.close();
});

test('a case that was handed out is opened once more only after its debrief', async () => {
  const { lab, her, base, hall, close } = await openDrill('takes-forever');
  hall.enroll(lab);
  const { seed } = lab.lab.world.spec;
  const again = { scenario: 'takes-forever', seed };
  expect(await her.ask('/api/v1/labs', again)).toMatchObject({
    status: 400,
    text: expect.stringContaining('open already'),
  });
  expect((await her.ask('/api/v1/labs', { scenario: 'first-boot' })).status).toBe(200);
  await her.ask(`${base}/drill/diagnosis`, { where: 'nothing', what: 'none' });
  expect((await her.ask('/api/v1/labs', again)).status).toBe(200);
  await close();
});

test('an exam shows no checklist, gives no hint and does not go back, until its debrief', async () => {
  const { title, drill, ...spec } = loadScenario('gone-after-lunch', {}, 1);
  if (drill === undefined) throw new Error('no drill');
  const how = { pace: 60, paused: true, autopilot: true, ports: PORTS, title, drill };
  const lab = await openLab(spec, { ...how, level: 'exam' });
  const her = traineeOf(lab);
  const base = `/api/v1/labs/${lab.lab.id}`;
  const back = { atSeconds: Math.ceil(lab.lab.world.now / 1e6) };
  lab.lab.world.runUntil(lab.lab.world.now + MINUTE);
  const view = async (): Promise<Record<string, unknown>> =>
    JSON.parse((await her.ask(base)).text) as Record<string, unknown>;
  const waiting = { for: '', sinceSeconds: 0 };
  expect(await view()).toMatchObject({ level: 'exam', checks: [], checksBefore: [], waiting });
  for (const [path, body] of [
    ['/drill/hint', {}],
    ['/fork', back],
  ] as const)
    expect(await her.ask(`${base}${path}`, body)).toMatchObject({
      status: 400,
      text: expect.stringContaining('this is an exam'),
    });

  await her.ask(`${base}/drill/diagnosis`, { where: 'nothing', what: 'none' });
  expect((await view())['checks']).toHaveLength(4);
  expect((await her.ask(`${base}/fork`, back)).status).toBe(200);
  await lab.close();
});
