/**
 * How programs write the time into their own lines. The world's texts hold tokens; they become digits
 * when a fact is emitted, with the lab's epoch. The digest is taken before that, so it has no date.
 */
const pad = (value: number, width: number): string => String(value).padStart(width, '0');

export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micro: number;
  /** 0 = Sunday. */
  readonly weekday: number;
}

/** Unix micros to UTC fields; days to civil after Howard Hinnant's chrono algorithms. */
export function civil(unixMicros: number): Civil {
  const totalSeconds = Math.floor(unixMicros / 1_000_000);
  const days = Math.floor(totalSeconds / 86_400);
  const inDay = totalSeconds - days * 86_400;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(inDay / 3600),
    minute: Math.floor((inDay % 3600) / 60),
    second: inDay % 60,
    micro: unixMicros - totalSeconds * 1_000_000,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

const date = (c: Civil): string => `${c.year}-${pad(c.month, 2)}-${pad(c.day, 2)}`;
const clock = (c: Civil): string => `${pad(c.hour, 2)}:${pad(c.minute, 2)}:${pad(c.second, 2)}`;

/** `2026-11-23T14:07:01Z`. */
export const rfc3339 = (unixMicros: number): string => {
  const c = civil(unixMicros);
  return `${date(c)}T${clock(c)}Z`;
};
/** `2026-11-23T14:07:01.584605Z`, as kube's MicroTime and etcd's zap logger. */
export const rfc3339Micro = (unixMicros: number): string => {
  const c = civil(unixMicros);
  return `${date(c)}T${clock(c)}.${pad(c.micro, 6)}Z`;
};
/** `1124 20:07:40.610489`, as klog. */
export const klogTime = (unixMicros: number): string => {
  const c = civil(unixMicros);
  return `${pad(c.month, 2)}${pad(c.day, 2)} ${clock(c)}.${pad(c.micro, 6)}`;
};

const TOKENS: Readonly<Record<string, (unixMicros: number) => string>> = {
  '@@zap@@': rfc3339Micro,
  '@@klog@@': klogTime,
  '@@nano@@': (t) => `${rfc3339Micro(t).slice(0, -1)}000Z`,
  '@@seconds@@': rfc3339,
  '@@clock@@': (t) => clock(civil(t)),
};

/** Puts the time in place of the tokens. */
export function withTime(text: string, unixMicros: number): string {
  if (!text.includes('@@')) return text;
  return text.replaceAll(/@@[a-z0-9]+@@/g, (token) => TOKENS[token]?.(unixMicros) ?? token);
}
