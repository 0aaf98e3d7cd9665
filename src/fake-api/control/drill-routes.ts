/** What the page's doors and a drill need: the list of drills, a new lab, hints, the diagnosis, the debrief. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ControlOptions, DrillDesk, Hall } from './control-options.ts';
import { LAB, roomOf } from './routes.ts';
import { DIAGNOSIS_BODY, START_BODY } from './schemas.ts';

interface StartBody {
  readonly scenario: string;
  readonly seed?: number;
  readonly watch: boolean;
}
const SEEDS = 1_000_000;

export function registerDrillRoutes(app: FastifyInstance, options: ControlOptions): void {
  const { hall, branches } = options;
  app.get('/api/v1/drills', () => ({ drills: hall?.drills() ?? [] }));
  app.post<{ Body: StartBody }>(
    '/api/v1/labs',
    { schema: { body: START_BODY } },
    (request, reply) => start(hall, request.body, reply),
  );
  const desk = (
    request: FastifyRequest,
    reply: FastifyReply,
    of: (drill: DrillDesk) => object | undefined,
  ): object => {
    const { drill } = roomOf(branches, request);
    const answer = drill === undefined ? undefined : of(drill);
    if (answer !== undefined) return answer;
    void reply.code(404);
    return { error: drill === undefined ? 'this lab is no drill' : 'there is none' };
  };
  app.get(`${LAB}/drill`, (request, reply) => desk(request, reply, (each) => each.view()));
  app.post(`${LAB}/drill/hint`, (request, reply) => desk(request, reply, (each) => each.hint()));
  app.post(`${LAB}/drill/diagnosis`, { schema: { body: DIAGNOSIS_BODY } }, (request, reply) =>
    desk(request, reply, (each) => each.diagnose(request.body as object)),
  );
  app.get(`${LAB}/debrief`, (request, reply) => desk(request, reply, (each) => each.debrief()));
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
