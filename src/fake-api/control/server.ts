/** The control API and the page on one port: HTTP by fastify, the live stream by WebSocket. */
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import fastify, { type FastifyInstance } from 'fastify';
import { EggtoothError } from '../../errors.ts';
import { guarded } from '../../host/safety-net.ts';
import { isExam, type ControlOptions } from './control-options.ts';
import { registerDrillRoutes } from './drill-routes.ts';
import { foreign, hasToken, isToken, isTrainee, type Guard } from './guard.ts';
import { lazyValidation } from './lazy-validation.ts';
import { errorStatus, labOf, registerRoutes } from './routes.ts';
import { servePage } from './static-page.ts';

export interface ControlServer {
  readonly port: number;
  /** A page is open on it. */
  isWatched(): boolean;
  close(): Promise<void>;
}
const STREAM = /^\/api\/v1\/labs\/([^/]+)\/stream$/;
const TOKEN_PROTOCOL = 'eggtooth.token.';

export async function serveControl(options: ControlOptions): Promise<ControlServer> {
  const app = fastify({ logger: false, forceCloseConnections: true });
  const { port, staffToken, traineeToken } = options;
  const guard = { port, staffToken, traineeToken };
  protect(app, guard, options);
  app.setValidatorCompiler(lazyValidation);
  registerRoutes(app, options);
  registerDrillRoutes(app, options);
  servePage(app, options.pageFolder);
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? errorStatus(error);
    const known =
      error instanceof EggtoothError ? { code: error.code, details: error.details } : {};
    void reply.code(status).send({ error: error.message, ...known });
  });
  const sockets = serveStream(app, options, guard);
  await listen(app, options.port);
  guard.port = (app.server.address() as AddressInfo).port;
  return {
    port: guard.port,
    isWatched: () => sockets.open() > 0,
    async close() {
      sockets.close();
      await app.close();
    },
  };
}

/** What tells a cause: closed to a trainee until her debrief. */
const STAFF_ONLY = /\/(faults|faults\/dry-run|inputs|why|clock\/hold)$/;
/** What moves a lab's clock, or leads its doors to another time. */
const OF_THE_CLOCK = /\/(clock|fork|enter)$/;

const SEATS = /^\/api\/v1\/seats/;

function protect(app: FastifyInstance, guard: Guard, { branches, onUse }: ControlOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    onUse?.();
    const { host, origin, authorization } = request.headers;
    const reason = foreign(guard, { host, origin });
    if (reason !== undefined) return reply.code(403).send({ error: reason });
    // The route that will answer, not the text of the address: a path may be written in many ways.
    const route = request.routeOptions.url ?? '';
    const isApi = route.startsWith('/api/') || request.url.startsWith('/api/');
    if (isApi && !hasToken(guard, authorization)) {
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .send({ error: 'token missing or wrong' });
    }
    if (
      STAFF_ONLY.test(route) &&
      isTrainee(guard, authorization) &&
      branches.find(labOf(request))?.drill?.debrief() === undefined
    ) {
      return reply.code(403).send({
        error:
          "this is the trainee's link: what tells a cause is for the instructor's and tester's",
      });
    }
    if (SEATS.test(route) && isTrainee(guard, authorization))
      return reply.code(403).send({ error: "this is for the instructor's link" });
    const room = OF_THE_CLOCK.test(route) ? branches.find(labOf(request)) : undefined;
    // That an exam does not go back is said where it is asked.
    const held = room?.clockHeld() === true && (route.endsWith('/clock') || !isExam(room));
    if (held && isTrainee(guard, authorization)) {
      const { code, problem } = new EggtoothError('EGT_CLOCK_HELD', {});
      return reply.code(403).send({ error: problem, code });
    }
    return undefined;
  });
}

async function listen(app: FastifyInstance, port: number): Promise<void> {
  try {
    await app.listen({ port, host: '127.0.0.1' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new EggtoothError('EGT_PORT_TAKEN', { port, flag: '--page-port' });
  }
}

/**
 * The stream takes the token as a subprotocol (`eggtooth.token.<token>`), as Authorization, or as
 * its first message; a wrong one is told before the upgrade where it can be.
 */
function serveStream(
  app: FastifyInstance,
  options: ControlOptions,
  guard: Guard,
): { open(): number; close(): void } {
  const { branches } = options;
  const open = new Set<() => void>();

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { host, origin, authorization } = request.headers;
    if (foreign(guard, { host, origin }) !== undefined) return refuse(socket, '403 Forbidden');
    const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',');
    const sent = protocols.map((p) => p.trim()).find((p) => p.startsWith(TOKEN_PROTOCOL));
    const token = sent?.slice(TOKEN_PROTOCOL.length);
    if (token !== undefined && !isToken(guard, token)) return refuse(socket, '401 Unauthorized');
    if (authorization !== undefined && !hasToken(guard, authorization)) {
      return refuse(socket, '401 Unauthorized');
    }
    const [pathname = ''] = (request.url ?? '').split('?');
    const room = branches.find(STREAM.exec(pathname)?.[1] ?? '');
    if (room === undefined) return refuse(socket, '404 Not Found');
    const known = token !== undefined || authorization !== undefined;
    const { acceptStream } = await import('./stream.ts');
    const close = acceptStream(
      { request, socket, head },
      { room, branches },
      {
        known,
        isToken: (presented) => isToken(guard, presented),
        onClose: () => open.delete(close),
      },
    );
    open.add(close);
  }
  const onUpgrade = guarded('An upgrade', upgrade, (_request, socket) =>
    refuse(socket, '500 Internal Server Error'),
  );
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    onUpgrade(request, socket, head);
  });
  return {
    open: () => open.size,
    close() {
      for (const close of open) close();
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
}
