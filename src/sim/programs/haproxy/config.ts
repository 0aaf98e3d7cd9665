/**
 * haproxy.cfg: what it says, or why haproxy refuses it, in haproxy's words.
 * Real: haproxy src/cfgparse.c, cfgparse-listen.c, server.c; messages as haproxy 2.6.12 prints them. Keywords that the
 * world has no behaviour for are known and pass; access lists, http rules and TLS are not followed.
 */
import { nearName } from '../../../near-name.ts';

export interface Server {
  readonly name: string;
  /** A name, or an address. */
  readonly address: string;
  readonly port: number;
  readonly check: boolean;
  readonly interSeconds: number;
  readonly fall: number;
  readonly rise: number;
  readonly backup: boolean;
  readonly line: number;
}
export interface Bind {
  /** `*` or an address. */
  readonly address: string;
  readonly port: number;
  readonly line: number;
}
export interface Proxy {
  readonly kind: 'frontend' | 'backend' | 'listen';
  readonly name: string;
  readonly binds: readonly Bind[];
  readonly servers: readonly Server[];
  readonly defaultBackend: string;
  readonly mode: string;
  readonly connectSeconds: number;
  readonly statsUri: string;
}
export interface HaproxyConfig {
  readonly proxies: readonly Proxy[];
}
export interface Parsed {
  readonly config: HaproxyConfig;
  /** `[ALERT]` texts, each `config : …`; the configuration is refused when there is one. */
  readonly alerts: readonly string[];
  readonly warnings: readonly string[];
}

type Draft = { -readonly [K in keyof Proxy]: Proxy[K] } & {
  binds: Bind[];
  servers: Server[];
  timeouts: Set<string>;
};
const SECTIONS = ['global', 'defaults', 'frontend', 'backend', 'listen'];
const GLOBAL =
  'log chroot pidfile maxconn user group daemon stats nbthread ssl-default-bind-options ssl-default-server-options ssl-default-bind-ciphers ssl-default-server-ciphers tune.ssl.default-dh-param uid gid node description spread-checks hard-stop-after log-send-hostname cpu-map nbproc ulimit-n master-worker'.split(
    ' ',
  );
const PROXY =
  'mode log option timeout retries maxconn bind default_backend balance server http-check tcp-check stats default-server hash-type fullconn errorfile http-request http-response tcp-request tcp-response acl use_backend redirect cookie stick stick-table description id disabled enabled log-format monitor-uri no'.split(
    ' ',
  );
const SERVER =
  'check inter fall rise weight backup maxconn port addr ssl verify check-ssl cookie disabled on-marked-down slowstart fastinter downinter send-proxy init-addr resolvers ca-file sni alpn proto source observe error-limit check-sni id minconn maxqueue'.split(
    ' ',
  );
const NO_VALUE = new Set(['check', 'backup', 'ssl', 'check-ssl', 'disabled', 'send-proxy']);
const BALANCE = [
  'roundrobin',
  'static-rr',
  'leastconn',
  'source',
  'uri',
  'url_param',
  'random',
  'first',
];

export function parseHaproxy(text: string, file: string): Parsed {
  const reading = new Reading(file);
  for (const [index, raw] of text.split('\n').entries()) {
    const words = wordsOf(raw);
    if (words.length > 0) reading.line(words, index + 1);
  }
  return reading.end();
}

/** A number with ms, s, m, h or d; without one it is milliseconds. */
function seconds(text: string): number | string {
  const [, digits, unit = 'ms', rest = ''] = /^(\d+)(us|ms|s|m|h|d)?(.*)$/.exec(text) ?? [];
  if (digits === undefined) return text[0] ?? '';
  if (rest !== '') return rest[0] ?? '';
  const scale = { us: 1e-6, ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[unit] ?? 0.001;
  return Number(digits) * scale;
}

function wordsOf(line: string): string[] {
  const found = line.match(/"[^"]*"|\\.|[^\s#"\\]+|#.*/g) ?? [];
  const words: string[] = [];
  for (const word of found) {
    if (word.startsWith('#')) break;
    words.push(word.replaceAll('"', ''));
  }
  return words;
}

class Reading {
  readonly #file: string;
  readonly #alerts: string[] = [];
  readonly #late: string[] = [];
  readonly #warnings: string[] = [];
  readonly #proxies: Draft[] = [];
  #section = '';
  #defaults = draft('frontend', 'defaults');

