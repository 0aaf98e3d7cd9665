/**
 * Two ends of one connection inside this process, with what TCP has and node's duplexPair lacks: a
 * reset, which the other end sees as ECONNRESET, and a close that the other end sees as its end.
 */
import { Duplex } from 'node:stream';
import { Socket } from 'node:net';

class End extends Duplex {
  other: End | undefined;
  #resume: (() => void) | undefined;

  constructor() {
    super({ allowHalfOpen: true });
  }
  override _read(): void {
    this.#carryOn();
  }
  /** Lets the other end's held-back write go on. */
  #carryOn(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const { other } = this;
    if (other === undefined || other.destroyed) return done();
    if (other.push(chunk)) done();
    else other.#resume = done;
  }
  override _final(done: () => void): void {
    if (this.other?.destroyed === false) this.other.push(null);
    done();
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#carryOn();
    const { other } = this;
    this.other = undefined;
    done(error);
    if (other === undefined || other.destroyed) return;
    if (error === null) other.push(null);
    else other.destroy(connectionReset());
  }
}

export function streamPair(): readonly [Duplex, Duplex] {
  const near = new End();
  const far = new End();
  near.other = far;
  far.other = near;
  // A reset that nobody listens for is no accident of this process.
  near.on('error', () => undefined);
  far.on('error', () => undefined);
  return [near, far];
}

/** Ends a connection from the far side: `reset` as a killed host does, else as a program's exit. */
export function cut(stream: Duplex, reset: boolean): void {
  if (!reset) stream.destroy();
  else if (stream instanceof Socket) stream.resetAndDestroy();
  else stream.destroy(connectionReset());
}

export function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
}
