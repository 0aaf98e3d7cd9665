/** The handbook's whole checklist, copied with its comments and pasted at once over real OpenSSH. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenLab } from '../../../src/lab-server/open-lab.ts';
import { poll } from '../../helpers/browser.ts';
import { CHECKLIST_BLOCK, OUTPUTS } from '../../helpers/checklist-block.ts';
import { isThere, skipped } from '../../helpers/clients.ts';
import { judged } from '../../helpers/judged.ts';
import { openRealLab } from '../../helpers/real-lab.ts';
import { logIn, openTerminal, type SshTerminal } from '../../helpers/ssh-terminal.ts';

const KEYS = CHECKLIST_BLOCK.replaceAll('\n', '\r');
/** What a terminal sends when bash has switched bracketed paste on. */
const BRACKETED = `\u001b[200~${KEYS}\u001b[201~`;
const PROMPT = '[core@bootstrap ~]$ ';
const LAST = /openshift-machine-config-operator +Active.*\s+\S*\[core@bootstrap ~\]\$ $/;

describe.skipIf(skipped('ssh'))('the checklist pasted at once over ssh', () => {
  let lab: OpenLab;
  beforeAll(async () => {
    lab = await openRealLab({ until: 'cluster-manifests-applied' });
  });
  afterAll(() => lab.close());

  /** The lab's looks from now on are this test's alone. */
  async function fourTicks(terminal: SshTerminal, keys: string): Promise<string> {
    const before = lab.lab.looks().length;
    const states = (): string => {
      const checks = judged(lab.lab.looks().slice(before));
      return checks.map(({ id, state }) => `${id}=${state}`).join(' ');
    };
    terminal.type(keys);
    const printed = await terminal.see(LAST);
    for (const wanted of OUTPUTS) expect(printed).toMatch(wanted);
    const wanted = 'pods=verified etcd=verified api=verified manifests=verified';
    await poll(
      async () => states() === wanted,
      async () => states(),
    );
    await terminal.close();
    return printed;
  }

  test('gives four outputs and four ticks, line by line', async () => {
    const printed = await fourTicks(await logIn(lab.env, 'bootstrap'), KEYS);

    expect(printed.split('# etcd is healthy')).toHaveLength(2);
  });

  test('gives them at Enter, without a prompt between, in bracketed paste', async () => {
    const terminal = await logIn(lab.env, 'bootstrap');
    terminal.type(BRACKETED);
    const shown = await terminal.see(/get ns\r\n$/);
    expect(shown).not.toMatch(/^4\r$/m);
    expect(shown.split('\r\n')).toHaveLength(CHECKLIST_BLOCK.split('\n').length);

    const printed = await fourTicks(terminal, '\r');

    expect(printed.split(PROMPT)).toHaveLength(2);
  });

  test('reaches the bootstrap when it is pasted behind the ssh that leads there', async () => {
    const terminal = await logIn(lab.env, 'workstation');

    await fourTicks(terminal, `ssh core@$BOOTSTRAP_IP\r${KEYS}`);
  });

  const PTY = isThere('script') && isThere('stty');
  test.skipIf(!PTY)('gives four ticks on a screen of 24 rows too', async () => {
    const config = lab.env['EGGTOOTH_SSH_CONFIG'] ?? '';
    const command = `stty rows 24 cols 80; exec ssh -F '${config}' bootstrap`;
    const terminal = openTerminal(['script', '-qefc', command, '/dev/null']);
    await terminal.see(PROMPT);
    terminal.type(BRACKETED);
    await terminal.see(/get ns\r\n$/);

    await fourTicks(terminal, '\r');
  });
});
