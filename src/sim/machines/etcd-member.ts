/**
 * One etcd member's raft roles: pre-vote, votes that are on disk before they are sent, leader lease,
 * check-quorum, learners (followers that are not among the voters). Data, ticks and heartbeats are in
 * src/sim/etcd. Real: raft v3.5 raft.go. Chart:
 *   starting -> raft: follower -> pre -> candidate -> leader -> follower …
 */
import { assign, setup } from 'xstate';
import type { EtcdConfig } from '../programs/etcd/config.ts';
import type { Env } from '../env.ts';
import type { EtcdMessage } from '../env.ts';

type Vote = {
  type: 'PREVOTE' | 'VOTE';
  from: string;
  term: number;
  lastIndex: number;
  lastTerm: number;
};
type Reply = { type: 'PREVOTE_REPLY' | 'VOTE_REPLY'; from: string; term: number; granted: boolean };
type Events =
  | { type: 'BOOTED' | 'ELECTION_TIMEOUT' | 'QUORUM_LOST' }
  | { type: 'CANNOT_START'; exitCode: number }
  | { type: 'TERM_SEEN'; from: string; term: number }
  | { type: 'LEADER_HEARD'; from: string; term: number; message: EtcdMessage }
  | Vote
  | Reply;
interface Input {
  readonly env: Env;
  readonly containerId: string;
  readonly config: EtcdConfig;
}
interface Context extends Input {
  readonly term: number;
  readonly vote: string;
  readonly leader: string;
  readonly granted: readonly string[];
  readonly refused: readonly string[];
}
type Args = { context: Context; event: Events };

const etcd = (c: Context) => c.env.etcd;
const me = (c: Context) => c.env.etcd.member();
const hex = (c: Context, id: string): string => c.env.etcd.hex(id);
const termOf = (e: Events): number => ('term' in e ? e.term : 0);
const fromOf = (e: Events): string => ('from' in e ? e.from : '');
const last = (c: Context) => {
  const log = me(c).log;
  return { lastIndex: log.length, lastTerm: log.at(-1)?.term ?? 0 };
};
const upToDate = (c: Context, e: Vote): boolean => {
  const mine = last(c);
  return (
    e.lastTerm > mine.lastTerm || (e.lastTerm === mine.lastTerm && e.lastIndex >= mine.lastIndex)
  );
};
const voters = (c: Context): readonly string[] => me(c).config.voters;
const REAL: Readonly<Record<Events['type'], string>> = {
  BOOTED: '',
  ELECTION_TIMEOUT: '',
  QUORUM_LOST: '',
  CANNOT_START: '',
  TERM_SEEN: 'MsgAppResp',
  LEADER_HEARD: 'MsgApp',
  PREVOTE: 'MsgPreVote',
  VOTE: 'MsgVote',
  PREVOTE_REPLY: 'MsgPreVoteResp',
  VOTE_REPLY: 'MsgVoteResp',
};
const say = (c: Context, text: string): void => etcd(c).raftLine(`${me(c).hex} ${text}`);
const logOf = (c: Context): string => `logterm: ${last(c).lastTerm}, index: ${last(c).lastIndex}`;
const voteOf = (c: Context): string => (c.vote === '' ? '0' : hex(c, c.vote));

const guards = {
  leased: ({ context: c, event: e }: Args) =>
    termOf(e) > c.term && c.leader !== '' && etcd(c).leaseTicksLeft() > 0,
  older: ({ context: c, event: e }: Args) => termOf(e) < c.term,
  newer: ({ context: c, event: e }: Args) => termOf(e) > c.term,
  ours: ({ context: c, event: e }: Args) => termOf(e) === c.term,
  grantNewer: ({ context: c, event: e }: Args) => termOf(e) > c.term && upToDate(c, e as Vote),
  grantOurs: ({ context: c, event: e }: Args) =>
    termOf(e) === c.term &&
    (c.vote === fromOf(e) || (c.vote === '' && c.leader === '')) &&
    upToDate(c, e as Vote),
  refusedByNewer: ({ context: c, event: e }: Args) => !(e as Reply).granted && termOf(e) > c.term,
  refusal: ({ event: e }: Args) => !(e as Reply).granted,
  wins: ({ context: c, event: e }: Args) =>
    (e as Reply).granted &&
    !c.granted.includes(fromOf(e)) &&
    c.granted.length + 1 > voters(c).length / 2,
  loses: ({ context: c, event: e }: Args) =>
    !(e as Reply).granted &&
    !c.refused.includes(fromOf(e)) &&
    voters(c).length - c.refused.length - 1 <= voters(c).length / 2,
  alone: ({ context: c }: Args) => voters(c).length === 1 && voters(c)[0] === c.env.host,
};

function answer(c: Context, e: Vote, granted: boolean, term: number): void {
  say(
    c,
    `[${logOf(c)}, vote: ${voteOf(c)}] ${granted ? 'cast' : 'rejected'} ${REAL[e.type]} ${granted ? 'for' : 'from'} ${hex(c, e.from)} [logterm: ${e.lastTerm}, index: ${e.lastIndex}] at term ${c.term}`,
  );
  const type = e.type === 'VOTE' ? 'VOTE_REPLY' : 'PREVOTE_REPLY';
  etcd(c).cast({ type, to: e.from, term, granted });
  if (granted && e.type === 'VOTE') etcd(c).contact();
}

