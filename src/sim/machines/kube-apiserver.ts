/**
 * One kube-apiserver process: connects to etcd or gives up after 20 s, listens, runs its post-start
 * hooks (which write the built-in objects), serves. Real: kubernetes cmd/kube-apiserver,
 * staging/src/k8s.io/apiserver/pkg/server/hooks.go. Chart: binding -> connecting -> starting -> hooks -> serving
 */
import { assign, setup } from 'xstate';
import type { Env } from '../env.ts';
import type { ApiServerConfig } from '../programs/kube-apiserver/config.ts';
import { API_SERVER_START } from '../physics/profiles/programs.ts';
import { apiServer as text } from '../text/components.ts';

interface Input {
  readonly env: Env;
  readonly containerId: string;
  readonly config: ApiServerConfig;
}
interface Context extends Input {
  /** Hooks that are still to run, the first is running. */
  readonly hooks: readonly string[];
  /** Answers that the running hook waits for. */
  readonly open: number;
  readonly failed: readonly string[];
}
type Answer = { ok: boolean; error?: string; message?: string };
type Events = { type: 'CHANGED'; topic: string } | { type: 'HOOK_ANSWER'; answer: Answer };
type Args = { context: Context; event: Events };

const CONNECT_LIMIT_MILLIS = 20_000;
const HOOK_RETRY_MILLIS = 1_000;

const say = (c: Context, line: string): void => c.env.say(c.containerId, line, 'stderr');
const retryable = (answer: Answer): boolean =>
  !answer.ok && answer.error !== 'alreadyExists' && answer.error !== 'conflict';

/** Everything that the running hook wants to be there and is not. */
const missing = (c: Context) =>
  (c.env.profile.hooks[c.hooks[0] ?? ''] ?? []).filter(
    ({ resource, template }) =>
      c.env.objects.get(resource, template.metadata.namespace ?? '', template.metadata.name) ===
      undefined,
  );

function runHook({ context: c }: Args): void {
  for (const { resource, template } of missing(c)) {
    const { name, namespace } = template.metadata;
    c.env.request(
      'localhost',
      {
        verb: 'create',
        resource,
        name,
        ...(namespace === undefined ? {} : { namespace }),
        make: () => template,
      },
      'HOOK_ANSWER',
    );
  }
}

export const kubeApiserver = setup({
  types: {} as { context: Context; input: Input; events: Events },
  delays: {
    start: ({ context: c }) => c.env.millis('start', API_SERVER_START),
    connectLimit: CONNECT_LIMIT_MILLIS,
    hookRetry: HOOK_RETRY_MILLIS,
  },
  guards: {
    etcdReady: ({ context: c }: Args) => c.env.apiServer.etcdReady(c.config.etcdServers),
    portTaken: ({ context: c }: Args) => {
      return c.env.state().sockets.has(c.config.securePort);
    },
    noHooks: ({ context: c }: Args) => c.hooks.length === 0,
    nothingMissing: ({ context: c }: Args) => missing(c).length === 0,
    lastAnswer: ({ context: c }: Args) => c.open <= 1,
  },
  actions: {
    begin: ({ context: c }: Args) => {
      c.env.watch('etcd');
      c.env.apiServer.begin(c.config);
      for (const line of text.start(c.env.profile.kubernetesVersion)) say(c, line);
    },
    sayRefused: ({ context: c }: Args) => {
      for (const url of c.config.etcdServers) {
        const authority = url.replace(/^\w+:\/\//, '');
        say(c, text.etcdRefused(authority, authority.replace(/^localhost:/, '127.0.0.1:')));
      }
    },
    giveUp: ({ context: c }: Args) => {
      say(c, text.etcdGaveUp());
      c.env.runtime.exit(c.containerId, 255);
    },
    sayPortTaken: ({ context: c }: Args) => {
      say(c, text.portTaken(c.config.securePort));
      c.env.runtime.exit(c.containerId, 1);
    },
    listen: ({ context: c }: Args) => {
      for (const line of text.serving(c.config.securePort)) say(c, line);
      c.env.apiServer.listen();
    },
    countOpen: assign(({ context: c }: Args) => ({ open: missing(c).length })),
    runHook,
    countAnswer: assign({ open: ({ context: c }: Args) => c.open - 1 }),
    sayFailed: ({ context: c, event: e }: Args) => {
      if (e.type === 'HOOK_ANSWER' && retryable(e.answer)) {
        say(c, text.hookFailed(c.hooks[0] ?? '', e.answer.message ?? ''));
      }
    },
    finishHook: ({ context: c }: Args) => {
      say(c, text.hook(c.hooks[0] ?? ''));
      c.env.apiServer.finishHook(c.hooks[0] ?? '');
    },
    nextHook: assign({ hooks: ({ context: c }: Args) => c.hooks.slice(1) }),
  },
}).createMachine({
  id: 'kube-apiserver',
  context: ({ input }) => ({
    ...input,
    hooks: Object.keys(input.env.profile.hooks),
    open: 0,
    failed: [],
  }),
  options: { maxIterations: 1000 },
  initial: 'binding',
  entry: 'begin',
  states: {
    // The listener is made first: without its port it is gone in a second, with etcd or without.
    binding: { always: [{ guard: 'portTaken', target: 'unbound' }, { target: 'connecting' }] },
    unbound: { after: { 900: 'homeless' } },
    homeless: { entry: 'sayPortTaken' },
    connecting: {
      always: { guard: 'etcdReady', target: 'starting' },
      after: { connectLimit: 'dead' },
      initial: 'trying',
      on: { CHANGED: { guard: 'etcdReady', target: 'starting' } },
      states: {
        trying: { entry: 'sayRefused', after: { 2000: { target: 'trying', reenter: true } } },
      },
    },
    starting: {
      after: { start: [{ guard: 'portTaken', target: 'homeless' }, { target: 'hooks' }] },
    },
    hooks: {
      entry: 'listen',
      initial: 'choose',
      states: {
        choose: {
          always: [{ guard: 'noHooks', target: '#kube-apiserver.serving' }, { target: 'writing' }],
        },
        writing: {
          entry: ['countOpen', 'runHook'],
          always: {
            guard: 'nothingMissing',
            target: 'choose',
            actions: ['finishHook', 'nextHook'],
          },
          on: {
            HOOK_ANSWER: [
              { guard: 'lastAnswer', target: 'judging', actions: ['countAnswer', 'sayFailed'] },
              { actions: ['countAnswer', 'sayFailed'] },
            ],
          },
        },
        judging: {
          always: {
            guard: 'nothingMissing',
            target: 'choose',
            actions: ['finishHook', 'nextHook'],
          },
          after: { hookRetry: 'writing' },
        },
      },
    },
    serving: {},
    dead: { entry: 'giveUp' },
  },
});
