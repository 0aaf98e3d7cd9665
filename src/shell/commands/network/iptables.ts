/**
 * iptables(8), table filter: rules are kept as `iptables -S` prints them and judged by the world's own filter.
 * Left out: other tables (nat is shown empty), counters, matches that the world does not know.
 */
import type { CommandContext } from '../command.ts';

const BUILT_IN = ['INPUT', 'FORWARD', 'OUTPUT'];
const VERDICTS = new Set(['ACCEPT', 'DROP', 'REJECT', 'RETURN']);
const LONG: Readonly<Record<string, string>> = {
  '--append': '-A',
  '--insert': '-I',
  '--delete': '-D',
  '--check': '-C',
  '--list': '-L',
  '--list-rules': '-S',
  '--flush': '-F',
  '--policy': '-P',
  '--new-chain': '-N',
  '--delete-chain': '-X',
  '--protocol': '-p',
  '--source': '-s',
  '--destination': '-d',
  '--in-interface': '-i',
  '--out-interface': '-o',
  '--jump': '-j',
  '--match': '-m',
  '--destination-port': '--dport',
  '--source-port': '--sport',
  '--table': '-t',
  '--numeric': '-n',
  '--verbose': '-v',
};
const TAKES_VALUE = new Set(
  '-p -s -d -i -o -j -m --dport --sport --dports --sports --state --ctstate --reject-with --comment'.split(
    ' ',
  ),
);
const chainOf = (line: string): string => line.split(' ')[1] ?? '';

class Refused extends Error {
  readonly code: number;
  constructor(text: string, code = 2) {
    super(text);
    this.code = code;
  }
}

export async function iptables(context: CommandContext): Promise<number> {
  const { args, user, machine, out, error, job } = context;
  if (user.uid !== 0) {
    await error(
      'iptables v1.8.10 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n',
    );
    return 4;
  }
  const words = args.map((arg) => LONG[arg] ?? arg).filter((arg) => arg !== '-w' && arg !== '-n');
  const table = words.indexOf('-t');
  if (table >= 0) {
    const [, name = ''] = words.splice(table, 2);
    if (name !== 'filter') {
      await error(
        `iptables: table ${name}: not simulated by Eggtooth (filter is); see docs/fidelity.md\n`,
      );
      return 1;
    }
  }
  const before = machine.lab.world.read.filter(machine.host);
  try {
    const { rules, shown, code = 0 } = run(words, before);
    if (shown !== undefined) await out(shown);
    if (rules !== undefined)
      await machine.lab.ask(
        { who: 'trainee', kind: 'filter', host: machine.host, rules },
        job.signal,
      );
    return code;
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    await error(
      `iptables${failure.code === 2 ? ' v1.8.10 (nf_tables)' : ''}: ${failure.message}\n`,
    );
    return failure.code;
  }
}

interface Done {
  readonly rules?: readonly string[];
  readonly shown?: string;
  readonly code?: number;
}

function run(words: readonly string[], before: readonly string[]): Done {
  const verbose = words.includes('-v');
  const [command = '', ...rest] = words.filter(
    (word) => word !== '-v' && !/^--line-numbers$/.test(word),
  );
  const [chain = ''] = rest;
  const chains = new Set(before.filter((line) => !line.startsWith('-A')).map(chainOf));
  const needed = (): void => {
    if (chain !== '' && !chains.has(chain))
      throw new Refused('No chain/target/match by that name.', 1);
  };
  switch (command) {
    case '-S':
      needed();
      return {
        shown: before.filter((l) => chain === '' || chainOf(l) === chain).join('\n') + '\n',
      };
    case '-L':
      needed();
      return { shown: listed(before, chain, verbose) };
    case '-F':
      needed();
      return {
        rules: before.filter((l) => !l.startsWith('-A') || (chain !== '' && chainOf(l) !== chain)),
      };
    case '-P': {
      const [, target = ''] = rest;
      if (!BUILT_IN.includes(chain)) throw new Refused('Bad built-in chain name', 1);
      if (target !== 'ACCEPT' && target !== 'DROP')
        throw new Refused("Bad policy name. Run `dmesg' for more information.", 1);
      return {
        rules: before.map((l) => (l.startsWith(`-P ${chain} `) ? `-P ${chain} ${target}` : l)),
      };
    }
    case '-N': {
      if (chains.has(chain)) throw new Refused('Chain already exists.', 1);
      const at = before.findIndex((l) => l.startsWith('-A'));
      const place = at < 0 ? before.length : at;
      return { rules: [...before.slice(0, place), `-N ${chain}`, ...before.slice(place)] };
    }
    case '-X': {
      needed();
      const gone = (l: string): boolean =>
        l.startsWith('-N ') && (chain === '' || chainOf(l) === chain);
      if (
        before.some(
          (l) => l.startsWith('-A') && (chainOf(l) === chain || l.endsWith(` -j ${chain}`)),
        )
      )
        throw new Refused('CHAIN_DEL failed (Device or resource busy): chain ' + chain, 4);
      return { rules: before.filter((l) => !gone(l)) };
    }
    case '-A':
    case '-I':
    case '-D':
    case '-C':
      needed();
      return ruled(command, chain, rest.slice(1), before, chains);
    case '':
      throw new Refused(
        "no command specified\nTry `iptables -h' or 'iptables --help' for more information.",
      );
    default:
      throw new Refused(
        `unknown option "${command}"\nTry \`iptables -h' or 'iptables --help' for more information.`,
      );
  }
}

