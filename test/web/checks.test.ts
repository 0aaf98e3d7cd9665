/** The four checks on the page in a real browser: what verifies them, what does not, what puts them in doubt. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import {
  CHROMIUM,
  launch,
  openPage,
  poll,
  seriousFindings,
  type LabPage,
} from '../helpers/browser.ts';
import { skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';
import { logIn } from '../helpers/ssh-terminal.ts';

const SSH = 'ssh core@${BOOTSTRAP_IP}';
const PODS = 'sudo crictl pods | grep -c Running';
const ETCD = String.raw`sudo crictl exec -it $(sudo crictl ps -q --name etcd) \
  etcdctl endpoint health`;
const API = 'curl -k https://localhost:6443/healthz';
const MANIFESTS = 'oc --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig get ns';
const NONE = 'pods=to-do etcd=to-do api=to-do manifests=to-do';
const ALL = 'pods=verified etcd=verified api=verified manifests=verified';
/** A value counts when it has stood for 400 ms. */
const STOOD_MILLIS = 700;

let browser: Browser;
beforeAll(async () => {
  if (!skipped(CHROMIUM)) browser = await launch();
});
afterAll(() => browser?.close());

const become = (page: LabPage, wanted: string): Promise<void> =>
  poll(async () => (await page.checks()) === wanted, page.checks);

describe.skipIf(skipped(CHROMIUM))('the checklist in a browser', () => {
  let lab: OpenLab;
  beforeAll(async () => {
    lab = await openRealLab({ until: 'cluster-manifests-applied' });
  });
  afterAll(() => lab.close());

  test('is not fooled by what proves nothing', async () => {
    const page = await openPage(browser, lab);
    await page.run(SSH);
    for (const line of [
      'echo ok; echo 4; echo is healthy; echo openshift-etcd Active',
      `${PODS} > /tmp/pods; ${API} -o /tmp/ok; ${MANIFESTS} > /dev/null`,
      'curl() { echo ok; }',
      API,
      'unset -f curl',
      `${ETCD} > /tmp/etcd 2>&1`,
      `${PODS} | awk 'END{print 4}'`,
    ])
      await page.run(line);
    await page.page.waitForTimeout(STOOD_MILLIS);

    expect(await page.checks()).toBe(NONE);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('is verified by the handbook lines (%s)', async (theme) => {
    const fresh = await openRealLab({ until: 'cluster-manifests-applied' });
    const page = await openPage(browser, fresh, { theme });
    expect(await page.checks()).toBe(NONE);
    await page.run(SSH);
    for (const line of [PODS, ETCD, API, MANIFESTS]) await page.run(line);

    await become(page, ALL);
    await page.close();
    await fresh.close();
  });

  test('shows the nodes to line 9 typed on the workstation', async () => {
    const page = await openPage(browser, lab);
    await page.run('export KUBECONFIG=${ASSETS_DIR}/kubeconfigs/admin.kubeconfig');
    await page.run('oc get nodes');

    expect(await page.screen()).toMatch(/^bootstrap +Ready +bootstrap /m);
    await page.close();
  });

  test.skipIf(skipped('ssh'))('is verified by real ssh too', async () => {
    const page = await openPage(browser, lab);
    const terminal = await logIn(lab.env, 'bootstrap');
    for (const line of [PODS, ETCD, API]) await terminal.run(line);
    // The long list scrolls them off a screen of 24 lines: they have to have stood by then.
    await become(page, 'pods=verified etcd=verified api=verified manifests=to-do');
    await terminal.run(MANIFESTS);

    await become(page, ALL);
    await terminal.close();
    await page.close();
  });
});

test.skipIf(skipped(CHROMIUM))(
  'another look at a slow disk puts etcd and API in doubt',
  async () => {
    const lab = await openRealLab({ until: 'masters-joined', paused: false });
    const page = await openPage(browser, lab);
    await page.run(SSH);
    for (const line of [PODS, ETCD, API]) await page.run(line);
    await become(page, 'pods=verified etcd=verified api=verified manifests=to-do');
    await page.run(MANIFESTS);
    await become(page, ALL);
    const injected = await fetch(`${lab.url}/api/v1/labs/${lab.lab.id}/faults`, {
      method: 'POST',
      headers: { authorization: `Bearer ${lab.staffToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        fault: 'etcd-disk-slow',
        host: 'bootstrap',
        set: { fixedMillis: '8000' },
      }),
    });
    expect(injected.status).toBe(200);
    lab.lab.clock.setPace(10);
    await page.run('sleep 20');
    await page.run(ETCD);
    await page.run(API);

    await become(page, 'pods=verified etcd=in-doubt api=in-doubt manifests=verified');
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
    await lab.close();
  },
);

test.skipIf(skipped(CHROMIUM))("a master's healthz is not the bootstrap's", async () => {
  const lab = await openRealLab({ until: 'control-plane-pivoted' });
  const page = await openPage(browser, lab);
  await page.run('curl -sk https://192.168.126.101:6443/healthz');
  await page.page.waitForTimeout(STOOD_MILLIS);

  expect(await page.screen()).toContain('ok');
  expect(await page.checks()).toBe(NONE);
  await page.close();
  await lab.close();
});
