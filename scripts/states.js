/**
 * Every state of the page, one after the other in one browser page: a walk that stops where something is
 * to be looked at. The screenshots and the test of accessibility take the same walk.
 */
const LINES = [
  'ssh core@${BOOTSTRAP_IP}',
  'sudo crictl pods',
  'sudo crictl exec -it $(sudo crictl ps -q --name etcd) \\\n  etcdctl endpoint health',
  'curl -k https://localhost:6443/healthz',
];
/** A seed on which a master is off. */
const DRILL = { scenario: 'nothing-is-red', seed: 1 };
const SHELL = '[role=tabpanel]:not([hidden])';
const PATIENCE = { timeout: 20_000 };

/** Name, what it shows, and what a narrow screen has to show of it: a place, in the pane of that tab. */
export const STATES = [
  { name: 'home', says: 'Three doors', show: 'h1' },
  { name: 'room-fresh', says: 'The room before anything was looked at', show: '.bar' },
  { name: 'room', says: 'The room with looks and ticks', show: '.checklist', pane: 'check' },
  { name: 'reader', says: 'Texts for screen readers are on', show: '.terminals' },
  { name: 'paste', says: 'Several lines are pasted', show: '.terminals' },
  { name: 'keys', says: 'All keys', show: 'dialog[open]' },
  { name: 'palette', says: 'A command is looked for', show: 'dialog[open]' },
  { name: 'looking-back', says: 'Looking back: every pane shows the moment', show: '.terminals' },
  { name: 'fork-question', says: 'Going another way from there', show: 'dialog[open]' },
  { name: 'ways', says: 'Two ways, compared step by step', show: '.film', pane: 'film' },
  { name: 'reconnecting', says: 'The connection is lost', show: '.bar' },
  { name: 'watch', says: 'A bootstrap is watched', show: '.bar', pane: 'pic' },
  { name: 'watch-ended', says: 'The bootstrap is complete', show: '.bar', pane: 'pic' },
  {
    name: 'drill',
    says: 'A case: mission, hint, and a machine that is off',
    show: '.drill',
    pane: 'check',
  },
  { name: 'diagnosis', says: 'The diagnosis', show: '.sheet', pane: 'check' },
  { name: 'debrief', says: 'The debrief', show: '.debrief' },
  { name: 'instructor', says: 'What would follow from a cause', show: '.drill', pane: 'check' },
  { name: 'no-token', says: 'An address without its token', show: '.bar' },
  { name: 'gone', says: 'A lab that is no longer there', show: '.bar' },
];

/** On a narrow screen, the pane that the state is about; what has the focus keeps it. */
export async function showPane(page, { pane = 'term' }) {
  if ((await page.locator('main.room').count()) === 0) return;
  const tab = page.locator(`#to-${pane}`);
  const isNarrow = page.viewportSize().width <= 900;
  await tab.waitFor({ state: isNarrow ? 'visible' : 'detached' });
  if (isNarrow) await tab.evaluate((button) => button.click());
}