function ruled(
  command: '-A' | '-I' | '-D' | '-C',
  chain: string,
  given: readonly string[],
  before: readonly string[],
  chains: ReadonlySet<string>,
): Done {
  const numbered = /^\d+$/.test(given[0] ?? '') ? Number(given[0]) : undefined;
  const own = before.flatMap((line, at) => (line.startsWith(`-A ${chain} `) ? [at] : []));
  if (command === '-D' && numbered !== undefined) {
    const gone = own[numbered - 1];
    if (gone === undefined) throw new Refused('Index of deletion too big.', 1);
    return { rules: before.filter((_, at) => at !== gone) };
  }
  const rule =
    `-A ${chain} ${normal(numbered === undefined ? given : given.slice(1), chains)}`.trimEnd();
  const at = before.findIndex((line) => line === rule);
  if (command === '-C') {
    if (at < 0) throw new Refused('Bad rule (does a matching rule exist in that chain?).', 1);
    return {};
  }
  if (command === '-D') {
    if (at < 0) throw new Refused('Bad rule (does a matching rule exist in that chain?).', 1);
    return { rules: before.filter((_, index) => index !== at) };
  }
  if (command === '-A') return { rules: [...before, rule] };
  const place = numbered === undefined ? 1 : numbered;
  if (place > own.length + 1) throw new Refused('Index of insertion too big.', 1);
  const index = own[place - 1] ?? (own.at(-1) ?? before.length - 1) + 1;
  return { rules: [...before.slice(0, index), rule, ...before.slice(index)] };
}

