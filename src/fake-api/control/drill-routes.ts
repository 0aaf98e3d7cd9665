/** What the page's doors and a drill need: the list of drills, a new lab, hints, the diagnosis, the debrief. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EggtoothError } from '../../errors.ts';
import {
  isExam,
  type ControlOptions,
  type DrillDesk,
  type Hall,
  type Level,
  type Started,
} from './control-options.ts';
import { personOf } from './person.ts';
import { LAB, roomOf } from './routes.ts';
import { DIAGNOSIS_BODY, START_BODY } from './schemas.ts';

interface StartBody {
  readonly scenario: string;
  readonly seed?: number;
  readonly watch: boolean;
  readonly level: Level;
  readonly profile: string;
}
interface Who {
  readonly home: string;
  readonly isStaff: boolean;
  readonly person: string | undefined;
}
const SEEDS = 1_000_000;

export function registerDrillRoutes(app: FastifyInstance, options: ControlOptions): void {
  const { hall, branches } = options;
  /** What was opened through these doors, by whose token: she may go on there. */
  const opened: (Started & { readonly token: string })[] = [];
  app.get('/api/v1/drills', () => ({ drills: hall?.drills() ?? [] }));
  app.post<{ Body: StartBody }>(
    '/api/v1/labs',
    { schema: { body: START_BODY } },
    async (request, reply) => {
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const home = `http://${request.headers.host}/#token=${token}`;
      const isStaff = token === options.staffToken;
      const who = { home, isStaff, person: personOf(request) };
      const started = await start(hall, { ...request.body, ...who }, reply);
      if ('url' in started) opened.push({ ...started, token });
      return started;
    },
  );
  app.get('/api/v1/opened', (request) => ({
    labs: opened
      .filter(({ token }) => request.headers.authorization === `Bearer ${token}`)
      .map(({ id, title, url }) => ({ id, title, url })),
  }));
  app.get('/api/v1/seats', () => ({ seats: hall?.seats() ?? [] }));
  app.delete<{ Params: { id: string } }>('/api/v1/seats/:id', async (request, reply) => {
    const { id } = request.params;
    if ((await hall?.end(id)) === true) return { ended: id };
    return reply.code(404).send({ error: `there is no further lab "${id}" here` });
  });
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
  app.post(`${LAB}/drill/hint`, (request, reply) => {
    if (isExam(roomOf(branches, request))) throw new EggtoothError('EGT_EXAM', {});
    return desk(request, reply, (each) => each.hint());
  });
  app.post(`${LAB}/drill/diagnosis`, { schema: { body: DIAGNOSIS_BODY } }, (request, reply) =>
    desk(request, reply, (each) => each.diagnose(request.body as object)),
  );
  app.get(`${LAB}/debrief`, (request, reply) => desk(request, reply, (each) => each.debrief()));
}

/** A seed that nobody chose is drawn by the wall clock: the lab itself then keeps it. */
async function start(
  hall: Hall | undefined,
  { seed, profile, ...asked }: StartBody & Who,
  reply: FastifyReply,
): Promise<Started | { readonly error: string }> {
  if (hall === undefined) {
    void reply.code(409);
    return { error: 'this process opens no further labs' };
  }
  if (profile !== 'handbook') throw new EggtoothError('EGT_UNKNOWN_PROFILE', { name: profile });
  return hall.start({ ...asked, seed: seed ?? Date.now() % SEEDS });
}
