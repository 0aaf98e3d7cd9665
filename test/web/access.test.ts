/**
 * Every state of the page for those who do not see it, or have no mouse: what axe says in both themes on a
 * desk and on a phone, whether Tab comes everywhere and back, how large a target is, what a screen reader reads.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showPane, STATES, walk } from '../../scripts/states.js';
import { openHall, type OpenHall } from '../../src/lab-server/hall.ts';
import { openLab, type OpenLab } from '../../src/lab-server/open-lab.ts';
import { loadScenario } from '../../src/scenario/index.ts';
import {
  CHROMIUM,
  hasFocus,
  launch,
  openPage,
  poll,
  seriousFindings,
  type LabPage,
} from '../helpers/browser.ts';
import { skipped } from '../helpers/clients.ts';
import { openRealLab } from '../helpers/real-lab.ts';

const PORTS = { page: 0, api: 0, ssh: 0, journal: 0, proxy: 0 };
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const TARGET = 24;

/** What can be reached by keys in the dialog that is open, else on the page, numbered in the document. */
const CONTROLS = `(() => {
  const dialog = document.querySelector('dialog[open]');
  const wanted = 'a[href], button:not([disabled]), select, input, textarea, summary, [tabindex="0"]';
  return [...(dialog ?? document).querySelectorAll(wanted)].filter((control) =>
    control.tabIndex >= 0 && control.checkVisibility({ visibilityProperty: true }) &&
    control.closest('[inert]') === null);
})()`;
const NAME = `((control) => control.getAttribute('aria-label') ?? (control.id ||
  control.closest('label')?.textContent?.trim() || control.textContent?.trim()))`;

/** Notes what has the focus; whether the round began there. */
const ARRIVE = `(() => {
  const at = document.activeElement;
  const again = at === globalThis.first && globalThis.reached.size > 1;
  if (globalThis.controls.includes(at)) { globalThis.first ??= at; globalThis.reached.add(at); }
  return again;
})()`;

/** Presses Tab as often as there are controls: what was not reached, and where it ends. */
async function tabRound(page: Page): Promise<{ missed: string[]; came: string }> {
  const count = await page.evaluate<number>(`{
    globalThis.controls = ${CONTROLS};
    globalThis.reached = new Set();
    globalThis.first = undefined;
    document.activeElement?.blur();
    globalThis.controls.length;
  }`);
  let came = '';
  for (let i = 0; i < 2 * count + 10 && came !== 'the beginning'; i += 1) {
    await page.keyboard.press('Tab');
    came = (await page.evaluate<boolean>(ARRIVE)) ? 'the beginning' : 'elsewhere';
    if ((await page.locator('.screen:not(.past) textarea:focus').count()) === 0) continue;
    // Back at the tab, which is not by Tab: from there the next Tab leads past the terminal.
    await page.keyboard.press('Control+Alt+ArrowUp');
    await page.evaluate(ARRIVE);
  }
  const missed = await page.evaluate<string[]>(
    `globalThis.controls.filter((each) => !globalThis.reached.has(each)).map(${NAME})`,
  );
  return { missed, came: count < 2 ? 'the beginning' : came };
}

