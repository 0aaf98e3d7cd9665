/** A stranger opens the page, takes a case, looks, mends, answers, and reads the debrief. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHall, type OpenHall } from '../../src/lab-server/hall.ts';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { CHROMIUM, launch, openPage, poll, seriousFindings } from '../helpers/browser.ts';
import { skipped } from '../helpers/clients.ts';
import { loudSeed, secretsOf, told } from '../helpers/secrets.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
describe.skipIf(skipped(CHROMIUM))('a case', () => {
  let hall: OpenHall;
  let browser: Browser;
  const open = (id: string, seed: number): Promise<OpenLab> => {
    const { title, drill, ...spec } = loadScenario(id, {}, seed);
    return openLab(spec, {
      pace: drill === undefined ? 1 : 10,
      paused: false,
      autopilot: drill !== undefined,
      ports: PORTS,
      title,
      hall,
      ...(drill === undefined ? {} : { drill }),
    });
  };
  beforeAll(async () => {
    hall = openHall();
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    await hall.close();
  });

  it('looked at, mended and named, it is passed; the picture shows what was seen', async () => {
    const lab = await open('nothing-is-red', loudSeed('nothing-is-red'));
    const opened = await openPage(browser, lab);
    const { page } = opened;
    const off = lab.lab.world.read.hosts().find((host) => host.power === 'off')?.name ?? '';
    const box = (): Promise<string | null> => page.getAttribute(`[data-box=${off}]`, 'data-state');
    expect(await box()).toBe('unseen');
    await page.click('.xterm-screen');
    await opened.run('virsh list --all');
    await poll(
      async () => (await box()) === 'off',
      async () => `${await box()}`,
    );
    await opened.run(`virsh start ocp4-${off}`);
    await page.click('[data-testid=diagnosis]');
    await page.locator('.sheet h3:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-testid=diagnosis]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.sheet').waitFor();
    expect(await seriousFindings(opened)).toEqual([]);
    const choose = (nth: number, value: string): Promise<unknown> =>
      page.locator('.sheet select').nth(nth).selectOption(value);
    await choose(0, off);
    await choose(1, 'power');
    await choose(2, 'not-started');
    await page.click('.sheet [type=submit]');
    await page.locator('[data-testid=score]').waitFor();
    const score = Number.parseFloat((await page.textContent('[data-testid=score] h2')) ?? '');
    expect(score).toBeGreaterThanOrEqual(9);
    expect(await page.textContent('[data-testid=write-up]')).toContain(off);
    const why = page.locator('[data-testid=why]').first();
    await why.locator('button').click();
    await why.locator('li').first().waitFor();
    expect(await why.locator('li').count()).toBeGreaterThan(0);
    expect(await seriousFindings(opened)).toEqual([]);
    await opened.close();
    await lab.close();
  });

  it.each(['takes-forever', 'nothing-is-red'])(
    'keeps the cause of %s: no frame, answer, address, script, title or store of the page names it',
    async (id) => {
      const lab = await open(id, loudSeed(id));
      const seen: { from: string; text: string; now: number }[] = [];
      const keep = (from: string, text: string): void =>
        void seen.push({ from, text, now: lab.lab.world.now });
      const context = await browser.newContext();
      const page = await context.newPage();
      page.on('websocket', (socket) => {
        socket.on('framereceived', ({ payload }) => keep('frame', String(payload)));
      });
      page.on('console', (message) => keep('console', message.text()));
      page.on('response', (response) => {
        keep('address', response.url());
        void response.text().then(
          (text) => keep(response.url(), text),
          () => undefined,
        );
      });
      await page.goto(`${lab.url}/l/${lab.lab.id}#token=${lab.token}`);
      await page.locator('[data-testid=diagnosis]').waitFor();
      await page.click('[data-testid=next-change]');
      await page.waitForTimeout(500);
      await page.click('[data-testid=diagnosis]');
      await page.locator('.sheet').waitFor();
      const held = await page.evaluate<string>(
        `[document.title, location.href, document.cookie, JSON.stringify({ ...localStorage }),
          JSON.stringify({ ...sessionStorage }), JSON.stringify(history.state),
          document.documentElement.outerHTML].join('\\n')`,
      );
      keep('page', held);
      expect(held).toContain(loadScenario(id).title);
      const ask = async (path: string): Promise<number> => {
        const response = await fetch(`${lab.url}/api/v1/labs/${lab.lab.id}${path}`, {
          headers: { authorization: `Bearer ${lab.token}` },
        });
        keep(path, await response.text());
        return response.status;
      };
      expect(await ask('')).toBe(200);
      expect(await ask('/drill')).toBe(200);
      expect(await ask('/debrief')).toBe(404);
      for (const path of ['/faults', '/why?what=f1', '/faul%74s', '/%77hy?what=f1'])
        expect(await ask(path)).toBe(403);
      expect(seen.reduce((sum, { text }) => sum + text.length, 0)).toBeGreaterThan(100_000);
      expect(told(seen, secretsOf(lab))).toEqual([]);
      await context.close();
      await lab.close();
    },
  );

  it('is seen by its instructor among the others: last line, last tick; by nobody else', async () => {
    const lab = await open('gone-after-lunch', loudSeed('gone-after-lunch'));
    hall.enroll(lab);
    const opened = await openPage(browser, lab);
    await opened.page.click('.xterm-screen');
    await opened.run('oc get ns');
    const seats = await opened.context.newPage();
    await seats.goto(lab.staffUrl);
    const seat = seats.locator(`[data-seat^="${lab.lab.id}"]`);
    await seat.locator('code').waitFor();
    expect(await seat.locator('code').textContent()).toBe('oc get ns');
    const ask = (token: string): Promise<Response> =>
      fetch(`${lab.url}/api/v1/seats`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(lab.token)).status).toBe(403);
    expect((await ask(lab.staffToken)).status).toBe(200);
    await opened.close();
    await lab.close();
  });

  it('is an exam by its address: terminals, clock and sheet, and the rest after the debrief', async () => {
    const lab = await open('first-boot', 7);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const begin = (query: string): Promise<unknown> =>
      page.goto(`${lab.url}/d/api-never-up?${query}#token=${lab.token}`);
    await begin('seed=3&profile=4.19');
    await page.getByRole('alert').getByText('there is no profile "4.19"').waitFor();
    await begin('seed=3&level=exam');
    await page.locator('.mission').waitFor();
    expect(await page.getByTestId('level').textContent()).toBe(' (exam)');
    const helps = ['hint', 'picture', 'journal', 'film', 'checklist', 'steps'];
    for (const help of helps) expect(await page.getByTestId(help).count(), help).toBe(0);
    expect(await seriousFindings({ page })).toEqual([]);
    await page.click('.xterm-screen');
    await page.keyboard.type('virsh list --all; echo "it is $KUBECONFIG"\n');
    await page.locator('.xterm-rows', { hasText: /it is .*admin\.kubeconfig/ }).waitFor();
    await page.click('[data-testid=diagnosis]');
    await page.getByTestId('shown-proof').selectOption('hypervisor/master-1');
    await page.locator('.proofs li', { hasText: /^hypervisor\/master-1: / }).waitFor();
    await page.locator('.sheet select').first().selectOption('nothing');
    await page.click('.sheet [type=submit]');
    await page.getByRole('button', { name: 'Back to the lab' }).first().click();
    for (const help of ['picture', 'journal', 'film', 'checklist'])
      await page.getByTestId(help).waitFor();

    await begin('seed=3&level=guided');
    await page.getByTestId('steps').waitFor();
    await context.close();
    await lab.close();
  });

  it('is begun by its address, with its seed; what is no case is said', async () => {
    const lab = await open('first-boot', 7);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${lab.url}/d/nothing-is-red?seed=3#token=${lab.token}`);
    await page.locator('.mission').waitFor();
    expect(page.url()).toMatch(/\/l\/nothing-is-red-3-[0-9a-f]{4}#token=/);
    await page.goto(`${lab.url}/d/no-such-case#token=${lab.token}`);
    await page.locator('[role=alert]').waitFor();
    expect(await page.textContent('[role=alert]')).toContain('there is no scenario "no-such-case"');
    await context.close();
    await lab.close();
  });

  it('is gone on with from home, and its name leads back there', async () => {
    const lab = await open('first-boot', 7);
    const context = await browser.newContext();
    const page = await context.newPage();
    const doors = `${lab.url}/#token=${lab.token}`;
    await page.goto(doors);
    await page.click('[data-drill=nothing-is-red]');
    await page.locator('.mission').waitFor();
    const case1 = page.url();
    await page.click('.bar .name');
    await page.locator('[data-testid=opened] a').waitFor();
    expect(page.url()).toBe(doors);
    await page.click('[data-testid=opened] a');
    await page.locator('.mission').waitFor();
    expect(page.url()).toBe(case1);
    await context.close();
    await lab.close();
  });

  it('the instructor sees what would follow before it is done, does it and undoes it', async () => {
    const lab = await open('pager-says-broken', 1);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(lab.staffUrl);
    await page.locator('[data-testid=inject] option').first().waitFor({ state: 'attached' });
    const table = (): boolean =>
      lab.lab.world
        .facts()
        .some((f) => f.kind === 'parameter' && f.name === 'bootstrap.disk.fsync');
    await page.fill('[data-testid=inject] input', '2000');
    const press = (nth: number): Promise<void> =>
      page.locator('[data-testid=inject] p button').nth(nth).click();
    await press(0);
    await page.locator('[data-testid=dry-run] li').first().waitFor();
    expect(await page.textContent('[data-testid=dry-run]')).toContain('log bootstrap etcd');
    expect(table()).toBe(false);
    await press(1);
    await page.locator('[data-testid=injected] button').waitFor();
    // The answer is there at once; the world takes it up when it moves.
    await poll(
      async () => table(),
      async () => `${lab.lab.world.now}`,
    );
    await page.fill('[data-testid=inject] input', 'coffee');
    await press(1);
    await poll(
      async () =>
        ((await page.textContent('[data-testid=inject] .wrong')) ?? '').includes(
          'cannot be coffee',
        ),
      async () => (await page.textContent('[data-testid=inject]')) ?? '',
    );
    await page.click('[data-testid=injected] button');
    await page.locator('[data-testid=injected] li').waitFor({ state: 'detached' });
    expect(await seriousFindings({ page })).toEqual([]);
    await context.close();
    await lab.close();
  });
});

describe('the door of further labs', () => {
  it('says what it does not know, and nothing is lost', async () => {
    const hall = openHall();
    await expect(
      hall.start({
        scenario: 'no-such',
        seed: 1,
        watch: false,
        level: 'normal',
        person: undefined,
        isStaff: true,
        home: '',
      }),
    ).rejects.toThrow(/there is no scenario "no-such"/);
    await hall.close();
  });
});