function askVotes(c: Context, type: 'PREVOTE' | 'VOTE', term: number): void {
  say(c, `received ${REAL[`${type}_REPLY`]} from ${me(c).hex} at term ${c.term}`);
  for (const to of voters(c)) {
    if (to === c.env.host) continue;
    say(c, `[${logOf(c)}] sent ${REAL[type]} request to ${hex(c, to)} at term ${c.term}`);
    etcd(c).cast({ type, to, term, ...last(c) });
  }
}

const role = (c: Context, name: 'follower' | 'pre' | 'candidate' | 'leader', redraw: boolean) =>
  etcd(c).setRole({ role: name, term: c.term, vote: c.vote, leader: c.leader, redraw });

export const etcdMember = setup({
  types: {} as { context: Context; input: Input; events: Events },
  guards,
  actions: {
    boot: ({ context: c }: Args) => etcd(c).start(c.containerId, c.config),
    exit: ({ context: c, event: e }: Args) =>
      c.env.runtime.exit(c.containerId, e.type === 'CANNOT_START' ? e.exitCode : 1),
    startRaft: ({ context: c }: Args) => {
      etcd(c).startRaft();
      c.env.start(`${c.env.id}/peers`, 'etcd-peers', { containerId: c.containerId });
    },
    adopt: assign(({ event: e }: Args) => ({
      term: termOf(e),
      vote: '',
      leader: e.type === 'LEADER_HEARD' ? e.from : '',
    })),
    follow: assign(({ event: e }: Args) => ({ leader: e.type === 'LEADER_HEARD' ? e.from : '' })),
    forgetLeader: assign({ leader: '' }),
    sayHigherTerm: ({ context: c, event: e }: Args) => {
      say(
        c,
        `[term: ${c.term}] received a ${REAL[e.type]} message with higher term from ${hex(c, fromOf(e))} [term: ${termOf(e)}]`,
      );
    },
    becomeFollower: ({ context: c }: Args) => {
      say(c, `became follower at term ${c.term}`);
      role(c, 'follower', true);
    },
    takeEntries: ({ context: c, event: e }: Args) => {
      if (e.type === 'LEADER_HEARD') etcd(c).append(e.message);
    },
    rememberVote: assign(({ event: e }: Args) => ({ vote: fromOf(e) })),
    grant: ({ context: c, event: e }: Args) => answer(c, e as Vote, true, termOf(e)),
    refuse: ({ context: c, event: e }: Args) => answer(c, e as Vote, false, c.term),
    store: ({ context: c }: Args) => etcd(c).setRole({ ...c, role: me(c).role, redraw: false }),
    wake: ({ context: c }: Args) => etcd(c).wake(),
    sayLeased: ({ context: c, event: e }: Args) => {
      const v = e as Vote;
      say(
        c,
        `[${logOf(c)}, vote: ${voteOf(c)}] ignored ${REAL[e.type]} from ${hex(c, v.from)} [logterm: ${v.lastTerm}, index: ${v.lastIndex}] at term ${c.term}: lease is not expired (remaining ticks: ${etcd(c).leaseTicksLeft()})`,
      );
    },
    sayStale: ({ context: c, event: e }: Args) => {
      say(
        c,
        `[term: ${c.term}] ignored a ${REAL[e.type]} message with lower term from ${hex(c, fromOf(e))} [term: ${termOf(e)}]`,
      );
    },
    prepare: assign(({ context: c }: Args) => ({ leader: '', granted: [c.env.host], refused: [] })),
    canvass: ({ context: c }: Args) => {
      say(c, `is starting a new election at term ${c.term}`);
      say(c, `became pre-candidate at term ${c.term}`);
      role(c, 'pre', false);
      askVotes(c, 'PREVOTE', c.term + 1);
    },
    bump: assign(({ context: c }: Args) => ({
      term: c.term + 1,
      vote: c.env.host,
      leader: '',
      granted: [c.env.host],
      refused: [],
    })),
    campaign: ({ context: c }: Args) => {
      say(c, `became candidate at term ${c.term}`);
      role(c, 'candidate', true);
      askVotes(c, 'VOTE', c.term);
    },
    sayVote: ({ context: c, event: e }: Args) => {
      const refusal = (e as Reply).granted ? '' : ' rejection';
      say(c, `received ${REAL[e.type]}${refusal} from ${hex(c, fromOf(e))} at term ${c.term}`);
    },
    count: assign(({ context: c, event: e }: Args) => {
      const list = (e as Reply).granted ? c.granted : c.refused;
      const more = list.includes(fromOf(e)) ? list : [...list, fromOf(e)];
      return (e as Reply).granted ? { granted: more } : { refused: more };
    }),
    tally: ({ context: c, event: e }: Args) =>
      say(
        c,
        `has received ${c.granted.length} ${REAL[e.type]} votes and ${c.refused.length} vote rejections`,
      ),
    elected: assign(({ context: c }: Args) => ({ leader: c.env.host })),
    lead: ({ context: c }: Args) => {
      say(c, `became leader at term ${c.term}`);
      role(c, 'leader', true);
      etcd(c).lead();
    },
    sayQuorumLost: ({ context: c }: Args) =>
      say(c, 'stepped down to follower since quorum is not active'),
  },
}).createMachine({
  id: 'etcd-member',
  context: ({ input }) => {
    const kept = input.env.etcd.find(input.env.host);
    const term = Math.max(1, kept?.term ?? 1);
    return { ...input, term, vote: kept?.vote ?? '', leader: '', granted: [], refused: [] };
  },
  options: { maxIterations: 1000 },
  initial: 'starting',
  states: {
    starting: {
      entry: 'boot',
      on: {
        BOOTED: { target: 'raft', actions: 'startRaft' },
        CANNOT_START: { target: 'dead', actions: 'exit' },
      },
    },
    dead: {},
    raft: {
      initial: 'follower',
      on: {
        PREVOTE: [
          { guard: 'leased', actions: 'sayLeased' },
          { guard: 'grantNewer', actions: ['grant', 'wake'] },
          { guard: 'grantOurs', actions: ['grant', 'wake'] },
          { actions: ['refuse', 'wake'] },
        ],
        VOTE: [
          { guard: 'leased', actions: 'sayLeased' },
          { guard: 'older', actions: 'sayStale' },
          {
            guard: 'grantNewer',
            target: '.follower',
            actions: [
              'sayHigherTerm',
              'adopt',
              'becomeFollower',
              'grant',
              'rememberVote',
              'store',
              'wake',
            ],
          },
          {
            guard: 'newer',
            target: '.follower',
            actions: ['sayHigherTerm', 'adopt', 'becomeFollower', 'refuse', 'wake'],
          },
          { guard: 'grantOurs', actions: ['grant', 'rememberVote', 'store', 'wake'] },
          { actions: ['refuse', 'wake'] },
        ],
        LEADER_HEARD: [
          {
            guard: 'newer',
            target: '.follower',
            actions: ['sayHigherTerm', 'adopt', 'becomeFollower', 'takeEntries', 'wake'],
          },
          {
            guard: 'ours',
            target: '.follower',
            actions: ['follow', 'becomeFollower', 'takeEntries', 'wake'],
          },
        ],
        TERM_SEEN: {
          guard: 'newer',
          target: '.follower',
          actions: ['sayHigherTerm', 'adopt', 'becomeFollower', 'wake'],
        },
        VOTE_REPLY: [
          {
            guard: 'newer',
            target: '.follower',
            actions: ['sayHigherTerm', 'adopt', 'becomeFollower', 'wake'],
          },
          { guard: 'older', actions: 'sayStale' },
        ],
        PREVOTE_REPLY: {
          guard: 'refusedByNewer',
          target: '.follower',
          actions: ['sayHigherTerm', 'adopt', 'becomeFollower', 'wake'],
        },
      },
      states: {
        follower: { on: { ELECTION_TIMEOUT: 'pre' } },
        pre: {
          entry: ['prepare', 'canvass', 'wake'],
          always: { guard: 'alone', target: 'candidate' },
          on: {
            ELECTION_TIMEOUT: { target: 'pre', reenter: true },
            PREVOTE_REPLY: [
              {
                guard: 'refusedByNewer',
                target: 'follower',
                actions: ['sayHigherTerm', 'adopt', 'becomeFollower', 'wake'],
              },
              {
                guard: 'loses',
                target: 'follower',
                actions: ['sayVote', 'count', 'tally', 'forgetLeader', 'becomeFollower'],
              },
              { guard: 'refusal', actions: ['sayVote', 'count'] },
              { guard: 'wins', target: 'candidate', actions: ['sayVote', 'count', 'tally'] },
              { actions: ['sayVote', 'count'] },
            ],
          },
        },
        candidate: {
          entry: ['bump', 'campaign', 'wake'],
          always: { guard: 'alone', target: 'leader' },
          on: {
            ELECTION_TIMEOUT: 'pre',
            VOTE_REPLY: [
              {
                guard: 'newer',
                target: 'follower',
                actions: ['sayHigherTerm', 'adopt', 'becomeFollower', 'wake'],
              },
              { guard: 'older', actions: 'sayStale' },
              {
                guard: 'loses',
                target: 'follower',
                actions: ['sayVote', 'count', 'tally', 'forgetLeader', 'becomeFollower'],
              },
              { guard: 'wins', target: 'leader', actions: ['sayVote', 'count', 'tally'] },
              { actions: ['sayVote', 'count'] },
            ],
          },
        },
        leader: {
          entry: ['elected', 'lead'],
          on: {
            QUORUM_LOST: {
              target: 'follower',
              actions: ['sayQuorumLost', 'forgetLeader', 'becomeFollower'],
            },
          },
        },
      },
    },
  },
});
