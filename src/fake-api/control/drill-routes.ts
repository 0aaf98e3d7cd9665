/** What the page's doors and a drill need: the list of drills, a new lab, hints, the diagnosis, the debrief. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ControlOptions, DrillDesk, Hall } from './control-options.ts';
import { DIAGNOSIS_BODY, START_BODY } from './schemas.ts';

interface StartBody {
  readonly scenario: string;
  readonly seed?: number;
  readonly watch: boolean;
}
const SEEDS = 1_000_000;

export function registerDrillRoutes(app: FastifyInstance, options: ControlOptions): void {
  const { lab, hall, drill } = options;
  app.get('/api/v1/drills', () => ({ drills: hall?.drills() ?? [] }));
  app.post<{ Body: StartBody }>(
    '/api/v1/labs',
    { schema: { body: START_BODY } },
    (request, reply) => start(hall, request.body, reply),
  );
  const base = `/api/v1/labs/${lab.id}`;
  const desk = (reply: FastifyReply, of: (drill: DrillDesk) => object | undefined): object => {
    const answer = drill === undefined ? undefined : of(drill);
    if (answer !== undefined) return answer;
    void reply.code(404);
    return { error: drill === undefined ? 'this lab is no drill' : 'there is none' };
  };
  app.get(`${base}/drill`, (_, reply) => desk(reply, (each) => each.view()));
  app.post(`${base}/drill/hint`, (_, reply) => desk(reply, (each) => each.hint()));
  app.post(`${base}/drill/diagnosis`, { schema: { body: DIAGNOSIS_BODY } }, (request, reply) =>
    desk(reply, (each) => each.diagnose(request.body as object)),
  );
  app.get(`${base}/debrief`, (_, reply) => desk(reply, (each) => each.debrief()));
}

/** A seed that nobody chose is drawn by the wall clock: the lab itself then keeps it. */
async function start(
  hall: Hall | undefined,
  { scenario, seed, watch }: StartBody,
  reply: FastifyReply,
): Promise<object> {
  if (hall === undefined) {
    void reply.code(409);
    return { error: 'this process opens no further labs' };
  }
  return hall.start({ scenario, seed: seed ?? Date.now() % SEEDS, watch });
}
