/** A stranger opens the page, takes a case, looks, mends, answers, and reads the debrief. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHall, type OpenHall } from '../../src/lab-server/hall.ts';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import { FAULTS } from '../../src/sim/index.ts';
import { CHROMIUM, launch, openPage, poll, seriousFindings } from '../helpers/browser.ts';
import { skipped } from '../helpers/clients.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
/** Seeds on which something is wrong. */
const loudSeed = (id: string): number => {
  let seed = 1;
  while (loadScenario(id, {}, seed).drill?.quiet === true) seed += 1;
  return seed;
};

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
    expect(await seriousFindings(opened)).toEqual([]);
    await opened.close();
    await lab.close();
  });

  it('keeps its cause: no frame, answer, address or script of the trainee names it', async () => {
    const lab = await open('takes-forever', loudSeed('takes-forever'));
    const seen: string[] = [];
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => void seen.push(String(payload)));
    });
    page.on('response', (response) => {
      seen.push(response.url());
      void response.text().then(
        (text) => seen.push(text),
        () => undefined,
      );
    });
    await page.goto(`${lab.url}/l/${lab.lab.id}#token=${lab.token}`);
    await page.locator('[data-testid=diagnosis]').waitFor();
    await page.click('[data-testid=next-change]');
    await page.waitForTimeout(500);
    const ask = async (path: string): Promise<number> => {
      const response = await fetch(`${lab.url}/api/v1/labs/${lab.lab.id}${path}`, {
        headers: { authorization: `Bearer ${lab.token}` },
      });
      seen.push(await response.text());
      return response.status;
    };
    expect(await ask('')).toBe(200);
    expect(await ask('/drill')).toBe(200);
    expect(await ask('/debrief')).toBe(404);
    expect(await ask('/faults')).toBe(403);
    expect(await ask('/why?what=f1')).toBe(403);
    expect(await ask('/faul%74s')).toBe(403);
    expect(await ask('/%77hy?what=f1')).toBe(403);
    const secrets = [
      ...FAULTS.flatMap(({ id, title, cause }) => [id, title, cause]),
      ...FAULTS.flatMap(({ parameters }) => parameters.map(({ name }) => name)),
      'disk.fsync',
      'was held back',
      lab.staffToken,
    ];
    const everything = seen.join('\n');
    expect(everything.length).toBeGreaterThan(100_000);
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
    const staff = await fetch(`${lab.url}/api/v1/labs/${lab.lab.id}/faults`, {
      headers: { authorization: `Bearer ${lab.staffToken}` },
    });
    expect(staff.status).toBe(200);
    await context.close();
    await lab.close();
  });

  it('the instructor sees what would follow before it is done, does it and undoes it', async () => {
    const lab = await open('pager-says-broken', 1);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(lab.env['EGGTOOTH_INSTRUCTOR_URL'] ?? '');
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
    expect(table()).toBe(true);
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
    await expect(hall.start({ scenario: 'no-such', seed: 1, watch: false })).rejects.toThrow(
      /there is no scenario "no-such"/,
    );
    await hall.close();
  });
});