  constructor(file: string) {
    this.#file = file;
  }

  line(words: readonly string[], at: number): void {
    const [keyword = ''] = words;
    if (SECTIONS.includes(keyword)) return this.#open(words, at);
    if (this.#section === '')
      return this.#parsing(at, `unknown keyword '${keyword}' out of section.`, ']:');
    const known = this.#section === 'global' ? GLOBAL : PROXY;
    if (!known.includes(keyword)) {
      const near = nearName(keyword, [...known, ...SECTIONS]);
      const maybe = near === undefined ? '' : `; did you mean '${near}' maybe ?`;
      return this.#parsing(
        at,
        `unknown keyword '${keyword}' in '${this.#section}' section${maybe}`,
      );
    }
    if (this.#section !== 'global') this.#keyword(words, at);
  }

  #open(words: readonly string[], at: number): void {
    const [section = '', name = ''] = words;
    this.#section = section;
    if (section === 'global') return;
    if (section === 'defaults') {
      this.#defaults = draft('frontend', 'defaults');
      return;
    }
    if (name === '') {
      // Nothing after it can be read.
      return this.#parsing(at, `'${section}' expects an <id> argument`);
    }
    const base = this.#defaults;
    this.#proxies.push({
      ...draft(section as Proxy['kind'], name),
      mode: base.mode,
      connectSeconds: base.connectSeconds,
      timeouts: new Set(base.timeouts),
    });
  }

  #keyword(words: readonly string[], at: number): void {
    const proxy = this.#section === 'defaults' ? this.#defaults : this.#proxies.at(-1);
    if (proxy === undefined) return;
    const [keyword = '', first = '', second = ''] = words;
    switch (keyword) {
      case 'mode':
        if (!['tcp', 'http', 'health'].includes(first))
          this.#parsing(at, `unknown proxy mode '${first}'.`);
        proxy.mode = first;
        return;
      case 'timeout': {
        const value = seconds(second);
        if (typeof value === 'string')
          return this.#parsing(at, `unexpected character '${value}' in 'timeout ${first}'`);
        proxy.timeouts.add(first);
        if (first === 'connect') proxy.connectSeconds = value;
        return;
      }
      case 'bind':
        return this.#bind(proxy, first, at);
      case 'default_backend':
        proxy.defaultBackend = first;
        return;
      case 'stats':
        if (first === 'uri') proxy.statsUri = second;
        else if (proxy.statsUri === '') proxy.statsUri = '/haproxy?stats';
        return;
      case 'balance':
        if (proxy.kind === 'frontend' && proxy !== this.#defaults) {
          this.#warnings.push(
            `config : parsing [${this.#file}:${at}] : 'balance' ignored because frontend '${proxy.name}' has no backend capability.`,
          );
          return;
        }
        if (!BALANCE.includes(first) && !/^(hdr|rdp-cookie)\(/.test(first))
          this.#parsing(
            at,
            "balance only supports 'roundrobin', 'static-rr', 'leastconn', 'source', 'uri', 'url_param', 'hdr(name)' and 'rdp-cookie(name)' options.",
          );
        return;
      case 'server':
        return this.#server(proxy, words, at);
      default:
        return undefined;
    }
  }

  #bind(proxy: Draft, where: string, at: number): void {
    for (const each of where.split(',')) {
      const colon = each.lastIndexOf(':');
      const port = Number(each.slice(colon + 1));
      if (colon < 0 || !Number.isInteger(port) || port < 1 || port > 65_535) {
        this.#parsing(at, `'bind' : invalid port '${each.slice(colon + 1)}'`);
        return;
      }
      const address = each.slice(0, colon);
      proxy.binds.push({
        address: address === '' || address === '0.0.0.0' ? '*' : address,
        port,
        line: at,
      });
    }
  }

  #server(proxy: Draft, words: readonly string[], at: number): void {
    const [, name, where] = words;
    const place = `config : [${this.#file}:${at}] :`;
    if (proxy.kind === 'frontend') {
      this.#alerts.push(
        `${place} parsing [${this.#file}:${at}] : 'server' not allowed because frontend '${proxy.name}' has no backend capability.`,
      );
      return;
    }
    if (name === undefined || where === undefined) {
      this.#alerts.push(`${place} 'server' expects <name> and <addr>[:<port>] as arguments.`);
      return;
    }
    const own = `${place} 'server ${proxy.name}/${name}' :`;
    const [address = '', portText = '0'] = where.split(':');
    const bad = /\D/.exec(portText)?.[0];
    if (bad !== undefined)
      this.#alerts.push(
        `${own} invalid character '${bad}' in port number '${portText}' in '${where}'\n`,
      );
    const twin = proxy.servers.find((server) => server.name === name);
    if (twin !== undefined)
      this.#late.push(
        `config : parsing [${this.#file}:${at}] : backend '${proxy.name}', another server named '${name}' was already defined at line ${twin.line}, please use distinct names.`,
      );
    const options = this.#serverOptions(words.slice(3), own, name);
    proxy.servers.push({ name, address, port: Number(portText), line: at, ...options });
  }

  #serverOptions(
    words: readonly string[],
    own: string,
    name: string,
  ): Pick<Server, 'check' | 'interSeconds' | 'fall' | 'rise' | 'backup'> {
    const options = { check: false, interSeconds: 2, fall: 3, rise: 2, backup: false };
    for (let at = 0; at < words.length; at++) {
      const word = words[at] ?? '';
      if (!SERVER.includes(word)) {
        const near = nearName(word, SERVER);
        const maybe = near === undefined ? '' : `; did you mean '${near}' maybe ?`;
        this.#alerts.push(`${own} unknown keyword '${word}'${maybe}`);
        return options;
      }
      if (word === 'check') options.check = true;
      if (word === 'backup') options.backup = true;
      if (NO_VALUE.has(word)) continue;
      const value = words[++at] ?? '';
      if (word === 'fall' || word === 'rise') options[word] = Math.max(1, Number(value) || 1);
      if (word !== 'inter') continue;
      const inter = seconds(value);
      if (typeof inter === 'string')
        this.#alerts.push(
          `${own} unexpected character '${inter}' in 'agent-inter' argument of server ${name}..`,
        );
      else options.interSeconds = inter;
    }
    return options;
  }

  #parsing(at: number, what: string, close = '] :'): void {
    this.#alerts.push(`config : parsing [${this.#file}:${at}${close} ${what}`);
  }

  end(): Parsed {
    if (this.#alerts.length > 0)
      this.#alerts.push(`config : Error(s) found in configuration file : ${this.#file}`);
    const before = this.#alerts.length;
    this.#alerts.push(...this.#late);
    const backends = new Set(this.#proxies.filter((p) => p.kind !== 'frontend').map((p) => p.name));
    for (const proxy of this.#proxies) {
      if (proxy.defaultBackend !== '' && !backends.has(proxy.defaultBackend) && before === 0)
        this.#alerts.push(
          `config : Proxy '${proxy.name}': unable to find required default_backend: '${proxy.defaultBackend}'.`,
        );
      if (proxy.kind === 'frontend' && proxy.binds.length === 0)
        this.#warnings.push(
          `config : frontend '${proxy.name}' has no 'bind' directive. Please declare it as a backend if this was intended.`,
        );
      if (['client', 'connect', 'server'].some((each) => !proxy.timeouts.has(each)))
        this.#warnings.push(missingTimeouts(proxy));
    }
    if (this.#alerts.length > 0) this.#alerts.push('config : Fatal errors found in configuration.');
    return {
      config: { proxies: this.#proxies },
      alerts: this.#alerts,
      warnings: this.#warnings,
    };
  }
}

const missingTimeouts = ({ kind, name }: Draft): string =>
  [
    `config : missing timeouts for ${kind === 'listen' ? 'proxy' : kind} '${name}'.`,
    '   | While not properly invalid, you will certainly encounter various problems',
    '   | with such a configuration. To fix this, please ensure that all following',
    "   | timeouts are set to a non-zero value: 'client', 'connect', 'server'.",
  ].join('\n');

function draft(kind: Proxy['kind'], name: string): Draft {
  return {
    kind,
    name,
    binds: [],
    servers: [],
    defaultBackend: '',
    mode: 'tcp',
    connectSeconds: 5,
    statsUri: '',
    timeouts: new Set(),
  };
}
