/** `eggtooth clock`: how lab time follows wall time. */
import { isPace, PACE_MAX } from '../host/clock.ts';
import { knownEvent } from '../sim/index.ts';
import { EggtoothError } from '../errors.ts';
import { guess } from '../near-name.ts';
import { labClient, labTime, type ClientOptions } from './lab-client.ts';

interface ClockReply {
  readonly nowSeconds: number;
  readonly pace: number | 'max';
  readonly paused: boolean;
  /** Of the lab's date before this machine's. */
  readonly aheadSeconds?: number;
  readonly came?: boolean;
  readonly status?: string;
  /** After going back: the number of this way. */
  readonly branch?: number;
  readonly id?: string;
}
const VERBS = ['pause', 'resume', 'pace', 'until', 'step', 'rewind'];

export async function clock(
  verb: string | undefined,
  value: string | undefined,
  options: ClientOptions,
): Promise<void> {
  const body = verb === undefined ? undefined : bodyOf(verb, value);
  const client = await labClient(options);
  const reply =
    body === undefined
      ? await client.request<ClockReply>('')
      : await client.request<ClockReply>(verb === 'rewind' ? 'fork' : 'clock', body);
  const isBroken = reply.status === 'broken';
  if (isBroken) process.exitCode = 1;
  const speed = isBroken
    ? 'broken: it stands still'
    : reply.paused
      ? 'paused'
      : `pace ${reply.pace}`;
  const way = verb === 'rewind' ? `, on way ${reply.branch} (${reply.id}); the other goes on` : '';
  process.stdout.write(`${labTime(reply.nowSeconds)} ${speed}${distance(reply)}${way}\n`);
  if (reply.came === false) {
    process.stderr.write(`${value ?? ''} did not come within the scenario's time limit.\n`);
    process.exitCode = 1;
  }
}

/** Lab time that is not this machine's: a tool that compares with now() must know. */
function distance({ aheadSeconds = 0 }: ClockReply): string {
  const seconds = Math.round(Math.abs(aheadSeconds));
  if (seconds < SAME_SECONDS) return '';
  return ` (${seconds} s ${aheadSeconds > 0 ? 'ahead of' : 'behind'} this machine's clock)`;
}
const SAME_SECONDS = 2;

function bodyOf(verb: string, value: string | undefined): object {
  switch (verb) {
    case 'pause':
    case 'resume':
    case 'step':
      if (value !== undefined) throw usage(`clock ${verb} takes no value, got "${value}"`);
      return { [verb]: true };
    case 'pace':
      return { pace: paceOf(value) };
    case 'until':
      if (value === undefined) throw usage('clock until needs an event');
      knownEvent(value);
      return { until: value };
    case 'rewind':
      return momentOf(value);
    default:
      throw usage(`clock has no "${verb}". ${guess(verb, VERBS)}It has: ${VERBS.join(', ')}`);
  }
}
/** `12:30`, `1:12:30` or `750` (seconds) of lab time, or a step that has come. */
function momentOf(value: string | undefined): object {
  if (value === undefined) throw usage('clock rewind needs a moment (12:30) or an event');
  const parts = value.split(':').map(Number);
  if (parts.length > 3 || parts.some((part) => !(part >= 0 && part <= Number.MAX_SAFE_INTEGER))) {
    knownEvent(value);
    return { event: value };
  }
  return { atSeconds: parts.reduce((sum, part) => sum * 60 + part, 0) };
}
function paceOf(value: string | undefined): number | 'max' {
  if (value === 'max') return 'max';
  const number = Number(value);
  if (isPace(number)) return number;
  throw usage(`a pace is a number above 0, at most ${PACE_MAX}, or max, not "${value ?? ''}"`);
}
const usage = (problem: string): EggtoothError =>
  new EggtoothError('EGT_USAGE', { problem, verb: 'clock' });
