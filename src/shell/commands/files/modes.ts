/** `drwxr-xr-x` and owners, as ls and stat print them. */
import type { FileView } from '../../../sim/index.ts';

export function modeText(file: FileView): string {
  const bits = [6, 3, 0].map((shift) => {
    const value = (file.mode >> shift) & 7;
    return `${value & 4 ? 'r' : '-'}${value & 2 ? 'w' : '-'}${value & 1 ? 'x' : '-'}`;
  });
  const sticky = (file.mode & 0o1000) !== 0;
  const text = bits.join('');
  return `${file.link ? 'l' : file.folder ? 'd' : '-'}${sticky ? `${text.slice(0, -1)}t` : text}`;
}

export function ownerAndGroup(file: FileView): readonly [string, string] {
  const [owner = 'root', group] = file.owner.split(':');
  return [owner === '' ? 'root' : owner, group ?? (owner === '' ? 'root' : owner)];
}

/** `644`, `u+x`, `go-rwx`: the new bits, or undefined. */
export function changeMode(mode: number, spec: string): number | undefined {
  if (/^[0-7]{1,4}$/.test(spec)) return parseInt(spec, 8) & 0o1777;
  let bits = mode;
  for (const clause of spec.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause);
    if (!match) return undefined;
    const who = match[1] === '' || match[1]?.includes('a') ? 'ugo' : (match[1] ?? '');
    let change = 0;
    for (const letter of match[3] ?? '') change |= { r: 4, w: 2, x: 1, X: 1 }[letter] ?? 0;
    for (const [letter, shift] of [
      ['u', 6],
      ['g', 3],
      ['o', 0],
    ] as const) {
      if (!who.includes(letter)) continue;
      if (match[2] === '+') bits |= change << shift;
      else if (match[2] === '-') bits &= ~(change << shift);
      else bits = (bits & ~(7 << shift)) | (change << shift);
    }
  }
  return bits;
}
