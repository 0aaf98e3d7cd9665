/**
 * The checks of the API's load balancer: GET /readyz of each server, `check inter 10s fall 2 rise 3`
 * (OpenShift's example haproxy.cfg for user-provisioned machines). What a server says of itself at once
 * (it listens, its hooks, a leader) is asked where it is needed; here is what takes time: its etcd's
 * answer. A server whose disk is as it should be passes, and is not asked.
 */
import { type Micros, SECOND } from '../kernel/time.ts';

const INTERVAL: Micros = 10 * SECOND;
const FALL = 2;
const RISE = 3;

interface Checked {
  /** In a row. */
  failed: number;
  passed: number;
  down: boolean;
}
interface Around {
  readonly later: (delay: Micros, run: () => void) => void;
  /** '' or what is wrong. */
  readonly check: (host: string, done: (error: string) => void) => void;
  /** Its check may fail. */
  readonly suspect: (host: string) => boolean;
  readonly changed: () => void;
}

export class BalancerChecks {
  readonly #checked = new Map<string, Checked>();
  readonly #around: Around;

  constructor(around: Around) {
    this.#around = around;
  }

  isDown(host: string): boolean {
    return this.#checked.get(host)?.down === true;
  }

  /** Checks a server from now on, until it is well and no reason is left to doubt it. */
  begin(host: string): void {
    if (this.#checked.has(host)) return;
    const checked: Checked = { failed: 0, passed: 0, down: false };
    this.#checked.set(host, checked);
    this.#again(host, checked);
  }

  #again(host: string, checked: Checked): void {
    this.#around.later(INTERVAL, () => {
      this.#around.check(host, (error) => {
        this.#count(checked, error === '');
        if (checked.down || this.#around.suspect(host)) this.#again(host, checked);
        else this.#checked.delete(host);
      });
    });
  }

  #count(checked: Checked, passed: boolean): void {
    checked.passed = passed ? checked.passed + 1 : 0;
    checked.failed = passed ? 0 : checked.failed + 1;
    const down = checked.down ? checked.passed < RISE : checked.failed >= FALL;
    if (down === checked.down) return;
    checked.down = down;
    this.#around.changed();
  }
}