/** A rule in the order and spelling of `iptables -S`. */
function normal(words: readonly string[], chains: ReadonlySet<string>): string {
  const parts = { s: '', d: '', i: '', o: '', p: '', more: [] as string[], j: '' };
  let protocol = '';
  let negation = '';
  let matched = '';
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '!') {
      negation = '! ';
      continue;
    }
    if (!TAKES_VALUE.has(word))
      throw new Refused(
        word.startsWith('-')
          ? `unknown option "${word}"\nTry \`iptables -h' or 'iptables --help' for more information.`
          : `Bad argument \`${word}'\nTry \`iptables -h' or 'iptables --help' for more information.`,
      );
    const value = words[++at];
    if (value === undefined) throw new Refused(`option "${word}" requires an argument`);
    if (word === '-p') {
      protocol = value;
      parts.p = `${negation}-p ${value}`;
    } else if (word === '-s' || word === '-d') {
      const address = value.includes('/') ? value : `${value}/32`;
      if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(address))
        throw new Refused(`host/network \`${value}' not found`);
      parts[word === '-s' ? 's' : 'd'] = `${negation}${word} ${address}`;
    } else if (word === '-i' || word === '-o')
      parts[word === '-i' ? 'i' : 'o'] = `${negation}${word} ${value}`;
    else if (word === '-j') {
      if (!VERDICTS.has(value) && !chains.has(value))
        throw new Refused(
          `Couldn't load target \`${value}':No such file or directory\n\nTry \`iptables -h' or 'iptables --help' for more information.`,
        );
      parts.j = `-j ${value}${value === 'REJECT' ? ' --reject-with icmp-port-unreachable' : ''}`;
    } else if (word === '--reject-with') parts.j = `-j REJECT --reject-with ${value}`;
    else if (word === '-m') {
      if (!['tcp', 'udp', 'icmp', 'multiport', 'state', 'conntrack', 'comment'].includes(value))
        throw new Refused(
          `match ${value}: not simulated by Eggtooth (tcp, udp, multiport, state, conntrack, comment are); see docs/fidelity.md`,
        );
      if (value !== 'tcp' && value !== 'udp') parts.more.push(`-m ${value}`);
    } else {
      const port = /^--[ds]port$/.test(word);
      if (port && protocol !== 'tcp' && protocol !== 'udp')
        throw new Refused(
          `unknown option "${word}"\nTry \`iptables -h' or 'iptables --help' for more information.`,
        );
      if (port && !/^(\d+(:\d*)?|:\d+)$/.test(value))
        throw new Refused(`invalid port/service \`${value}' specified`);
      if (port && matched === '') matched = `-m ${protocol}`;
      parts.more.push(`${port && matched !== '' ? `${matched} ` : ''}${negation}${word} ${value}`);
      if (port) matched = ' ';
    }
    negation = '';
  }
  const more = parts.more.join(' ').replaceAll('   ', ' ').replaceAll('  ', ' ');
  return [parts.s, parts.d, parts.i, parts.o, parts.p, more, parts.j]
    .filter((part) => part !== '')
    .join(' ');
}

function listed(rules: readonly string[], only: string, verbose: boolean): string {
  const blocks: string[] = [];
  for (const line of rules) {
    if (line.startsWith('-A')) continue;
    const [kind, name = '', policy = ''] = line.split(' ');
    if (only !== '' && name !== only) continue;
    const rows = rules
      .filter((each) => each.startsWith(`-A ${name} `))
      .map((each) => row(each, verbose));
    const about =
      kind === '-P'
        ? `policy ${policy}${verbose ? ' 0 packets, 0 bytes' : ''}`
        : `${rules.filter((r) => r.endsWith(`-j ${name}`)).length} references`;
    const head = verbose
      ? ' pkts bytes target     prot opt in     out     source               destination         '
      : 'target     prot opt source               destination         ';
    blocks.push([`Chain ${name} (${about})`, head, ...rows].join('\n'));
  }
  return `${blocks.join('\n\n')}\n`;
}

function row(rule: string, verbose: boolean): string {
  const words = rule.split(' ');
  const value = (option: string): string | undefined => {
    const at = words.indexOf(option);
    return at < 0 ? undefined : words[at + 1];
  };
  const target = (value('-j') ?? '').padEnd(10);
  const protocol = (value('-p') ?? 'all').padEnd(4);
  const source = (value('-s')?.replace('/32', '') ?? '0.0.0.0/0').padEnd(20);
  const destination = (value('-d')?.replace('/32', '') ?? '0.0.0.0/0').padEnd(20);
  const about = [
    ...(value('--sport') === undefined
      ? []
      : [`${value('-p') ?? ''} spt:${value('--sport') ?? ''}`]),
    ...(value('--dport') === undefined
      ? []
      : [`${value('-p') ?? ''} dpt:${value('--dport') ?? ''}`]),
    ...(value('--dports') === undefined ? [] : [`multiport dports ${value('--dports') ?? ''}`]),
    ...(value('--state') === undefined ? [] : [`state ${value('--state') ?? ''}`]),
    ...(value('--ctstate') === undefined ? [] : [`ctstate ${value('--ctstate') ?? ''}`]),
    ...(value('--reject-with') === undefined
      ? []
      : [`reject-with ${value('--reject-with') ?? ''}`]),
  ].join(' ');
  const devices = verbose
    ? `${(value('-i') ?? '*').padEnd(6)} ${(value('-o') ?? '*').padEnd(7)} `
    : '';
  return `${verbose ? '    0     0 ' : ''}${target} ${protocol} --  ${devices}${source} ${destination} ${about}`.trimEnd();
}
