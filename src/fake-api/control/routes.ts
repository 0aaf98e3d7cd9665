/** The control API's requests: /api/v1/labs and below. Bodies are checked by JSON Schema. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EggtoothError } from '../../errors.ts';
import { knownEvent, SECOND, type LabInput, type Micros } from '../../sim/index.ts';
import type { Branches, ControlOptions, LabRoom } from './control-options.ts';
import { clockView, entryView, journalAfter, labView, secondsOf } from './lab-view.ts';
import {
  CLOCK_BODY,
  FAULT_BODY,
  HOLD_BODY,
  INPUT_BODY,
  JOURNAL_QUERY,
  MOMENT_BODY,
  WAIT_BODY,
  WHY_QUERY,
} from './schemas.ts';
import { happened, whenHappened } from './waiting.ts';

/** Clients give up on a silent answer after five minutes. */
const WAIT_MILLIS = 60_000;

type Pace = number | 'max';
type ClockBody =
  { pace: Pace } | { pause: true } | { resume: true } | { until: string } | { step: true };
interface FaultBody {
  readonly fault: string;
  readonly host?: string;
  readonly set?: Record<string, string>;
  readonly at?: string;
}

/** The address of one branch of a lab. */
export const LAB = '/api/v1/labs/:lab';
export const labOf = ({ params }: FastifyRequest): string =>
  String((params as { readonly lab?: string }).lab ?? '');

export function roomOf(branches: Branches, request: FastifyRequest): LabRoom {
  const room = branches.find(labOf(request));
  if (room !== undefined) return room;
  throw Object.assign(new Error(`there is no lab "${labOf(request)}" here`), { statusCode: 404 });
}

export function registerRoutes(app: FastifyInstance, { branches }: ControlOptions): void {
  const room = (request: FastifyRequest): LabRoom => roomOf(branches, request);
  app.get('/api/v1/labs', () => {
    const { lab, branch, scenario } = branches.current();
    const { status, spec } = lab.world;
    const id = branches.name;
    return { labs: [{ id, branch, scenario: scenario.id, seed: spec.seed, status }] };
  });
  app.get(LAB, (request) => labView(room(request)));
  app.post<{ Body: ClockBody }>(`${LAB}/clock`, { schema: { body: CLOCK_BODY } }, (request) =>
    moveClock(room(request), request.body),
  );
  app.post<{ Body: { held: boolean } }>(
    `${LAB}/clock/hold`,
    { schema: { body: HOLD_BODY } },
    (request) => {
      const { held } = request.body;
      room(request).holdClock(held);
      return { held };
    },
  );
  app.post<{ Body: MomentBody }>(`${LAB}/fork`, { schema: { body: MOMENT_BODY } }, (request) => {
    const from = room(request);
    from.lab.now();
    return branchView(branches, branches.fork(from, momentOf(from, request.body)));
  });
  app.post(`${LAB}/enter`, (request) => {
    const entered = room(request);
    branches.enter(entered);
    return branchView(branches, entered);
  });
  app.post<{ Body: LabInput }>(
    `${LAB}/inputs`,
    { schema: { body: INPUT_BODY } },
    (request, reply) => act(room(request), request.body, reply),
  );
  app.get(`${LAB}/faults`, (request) => ({ faults: room(request).faults.list() }));
  app.post<{ Body: FaultBody }>(`${LAB}/faults`, { schema: { body: FAULT_BODY } }, (request) =>
    inject(room(request), request.body),
  );
  app.post<{ Body: FaultBody }>(
    `${LAB}/faults/dry-run`,
    { schema: { body: FAULT_BODY } },
    (request) => {
      const { fault, host = '', set = {} } = request.body;
      const { lab, faults } = room(request);
      lab.now();
      return faults.dryRun(faults.change(fault, host, set));
    },
  );
  app.get<{ Querystring: { what: string } }>(
    `${LAB}/why`,
    { schema: { querystring: WHY_QUERY } },
    (request, reply) => why(room(request), request.query.what, reply),
  );
  app.post<{ Body: { event: string } }>(
    `${LAB}/wait`,
    { schema: { body: WAIT_BODY } },
    async (request) => {
      knownEvent(request.body.event);
      return (await whenHappened(room(request).lab, request.body.event, patience(request))) ?? {};
    },
  );
  app.get<{ Querystring: { host: string; unit?: string; after?: string; limit: number } }>(
    `${LAB}/journal`,
    { schema: { querystring: JOURNAL_QUERY } },
    (request) => {
      const { query } = request;
      const { lab } = room(request);
      lab.now();
      const found = journalAfter(lab, query);
      const page =
        query.after === undefined ? found.slice(-query.limit) : found.slice(0, query.limit);
      return { entries: page.map(entryView) };
    },
  );
}

