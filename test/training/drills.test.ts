/** Drills are judged by where, what, what follows and the lines that no healthy run has. */
import { describe, expect, it } from 'vitest';
import { rehearse } from '../../src/lab-server/rehearsal.ts';
import { courses } from '../../src/training/courses.ts';
import { listDrills, loadScenario, type Attempt, type Drill } from '../../src/scenario/index.ts';

const PASS = 9;
/** The first seed from 1 on which something is wrong. */
function loud(id: string): ReturnType<typeof loadScenario> & { readonly drill: Drill } {
  for (let seed = 1; ; seed++) {
    const loaded = loadScenario(id, {}, seed);
    const { drill } = loaded;
    if (drill === undefined) throw new Error(`${id} is no drill`);
    if (!drill.quiet) return { ...loaded, drill };
  }
}
const NOBODY: Attempt = { title: 'nobody', exec: [], hints: 0, fails: [] };

describe.each(listDrills().map(({ id }) => id))('%s', (id) => {
  it('is passed by its solutions and by nobody else who is listed', async () => {
    const loaded = loud(id);
    const points = async (attempt: Attempt): Promise<number> =>
      (await rehearse(loaded, attempt))?.debrief.score.points ?? -1;
    for (const solution of loaded.drill.solutions)
      expect(await points(solution), solution.title).toBeGreaterThanOrEqual(PASS);
    for (const wrong of loaded.drill.wrong)
      expect(await points(wrong), wrong.title).toBeLessThan(PASS);
  });

  it('gives the same debrief again for the same acts', async () => {
    const loaded = loud(id);
    const first = await rehearse(loaded, NOBODY);
    const second = await rehearse(loaded, NOBODY);
    expect(JSON.stringify(first?.debrief)).toBe(JSON.stringify(second?.debrief));
  });
});

describe('the order that a teacher would give', () => {
  it('puts the expert over the one who breaks something, over the guess, over the innocent blamed', async () => {
    const loaded = loud('nothing-is-red');
    const [expert] = loaded.drill.solutions;
    if (expert === undefined) throw new Error('no solution');
    const score = async (attempt: Partial<Attempt>): Promise<number> =>
      (await rehearse(loaded, { ...expert, ...attempt }))?.debrief.score.points ?? -1;
    const breaking = [
      ...expert.exec,
      { host: 'workstation', command: 'virsh reboot ocp4-bootstrap', after: 1_000_000 },
    ];
    const blame = {
      where: 'bootstrap/bootkube',
      what: 'stale',
      follows: [],
      proof: [],
      confidence: 99,
    };
    const order = [
      await score({}),
      await score({ exec: breaking }),
      await score({ exec: [] }),
      await score({ exec: [], diagnosis: blame }),
    ];
    expect(order).toEqual(order.toSorted((a, b) => b - a));
    expect(new Set(order).size).toBe(order.length);
  });

  it('takes nothing for reading, and something for each hint', async () => {
    const loaded = loud('nothing-is-red');
    const [expert] = loaded.drill.solutions;
    if (expert === undefined) throw new Error('no solution');
    const reading = {
      host: 'bootstrap',
      command: 'ls /etc/kubernetes/manifests',
      after: 1_000_000,
    };
    const plain = await rehearse(loaded, expert);
    const read = await rehearse(loaded, { ...expert, exec: [...expert.exec, reading] });
    const hinted = await rehearse(loaded, { ...expert, hints: 1 });
    expect(read?.debrief.score.points).toBe(plain?.debrief.score.points);
    expect(hinted?.debrief.score.points).toBeLessThan(plain?.debrief.score.points ?? 0);
  });
});

describe('a journal that is read in a terminal', () => {
  it('shows what it holds, as the pane does; hidden, or of another unit, it shows nothing', async () => {
    const loaded = loud('gone-after-lunch');
    const noticed = async (command: string): Promise<string> => {
      const exec = [{ host: 'bootstrap', command, after: 1_000_000 }];
      const played = await rehearse(loaded, { ...NOBODY, exec });
      return played?.debrief.score.parts.find(({ id }) => id === 'noticed')?.evidence ?? '';
    };
    expect(await noticed('sudo journalctl -u kubelet --no-pager')).toMatch(
      /^was shown it .*journal\/kubelet/,
    );
    expect(await noticed('sudo journalctl -u kubelet --no-pager > /dev/null')).toMatch(/^never/);
    expect(await noticed('sudo journalctl -u crio --no-pager | tail -1')).toMatch(/^never/);
  });
});

describe('a seed', () => {
  it('decides which master it is, and in one of six whether anything is wrong', () => {
    const drills = Array.from(
      { length: 120 },
      (_, i) => loadScenario('nothing-is-red', {}, i + 1).drill,
    );
    const places = new Set(drills.map((drill) => drill?.truth.where));
    expect([...places].toSorted()).toEqual([
      'master-0/power',
      'master-1/power',
      'master-2/power',
      'nothing',
    ]);
    const quiet = drills.filter((drill) => drill?.quiet === true).length;
    expect(quiet).toBeGreaterThan(8);
    expect(quiet).toBeLessThan(36);
  });
});

it('the lines of a debrief carry the dates of the lab in which they were played', () => {
  const { title: _title, drill: _drill, ...spec } = loud('takes-forever');
  const lines = JSON.stringify(courses(spec, Date.UTC(2031, 6, 4) * 1000).channels);
  expect(lines).toMatch(/2031-07-04|[IWE]0704 /);
  expect(lines).not.toMatch(/2026-01-05|[IWE]0105 /);
});
