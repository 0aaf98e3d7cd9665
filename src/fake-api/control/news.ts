/** What the page hears unasked: the clock, the status, milestones, the checklist, what is waited for. */
import { isExam, type Branches, type LabRoom } from './control-options.ts';
import { clockView, lookView, milestonesView, secondsOf, waitingView } from './lab-view.ts';
import type { ServerMessage } from './messages.ts';
import type { Outlet } from './stream.ts';

const CLOCK_MILLIS = 250;
const LOOKS_MAX = 200;

export function news(options: LabRoom, branches: Branches, outlet: Outlet): () => void {
  const { lab, practice } = options;
  const last = new Map<string, string>();
  let clockTold = 0;

  /** Sends a message when it says something new. */
  function tell(message: ServerMessage): void {
    const text = JSON.stringify(message);
    if (last.get(message.type) === text) return;
    last.set(message.type, text);
    outlet.send(message);
  }
  function clock(): void {
    const wall = performance.now();
    const steered = `${lab.clock.pace} ${lab.clock.paused}`;
    if (wall - clockTold < CLOCK_MILLIS && last.get('steered') === steered) return;
    last.set('steered', steered);
    clockTold = wall;
    tell({ type: 'clock', clock: clockView(options) });
    lanes();
  }
  function lanes(): void {
    tell({ type: 'branches', branches: branches.list() });
  }
  let told = 0;
  function looks(): void {
    const fresh = lab.looks().slice(told, told + LOOKS_MAX);
    if (fresh.length === 0 || outlet.full()) return;
    told += fresh.length;
    outlet.send({ type: 'looks', looks: fresh.map(lookView) });
    if (told < lab.looks().length) looks();
  }
  function advance(): void {
    if (outlet.full()) return;
    looks();
    clock();
    tell({ type: 'status', status: lab.world.status });
    tell({ type: 'milestones', milestones: milestonesView(lab) });
    tell({ type: 'waiting', waiting: waitingView(options) });
  }
  const checks = (): void =>
    tell({
      type: 'checks',
      checks: isExam(options) ? [] : (practice?.checks() ?? []),
      atSeconds: secondsOf(lab.world.now),
    });
  // A pause moves nothing, so the clock is also looked at by itself.
  const timer = setInterval(clock, CLOCK_MILLIS).unref();
  const offs = [
    lab.onLook(looks),
    lab.onAdvance(advance),
    practice?.onChange(checks),
    branches.onChange(lanes),
  ];
  branches.watched(options);
  advance();
  lanes();
  checks();
  return () => {
    clearInterval(timer);
    for (const off of offs) off?.();
  };
}
