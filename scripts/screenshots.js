/**
 * `npm run screenshots`: the page in both themes, with the checklist typed, into docs/pictures; then the doors and a case.
 * CHROMIUM names the browser, if it is not Debian's.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pictures = join(root, 'docs', 'pictures');
const browserArguments =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const LINES = [
  'ssh core@${BOOTSTRAP_IP}',
  'sudo crictl pods',
  'sudo crictl exec -it $(sudo crictl ps -q --name etcd) \\\n  etcdctl endpoint health',
  'curl -k https://localhost:6443/healthz',
];

/** A case from its door to its debrief. */
async function drill(page, theme) {
  const picture = (name) => page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
  await page.goto(home);
  await page.click('[data-drill=nothing-is-red]');
  await page.waitForSelector('[data-testid=diagnosis]');
  await page.waitForSelector('.xterm-screen');
  await page.waitForTimeout(500);
  await page.click('.xterm-screen');
  await page.keyboard.type('virsh list --all\n');
  await page.waitForTimeout(1200);
  await picture('drill');
  await page.click('[data-testid=diagnosis]');
  const choose = (nth, value) => page.locator('.sheet select').nth(nth).selectOption(value);
  await choose(0, 'master-1');
  await choose(1, 'power');
  await choose(2, 'not-started');
  await picture('diagnosis');
  await page.click('.sheet [type=submit]');
  await page.waitForSelector('[data-testid=score]');
  await picture('debrief');
}

let home = '';
const folder = mkdtempSync(join(tmpdir(), 'eggtooth-pictures-'));
const envFile = join(folder, 'lab.env');
const words =
  'up first-boot --seed 7 --until cluster-manifests-applied --autopilot --paused --port 0';
const lab = spawn(
  'node',
  [join(root, 'bin', 'eggtooth.js'), ...words.split(' '), '--env-out', envFile],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
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
  const address = `${env.get('EGGTOOTH_URL')}/#token=${env.get('EGGTOOTH_TOKEN')}`;
  home = address;
  for (const theme of ['light', 'dark']) {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme: theme,
    });
    await page.goto(address);
    await page.waitForSelector('[data-drill]');
    await page.screenshot({ path: join(pictures, `home-${theme}.png`) });
    await page.click('[data-testid=door-do]');
    await page.waitForSelector('.xterm-screen');
    await page.waitForTimeout(500);
    for (const line of LINES) {
      await page.keyboard.type(`${line}\n`);
      await page.waitForTimeout(800);
    }
    await page.locator('[data-testid=journal] .row').nth(-4).click();
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(pictures, `page-${theme}.png`) });
    await drill(page, theme);
    await page.close();
  }
  await browser.close();
} finally {
  lab.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
}