/** A moment by its time or by its milestone. */
type MomentBody = { readonly atSeconds: number } | { readonly event: string };
function momentOf({ lab }: LabRoom, body: MomentBody): Micros {
  if ('atSeconds' in body) return Math.round(body.atSeconds * SECOND);
  knownEvent(body.event);
  const found = happened(lab, body.event);
  if (found !== undefined) return Math.round(found.atSeconds * SECOND);
  throw new EggtoothError('EGT_NO_SUCH_MOMENT', {
    wanted: body.event,
    why: 'It has not come yet',
    first: '0 s',
    last: `${secondsOf(lab.world.now)} s`,
  });
}
const branchView = (branches: Branches, room: LabRoom): object => ({
  ...branches.list().find(({ branch }) => branch === room.branch),
  id: room.lab.id,
  ...clockView(room),
});

/** An input and how it ended: `heal` of what is no fault is told, not only noted. */
async function act({ lab }: LabRoom, input: LabInput, reply: FastifyReply): Promise<object> {
  const answer = await lab.ask(input);
  if (answer.ok) return { atSeconds: secondsOf(lab.world.now) };
  void reply.code(answer.error === 'notFound' ? 404 : 409);
  return { error: answer.message === '' ? answer.error : answer.message };
}

async function moveClock(room: LabRoom, body: ClockBody): Promise<object> {
  const { lab } = room;
  const { clock, world } = lab;
  if (world.status === 'broken')
    throw new EggtoothError('EGT_INVARIANT', { what: `${lab.id} stands still since then` });
  if ('pace' in body) {
    clock.setPace(body.pace);
    if (clock.paused) clock.resume();
  } else if ('pause' in body) clock.pause();
  else if ('resume' in body) clock.resume();
  else if ('step' in body) await clock.step();
  else {
    knownEvent(body.until);
    const came = await clock.until(body.until);
    return { ...clockView(room), came };
  }
  return clockView(room);
}

/** At once, or when a milestone comes; the instance's id is its input's. */
async function inject(options: LabRoom, body: FaultBody): Promise<object> {
  const host = body.host ?? '';
  const set = options.faults.change(body.fault, host, body.set ?? {});
  const change = (): object => {
    options.lab.now();
    const ticket = options.lab.world.input({ who: 'operator', kind: 'patch', set });
    return { id: ticket.id, atSeconds: secondsOf(ticket.at), set };
  };
  if (body.at !== undefined) knownEvent(body.at);
  // What has come already is waited for by nobody.
  if (body.at === undefined || happened(options.lab, body.at) !== undefined) return change();
  void whenHappened(options.lab, body.at).then(change);
  return { waitsFor: body.at, set };
}

function why(options: LabRoom, what: string, reply: FastifyReply): object {
  options.lab.now();
  const chain = options.lab.world.why(what);
  if (chain.length === 0) {
    void reply.code(404);
    return { error: `nothing is known of "${what}"` };
  }
  return {
    what,
    chain: chain.map(({ at, what: text, fact, input }) => ({
      atSeconds: secondsOf(at),
      what: text,
      fact,
      input,
    })),
  };
}

/** Ends with the client, or after a minute: then the answer is empty and the client asks again. */
function patience(request: FastifyRequest): AbortSignal {
  const gone = new AbortController();
  request.raw.socket.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, AbortSignal.timeout(WAIT_MILLIS)]);
}

export function errorStatus(error: unknown): number {
  return error instanceof EggtoothError && error.exitCode === 2 ? 400 : 500;
}
