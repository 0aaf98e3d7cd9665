/** OpenMetrics text of metric families, in Go's number format. Real: prometheus/client_golang expfmt. */
import type { MetricFamily } from '../../sim/index.ts';

/** `2.5100288e+07`, `0.001`, `+Inf`: strconv.FormatFloat(f, 'g', -1, 64). */
export function goFloat(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  if (Number.isNaN(value)) return 'NaN';
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude < 1e-4 || magnitude >= 1e21)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return String(value);
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
const labelText = (labels: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

/** The text, every sample stamped with `atSeconds` (Unix). */
export function openMetrics(families: readonly MetricFamily[], atSeconds: number): string {
  const out: string[] = [];
  const sample = (name: string, labels: Readonly<Record<string, string>>, value: number): void => {
    out.push(`${name}${labelText(labels)} ${goFloat(value)} ${atSeconds.toFixed(3)}`);
  };
  for (const { name, type, help, samples } of families) {
    const base = type === 'counter' ? name.replace(/_total$/, '') : name;
    out.push(`# HELP ${base} ${help}`, `# TYPE ${base} ${type}`);
    for (const { labels, value, buckets, sum } of samples) {
      if (buckets === undefined) {
        sample(name, labels, value);
        continue;
      }
      for (const [bound, count] of buckets)
        sample(`${name}_bucket`, { ...labels, le: goFloat(bound) }, count);
      sample(`${name}_sum`, labels, sum ?? 0);
      sample(`${name}_count`, labels, value);
    }
  }
  return `${out.join('\n')}\n# EOF\n`;
}
