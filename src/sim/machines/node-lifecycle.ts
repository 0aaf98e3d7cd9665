/**
 * The controller manager's watch over one node: 40 s without a heartbeat and its conditions become
 * Unknown. Real: kubernetes pkg/controller/nodelifecycle. Chart: heard -> silent -> unknown -> heard
 */
import { setup } from 'xstate';
import type { Env } from '../env.ts';
import { nodeObject } from '../text/node-object.ts';

interface Input {
  readonly env: Env;
  readonly node: string;
}
type Events =
  { type: 'CHANGED'; topic: string } | { type: 'STATUS_ANSWER'; answer: { ok: boolean } };
type Args = { context: Input; event: Events };

const GRACE_MILLIS = 40_000;
/** Its lease is renewed as it should be. */
const beats = (c: Input): boolean => c.env.lastBeat(c.node) === Infinity;
/** How much of the grace is left. */
const graceMillis = (c: Input): number =>
  Math.max(1, GRACE_MILLIS - (c.env.now() - c.env.lastBeat(c.node)) / 1000);

export const nodeLifecycle = setup({
  types: {} as { context: Input; input: Input; events: Events },
  delays: { grace: ({ context: c }) => graceMillis(c), retry: 5_000 },
  guards: {
    beats: ({ context: c }: Args) => beats(c),
    silent: ({ context: c }: Args) => !beats(c),
    overdue: ({ context: c }: Args) => c.env.now() - c.env.lastBeat(c.node) >= GRACE_MILLIS * 1000,
    leaderless: ({ context: c }: Args) => !c.env.leading('kube-controller-manager'),
    failed: ({ event: e }: Args) => e.type === 'STATUS_ANSWER' && !e.answer.ok,
  },
  actions: {
    watch: ({ context: c }: Args) => {
      c.env.watch(`unit:${c.node}/kubelet.service`);
      c.env.watch(`heart:${c.node}`);
    },
    mark: ({ context: c }: Args) => {
      const state = c.env.other(c.node);
      const now = c.env.now();
      c.env.request(
        'vip',
        {
          verb: 'update',
          resource: 'core/nodes',
          name: c.node,
          make: (stored) =>
            nodeObject({
              stored,
              name: c.node,
              address: state?.address ?? '',
              role: c.node.startsWith('master') ? 'master' : 'bootstrap',
              kubernetesVersion: c.env.profile.kubernetesVersion,
              machineId: c.env.hex(`machine:${c.node}`, 32),
              bootId: state?.boots.at(-1)?.id ?? '',
              ready: undefined,
              since: now,
              now,
            }),
        },
        'STATUS_ANSWER',
      );
    },
  },
}).createMachine({
  id: 'node-lifecycle',
  context: ({ input }) => input,
  options: { maxIterations: 1000 },
  initial: 'heard',
  entry: 'watch',
  states: {
    heard: {
      always: { guard: 'silent', target: 'silent' },
      on: { CHANGED: { guard: 'silent', target: 'silent' } },
    },
    silent: {
      on: { CHANGED: { guard: 'beats', target: 'heard' } },
      after: { grace: 'judged' },
    },
    /** Renewals that came in between have moved the limit. */
    judged: {
      always: [
        { guard: 'leaderless', target: 'waiting' },
        { guard: 'overdue', target: 'unknown' },
        { target: 'silent' },
      ],
    },
    waiting: { after: { retry: 'judged' } },
    unknown: {
      entry: 'mark',
      on: {
        CHANGED: { guard: 'beats', target: 'heard' },
        STATUS_ANSWER: { guard: 'failed', target: 'again' },
      },
    },
    again: { after: { retry: 'unknown' }, on: { CHANGED: { guard: 'beats', target: 'heard' } } },
  },
});
