/** The control API's requests: /api/v1/labs and below. Bodies are checked by JSON Schema. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EggtoothError } from '../../errors.ts';
import type { LabInput } from '../../sim/index.ts';
import type { ControlOptions } from './control-options.ts';
import { clockView, entryView, journalAfter, labView, secondsOf } from './lab-view.ts';
import {
  CLOCK_BODY,
  FAULT_BODY,
  INPUT_BODY,
  JOURNAL_QUERY,
  WAIT_BODY,
  WHY_QUERY,
} from './schemas.ts';
import { whenHappened } from './waiting.ts';

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

export function registerRoutes(app: FastifyInstance, options: ControlOptions): void {
  const { lab } = options;
  const base = `/api/v1/labs/${lab.id}`;
  app.get('/api/v1/labs', () => {
    const { id, world } = lab;
    const { seed } = world.spec;
    return { labs: [{ id, scenario: options.scenario.id, seed, status: world.status }] };
  });
  app.get(base, () => labView(options));
  app.post<{ Body: ClockBody }>(`${base}/clock`, { schema: { body: CLOCK_BODY } }, (request) =>
    moveClock(options, request.body),
  );
  app.post<{ Body: LabInput }>(
    `${base}/inputs`,
    { schema: { body: INPUT_BODY } },
    (request, reply) => act(options, request.body, reply),
  );
  app.get(`${base}/faults`, () => ({ faults: options.faults.list() }));
  app.post<{ Body: FaultBody }>(`${base}/faults`, { schema: { body: FAULT_BODY } }, (request) =>
    inject(options, request.body),
  );
  app.post<{ Body: FaultBody }>(
    `${base}/faults/dry-run`,
    { schema: { body: FAULT_BODY } },
    ({ body: { fault, host = '', set = {} } }) => {
      lab.now();
      return options.faults.dryRun(options.faults.change(fault, host, set));
    },
  );
  app.get<{ Querystring: { what: string } }>(
    `${base}/why`,
    { schema: { querystring: WHY_QUERY } },
    (request, reply) => why(options, request.query.what, reply),
  );
  app.post<{ Body: { event: string } }>(
    `${base}/wait`,
    { schema: { body: WAIT_BODY } },
    async (request) => (await whenHappened(lab, request.body.event, patience(request))) ?? {},
  );
  app.get<{ Querystring: { host: string; unit?: string; after?: string; limit: number } }>(
    `${base}/journal`,
    { schema: { querystring: JOURNAL_QUERY } },
    ({ query }) => {
      lab.now();
      const found = journalAfter(lab, query);
      const page =
        query.after === undefined ? found.slice(-query.limit) : found.slice(0, query.limit);
      return { entries: page.map(entryView) };
    },
  );
}

/** An input and how it ended: `heal` of what is no fault is told, not only noted. */
async function act({ lab }: ControlOptions, input: LabInput, reply: FastifyReply): Promise<object> {
  const answer = await lab.ask(input);
  if (answer.ok) return { atSeconds: secondsOf(lab.world.now) };
  void reply.code(answer.error === 'notFound' ? 404 : 409);
  return { error: answer.message === '' ? answer.error : answer.message };
}

async function moveClock({ lab }: ControlOptions, body: ClockBody): Promise<object> {
  const { clock } = lab;
  if ('pace' in body) {
    clock.setPace(body.pace);
    if (clock.paused) clock.resume();
  } else if ('pause' in body) clock.pause();
  else if ('resume' in body) clock.resume();
  else if ('step' in body) await clock.step();
  else {
    const came = await clock.until(body.until);
    return { ...clockView(lab), came };
  }
  return clockView(lab);
}

/** At once, or when a milestone comes; the instance's id is its input's. */
async function inject(options: ControlOptions, body: FaultBody): Promise<object> {
  const host = body.host ?? '';
  const set = options.faults.change(body.fault, host, body.set ?? {});
  const change = (): object => {
    options.lab.now();
    const ticket = options.lab.world.input({ who: 'operator', kind: 'patch', set });
    return { id: ticket.id, atSeconds: secondsOf(ticket.at), set };
  };
  if (body.at === undefined) return change();
  void whenHappened(options.lab, body.at).then(change);
  return { waitsFor: body.at, set };
}

function why(options: ControlOptions, what: string, reply: FastifyReply): object {
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