/** Controls that a finger misses; a label is part of its control, a link in a sentence is as high as that. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(`${CONTROLS}
    .filter((control) => !control.matches('p a, .xterm textarea, [role=log], pre, section'))
    .flatMap((control) => {
      const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
      return Math.min(width, height) < ${TARGET} - 0.5
        ? [\`\${${NAME}(control)}: \${width} x \${height}\`] : [];
    })`);

const tooWide = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > innerWidth');

describe.skipIf(skipped(CHROMIUM))('every state of the page', () => {
  let hall: OpenHall;
  let lab: OpenLab;
  let browser: Browser;
  let page: Page;
  let states: AsyncGenerator<string, void>;
  beforeAll(async () => {
    hall = openHall();
    browser = await launch();
    const { title, ...spec } = loadScenario('first-boot', {}, 7);
    lab = await openLab(spec, {
      pace: 1,
      paused: true,
      autopilot: true,
      until: 'cluster-manifests-applied',
      ports: PORTS,
      title,
      hall,
    });
    page = await (await browser.newContext({ viewport: DESK })).newPage();
    states = walk(page, `${lab.url}/#token=${lab.staffToken}`);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
    await hall?.close();
  });

  it.each(STATES)('$name: $says', async (state) => {
    expect((await states.next()).value).toBe(state.name);
    const findings: string[] = [];
    for (const [size, viewport] of Object.entries({ DESK, PHONE })) {
      await page.setViewportSize(viewport);
      await showPane(page, state);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        // The themes are one document in two sets of colours.
        const rules = colorScheme === 'light' ? 'all' : 'colours';
        for (const finding of await seriousFindings({ page }, rules))
          findings.push(`${size} ${colorScheme}: ${finding}`);
      }
      if (await tooWide(page)) findings.push(`${size}: wider than the screen`);
      for (const target of await smallTargets(page)) findings.push(`${size} small: ${target}`);
    }
    await page.setViewportSize(DESK);
    await showPane(page, state);
    const focused = await page.evaluateHandle('document.activeElement');
    const { missed, came } = await tabRound(page);
    await focused.asElement()?.focus();
    expect({ findings, missed, came }).toEqual({ findings: [], missed: [], came: 'the beginning' });
  });
});

describe.skipIf(skipped(CHROMIUM))('who does not see the page', () => {
  let lab: OpenLab;
  let browser: Browser;
  let opened: LabPage;
  beforeAll(async () => {
    browser = await launch();
    lab = await openRealLab({ until: 'cluster-manifests-applied' });
    opened = await openPage(browser, lab);
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.close();
  });

  it('hears which host the terminal is on, and reads what the last command printed', async () => {
    const { page, run } = opened;
    expect(await page.getByRole('textbox', { name: 'Terminal on workstation' }).count()).toBe(1);
    const twin = page.getByRole('region', { name: 'Last output on workstation' });
    expect(await twin.textContent()).toBe('Nothing has been run yet.');
    await page.click('.xterm-screen');
    await run('virsh list --all');
    await poll(
      async () => (await twin.ariaSnapshot()).includes('ocp4-master-2 shut off'),
      () => twin.ariaSnapshot(),
    );
    expect(await twin.getByRole('heading').textContent()).toMatch(/\$ virsh list --all$/);
    expect(await twin.textContent()).not.toMatch(/\$ $/);
    await run('true');
    expect(await twin.textContent()).toContain('(it printed nothing)');
    // Two prompts, one line: that a terminal breaks it is not part of what was said.
    await run(`printf %0300d 7`);
    expect(await twin.locator('pre').textContent()).toBe('7'.padStart(300, '0'));
  });

  it('has it said, and lands there, once she asks for it; that is remembered', async () => {
    const { page, run } = opened;
    const said = page.getByTestId('output-said');
    expect(await said.getAttribute('aria-live')).toBe('polite');
    expect(await said.textContent()).toBe('');
    expect(await page.locator('.xterm-accessibility').count()).toBe(0);
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.getByRole('checkbox', { name: 'texts for screen readers' }).check();
    await page.keyboard.press('Escape');
    await page.click('.xterm-screen');
    await run('echo heard');
    expect(await said.textContent()).toBe('heard');
    await run('seq 40');
    expect(await said.textContent()).toBe('40 lines. The last: 40');
    expect(await page.locator('.xterm-accessibility').count()).toBe(1);
    await page.keyboard.press('Control+Alt+ArrowUp');
    expect(await page.locator('[data-testid=last-output]:focus').count()).toBe(1);

    await page.reload();
    await page.locator('.xterm-accessibility').waitFor({ state: 'attached' });
    expect(await page.locator('.twin:not(.spoken)').count()).toBe(1);
    await page.evaluate("localStorage.removeItem('eggtooth.screen-reader')");
    await page.reload();
    await page.locator('.xterm-rows').waitFor();
  });

  it('reads the picture as a list: name, state, value, age', async () => {
    const list = opened.page.getByTestId('picture').getByRole('list');
    const items = await list.getByRole('listitem').allTextContents();
    expect(items).toHaveLength(14);
    expect(items).toContain('etcd: not seen');
    expect(items).toContain('load balancer of api and api-int: not seen');
    expect(items).toContain('cluster operators: not seen');
    expect(items).toContain('master-2: off, shut off, 0 s ago');
    expect(items.join()).toMatch(/bootkube: looked at, log read, 0 s ago/);
  });

  it('hears of the film where it stands, and that it looks back', async () => {
    const { page } = opened;
    const film = page.getByRole('slider', { name: 'Film' });
    const says = (): Promise<string | null> => film.getAttribute('aria-valuetext');
    expect(await says()).toMatch(/^\d\d:\d\d, the cluster manifests are stored$/);
    await film.focus();
    for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowLeft');
    expect(await says()).toMatch(/^looking back at \d\d:\d\d, /);
    // The past is in front of the terminal by now, and does not take the keys.
    expect(await hasFocus(film)).toBe(true);
    expect(await page.getByTestId('last-output').count()).toBe(0);
    await page.getByRole('button', { name: 'Back to now' }).click();
    expect(await hasFocus(film)).toBe(true);
  });

  it('goes through the journal with the arrows; nothing of it is said unasked', async () => {
    const { page } = opened;
    const log = page.getByRole('log', { name: 'Journal' });
    expect(await log.getAttribute('aria-live')).toBe('off');
    const lines = lab.lab.world.read
      .journal('bootstrap')
      .filter((e) => e.unit === 'bootkube.service');
    await log
      .getByText(lines.at(-1)?.message ?? '')
      .first()
      .waitFor();
    await log.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    const said = page.getByTestId('line-said');
    expect(await said.getAttribute('aria-live')).toBe('polite');
    expect(await said.textContent()).toContain(lines.at(-2)?.message);
    await page.getByRole('group', { name: 'Line' }).getByRole('button', { name: 'Close' }).click();
    expect(await hasFocus(log)).toBe(true);
  });

  it('leaves what she has opened by Escape, and is back where she was', async () => {
    const { page } = opened;
    const keys = page.getByRole('button', { name: 'Keys' });
    await keys.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await hasFocus(keys)).toBe(true);
  });

  it('leaves the past by the keys that leave a terminal, and by Tab; Escape keeps her in it', async () => {
    const { page } = opened;
    await page.getByRole('slider', { name: 'Film' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const past = page.getByRole('textbox', { name: /^What stood here then/ });
    await past.focus();
    await page.keyboard.press('Control+Alt+ArrowUp');
    expect(await page.locator('#tab-workstation:focus').count()).toBe(1);
    await past.focus();
    await page.keyboard.press('Tab');
    expect(await hasFocus(past)).toBe(false);
    await past.focus();
    await page.keyboard.press('Shift+Tab');
    expect(await hasFocus(page.getByRole('button', { name: 'Larger letters' }))).toBe(true);
    await past.focus();
    await page.keyboard.type('x');
    await page.getByTestId('fork-question').waitFor();
    await page.keyboard.press('Escape');
    expect(await hasFocus(past)).toBe(true);
  });
});