/** Stops at each state in the order of STATES; `home` is the address of a lab at `cluster-manifests-applied`. */
export async function* walk(page, home) {
  const { origin, hash } = new URL(home);
  /** Only its fragment differs: the page would not be loaded again. */
  const goTo = async (address) => {
    await page.goto('about:blank');
    await page.goto(address);
  };
  await goTo(home);
  await page.locator('[data-drill]').first().waitFor();
  yield 'home';

  await goTo(await start(page, { scenario: 'first-boot', seed: 7 }));
  await prompt(page);
  await press(page, 'Pause');
  yield 'room-fresh';

  yield* room(page, goTo, home);
  yield* watch(page, goTo, home);
  yield* drill(page, goTo, home);

  await goTo(home);
  await page.click('[data-testid=door-do]');
  await page.waitForURL(/\/l\//);
  await goTo(page.url().replace(/[?#].*|$/, '?role=instructor') + hash);
  await page.locator('[data-testid=inject] option').first().waitFor({ state: 'attached' });
  await page.fill('[data-testid=inject] input', '2000');
  await press(page, 'What would follow?');
  await page.locator('[data-testid=dry-run] li').first().waitFor(PATIENCE);
  yield 'instructor';

  await goTo(`${origin}/l/none`);
  await page.locator('[role=alert]').waitFor();
  yield 'no-token';
  await goTo(`${origin}/l/none${hash}`);
  await page.locator('[role=alert]').waitFor();
  yield 'gone';
}

async function* room(page, goTo, home) {
  await goTo(home);
  await page.click('[data-testid=door-do]');
  await page.waitForURL(/\/l\//);
  await prompt(page, /-bootstrap$/);
  await page.keyboard.press('Control+U');
  for (const line of LINES) {
    await page.keyboard.type(`${line}\n`);
    await page.waitForTimeout(150);
    await prompt(page);
  }
  await page.locator('[data-check=api][data-state=verified]').waitFor(PATIENCE);
  await page.locator('[data-testid=journal] .row').nth(-4).click();
  yield 'room';

  await reader(page, true);
  await type(page, 'sudo crictl pods');
  await page.locator('[data-testid=last-output] pre', { hasText: 'POD ID' }).waitFor();
  yield 'reader';
  await reader(page, false);

  await page.evaluate(`{
    const data = new DataTransfer();
    data.setData('text/plain', 'sudo crictl pods\\nsudo crictl ps\\n');
    document.querySelector('${SHELL} .screen:not(.past) textarea').dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }`);
  await page.locator('[data-testid=ask-paste]').waitFor();
  yield 'paste';
  await page.keyboard.press('Escape');

  await press(page, 'Keys');
  await page.locator('dialog[open]').waitFor();
  yield 'keys';
  await page.keyboard.press('Escape');

  await press(page, 'Commands');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('look');
  yield 'palette';
  await page.keyboard.press('Escape');
  yield* past(page);
  await page.context().setOffline(true);
  await page.locator('[role=status]', { hasText: 'reconnecting' }).waitFor();
  yield 'reconnecting';
  await page.context().setOffline(false);
}

async function* past(page) {
  const film = page.locator('.film input');
  const then = Number(await film.getAttribute('max')) + 1;
  await runTo(page, then + 60);
  await type(page, 'sudo crictl ps');
  await film.fill(String(then));
  await page.locator(`${SHELL} .past .xterm-rows`).waitFor();
  await page.waitForTimeout(400);
  yield 'looking-back';

  await page.locator(`${SHELL} .past textarea`).focus();
  await page.keyboard.type('sudo crictl ps');
  await page.locator('dialog[open]').waitFor();
  yield 'fork-question';

  await page.locator('dialog').getByRole('button', { name: 'Go on from here' }).click();
  await page.waitForURL(/b=2/);
  await prompt(page, /crictl ps$/);
  await runTo(page, then + 300);
  await page.locator('summary', { hasText: 'Compare' }).click();
  yield 'ways';
  await page.locator('summary', { hasText: 'Compare' }).click();
}

async function* watch(page, goTo, home) {
  await goTo(home);
  await page.locator('[data-drill]').first().waitFor();
  await goTo(await start(page, { scenario: 'first-boot', seed: 7, watch: true }));
  const story = page.getByTestId('story');
  await story.filter({ hasText: /^5\. / }).waitFor({ timeout: 60_000 });
  await press(page, 'Pause');
  yield 'watch';
  await page.locator('[data-testid=pace] select').first().selectOption('max');
  await page.getByTestId('watched').waitFor({ timeout: 60_000 });
  yield 'watch-ended';
}

async function* drill(page, goTo, home) {
  await goTo(home);
  await page.locator('[data-drill]').first().waitFor();
  await goTo(await start(page, DRILL));
  await prompt(page);
  await press(page, 'Pause');
  await type(page, 'virsh list --all');
  await page.locator('[data-state=off]').first().waitFor({ state: 'attached' });
  await page.click('[data-testid=hint] button');
  await page.locator('[data-testid=hint] li').waitFor();
  yield 'drill';
  await page.locator('[data-testid=journal] .row').nth(-4).click();
  await press(page, 'Use as proof');
  await page.click('[data-testid=diagnosis]');
  for (const [nth, value] of ['master-1', 'power', 'not-started'].entries())
    await page.locator('.sheet select').nth(nth).selectOption(value);
  yield 'diagnosis';
  await page.click('.sheet [type=submit]');
  await page.locator('[data-testid=score]').waitFor(PATIENCE);
  yield 'debrief';
}

/** A further lab, as a door opens it; its address. */
const start = (page, body) =>
  page.evaluate(`fetch('/api/v1/labs', {
    method: 'POST',
    headers: {
      authorization: 'Bearer ' + new URLSearchParams(location.hash.slice(1)).get('token'),
      'content-type': 'application/json',
    },
    body: ${JSON.stringify(JSON.stringify(body))},
  }).then((answer) => answer.json()).then(({ url }) => url)`);

const press = (page, name) => page.getByRole('button', { name }).first().click();

/** The terminal that is shown stands at a prompt. */
async function prompt(page, wanted = /\[\w+@[\w-]+ [^\]\n]*\][$#]$/) {
  const rows = page.locator(`${SHELL} .screen:not(.past) .xterm-rows > div`);
  const until = performance.now() + PATIENCE.timeout;
  for (;;) {
    const texts = await rows.allTextContents();
    if (wanted.test(texts.join('\n').replaceAll('\u00a0', ' ').trimEnd())) return;
    if (performance.now() > until) throw new Error(`no prompt:\n${texts.join('\n')}`);
    await page.waitForTimeout(50);
  }
}
async function type(page, line) {
  await page.locator(`${SHELL} .screen:not(.past) textarea`).focus();
  await page.keyboard.type(`${line}\n`);
  await page.waitForTimeout(150);
  await prompt(page);
}
/** By the switch in the list of keys. */
async function reader(page, on) {
  await press(page, 'Keys');
  await page.getByTestId('reader').setChecked(on);
  await page.keyboard.press('Escape');
}
/** The lab's clock stands past this second. */
async function runTo(page, seconds) {
  await page.locator('[data-testid=pace] select').first().selectOption('60');
  const now = async () => Number(await page.locator('.film input').getAttribute('max'));
  const until = performance.now() + PATIENCE.timeout;
  while ((await now()) < seconds) {
    if (performance.now() > until) throw new Error(`the clock stands at ${await now()} s`);
    await page.waitForTimeout(50);
  }
  await press(page, 'Pause');
}
