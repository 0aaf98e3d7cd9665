/** SHA-256 (FIPS 180-4), incremental, without any API of a platform: the digest of a lab's facts. */

const K = new Uint32Array(64);
const INITIAL = new Uint32Array(8);
{
  // The constants are the fractional parts of cube and square roots of the first primes.
  const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 4294967296);
  const cubeRoot = (n: number): number => {
    let root = n / 3;
    for (let i = 0; i < 60; i++) root -= (root * root * root - n) / (3 * root * root);
    return root;
  };
  let found = 0;
  for (let n = 2; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) INITIAL[found] = fraction(Math.sqrt(n));
    K[found++] = fraction(cubeRoot(n));
  }
}

export class Sha256 {
  readonly #state = INITIAL.slice();
  readonly #block = new Uint8Array(64);
  readonly #words = new Uint32Array(64);
  #filled = 0;
  #length = 0;

  /** Adds text as UTF-8. */
  update(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x80) this.#byte(unit);
      else {
        const point = text.codePointAt(i) ?? 0xfffd;
        if (point > 0xffff) i++;
        if (point < 0x800) this.#byte(0xc0 | (point >> 6));
        else {
          if (point < 0x10000) this.#byte(0xe0 | (point >> 12));
          else {
            this.#byte(0xf0 | (point >> 18));
            this.#byte(0x80 | ((point >> 12) & 63));
          }
          this.#byte(0x80 | ((point >> 6) & 63));
        }
        this.#byte(0x80 | (point & 63));
      }
    }
  }

  /** 64 hexadecimal digits of all that was added; more may be added afterwards. */
  hex(): string {
    const copy = new Sha256();
    copy.#state.set(this.#state);
    copy.#block.set(this.#block);
    copy.#filled = this.#filled;
    copy.#length = this.#length;
    const bits = this.#length * 8;
    copy.#byte(0x80);
    while (copy.#filled !== 56) copy.#byte(0);
    for (let shift = 7; shift >= 0; shift--) copy.#byte(Math.floor(bits / 2 ** (8 * shift)) & 255);
    return [...copy.#state].map((word) => word.toString(16).padStart(8, '0')).join('');
  }

  #byte(value: number): void {
    this.#block[this.#filled++] = value;
    this.#length++;
    if (this.#filled === 64) this.#compress();
  }

  #compress(): void {
    const w = this.#words;
    const bytes = this.#block;
    for (let i = 0; i < 16; i++) {
      const at = i * 4;
      w[i] =
        ((bytes[at] ?? 0) << 24) |
        ((bytes[at + 1] ?? 0) << 16) |
        ((bytes[at + 2] ?? 0) << 8) |
        (bytes[at + 3] ?? 0);
    }
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15] ?? 0;
      const y = w[i - 2] ?? 0;
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0;
    }
    const s = this.#state;
    let a = s[0] ?? 0;
    let b = s[1] ?? 0;
    let c = s[2] ?? 0;
    let d = s[3] ?? 0;
    let e = s[4] ?? 0;
    let f = s[5] ?? 0;
    let g = s[6] ?? 0;
    let h = s[7] ?? 0;
    for (let i = 0; i < 64; i++) {
      const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + S1 + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + (w[i] ?? 0)) | 0;
      const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    const sums = [a, b, c, d, e, f, g, h];
    for (let i = 0; i < 8; i++) s[i] = ((s[i] ?? 0) + (sums[i] ?? 0)) | 0;
    this.#filled = 0;
  }
}
