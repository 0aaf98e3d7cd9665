/**
 * The one rule for every text tool, used as a black box: run it again on what the input would have
 * been, had an observation been otherwise; where the outputs differ, the observation shows.
 */
import type { Observation } from '../../host/live-lab.ts';
import { differenceMark, facet, marksOf, observationsIn, textOf, withMarks } from './chunk.ts';
import type { Chunk, Mark, Which } from './chunk.ts';

export interface ToolResult {
  readonly out: string;
  readonly error: string;
  readonly status: number;
}
/** `rerun`: the second time must have no effects. */
export type Tool = (inputs: readonly string[], rerun: boolean) => Promise<ToolResult>;

/** What an exit status would have been, by observation; `joint`: only all of them together. */
export interface StatusEvidence {
  readonly each: ReadonlyMap<Observation, number>;
  readonly joint: ReadonlyMap<Observation, number>;
}
export const NO_EVIDENCE: StatusEvidence = { each: new Map(), joint: new Map() };

export interface MarkedResult {
  readonly out: Chunk;
  readonly error: string;
  readonly status: number;
  readonly evidence: StatusEvidence;
}

/** Reruns of one command; what is left over is weak. */
const RERUNS_MAX = 64;
/** The width of a column is no evidence. */
const sameWords = (a: string, b: string): boolean =>
  a.replace(/\s+/g, ' ') === b.replace(/\s+/g, ' ');
/** Tools whose output nobody can read a value from. */
const BLIND = /^((md5|sha\d*|b2)sum|cksum|sum|shuf|base(64|32)|gzip|xxd|od)$/;

class Comparison {
  readonly marks: Mark[] = [];
  readonly each = new Map<Observation, number>();
  private left = RERUNS_MAX;
  private readonly tool: Tool;
  private readonly inputs: readonly Chunk[];
  private readonly base: ToolResult;
  constructor(tool: Tool, inputs: readonly Chunk[], base: ToolResult) {
    this.tool = tool;
    this.inputs = inputs;
    this.base = base;
  }
  other(which: Which): Promise<ToolResult> {
    this.left -= 1;
    return this.tool(
      this.inputs.map((input) => facet(input, which)),
      true,
    );
  }
  private async single(of: Observation): Promise<void> {
    const other = await this.other(of);
    if (other.error !== this.base.error) return;
    const weak = this.inputs.flatMap(marksOf).every((mark) => mark.of !== of || mark.weak);
    if (!sameWords(other.out, this.base.out))
      this.marks.push(differenceMark(this.base.out, other.out, of, weak));
    if (other.status !== this.base.status) this.each.set(of, other.status);
  }
  /** Halves that change nothing are dropped whole. */
  async divide(observations: readonly Observation[], differs: boolean): Promise<void> {
    if (this.left <= 0) {
      const end = this.base.out.length;
      for (const of of observations)
        this.marks.push({ start: 0, end, of, alternative: '', weak: true });
      return;
    }
    if (observations.length <= 4) {
      for (const of of observations) await this.single(of);
      return;
    }
    if (!differs) {
      const other = await this.other(new Set(observations));
      if (other.out === this.base.out && other.status === this.base.status) return;
    }
    const half = observations.length >> 1;
    await this.divide(observations.slice(0, half), false);
    await this.divide(observations.slice(half), false);
  }
}

export async function throughTool(
  name: string,
  tool: Tool,
  inputs: readonly Chunk[],
): Promise<MarkedResult> {
  const base = await tool(inputs.map(textOf), false);
  const observations = [...observationsIn(inputs)];
  const plain: MarkedResult = { ...base, evidence: NO_EVIDENCE };
  if (observations.length === 0 || BLIND.test(name)) return plain;
  const comparison = new Comparison(tool, inputs, base);
  const all = await comparison.other(undefined);
  const differs = all.out !== base.out || all.status !== base.status;
  if (observations.length > 8 && !differs && all.error === base.error) return plain;
  await comparison.divide(observations, true);
  const { marks, each } = comparison;
  const joint = new Map<Observation, number>();
  if (observations.length > 1 && all.error === base.error) {
    if (marks.length === 0 && all.out !== base.out)
      for (const of of observations) marks.push(differenceMark(base.out, all.out, of, true));
    if (each.size === 0 && all.status !== base.status)
      for (const of of observations) joint.set(of, all.status);
  }
  if (marks.length === 0 && each.size === 0 && joint.size === 0) return plain;
  const again = await tool(inputs.map(textOf), true);
  // Not a function of its input (rand, date): it proves nothing.
  if (again.out !== base.out) return plain;
  return { ...base, out: withMarks(base.out, marks), evidence: { each, joint } };
}
