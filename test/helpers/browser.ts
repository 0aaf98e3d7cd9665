/** A real Chromium on the page of a lab. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
} from 'playwright-core';
import { packageRoot } from '../../src/host/package-root.ts';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const QUIET =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const PROMPT = /\[\w+@[\w-]+ [^\]\n]*\][$#] ?\s*$/;

export type Theme = 'light' | 'dark';
export interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

export function launch(): Promise<Browser> {
  if (!existsSync(join(packageRoot(), 'dist', 'web', 'page.js')))
    throw new Error('the page is not built: npm run build');
  return chromium.launch({ executablePath: CHROMIUM, args: QUIET.split(' ') });
}

export interface LabPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the terminal that is shown says, its last lines. */
  screen(): Promise<string>;
  /** Types a line in the terminal that is shown and waits for the prompt after it. */
  run(line: string): Promise<void>;
  /** `pods=verified etcd=to-do …` */
  checks(): Promise<string>;
  close(): Promise<void>;
}

export async function openPage(
  browser: Browser,
  { url, token, lab }: Pick<OpenLab, 'url' | 'token' | 'lab'>,
  { theme = 'light', width = 1440, height = 900 }: PageOptions = {},
): Promise<LabPage> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
  const page = await context.newPage();
  await page.goto(`${url}/l/${lab.id}#token=${token}`);
  // Out of sight it paints nothing, and nothing counts as seen.
  await page.locator('.xterm-screen').scrollIntoViewIfNeeded();
  const screen = (): Promise<string> =>
    page
      .$$eval('[role=tabpanel]:not([hidden]) .xterm-rows > div', (rows) =>
        rows.map((row) => (row.textContent ?? '').replaceAll('\u00a0', ' ').trimEnd()),
      )
      .then((rows) => rows.join('\n').trimEnd());
  const ready = async (): Promise<void> => {
    await poll(async () => PROMPT.test(await screen()), screen);
  };
  await ready();
  return {
    page,
    context,
    screen,
    async run(line) {
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
      await page.waitForTimeout(60);
      await ready();
    },
    checks: () =>
      page.$$eval('[data-check]', (list) =>
        list
          .map((e) => `${e.getAttribute('data-check')}=${e.getAttribute('data-state')}`)
          .join(' '),
      ),
    close: () => context.close(),
  };
}

/** Whether the keyboard is in it. */
export const hasFocus = async (control: Locator): Promise<boolean> =>
  (await control.and(control.page().locator(':focus')).count()) === 1;
/** What the picture says of a box: unseen, good, bad, … */
export const boxState = (page: Page, name: string): Promise<string | null> =>
  page.getAttribute(`[data-box=${name}]`, 'data-state');

/** Waits until something holds; says what was there instead when it does not. */
export async function poll(
  holds: () => Promise<boolean>,
  shown: () => Promise<string>,
  withinMillis = 10_000,
): Promise<void> {
  const until = performance.now() + withinMillis;
  while (!(await holds())) {
    if (performance.now() > until)
      throw new Error(`not within ${withinMillis} ms:\n${await shown()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

interface Findings {
  readonly violations: readonly {
    readonly impact: string;
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe calls serious or critical on the page as it is now; by all of its rules, or those about colours. */
export async function seriousFindings(
  { page }: Pick<LabPage, 'page'>,
  rules: 'all' | 'colours' = 'all',
): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in globalThis")))
    await page.evaluate(readFileSync(AXE, 'utf8'));
  const only = rules === 'all' ? '' : ", runOnly: ['color-contrast', 'link-in-text-block']";
  const { violations } = await page.evaluate<Findings>(
    `axe.run({ resultTypes: ['violations']${only} })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ impact, id, nodes }) => `${impact} ${id} ${nodes[0]?.html}`);
}
