/**
 * `npm run screenshots`: every state of the page into docs/pictures, on a desk in both themes and on a phone;
 * docs/pictures.md shows them. CHROMIUM names the browser, if it is not Debian's; words name single states.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { fewColours } from './few-colours.js';
import { showPane, STATES, walk } from './states.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pictures = join(root, 'docs', 'pictures');
const browserArguments =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SETTLED_MILLIS = 300;
const wanted = process.argv.slice(2);

/** Themes change nothing on a phone that they do not on a desk. */
async function take(page, state) {
  const { name, show } = state;
  const picture = async (file) => {
    await page.waitForTimeout(SETTLED_MILLIS);
    writeFileSync(join(pictures, `${file}.png`), fewColours(await page.screenshot()));
  };
  await page.evaluate('scrollTo(0, 0)');
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme });
    await picture(`${name}-${theme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(PHONE);
  await showPane(page, state);
  await page
    .locator(show)
    .first()
    .evaluate((place) => place.scrollIntoView());
  await picture(`${name}-phone`);
  await page.setViewportSize(DESK);
  await showPane(page, state);
}

/** What there is to see, in a page of its own. */
function writeIndex() {
  const each = STATES.map(({ name, says }) => {
    const link = (word) => `[${word}](pictures/${name}-${word}.png)`;
    return `## ${says}\n\n![${says}](pictures/${name}-light.png)\n\nAlso ${link('dark')} and on a ${link('phone')}.\n`;
  });
  const head =
    '# Every state of the page\n\nMade by `npm run screenshots`; `test/web/access.test.ts` takes the same walk.\n';
  writeFileSync(join(root, 'docs', 'pictures.md'), [head, ...each].join('\n'));
}

const folder = mkdtempSync(join(tmpdir(), 'eggtooth-pictures-'));
const envFile = join(folder, 'lab.env');
const words =
  'up first-boot --seed 7 --until cluster-manifests-applied --autopilot --paused --port 0';
const lab = spawn(
  'node',
  [join(root, 'bin', 'eggtooth.js'), ...words.split(' '), '--env-out', envFile],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  await new Promise((resolve) => lab.stdout.on('data', (text) => /Ctrl-C/.test(text) && resolve()));
  const env = new Map(
    readFileSync(envFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: browserArguments.split(' '),
  });
  const page = await browser.newPage({ viewport: DESK });
  const home = `${env.get('EGGTOOTH_URL')}/#token=${env.get('EGGTOOTH_TOKEN')}`;
  for await (const name of walk(page, home)) {
    const state = STATES.find((each) => each.name === name);
    if (state !== undefined && (wanted.length === 0 || wanted.includes(name)))
      await take(page, state);
  }
  await browser.close();
  writeIndex();
} finally {
  lab.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
}
