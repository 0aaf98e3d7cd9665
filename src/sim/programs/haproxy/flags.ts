/** haproxy's command line, as far as a unit has it: `-f FILE`, `-p PIDFILE`, `-Ws`, `-c`. Real: haproxy src/haproxy.c. */
import { type Start, type Started, ends } from '../start.ts';
import { parseHaproxy } from './config.ts';
import { haproxy as text } from './text.ts';

const VALUED = new Set(['-f', '-p', '-n', '-N', '-L', '-m', '-x', '-S', '-C']);
const PID = 1;

/** The file that `-f` names. */
export function configFileOf(argv: readonly string[]): string | undefined {
  const at = argv.indexOf('-f');
  return at < 0 ? undefined : argv[at + 1];
}

export function haproxy({ argv, read }: Start): Started {
  const file = configFileOf(argv);
  for (let at = 1; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (VALUED.has(word)) at++;
    else if (!/^-(Ws?|D|d\w*|q|c|V|db)$/.test(word)) return ends(1, USAGE, 20);
  }
  if (file === undefined) return ends(1, USAGE, 20);
  if (argv.includes('-c')) {
    const { alerts } = loaded(read(file), file);
    return ends(
      alerts.length > 0 ? 1 : 0,
      alerts.map((line) => text.stderr('ALERT', PID, line)),
      20,
    );
  }
  return { kind: 'haproxy', input: { file } };
}
const USAGE = [
  'HAProxy version 2.4.22-f8e3218 2023/02/14 - https://haproxy.org/',
  'Usage : haproxy [-f <cfgfile|cfgdir>]* [ -vdVD ] [ -n <maxconn> ] [ -N <maxpconn> ]',
];

/** What a file says; without one that it cannot be opened. */
export function loaded(content: string | undefined, file: string): ReturnType<typeof parseHaproxy> {
  if (content !== undefined) return parseHaproxy(content, file);
  const alert = `config : Cannot open configuration file/directory ${file} : No such file or directory`;
  return { config: { proxies: [] }, alerts: [alert], warnings: [] };
}
