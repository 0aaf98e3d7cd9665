/** What shows how the API answers and how the cluster operators are, and what does not: cell by cell. */
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Look } from '../../src/host/live-lab.ts';
import { skipped } from '../helpers/clients.ts';
import { KUBECTL, labWithEyes, type LabWithEyes } from './lab-with-eyes.ts';

const W = 'workstation';
const EXPORT = 'export KUBECONFIG=${ASSETS_DIR}/kubeconfigs/admin.kubeconfig';
const CO = 'cluster/clusteroperators/';
let eyes: LabWithEyes;
beforeAll(async () => {
  eyes = await labWithEyes('masters-joined');
});
afterAll(() => eyes.close());

/** Cells that were shown and not only hinted at, with their values. */
const shown = (looks: readonly Look[]): ReadonlyMap<string, string> =>
  new Map(
    looks.flatMap(({ seen }) =>
      seen.filter((o) => o.weak !== true).map((o) => [o.cell, o.value] as const),
    ),
  );
const page = async (line: string, host = W): Promise<ReadonlyMap<string, string>> =>
  shown(await eyes.page(host, host === W ? `${EXPORT}\n${line}` : line));
const kubectl = async (line: string): Promise<ReadonlyMap<string, string>> =>
  shown(await eyes.kubectl(line));
const conditions = (cells: ReadonlyMap<string, string>, type: string): number =>
  [...cells.keys()].filter((cell) => cell.startsWith(CO) && cell.endsWith(`/${type}`)).length;
const truth = (name: string, type: string): string => {
  const { read } = eyes.open.lab.world;
  const object = read.object('config.openshift.io/clusteroperators', '', name);
  const status = object?.['status'] as
    { conditions: { type: string; status: string }[] } | undefined;
  return status?.conditions.find((each) => each.type === type)?.status ?? '';
};

describe('oc get co in the page', () => {
  test('its table shows three conditions of every operator, as they are', async () => {
    const cells = await page('oc get co | head -12');
    expect(conditions(cells, 'Available')).toBe(11);
    expect(conditions(cells, 'Progressing')).toBe(11);
    expect(conditions(cells, 'Degraded')).toBe(11);
    for (const [cell, value] of cells) {
      if (!cell.startsWith(CO)) continue;
      const [name = '', type = ''] = cell.slice(CO.length).split('/');
      expect(value).toBe(truth(name, type));
    }
  });
  test.each([
    ["oc get co --no-headers | awk '{print $1, $2}' | head -5", 5, 0],
    ['oc get co | wc -l', 0, 0],
    [
      `oc get co -o jsonpath='{range .items[*]}{.metadata.name}{.status.conditions[?(@.type=="Degraded")].status}{end}'`,
      0,
      34,
    ],
    ['oc get co -o yaml | grep -c "no such line"', 0, 0],
    ['oc get co -o name', 0, 0],
    ['oc get co > /dev/null; echo etcd 4.19 True False False', 0, 0],
    [
      'oc get co -o custom-columns=\'N:.metadata.name,A:.status.conditions[?(@.type=="Available")].status\' | head -4',
      3,
      0,
    ],
    ['oc get co etcd', 1, 1],
    ['oc get co etcd -o json | grep -A4 Degraded', 0, 1],
    ['oc describe co etcd', 1, 1],
  ])(
    '%s shows %i operators available or not, %i degraded or not',
    async (line, available, degraded) => {
      const cells = await page(line);
      expect([conditions(cells, 'Available'), conditions(cells, 'Degraded')]).toEqual([
        available,
        degraded,
      ]);
    },
  );
});

describe('health, in the page', () => {
  test.each([
    [W, 'curl -sk https://api.$CLUSTER_DOMAIN:6443/readyz', 'vip/readyz', 'ok'],
    [W, 'curl -sk https://api-int.$CLUSTER_DOMAIN:6443/livez', 'vip/livez', 'ok'],
    [W, 'oc get --raw /readyz', 'vip/readyz', 'ok'],
    [W, 'curl -sk https://$BOOTSTRAP_IP:6443/readyz', 'bootstrap/readyz', 'ok'],
    [
      W,
      'curl -sk --resolve api.$CLUSTER_DOMAIN:6443:$BOOTSTRAP_IP https://api.$CLUSTER_DOMAIN:6443/readyz',
      'bootstrap/readyz',
      'ok',
    ],
    [W, 'oc get --raw /readyz -s https://192.168.126.101:6443', 'master-0/healthz', 'refused'],
    ['bootstrap', "curl -sk 'https://localhost:6443/readyz?verbose'", 'bootstrap/readyz', 'ok'],
    ['master-0', 'curl -k https://localhost:6443/readyz', 'master-0/readyz', 'refused'],
  ])('on %s, %s shows %s: %s, and of no other place', async (host, line, cell, value) => {
    expect(await page(line, host)).toEqual(new Map([[cell, value]]));
  });
});

describe.skipIf(skipped(KUBECTL))('with real kubectl', () => {
  test('get co shows three conditions of every operator, -o name none of a status', async () => {
    const cells = await kubectl('get clusteroperators');
    expect(conditions(cells, 'Available')).toBe(34);
    expect(cells.get(`${CO}etcd/Degraded`)).toBe(truth('etcd', 'Degraded'));
    expect(conditions(await kubectl('get clusteroperator etcd -o yaml'), 'Degraded')).toBe(1);
    expect(conditions(await kubectl('get co -l no=where'), 'Degraded')).toBe(0);
  });
  test('readyz through the balancer is the balancer’s, and of the only server behind it', async () => {
    expect(await kubectl('get --raw /readyz')).toEqual(
      new Map([
        ['vip/readyz', 'ok'],
        ['bootstrap/readyz', 'ok'],
      ]),
    );
    await eyes.open.lab.clock.until('bootstrap-complete');
    expect(eyes.open.lab.world.read.balanced().length).toBeGreaterThan(1);
    expect(await kubectl('get --raw /readyz')).toEqual(new Map([['vip/readyz', 'ok']]));
  });
});

test('a probe that asks twenty times in a second has looked once', async () => {
  const { lab, env } = eyes.open;
  const before = lab.looks().length;
  const ask = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const url = `${env['EGGTOOTH_API']}/livez`;
      request(url, { rejectUnauthorized: false, agent: false }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      })
        .once('error', reject)
        .end();
    });
  for (let i = 0; i < 20; i++) expect(await ask()).toBe(200);
  expect(lab.looks().length - before).toBe(1);

  lab.world.runUntil(lab.world.now + 2_000_000);
  expect(await ask()).toBe(200);
  expect(lab.looks().length - before).toBe(2);
});
