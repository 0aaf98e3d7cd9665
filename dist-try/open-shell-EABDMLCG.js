import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import "./chunk-DN2B56ZS.js";

// src/shell/open-shell.ts
import { StringDecoder } from "node:string_decoder";

// src/shell/text-tools/text-tool.ts
import { getCommandNames } from "just-bash";

// src/shell/executor/syntax.ts
import { parse, serialize } from "just-bash";
function parseScript(text) {
  if (/(&&|\|\|?)\s*$/.test(text.replace(/#.*$/, "")))
    return { ok: false, incomplete: true, message: END_OF_FILE };
  try {
    const script = parse(text);
    if (hasOpenHereDocument(text)) return { ok: false, incomplete: true, message: "" };
    return { ok: true, script };
  } catch (error) {
    const raw = error instanceof Error ? error.message : String(error);
    const message = raw.replace(/^(Parse error at \d+:\d+: ?|line \d+: )/, "").split("\n")[0] ?? "";
    const incomplete = /unexpected EOF|got EOF/.test(raw) || failedAtTheEnd(raw, text);
    return { ok: false, incomplete, message: bashWording(message, incomplete) };
  }
}
var END_OF_FILE = "syntax error: unexpected end of file";
function failedAtTheEnd(raw, text) {
  const [, line, column] = /^Parse error at (\d+):(\d+)/.exec(raw) ?? [];
  if (line === void 0 || line === "0") return false;
  const lines2 = text.trimEnd().split("\n");
  return Number(line) >= lines2.length && Number(column) > (lines2.at(-1)?.length ?? 0);
}
function hasOpenHereDocument(text) {
  const start = /<<(-?)\s*(?:"([^"]+)"|'([^']+)'|\\?([\w.]+))/.exec(text);
  if (!start || text[start.index - 1] === "<") return false;
  const delimiter = start[2] ?? start[3] ?? start[4] ?? "";
  const lines2 = text.slice(start.index).split("\n").slice(1);
  return !lines2.some((line) => (start[1] ? line.replace(/^\t+/, "") : line) === delimiter);
}
function bashWording(message, incomplete) {
  if (/while looking for matching/.test(message)) return message;
  if (incomplete) return END_OF_FILE;
  if (/syntax error/.test(message)) return message;
  const got = /got ([A-Z]+)$/.exec(message)?.[1];
  return got === void 0 ? `syntax error: ${message}` : `syntax error near unexpected token \`${got.toLowerCase()}'`;
}
function textOfCommand(command2) {
  return serialize({
    type: "Script",
    statements: [
      {
        type: "Statement",
        pipelines: [{ type: "Pipeline", commands: [command2], negated: false }],
        operators: [],
        background: false
      }
    ]
  });
}
function textOfStatement(statement) {
  return serialize({
    type: "Script",
    statements: [{ ...statement, background: false }]
  }).trim();
}
var literalWord = (value) => ({
  type: "Word",
  parts: [{ type: "Literal", value }]
});
function simpleCommand(name, args) {
  return {
    type: "SimpleCommand",
    assignments: [],
    name: literalWord(name),
    args: [...args],
    redirections: []
  };
}
var quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

// src/shell/looks/chunk.ts
var NONE = [];
var textOf = (chunk) => typeof chunk === "string" ? chunk : chunk.text;
var marksOf = (chunk) => typeof chunk === "string" ? NONE : chunk.marks;
var isEmpty = (chunk) => textOf(chunk) === "" && marksOf(chunk).length === 0;
function withMarks(text, marks) {
  return marks.length > 0 ? { text, marks } : text;
}
function shows(text, of, alternative = "") {
  return { text, marks: [{ start: 0, end: text.length, of, alternative }] };
}
function showsCell(text, of, alternative) {
  return shows(text, of, alternative.padEnd(text.length).slice(0, text.length));
}
function showsExistence(chunk, of) {
  const text = textOf(chunk);
  return withMarks(text, [{ start: 0, end: text.length, of, alternative: "" }, ...marksOf(chunk)]);
}
function joinChunks(chunks) {
  const only = chunks[0];
  if (chunks.length === 1 && only !== void 0) return only;
  let text = "";
  const marks = [];
  for (const chunk of chunks) {
    const at = text.length;
    for (const mark2 of marksOf(chunk))
      marks.push(at === 0 ? mark2 : { ...mark2, start: mark2.start + at, end: mark2.end + at });
    text += textOf(chunk);
  }
  return withMarks(text, marks);
}
function sliceChunk(chunk, from, to = Infinity) {
  const text = textOf(chunk).slice(from, to);
  const until = from + text.length;
  const marks = marksOf(chunk).filter(
    (m) => m.start === m.end ? m.start >= from && m.start <= until : m.start < until && m.end > from
  ).map(
    (m) => m.start >= from && m.end <= until ? { ...m, start: m.start - from, end: m.end - from } : {
      ...m,
      start: Math.max(m.start, from) - from,
      end: Math.min(m.end, until) - from,
      alternative: ""
    }
  );
  return withMarks(text, marks);
}
function linesOf(chunk) {
  const text = textOf(chunk);
  const lines2 = [];
  let from = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
    lines2.push(sliceChunk(chunk, from, at + 1));
    from = at + 1;
  }
  if (from < text.length) lines2.push(sliceChunk(chunk, from));
  return lines2;
}
var isSet = (which) => which instanceof Set;
function facet(chunk, which) {
  if (typeof chunk === "string") return chunk;
  const single = which !== void 0 && !isSet(which);
  const marks = single ? chunk.marks : chunk.marks.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let out = "";
  let at = 0;
  for (const mark2 of marks) {
    const applies = which === void 0 || (isSet(which) ? which.has(mark2.of) : mark2.of === which);
    if (!applies || mark2.start < at) continue;
    out += chunk.text.slice(at, mark2.start) + mark2.alternative;
    at = mark2.end;
  }
  return out + chunk.text.slice(at);
}
function observationsIn(chunks) {
  const found2 = /* @__PURE__ */ new Set();
  for (const chunk of chunks) for (const mark2 of marksOf(chunk)) found2.add(mark2.of);
  return found2;
}
function differenceMark(text, other, of, weak = false) {
  const shorter = Math.min(text.length, other.length);
  let head2 = 0;
  while (head2 < shorter && text[head2] === other[head2]) head2 += 1;
  let tail2 = 0;
  while (tail2 < shorter - head2 && text[text.length - 1 - tail2] === other[other.length - 1 - tail2])
    tail2 += 1;
  return {
    start: head2,
    end: text.length - tail2,
    of,
    alternative: other.slice(head2, other.length - tail2),
    ...weak && { weak }
  };
}
var ESCAPES = /\x1b(?:\[[\d;?]*[A-Za-z]|c)/g;
function weaken(chunk, observations) {
  const text = textOf(chunk);
  if (observations.size === 0 || !/\S/.test(text.replace(ESCAPES, ""))) return chunk;
  const added = [...observations].map((of) => ({
    start: 0,
    end: text.length,
    of,
    alternative: "",
    weak: true
  }));
  return withMarks(text, [...marksOf(chunk), ...added]);
}

// src/shell/looks/counterfactual.ts
var NO_EVIDENCE = { each: /* @__PURE__ */ new Map(), joint: /* @__PURE__ */ new Map() };
var RERUNS_MAX = 64;
var sameWords = (a, b) => a.replace(/\s+/g, " ") === b.replace(/\s+/g, " ");
var BLIND = /^((md5|sha\d*|b2)sum|cksum|sum|shuf|base(64|32)|gzip|xxd|od)$/;
var Comparison = class {
  marks = [];
  each = /* @__PURE__ */ new Map();
  left = RERUNS_MAX;
  tool;
  inputs;
  base;
  constructor(tool, inputs, base) {
    this.tool = tool;
    this.inputs = inputs;
    this.base = base;
  }
  other(which) {
    this.left -= 1;
    return this.tool(
      this.inputs.map((input) => facet(input, which)),
      true
    );
  }
  async single(of) {
    const other = await this.other(of);
    if (other.error !== this.base.error) return;
    const weak = this.inputs.flatMap(marksOf).every((mark2) => mark2.of !== of || mark2.weak);
    if (!sameWords(other.out, this.base.out))
      this.marks.push(differenceMark(this.base.out, other.out, of, weak));
    if (other.status !== this.base.status) this.each.set(of, other.status);
  }
  /** Halves that change nothing are dropped whole. */
  async divide(observations, differs) {
    if (this.left <= 0) {
      const end = this.base.out.length;
      for (const of of observations)
        this.marks.push({ start: 0, end, of, alternative: "", weak: true });
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
};
async function throughTool(name, tool, inputs) {
  const base = await tool(inputs.map(textOf), false);
  const observations = [...observationsIn(inputs)];
  const plain = { ...base, evidence: NO_EVIDENCE };
  if (observations.length === 0 || BLIND.test(name)) return plain;
  const comparison = new Comparison(tool, inputs, base);
  const all = await comparison.other(void 0);
  const differs = all.out !== base.out || all.status !== base.status;
  if (observations.length > 8 && !differs && all.error === base.error) return plain;
  await comparison.divide(observations, true);
  const { marks, each } = comparison;
  const joint = /* @__PURE__ */ new Map();
  if (observations.length > 1 && all.error === base.error) {
    if (marks.length === 0 && all.out !== base.out)
      for (const of of observations) marks.push(differenceMark(base.out, all.out, of, true));
    if (each.size === 0 && all.status !== base.status)
      for (const of of observations) joint.set(of, all.status);
  }
  if (marks.length === 0 && each.size === 0 && joint.size === 0) return plain;
  const again = await tool(inputs.map(textOf), true);
  if (again.out !== base.out) return plain;
  return { ...base, out: withMarks(base.out, marks), evidence: { each, joint } };
}

// src/shell/pipe.ts
var BrokenPipe = class extends Error {
  constructor() {
    super("Broken pipe");
  }
};
var CAPACITY = 65536;
var Pipe = class {
  queue = [];
  size = 0;
  ended = false;
  closed = false;
  readers = [];
  writers = [];
  capacity;
  constructor(capacity = CAPACITY) {
    this.capacity = capacity;
  }
  async write(chunk) {
    if (this.closed) throw new BrokenPipe();
    if (isEmpty(chunk)) return;
    this.queue.push(chunk);
    this.size += textOf(chunk).length;
    this.wake("readers");
    while (this.size > this.capacity && !this.closed)
      await new Promise((resolve) => this.writers.push(resolve));
    if (this.closed) throw new BrokenPipe();
  }
  async read() {
    for (; ; ) {
      if (this.queue.length > 0) {
        const chunk = joinChunks(this.queue);
        this.queue = [];
        this.size = 0;
        this.wake("writers");
        return chunk;
      }
      if (this.ended || this.closed) return null;
      await new Promise((resolve) => this.readers.push(resolve));
    }
  }
  unread(chunk) {
    if (isEmpty(chunk) || this.closed) return;
    this.queue.unshift(chunk);
    this.size += textOf(chunk).length;
  }
  /** What waits, as text, taken without waiting. */
  takeWaiting() {
    const text = this.queue.map(textOf).join("");
    this.queue = [];
    this.size = 0;
    return text;
  }
  end() {
    this.ended = true;
    this.wake("readers");
  }
  close() {
    this.closed = true;
    this.queue = [];
    this.size = 0;
    this.wake("writers");
    this.wake("readers");
  }
  wake(who) {
    const waiting = this[who];
    this[who] = [];
    for (const resolve of waiting) resolve();
  }
};
var devNull = {
  write: () => Promise.resolve(),
  read: () => Promise.resolve(null),
  unread: () => void 0,
  close: () => void 0
};
function sourceOf(chunk) {
  const pipe = new Pipe(Infinity);
  pipe.unread(chunk);
  pipe.end();
  return pipe;
}
function collector() {
  const chunks = [];
  return {
    write(chunk) {
      chunks.push(chunk);
      return Promise.resolve();
    },
    taken: () => chunks.length === 0 ? "" : joinChunks(chunks)
  };
}
async function readAll(source2) {
  const chunks = [];
  for (; ; ) {
    const chunk = await source2.read();
    if (chunk === null) return chunks.length === 0 ? "" : joinChunks(chunks);
    chunks.push(chunk);
  }
}
async function* readLines(source2) {
  let rest = "";
  for (; ; ) {
    const chunk = await source2.read();
    if (chunk === null) break;
    const lines2 = linesOf(isEmpty(rest) ? chunk : joinChunks([rest, chunk]));
    rest = "";
    for (const line of lines2) {
      if (textOf(line).endsWith("\n")) yield line;
      else rest = line;
    }
  }
  if (!isEmpty(rest)) yield rest;
}

// src/shell/process.ts
var Interrupted = class extends Error {
  constructor() {
    super("Interrupted");
  }
};
var ShellExit = class extends Error {
  status;
  constructor(status3) {
    super("exit");
    this.status = status3;
  }
};
var Jump = class extends Error {
  to;
  status;
  levels;
  constructor(to, status3, levels = 1) {
    super(to);
    this.to = to;
    this.status = status3;
    this.levels = levels;
  }
};
function startJob(parent) {
  const controller = new AbortController();
  const pipes = /* @__PURE__ */ new Set();
  let gate;
  const interrupt = () => {
    controller.abort(new Interrupted());
    gate?.open();
    gate = void 0;
    for (const pipe of pipes) pipe.close();
    parent?.removeEventListener("abort", interrupt);
  };
  if (parent?.aborted) interrupt();
  else parent?.addEventListener("abort", interrupt, { once: true });
  return {
    signal: controller.signal,
    pipes,
    running: () => gate?.promise,
    interrupt,
    stop() {
      if (gate) return;
      let open = () => void 0;
      const promise = new Promise((resolve) => open = resolve);
      gate = { promise, open };
    },
    resume() {
      gate?.open();
      gate = void 0;
    },
    get stopped() {
      return gate !== void 0;
    }
  };
}
var SLICE_MILLIS = 4;
var sliceEnds = 0;
var calls = 0;
async function breathe(job) {
  calls += 1;
  if ((calls & 15) === 0 && performance.now() > sliceEnds) {
    await new Promise((resolve) => setImmediate(resolve));
    sliceEnds = performance.now() + SLICE_MILLIS;
  }
  const stopped = job.running();
  if (stopped) await stopped;
  if (job.signal.aborted) throw new Interrupted();
}
async function untilInterrupted(promise, job) {
  if (job.signal.aborted) throw new Interrupted();
  let onAbort = () => void 0;
  const aborted = new Promise((_, reject) => {
    onAbort = () => reject(new Interrupted());
    job.signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    job.signal.removeEventListener("abort", onAbort);
  }
}

// src/shell/text-tools/text-tool.ts
var FILTERS = new Set(
  "grep egrep fgrep sed awk cut tr sort uniq wc tail rev column nl tac jq yq paste fold comm join expand unexpand md5sum sha1sum sha256sum od xxd gzip gunzip base64 strings split diff cksum cmp shuf".split(
    " "
  )
);
var OF_ARGUMENTS = /* @__PURE__ */ new Set([
  "seq",
  "expr",
  "basename",
  "dirname",
  "printenv",
  "true",
  "false",
  "printf",
  "echo",
  "test",
  "[",
  "factor",
  "bc",
  "file",
  "du",
  "tree",
  "which",
  "stat"
]);
var KNOWN = new Set(getCommandNames().map(String));
var isTextTool = (name) => KNOWN.has(name) && (FILTERS.has(name) || OF_ARGUMENTS.has(name));
var textToolNames = () => [...FILTERS, ...OF_ARGUMENTS].filter((name) => KNOWN.has(name) && name !== "[");
async function runTextTool(context) {
  const { name } = context;
  return OF_ARGUMENTS.has(name) ? ofArguments(context) : filter(context);
}
var commandLine = (argv) => argv.map(quoted).join(" ");
var ownWords = (text) => text.replace(/^bash: (line \d+: )?/gm, "");
function runIn(context, bash2, argv, stdin) {
  const { env: env2, shell, job } = context;
  return bash2.exec(commandLine(argv), {
    env: { ...env2 },
    cwd: shell.cwd,
    stdin,
    rawScript: true,
    signal: job.signal
  }).then((r) => ({ out: r.stdout, error: ownWords(r.stderr), status: r.exitCode }));
}
async function ofArguments(context) {
  const { name, args, alternatives, machine, user } = context;
  const bash2 = machine.textTools(user);
  const base = await runIn(context, bash2, [name, ...args], "");
  const each = /* @__PURE__ */ new Map();
  const marks = [];
  for (const [of, argv] of alternatives) {
    const other = await runIn(context, bash2, [name, ...argv.slice(1)], "");
    if (other.out !== base.out) marks.push(differenceMark(base.out, other.out, of));
    if (other.status !== base.status) each.set(of, other.status);
  }
  await context.out(withMarks(base.out, marks));
  if (base.error) await context.error(base.error);
  return { status: base.status, evidence: { each, joint: /* @__PURE__ */ new Map() } };
}
async function filter(context) {
  const { name, args, io } = context;
  const files = markedFiles(context);
  const interactive = io.stdin.terminal !== void 0 && args.some((arg) => !arg.startsWith("-"));
  const tool = toolFor(
    context,
    files.map(([path]) => path)
  );
  const status3 = { value: void 0 };
  const each = /* @__PURE__ */ new Map();
  const joint = /* @__PURE__ */ new Map();
  const emit = async (input) => {
    const result = await throughTool(name, tool, [input, ...files.map(([, text]) => text)]);
    if (!isEmpty(result.out)) await context.out(result.out);
    if (result.error) await context.error(result.error);
    for (const [of, other] of result.evidence.each) each.set(of, other);
    for (const [of, other] of result.evidence.joint) joint.set(of, other);
    status3.value = status3.value === 0 ? 0 : result.status;
  };
  if (files.length === 0 && readsLineByLine(name, args)) await lineByLine(context, status3, emit);
  else await emit(interactive ? "" : await readAll(io.stdin));
  return { status: status3.value ?? 0, evidence: { each, joint } };
}
function markedFiles(context) {
  const { machine, user, args } = context;
  const found2 = [];
  for (const arg of args) {
    const path = arg.startsWith("-") ? "" : context.path(arg);
    const marked = machine.files.marks.get(path);
    if (marked === void 0 || marksOf(marked).length === 0) continue;
    if (machine.files.stat(path, user)) found2.push([path, machine.files.read(path, user)]);
  }
  return found2;
}
function toolFor(context, paths2) {
  const { machine, user, name, args } = context;
  const overlay = /* @__PURE__ */ new Map();
  let sealed;
  return async ([stdin = "", ...texts], rerun) => {
    for (const [index, path] of paths2.entries()) overlay.set(path, texts[index] ?? "");
    const bash2 = rerun ? sealed ??= machine.sealedTools(user, overlay) : machine.textTools(user);
    return runIn(context, bash2, [name, ...args], stdin);
  };
}
async function lineByLine({ io, job }, status3, emit) {
  let rest = "";
  for (; ; ) {
    const chunk = await io.stdin.read();
    await breathe(job);
    if (chunk === null) {
      if (!isEmpty(rest) || status3.value === void 0) await emit(rest);
      return;
    }
    const all = isEmpty(rest) ? chunk : joinChunks([rest, chunk]);
    const end = textOf(all).lastIndexOf("\n") + 1;
    if (end > 0) await emit(sliceChunk(all, 0, end));
    rest = sliceChunk(all, end);
  }
}
function readsLineByLine(name, args) {
  const operands = args.filter((arg) => !arg.startsWith("-")).length;
  switch (name) {
    case "cut":
    case "rev":
      return true;
    case "tr":
      return !args.some((arg) => /\\n|\[:space:\]/.test(arg)) && !args.some((a) => /^-\w*s/.test(a));
    case "sed":
      return operands <= 1 && !args.some((arg) => !/^s(.).*\1/.test(arg) && /\$|[NDGHiq]|\d+[,pdq]/.test(arg)) && !args.some((arg) => /^\d/.test(arg));
    case "awk":
      return operands <= 1 && !args.some((arg) => /BEGIN|END|NR|getline|\[|\+=|\+\+|[a-z]\s*=[^=]/.test(arg));
    case "jq":
      return false;
    default:
      return false;
  }
}

// src/shell/commands/command.ts
async function usageError(context, text, status3 = 1) {
  await context.error(
    `${context.name}: ${text}
Try '${context.name} --help' for more information.
`
  );
  return status3;
}

// src/shell/commands/lab-date.ts
var MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
var DAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");
var two = (value) => String(value).padStart(2, "0");
var monthOf = (date2) => MONTHS[date2.getUTCMonth()] ?? "";
var dayOf = (date2) => DAYS[date2.getUTCDay()] ?? "";
var clockOf = (date2) => `${two(date2.getUTCHours())}:${two(date2.getUTCMinutes())}:${two(date2.getUTCSeconds())}`;
var isoDay = (date2) => date2.toISOString().slice(0, 10);
var systemdDate = (date2) => `${dayOf(date2)} ${isoDay(date2)} ${clockOf(date2)} UTC`;
function strftime(format, date2, micros = 0) {
  const hour12 = date2.getUTCHours() % 12 || 12;
  const yearDay = Math.floor((date2.getTime() - Date.UTC(date2.getUTCFullYear(), 0, 1)) / 864e5);
  const values = {
    Y: String(date2.getUTCFullYear()),
    y: two(date2.getUTCFullYear() % 100),
    m: two(date2.getUTCMonth() + 1),
    d: two(date2.getUTCDate()),
    e: String(date2.getUTCDate()).padStart(2),
    H: two(date2.getUTCHours()),
    I: two(hour12),
    M: two(date2.getUTCMinutes()),
    S: two(date2.getUTCSeconds()),
    p: date2.getUTCHours() < 12 ? "AM" : "PM",
    b: monthOf(date2),
    h: monthOf(date2),
    B: date2.toLocaleString("en", { month: "long", timeZone: "UTC" }),
    a: dayOf(date2),
    A: date2.toLocaleString("en", { weekday: "long", timeZone: "UTC" }),
    F: isoDay(date2),
    T: clockOf(date2),
    R: clockOf(date2).slice(0, 5),
    D: `${two(date2.getUTCMonth() + 1)}/${two(date2.getUTCDate())}/${two(date2.getUTCFullYear() % 100)}`,
    s: String(Math.floor(date2.getTime() / 1e3)),
    N: String(date2.getUTCMilliseconds() * 1e6 + micros % 1e3 * 1e3).padStart(9, "0"),
    Z: "UTC",
    z: "+0000",
    j: String(yearDay + 1).padStart(3, "0"),
    u: String(date2.getUTCDay() || 7),
    w: String(date2.getUTCDay()),
    n: "\n",
    t: "	",
    "%": "%",
    c: `${dayOf(date2)} ${monthOf(date2)} ${String(date2.getUTCDate()).padStart(2)} ${clockOf(date2)} ${date2.getUTCFullYear()}`,
    x: `${two(date2.getUTCMonth() + 1)}/${two(date2.getUTCDate())}/${two(date2.getUTCFullYear() % 100)}`,
    X: clockOf(date2)
  };
  return format.replaceAll(/%[-_0^]?([A-Za-z%])/g, (all, letter) => values[letter] ?? all);
}
function parseDate(text, now) {
  if (/^@-?\d+(\.\d+)?$/.test(text)) return new Date(Number(text.slice(1)) * 1e3);
  if (text === "now" || text === "") return now;
  const days = { yesterday: -1, today: 0, tomorrow: 1 }[text];
  if (days !== void 0) return new Date(now.getTime() + days * 864e5);
  const relative = /^([+-]?\d+)\s*(sec|second|min|minute|hour|day|week)s?(\s+ago)?$/.exec(text);
  if (relative) {
    const unit = UNITS[relative[2] ?? ""] ?? 0;
    const sign = relative[3] === void 0 ? 1 : -1;
    return new Date(now.getTime() + sign * Number(relative[1]) * unit * 1e3);
  }
  if (!/\d{4}-\d\d-\d\d|\d:\d\d|[A-Z][a-z]{2}/.test(text)) return void 0;
  const iso = /^\d\d?:\d\d/.test(text) ? `${now.toISOString().slice(0, 10)} ${text}` : text;
  const zoned = /(Z|UTC|GMT|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}${iso.length > 10 ? " UTC" : ""}`;
  const parsed = new Date(zoned);
  return Number.isNaN(parsed.getTime()) ? void 0 : parsed;
}
var UNITS = {
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  hour: 3600,
  day: 86400,
  week: 604800
};
function durationSeconds(text) {
  if (text === "infinity" || text === "inf") return Number.MAX_SAFE_INTEGER / 1e6;
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  if (!match) return void 0;
  return Number(match[1]) * ({ s: 1, m: 60, h: 3600, d: 86400 }[match[2] || "s"] ?? 1);
}

// src/shell/commands/options.ts
function getOptions(args, rules) {
  const found2 = /* @__PURE__ */ new Map();
  const operands = [];
  let problem;
  const put2 = (name, value) => {
    const key = rules.same?.[name] ?? name;
    found2.set(key, [...found2.get(key) ?? [], value]);
  };
  const arity = (letter) => {
    const at = (rules.short ?? "").indexOf(letter);
    return at < 0 || letter === ":" ? "unknown" : (rules.short ?? "")[at + 1] ?? "";
  };
  let index = 0;
  const next = (name, shown2) => {
    index += 1;
    const value = args[index];
    if (value === void 0) problem ??= shown2;
    return value ?? name;
  };
  const longOption = (arg) => {
    const [name = "", ...rest] = arg.slice(2).split("=");
    const rule = (rules.long ?? []).filter((l) => l.replace(/[=?]$/, "").startsWith(name));
    const exact = rule.find((l) => l.replace(/[=?]$/, "") === name) ?? (rule.length === 1 ? rule[0] : void 0);
    if (exact === void 0) problem ??= `unrecognized option '${arg.split("=")[0] ?? ""}'`;
    else if (!exact.endsWith("=")) put2(exact.replace(/\?$/, ""), rest.join("="));
    else
      put2(
        exact.slice(0, -1),
        rest.length > 0 ? rest.join("=") : next("", `option '--${name}' requires an argument`)
      );
  };
  const letters = (arg) => {
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg[at] ?? "";
      const kind = arity(letter);
      if (kind === "unknown") {
        problem ??= `invalid option -- '${letter}'`;
        return;
      }
      if (kind !== ":" && kind !== "?") {
        put2(letter, "");
        continue;
      }
      const glued = arg.slice(at + 1);
      if (glued !== "" || kind === "?") put2(letter, glued);
      else put2(letter, next("", `option requires an argument -- '${letter}'`));
      return;
    }
  };
  for (; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (arg === "--") {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (rules.numberIs !== void 0 && /^-\d+$/.test(arg)) put2(rules.numberIs, arg.slice(1));
    else if (arg.startsWith("--")) longOption(arg);
    else if (arg.startsWith("-") && arg !== "-") letters(arg);
    else if (rules.stopAtOperand) {
      operands.push(...args.slice(index));
      break;
    } else operands.push(arg);
  }
  return {
    operands,
    has: (name) => found2.has(name),
    value: (name) => found2.get(name)?.at(-1),
    values: (name) => found2.get(name) ?? [],
    problem
  };
}

// src/shell/commands/clock.ts
async function date(context) {
  const { args, machine, out, error } = context;
  const options = getOptions(args, {
    short: "uR-d:I?s:",
    long: ["utc", "date=", "rfc-3339=", "iso-8601?", "rfc-email", "set="],
    same: { utc: "u", date: "d", "rfc-email": "R", "iso-8601": "I", set: "s" }
  });
  if (options.problem !== void 0) return usageError(context, options.problem);
  if (options.has("s")) {
    await error("date: cannot set date: Operation not permitted\n");
    return 1;
  }
  const micros = machine.now();
  let moment = machine.date(micros);
  const given = options.value("d");
  if (given !== void 0) {
    const parsed = parseDate(given, moment);
    if (!parsed) {
      await error(`date: invalid date \u2018${given}\u2019
`);
      return 1;
    }
    moment = parsed;
  }
  const [format] = options.operands;
  if (format !== void 0 && !format.startsWith("+")) {
    await error(`date: invalid date \u2018${format}\u2019
`);
    return 1;
  }
  await out(`${strftime(formatFor(options, format), moment, micros)}
`);
  return 0;
}
function formatFor(options, format) {
  if (format !== void 0) return format.slice(1);
  if (options.has("R")) return "%a, %d %b %Y %H:%M:%S %z";
  if (options.has("rfc-3339")) return "%F %T+00:00";
  if (options.has("I")) {
    const precision = options.value("I") ?? "";
    return precision.startsWith("s") ? "%FT%T+00:00" : precision === "" || precision === "date" ? "%F" : "%FT%R+00:00";
  }
  return "%a %b %e %T %Z %Y";
}
async function sleep(context) {
  const { args } = context;
  if (args.length === 0) return usageError(context, "missing operand");
  let seconds = 0;
  for (const arg of args) {
    const parsed = durationSeconds(arg);
    if (parsed === void 0) return usageError(context, `invalid time interval \u2018${arg}\u2019`);
    seconds += parsed;
  }
  await context.sleep(Math.round(seconds * 1e6));
  return 0;
}
var CLOCK = {
  date: { run: date },
  sleep: { run: sleep }
};

// src/shell/commands/crictl/containers.ts
var notFound = (id2) => `rpc error: code = NotFound desc = could not find container "${id2}": container with ID starting with ${id2} not found: ID does not exist`;
function findContainer({ machine }, id2) {
  if (id2 === "") return void 0;
  return machine.lab.world.read.containers(machine.host).find((container) => container.state !== "removed" && container.id.startsWith(id2));
}
function sandboxOf({ machine }, container) {
  return machine.lab.world.read.sandboxes(machine.host).find((sandbox) => sandbox.id === container.sandboxId);
}
function humanDuration(micros) {
  const seconds = Math.floor(micros / 1e6);
  if (seconds < 1) return "Less than a second";
  if (seconds === 1) return "1 second";
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(minutes / 60 + 0.5);
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  const days = Math.floor(hours / 24);
  return days < 14 ? `${days} days` : `${Math.floor(days / 7)} weeks`;
}
var ID_LENGTH = 13;

// src/shell/commands/crictl/fatal.ts
async function logLine(context, level, text) {
  const { io, machine, error } = context;
  if (io.stderr.terminal) {
    const colour = "\x1B[31m";
    await error(`${colour}${level === "fatal" ? "FATA" : "ERRO"}\x1B[0m[0000] ${text}
`);
  } else {
    const time = machine.date(machine.now()).toISOString().replace(/\.\d+Z$/, "Z");
    await error(`time="${time}" level=${level} msg=${JSON.stringify(text)}
`);
  }
}
async function fatal(context, text) {
  await logLine(context, "fatal", text);
  return 1;
}

// src/shell/commands/crictl/exec.ts
async function enter(context, args) {
  const options = getOptions(args, {
    short: "itse:r:",
    long: ["interactive", "tty", "sync", "timeout=", "transport=", "ignore-errors"],
    same: { interactive: "i", tty: "t", sync: "s" },
    stopAtOperand: true
  });
  if (options.problem !== void 0) return fatal(context, options.problem);
  const [id2, ...command2] = options.operands;
  if (id2 === void 0) return fatal(context, "ID cannot be empty");
  const container = findContainer(context, id2);
  if (!container) return fatal(context, `execing command in container: ${notFound(id2)}`);
  if (container.state !== "running")
    return fatal(context, `execing command in container: container is not running`);
  const [program] = command2;
  if (program === void 0)
    return fatal(
      context,
      "execing command in container: rpc error: code = Unknown desc = exec command cannot be empty"
    );
  let missing = false;
  const { stderr } = context.io;
  const watched = {
    ...stderr.terminal && { terminal: stderr.terminal },
    async write(chunk) {
      if (textOf(chunk).endsWith(`: ${program}: command not found
`)) missing = true;
      else await stderr.write(chunk);
    }
  };
  const dropped = context.args.length + 1 - command2.length;
  const outcome2 = await context.execute(command2, {
    container: { id: container.id, name: container.name },
    io: { stderr: watched },
    cwd: "/",
    alternatives: new Map([...context.alternatives].map(([of, argv]) => [of, argv.slice(dropped)]))
  });
  if (missing) {
    await logLine(
      context,
      "error",
      `exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH`
    );
    return fatal(context, "execing command in container: command terminated with exit code 255");
  }
  if (outcome2.status === 0) return outcome2;
  await logLine(
    context,
    "fatal",
    `execing command in container: command terminated with exit code ${outcome2.status}`
  );
  return { status: 1, evidence: outcome2.evidence };
}

// src/shell/commands/crictl/json.ts
var nanos = ({ machine }, micros) => String((machine.lab.epochMicros + micros) * 1e3);
var rfc3339Nano = ({ machine }, micros) => micros <= 0 ? "0001-01-01T00:00:00Z" : machine.date(micros).toISOString().replace(
  /\.\d+Z$/,
  `.${String((machine.lab.epochMicros + micros) % 1e6).padStart(6, "0")}Z`
);
function sandboxJson(context, sandbox) {
  const { name, namespace, uid, attempt: attempt2 } = sandbox;
  return {
    annotations: { "kubernetes.io/config.source": "file" },
    createdAt: nanos(context, sandbox.createdAt),
    id: sandbox.id,
    labels: {
      "io.kubernetes.pod.name": name,
      "io.kubernetes.pod.namespace": namespace,
      "io.kubernetes.pod.uid": uid
    },
    metadata: { attempt: attempt2, name, namespace, uid },
    runtimeHandler: "",
    state: sandbox.state === "ready" ? "SANDBOX_READY" : "SANDBOX_NOTREADY"
  };
}
var stateOf = (container) => `CONTAINER_${container.state.toUpperCase()}`;
function containerJson(context, container) {
  const sandbox = sandboxOf(context, container);
  const { name, attempt: attempt2 } = container;
  return {
    annotations: {},
    createdAt: nanos(context, container.createdAt),
    id: container.id,
    image: { image: container.image },
    imageRef: container.image,
    labels: {
      "io.kubernetes.container.name": name,
      "io.kubernetes.pod.name": sandbox?.name ?? "",
      "io.kubernetes.pod.namespace": sandbox?.namespace ?? "",
      "io.kubernetes.pod.uid": sandbox?.uid ?? ""
    },
    metadata: { attempt: attempt2, name },
    podSandboxId: container.sandboxId,
    state: stateOf(container)
  };
}
function containerStatus(context, container) {
  const { createdAt, ...rest } = containerJson(context, container);
  const sandbox = sandboxOf(context, container);
  return {
    info: {
      pid: container.state === "running" ? container.pid : 0,
      sandboxID: container.sandboxId
    },
    status: {
      ...rest,
      createdAt: rfc3339Nano(context, container.createdAt),
      exitCode: container.exitCode,
      finishedAt: rfc3339Nano(context, container.finishedAt),
      logPath: `/var/log/pods/${sandbox?.namespace ?? ""}_${sandbox?.name ?? ""}_${sandbox?.uid ?? ""}/${container.name}/${container.attempt}.log`,
      message: "",
      reason: container.reason,
      startedAt: rfc3339Nano(context, container.startedAt)
    }
  };
}

// src/shell/commands/crictl/inspect.ts
async function inspect(context, verb, args) {
  const options = getOptions(args, { short: "o:q", long: ["output=", "quiet", "template="] });
  if (options.operands.length === 0) return fatal(context, "ID cannot be empty");
  const found2 = [];
  for (const id2 of options.operands) {
    if (verb === "inspectp") {
      const sandbox = context.machine.lab.world.read.sandboxes(context.machine.host).find((s) => s.state !== "removed" && s.id.startsWith(id2));
      if (!sandbox)
        return fatal(
          context,
          `getting the status of pod sandbox "${id2}": rpc error: code = NotFound desc = could not find pod "${id2}": PodSandbox with ID starting with ${id2} not found: ID does not exist`
        );
      found2.push({
        info: {},
        status: {
          ...sandboxJson(context, sandbox),
          createdAt: rfc3339Nano(context, sandbox.createdAt)
        }
      });
    } else {
      const container = findContainer(context, id2);
      if (!container)
        return fatal(context, `getting the status of the container "${id2}": ${notFound(id2)}`);
      found2.push(containerStatus(context, container));
    }
  }
  await context.out(`${JSON.stringify(found2.length === 1 ? found2[0] : found2, null, 2)}
`);
  return 0;
}

// src/shell/looks/cells.ts
function observe(machine, cell, value, asOf) {
  return { cell, value, asOf: asOf ?? machine.now() };
}
function markPart(row, part, of, alternative) {
  const start = textOf(row).indexOf(part);
  if (start < 0) return row;
  const padded = alternative.padEnd(part.length).slice(0, part.length);
  return withMarks(textOf(row), [
    ...marksOf(row),
    { start, end: start + part.length, of, alternative: padded }
  ]);
}
function hintExistence(row, of) {
  const mark2 = { start: 0, end: textOf(row).length, of: { ...of }, alternative: "", weak: true };
  return withMarks(textOf(row), [...marksOf(row), mark2]);
}
function tabulate(rows, rules) {
  const widths = [];
  for (const row of rows)
    for (const [index, cell] of row.entries())
      if (index < row.length - 1)
        widths[index] = Math.max(
          widths[index] ?? 0,
          rules.minimum,
          textOf(cell).length + rules.padding
        );
  return rows.map(
    (row) => joinChunks([
      ...row.flatMap(
        (cell, index) => index < row.length - 1 ? [cell, " ".repeat((widths[index] ?? 0) - textOf(cell).length)] : [cell]
      ),
      "\n"
    ])
  );
}

// src/shell/commands/crictl/lists.ts
var TABLE = { minimum: 20, padding: 3 };
var RULES = {
  short: "aqo:vs:p:lnt",
  long: [
    "all",
    "quiet",
    "output=",
    "verbose",
    "state=",
    "name=",
    "namespace=",
    "pod=",
    "id=",
    "latest",
    "last=",
    "no-trunc",
    "label=",
    "image="
  ],
  same: { all: "a", quiet: "q", output: "o", verbose: "v", state: "s", pod: "p", latest: "l" }
};
var newestFirst = (a, b) => b.createdAt - a.createdAt;
var isHandbook = ({ machine }) => machine.lab.world.spec?.profile !== "4.19";
var short = (id2) => id2.slice(0, ID_LENGTH);
function podState(context, sandbox) {
  if (sandbox.state !== "ready") return "NotReady";
  return isHandbook(context) ? "Running" : "Ready";
}
var otherState = (state2) => state2 === "NotReady" ? "Running" : "NotReady";
async function pods(context, args) {
  const options = getOptions(args, RULES);
  if (options.problem !== void 0)
    return fatal(context, `flag provided but not defined: ${args.join(" ")}`);
  const { machine } = context;
  const name = options.value("name");
  const wanted = options.value("s")?.toLowerCase();
  const list3 = machine.lab.world.read.sandboxes(machine.host).filter((sandbox) => sandbox.state !== "removed").filter((sandbox) => name === void 0 || new RegExp(name).test(sandbox.name)).filter(
    (sandbox) => !options.has("namespace") || new RegExp(options.value("namespace") ?? "").test(sandbox.namespace)
  ).filter((sandbox) => !options.has("id") || sandbox.id.startsWith(options.value("id") ?? "")).filter(
    (sandbox) => wanted === void 0 || wanted === "ready" === (sandbox.state === "ready")
  ).toSorted(newestFirst);
  if (options.has("q")) {
    for (const sandbox of list3)
      await context.out(hintExistence(`${sandbox.id}
`, look(context, sandbox)));
    return 0;
  }
  if (options.value("o") === "json") return podsJson(context, list3);
  const rows = isHandbook(context) ? list3.map((sandbox) => [short(sandbox.id), sandbox.name, state(context, sandbox)]) : list3.map((sandbox) => [
    short(sandbox.id),
    `${humanDuration(machine.now() - sandbox.createdAt)} ago`,
    state(context, sandbox),
    sandbox.name,
    sandbox.namespace,
    String(sandbox.attempt),
    "(default)"
  ]);
  const header = isHandbook(context) ? ["POD ID", "NAME", "STATE"] : ["POD ID", "CREATED", "STATE", "NAME", "NAMESPACE", "ATTEMPT", "RUNTIME"];
  const [title, ...lines2] = tabulate([header, ...rows], TABLE);
  await context.out(title ?? "");
  for (const [index, line] of lines2.entries()) {
    const sandbox = list3[index];
    await context.out(sandbox ? hintExistence(line, look(context, sandbox)) : line);
  }
  return 0;
}
var look = (context, sandbox) => observe(
  context.machine,
  `${context.machine.host}/pods/${sandbox.name}`,
  podState(context, sandbox)
);
function state(context, sandbox) {
  const text = podState(context, sandbox);
  return showsCell(text, look(context, sandbox), otherState(text));
}
async function podsJson(context, list3) {
  const chunks = ['{\n  "items": ['];
  for (const [index, sandbox] of list3.entries()) {
    const body = JSON.stringify(sandboxJson(context, sandbox), null, 2).replaceAll("\n", "\n    ");
    const word = sandbox.state === "ready" ? "SANDBOX_READY" : "SANDBOX_NOTREADY";
    const other = sandbox.state === "ready" ? "SANDBOX_NOTRE" : "SANDBOX_READY";
    chunks.push(
      `${index === 0 ? "" : ","}
    `,
      markPart(body, word, look(context, sandbox), other)
    );
  }
  chunks.push(list3.length > 0 ? "\n  ]\n}\n" : "]\n}\n");
  await context.out(joinChunks(chunks));
  return 0;
}
var STATES = {
  created: "Created",
  running: "Running",
  exited: "Exited"
};
function chosen(context, options) {
  const { machine } = context;
  const name = options.value("name");
  const wanted = options.value("s")?.toLowerCase();
  const pod = options.value("p");
  const all = machine.lab.world.read.containers(machine.host).filter((container) => container.state !== "removed").filter((container) => name === void 0 || new RegExp(name).test(container.name)).filter((container) => pod === void 0 || container.sandboxId.startsWith(pod)).filter((container) => !options.has("id") || container.id.startsWith(options.value("id") ?? "")).toSorted(newestFirst);
  if (options.has("l")) return all.slice(0, 1);
  if (options.has("n") || options.has("last"))
    return all.slice(0, Number(options.value("last") ?? 1));
  if (wanted !== void 0) return all.filter((container) => container.state === wanted);
  return options.has("a") ? all : all.filter((container) => container.state === "running");
}
async function ps(context, args) {
  const options = getOptions(args, RULES);
  if (options.problem !== void 0)
    return fatal(context, `flag provided but not defined: ${args.join(" ")}`);
  const wanted = options.value("s")?.toLowerCase();
  if (wanted !== void 0 && !["created", "running", "exited", "unknown"].includes(wanted))
    return fatal(
      context,
      "listing containers: --state should be one of created, running, exited or unknown"
    );
  const list3 = chosen(context, options);
  if (options.has("q")) {
    for (const container of list3) await context.out(`${container.id}
`);
    return 0;
  }
  if (options.value("o") === "json") {
    await context.out(
      `${JSON.stringify({ containers: list3.map((container) => containerJson(context, container)) }, null, 2)}
`
    );
    return 0;
  }
  const rows = list3.map((container) => psRow(context, container));
  const header = [
    "CONTAINER",
    "IMAGE",
    "CREATED",
    "STATE",
    "NAME",
    "ATTEMPT",
    "POD ID",
    "POD",
    "NAMESPACE"
  ];
  const [title, ...lines2] = tabulate([header, ...rows], TABLE);
  await context.out(title ?? "");
  for (const [index, line] of lines2.entries()) {
    const container = list3[index];
    await context.out(
      container ? showsExistence(line, lookAt(context, container, "listed")) : line
    );
  }
  return 0;
}
var lookAt = (context, container, value) => observe(context.machine, `${context.machine.host}/containers/${container.name}`, value);
function psRow(context, container) {
  const sandbox = sandboxOf(context, container);
  const text = STATES[container.state] ?? "Unknown";
  const { machine } = context;
  return [
    short(container.id),
    shortImage(container.image),
    `${humanDuration(machine.now() - container.createdAt)} ago`,
    showsCell(text, lookAt(context, container, text), text === "Running" ? "Exited" : "Running"),
    container.name,
    String(container.attempt),
    short(container.sandboxId),
    sandbox?.name ?? "unknown",
    sandbox?.namespace ?? "unknown"
  ];
}
function shortImage(image) {
  const digest = /sha256:([0-9a-f]+)/.exec(image)?.[1];
  return digest === void 0 ? image : digest.slice(0, ID_LENGTH);
}
async function images(context, args) {
  const { machine, out } = context;
  const names = [
    ...new Set(machine.lab.world.read.containers(machine.host).map((container) => container.image))
  ].toSorted();
  if (args.includes("-q")) {
    for (const name of names) await out(`${name}
`);
    return 0;
  }
  const rows = names.map((name) => {
    const [repository = name, digest] = name.split("@");
    const tag = /:([\w.-]+)$/.exec(repository);
    return [
      tag ? repository.slice(0, tag.index) : repository,
      tag?.[1] ?? "<none>",
      shortImage(digest ?? name).slice(0, ID_LENGTH)
    ];
  });
  for (const line of tabulate([["IMAGE", "TAG", "IMAGE ID"], ...rows], TABLE)) await out(line);
  return 0;
}

// src/shell/follow.ts
async function whenWorldMoves(context, check) {
  const { machine, job } = context;
  let wake = () => void 0;
  let moved = false;
  const stop2 = machine.lab.onAdvance(() => {
    moved = true;
    wake();
  });
  const onAbort = () => wake();
  job.signal.addEventListener("abort", onAbort);
  try {
    for (; ; ) {
      await breathe(job);
      if (await check()) return;
      if (!moved) await new Promise((resolve) => wake = resolve);
      moved = false;
    }
  } finally {
    stop2();
    job.signal.removeEventListener("abort", onAbort);
  }
}

// src/shell/commands/crictl/logs.ts
var KEY_LINE = "etcd cluster is healthy";
async function logs(context, args) {
  const options = getOptions(args, {
    short: "ftpn:",
    long: ["follow", "tail=", "timestamps", "previous", "since=", "limit-bytes="],
    same: { follow: "f", timestamps: "t", previous: "p" }
  });
  const [id2] = options.operands;
  if (options.problem !== void 0) return fatal(context, options.problem);
  if (id2 === void 0) return fatal(context, "ID cannot be empty");
  const container = findContainer(context, id2);
  if (!container) return fatal(context, notFound(id2));
  const { machine } = context;
  const read2 = () => machine.lab.world.read.containerLog(machine.host, container.id);
  const print = async (line) => {
    const text = `${options.has("t") ? `${rfc3339Nano(context, line.at)} ` : ""}${line.text}
`;
    const of = observe(
      machine,
      `${machine.host}/containers/${container.name}/log`,
      KEY_LINE,
      line.at
    );
    const chunk = line.text.includes(KEY_LINE) ? markPart(text, KEY_LINE, of, "") : text;
    await (line.stream === "stdout" ? context.out(chunk) : context.error(chunk));
  };
  const all = read2();
  const tail2 = Number(options.value("tail") ?? -1);
  for (const line of tail2 >= 0 ? all.slice(Math.max(0, all.length - tail2)) : all) await print(line);
  if (!options.has("f")) return 0;
  let next = all.length;
  await whenWorldMoves(context, async () => {
    const now = read2();
    for (; next < now.length; next += 1) {
      const line = now[next];
      if (line) await print(line);
    }
    return findContainer(context, container.id)?.state !== "running";
  });
  return 0;
}

// src/shell/commands/crictl/crictl.ts
var SOCKET = "unix:///var/run/crio/crio.sock";
var USAGE = `NAME:
   crictl - client for CRI

USAGE:
   crictl [global options] command [command options] [arguments...]

COMMANDS:
   exec        Run a command in a running container
   images      List images
   inspect     Display the status of one or more containers
   inspectp    Display the status of one or more pods
   logs        Fetch the logs of a container
   pods        List pods
   ps          List containers
   stop        Stop one or more running containers
   version     Display runtime version information
`;
async function crictl(context) {
  const args = [...context.args];
  while (args[0]?.startsWith("-")) {
    const option = args.shift() ?? "";
    if (/^(-r|-i|-t|-c|--runtime-endpoint|--image-endpoint|--timeout|--config)$/.test(option))
      args.shift();
    if (option === "--version") {
      await context.out("crictl version v1.32.0\n");
      return 0;
    }
  }
  const [verb, ...rest] = args;
  if (verb === void 0 || verb === "help") {
    await context.out(USAGE);
    return 0;
  }
  const refusal = unreachable(context);
  if (refusal !== void 0)
    return fatal(
      context,
      `validate service connection: validate CRI v1 runtime API for endpoint "${SOCKET}": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /var/run/crio/crio.sock: connect: ${refusal}"`
    );
  return dispatch(context, verb, rest);
}
function unreachable({ machine, user }) {
  const crio = machine.lab.world.read.units(machine.host).find((unit) => unit.unit === "crio.service");
  if (crio?.active !== "active")
    return user.uid === 0 || crio?.active === void 0 ? "no such file or directory" : "permission denied";
  return user.uid === 0 ? void 0 : "permission denied";
}
async function dispatch(context, verb, args) {
  switch (verb) {
    case "pods":
      return pods(context, args);
    case "ps":
      return ps(context, args);
    case "images":
    case "img":
      return images(context, args);
    case "logs":
      return logs(context, args);
    case "exec":
      return enter(context, args);
    case "stop":
      return stop(context, args);
    case "inspect":
    case "inspectp":
      return inspect(context, verb, args);
    case "version":
      await context.out(
        "Version:  0.1.0\nRuntimeName:  cri-o\nRuntimeVersion:  1.32.4\nRuntimeApiVersion:  v1\n"
      );
      return 0;
    case "info":
    case "stats":
    case "statsp":
    case "rm":
    case "rmp":
    case "rmi":
    case "stopp":
    case "pull":
    case "create":
    case "run":
    case "runp":
    case "start":
    case "attach":
    case "port-forward":
    case "events":
      await context.error(
        `crictl ${verb}: not simulated by Eggtooth (a real node has it); see docs/fidelity.md
`
      );
      return 1;
    default:
      await context.out(`No help topic for '${verb}'
`);
      return 3;
  }
}
async function stop(context, args) {
  const options = getOptions(args, { short: "t:", long: ["timeout="], same: { timeout: "t" } });
  if (options.operands.length === 0) return fatal(context, "ID cannot be empty");
  const { machine } = context;
  for (const id2 of options.operands) {
    const container = findContainer(context, id2);
    if (!container) return fatal(context, `stopping the container "${id2}": ${notFound(id2)}`);
    const answer = await machine.lab.ask(
      {
        who: "trainee",
        kind: "stopContainer",
        host: machine.host,
        id: container.id,
        graceSeconds: Number(options.value("t") ?? 0)
      },
      context.job.signal
    );
    if (!answer.ok)
      return fatal(
        context,
        `stopping the container "${id2}": rpc error: code = Unknown desc = ${answer.message}`
      );
    await context.out(`${id2}
`);
  }
  return 0;
}

// src/shell/commands/etcdctl/client.ts
function endpointsOf({ env: env2 }, given) {
  return (given ?? env2["ETCDCTL_ENDPOINTS"] ?? "127.0.0.1:2379").split(",");
}
function hostOf({ machine }, endpoint) {
  const address = endpoint.replace(/^https?:\/\//, "").replace(/:\d+\/?$/, "");
  if (address === "127.0.0.1" || address === "localhost" || address === "[::1]")
    return machine.host;
  return machine.lab.world.read.hosts().find(
    (host) => host.address === address || host.name === address || address.startsWith(`${host.name}.`)
  )?.name;
}
async function call(etcd, endpoint, request) {
  const { context, timeoutMicros } = etcd;
  const { machine, job } = context;
  const startedAt = machine.now();
  const host = hostOf(context, endpoint);
  const over = new AbortController();
  const stop2 = () => over.abort();
  job.signal.addEventListener("abort", stop2, { once: true });
  try {
    const deadline = machine.lab.sleep(timeoutMicros, over.signal).then(() => void 0);
    const answer = host === void 0 ? void 0 : await Promise.race([
      machine.lab.ask({ who: "trainee", kind: "etcd", host, call: request }, over.signal),
      deadline
    ]);
    const tookMicros = machine.now() - startedAt;
    if (answer?.ok) return { ok: true, reply: answer.etcd, tookMicros };
    await deadline;
    await warn(context, endpoint);
    return { ok: false, tookMicros: machine.now() - startedAt };
  } catch (error) {
    if (job.signal.aborted) throw new Interrupted();
    throw error;
  } finally {
    job.signal.removeEventListener("abort", stop2);
    over.abort();
  }
}
async function warn({ machine, error }, endpoint) {
  const ts = machine.date(machine.now()).toISOString().replace("Z", "000Z");
  const target = `etcd-endpoints://0xc0002454a0/${endpoint.replace(/^https?:\/\//, "")}`;
  await error(
    `${JSON.stringify({ level: "warn", ts, logger: "client", caller: "v3/retry_interceptor.go:63", msg: "retrying of unary invoker failed", target, attempt: 0, error: "rpc error: code = DeadlineExceeded desc = context deadline exceeded" })}
`
  );
}
function goDuration(micros) {
  if (micros < 1e3) return `${micros}\xB5s`;
  if (micros < 1e6) return `${Number((micros / 1e3).toFixed(3))}ms`;
  return `${Number((micros / 1e6).toFixed(6))}s`;
}

// src/shell/commands/etcdctl/tables.ts
function boxed(header, rows) {
  const widths = header.map(
    (title, index) => Math.max(title.length, ...rows.map((row) => textOf(row[index] ?? "").length))
  );
  const rule = `+${widths.map((width) => "-".repeat(width + 2)).join("+")}+
`;
  const centred = header.map((title, index) => {
    const free = (widths[index] ?? 0) - title.length;
    return `${" ".repeat(Math.floor(free / 2))}${title}${" ".repeat(Math.ceil(free / 2))}`;
  });
  const lines2 = rows.map(
    (row) => joinChunks([
      "|",
      ...row.flatMap((cell, index) => [
        " ".repeat((widths[index] ?? 0) - textOf(cell).length + 1),
        cell,
        " |"
      ]),
      "\n"
    ])
  );
  return [rule, `| ${centred.join(" | ")} |
`, rule, ...lines2, rule];
}
var memberRow = (m) => {
  const started = m.name !== "" && m.clientUrl !== "";
  return [
    m.memberId,
    started ? "started" : "unstarted",
    started ? m.name : "",
    m.peerUrl,
    started ? m.clientUrl : "",
    String(m.learner)
  ];
};
function dbSize(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1e3 && unit < units.length - 1) {
    size /= 1e3;
    unit += 1;
  }
  return `${Number(size.toPrecision(2))} ${units[unit] ?? ""}`;
}
var statusRow = (endpoint, m) => [
  endpoint,
  m.memberId,
  m.version,
  dbSize(m.dbBytes),
  String(m.leader),
  String(m.learner),
  String(m.term),
  String(m.index),
  String(m.applied),
  ""
];

// src/shell/commands/etcdctl/health.ts
var DEADLINE = "context deadline exceeded";
async function health(etcd, cluster) {
  const { context, format } = etcd;
  let { endpoints } = etcd;
  if (cluster) {
    const list3 = await call(etcd, endpoints[0] ?? "", { op: "members" });
    if (!list3.ok) {
      await context.error(
        `Error: failed to fetch endpoints from etcd cluster member list: ${DEADLINE}
`
      );
      return 1;
    }
    endpoints = (list3.reply?.members ?? []).map((member) => member.clientUrl).filter((url) => url !== "");
  }
  const results = await Promise.all(endpoints.map((endpoint) => probe(etcd, endpoint)));
  results.sort((a, b) => a.tookMicros - b.tookMicros);
  const allHealthy = results.every((result) => result.healthy);
  const { machine } = context;
  const overall = observe(
    machine,
    `${machine.host}/etcd/health`,
    allHealthy ? "healthy" : "unhealthy"
  );
  const word = (result) => ({
    all: overall,
    own: observe(
      machine,
      `${machine.host}/etcd/health/${result.endpoint.replace(/^https?:\/\//, "")}`,
      result.healthy ? "healthy" : "unhealthy"
    )
  });
  if (format === "table") {
    const rows = results.map((result) => {
      const text = String(result.healthy);
      const cell = showsCell(text, word(result).all, result.healthy ? "no" : "yes");
      return [result.endpoint, cell, goDuration(result.tookMicros), result.healthy ? "" : DEADLINE];
    });
    for (const line of boxed(["ENDPOINT", "HEALTH", "TOOK", "ERROR"], rows))
      await context.out(line);
  } else if (format === "json")
    await context.out(
      `${JSON.stringify(results.map((r) => ({ endpoint: r.endpoint, health: r.healthy, took: goDuration(r.tookMicros), ...!r.healthy && { error: DEADLINE } })))}
`
    );
  else
    for (const result of results) {
      const line = simple(result, word(result), cluster);
      await (result.healthy ? context.out(line) : context.error(line));
    }
  const evidence = {
    each: /* @__PURE__ */ new Map([[overall, allHealthy ? 1 : 0]]),
    joint: /* @__PURE__ */ new Map()
  };
  if (allHealthy) return { status: 0, evidence };
  await context.error("Error: unhealthy cluster\n");
  return { status: 1, evidence };
}
async function probe(etcd, endpoint) {
  const got = await call(etcd, endpoint, { op: "get", key: "health" });
  if (!got.ok) return { endpoint, healthy: false, tookMicros: got.tookMicros };
  const alarms2 = await call(etcd, endpoint, { op: "alarms" });
  return {
    endpoint,
    healthy: alarms2.ok,
    tookMicros: got.tookMicros + (alarms2.ok ? 0 : alarms2.tookMicros)
  };
}
function simple(result, { all, own }, cluster) {
  const word = result.healthy ? "healthy" : "unhealthy";
  const other = result.healthy ? "failing" : "healthy";
  const text = result.healthy ? `${result.endpoint} is healthy: successfully committed proposal: took = ${goDuration(result.tookMicros)}
` : `${result.endpoint} is unhealthy: failed to commit proposal: ${DEADLINE}
`;
  const marked = markPart(text, word, all, other);
  if (!cluster) return marked;
  return withMarks(textOf(marked), [
    ...marksOf(marked),
    ...marksOf(markPart(text, word, own, other))
  ]);
}

// src/shell/commands/etcdctl/etcdctl.ts
var LONG = [
  "endpoints=",
  "cacert=",
  "cert=",
  "key=",
  "write-out=",
  "command-timeout=",
  "dial-timeout=",
  "cluster?",
  "insecure-skip-tls-verify?",
  "insecure-transport?",
  "prefix?",
  "keys-only?",
  "count-only?",
  "print-value-only?",
  "limit=",
  "consistency=",
  "debug?",
  "help",
  "hex?",
  "user=",
  "keepalive-time=",
  "keepalive-timeout=",
  "discovery-srv="
];
async function etcdctl(context) {
  const options = getOptions(context.args, {
    short: "w:h",
    long: LONG,
    same: { "write-out": "w", help: "h" }
  });
  if (options.problem !== void 0)
    return fail(
      context,
      options.problem.replace("unrecognized option '", "unknown flag: ").replace(/'$/, "")
    );
  const format = options.value("w") ?? "simple";
  if (!["simple", "table", "json", "fields"].includes(format)) {
    await context.error("Error: unsupported output format\n");
    return 4;
  }
  const seconds = durationSeconds2(options.value("command-timeout") ?? "5s");
  const etcd = {
    context,
    format,
    timeoutMicros: seconds * 1e6,
    endpoints: endpointsOf(context, options.value("endpoints"))
  };
  const [noun, verb, ...rest] = options.operands;
  if (noun === "version") {
    const version = context.machine.lab.world.read.members()[0]?.version ?? "3.5.21";
    await context.out(`etcdctl version: ${version}
API version: 3.5
`);
    return 0;
  }
  if (noun === "endpoint" && verb === "health") return health(etcd, options.has("cluster"));
  if (noun === "endpoint" && verb === "status") return status(etcd, options.has("cluster"));
  if (noun === "member" && verb === "list") return memberList(etcd);
  if (noun === "get") return get(etcd, verb, options);
  if (noun === "put" && verb !== void 0) return put(etcd, verb, rest[0]);
  if (noun === "alarm" && verb === "list") return alarms(etcd);
  if (noun === void 0 || options.has("h") || verb === void 0) {
    await context.out(
      "NAME:\n	etcdctl - A simple command line client for etcd3.\n\nSimulated: endpoint health, endpoint status, member list, get, put, alarm list, version\n"
    );
    return 0;
  }
  return fail(
    context,
    `unknown command "${noun}${verb === void 0 ? "" : ` ${verb}`}" for "etcdctl" (or not simulated by Eggtooth; see docs/fidelity.md)`
  );
}
async function fail({ error }, text) {
  await error(`Error: ${text}
`);
  return 1;
}
var durationSeconds2 = (text) => {
  const match = /^([\d.]+)(ms|s|m)$/.exec(text);
  return Number(match?.[1] ?? 5) * ({ ms: 1e-3, s: 1, m: 60 }[match?.[2] ?? "s"] ?? 1);
};
var DEADLINE2 = "context deadline exceeded";
async function members(etcd) {
  const result = await call(etcd, etcd.endpoints[0] ?? "", { op: "members" });
  return result.ok ? result.reply?.members ?? [] : void 0;
}
async function memberList(etcd) {
  const { context, format } = etcd;
  const list3 = await members(etcd);
  if (!list3) return fail(context, DEADLINE2);
  const rows = list3.toSorted((a, b) => a.memberId < b.memberId ? -1 : 1).map(memberRow);
  if (format === "table")
    for (const line of boxed(
      ["ID", "STATUS", "NAME", "PEER ADDRS", "CLIENT ADDRS", "IS LEARNER"],
      rows
    ))
      await context.out(line);
  else if (format === "json") {
    const body = list3.map((m) => ({
      ID: m.memberId,
      name: m.name,
      peerURLs: [m.peerUrl],
      ...m.clientUrl !== "" && { clientURLs: [m.clientUrl] },
      ...m.learner && { isLearner: true }
    }));
    await context.out(
      `${decimalIds(JSON.stringify({ header: { raft_term: list3[0]?.term ?? 0 }, members: body }))}
`
    );
  } else for (const row of rows) await context.out(`${row.join(", ")}
`);
  return 0;
}
var decimalIds = (json) => json.replaceAll(
  /"(ID|member_id|leader)":"([0-9a-f]+)"/g,
  (_, name, hex) => `"${name}":${BigInt(`0x${hex || "0"}`)}`
);
async function status(etcd, cluster) {
  const { context, format } = etcd;
  const list3 = cluster ? await members(etcd) : void 0;
  if (cluster && !list3) return fail(context, DEADLINE2);
  const endpoints = list3 ? list3.map((m) => m.clientUrl).filter((url) => url !== "") : etcd.endpoints;
  const rows = [];
  const bodies = [];
  let failed = false;
  for (const endpoint of endpoints) {
    const result = await call(etcd, endpoint, { op: "status" });
    const reply = result.ok ? result.reply : void 0;
    const view = reply?.status;
    if (!view) {
      failed = true;
      await context.error(`Failed to get the status of endpoint ${endpoint} (${DEADLINE2})
`);
      continue;
    }
    rows.push(statusRow(endpoint, view));
    bodies.push({
      Endpoint: endpoint,
      Status: {
        header: {
          member_id: view.memberId,
          revision: reply?.revision ?? 0,
          raft_term: view.term
        },
        version: view.version,
        dbSize: view.dbBytes,
        leader: view.leaderId,
        raftIndex: view.index,
        raftTerm: view.term,
        raftAppliedIndex: view.applied,
        dbSizeInUse: view.dbBytes
      }
    });
  }
  if (format === "table")
    for (const line of boxed(
      [
        "ENDPOINT",
        "ID",
        "VERSION",
        "DB SIZE",
        "IS LEADER",
        "IS LEARNER",
        "RAFT TERM",
        "RAFT INDEX",
        "RAFT APPLIED INDEX",
        "ERRORS"
      ],
      rows
    ))
      await context.out(line);
  else if (format === "json") await context.out(`${decimalIds(JSON.stringify(bodies))}
`);
  else for (const row of rows) await context.out(`${row.join(", ")}
`);
  return failed ? 1 : 0;
}
async function get(etcd, key, options) {
  const { context } = etcd;
  if (key === void 0) {
    await context.error(
      "Error: get command needs one argument as key and an optional argument as range_end\n"
    );
    return 128;
  }
  if (options.has("prefix") || options.has("keys-only"))
    return fail(context, "ranges of keys are not simulated by Eggtooth; see docs/fidelity.md");
  const result = await call(etcd, etcd.endpoints[0] ?? "", { op: "get", key });
  if (!result.ok) return fail(context, DEADLINE2);
  const value = result.reply?.value;
  if (value !== void 0)
    await context.out(options.has("print-value-only") ? `${value}
` : `${key}
${value}
`);
  return 0;
}
async function put(etcd, key, value) {
  if (value === void 0) {
    await etcd.context.error(
      "Error: put command needs 1 argument and input from stdin or 2 arguments\n"
    );
    return 128;
  }
  const result = await call(etcd, etcd.endpoints[0] ?? "", { op: "put", key, value });
  if (!result.ok) return fail(etcd.context, DEADLINE2);
  await etcd.context.out("OK\n");
  return 0;
}
async function alarms(etcd) {
  const result = await call(etcd, etcd.endpoints[0] ?? "", { op: "alarms" });
  return result.ok ? 0 : fail(etcd.context, DEADLINE2);
}

// src/shell/files/file-error.ts
var TEXTS = {
  ENOENT: "No such file or directory",
  EACCES: "Permission denied",
  EPERM: "Operation not permitted",
  EISDIR: "Is a directory",
  ENOTDIR: "Not a directory",
  ENOTEMPTY: "Directory not empty",
  EEXIST: "File exists",
  EROFS: "Read-only file system",
  ENOSPC: "No space left on device"
};
var FileError = class extends Error {
  errno;
  constructor(errno, path) {
    super(`${errno}: ${TEXTS[errno]}, '${path}'`);
    this.errno = errno;
  }
};
var strerror = (error) => {
  if (error instanceof FileError) return TEXTS[error.errno];
  throw error;
};

// src/shell/files/host-files.ts
var CORE = { name: "core", uid: 1e3 };
var ROOT = { name: "root", uid: 0 };
var FILE_MAX = 8 << 20;
var IMPLIED = {
  "/tmp": { mode: 511, owner: "root" },
  "/var/tmp": { mode: 511, owner: "root" },
  "/root": { mode: 448, owner: "root" },
  "/home/core": { mode: 448, owner: "core" },
  "/var/home/core": { mode: 448, owner: "core" }
};
var SYSTEM_FOLDERS = new Set(
  "/ /bin /boot /dev /etc /home /lib /lib64 /mnt /opt /proc /run /sbin /srv /sys /usr /usr/bin /usr/lib /usr/local /usr/local/bin /usr/sbin /usr/share /var /var/home /var/lib /var/log".split(
    " "
  )
);
var marksByLab = /* @__PURE__ */ new WeakMap();
var renderedByLab = /* @__PURE__ */ new WeakMap();
function normalise(base, path) {
  const parts = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
var parentOf = (path) => path.slice(0, path.lastIndexOf("/")) || "/";
var nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);
function openHostFiles(options) {
  const { lab, host } = options;
  const names = pathNames(options);
  const pki = pkiTexts(options);
  const marks = marksOfHost(lab, host);
  function view(path) {
    const world = names.toWorld(path);
    const found2 = lab.world.read.file(host, world);
    if (found2) return { ...found2, path };
    const implied = IMPLIED[world];
    const exists = implied !== void 0 || SYSTEM_FOLDERS.has(world) || names.isAncestorOfAssets(path) || lab.world.read.folder(host, world).length > 0;
    if (!exists) return void 0;
    const { mode, owner } = implied ?? { mode: 493, owner: "root" };
    return { path, folder: true, content: "", mode, owner, changedAt: 0 };
  }
  function reach(path, user) {
    if (user.uid === 0) return;
    for (let at = parentOf(path); ; at = parentOf(at)) {
      const folder = view(at);
      if (folder && !allowed(folder, user, 1)) throw new FileError("EACCES", path);
      if (at === "/") return;
    }
  }
  function find2(path, user) {
    reach(path, user);
    const found2 = view(path);
    if (!found2) throw new FileError("ENOENT", path);
    return found2;
  }
  function raw(path, user) {
    const found2 = find2(path, user);
    if (found2.folder) throw new FileError("EISDIR", path);
    if (!allowed(found2, user, 4)) throw new FileError("EACCES", path);
    return found2.content;
  }
  function mayWrite(path, user) {
    reach(path, user);
    const found2 = view(path);
    if (found2?.folder) throw new FileError("EISDIR", path);
    const folder = view(parentOf(path));
    if (!folder) throw new FileError("ENOENT", path);
    if (!folder.folder) throw new FileError("ENOTDIR", path);
    if (!allowed(found2 ?? folder, user, 2)) throw new FileError("EACCES", path);
  }
  async function change2(changes) {
    const translated = changes.map((c) => ({ ...c, path: names.toWorld(c.path) }));
    const answer = await lab.ask({ who: "trainee", kind: "files", host, changes: translated });
    if (!answer.ok) throw new FileError("EROFS", changes[0]?.path ?? "");
  }
  async function write(path, text, user, mode) {
    mayWrite(path, user);
    if (textOf(text).length > FILE_MAX) throw new FileError("ENOSPC", path);
    const old = view(path);
    const content = pki.fold(textOf(text));
    const owner = old?.owner ?? user.name;
    await change2([{ op: "write", path, content, mode: mode ?? old?.mode ?? 420, owner }]);
    if (marksOf(text).length > 0) marks.set(path, text);
    else marks.delete(path);
  }
  function read2(path, user) {
    const text = pki.unfold(raw(path, user));
    const marked = marks.get(path);
    return marked !== void 0 && textOf(marked) === text ? marked : text;
  }
  return {
    home: (user) => user.uid === 0 ? "/root" : names.home,
    resolve: normalise,
    stat(path, user) {
      reach(path, user);
      return view(path);
    },
    list(path, user) {
      const folder = find2(path, user);
      if (!folder.folder) throw new FileError("ENOTDIR", path);
      if (!allowed(folder, user, 4)) throw new FileError("EACCES", path);
      return names.children(path).map((child) => ({ ...child, path: `${path}/${nameOf(child.path)}`.replace("//", "/") }));
    },
    read: read2,
    raw,
    write,
    async append(path, text, user) {
      mayWrite(path, user);
      const old = view(path) ? read2(path, ROOT) : "";
      await write(path, joinChunks([old, text]), user);
    },
    change: change2,
    mayWrite,
    marks
  };
}
function allowed(file, user, bit) {
  if (user.uid === 0) return true;
  const shift = file.owner.split(":")[0] === user.name ? 6 : 0;
  return (file.mode >> shift & bit) !== 0;
}
function pathNames({ lab, host, assetsDir }) {
  const home = lab.world.read.file(host, "/var/home/core") ? "/var/home/core" : "/home/core";
  const aliased = host === "workstation" && assetsDir !== "/assets" && assetsDir !== "";
  const under = (path, folder) => path === folder || path.startsWith(`${folder}/`);
  function toWorld(path) {
    if (aliased && under(path, assetsDir)) return `/assets${path.slice(assetsDir.length)}`;
    for (const other of ["/home/core", "/var/home/core"])
      if (other !== home && under(path, other)) return home + path.slice(other.length);
    return path;
  }
  function children(path) {
    const found2 = [...lab.world.read.folder(host, toWorld(path))];
    const known2 = new Set(found2.map((file) => nameOf(file.path)));
    const prefix = path === "/" ? "/" : `${path}/`;
    const implied = [...SYSTEM_FOLDERS, ...Object.keys(IMPLIED)];
    if (aliased) implied.push(...ancestors(assetsDir), assetsDir);
    for (const folder of implied) {
      const name = folder.slice(prefix.length);
      if (!folder.startsWith(prefix) || name === "" || name.includes("/") || known2.has(name))
        continue;
      known2.add(name);
      const { mode, owner } = IMPLIED[folder] ?? { mode: 493, owner: "root" };
      found2.push({ path: folder, folder: true, content: "", mode, owner, changedAt: 0 });
    }
    return found2.toSorted((a, b) => nameOf(a.path) < nameOf(b.path) ? -1 : 1);
  }
  return {
    home,
    toWorld,
    children,
    isAncestorOfAssets: (path) => aliased && (under(assetsDir, path) || path === "/")
  };
}
function ancestors(path) {
  const found2 = [];
  for (let at = parentOf(path); at !== "/"; at = parentOf(at)) found2.push(at);
  return found2;
}
function pkiTexts({ lab, render }) {
  let known2 = renderedByLab.get(lab);
  if (!known2) renderedByLab.set(lab, known2 = /* @__PURE__ */ new Map());
  const names = known2;
  return {
    unfold(content) {
      if (!content.includes("@@")) return content;
      for (const [token] of content.matchAll(/@@(?:PEM|BASE64) [^@]+@@/g))
        names.set(render(token).trim(), token);
      return render(content);
    },
    fold(text) {
      let folded = text;
      if (names.size > 0 && text.length > 100) {
        for (const [rendered, token] of names)
          if (rendered !== "" && folded.includes(rendered))
            folded = folded.replaceAll(rendered, token);
      }
      return folded;
    }
  };
}
function marksOfHost(lab, host) {
  let hosts = marksByLab.get(lab);
  if (!hosts) marksByLab.set(lab, hosts = /* @__PURE__ */ new Map());
  let marks = hosts.get(host);
  if (!marks) hosts.set(host, marks = /* @__PURE__ */ new Map());
  return marks;
}

// src/shell/commands/files/modes.ts
function modeText(file) {
  const bits = [6, 3, 0].map((shift) => {
    const value = file.mode >> shift & 7;
    return `${value & 4 ? "r" : "-"}${value & 2 ? "w" : "-"}${value & 1 ? "x" : "-"}`;
  });
  const sticky = file.folder && (file.mode & 1023) === 511 && file.path.endsWith("tmp");
  const text = bits.join("");
  return `${file.folder ? "d" : "-"}${sticky ? `${text.slice(0, -1)}t` : text}`;
}
function ownerAndGroup(file) {
  const [owner = "root", group] = file.owner.split(":");
  return [owner === "" ? "root" : owner, group ?? (owner === "" ? "root" : owner)];
}
function changeMode(mode, spec) {
  if (/^[0-7]{1,4}$/.test(spec)) return parseInt(spec, 8) & 511;
  let bits = mode;
  for (const clause of spec.split(",")) {
    const match = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause);
    if (!match) return void 0;
    const who = match[1] === "" || match[1]?.includes("a") ? "ugo" : match[1] ?? "";
    let change2 = 0;
    for (const letter of match[3] ?? "") change2 |= { r: 4, w: 2, x: 1, X: 1 }[letter] ?? 0;
    for (const [letter, shift] of [
      ["u", 6],
      ["g", 3],
      ["o", 0]
    ]) {
      if (!who.includes(letter)) continue;
      if (match[2] === "+") bits |= change2 << shift;
      else if (match[2] === "-") bits &= ~(change2 << shift);
      else bits = bits & ~(7 << shift) | change2 << shift;
    }
  }
  return bits;
}

// src/shell/commands/files/changes.ts
var stat = (context, operand) => context.machine.files.stat(context.path(operand), context.user);
function found(context, operand) {
  const file = stat(context, operand);
  if (!file) throw new FileError("ENOENT", operand);
  return file;
}
async function forEach(context, operands, what, each) {
  let status3 = 0;
  for (const operand of operands)
    try {
      await each(operand);
    } catch (failure) {
      await context.error(`${context.name}: ${what(operand)}: ${strerror(failure)}
`);
      status3 = 1;
    }
  return status3;
}
function copies(context, from, to) {
  const { machine, user } = context;
  const file = machine.files.stat(from, user);
  if (!file) throw new FileError("ENOENT", from);
  const { mode, owner } = file;
  if (!file.folder)
    return [
      {
        op: "write",
        path: to,
        content: machine.files.raw(from, user),
        mode,
        owner: user.uid === 0 ? owner : user.name
      }
    ];
  const children = machine.files.list(from, user);
  return [
    { op: "folder", path: to, mode },
    ...children.flatMap(
      (child) => copies(context, `${from}/${nameOf(child.path)}`, `${to}/${nameOf(child.path)}`)
    )
  ];
}
function removals(context, path) {
  const file = context.machine.files.stat(path, context.user);
  const below2 = file?.folder ? context.machine.files.list(path, context.user).flatMap((child) => removals(context, `${path}/${nameOf(child.path)}`)) : [];
  return [...below2, { op: "remove", path }];
}
function mayChangeFolderOf(context, path) {
  context.machine.files.mayWrite(`${parentOf(path)}/.eggtooth-name`, context.user);
}
function carryMarks(context, from, to) {
  const { marks } = context.machine.files;
  const marked = marks.get(from);
  if (marked === void 0) marks.delete(to);
  else marks.set(to, marked);
}
var transfer = (moves2) => async (context) => {
  const options = getOptions(context.args, {
    short: "rRafpvinuTt:d",
    long: [
      "recursive",
      "force",
      "archive",
      "no-clobber",
      "target-directory=",
      "verbose",
      "preserve?"
    ],
    same: { recursive: "r", force: "f", archive: "a", "target-directory": "t", verbose: "v" }
  });
  if (options.problem !== void 0) return usageError(context, options.problem);
  const given = options.value("t");
  const operands = given === void 0 ? options.operands.slice(0, -1) : options.operands;
  const target = given ?? options.operands.at(-1);
  if (target === void 0) return usageError(context, "missing file operand");
  if (operands.length === 0)
    return usageError(context, `missing destination file operand after '${target}'`);
  const into = stat(context, target)?.folder === true;
  if (operands.length > 1 && !into) {
    await context.error(`${context.name}: target '${target}' is not a directory
`);
    return 1;
  }
  const verb = moves2 ? "move" : "copy";
  return forEach(
    context,
    operands,
    (operand) => stat(context, operand) ? `cannot ${moves2 ? `move '${operand}' to '${target}'` : `create regular file '${target}'`}` : moves2 ? `cannot stat '${operand}'` : `cannot stat '${operand}'`,
    (operand) => transferOne(context, options, operand, { target, into, moves: moves2, verb })
  );
};
async function transferOne(context, options, operand, { target, into, moves: moves2 }) {
  const from = context.path(operand);
  const file = found(context, operand);
  const to = into ? `${context.path(target)}/${nameOf(from)}`.replace("//", "/") : context.path(target);
  if (from === to) {
    await context.error(`${context.name}: '${operand}' and '${target}' are the same file
`);
    return;
  }
  const recursive2 = moves2 || ["r", "R", "a"].some((letter) => options.has(letter));
  if (file.folder && !recursive2) {
    await context.error(`cp: -r not specified; omitting directory '${operand}'
`);
    return;
  }
  if (file.folder) mayChangeFolderOf(context, to);
  else context.machine.files.mayWrite(to, context.user);
  if (moves2) mayChangeFolderOf(context, from);
  const changes = copies(context, from, to);
  await context.machine.files.change(moves2 ? [...changes, ...removals(context, from)] : changes);
  carryMarks(context, from, to);
  if (options.has("v")) await context.out(`${moves2 ? "renamed " : ""}'${operand}' -> '${to}'
`);
}
async function rm(context) {
  const options = getOptions(context.args, {
    short: "rRfvid",
    long: ["recursive", "force", "verbose"],
    same: { recursive: "r", force: "f", R: "r" }
  });
  if (options.problem !== void 0) return usageError(context, options.problem);
  if (options.operands.length === 0)
    return options.has("f") ? 0 : usageError(context, "missing operand");
  return forEach(
    context,
    options.operands,
    (operand) => `cannot remove '${operand}'`,
    async (operand) => {
      const path = context.path(operand);
      if (!stat(context, operand) && options.has("f")) return;
      const file = found(context, operand);
      if (file.folder && !options.has("r") && !options.has("R"))
        throw new FileError("EISDIR", operand);
      mayChangeFolderOf(context, path);
      await context.machine.files.change(removals(context, path));
      if (options.has("v")) await context.out(`removed '${operand}'
`);
    }
  );
}
async function mkdir(context) {
  const options = getOptions(context.args, {
    short: "pvm:",
    long: ["parents", "mode=", "verbose"],
    same: { parents: "p", mode: "m" }
  });
  if (options.problem !== void 0) return usageError(context, options.problem);
  if (options.operands.length === 0) return usageError(context, "missing operand");
  const mode = parseInt(options.value("m") ?? "755", 8);
  return forEach(
    context,
    options.operands,
    (operand) => `cannot create directory \u2018${operand}\u2019`,
    async (operand) => {
      const path = context.path(operand);
      const there = stat(context, operand);
      if (there && options.has("p") && there.folder) return;
      if (there) throw new FileError("EEXIST", operand);
      const missing = [path];
      for (let at = parentOf(path); options.has("p") && !context.machine.files.stat(at, context.user); at = parentOf(at))
        missing.unshift(at);
      mayChangeFolderOf(context, missing[0] ?? path);
      await context.machine.files.change(
        missing.map((folder) => ({ op: "folder", path: folder, mode }))
      );
    }
  );
}
async function rmdir(context) {
  return forEach(
    context,
    context.args.filter((arg) => !arg.startsWith("-")),
    (operand) => `failed to remove '${operand}'`,
    async (operand) => {
      const path = context.path(operand);
      if (!found(context, operand).folder) throw new FileError("ENOTDIR", operand);
      if (context.machine.files.list(path, context.user).length > 0)
        throw new FileError("ENOTEMPTY", operand);
      mayChangeFolderOf(context, path);
      await context.machine.files.change([{ op: "remove", path }]);
    }
  );
}
async function touch(context) {
  const options = getOptions(context.args, {
    short: "cd:t:r:am",
    long: ["date=", "no-create"],
    same: { "no-create": "c" }
  });
  if (options.operands.length === 0) return usageError(context, "missing file operand");
  return forEach(
    context,
    options.operands,
    (operand) => `cannot touch '${operand}'`,
    async (operand) => {
      const path = context.path(operand);
      const file = stat(context, operand);
      if (file?.folder || !file && options.has("c")) return;
      await context.machine.files.write(
        path,
        file ? context.machine.files.read(path, { name: "root", uid: 0 }) : "",
        context.user
      );
    }
  );
}
async function alter(context, operand, change2) {
  const path = context.path(operand);
  const file = found(context, operand);
  const { user, machine } = context;
  const owns = user.uid === 0 || file.owner.split(":")[0] === user.name;
  const { mode, owner } = change2(file);
  if (!owns || owner !== void 0 && user.uid !== 0) throw new FileError("EPERM", operand);
  if (file.folder) await machine.files.change([{ op: "folder", path, mode: mode ?? file.mode }]);
  else
    await machine.files.change([
      {
        op: "write",
        path,
        content: file.content,
        mode: mode ?? file.mode,
        owner: owner ?? file.owner
      }
    ]);
}
var alteration = (what) => async (context) => {
  const args = context.args.filter((arg) => !/^-[RvcfhH]+$|^--(recursive|verbose)$/.test(arg));
  const recursive2 = context.args.some((arg) => /^-\w*R|^--recursive/.test(arg));
  const [spec, ...operands] = args;
  if (spec === void 0 || operands.length === 0) return usageError(context, "missing operand");
  if (what === "mode" && changeMode(0, spec) === void 0)
    return usageError(context, `invalid mode: \u2018${spec}\u2019`);
  const all = recursive2 ? operands.flatMap((operand) => below(context, operand)) : operands;
  return forEach(
    context,
    all,
    (operand) => what === "mode" ? stat(context, operand) ? `changing permissions of '${operand}'` : `cannot access '${operand}'` : stat(context, operand) ? `changing ownership of '${operand}'` : `cannot access '${operand}'`,
    (operand) => alter(
      context,
      operand,
      (file) => what === "mode" ? { mode: changeMode(file.mode, spec) ?? file.mode } : { owner: spec.replace(/:$/, "") }
    )
  );
};
function below(context, operand) {
  if (!stat(context, operand)?.folder) return [operand];
  const children = context.machine.files.list(context.path(operand), context.user);
  return [
    operand,
    ...children.flatMap((child) => below(context, `${operand}/${nameOf(child.path)}`))
  ];
}
async function ln(context) {
  await context.error(
    "ln: links are not simulated by Eggtooth; see docs/fidelity.md (cp makes a copy)\n"
  );
  return 1;
}
var CHANGES = {
  cp: { run: transfer(false) },
  mv: { run: transfer(true) },
  rm: { run: rm },
  mkdir: { run: mkdir },
  rmdir: { run: rmdir },
  touch: { run: touch },
  chmod: { run: alteration("mode") },
  chown: { run: alteration("owner") },
  ln: { run: ln }
};

// src/shell/commands/files/find.ts
async function find(context) {
  const search2 = parse2(context);
  if (search2.problem !== void 0) {
    await context.error(`find: ${search2.problem}
`);
    return 1;
  }
  let status3 = 0;
  const visit = async (shown2, depth) => {
    await breathe(context.job);
    const { machine, user } = context;
    const path = context.path(shown2);
    const file = machine.files.stat(path, user);
    if (!file) throw new FileError("ENOENT", path);
    if (search2.tests.every((test2) => test2(file, shown2, depth)))
      await report(context, search2, shown2, file);
    if (!file.folder || depth >= search2.deepest) return;
    try {
      for (const child of machine.files.list(path, user))
        await visit(`${shown2.replace(/\/$/, "")}/${nameOf(child.path)}`, depth + 1);
    } catch (failure) {
      await context.error(`find: \u2018${shown2}\u2019: ${strerror(failure)}
`);
      status3 = 1;
    }
  };
  for (const root of search2.roots)
    try {
      await visit(root, 0);
    } catch (failure) {
      await context.error(`find: \u2018${root}\u2019: ${strerror(failure)}
`);
      status3 = 1;
    }
  return status3;
}
async function report(context, search2, shown2, file) {
  if (search2.remove) {
    context.machine.files.mayWrite(file.folder ? `${file.path}/.` : file.path, context.user);
    await context.machine.files.change([{ op: "remove", path: context.path(shown2) }]);
  } else if (search2.exec)
    await context.execute(search2.exec.map((word) => word.replaceAll("{}", shown2)));
  else await context.out(shown2 + search2.separator);
}
function globRegex(pattern, flags = "") {
  const body = pattern.replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`).replaceAll("*", ".*").replaceAll("?", ".").replaceAll("[!", "[^");
  return new RegExp(`^${body}$`, `s${flags}`);
}
function parse2(context) {
  const { args } = context;
  const roots = [];
  let index = 0;
  for (; index < args.length && !/^[-(!]/.test(args[index] ?? ""); index += 1)
    roots.push(args[index] ?? "");
  const tests = [];
  let search2 = {
    deepest: 64,
    exec: void 0,
    separator: "\n",
    remove: false,
    problem: void 0
  };
  let negate2 = false;
  const add2 = (test2) => {
    const flip = negate2;
    tests.push((...file) => test2(...file) !== flip);
    negate2 = false;
  };
  for (; index < args.length; index += 1) {
    const name = args[index] ?? "";
    const value = args[index + 1] ?? "";
    if (name === "-not" || name === "!") negate2 = true;
    else if (name === "-print") search2 = { ...search2, separator: "\n" };
    else if (name === "-print0") search2 = { ...search2, separator: "\0" };
    else if (name === "-delete") search2 = { ...search2, remove: true };
    else if (name === "-exec") {
      const end = args.findIndex((arg, at) => at > index && (arg === ";" || arg === "+"));
      search2 = { ...search2, exec: args.slice(index + 1, end < 0 ? void 0 : end) };
      index = end < 0 ? args.length : end;
    } else if (name === "-maxdepth") {
      search2 = { ...search2, deepest: Number(value) };
      index += 1;
    } else {
      const test2 = testFor(context, name, value);
      if (!test2) return { ...search2, roots, tests, problem: `unknown predicate \`${name}'` };
      add2(test2);
      index += 1;
    }
  }
  return { ...search2, roots: roots.length > 0 ? roots : ["."], tests };
}
function testFor(context, name, value) {
  switch (name) {
    case "-name": {
      const regex = globRegex(value);
      return (_, shown2) => regex.test(nameOf(shown2));
    }
    case "-iname": {
      const regex = globRegex(value, "i");
      return (_, shown2) => regex.test(nameOf(shown2));
    }
    case "-path": {
      const regex = globRegex(value);
      return (_, shown2) => regex.test(shown2);
    }
    case "-type":
      return (file) => (file.folder ? "d" : "f") === value;
    case "-mindepth":
      return (_, __, depth) => depth >= Number(value);
    case "-mmin": {
      const now = context.machine.now();
      const age = (file) => (now - file.changedAt) / 6e7;
      return (file) => value.startsWith("-") ? age(file) < Number(value.slice(1)) : age(file) > Number(value.replace("+", ""));
    }
    case "-newer": {
      const than = context.machine.files.stat(context.path(value), context.user)?.changedAt ?? 0;
      return (file) => file.changedAt > than;
    }
    case "-user":
      return (file) => file.owner.split(":")[0] === value;
    default:
      return void 0;
  }
}

// src/shell/commands/files/ls.ts
async function ls(context) {
  const options = getOptions(context.args, {
    short: "laA1dhtrRFiSZnp",
    long: ["all", "almost-all", "color?", "human-readable", "recursive", "reverse", "directory"],
    same: {
      all: "a",
      "almost-all": "A",
      "human-readable": "h",
      recursive: "R",
      reverse: "r",
      directory: "d"
    }
  });
  if (options.problem !== void 0) return usageError(context, options.problem, 2);
  const targets = options.operands.length > 0 ? options.operands : ["."];
  const { machine, user, error } = context;
  const plain = [];
  const folders = [];
  let status3 = 0;
  for (const target of targets) {
    try {
      const file = machine.files.stat(context.path(target), user);
      if (!file) throw new FileError("ENOENT", target);
      if (file.folder && !options.has("d")) folders.push(target);
      else plain.push([target, file]);
    } catch (failure) {
      await error(`ls: cannot access '${target}': ${strerror(failure)}
`);
      status3 = 2;
    }
  }
  await list(context, options, plain, false);
  let blank = plain.length > 0;
  for (const folder of folders) {
    const titled = targets.length > 1 || options.has("R");
    status3 = Math.max(status3, await listFolder(context, options, folder, { titled, blank }));
    blank = true;
  }
  return status3;
}
async function listFolder(context, options, folder, { titled, blank }) {
  const { machine, user, out, error } = context;
  let children;
  try {
    children = machine.files.list(context.path(folder), user);
  } catch (failure) {
    await error(`ls: cannot open directory '${folder}': ${strerror(failure)}
`);
    return 2;
  }
  if (titled) await out(`${blank ? "\n" : ""}${folder}:
`);
  const hidden = options.has("a") || options.has("A");
  const shown2 = children.filter((file) => hidden || !nameOf(file.path).startsWith("."));
  const entries = shown2.map((file) => [nameOf(file.path), file]);
  const self = machine.files.stat(context.path(folder), user);
  const dots = options.has("a") && self ? [
    [".", self],
    ["..", self]
  ] : [];
  await list(context, options, [...dots, ...entries], true);
  let status3 = 0;
  if (options.has("R"))
    for (const file of shown2.filter((f) => f.folder)) {
      const path = `${folder.replace(/\/$/, "")}/${nameOf(file.path)}`;
      status3 = Math.max(
        status3,
        await listFolder(context, options, path, { titled: true, blank: true })
      );
    }
  return status3;
}
async function list(context, options, given, total) {
  let entries = [...given];
  if (options.has("t")) entries = entries.toSorted(([, a], [, b]) => b.changedAt - a.changedAt);
  if (options.has("S"))
    entries = entries.toSorted(([, a], [, b]) => b.content.length - a.content.length);
  if (options.has("r")) entries.reverse();
  const { out, io } = context;
  if (options.has("l") || options.has("n")) {
    if (total)
      await out(`total ${entries.reduce((sum, [, file]) => sum + (file.folder ? 0 : 4), 0)}
`);
    for (const line of longLines(context, options, entries)) await out(`${line}
`);
    return;
  }
  const names = entries.map(
    ([name, file]) => name + (file.folder && (options.has("F") || options.has("p")) ? "/" : "")
  );
  if (names.length === 0) return;
  const { terminal } = io.stdout;
  if (terminal && !options.has("1")) {
    const width = Math.max(...names.map((name) => name.length)) + 2;
    const perRow = Math.max(1, Math.floor(terminal.columns / width));
    const rows = Math.ceil(names.length / perRow);
    for (let row = 0; row < rows; row += 1) {
      const cells = names.filter((_, index) => index % rows === row);
      await out(
        `${cells.map((cell) => cell.padEnd(width)).join("").trimEnd()}
`
      );
    }
  } else await out(`${names.join("\n")}
`);
}
function longLines({ machine, user }, options, entries) {
  const rows = entries.map(([name, file]) => {
    const [owner, group] = ownerAndGroup(file);
    return [
      modeText(file),
      file.folder ? "2" : "1",
      owner,
      group,
      sizeText(sizeOf(file), options.has("h")),
      whenText(file),
      name
    ];
  });
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(0, ...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map(
    (row) => row.map(
      (cell, i) => i === 1 || i === 4 ? cell.padStart(widths[i] ?? 0) : i < 4 ? cell.padEnd(widths[i] ?? 0) : cell
    ).join(" ")
  );
  function sizeOf(file) {
    if (file.folder) return 4096;
    try {
      return Buffer.byteLength(textOf(machine.files.read(file.path, user)));
    } catch (failure) {
      if (!(failure instanceof FileError)) throw failure;
      return Buffer.byteLength(file.content);
    }
  }
  function whenText(file) {
    const date2 = machine.date(file.changedAt);
    return `${monthOf(date2)} ${String(date2.getUTCDate()).padStart(2)} ${clockOf(date2).slice(0, 5)}`;
  }
}
function sizeText(bytes, human) {
  if (!human) return String(bytes);
  let size = bytes;
  for (const unit of ["", "K", "M", "G"]) {
    if (size < 1024)
      return unit !== "" && size < 10 ? `${(Math.ceil(size * 10) / 10).toFixed(1)}${unit}` : `${Math.ceil(size)}${unit}`;
    size /= 1024;
  }
  return `${Math.ceil(size)}T`;
}

// src/shell/commands/files/stat.ts
async function stat2(context) {
  const options = getOptions(context.args, {
    short: "c:Lt",
    long: ["format="],
    same: { format: "c" }
  });
  if (options.problem !== void 0) return usageError(context, options.problem);
  if (options.operands.length === 0) return usageError(context, "missing operand");
  let status3 = 0;
  for (const operand of options.operands) {
    try {
      await context.out(describe(context, operand, options.value("c")));
    } catch (failure) {
      await context.error(`stat: cannot statx '${operand}': ${strerror(failure)}
`);
      status3 = 1;
    }
  }
  return status3;
}
function describe(context, operand, format) {
  const { machine, user } = context;
  const path = context.path(operand);
  const file = machine.files.stat(path, user);
  if (!file) throw new FileError("ENOENT", path);
  const [owner, group] = ownerAndGroup(file);
  const size = file.folder ? 4096 : Buffer.byteLength(textOf(machine.files.read(path, { name: "root", uid: 0 })));
  const date2 = machine.date(file.changedAt).toISOString().replace("T", " ").replace("Z", "000000 +0000");
  const octal = (file.mode & 4095).toString(8);
  const kind = file.folder ? "directory" : size === 0 ? "regular empty file" : "regular file";
  if (format !== void 0) {
    const values = {
      n: operand,
      s: String(size),
      a: octal,
      A: modeText(file),
      U: owner,
      G: group,
      F: kind,
      y: date2,
      u: owner === "root" ? "0" : "1000",
      g: group === "root" ? "0" : "1000",
      Y: String(Math.floor(machine.date(file.changedAt).getTime() / 1e3)),
      N: `'${operand}'`,
      h: "1"
    };
    return `${format.replaceAll(/%([A-Za-z])/g, (all, letter) => values[letter] ?? all)}
`;
  }
  const id2 = (name) => `(${(name === "root" ? "0" : "1000").padStart(5)}/${name.padStart(8)})`;
  return [
    `  File: ${operand}`,
    `  Size: ${String(size).padEnd(10)}	Blocks: ${String(Math.ceil(size / 4096) * 8).padEnd(10)} IO Block: 4096   ${kind}`,
    `Device: fd04h/64772d	Inode: ${inodeOf(nameOf(path) + path)}  Links: ${file.folder ? 2 : 1}`,
    `Access: (${octal.padStart(4, "0")}/${modeText(file)})  Uid: ${id2(owner)}   Gid: ${id2(group)}`,
    `Access: ${date2}`,
    `Modify: ${date2}`,
    `Change: ${date2}`,
    " Birth: -",
    ""
  ].join("\n");
}
function inodeOf(text) {
  let hash = 17;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 8388593;
  return hash;
}

// src/shell/commands/files/catalogue.ts
var FILE_PROGRAMS = {
  ...CHANGES,
  find: { run: find },
  ls: { run: ls },
  stat: { run: stat2 }
};

// src/shell/commands/journalctl/format.ts
var FORMATS = /* @__PURE__ */ new Set([
  "short",
  "short-full",
  "short-iso",
  "short-iso-precise",
  "short-precise",
  "short-monotonic",
  "short-unix",
  "with-unit",
  "cat",
  "json",
  "json-pretty",
  "json-sse",
  "export",
  "verbose"
]);
function renderEntry(context, entry, style) {
  const { machine } = context;
  const { format } = style;
  if (format === "cat") return keyLine(context, entry, `${entry.message}
`);
  if (format === "json") return `${JSON.stringify(fields(context, entry))}
`;
  if (format === "json-sse") return `data: ${JSON.stringify(fields(context, entry))}

`;
  if (format === "json-pretty")
    return `${JSON.stringify(fields(context, entry), null, "	").replaceAll('": ', '" : ')}
`;
  const pairs = Object.entries(fields(context, entry));
  if (format === "export")
    return `${pairs.map(([name, value]) => `${name}=${value}
`).join("")}
`;
  if (format === "verbose") {
    const date2 = machine.date(entry.at);
    const cursor = fields(context, entry)["__CURSOR"] ?? "";
    const rest = pairs.filter(([name]) => !name.startsWith("__"));
    return `${systemdDate(date2).replace(" UTC", `.${fraction(context, entry)} UTC`)} [${cursor}]
${rest.map(([name, value]) => `    ${name}=${value}
`).join("")}`;
  }
  const who = format === "with-unit" ? entry.unit : entry.identifier;
  const pid = entry.pid > 0 && entry.identifier !== "kernel" ? `[${entry.pid}]` : "";
  const head2 = `${stamp(context, entry, format)} ${style.hostname ? `${entry.host} ` : ""}${who}${pid}: `;
  const [start, end] = style.colour ? COLOURS[entry.priority] ?? ["", ""] : ["", ""];
  const [first = "", ...more] = entry.message.split("\n");
  const indent = " ".repeat(head2.length);
  const body = [
    `${head2}${start}${first}${end}`,
    ...more.map((line) => `${indent}${start}${line}${end}`)
  ];
  return keyLine(context, entry, `${body.join("\n")}
`);
}
var ESC = "\x1B";
var paint = (colour, highlight) => [
  `${ESC}[${colour}m${ESC}[${highlight}m${ESC}[${colour}m`,
  `${ESC}[0m`
];
var RED = paint("0;1;31", "0;1;39");
var COLOURS = {
  0: RED,
  1: RED,
  2: RED,
  3: RED,
  4: paint("0;1;38;5;185", "0;1;39"),
  5: paint("0;1;39", "0;1;31")
};
function fraction({ machine }, entry) {
  return String((machine.lab.epochMicros + entry.at) % 1e6).padStart(6, "0");
}
function stamp(context, entry, format) {
  const { machine } = context;
  const date2 = machine.date(entry.at);
  const short2 = `${monthOf(date2)} ${String(date2.getUTCDate()).padStart(2, "0")} ${clockOf(date2)}`;
  switch (format) {
    case "short-precise":
      return `${short2}.${fraction(context, entry)}`;
    case "short-iso":
      return `${isoDay(date2)}T${clockOf(date2)}+0000`;
    case "short-iso-precise":
      return `${isoDay(date2)}T${clockOf(date2)}.${fraction(context, entry)}+0000`;
    case "short-full":
    case "with-unit":
      return systemdDate(date2);
    case "short-unix":
      return `${Math.floor((machine.lab.epochMicros + entry.at) / 1e6)}.${fraction(context, entry)}`;
    case "short-monotonic":
      return `[${(sinceBoot(context, entry) / 1e6).toFixed(6).padStart(12)}]`;
    default:
      return short2;
  }
}
function sinceBoot({ machine }, entry) {
  const boots = machine.lab.world.read.host(entry.host)?.boots ?? [];
  return entry.at - (boots[entry.boot]?.at ?? 0);
}
function fields(context, entry) {
  const { machine } = context;
  const host = machine.lab.world.read.host(entry.host);
  const realtime = machine.lab.epochMicros + entry.at;
  const boot = host?.boots[entry.boot]?.id ?? "";
  const monotonic = sinceBoot(context, entry);
  const kernel = entry.identifier === "kernel";
  return {
    __CURSOR: `s=${host?.machineId ?? ""};i=${Number(entry.id.slice(1)).toString(16)};b=${boot};m=${monotonic.toString(16)};t=${realtime.toString(16)};x=${entry.event}`,
    __REALTIME_TIMESTAMP: String(realtime),
    __MONOTONIC_TIMESTAMP: String(monotonic),
    _BOOT_ID: boot,
    _MACHINE_ID: host?.machineId ?? "",
    _HOSTNAME: entry.host,
    PRIORITY: String(entry.priority),
    SYSLOG_IDENTIFIER: entry.identifier,
    _TRANSPORT: kernel ? "kernel" : entry.pid === 1 ? "journal" : "stdout",
    ...kernel ? {} : { _PID: String(entry.pid), _COMM: entry.identifier.slice(0, 15), _UID: "0", _GID: "0" },
    ...kernel ? {} : { _SYSTEMD_UNIT: entry.pid === 1 ? "init.scope" : entry.unit },
    ...entry.pid === 1 && entry.unit !== "init.scope" ? { UNIT: entry.unit } : {},
    MESSAGE: entry.message
  };
}
var STAGE = /^(Starting bootkube\.sh|Rendering \S+ manifests|Starting cluster-bootstrap|Waiting for API server to come up|API server is up|Applying cluster manifests|Waiting for bootstrap to complete)/;
function keyLine(context, entry, line) {
  if (entry.identifier !== "bootkube.sh" || !STAGE.test(entry.message)) return line;
  const stage = entry.message.replace(/\.+$/, "");
  const of = observe(context.machine, `${entry.host}/bootkube/${stage}`, "logged", entry.at);
  return markPart(line, entry.message, of, "");
}

// src/shell/commands/journalctl/filter.ts
var FilterError = class extends Error {
};
var PRIORITIES = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];
function filterFor(context, options) {
  const tests = [];
  const units = options.values("u");
  if (units.length > 0) tests.push(unitTest(context, units));
  if (options.has("b") || options.has("k")) {
    const boot = bootIndex(context, options.value("b") ?? "");
    if (boot !== void 0) tests.push((entry) => entry.boot === boot);
  }
  if (options.has("k")) tests.push((entry) => entry.identifier === "kernel");
  const identifiers = options.values("t");
  if (identifiers.length > 0) tests.push((entry) => identifiers.includes(entry.identifier));
  const priority = options.value("p");
  if (priority !== void 0) tests.push(priorityTest(priority));
  const pattern = options.value("g");
  if (pattern !== void 0) {
    const regex = new RegExp(pattern, pattern === pattern.toLowerCase() ? "i" : "");
    tests.push((entry) => regex.test(entry.message));
  }
  tests.push(...timeTests(context, options));
  const fields3 = options.operands.map((operand) => fieldTest(context, operand));
  if (fields3.length > 0) tests.push((entry) => fields3.some((test2) => test2(entry)));
  return { matches: (entry) => tests.every((test2) => test2(entry)) };
}
function bootIndex({ machine }, value) {
  const boots = machine.lab.world.read.host(machine.host)?.boots ?? [];
  if (value === "all") return void 0;
  const byId = boots.findIndex((boot) => boot.id === value);
  const offset = value === "" ? 0 : Number(value);
  const index = byId >= 0 ? byId : offset > 0 ? offset - 1 : boots.length - 1 + offset;
  if (index < 0 || index >= Math.max(1, boots.length))
    throw new FilterError(
      `Data from the specified boot (${value}) is not available: No such boot ID in journal`
    );
  return index;
}
function globTest(pattern) {
  const suffixed = /\.(service|scope|socket|target|mount|slice|timer|path)$|[*?]/.test(pattern) ? pattern : `${pattern}.service`;
  const body = suffixed.replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`).replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${body}$`);
}
function unitTest({ machine }, patterns) {
  const regexes = patterns.map(globTest);
  const named = (unit) => regexes.some((regex) => regex.test(unit));
  const units = machine.lab.world.read.units(machine.host).filter((unit) => named(unit.unit));
  return (entry) => {
    if (named(entry.unit)) return true;
    if (entry.pid !== 1) return false;
    return units.some(
      ({ unit, description }) => entry.message.startsWith(`${unit}: `) || description !== "" && new RegExp(`^(Start|Stopp|Finish|Fail|Reload|Restart)\\S* (to start )?`).test(
        entry.message
      ) && entry.message.includes(description)
    );
  };
}
function priorityTest(spec) {
  const level = (name) => {
    const index = /^[0-7]$/.test(name) ? Number(name) : PRIORITIES.findIndex(
      (p) => p === name || name === "error" && p === "err" || name === "warn" && p === "warning"
    );
    if (index < 0) throw new FilterError(`Unknown log level ${name}`);
    return index;
  };
  const [from, to] = spec.split("..");
  const low = to === void 0 ? 0 : level(from ?? "");
  const high = level(to ?? from ?? "");
  return (entry) => entry.priority >= Math.min(low, high) && entry.priority <= Math.max(low, high);
}
function timeTests({ machine }, options) {
  const since = options.value("S");
  const until = options.value("U");
  const now = machine.date(machine.now());
  const micros = (text) => {
    const date2 = systemdTime(text, now);
    if (!date2) throw new FilterError(`Failed to parse timestamp: ${text}`);
    return date2.getTime() * 1e3 - machine.lab.epochMicros;
  };
  const tests = [];
  const from = since === void 0 ? -Infinity : micros(since);
  const to = until === void 0 ? Infinity : micros(until);
  if (since !== void 0 && until !== void 0 && from > to)
    throw new FilterError("--since= must be before --until=.");
  if (since !== void 0) tests.push((entry) => entry.at >= from);
  if (until !== void 0) tests.push((entry) => entry.at <= to);
  return tests;
}
var UNITS2 = {
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hr: 3600,
  hour: 3600,
  hours: 3600,
  d: 86400,
  day: 86400,
  days: 86400,
  w: 604800,
  week: 604800,
  weeks: 604800
};
function systemdTime(text, now) {
  const midnight = (days) => new Date(Date.parse(isoDay(now)) + days * 864e5);
  const named = { now, today: midnight(0), yesterday: midnight(-1), tomorrow: midnight(1) }[text];
  if (named) return named;
  if (/^@\d+(\.\d+)?$/.test(text)) return new Date(Number(text.slice(1)) * 1e3);
  const span = /^([-+]?)((?:\s*\d+(?:\.\d+)?\s*[a-z]+)+)(\s+ago)?$/.exec(text);
  if (span) {
    let seconds = 0;
    for (const [, count, unit] of (span[2] ?? "").matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
      const scale = UNITS2[unit ?? ""];
      if (scale === void 0) return void 0;
      seconds += Number(count) * scale;
    }
    const sign = span[1] === "-" || span[3] !== void 0 ? -1 : 1;
    return new Date(now.getTime() + sign * seconds * 1e3);
  }
  const full = /^(?:(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?|(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))(?: UTC)?$/.exec(
    text
  );
  if (!full) return void 0;
  const parsed = /* @__PURE__ */ new Date(`${full[1] ?? isoDay(now)}T${full[2] ?? full[3] ?? "00:00:00"}Z`);
  return Number.isNaN(parsed.getTime()) ? void 0 : parsed;
}
function fieldTest(context, operand) {
  const at = operand.indexOf("=");
  const field = operand.slice(0, at);
  const value = operand.slice(at + 1);
  if (at < 0) throw new FilterError(`Failed to add match '${operand}': Invalid argument`);
  switch (field) {
    case "_SYSTEMD_UNIT":
      return (entry) => entry.unit === value;
    case "UNIT":
      return (entry) => entry.pid === 1 && unitTest(context, [value])(entry);
    case "_PID":
      return (entry) => String(entry.pid) === value;
    case "SYSLOG_IDENTIFIER":
    case "_COMM":
      return (entry) => entry.identifier === value;
    case "PRIORITY":
      return (entry) => String(entry.priority) === value;
    case "_HOSTNAME":
      return (entry) => entry.host === value;
    default:
      return () => false;
  }
}

// src/shell/commands/journalctl/journalctl.ts
var SHORT = "u:fn?b?kreg:p:o:t:S:U:qaxlmNF:D:i:c:";
var LONG2 = [
  "unit=",
  "follow",
  "lines?",
  "boot?",
  "dmesg",
  "reverse",
  "pager-end",
  "grep=",
  "priority=",
  "output=",
  "identifier=",
  "since=",
  "until=",
  "quiet",
  "all",
  "catalog",
  "full",
  "no-full",
  "no-pager",
  "no-hostname",
  "list-boots",
  "utc",
  "merge",
  "output-fields=",
  "field=",
  "fields",
  "disk-usage",
  "version",
  "no-tail",
  "system",
  "case-sensitive?",
  "directory=",
  "show-cursor"
];
var SAME = {
  unit: "u",
  follow: "f",
  lines: "n",
  boot: "b",
  dmesg: "k",
  reverse: "r",
  "pager-end": "e",
  grep: "g",
  priority: "p",
  output: "o",
  identifier: "t",
  since: "S",
  until: "U",
  quiet: "q",
  all: "a",
  catalog: "x",
  full: "l",
  merge: "m",
  fields: "N",
  field: "F",
  directory: "D"
};
async function journalctl(context) {
  const options = getOptions(optionalValues(context.args), {
    short: SHORT,
    long: LONG2,
    same: SAME
  });
  const complain = async (text) => {
    await context.error(`${text}
`);
    return 1;
  };
  if (options.problem !== void 0) return complain(`journalctl: ${options.problem}`);
  if (options.has("version")) {
    await context.out("systemd 252 (252-55.el9)\n");
    return 0;
  }
  const format = options.value("o") ?? "short";
  if (!FORMATS.has(format)) return complain(`Unknown output format '${format}'.`);
  if (options.has("D"))
    return complain(`Failed to open ${options.value("D") ?? ""}: No such file or directory`);
  if (context.user.uid !== 0) return unprivileged(context);
  try {
    if (options.has("list-boots")) return await listBoots(context);
    if (options.has("F")) return await listValues(context, options.value("F") ?? "");
    return await show(context, options, format);
  } catch (failure) {
    if (failure instanceof FilterError) return complain(failure.message);
    throw failure;
  }
}
function optionalValues(args) {
  const joined = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    const next = args[index + 1] ?? "";
    const wantsNumber = /^-[a-z]*n$/.test(arg) && /^(\d+|all)$/.test(next);
    const wantsBoot = /^-[a-z]*b$/.test(arg) && /^([-+]?\d+|all|[0-9a-f]{32})$/.test(next);
    const long = arg === "--lines" && /^(\d+|all)$/.test(next) || arg === "--boot" && /^([-+]?\d+|all)$/.test(next);
    if (wantsNumber || wantsBoot || long) {
      joined.push(long ? `${arg}=${next}` : arg + next);
      index += 1;
    } else joined.push(arg);
  }
  return joined;
}
async function unprivileged({ error }) {
  await error(
    "Hint: You are currently not seeing messages from other users and the system.\n      Users in groups 'adm', 'systemd-journal', 'wheel' can see all messages.\n      Pass -q to turn off this notice.\nNo journal files were opened due to insufficient permissions.\n"
  );
  return 1;
}
async function listBoots({ machine, out }) {
  const host = machine.lab.world.read.host(machine.host);
  const entries = machine.lab.world.read.journal(machine.host);
  const boots = host?.boots ?? [];
  await out("IDX BOOT ID                          FIRST ENTRY                 LAST ENTRY\n");
  for (const [index, boot] of boots.entries()) {
    const own = entries.filter((entry) => entry.boot === index);
    const first = systemdDate(machine.date(own[0]?.at ?? boot.at));
    const last = systemdDate(machine.date(own.at(-1)?.at ?? boot.at));
    await out(`${String(index - boots.length + 1).padStart(3)} ${boot.id} ${first} ${last}
`);
  }
  return 0;
}
async function listValues({ machine, out }, field) {
  const value = (entry) => ({
    _SYSTEMD_UNIT: entry.unit,
    SYSLOG_IDENTIFIER: entry.identifier,
    _PID: String(entry.pid),
    PRIORITY: String(entry.priority),
    _HOSTNAME: entry.host
  })[field];
  const values = new Set(machine.lab.world.read.journal(machine.host).map(value));
  for (const found2 of values) if (found2 !== void 0) await out(`${found2}
`);
  return 0;
}
async function show(context, options, format) {
  const { machine, io } = context;
  const filter2 = filterFor(context, options);
  const follow = options.has("f");
  const all = machine.lab.world.read.journal(machine.host);
  const matching2 = all.filter(filter2.matches);
  const wanted = options.value("n");
  const paged = options.has("e") && wanted === void 0 ? 1e3 : Infinity;
  const fallback = wanted === "" || wanted === void 0 && follow && !options.has("no-tail") ? 10 : paged;
  const count = wanted === void 0 || wanted === "" ? fallback : wanted === "all" ? Infinity : Number(wanted);
  let shown2 = count === Infinity ? matching2 : count === 0 ? [] : matching2.slice(-count);
  if (options.has("r")) shown2 = shown2.toReversed();
  const printing = {
    options,
    format,
    filter: filter2,
    boot: options.has("b") || options.has("k") || wanted !== void 0 ? void 0 : shown2[0]?.boot
  };
  const quiet = options.has("q") || format.startsWith("json") || format === "cat" || format === "export";
  const rows = io.stdout.terminal?.rows ?? Infinity;
  if (shown2.length === 0 && !follow) {
    if (!quiet) await context.out("-- No entries --\n");
    return options.has("g") ? 1 : 0;
  }
  if (!follow && io.stdout.terminal && !options.has("no-pager") && shown2.length >= rows) {
    const text = joinChunks(shown2.flatMap((entry) => lines(context, printing, entry)));
    return context.execute(["less"], { io: { stdin: sourceOf(text) } });
  }
  for (const entry of shown2)
    for (const chunk of lines(context, printing, entry)) await context.out(chunk);
  if (follow) await followJournal(context, printing, all.length);
  return 0;
}
function lines(context, printing, entry) {
  const chunks = [];
  const { options, format } = printing;
  if (printing.boot !== void 0 && entry.boot !== printing.boot && format.startsWith("short")) {
    const boots = context.machine.lab.world.read.host(context.machine.host)?.boots ?? [];
    chunks.push(`-- Boot ${boots[entry.boot]?.id ?? ""} --
`);
  }
  printing.boot = printing.boot === void 0 ? void 0 : entry.boot;
  chunks.push(
    renderEntry(context, entry, {
      format,
      hostname: !options.has("no-hostname"),
      colour: context.io.stdout.terminal !== void 0
    })
  );
  return chunks;
}
async function followJournal(context, printing, from) {
  const { machine } = context;
  let next = from;
  await whenWorldMoves(context, async () => {
    const entries = machine.lab.world.read.journal(machine.host);
    for (; next < entries.length; next += 1) {
      const entry = entries[next];
      if (entry && printing.filter.matches(entry))
        for (const chunk of lines(context, printing, entry)) await context.out(chunk);
    }
  });
}

// src/shell/commands/missing.ts
var NODE_PROGRAMS = new Set(
  `podman skopeo buildah runc crun toolbox rpm rpm-ostree ostree dnf yum nmcli nmtui ping ping6 traceroute dig nslookup host
  tcpdump iptables nft firewall-cmd getenforce setenforce restorecon semanage chronyc timedatectl hostnamectl
  loginctl lsblk blkid mount umount fdisk mkfs lsof strace gdb perf top htop vmstat iostat sar mpstat nc ncat socat wget scp sftp rsync
  tar zip unzip python3 perl make gcc vi vim nano view screen tmux crontab at useradd passwd groupadd
  lscpu lspci lsmod modprobe sysctl udevadm coreos-installer ignition nsenter unshare chroot ethtool arp route
  virt-install virt-manager virt-viewer qemu-img openshift-install helm sos must-gather etcdutl`.split(
    /\s+/
  )
);
var INSTEAD = {
  vi: "write files with cat > FILE <<EOF \u2026 EOF, or sed -i",
  vim: "write files with cat > FILE <<EOF \u2026 EOF, or sed -i",
  nano: "write files with cat > FILE <<EOF \u2026 EOF, or sed -i",
  view: "use less",
  ping: "use curl or ssh to see whether a host answers",
  scp: "use ssh HOST cat FILE > FILE",
  top: "use ps",
  podman: "use crictl"
};
function missingProgram(name) {
  if (!NODE_PROGRAMS.has(name)) return void 0;
  const instead = INSTEAD[name];
  const hint = instead === void 0 ? "" : ` (${instead})`;
  return `${name}: not simulated by Eggtooth (a real node has it)${hint}; see docs/fidelity.md`;
}

// src/shell/shell-state.ts
function newShellState(start) {
  const { machine, user } = start;
  const home = machine.files.home(user);
  const env2 = {
    HOME: home,
    USER: user.name,
    LOGNAME: user.name,
    SHELL: "/bin/bash",
    PATH: "/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin",
    HOSTNAME: machine.host,
    LANG: "C.UTF-8",
    PWD: home,
    ...machine.isNode ? {} : workstationVariables(machine),
    ...start.env
  };
  return {
    machine,
    user,
    cwd: home,
    container: void 0,
    variables: new Map(Object.entries(env2)),
    arrays: /* @__PURE__ */ new Map(),
    exported: new Set(Object.keys(env2)),
    functions: /* @__PURE__ */ new Map(),
    aliases: /* @__PURE__ */ new Map(),
    options: /* @__PURE__ */ new Map(),
    positional: [],
    scriptName: start.interactive ? "-bash" : "bash",
    interactive: start.interactive ?? false,
    login: start.login ?? false,
    lastStatus: 0,
    evidence: NO_EVIDENCE,
    pipeStatus: [0],
    lastBackgroundPid: 0,
    after: /* @__PURE__ */ new Set(),
    conditionDepth: 0,
    functionDepth: 0,
    jobs: [],
    foreground: void 0,
    history: [],
    agent: start.agent ?? !machine.isNode,
    umask: 18,
    line: 1
  };
}
function workstationVariables({ lab, assetsDir }) {
  return { ...lab.world.read.variables(), ASSETS_DIR: assetsDir };
}
function forkShell(shell) {
  return {
    ...shell,
    variables: new Map(shell.variables),
    arrays: new Map(shell.arrays),
    exported: new Set(shell.exported),
    functions: new Map(shell.functions),
    aliases: new Map(shell.aliases),
    options: new Map(shell.options),
    after: new Set(shell.after),
    jobs: []
  };
}
var pids = 4e3;
function nextPid() {
  pids += 1;
  return pids;
}
function complaint(shell, text) {
  return shell.interactive ? `-bash: ${text}
` : `${shell.scriptName}: line ${shell.line}: ${text}
`;
}

// src/shell/commands/runners.ts
var tailOf = (context, rest) => {
  const dropped = context.args.length + 1 - rest.length;
  return new Map([...context.alternatives].map(([of, argv]) => [of, argv.slice(dropped)]));
};
var SUDO_USAGE = `usage: sudo -h | -K | -k | -V
usage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]
usage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user] [-u user] [command [arg ...]]
usage: sudo [-ABbEHkNnPS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory]
            [-T timeout] [-u user] [VAR=value] [-i | -s] [command [arg ...]]
usage: sudo -e [-ABkNnS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory]
            [-T timeout] [-u user] file ...
`;
async function sudo(context) {
  const options = getOptions(context.args, {
    short: "u:isnEkKvlHSbg:p:h:D:",
    long: [
      "user=",
      "login",
      "shell",
      "non-interactive",
      "preserve-env?",
      "list",
      "validate",
      "chdir="
    ],
    same: { user: "u", login: "i", shell: "s", list: "l", chdir: "D", "non-interactive": "n" },
    stopAtOperand: true
  });
  if (options.problem !== void 0) {
    await context.error(`sudo: ${options.problem}
${SUDO_USAGE}`);
    return 1;
  }
  const name = options.value("u") ?? "root";
  const user = name === "root" ? ROOT : name === "core" ? CORE : void 0;
  if (!user) {
    await context.error(
      `sudo: unknown user ${name}
sudo: error initializing audit plugin sudoers_audit
`
    );
    return 1;
  }
  if (options.has("l")) {
    await context.out(
      `User core may run the following commands on ${context.machine.host}:
    (ALL) NOPASSWD: ALL
`
    );
    return 0;
  }
  if (options.has("v") || options.has("k") || options.has("K")) return 0;
  const words2 = [...options.operands];
  const env2 = {
    SUDO_USER: context.user.name,
    HOME: context.machine.files.home(user)
  };
  while (/^[A-Za-z_]\w*=/.test(words2[0] ?? "")) {
    const [variable = "", ...rest] = (words2.shift() ?? "").split("=");
    env2[variable] = rest.join("=");
  }
  const login = options.has("i");
  if (words2.length === 0) {
    if (!login && !options.has("s")) {
      await context.error(SUDO_USAGE);
      return 1;
    }
    return runInteractively(context, user, login);
  }
  if (login || options.has("s")) return context.script(words2.join(" "), { user, env: env2, login });
  return runAs(context, words2, {
    user,
    env: env2,
    ...options.has("D") && { cwd: options.value("D") ?? "/" }
  });
}
var SHELL_ONLY = /* @__PURE__ */ new Set([
  "cd",
  "export",
  "source",
  ".",
  "alias",
  "set",
  "unset",
  "read",
  "eval",
  "exec",
  "type",
  "history",
  "jobs",
  "fg",
  "bg",
  "wait"
]);
async function runAs(context, words2, options) {
  const [name = ""] = words2;
  if (name === "su" || name === "/bin/su")
    return runInteractively(context, ROOT, words2.includes("-"));
  if (SHELL_ONLY.has(name)) {
    await context.error(
      `sudo: ${name}: command not found
sudo: "${name}" is a shell built-in command, it cannot be run directly.
sudo: the -s option may be used to run a privileged shell.
sudo: the -D option may be used to run a command in a specific directory.
`
    );
    return 1;
  }
  const said = collectorOfNotFound(context, name);
  const outcome2 = await context.execute(words2, {
    ...options,
    io: { stderr: said },
    alternatives: tailOf(context, words2)
  });
  return said.notFound() ? 1 : outcome2;
}
function collectorOfNotFound(context, name) {
  let notFound2 = false;
  const { stderr } = context.io;
  return {
    notFound: () => notFound2,
    ...stderr.terminal && { terminal: stderr.terminal },
    async write(chunk) {
      if (textOf(chunk).endsWith(`: ${name}: command not found
`)) {
        notFound2 = true;
        await stderr.write(`sudo: ${name}: command not found
`);
      } else await stderr.write(chunk);
    }
  };
}
async function runInteractively(context, user, login) {
  const { machine, io, job, shell } = context;
  if (!io.terminal || !io.stdin.terminal)
    return context.script(textOf(await readAll(io.stdin)), { user, login, io: { stdin: devNull } });
  const inherited = login ? {} : { ...context.env, HOME: machine.files.home(user), USER: user.name };
  const child = newShellState({
    machine,
    user,
    env: inherited,
    interactive: true,
    login,
    agent: shell.agent
  });
  if (!login) child.cwd = shell.cwd;
  if (shell.container) child.container = shell.container;
  return io.terminal.runShell(child, job);
}
async function bash(context) {
  const options = getOptions(context.args, {
    short: "c:lixeuo:s",
    long: ["login", "norc", "noprofile", "version"],
    same: { login: "l" },
    stopAtOperand: true
  });
  if (options.problem !== void 0) {
    await context.error(
      `bash: ${options.problem.replace(/^invalid option -- '(.)'$/, "-$1: invalid option")}
`
    );
    return 2;
  }
  if (options.has("version")) {
    await context.out("GNU bash, version 5.1.8(1)-release (x86_64-redhat-linux-gnu)\n");
    return 0;
  }
  const prologue = `${options.has("e") ? "set -e; " : ""}${options.has("x") ? "set -x; " : ""}`;
  const command2 = options.value("c");
  if (command2 !== void 0)
    return context.script(prologue + command2, {
      positional: options.operands.slice(1),
      scriptName: options.operands[0] ?? "bash"
    });
  const [file, ...positional] = options.operands;
  if (file === void 0 || options.has("s"))
    return runInteractively(context, context.user, options.has("l"));
  try {
    const text = textOf(context.machine.files.read(context.path(file), context.user));
    return await context.script(prologue + text, { positional, scriptName: file });
  } catch (failure) {
    await context.error(`bash: ${file}: ${strerror(failure)}
`);
    return 127;
  }
}
async function env(context) {
  const words2 = [...context.args];
  const added = {};
  const hidden = /* @__PURE__ */ new Set();
  for (let word = words2[0] ?? ""; /^[A-Za-z_]\w*=|^-/.test(word); word = words2[0] ?? "") {
    words2.shift();
    if (word === "-u") hidden.add(words2.shift() ?? "");
    else if (word.startsWith("-")) continue;
    else added[word.slice(0, word.indexOf("="))] = word.slice(word.indexOf("=") + 1);
  }
  if (words2.length > 0)
    return context.execute(words2, { env: added, alternatives: tailOf(context, words2) });
  for (const [name, value] of Object.entries({ ...context.env, ...added }))
    if (!hidden.has(name)) await context.out(`${name}=${value}
`);
  return 0;
}
async function timeout(context) {
  const options = getOptions(context.args, {
    short: "s:k:v",
    long: ["signal=", "kill-after=", "preserve-status", "foreground"],
    stopAtOperand: true
  });
  const [limit = "", ...words2] = options.operands;
  const seconds = durationSeconds(limit);
  if (options.problem !== void 0 || words2.length === 0)
    return usageError(context, options.problem ?? "missing operand", 125);
  if (seconds === void 0) return usageError(context, `invalid time interval \u2018${limit}\u2019`, 125);
  const { job, shell, machine, io } = context;
  const limited = startJob(job.signal);
  let expired = false;
  const clock = new AbortController();
  const timer = machine.lab.sleep(Math.round(seconds * 1e6), clock.signal).then(
    () => {
      expired = true;
      limited.interrupt();
    },
    () => void 0
  );
  try {
    return await machine.interpreter.execute(shell, words2, io, limited, {
      skipFunctions: true,
      alternatives: tailOf(context, words2)
    });
  } catch (error) {
    if (error instanceof Interrupted && expired) return 124;
    throw error;
  } finally {
    clock.abort();
    await timer;
  }
}
async function passOn(context) {
  const words2 = [...context.args];
  while (words2[0]?.startsWith("-")) {
    const option = words2.shift() ?? "";
    if (/^-(n|c|i|o|e)$/.test(option) && words2.length > 1) words2.shift();
  }
  if (words2.length === 0) return usageError(context, "missing operand", 125);
  return context.execute(words2, { alternatives: tailOf(context, words2) });
}
async function xargs(context) {
  const options = getOptions(context.args, {
    short: "n:I:L:P:0rtd:a:i?",
    long: [
      "max-args=",
      "no-run-if-empty",
      "null",
      "max-procs=",
      "replace?",
      "verbose",
      "delimiter="
    ],
    same: {
      "max-args": "n",
      "no-run-if-empty": "r",
      null: "0",
      replace: "I",
      delimiter: "d",
      verbose: "t"
    },
    stopAtOperand: true
  });
  if (options.problem !== void 0) return usageError(context, options.problem);
  const marker = options.value("I") ?? (options.has("i") ? "{}" : void 0);
  const count = marker === void 0 ? Number(options.value("n") ?? options.value("L") ?? Infinity) : 1;
  const command2 = options.operands.length > 0 ? options.operands : ["echo"];
  const input = await readAll(context.io.stdin);
  const delimiter = options.has("0") ? "\0" : options.value("d")?.replace(String.raw`\n`, "\n");
  const items = (text) => delimiter !== void 0 ? text.split(delimiter).filter((item) => item !== "") : marker === void 0 ? words(text) : text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const build = (batch) => marker === void 0 ? [...command2, ...batch] : command2.map((word) => word.replaceAll(marker, batch[0] ?? ""));
  const all = items(textOf(input));
  const observations = [...observationsIn([input])];
  const others = observations.map((of) => [of, items(facet(input, of))]);
  if (all.length === 0 && (options.has("r") || marker !== void 0)) return 0;
  let status3 = 0;
  let evidence = NO_EVIDENCE;
  for (let at = 0; at === 0 || at < all.length; at += count) {
    const argv = build(all.slice(at, at + count));
    if (options.has("t")) await context.error(`${argv.join(" ")}
`);
    const alternatives = new Map(
      others.map(([of, list3]) => [of, build(list3.slice(at, at + count))]).filter(([, other]) => other.join("\0") !== argv.join("\0"))
    );
    const outcome2 = await context.execute(argv, { io: { stdin: devNull }, alternatives });
    if (outcome2.status === 127) return 127;
    if (outcome2.status !== 0) status3 = 123;
    ({ evidence } = outcome2);
    if (count === Infinity) break;
  }
  return { status: status3, evidence };
}
function words(text) {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|\\[\s\S]|[^\s"'\\])+/g)].map(
    ([word]) => word.replaceAll(
      /"([^"]*)"|'([^']*)'|\\([\s\S])/g,
      (_, a, b, c) => a ?? b ?? c ?? ""
    )
  );
}
async function watch(context) {
  const options = getOptions(context.args, {
    short: "n:dtecbgpx",
    long: ["interval=", "differences?", "no-title", "errexit", "color", "chgexit"],
    same: { interval: "n", "no-title": "t", errexit: "e", chgexit: "g" },
    stopAtOperand: true
  });
  if (options.problem !== void 0 || options.operands.length === 0) {
    await context.error(
      `${options.problem === void 0 ? "" : `watch: ${options.problem}
`}
Usage:
 watch [options] command
`
    );
    return 1;
  }
  const seconds = Number(options.value("n")?.replace(",", ".") ?? 2);
  const command2 = options.operands.join(" ");
  const { terminal } = context.io.stdout;
  for (let previous; ; ) {
    const output = collector();
    const { status: status3 } = await context.script(command2, {
      io: { stdin: devNull, stdout: output, stderr: output }
    });
    const shown2 = output.taken();
    const rows = terminal?.rows ?? 24;
    const date2 = context.machine.date(context.machine.now());
    const stamp2 = `${context.machine.host}: ${dayOf(date2)} ${monthOf(date2)} ${String(date2.getUTCDate()).padStart(2)} ${clockOf(date2)} ${date2.getUTCFullYear()}`;
    const left = `Every ${seconds.toFixed(1)}s: ${command2}`;
    const title = options.has("t") ? "" : `${left}${" ".repeat(Math.max(1, (terminal?.columns ?? 80) - left.length - stamp2.length))}${stamp2}

`;
    await context.out(
      joinChunks([
        "\x1B[H\x1B[2J",
        title,
        ...linesOf(shown2).slice(0, rows - (title === "" ? 1 : 3))
      ])
    );
    if (status3 !== 0 && options.has("e")) return status3;
    if (options.has("g") && previous !== void 0 && previous !== textOf(shown2)) return 0;
    previous = textOf(shown2);
    await context.sleep(Math.round(Math.max(0.1, seconds) * 1e6));
  }
}
var RUNNERS = {
  sudo: { run: sudo },
  bash: { run: bash },
  sh: { run: bash },
  env: { run: env },
  timeout: { run: timeout },
  nohup: { run: passOn },
  nice: { run: passOn },
  ionice: { run: passOn },
  setsid: { run: passOn },
  stdbuf: { run: passOn },
  xargs: { run: xargs },
  watch: { run: watch }
};

// src/shell/commands/ssh/ssh.ts
var SHORT2 = "46AaCfGgKkMNnqsTtVvXxYyB:b:c:D:E:e:F:I:i:J:L:l:m:O:o:p:Q:R:S:W:w:";
var FAILURES = {
  noRoute: "No route to host",
  refused: "Connection refused",
  timeout: "Connection timed out",
  reset: "Connection reset by peer",
  eof: "Connection closed by remote host",
  tlsAlert: "Connection reset by peer"
};
async function ssh(context) {
  const options = getOptions(context.args, { short: SHORT2, stopAtOperand: true });
  if (options.has("V")) {
    await context.error("OpenSSH_8.7p1, OpenSSL 3.0.7 1 Nov 2022\n");
    return 0;
  }
  const [destination, ...words2] = options.operands;
  if (options.problem !== void 0 || destination === void 0) {
    await context.error(
      "usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface]\n           [-o option] [-p port] [-i identity_file] destination [command [argument ...]]\n"
    );
    return 255;
  }
  const more = getOptions(words2, { short: SHORT2, stopAtOperand: true });
  const command2 = more.problem === void 0 ? more.operands : words2;
  const target = targetOf(context, options, destination);
  for (const forward of ["L", "R", "D", "W", "J"])
    if (options.has(forward) || more.has(forward)) {
      await context.error(
        `ssh: -${forward} is not simulated by Eggtooth from inside the lab (a real ssh from outside can); see docs/fidelity.md
`
      );
      return 255;
    }
  const landed = await connect(context, target, options);
  if (typeof landed === "number") return landed;
  if (target.user !== "core" || !context.shell.agent) {
    await context.error(
      `${target.user}@${target.host}: Permission denied (publickey,gssapi-keyex,gssapi-with-mic).
`
    );
    return 255;
  }
  return farShell(context, {
    target,
    host: landed,
    command: command2,
    terminal: options.has("t") || more.has("t")
  });
}
function targetOf(context, options, destination) {
  const uri = /^ssh:\/\/(.*?)\/?$/.exec(destination)?.[1] ?? destination;
  const at = uri.lastIndexOf("@");
  const asked = options.values("o").find((option) => /^user[= ]/i.test(option))?.replace(/^user[= ]\s*/i, "");
  const user = at >= 0 ? uri.slice(0, at) : options.value("l") ?? asked ?? context.user.name;
  return { user, host: uri.slice(at + 1), port: Number(options.value("p") ?? 22) };
}
async function connect(context, target, options) {
  const { machine, job, error } = context;
  const limit = options.values("o").find((option) => /^connecttimeout[= ]/i.test(option));
  const over = new AbortController();
  const stop2 = () => over.abort();
  job.signal.addEventListener("abort", stop2, { once: true });
  const seconds = Number(limit?.replace(/^\w+[= ]\s*/, ""));
  const deadline = limit === void 0 || !(seconds > 0) ? new Promise(() => void 0) : machine.lab.sleep(seconds * 1e6, over.signal).then(() => "timeout");
  try {
    const result = await Promise.race([
      machine.network.dial({
        from: machine.host,
        to: target.host,
        port: target.port,
        signal: over.signal
      }),
      deadline
    ]);
    if (result !== "timeout" && result.ok) {
      result.stream.destroy();
      return result.host;
    }
    const failure = result === "timeout" ? "timeout" : result.failure;
    await error(
      failure === "noSuchHost" ? `ssh: Could not resolve hostname ${target.host}: Name or service not known
` : failure === "eof" || failure === "reset" ? `kex_exchange_identification: ${failure === "eof" ? "Connection closed by remote host" : "read: Connection reset by peer"}
` : `ssh: connect to host ${target.host} port ${target.port}: ${FAILURES[failure]}
`
    );
    return 255;
  } catch (failure) {
    if (job.signal.aborted) throw new Interrupted();
    throw failure;
  } finally {
    job.signal.removeEventListener("abort", stop2);
    over.abort();
  }
}
async function farShell(context, { target, host, command: command2 }) {
  const { machine, io, job, shell, error } = context;
  const far = machine.other(host);
  const life = startJob(job.signal);
  let lost = false;
  const unsubscribe = machine.lab.world.on((fact) => {
    if (fact.kind !== "power" || fact.on || fact.host !== host) return;
    lost = true;
    queueMicrotask(() => life.interrupt());
  });
  try {
    const interactive = command2.length === 0;
    const { terminal } = io;
    const prompts = interactive && terminal !== void 0 && io.stdin.terminal !== void 0;
    const state2 = newShellState({
      machine: far,
      user: CORE,
      interactive: prompts,
      login: interactive,
      agent: shell.agent && context.args.includes("-A")
    });
    if (prompts) {
      const motd = far.lab.world.read.file(host, "/etc/motd")?.content ?? "";
      if (motd !== "") await context.out(motd.endsWith("\n") ? motd : `${motd}
`);
      const status4 = await terminal.runShell(state2, life);
      await error(`Connection to ${target.host} closed.
`);
      return status4;
    }
    const text = interactive ? textOf(joinChunks([await readAll(io.stdin)])) : command2.join(" ");
    const status3 = await far.interpreter.text(state2, text, io, life);
    if (lost) throw new Interrupted();
    return { status: status3, evidence: state2.evidence };
  } catch (failure) {
    if (lost && !job.signal.aborted) {
      await error(
        `Connection to ${target.host} closed by remote host.
Connection to ${target.host} closed.
`
      );
      return 255;
    }
    if (failure instanceof Error && "status" in failure && typeof failure.status === "number")
      return failure.status;
    throw failure;
  } finally {
    unsubscribe();
  }
}

// src/shell/commands/system.ts
var say = (make) => async (context) => {
  await context.out(make(context));
  return 0;
};
var ID = {
  root: "uid=0(root) gid=0(root) groups=0(root)",
  core: "uid=1000(core) gid=1000(core) groups=1000(core),4(adm),10(wheel),16(sudo),190(systemd-journal)"
};
var KERNEL = "5.14.0-570.el9.x86_64";
async function id(context) {
  const { args, user, out, error } = context;
  const operand = args.find((arg) => !arg.startsWith("-")) ?? user.name;
  const text = ID[operand];
  if (text === void 0) {
    await error(`id: \u2018${operand}\u2019: no such user
`);
    return 1;
  }
  const flags = args.filter((arg) => arg.startsWith("-")).join("");
  if (flags.includes("u"))
    await out(`${flags.includes("n") ? operand : operand === "root" ? 0 : 1e3}
`);
  else if (flags.includes("g"))
    await out(`${flags.includes("n") ? operand : operand === "root" ? 0 : 1e3}
`);
  else await out(`${text}
`);
  return 0;
}
async function hostname(context) {
  const { args, machine, user, out, error } = context;
  const [operand] = args;
  const address = machine.lab.world.read.host(machine.host)?.address ?? "";
  if (operand !== void 0 && !operand.startsWith("-")) {
    await error(
      user.uid === 0 ? "hostname: not simulated by Eggtooth: the name is the world\u2019s\n" : "hostname: you must be root to change the host name\n"
    );
    return 1;
  }
  await out(operand === "-I" || operand === "-i" ? `${address} 
` : `${machine.host}
`);
  return 0;
}
function uname({ args, machine }) {
  const flags = args.join("");
  const all = {
    s: "Linux",
    n: machine.host,
    r: KERNEL,
    v: "#1 SMP PREEMPT_DYNAMIC",
    m: "x86_64",
    o: "GNU/Linux"
  };
  if (flags.includes("a")) return `${Object.values(all).join(" ")}
`;
  const wanted = Object.entries(all).filter(([letter]) => flags.includes(letter));
  return `${wanted.length > 0 ? wanted.map(([, value]) => value).join(" ") : "Linux"}
`;
}
function uptime({ machine }) {
  const now = machine.now();
  const bootedAt = machine.lab.world.read.host(machine.host)?.bootedAt ?? 0;
  const minutes = Math.floor((now - bootedAt) / 6e7);
  const hours = Math.floor(minutes / 60);
  const up = hours > 0 ? `${hours % 24}:${String(minutes % 60).padStart(2, "0")}` : `${minutes} min`;
  const days = hours >= 24 ? `${Math.floor(hours / 24)} days, ` : "";
  return ` ${clockOf(machine.date(now))} up ${days}${up},  1 user,  load average: 0.00, 0.00, 0.00
`;
}
function processes({ machine }) {
  const { read: read2 } = machine.lab.world;
  const found2 = [
    {
      pid: 1,
      user: "root",
      since: read2.host(machine.host)?.bootedAt ?? 0,
      command: "/usr/lib/systemd/systemd --switched-root --system"
    }
  ];
  for (const unit of read2.units(machine.host))
    if (unit.mainPid > 0 && unit.active !== "inactive")
      found2.push({ pid: unit.mainPid, user: "root", since: unit.since, command: unit.command });
  for (const container of read2.containers(machine.host))
    if (container.state === "running")
      found2.push({
        pid: container.pid,
        user: "root",
        since: container.startedAt,
        command: container.name
      });
  return found2.toSorted((a, b) => a.pid - b.pid);
}
function ps2(context) {
  const { args, machine, user } = context;
  const flags = args.join("").replaceAll("-", "");
  const own = { pid: 4e3, user: user.name, since: machine.now(), command: "-bash" };
  const everyone = /[aAe]/.test(flags);
  const list3 = everyone ? [...processes(context), own] : [own];
  const start = (p) => clockOf(machine.date(p.since)).slice(0, 5);
  if (flags.includes("f") && !flags.includes("u"))
    return `UID          PID    PPID  C STIME TTY          TIME CMD
${list3.map((p) => `${p.user.padEnd(8)} ${String(p.pid).padStart(7)} ${String(p.pid === 1 ? 0 : 1).padStart(7)}  0 ${start(p)} ${p === own ? "pts/0   " : "?       "} 00:00:00 ${p.command}
`).join("")}`;
  if (flags.includes("u"))
    return `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND
${list3.map((p) => `${p.user.padEnd(8)} ${String(p.pid).padStart(7)}  0.0  0.0      0     0 ${p === own ? "pts/0   " : "?       "} Ss   ${start(p)}   0:00 ${p.command}
`).join("")}`;
  return `    PID TTY          TIME CMD
${list3.map((p) => `${String(p.pid).padStart(7)} ${p === own ? "pts/0   " : "?       "} 00:00:00 ${p.command.split(" ")[0]?.split("/").at(-1) ?? ""}
`).join("")}`;
}
var PORTS = [22, 2379, 2380, 6443, 9e3, 10250, 10257, 10259, 19531, 22623, 22624];
function ss({ machine, args }) {
  const programs = args.some((arg) => /^-\w*p/.test(arg));
  const rows = PORTS.flatMap((port) => {
    const route = machine.lab.world.read.route(machine.host, "localhost", port);
    return route.ok ? [[port, route.service]] : [];
  });
  const lines2 = rows.map(
    ([port, service]) => `LISTEN 0      4096         *:${String(port).padEnd(18)}*:*    ${programs ? `users:(("${service}"))` : ""}`.trimEnd()
  );
  return `State  Recv-Q Send-Q Local Address:Port  Peer Address:Port${programs ? "Process" : ""}
${lines2.map((line) => `${line}
`).join("")}`;
}
async function ip(context) {
  const { args, machine, out, error } = context;
  const address = machine.lab.world.read.host(machine.host)?.address ?? "";
  const words2 = args.filter((arg) => !arg.startsWith("-"));
  const brief = args.includes("-br") || args.includes("-brief");
  const what = words2[0] ?? "";
  if ("address".startsWith(what) && what !== "")
    await out(
      brief ? `lo               UNKNOWN        127.0.0.1/8 
ens3             UP             ${address}/24 
` : `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: ens3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000
    inet ${address}/24 brd ${address.replace(/\d+$/, "255")} scope global noprefixroute ens3
       valid_lft forever preferred_lft forever
`
    );
  else if ("route".startsWith(what) && what !== "")
    await out(
      `default via ${address.replace(/\d+$/, "1")} dev ens3 proto static metric 100 
${address.replace(/\d+$/, "0")}/24 dev ens3 proto kernel scope link src ${address} metric 100 
`
    );
  else {
    await error(
      `ip: ${args.join(" ") || "that"}: not simulated by Eggtooth (address and route are); see docs/fidelity.md
`
    );
    return 1;
  }
  return 0;
}
async function dmesg(context) {
  const { machine, user, out, error } = context;
  if (user.uid !== 0) {
    await error("dmesg: read kernel buffer failed: Operation not permitted\n");
    return 1;
  }
  const host = machine.lab.world.read.host(machine.host);
  for (const entry of machine.lab.world.read.journal(machine.host))
    if (entry.identifier === "kernel" && entry.boot === (host?.boots.length ?? 1) - 1)
      await out(
        `[${((entry.at - (host?.bootedAt ?? 0)) / 1e6).toFixed(6).padStart(12)}] ${entry.message}
`
      );
  return 0;
}
var unmodelled = (what) => async ({ name, error }) => {
  await error(`${name}: not simulated by Eggtooth (${what}); see docs/fidelity.md
`);
  return 127;
};
var SYSTEM = {
  hostname: { run: hostname },
  id: { run: id },
  groups: {
    run: say(({ user }) => user.uid === 0 ? "root\n" : "core adm wheel sudo systemd-journal\n")
  },
  whoami: { run: say(({ user }) => `${user.name}
`) },
  logname: { run: say(() => "core\n") },
  tty: { run: say(({ io }) => io.stdin.terminal ? "/dev/pts/0\n" : "not a tty\n") },
  uname: { run: say(uname) },
  arch: { run: say(() => "x86_64\n") },
  nproc: { run: say(() => "4\n") },
  uptime: { run: say(uptime) },
  ps: { run: say(ps2) },
  ss: { run: say(ss), folder: "/usr/sbin" },
  ip: { run: ip, folder: "/usr/sbin" },
  dmesg: { run: dmesg },
  df: { run: unmodelled("the world has disks without sizes") },
  free: { run: unmodelled("the world has no memory pages") },
  clear: { run: say(() => "\x1B[H\x1B[2J\x1B[3J") },
  reset: { run: say(() => "\x1Bc") },
  sync: { run: say(() => "") }
};

// src/shell/commands/systemctl/list.ts
var globOf = (pattern) => new RegExp(
  `^${pattern.replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`).replaceAll("*", ".*").replaceAll("?", ".")}$`
);
async function listUnits(context, options, patterns) {
  const { machine, out } = context;
  const states = /* @__PURE__ */ new Set([
    ...options.values("state").flatMap((s) => s.split(",")),
    ...options.has("failed") ? ["failed"] : []
  ]);
  const regexes = patterns.map(globOf);
  const chosen2 = machine.lab.world.read.units(machine.host).filter((unit) => options.has("a") || states.size > 0 || unit.active !== "inactive").filter((unit) => states.size === 0 || states.has(unit.active) || states.has(unit.sub)).filter((unit) => regexes.length === 0 || regexes.some((regex) => regex.test(unit.unit))).filter((unit) => !options.has("t") || unit.unit.endsWith(`.${options.value("t") ?? ""}`)).toSorted((a, b) => a.unit < b.unit ? -1 : 1);
  const widths = [
    Math.max(4, ...chosen2.map((unit) => unit.unit.length)),
    6,
    Math.max(6, ...chosen2.map((unit) => unit.active.length)),
    Math.max(3, ...chosen2.map((unit) => unit.sub.length))
  ];
  const pad = (text, index) => text.padEnd(chosen2.length === 0 ? text.length : widths[index]);
  const legend = !options.has("no-legend");
  if (legend)
    await out(
      `  ${pad("UNIT", 0)} ${pad("LOAD", 1)} ${pad("ACTIVE", 2)} ${pad("SUB", 3)} DESCRIPTION
`
    );
  for (const unit of chosen2)
    await out(
      `${unit.active === "failed" ? "\u25CF" : " "} ${pad(unit.unit, 0)} ${pad("loaded", 1)} ${pad(unit.active, 2)} ${pad(unit.sub, 3)} ${unit.description}
`
    );
  if (!legend) return 0;
  if (chosen2.length > 0)
    await out(
      "\nLOAD   = Reflects whether the unit definition was properly loaded.\nACTIVE = The high-level unit activation state, i.e. generalization of SUB.\nSUB    = The low-level unit activation state, values depend on unit type.\n"
    );
  const hint = states.size > 0 ? "" : options.has("a") ? "" : " Pass --all to see loaded but inactive units, too.";
  await out(
    `${chosen2.length} loaded units listed.${hint}
${states.size > 0 ? "" : "To show all installed unit files use 'systemctl list-unit-files'.\n"}`
  );
  return 0;
}
async function unitFiles(context, patterns) {
  const { machine, out } = context;
  const regexes = patterns.map(globOf);
  const chosen2 = machine.lab.world.read.units(machine.host).filter((unit) => regexes.length === 0 || regexes.some((regex) => regex.test(unit.unit)));
  const width = Math.max(9, ...chosen2.map((unit) => unit.unit.length));
  await out(`${"UNIT FILE".padEnd(width)} ${"STATE".padEnd(8)} PRESET
`);
  for (const unit of chosen2)
    await out(
      `${unit.unit.padEnd(width)} ${unit.enabled.padEnd(8)} ${unit.enabled === "static" ? "-" : "disabled"}
`
    );
  await out(`
${chosen2.length} unit files listed.
`);
  return 0;
}

// src/shell/commands/systemctl/show.ts
async function properties(context, options, units) {
  const { machine, out } = context;
  const wanted = options.values("p").flatMap((list3) => list3.split(","));
  const all = machine.lab.world.read.units(machine.host);
  for (const [index, name] of units.entries()) {
    const unit = all.find((candidate) => candidate.unit === name);
    const values = unit ? known(context, unit) : { Id: name, LoadState: "not-found", ActiveState: "inactive", SubState: "dead" };
    if (index > 0) await out("\n");
    for (const [property, value] of Object.entries(values)) {
      if (wanted.length > 0 && !wanted.includes(property)) continue;
      await out(options.has("value") ? `${value}
` : `${property}=${value}
`);
    }
  }
  return 0;
}
function known({ machine }, unit) {
  const since = unit.since > 0 ? systemdDate(machine.date(unit.since)) : "";
  return {
    MainPID: String(unit.active === "active" ? unit.mainPid : 0),
    Result: unit.result === "" ? "success" : unit.result,
    NRestarts: String(unit.restarts),
    ExecMainStatus: String(unit.exitCode),
    Id: unit.unit,
    Names: unit.unit,
    Description: unit.description,
    LoadState: "loaded",
    ActiveState: unit.active,
    SubState: unit.sub,
    FragmentPath: unit.path,
    UnitFileState: unit.enabled,
    ActiveEnterTimestamp: unit.active === "active" ? since : "",
    StateChangeTimestamp: since
  };
}

// src/shell/commands/systemctl/status.ts
async function status2(context, options, unit) {
  const { machine, user, out, io } = context;
  const colour = io.stdout.terminal !== void 0;
  const paint2 = (text, code2) => colour && code2 !== "" ? `\x1B[0;1;${code2}m${text}\x1B[0m` : text;
  const hue = unit.active === "active" ? "32" : unit.active === "failed" ? "31" : "";
  const dot = unit.active === "inactive" ? "\u25CB" : unit.active === "failed" ? "\xD7" : "\u25CF";
  const lines2 = [
    `${paint2(dot, hue)} ${unit.unit} - ${unit.description}`,
    `     Loaded: loaded (${unit.path}; ${unit.enabled}${unit.enabled === "static" ? "" : "; preset: disabled"})`,
    `     Active: ${paint2(activity(unit), hue)}${sinceText(machine, unit)}`
  ];
  const ended = unit.mainPid > 0 && unit.active !== "active" && unit.result !== "success";
  const code = exitText(unit);
  if (ended)
    lines2.push(`    Process: ${unit.mainPid} ExecStart=${execStart(machine, unit)} ${code}`);
  if (unit.mainPid > 0 && (unit.active === "active" || unit.active === "activating" || ended))
    lines2.push(`   Main PID: ${unit.mainPid} ${ended ? code : `(${unit.command})`}`);
  if (unit.mainPid > 0 && unit.active === "active" && unit.sub !== "exited")
    lines2.push(
      `     CGroup: /system.slice/${unit.unit}`,
      `             \u2514\u2500${unit.mainPid} ${execStart(machine, unit) || unit.command}`
    );
  await out(`${lines2.join("\n")}
`);
  const count = Number(options.value("n") ?? 10);
  if (user.uid === 0 && count > 0) {
    const boot = (machine.lab.world.read.host(machine.host)?.boots.length ?? 1) - 1;
    const entries = machine.lab.world.read.journal(machine.host).filter((entry) => entry.boot === boot);
    if (entries.length > 0) await journalTail(context, unit, count);
  }
  if (unit.active === "active") return 0;
  return 3;
}
async function journalTail(context, unit, count) {
  let printed = false;
  const { io } = context;
  const stdout = {
    ...io.stdout.terminal && { terminal: io.stdout.terminal },
    async write(chunk) {
      if (!printed) await io.stdout.write("\n");
      printed = true;
      await io.stdout.write(chunk);
    }
  };
  await context.execute(
    ["journalctl", "-q", "-b", "-u", unit.unit, "-n", String(count), "--no-pager"],
    { io: { stdout } }
  );
}
function activity(unit) {
  const result = unit.result === "success" || unit.result === "" || unit.active === "active" ? "" : ` (Result: ${unit.result})`;
  return unit.active === "failed" ? `failed${result}` : `${unit.active} (${unit.sub})${unit.active === "activating" ? result : ""}`;
}
function sinceText(machine, unit) {
  if (unit.since <= 0) return "";
  return ` since ${systemdDate(machine.date(unit.since))}; ${ago(machine.now() - unit.since)} ago`;
}
function ago(micros) {
  const seconds = Math.floor(micros / 1e6);
  if (seconds < 1) return `${Math.floor(micros / 1e3)}ms`;
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}min${seconds % 60 > 0 ? ` ${seconds % 60}s` : ""}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}h${minutes % 60 > 0 ? ` ${minutes % 60}min` : ""}`;
  return `${Math.floor(hours / 24)} days`;
}
function exitText(unit) {
  if (unit.result === "signal")
    return `(code=killed, signal=${unit.exitCode === 9 ? "KILL" : "TERM"})`;
  const name = { 0: "/SUCCESS", 1: "/FAILURE", 203: "/EXEC" }[unit.exitCode] ?? "";
  return `(code=exited, status=${unit.exitCode}${name})`;
}
function execStart({ lab, host }, unit) {
  const text = lab.world.read.file(host, unit.path)?.content ?? "";
  const match = /^ExecStart=[-@:+!]*((?:.*\\\n)*.*)$/m.exec(text)?.[1];
  return match === void 0 ? unit.command : match.replaceAll(/\s*\\\n\s*/g, " ").trim();
}

// src/shell/commands/systemctl/systemctl.ts
var nameOf2 = (text) => /\.(service|target|socket|mount|scope|slice|timer|path)$/.test(text) || /[*?]/.test(text) ? text : `${text}.service`;
function findUnit({ machine }, given) {
  const name = nameOf2(given);
  return machine.lab.world.read.units(machine.host).find((unit) => unit.unit === name);
}
async function systemctl(context) {
  const options = getOptions(context.args, {
    short: "al?p:n:o:t:qfPH:M:r",
    long: [
      "all",
      "full",
      "property=",
      "lines=",
      "output=",
      "type=",
      "state=",
      "failed",
      "no-pager",
      "no-legend",
      "plain",
      "value",
      "quiet",
      "now",
      "no-block",
      "version",
      "force",
      "system",
      "no-ask-password",
      "signal="
    ],
    same: { all: "a", full: "l", property: "p", lines: "n", output: "o", type: "t", quiet: "q" }
  });
  if (options.problem !== void 0) {
    await context.error(`systemctl: ${options.problem}
`);
    return 1;
  }
  if (options.has("version")) {
    await context.out("systemd 252 (252-55.el9)\n");
    return 0;
  }
  const [verb = options.has("failed") ? "list-units" : "list-units", ...units] = options.operands;
  return dispatch2(context, options, verb, units);
}
async function dispatch2(context, options, verb, units) {
  switch (verb) {
    case "list-units":
      return listUnits(context, options, units);
    case "list-unit-files":
      return unitFiles(context, units);
    case "status":
      return statuses(context, options, units);
    case "show":
      return properties(context, options, units.map(nameOf2));
    case "cat":
      return cat(context, units);
    case "is-active":
    case "is-failed":
    case "is-enabled":
      return ask(context, options, verb, units);
    case "start":
    case "stop":
    case "restart":
    case "try-restart":
    case "reload-or-restart":
      return change(context, verb, units);
    case "daemon-reload":
    case "reset-failed":
      return privileged(context, verb, verb, "");
    case "is-system-running":
      return systemState(context);
    case "reboot":
    case "poweroff":
    case "halt":
      return power(context, verb === "reboot" ? "reboot" : "shutdown");
    case "enable":
    case "disable":
    case "mask":
    case "unmask":
    case "kill":
    case "edit":
    case "isolate":
    case "list-dependencies":
    case "list-timers":
    case "list-jobs":
    case "list-sockets":
      await context.error(`systemctl ${verb}: not simulated by Eggtooth; see docs/fidelity.md
`);
      return 1;
    default:
      await context.error(`Unknown command verb ${verb}.
`);
      return 1;
  }
}
async function statuses(context, options, units) {
  if (units.length === 0) return systemState(context);
  let worst = 0;
  let first = true;
  for (const given of units) {
    const unit = findUnit(context, given);
    if (!unit) {
      await context.error(`Unit ${nameOf2(given)} could not be found.
`);
      worst = Math.max(worst, 4);
      continue;
    }
    if (!first) await context.out("\n");
    first = false;
    worst = Math.max(worst, await status2(context, options, unit));
  }
  return worst;
}
async function cat(context, units) {
  let code = 0;
  for (const [index, given] of units.entries()) {
    const unit = findUnit(context, given);
    const file = unit && context.machine.lab.world.read.file(context.machine.host, unit.path);
    if (!unit || !file) {
      await context.error(`No files found for ${nameOf2(given)}.
`);
      code = 1;
    } else
      await context.out(
        `${index > 0 ? "\n" : ""}# ${unit.path}
${file.content}${file.content.endsWith("\n") ? "" : "\n"}`
      );
  }
  return code;
}
async function ask(context, options, verb, units) {
  let good = 0;
  let bad = 0;
  for (const given of units) {
    const unit = findUnit(context, given);
    if (verb === "is-enabled" && !unit) {
      await context.error(
        `Failed to get unit file state for ${nameOf2(given)}: No such file or directory
`
      );
      bad = 1;
      continue;
    }
    const state2 = verb === "is-enabled" ? unit?.enabled ?? "" : unit?.active ?? "inactive";
    if (!options.has("q")) await context.out(`${state2}
`);
    const holds = verb === "is-active" ? state2 === "active" : verb === "is-failed" ? state2 === "failed" : state2 === "enabled" || state2 === "static";
    if (holds) good += 1;
    else bad = verb === "is-active" ? 3 : 1;
  }
  return verb === "is-failed" ? good > 0 ? 0 : 1 : verb === "is-enabled" ? good > 0 ? 0 : bad : bad;
}
var AUTHENTICATION = "Interactive authentication required.";
async function privileged(context, verb, what, see) {
  if (context.user.uid === 0) return 0;
  await context.error(
    `Failed to ${verb === "daemon-reload" ? "reload daemon" : verb} ${verb === "daemon-reload" ? "" : what}: ${AUTHENTICATION}
${see}`.replace("  ", " ").replace(" :", ":")
  );
  return 1;
}
async function change(context, verb, units) {
  const { machine, user, error } = context;
  if (units.length === 0) {
    await error("Too few arguments.\n");
    return 1;
  }
  const action = verb === "stop" ? "stop" : verb === "start" ? "start" : "restart";
  let code = 0;
  for (const given of units) {
    const name = nameOf2(given);
    const unit = findUnit(context, given);
    if (user.uid !== 0)
      code = await privileged(
        context,
        action,
        name,
        `See system logs and 'systemctl status ${name}' for details.
`
      );
    else if (!unit) {
      await error(
        `Failed to ${action} ${name}: Unit ${name} not ${action === "stop" ? "loaded" : "found"}.
`
      );
      code = 5;
    } else {
      const answer = await machine.lab.ask(
        { who: "trainee", kind: "unit", host: machine.host, unit: name, verb: action },
        context.job.signal
      ).catch((failure) => {
        if (context.job.signal.aborted) throw new Interrupted();
        throw failure;
      });
      if (answer.ok) continue;
      code = 1;
      await error(
        `Job for ${name} failed: ${answer.message}
See "systemctl status ${name}" and "journalctl -xeu ${name}" for details.
`
      );
    }
  }
  return code;
}
async function systemState(context) {
  const { machine, out } = context;
  const units = machine.lab.world.read.units(machine.host);
  const failed = units.some((unit) => unit.active === "failed");
  const busy = machine.lab.world.read.host(machine.host)?.phase !== "running";
  const state2 = busy ? "starting" : failed ? "degraded" : "running";
  await out(`${state2}
`);
  return state2 === "running" ? 0 : 1;
}
async function power(context, verb) {
  const { machine, user, error } = context;
  if (user.uid !== 0) {
    await error(
      `Failed to ${verb === "reboot" ? "set wall message, ignoring: Interactive authentication required.\nCall to Reboot failed" : "set wall message, ignoring: Interactive authentication required.\nCall to PowerOff failed"}: ${AUTHENTICATION}
`
    );
    return 1;
  }
  if (!machine.isNode) {
    await error("systemctl: the workstation is yours: Eggtooth does not switch it off\n");
    return 1;
  }
  machine.lab.tell({ who: "trainee", kind: "power", host: machine.host, verb });
  return 0;
}

// src/shell/commands/text/streams.ts
function openOperand(context, operand) {
  if (operand === "-" || operand === "/dev/stdin") return context.io.stdin;
  if (operand === "/dev/null") return devNull;
  return sourceOf(context.machine.files.read(context.path(operand), context.user));
}
async function cat2(context) {
  const options = getOptions(context.args, {
    short: "nbAEsTvetu",
    long: ["number", "show-all", "show-ends", "squeeze-blank"],
    same: { number: "n", "show-all": "A", "show-ends": "E", "squeeze-blank": "s" }
  });
  if (options.problem !== void 0) return usageError(context, options.problem);
  let status3 = 0;
  let number2 = 0;
  const plain = !["n", "b", "A", "E", "s"].some((letter) => options.has(letter));
  for (const operand of options.operands.length > 0 ? options.operands : ["-"]) {
    let source2;
    try {
      source2 = openOperand(context, operand);
    } catch (failure) {
      await context.error(`cat: ${operand}: ${strerror(failure)}
`);
      status3 = 1;
      continue;
    }
    if (plain) {
      for (let chunk = await source2.read(); chunk !== null; chunk = await source2.read()) {
        await breathe(context.job);
        await context.out(chunk);
      }
      continue;
    }
    for await (const line of readLines(source2)) {
      const text = textOf(line);
      const counted = options.has("n") || options.has("b") && text !== "\n";
      if (counted) number2 += 1;
      const ends = options.has("E") || options.has("A");
      const body = ends ? joinChunks([sliceChunk(line, 0, text.length - 1), "$\n"]) : line;
      await context.out(counted ? joinChunks([`${String(number2).padStart(6)}	`, body]) : body);
    }
  }
  return status3;
}
function partOf(context, value, bytes) {
  const text = value ?? "10";
  const match = /^([-+]?)(\d+)([kKM]?)$/.exec(text);
  if (!match) return void 0;
  const scale = { k: 1024, K: 1024, M: 1 << 20 }[match[3] ?? ""] ?? 1;
  return {
    count: Number(match[2]) * scale,
    reverse: match[1] === (context.name === "head" ? "-" : "+"),
    bytes
  };
}
var HEAD_TAIL = {
  short: "n:c:qvfF",
  long: ["lines=", "bytes=", "quiet", "silent", "verbose", "follow?", "retry"],
  same: { lines: "n", bytes: "c", quiet: "q", silent: "q", verbose: "v", follow: "f", F: "f" },
  numberIs: "n"
};
async function eachFile(context, operands, titled, run) {
  let status3 = 0;
  let first = true;
  for (const operand of operands.length > 0 ? operands : ["-"]) {
    try {
      const source2 = openOperand(context, operand);
      if (titled)
        await context.out(
          `${first ? "" : "\n"}==> ${operand === "-" ? "standard input" : operand} <==
`
        );
      first = false;
      await run(source2);
    } catch (failure) {
      if (failure instanceof BrokenPipe) throw failure;
      await context.error(
        `${context.name}: cannot open '${operand}' for reading: ${strerror(failure)}
`
      );
      status3 = 1;
    }
  }
  return status3;
}
async function head(context) {
  const options = getOptions(context.args, HEAD_TAIL);
  if (options.problem !== void 0) return usageError(context, options.problem);
  const value = options.value("c") ?? options.value("n");
  const part = partOf(context, value, options.has("c"));
  if (!part)
    return usageError(
      context,
      `invalid number of ${options.has("c") ? "bytes" : "lines"}: \u2018${value ?? ""}\u2019`
    );
  const titled = options.operands.length > 1 && !options.has("q") || options.has("v");
  return eachFile(context, options.operands, titled, (source2) => headOf(context, source2, part));
}
async function headOf(context, source2, part) {
  let left = part.count;
  if (part.bytes) {
    for (let chunk = left > 0 ? await source2.read() : null; chunk !== null; chunk = left > 0 ? await source2.read() : null) {
      const taken = sliceChunk(chunk, 0, left);
      left -= textOf(taken).length;
      await context.out(taken);
    }
    return source2.close();
  }
  const held = [];
  if (!part.reverse && left === 0) return source2.close();
  for await (const line of readLines(source2)) {
    if (part.reverse) {
      held.push(line);
      const ready = held.length > left ? held.shift() : void 0;
      if (ready !== void 0) await context.out(ready);
      continue;
    }
    await context.out(line);
    left -= 1;
    if (left === 0) break;
  }
  if (!source2.terminal) source2.close();
}
async function tail(context) {
  const options = getOptions(context.args, HEAD_TAIL);
  if (options.problem !== void 0) return usageError(context, options.problem);
  const value = options.value("c") ?? options.value("n");
  const part = partOf(context, value, options.has("c"));
  if (!part)
    return usageError(
      context,
      `invalid number of ${options.has("c") ? "bytes" : "lines"}: \u2018${value ?? ""}\u2019`
    );
  const titled = options.operands.length > 1 && !options.has("q") || options.has("v");
  const status3 = await eachFile(
    context,
    options.operands,
    titled,
    (source2) => tailOf2(context, source2, part)
  );
  if ((options.has("f") || options.has("F")) && options.operands.length > 0)
    await followFiles(context, options.operands);
  return status3;
}
async function tailOf2(context, source2, part) {
  const held = [];
  let number2 = 0;
  for await (const line of readLines(source2)) {
    number2 += 1;
    if (part.reverse) {
      if (number2 >= part.count) await context.out(line);
      continue;
    }
    held.push(line);
    if (!part.bytes && held.length > part.count) held.shift();
  }
  if (part.reverse || held.length === 0) return;
  const all = joinChunks(held);
  await context.out(
    part.bytes ? sliceChunk(all, Math.max(0, textOf(all).length - part.count)) : all
  );
}
async function followFiles(context, operands) {
  const { machine, user, job } = context;
  const sizes = /* @__PURE__ */ new Map();
  const read2 = (path) => machine.files.stat(path, user) ? machine.files.read(path, user) : "";
  for (const operand of operands)
    sizes.set(context.path(operand), textOf(read2(context.path(operand))).length);
  await whenWorldMoves(context, async () => {
    await breathe(job);
    for (const [path, size] of sizes) {
      const now = read2(path);
      const length = textOf(now).length;
      if (length < size) await context.error(`tail: ${path}: file truncated
`);
      if (length !== size) await context.out(sliceChunk(now, length < size ? 0 : size));
      sizes.set(path, length);
    }
  });
}
async function tee(context) {
  const { machine, user, io, args } = context;
  const append = args.includes("-a") || args.includes("--append");
  const sinks = [];
  const collected = /* @__PURE__ */ new Map();
  let status3 = 0;
  for (const operand of args.filter((arg) => !arg.startsWith("-"))) {
    if (operand === "/dev/null") continue;
    if (operand === "/dev/tty" && io.terminal) {
      sinks.push(io.terminal.sink);
      continue;
    }
    const path = context.path(operand);
    try {
      machine.files.mayWrite(path, user);
      if (!append) await machine.files.write(path, "", user);
      collected.set(path, []);
    } catch (failure) {
      await context.error(`tee: ${operand}: ${strerror(failure)}
`);
      status3 = 1;
    }
  }
  const flush = async () => {
    for (const [path, chunks] of collected) {
      if (chunks.length === 0) continue;
      collected.set(path, []);
      await machine.files.append(path, joinChunks(chunks), user);
    }
  };
  try {
    for (let chunk = await io.stdin.read(); chunk !== null; chunk = await io.stdin.read()) {
      if (isEmpty(chunk)) continue;
      for (const chunks of collected.values()) chunks.push(chunk);
      await flush();
      for (const sink of sinks) await sink.write(chunk);
      await context.out(chunk);
    }
  } finally {
    await flush();
  }
  return status3;
}
async function yes(context) {
  const line = `${context.args.length > 0 ? context.args.join(" ") : "y"}
`;
  const block = line.repeat(Math.max(1, Math.floor(4096 / line.length)));
  for (; ; ) {
    await breathe(context.job);
    await context.out(block);
  }
}

// src/shell/commands/text/diff.ts
async function diff(context) {
  const { args, out, error } = context;
  const operands = args.filter((arg) => !/^-./.test(arg));
  const [first, second] = operands;
  if (first === void 0 || second === void 0) {
    await error(
      `diff: missing operand after '${first ?? "diff"}'
diff: Try 'diff --help' for more information.
`
    );
    return 2;
  }
  const texts = [];
  for (const operand of [first, second])
    try {
      texts.push(await readAll(openOperand(context, operand)));
    } catch (failure) {
      await error(`diff: ${operand}: ${strerror(failure)}
`);
      return 2;
    }
  const [a = [], b = []] = texts.map(
    (text2) => textOf(text2).split(/(?<=\n)/).filter((line) => line !== "")
  );
  const changes = differences(a, b);
  if (changes.length === 0) return 0;
  const text = args.some((arg) => /^-\w*q|^--brief/.test(arg)) ? `Files ${first} and ${second} differ
` : args.some((arg) => /^-\w*u|^--unified/.test(arg)) ? `--- ${first}
+++ ${second}
${unified(a, b, changes)}` : changes.map((change2) => normal(a, b, change2)).join("");
  await out(weaken(text, observationsIn(texts)));
  return 1;
}
var LINES_MAX = 3e3;
function differences(a, b) {
  let head2 = 0;
  while (head2 < a.length && head2 < b.length && a[head2] === b[head2]) head2 += 1;
  let tail2 = 0;
  while (tail2 < a.length - head2 && tail2 < b.length - head2 && a[a.length - 1 - tail2] === b[b.length - 1 - tail2])
    tail2 += 1;
  const left = a.slice(head2, a.length - tail2);
  const right = b.slice(head2, b.length - tail2);
  if (left.length === 0 && right.length === 0) return [];
  if (left.length > LINES_MAX || right.length > LINES_MAX)
    return [{ a: head2, aCount: left.length, b: head2, bCount: right.length }];
  return walk(left, right).map((change2) => ({ ...change2, a: change2.a + head2, b: change2.b + head2 }));
}
function walk(a, b) {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i2, j2) => longest[i2 * width + j2] ?? 0;
  for (let i2 = a.length - 1; i2 >= 0; i2 -= 1)
    for (let j2 = b.length - 1; j2 >= 0; j2 -= 1)
      longest[i2 * width + j2] = a[i2] === b[j2] ? at(i2 + 1, j2 + 1) + 1 : Math.max(at(i2 + 1, j2), at(i2, j2 + 1));
  const changes = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [fromA, fromB] = [i, j];
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j]))
      if (j >= b.length || i < a.length && at(i + 1, j) >= at(i, j + 1)) i += 1;
      else j += 1;
    changes.push({ a: fromA, aCount: i - fromA, b: fromB, bCount: j - fromB });
  }
  return changes;
}
var mark = (lines2, prefix) => lines2.map(
  (line) => prefix + (line.endsWith("\n") ? line : `${line}
\\ No newline at end of file
`)
).join("");
function normal(a, b, { a: i, aCount, b: j, bCount }) {
  const range = (from, count) => count === 0 ? String(from) : count === 1 ? String(from + 1) : `${from + 1},${from + count}`;
  const verb = aCount === 0 ? "a" : bCount === 0 ? "d" : "c";
  const between = verb === "c" ? "---\n" : "";
  return `${range(i, aCount)}${verb}${range(j, bCount)}
${mark(a.slice(i, i + aCount), "< ")}${between}${mark(b.slice(j, j + bCount), "> ")}`;
}
function unified(a, b, changes) {
  let text = "";
  for (let index = 0; index < changes.length; ) {
    const group = [];
    for (; index < changes.length; index += 1) {
      const change2 = changes[index];
      const last = group.at(-1);
      if (!change2 || last && change2.a - (last.a + last.aCount) > 6) break;
      group.push(change2);
    }
    const [start] = group;
    const end = group.at(-1);
    if (!start || !end) break;
    const before = Math.min(3, start.a);
    const after = Math.min(3, a.length - (end.a + end.aCount));
    const fromA = start.a - before;
    const fromB = start.b - before;
    const countA = end.a + end.aCount + after - fromA;
    const countB = end.b + end.bCount + after - fromB;
    text += `@@ -${fromA + 1},${countA} +${fromB + 1},${countB} @@
`;
    let at = fromA;
    for (const change2 of group) {
      text += mark(a.slice(at, change2.a), " ") + mark(a.slice(change2.a, change2.a + change2.aCount), "-") + mark(b.slice(change2.b, change2.b + change2.bCount), "+");
      at = change2.a + change2.aCount;
    }
    text += mark(a.slice(at, at + after), " ");
  }
  return text;
}

// src/shell/commands/text/regex.ts
var CLASSES = {
  alpha: "A-Za-z",
  digit: "0-9",
  alnum: "A-Za-z0-9",
  space: String.raw`\s`,
  blank: String.raw` \t`,
  upper: "A-Z",
  lower: "a-z",
  punct: String.raw`!-\/:-@\[-\`{-~`,
  xdigit: "0-9A-Fa-f",
  print: " -~",
  graph: "!-~",
  cntrl: String.raw`\x00-\x1f`
};
function regexSource(pattern, dialect) {
  if (dialect === "fixed") return pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  if (dialect === "perl") return pattern;
  let out = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? "";
    if (character === "[") {
      const end = closingBracket(pattern, at);
      out += bracket(pattern.slice(at + 1, end));
      at = end;
    } else if (character === "\\") {
      at += 1;
      out += escaped(pattern[at] ?? "", dialect);
    } else if (dialect === "basic" && "+?{}()|".includes(character)) out += `\\${character}`;
    else if (dialect === "basic" && character === "*" && (out === "" || out.endsWith("(")))
      out += String.raw`\*`;
    else if (dialect === "extended" && character === "{" && !/^\{\d*,?\d*\}/.test(pattern.slice(at)))
      out += String.raw`\{`;
    else out += character;
  }
  return out;
}
function escaped(character, dialect) {
  if (character === "<" || character === ">") return String.raw`\b`;
  if (dialect === "basic" && "+?{}()|".includes(character)) return character;
  return /[A-Za-z0-9]/.test(character) && !"wWsSbBdDnt123456789".includes(character) ? character : `\\${character}`;
}
function closingBracket(pattern, from) {
  let at = from + 1;
  if (pattern[at] === "^") at += 1;
  if (pattern[at] === "]") at += 1;
  for (; at < pattern.length; at += 1) {
    if (pattern[at] === "[" && pattern[at + 1] === ":") at = pattern.indexOf(":]", at) + 1;
    else if (pattern[at] === "]") return at;
  }
  throw new SyntaxError("Unmatched [, [^, [:, [., or [=");
}
function bracket(body) {
  const negated = body.startsWith("^");
  const inner = (negated ? body.slice(1) : body).replaceAll("\\", String.raw`\\`).replace(/^\]/, String.raw`\]`).replaceAll(/\[:(\w+):\]/g, (_, name) => CLASSES[name] ?? "").replaceAll(/\[(?!-)/g, String.raw`\[`);
  return `[${negated ? "^" : ""}${inner}]`;
}

// src/shell/commands/text/grep.ts
var USAGE2 = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";
async function grep(context) {
  const options = getOptions(context.args, {
    short: "EFGPiyvwxcnlLoqshHrRe:f:m:A:B:C:aIzU",
    long: [
      "extended-regexp",
      "fixed-strings",
      "perl-regexp",
      "ignore-case",
      "invert-match",
      "word-regexp",
      "line-regexp",
      "count",
      "line-number",
      "files-with-matches",
      "only-matching",
      "quiet",
      "silent",
      "no-messages",
      "recursive",
      "regexp=",
      "max-count=",
      "after-context=",
      "before-context=",
      "context=",
      "color?",
      "colour?",
      "line-buffered",
      "no-filename",
      "with-filename",
      "text",
      "include=",
      "exclude="
    ],
    same: {
      "extended-regexp": "E",
      "fixed-strings": "F",
      "perl-regexp": "P",
      "ignore-case": "i",
      y: "i",
      "invert-match": "v",
      "word-regexp": "w",
      "line-regexp": "x",
      count: "c",
      "line-number": "n",
      "files-with-matches": "l",
      "only-matching": "o",
      quiet: "q",
      silent: "q",
      "no-messages": "s",
      recursive: "r",
      R: "r",
      regexp: "e",
      "max-count": "m",
      "after-context": "A",
      "before-context": "B",
      context: "C",
      "no-filename": "h",
      "with-filename": "H",
      colour: "color"
    },
    numberIs: "C"
  });
  if (options.problem !== void 0) {
    await context.error(`grep: ${options.problem}
${USAGE2}`);
    return 2;
  }
  const operands = [...options.operands];
  const patterns = options.has("e") ? options.values("e") : operands.splice(0, 1);
  if (patterns.length === 0) {
    await context.error(USAGE2);
    return 2;
  }
  try {
    return await search(
      context,
      planFor(
        context,
        options,
        patterns.flatMap((p) => p.split("\n")),
        operands
      )
    );
  } catch (failure) {
    if (!(failure instanceof SyntaxError)) throw failure;
    await context.error(`grep: Invalid regular expression
`);
    return 2;
  }
}
function planFor(context, options, patterns, operands) {
  const dialect = options.has("F") || context.name === "fgrep" ? "fixed" : options.has("P") ? "perl" : options.has("E") || context.name === "egrep" ? "extended" : "basic";
  let source2 = patterns.map((pattern) => regexSource(pattern, dialect)).join("|");
  if (options.has("w")) source2 = String.raw`(?<!\w)(?:${source2})(?!\w)`;
  if (options.has("x")) source2 = `^(?:${source2})$`;
  const around = options.value("C") ?? "0";
  const files = options.has("r") ? recursive(context, operands.length > 0 ? operands : ["."]) : operands;
  const colour = options.value("color");
  return {
    regex: new RegExp(source2, options.has("i") ? "gi" : "g"),
    options,
    files: files.length > 0 ? files : ["-"],
    titled: (files.length > 1 || options.has("r") || options.has("H")) && !options.has("h"),
    max: Number(options.value("m") ?? Infinity),
    before: Number(options.value("B") ?? around),
    after: Number(options.value("A") ?? around),
    colour: colour === "always" || colour !== void 0 && colour !== "never" && context.io.stdout.terminal !== void 0
  };
}
function recursive(context, operands) {
  return operands.flatMap((operand) => {
    const file = context.machine.files.stat(context.path(operand), context.user);
    if (!file?.folder) return [operand];
    try {
      return recursive(
        context,
        context.machine.files.list(context.path(operand), context.user).map((child) => `${operand.replace(/\/$/, "")}/${nameOf(child.path)}`)
      );
    } catch (failure) {
      if (failure instanceof FileError) return [];
      throw failure;
    }
  });
}
async function search(context, plan) {
  let matched = false;
  let failed = false;
  let evidence = NO_EVIDENCE;
  for (const operand of plan.files) {
    try {
      const result = await searchOne(context, plan, operand);
      matched ||= result.count > 0;
      if (result.evidence.each.size + result.evidence.joint.size > 0) evidence = result.evidence;
      if (matched && plan.options.has("q")) break;
    } catch (failure) {
      if (!(failure instanceof FileError)) throw failure;
      failed = true;
      if (!plan.options.has("s"))
        await context.error(
          failure.errno === "EISDIR" ? `grep: ${operand}: Is a directory
` : `grep: ${operand}: ${strerror(failure)}
`
        );
    }
  }
  return { status: failed ? 2 : matched ? 0 : 1, evidence };
}
var matches = ({ regex, options }, text) => {
  regex.lastIndex = 0;
  return regex.test(text.replace(/\n$/, "")) !== options.has("v");
};
async function searchOne(context, plan, operand) {
  const { options } = plan;
  const source2 = openOperand(context, operand);
  const counts = ["c", "q", "l", "L"].some((letter) => options.has(letter));
  const printer = new Printer(context, plan, operand);
  const marked = [];
  let count = 0;
  let number2 = 0;
  for await (const line of readLines(source2)) {
    await breathe(context.job);
    number2 += 1;
    const hit = matches(plan, textOf(line));
    if (marksOf(line).length > 0) marked.push(line);
    else if (marked.length > 0) marked.push(line);
    if (hit) count += 1;
    if (!counts) await printer.line(line, number2, hit);
    if (hit && (count >= plan.max || options.has("q") || options.has("l"))) break;
  }
  if (!source2.terminal) source2.close();
  const missed = marked.length === 0 ? 0 : count - marked.filter((line) => matches(plan, textOf(line))).length;
  const evidence = await report2(context, plan, operand, { marked, before: missed, count });
  return { count, evidence };
}
async function report2(context, plan, operand, { marked, before, count }) {
  const { options } = plan;
  const title = plan.titled ? `${operand === "-" ? "(standard input)" : operand}:` : "";
  const outcome2 = (total) => ({
    out: options.has("q") ? "" : options.has("c") ? `${title}${Math.min(total, plan.max)}
` : options.has("l") && total > 0 ? `${operand}
` : options.has("L") && total === 0 ? `${operand}
` : "",
    error: "",
    status: total > 0 ? 0 : 1
  });
  if (marked.length === 0) {
    await context.out(outcome2(count).out);
    return NO_EVIDENCE;
  }
  const result = await throughTool(
    "grep",
    ([text = ""]) => Promise.resolve(
      outcome2(
        before + text.split(/(?<=\n)/).filter((line) => line !== "" && matches(plan, line)).length
      )
    ),
    [joinChunks(marked)]
  );
  if (!isEmpty(result.out)) await context.out(result.out);
  return result.evidence;
}
var Printer = class {
  held = [];
  trailing = 0;
  lastPrinted = 0;
  context;
  plan;
  operand;
  constructor(context, plan, operand) {
    this.context = context;
    this.plan = plan;
    this.operand = operand;
  }
  async line(line, number2, hit) {
    const { plan } = this;
    const selected = selection(plan, line, hit);
    if (hit) {
      if ((plan.before > 0 || plan.after > 0) && this.lastPrinted > 0 && number2 - this.held.length > this.lastPrinted + 1)
        await this.context.out("--\n");
      for (const [before, at] of this.held.splice(0)) await this.print(before, at, "-");
      await this.print(selected, number2, ":");
      this.trailing = plan.after;
    } else if (this.trailing > 0) {
      this.trailing -= 1;
      await this.print(line, number2, "-");
    } else {
      if (!isEmpty(selected)) await this.context.out(selected);
      if (plan.before === 0) return;
      this.held.push([line, number2]);
      if (this.held.length > plan.before) this.held.shift();
    }
  }
  async print(line, number2, separator) {
    if (isEmpty(line)) return;
    this.lastPrinted = number2;
    const { options, titled } = this.plan;
    const title = titled ? `${this.operand === "-" ? "(standard input)" : this.operand}${separator}` : "";
    const prefix = title + (options.has("n") ? `${number2}${separator}` : "");
    const whole = textOf(line).endsWith("\n") ? line : joinChunks([line, "\n"]);
    const lines2 = options.has("o") && prefix !== "" ? textOf(whole).split(/(?<=\n)/).map((part) => prefix + part).join("") : void 0;
    await this.context.out(lines2 ?? (prefix === "" ? whole : joinChunks([prefix, whole])));
  }
};
function selection(plan, line, hit) {
  const text = textOf(line);
  const base = hit ? shown(plan, text) : "";
  if (marksOf(line).length === 0) return base === text ? line : base;
  const marks = [...observationsIn([line])].flatMap((of) => {
    const other = facet(line, of);
    const instead = other !== "" && matches(plan, other) ? shown(plan, other) : "";
    const weak = marksOf(line).every((mark2) => mark2.of !== of || mark2.weak);
    return instead === base ? [] : [differenceMark(base, instead, of, weak)];
  });
  return withMarks(base, marks);
}
function shown({ regex, options, colour }, line) {
  const text = line.replace(/\n$/, "");
  const paint2 = (part) => colour && part !== "" ? `\x1B[01;31m\x1B[K${part}\x1B[m\x1B[K` : part;
  if (options.has("o") && !options.has("v"))
    return [...text.matchAll(regex)].filter(([part]) => part !== "").map(([part]) => `${paint2(part)}
`).join("");
  if (!colour || options.has("v")) return line;
  return text.replaceAll(regex, paint2) + (line.endsWith("\n") ? "\n" : "");
}

// src/shell/commands/text/less.ts
async function less(context) {
  const { args, io, error, name } = context;
  const operands = args.filter((arg) => !/^[-+]./.test(arg));
  const chunks = [];
  for (const operand of operands)
    try {
      chunks.push(await readAll(openOperand(context, operand)));
    } catch (failure) {
      await error(`${operand}: ${strerror(failure)}
`);
      return 1;
    }
  if (operands.length === 0) {
    if (io.stdin.terminal) {
      await error('Missing filename ("less --help" for help)\n');
      return 1;
    }
    chunks.push(await readAll(io.stdin));
  }
  const text = joinChunks(chunks.length > 0 ? chunks : [""]);
  const { terminal } = io.stdout;
  if (!terminal || !io.terminal) {
    await context.out(text);
    return 0;
  }
  await page(
    context,
    terminal,
    linesOf(text),
    operands[0] ?? "",
    args.some((arg) => /^-\w*F/.test(arg)) || name === "more"
  );
  return 0;
}
var CLEAR = "\x1B[H\x1B[2J";
async function page(context, terminal, given, title, quitIfOne) {
  const { job, out } = context;
  const lines2 = given.flatMap((line) => wrap(line, terminal.columns));
  if (quitIfOne && lines2.length < terminal.rows)
    return out(joinChunks(lines2.length > 0 ? lines2 : [""]));
  let top = 0;
  let pattern;
  let notice = title;
  const height = () => Math.max(1, terminal.rows - 1);
  const bottom = () => Math.max(0, lines2.length - height());
  const clamp = (to) => Math.min(Math.max(0, to), bottom());
  const draw = async () => {
    const body = lines2.slice(top, top + height());
    const end = top + height() >= lines2.length;
    const prompt = notice !== "" ? `\x1B[7m${notice}${end ? " (END)" : ""}\x1B[m` : end ? "\x1B[7m(END)\x1B[m" : ":";
    const blank = "~\n".repeat(Math.max(0, height() - body.length));
    notice = "";
    await out(joinChunks([CLEAR, ...body.map(endLine), blank, prompt]));
  };
  const find2 = (from, by) => {
    for (let at = from; pattern && at >= 0 && at < lines2.length; at += by)
      if (pattern.test(textOf(lines2[at] ?? ""))) {
        top = clamp(at);
        return;
      }
    notice = pattern ? "Pattern not found  (press RETURN)" : "No previous regular expression";
  };
  const restore = terminal.raw();
  await out("\x1B[?1049h\x1B[?1h\x1B=");
  try {
    for (; ; ) {
      await draw();
      const key = await terminal.key(job);
      if (key === "q" || key === "Q") return;
      const to = moves(key, top, height(), lines2.length);
      if (to !== void 0) top = clamp(to);
      else if (key === "/" || key === "?") {
        const typed = await ask2(context, terminal, key);
        if (typed !== "") pattern = safeRegex(typed);
        find2(key === "/" ? top + 1 : top - 1, key === "/" ? 1 : -1);
      } else if (key === "n") find2(top + 1, 1);
      else if (key === "N") find2(top - 1, -1);
    }
  } finally {
    await out("\x1B[?1l\x1B>\x1B[?1049l").catch(() => void 0);
    restore();
  }
}
function moves(key, top, height, count) {
  switch (key) {
    case " ":
    case "f":
    case "":
    case "\x1B[6~":
      return top + height;
    case "b":
    case "":
    case "\x1B[5~":
      return top - height;
    case "d":
    case "":
      return top + (height >> 1);
    case "u":
    case "":
      return top - (height >> 1);
    case "j":
    case "e":
    case "\r":
    case "\n":
    case "\x1B[B":
    case "\x1BOB":
      return top + 1;
    case "k":
    case "y":
    case "\x1B[A":
    case "\x1BOA":
      return top - 1;
    case "g":
    case "<":
    case "\x1B[H":
      return 0;
    case "G":
    case ">":
    case "\x1B[F":
      return count;
    default:
      return void 0;
  }
}
async function ask2({ out, job }, terminal, prompt) {
  let typed = "";
  for (; ; ) {
    await out(`\r\x1B[K${prompt}${typed}`);
    const key = await terminal.key(job);
    if (key === "\r" || key === "\n") return typed;
    if (key === "\x1B") return "";
    if (key === "\x7F") typed = typed.slice(0, -1);
    else if (key.length === 1 && key >= " ") typed += key;
  }
}
function safeRegex(text) {
  try {
    return new RegExp(text, /[A-Z]/.test(text) ? "" : "i");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  }
}
var endLine = (line) => textOf(line).endsWith("\n") ? line : joinChunks([line, "\n"]);
function wrap(line, columns) {
  const parts = [];
  let rest = line;
  while (textOf(rest).replace(/\n$/, "").length > columns) {
    parts.push(sliceChunk(rest, 0, columns));
    rest = sliceChunk(rest, columns);
  }
  return isEmpty(rest) ? parts : [...parts, rest];
}

// src/shell/commands/text/line-tools.ts
var linesOf2 = (text) => text === "" ? [] : text.replace(/\n$/, "").split("\n");
async function pure(context, operands, make) {
  const inputs = [];
  for (const operand of operands.length > 0 ? operands : ["-"])
    try {
      inputs.push(await readAll(openOperand(context, operand)));
    } catch (failure) {
      if (!(failure instanceof FileError)) throw failure;
      await context.error(`${context.name}: ${operand}: ${strerror(failure)}
`);
      return 1;
    }
  const tool = (texts) => Promise.resolve({ out: make(texts), error: "", status: 0 });
  const result = await throughTool(context.name, tool, inputs);
  await context.out(result.out);
  return { status: 0, evidence: result.evidence };
}
async function uniq(context) {
  const options = getOptions(context.args, {
    short: "cdDuif:s:w:z",
    long: ["count", "repeated", "unique", "ignore-case", "skip-fields="],
    same: { count: "c", repeated: "d", unique: "u", "ignore-case": "i", "skip-fields": "f" }
  });
  if (options.problem !== void 0) return usageError(context, options.problem);
  const skip = Number(options.value("f") ?? 0);
  const key = (line) => {
    const rest = skip > 0 ? line.trimStart().split(/\s+/).slice(skip).join(" ") : line;
    return options.has("i") ? rest.toLowerCase() : rest;
  };
  return pure(context, options.operands.slice(0, 1), ([text = ""]) => {
    const groups = [];
    for (const line of linesOf2(text)) {
      const last = groups.at(-1);
      if (last && key(last.line) === key(line)) last.count += 1;
      else groups.push({ line, count: 1 });
    }
    return groups.filter(({ count }) => !(options.has("d") && count < 2) && !(options.has("u") && count > 1)).map(
      ({ line, count }) => `${options.has("c") ? `${String(count).padStart(7)} ` : ""}${line}
`
    ).join("");
  });
}
async function paste(context) {
  const options = getOptions(context.args, {
    short: "sd:",
    long: ["serial", "delimiters="],
    same: { serial: "s", delimiters: "d" }
  });
  if (options.problem !== void 0) return usageError(context, options.problem);
  const delimiters = (options.value("d") ?? "	").replaceAll(String.raw`\t`, "	").replaceAll(String.raw`\n`, "\n");
  const join = (cells) => cells.map(
    (cell, index) => index === 0 ? cell : (delimiters[(index - 1) % (delimiters.length || 1)] ?? "") + cell
  ).join("");
  return pure(context, options.operands, (texts) => {
    const columns = texts.map(linesOf2);
    if (options.has("s")) return columns.map((lines2) => `${join(lines2)}
`).join("");
    const rows = Math.max(0, ...columns.map((lines2) => lines2.length));
    return Array.from(
      { length: rows },
      (_, row) => `${join(columns.map((lines2) => lines2[row] ?? ""))}
`
    ).join("");
  });
}

// src/shell/commands/text/catalogue.ts
var TEXT_PROGRAMS = {
  cat: { run: cat2 },
  head: { run: head },
  tail: { run: tail },
  tee: { run: tee },
  yes: { run: yes },
  grep: { run: grep },
  egrep: { run: grep },
  fgrep: { run: grep },
  zgrep: { run: grep },
  less: { run: less },
  more: { run: less },
  diff: { run: diff },
  uniq: { run: uniq },
  paste: { run: paste }
};

// src/shell/commands/virsh/virsh.ts
var POWER = {
  start: { said: "started", wrong: "Domain is already active" },
  destroy: { said: "destroyed", wrong: "Requested operation is not valid: domain is not running" },
  shutdown: {
    said: "is being shutdown",
    wrong: "Requested operation is not valid: domain is not running"
  },
  reboot: {
    said: "is being rebooted",
    wrong: "Requested operation is not valid: domain is not running"
  }
};
var isPower = (verb) => verb in POWER;
var stateOf2 = (host) => host.power === "on" ? "running" : "shut off";
function domains({ machine }) {
  return machine.lab.world.read.hosts().filter((host) => host.domain !== "");
}
var idOf = (context, host) => host.power === "on" ? String(domains(context).findIndex((h) => h.name === host.name) + 1) : "-";
async function virsh(context) {
  const args = [...context.args];
  while (args[0]?.startsWith("-") && args[0] !== "--version") {
    const option = args.shift() ?? "";
    if (option === "-c" || option === "--connect") args.shift();
  }
  const [verb = "", ...rest] = args;
  const { out, error } = context;
  if (verb === "--version" || verb === "version") {
    await out("9.0.0\n");
    return 0;
  }
  if (verb === "list") return list2(context, rest);
  if (verb === "") {
    await error(
      "virsh: the interactive terminal is not simulated by Eggtooth: name a command (list, start, destroy, shutdown, reboot, domstate, dominfo)\n"
    );
    return 1;
  }
  const name = rest.find((arg) => !arg.startsWith("-"));
  if (!isPower(verb) && verb !== "domstate" && verb !== "dominfo") {
    await error(
      KNOWN2.has(verb) ? `virsh ${verb}: not simulated by Eggtooth; see docs/fidelity.md
` : `error: unknown command: '${verb}'
`
    );
    return 1;
  }
  if (name === void 0) {
    await error(`error: command '${verb}' requires <domain> option
`);
    return 1;
  }
  const host = domains(context).find(
    (candidate) => candidate.domain === name || idOf(context, candidate) === name
  );
  if (!host) {
    await error(`error: failed to get domain '${name}'

`);
    return 1;
  }
  if (verb === "domstate") {
    await out(`${stateOf2(host)}

`);
    return 0;
  }
  if (verb === "dominfo") return info(context, host);
  return power2(context, verb, host, rest.includes("--console"));
}
var KNOWN2 = new Set(
  "console define undefine dumpxml edit domiflist domblklist net-list net-start pool-list vol-list snapshot-create suspend resume save restore autostart reset vncdisplay domifaddr".split(
    " "
  )
);
async function list2(context, args) {
  const all = args.includes("--all");
  const inactive = args.includes("--inactive");
  const shown2 = domains(context).filter((host) => all || (inactive ? host.power === "off" : host.power === "on")).toSorted((a, b) => Number(b.power === "on") - Number(a.power === "on"));
  if (args.includes("--name")) {
    for (const host of shown2) await context.out(`${host.domain}
`);
    await context.out("\n");
    return 0;
  }
  const width = Math.max(4, ...shown2.map((host) => host.domain.length));
  const ids = Math.max(2, ...shown2.map((host) => idOf(context, host).length));
  const state2 = Math.max(5, ...shown2.map((host) => stateOf2(host).length));
  await context.out(
    ` ${"Id".padEnd(ids)}   ${"Name".padEnd(width)}   State
${"-".repeat(ids + width + state2 + 8)}
`
  );
  for (const host of shown2)
    await context.out(
      ` ${idOf(context, host).padEnd(ids)}   ${host.domain.padEnd(width)}   ${stateOf2(host)}
`
    );
  await context.out("\n");
  return 0;
}
async function info(context, host) {
  const rows = [
    ["Id", idOf(context, host)],
    ["Name", host.domain],
    ["State", stateOf2(host)],
    ["Persistent", "yes"],
    ["Autostart", "disable"]
  ];
  await context.out(
    `${rows.map(([name, value]) => `${`${name}:`.padEnd(16)}${value}
`).join("")}
`
  );
  return 0;
}
async function power2(context, verb, host, console) {
  const { machine, out, error, job } = context;
  const { said, wrong } = POWER[verb];
  if (verb === "start" === (host.power === "on")) {
    await error(
      verb === "start" ? `error: ${wrong}

` : `error: Failed to ${verb} domain '${host.domain}'
error: ${wrong}

`
    );
    return 1;
  }
  const answer = await machine.lab.ask({ who: "trainee", kind: "power", host: host.name, verb }, job.signal).catch((failure) => {
    if (job.signal.aborted) throw new Interrupted();
    throw failure;
  });
  if (!answer.ok) {
    await error(`error: Failed to ${verb} domain '${host.domain}'
error: ${answer.message}

`);
    return 1;
  }
  await out(`Domain '${host.domain}' ${said}

`);
  if (console)
    await error("virsh: --console is not simulated by Eggtooth: use ssh or journalctl\n");
  return 0;
}

// src/shell/commands/catalogue.ts
var ALL = new Map(
  Object.entries({
    ...FILE_PROGRAMS,
    ...TEXT_PROGRAMS,
    ...RUNNERS,
    ...SYSTEM,
    ...CLOCK,
    crictl: { run: crictl, on: "nodes" },
    etcdctl: { run: etcdctl, inContainer: "etcd" },
    journalctl: { run: journalctl },
    ssh: { run: ssh },
    systemctl: { run: systemctl },
    virsh: { run: virsh, on: "workstation" }
  })
);
var IN_CONTAINERS = new Set(
  "sh bash env cat ls grep head tail date sleep id hostname uname curl find stat ps".split(" ")
);
var PROGRAMS = {
  find(name, { host, container }) {
    const program = ALL.get(name);
    if (!program || container && !program.inContainer && !IN_CONTAINERS.has(name))
      return void 0;
    if (program.inContainer !== void 0) {
      return container?.name.includes(program.inContainer) ? program : void 0;
    }
    const node = host !== "workstation";
    if (program.on === "workstation" && node) return void 0;
    if (program.on === "nodes" && !node) return void 0;
    return program;
  },
  missing: missingProgram,
  names: (host) => [
    ...[...ALL.keys()].filter((name) => PROGRAMS.find(name, { host }) !== void 0),
    ...textToolNames()
  ].toSorted()
};

// src/shell/executor/evidence.ts
function hinted(io, observations) {
  if (observations.size === 0) return io;
  const { stdout } = io;
  const sink = {
    write: (chunk) => stdout.write(weaken(chunk, observations)),
    ...stdout.terminal && { terminal: stdout.terminal }
  };
  return { ...io, stdout: sink };
}
function decisive(shell) {
  const succeeded = shell.lastStatus === 0;
  const found2 = /* @__PURE__ */ new Set();
  for (const statuses2 of [shell.evidence.each, shell.evidence.joint])
    for (const [of, status3] of statuses2) if (status3 === 0 !== succeeded) found2.add(of);
  return found2;
}
function settle(shell, status3) {
  shell.lastStatus = status3;
  shell.evidence = NO_EVIDENCE;
  return status3;
}

// src/shell/executor/expansion.ts
import { defineCommand } from "just-bash";

// src/shell/executor/native-expansion.ts
var GLOB = /[*?[\]{}~]/;
function expandNatively(words2, view) {
  const argv = [];
  const ifs = view.shell.variables.get("IFS");
  if (ifs !== void 0 && textOf(ifs) !== " 	\n") return void 0;
  for (const word of words2) {
    const result = { done: [], open: void 0 };
    for (const [index, part] of word.parts.entries())
      if (!expandPart(part, view, result, index === 0)) return void 0;
    argv.push(...result.done);
    if (result.open !== void 0) argv.push(result.open);
  }
  return argv;
}
var add = (words2, text) => {
  words2.open = (words2.open ?? "") + text;
};
function expandPart(part, view, words2, first) {
  switch (part.type) {
    case "Literal":
      if (GLOB.test(part.value)) return false;
      add(words2, part.value);
      return true;
    case "SingleQuoted":
    case "Escaped":
      add(words2, part.value);
      return true;
    case "TildeExpansion":
      if (!first || part.user !== null) return false;
      add(words2, valueOf("HOME", view) ?? "");
      return true;
    case "DoubleQuoted": {
      add(words2, "");
      return part.parts.every((inner) => expandQuoted(inner, view, words2));
    }
    case "ParameterExpansion":
      return part.operation === null && split(valueOf(part.parameter, view), words2);
    default:
      return false;
  }
}
function expandQuoted(part, view, words2) {
  if (part.type === "Literal" || part.type === "Escaped") {
    add(words2, part.value);
    return true;
  }
  if (part.type !== "ParameterExpansion" || part.operation !== null) return false;
  if (part.parameter === "@") {
    const [head2, ...rest] = view.shell.positional;
    if (rest.length > 0) return false;
    add(words2, head2 ?? "");
    return head2 !== void 0;
  }
  const value = valueOf(part.parameter, view);
  if (value === void 0) return false;
  add(words2, value);
  return true;
}
function split(value, words2) {
  if (value === void 0 || GLOB.test(value)) return false;
  if (value === "") return true;
  const pieces = value.split(/[ \t\n]+/);
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && words2.open !== void 0) {
      words2.done.push(words2.open);
      words2.open = void 0;
    }
    if (piece !== "") add(words2, piece);
  }
  return true;
}
function valueOf(name, { shell, taken, which, status: status3 }) {
  const value = taken.get(name) ?? shell.variables.get(name);
  if (/^[A-Za-z_]\w*$/.test(name)) {
    if (shell.arrays.has(name) || value === void 0 && DYNAMIC.has(name)) return void 0;
    if (value === void 0) return "";
    return which === "as it is" ? textOf(value) : facet(value, which);
  }
  if (/^\d+$/.test(name))
    return name === "0" ? shell.scriptName : shell.positional[Number(name) - 1] ?? "";
  switch (name) {
    case "?":
      return String(status3);
    case "#":
      return String(shell.positional.length);
    case "$":
      return "4000";
    case "!":
      return shell.lastBackgroundPid === 0 ? "" : String(shell.lastBackgroundPid);
    case "*":
    case "@":
      return shell.positional.join(" ");
    default:
      return void 0;
  }
}
var DYNAMIC = /* @__PURE__ */ new Set([
  "RANDOM",
  "SECONDS",
  "LINENO",
  "EPOCHSECONDS",
  "BASH_VERSION",
  "UID",
  "EUID",
  "OSTYPE"
]);

// src/shell/executor/expansion.ts
var ExpansionError = class extends Error {
};
var NO_ALTERNATIVES = /* @__PURE__ */ new Map();
var NO_WEAK = /* @__PURE__ */ new Set();
async function expandWords(shell, words2, substitute) {
  const taken = /* @__PURE__ */ new Map();
  const ready = [];
  for (const word of words2)
    ready.push({ ...word, parts: await takeSubstitutions(word.parts, substitute, taken) });
  const expand = (which, status3 = shell.lastStatus) => {
    const view = { shell, taken, which, status: status3 };
    const native = expandNatively(ready, view);
    return native ? Promise.resolve(native) : expandByJustBash(ready, view);
  };
  const argv = await expand("as it is");
  const used = [...taken.values()];
  const text = JSON.stringify(ready);
  for (const [name, value] of shell.variables)
    if (marksOf(value).length > 0 && text.includes(name)) used.push(value);
  const statusUsed = /"parameter":"\?"/.test(text);
  const observations = observationsIn(used);
  if (observations.size === 0 && !(statusUsed && hasEvidence(shell)))
    return { argv, alternatives: NO_ALTERNATIVES, weak: NO_WEAK };
  return compare(shell, argv, observations, statusUsed, expand);
}
var hasEvidence = ({ evidence }) => evidence.each.size > 0 || evidence.joint.size > 0;
var same = (a, b) => a.length === b.length && a.every((word, i) => word === b[i]);
async function compare(shell, argv, observations, statusUsed, expand) {
  const alternatives = /* @__PURE__ */ new Map();
  const weak = /* @__PURE__ */ new Set();
  for (const of of observations) {
    const other = await expand(of);
    if (!same(other, argv)) alternatives.set(of, other);
  }
  if (observations.size > 1 && alternatives.size === 0 && !same(await expand(void 0), argv))
    for (const of of observations) weak.add(of);
  if (statusUsed) {
    for (const [of, status3] of shell.evidence.each) {
      const other = await expand("as it is", status3);
      if (!alternatives.has(of) && !same(other, argv)) alternatives.set(of, other);
    }
    for (const of of shell.evidence.joint.keys()) weak.add(of);
  }
  return { argv, alternatives, weak };
}
async function expandToChunk(shell, word, substitute) {
  const parts = word.parts.flatMap((part) => {
    if (part.type === "DoubleQuoted") return part.parts;
    if (part.type === "SingleQuoted") return [{ type: "Escaped", value: part.value }];
    return [part];
  });
  const tilde = parts[0]?.type === "TildeExpansion" ? parts.slice(0, 1) : [];
  const rest = { type: "DoubleQuoted", parts: parts.slice(tilde.length) };
  const expanded = await expandWords(
    shell,
    [{ type: "Word", parts: [...tilde, rest] }],
    substitute
  );
  return markedWord(expanded, 0);
}
function markedWord({ argv, alternatives }, index) {
  const word = argv[index] ?? "";
  const marks = [...alternatives].flatMap(
    ([of, other]) => (other[index] ?? "") === word ? [] : [differenceMark(word, other[index] ?? "", of)]
  );
  return withMarks(word, marks);
}
async function takeSubstitutions(parts, substitute, taken) {
  const ready = [];
  for (const part of parts) {
    if (part.type === "CommandSubstitution") {
      const name = `__taken${taken.size}`;
      taken.set(name, "");
      taken.set(name, await substitute(part));
      ready.push({ type: "ParameterExpansion", parameter: name, operation: null });
    } else if (part.type === "DoubleQuoted") {
      ready.push({ ...part, parts: await takeSubstitutions(part.parts, substitute, taken) });
    } else if (part.type === "ProcessSubstitution") {
      throw new ExpansionError("eggtooth: process substitution is not simulated");
    } else ready.push(part);
  }
  return ready;
}
var captured = /* @__PURE__ */ new Map();
var slots = 0;
var prepared = /* @__PURE__ */ new WeakSet();
var READ_ONLY = new Set(
  "SHELLOPTS BASHOPTS OPTIND _ PATH PWD OLDPWD IFS OSTYPE MACHTYPE HOSTTYPE HOSTNAME BASH_VERSION BASHPID PPID UID EUID SHLVL RANDOM SECONDS LINENO".split(
    " "
  )
);
async function expandByJustBash(words2, view) {
  const { shell, taken, which } = view;
  const bash2 = shell.machine.textTools(shell.user);
  if (!prepared.has(bash2)) {
    prepared.add(bash2);
    bash2.registerCommand(
      defineCommand("__argv", ([slot2, ...argv2]) => {
        captured.set(slot2 ?? "", argv2);
        return Promise.resolve({ stdout: "", stderr: "", exitCode: 0 });
      })
    );
  }
  const env2 = {};
  for (const [name, value] of [...shell.variables, ...taken]) env2[name] = choose(value, which);
  if (!env2["PATH"]?.includes("/usr/bin")) env2["PATH"] = `${env2["PATH"] ?? ""}:/usr/bin`;
  slots += 1;
  const slot = `slot${slots}`;
  const command2 = textOfCommand(simpleCommand("__argv", [literalWord(slot), ...words2])).replaceAll(
    "PIPESTATUS",
    "__pipestatus"
  );
  const text = prelude(view, command2) + command2;
  const result = await bash2.exec(text, { env: env2, cwd: shell.cwd, rawScript: true });
  const argv = captured.get(slot);
  captured.delete(slot);
  if (!argv) throw new ExpansionError(result.stderr.replace(/^bash: (line \d+: )?/, "").trimEnd());
  if (which === "as it is") takeAssignments(shell, result.env);
  return argv;
}
function takeAssignments(shell, env2) {
  for (const [name, value] of Object.entries(env2)) {
    if (!/^[A-Za-z_]\w*$/.test(name) || name.startsWith("__taken") || READ_ONLY.has(name)) continue;
    if (textOf(shell.variables.get(name) ?? "") !== value) shell.variables.set(name, value);
  }
}
var choose = (value, which) => which === "as it is" ? textOf(value) : facet(value, which);
function prelude({ shell, which, status: status3 }, command2) {
  let text = "";
  if (command2.includes("__pipestatus")) text += `__pipestatus=(${shell.pipeStatus.join(" ")}); `;
  for (const [name, values] of shell.arrays)
    if (command2.includes(name))
      text += `${name}=(${values.map((value) => quoted(choose(value, which))).join(" ")}); `;
  if (shell.positional.length > 0) text += `set -- ${shell.positional.map(quoted).join(" ")}; `;
  return /\$\{?\?/.test(command2) ? `${text}(exit ${status3}); ` : text;
}

// src/shell/executor/substitution.ts
function substitution(shell, io, job) {
  return async ({ body }) => {
    const subshell = forkShell(shell);
    subshell.interactive = shell.interactive;
    const output = collector();
    try {
      await shell.machine.interpreter.statements(
        subshell,
        body.statements,
        { ...io, stdout: output },
        job
      );
    } catch (error) {
      if (error instanceof ShellExit) subshell.lastStatus = error.status;
      else if (error instanceof Jump) subshell.lastStatus = error.status;
      else throw error;
    }
    shell.lastStatus = subshell.lastStatus;
    shell.evidence = subshell.evidence;
    const taken = output.taken();
    return sliceChunk(taken, 0, textOf(taken).replace(/\n+$/, "").length);
  };
}

// src/shell/executor/redirection.ts
var BLOCK = 16384;
async function withRedirections(shell, redirections, io, job, run) {
  if (!redirections || redirections.length === 0) return run(io);
  const open = { ...io };
  const files = [];
  try {
    for (const redirection of redirections) await apply(shell, redirection, io, open, files, job);
  } catch (error) {
    if (!(error instanceof RedirectionFailed)) throw error;
    await io.stderr.write(complaint(shell, error.message));
    throw new Jump("prompt", 1);
  }
  try {
    await run(open);
  } finally {
    for (const file of files) await file.flush();
  }
}
var RedirectionFailed = class extends Error {
};
async function apply(shell, redirection, io, open, files, job) {
  const { operator, target, fd } = redirection;
  const substitute = substitution(shell, io, job);
  if (redirection.fdVariable !== void 0 || fd !== null && fd > 2)
    throw new RedirectionFailed(`eggtooth: file descriptor ${fd ?? ""} is not simulated`);
  if (target.type === "HereDoc") {
    const unindent = (text) => target.stripTabs ? text.replaceAll(/^\t+/gm, "") : text;
    const unindentPart = (part) => part.type === "Literal" ? { ...part, value: unindent(part.value) } : part;
    const content = target.quoted ? {
      type: "Word",
      parts: [{ type: "SingleQuoted", value: unindent(plainText(target.content)) }]
    } : {
      type: "Word",
      parts: [{ type: "DoubleQuoted", parts: target.content.parts.map(unindentPart) }]
    };
    open.stdin = sourceOf(await expandToChunk(shell, content, substitute));
    return;
  }
  if (operator === "<<<") {
    open.stdin = sourceOf(joinChunks([await expandToChunk(shell, target, substitute), "\n"]));
    return;
  }
  const { argv } = await expandWords(shell, [target], substitute);
  const [name] = argv;
  if (name === void 0 || argv.length > 1) throw new RedirectionFailed("ambiguous redirect");
  if (operator === "<") open.stdin = openForReading(shell, name, io);
  else if (operator === ">&" || operator === "<&") duplicate(open, fd ?? 1, name);
  else if (operator === "<>") throw new RedirectionFailed("eggtooth: <> is not simulated");
  else {
    const sink = await openForWriting(shell, name, operator.endsWith(">>"), io, files);
    if (operator.startsWith("&")) open.stdout = open.stderr = sink;
    else if (fd === 2) open.stderr = sink;
    else open.stdout = sink;
  }
}
var plainText = (word) => word.parts.map((part) => "value" in part ? part.value : "").join("");
function duplicate(open, fd, target) {
  if (target !== "1" && target !== "2")
    throw new RedirectionFailed(`${target}: Bad file descriptor`);
  const source2 = target === "1" ? open.stdout : open.stderr;
  if (fd === 2) open.stderr = source2;
  else open.stdout = source2;
}
function openForReading(shell, name, io) {
  if (name === "/dev/null") return devNull;
  if (name === "/dev/stdin") return io.stdin;
  try {
    const { files } = shell.machine;
    return sourceOf(files.read(files.resolve(shell.cwd, name), shell.user));
  } catch (error) {
    throw new RedirectionFailed(`${name}: ${strerror(error)}`);
  }
}
async function openForWriting(shell, name, append, io, files) {
  if (name === "/dev/null") return devNull;
  if (name === "/dev/tty" && io.terminal) return io.terminal.sink;
  if (name === "/dev/stdout") return io.stdout;
  if (name === "/dev/stderr") return io.stderr;
  const host = shell.machine.files;
  const path = host.resolve(shell.cwd, name);
  try {
    host.mayWrite(path, shell.user);
    if (!append) await host.write(path, "", shell.user);
    else if (!host.stat(path, shell.user)) await host.write(path, "", shell.user);
  } catch (error) {
    throw new RedirectionFailed(`${name}: ${strerror(error)}`);
  }
  const sink = fileSink(shell, path);
  files.push(sink);
  return sink;
}
function fileSink(shell, path) {
  let held = [];
  let size = 0;
  const { files } = shell.machine;
  const { user } = shell;
  const flush = async () => {
    if (held.length === 0) return;
    const block = joinChunks(held);
    held = [];
    size = 0;
    try {
      await files.append(path, block, user);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new Jump("prompt", 1);
    }
  };
  return {
    async write(chunk) {
      if (isEmpty(chunk)) return;
      held.push(chunk);
      size += textOf(chunk).length;
      if (size >= BLOCK) await flush();
    },
    flush
  };
}

// src/shell/executor/compound.ts
async function runCompound(shell, command2, io, job) {
  await withRedirections(
    shell,
    command2.redirections,
    io,
    job,
    (redirected) => dispatch3(shell, command2, redirected, job)
  );
}
async function dispatch3(shell, command2, io, job) {
  switch (command2.type) {
    case "Group":
      return shell.machine.interpreter.statements(shell, command2.body, io, job);
    case "Subshell":
      return runSubshell(shell, command2, io, job);
    case "If":
      return runIf(shell, command2, io, job);
    case "For":
      return runFor(shell, command2, io, job);
    case "CStyleFor":
      return runCStyleFor(shell, command2, io, job);
    case "While":
    case "Until":
      return runWhile(shell, command2, io, job);
    case "Case":
      return runCase(shell, command2, io, job);
    case "ArithmeticCommand":
    case "ConditionalCommand":
      return runTest(shell, command2, io);
  }
}
async function runSubshell(shell, command2, io, job) {
  const subshell = forkShell(shell);
  try {
    await shell.machine.interpreter.statements(subshell, command2.body, io, job);
  } catch (error) {
    if (!(error instanceof ShellExit)) throw error;
    subshell.lastStatus = error.status;
  }
  shell.lastStatus = subshell.lastStatus;
  shell.evidence = subshell.evidence;
}
async function runCondition(shell, condition, io, job) {
  shell.conditionDepth += 1;
  try {
    await shell.machine.interpreter.statements(shell, condition, io, job);
  } finally {
    shell.conditionDepth -= 1;
  }
  return shell.lastStatus === 0;
}
async function runIf(shell, command2, io, job) {
  const because = /* @__PURE__ */ new Set();
  for (const clause of command2.clauses) {
    const holds = await runCondition(shell, clause.condition, io, job);
    for (const of of decisive(shell)) because.add(of);
    if (holds)
      return shell.machine.interpreter.statements(shell, clause.body, hinted(io, because), job);
  }
  if (command2.elseBody)
    return shell.machine.interpreter.statements(shell, command2.elseBody, hinted(io, because), job);
  settle(shell, 0);
}
async function runBody(shell, body, io, job) {
  try {
    await shell.machine.interpreter.statements(shell, body, io, job);
    return false;
  } catch (error) {
    if (!(error instanceof Jump) || error.to !== "break" && error.to !== "continue") throw error;
    settle(shell, 0);
    error.levels -= 1;
    if (error.levels > 0) throw error;
    return error.to === "break";
  }
}
async function runFor(shell, command2, io, job) {
  const expanded = command2.words ? await expandWords(shell, command2.words, substitution(shell, io, job)) : { argv: shell.positional, alternatives: /* @__PURE__ */ new Map(), weak: /* @__PURE__ */ new Set() };
  settle(shell, 0);
  for (const index of expanded.argv.keys()) {
    shell.variables.set(command2.variable, markedWord(expanded, index));
    if (await runBody(shell, command2.body, hinted(io, expanded.weak), job)) break;
  }
}
async function runCStyleFor(shell, command2, io, job) {
  const evaluate2 = async (text) => {
    if (text === void 0) return true;
    const { status: status3 } = await evaluateByJustBash(shell, `(( ${text} ))`, "as it is", io);
    return status3 === 0;
  };
  const { init, condition, update } = command2;
  if (init) await evaluate2(init.originalText);
  settle(shell, 0);
  while (condition ? await evaluate2(condition.originalText) : true) {
    if (await runBody(shell, command2.body, io, job)) break;
    if (update) await evaluate2(update.originalText);
  }
}
async function runWhile(shell, command2, io, job) {
  let status3 = 0;
  for (; ; ) {
    const holds = await runCondition(shell, command2.condition, io, job);
    if (holds !== (command2.type === "While")) {
      for (const of of decisive(shell)) shell.after.add(of);
      settle(shell, status3);
      return;
    }
    if (await runBody(shell, command2.body, io, job)) return;
    status3 = shell.lastStatus;
  }
}
async function runCase(shell, command2, io, job) {
  const word = await expandToChunk(shell, command2.word, substitution(shell, io, job));
  const seen = hinted(io, observationsIn([word]));
  settle(shell, 0);
  let fallThrough = false;
  for (const item of command2.items) {
    let matches2 = fallThrough;
    for (const pattern of matches2 ? [] : item.patterns) {
      const node = textOfCommand({
        type: "SimpleCommand",
        assignments: [],
        name: pattern,
        args: [],
        redirections: []
      });
      const text = `case ${quoted(textOf(word))} in ${node.trim()}) true;; *) false;; esac`;
      const { status: status3 } = await evaluateByJustBash(shell, text, "as it is", io);
      if (status3 === 0) matches2 = true;
      if (matches2) break;
    }
    if (!matches2) continue;
    await shell.machine.interpreter.statements(shell, item.body, seen, job);
    if (item.terminator === ";;") return;
    fallThrough = item.terminator === ";&";
  }
}
async function runTest(shell, command2, io) {
  const text = textOfCommand({ ...command2, redirections: [] });
  if (/\$\(|`/.test(text.replaceAll("$((", ""))) {
    await io.stderr.write(
      complaint(shell, "eggtooth: $(\u2026) inside [[ ]] or (( )) is not simulated: use a variable")
    );
    settle(shell, 2);
    return;
  }
  const base = await evaluateByJustBash(shell, text, "as it is", io);
  const each = /* @__PURE__ */ new Map();
  for (const of of observationsIn(shell.variables.values())) {
    const other = await evaluateByJustBash(shell, text, of, io);
    if (other.status !== base.status) each.set(of, other.status);
  }
  shell.lastStatus = base.status;
  shell.evidence = { each, joint: /* @__PURE__ */ new Map() };
}
async function evaluateByJustBash(shell, text, which, io) {
  const env2 = {};
  for (const [name, value] of shell.variables) env2[name] = choose(value, which);
  const before = shell.positional.length > 0 ? `set -- ${shell.positional.map(quoted).join(" ")}; ` : "";
  const arrays = [...shell.arrays].filter(([name]) => text.includes(name)).map(([name, values]) => `${name}=(${values.map((v) => quoted(choose(v, which))).join(" ")}); `).join("");
  const result = await shell.machine.textTools(shell.user).exec(`${arrays}${before}${text}`, { env: env2, cwd: shell.cwd, rawScript: true });
  if (which === "as it is") {
    if (result.stderr)
      await io.stderr.write(
        result.stderr.replace(/^bash: /, shell.interactive ? "-bash: " : "bash: ")
      );
    for (const [name, value] of Object.entries(result.env))
      if (/^[a-z]\w*$/i.test(name) && env2[name] !== value && (name in env2 || /^[a-z]/.test(name)))
        shell.variables.set(name, value);
  }
  return { status: result.exitCode };
}

// src/shell/builtins/control.ts
var number = (text, otherwise) => text !== void 0 && /^-?\d+$/.test(text) ? Number(text) & 255 : otherwise;
async function exit({ shell, args, error, name }) {
  const [status3] = args;
  if (status3 !== void 0 && !/^-?\d+$/.test(status3)) {
    await error(complaint(shell, `${name}: ${status3}: numeric argument required`));
    throw new ShellExit(2);
  }
  throw new ShellExit(number(status3, shell.lastStatus));
}
var leave = (to) => ({ args }) => Promise.reject(new Jump(to, 0, Math.max(1, number(args[0], 1))));
var outcome = ({ shell }) => ({
  status: shell.lastStatus,
  evidence: shell.evidence
});
async function source(context) {
  const { shell, args, machine, io, job, error } = context;
  const [file, ...rest] = args;
  if (file === void 0) {
    await error(complaint(shell, "source: filename argument required"));
    return 2;
  }
  let text;
  try {
    text = textOf(machine.files.read(context.path(file), shell.user));
  } catch (failure) {
    await error(complaint(shell, `${file}: ${strerror(failure)}`));
    return 1;
  }
  const caller = shell.positional;
  if (rest.length > 0) shell.positional = rest;
  try {
    await machine.interpreter.text(shell, text, io, job);
  } finally {
    shell.positional = caller;
  }
  return outcome(context);
}
var SET_LETTERS = { e: "errexit", x: "xtrace", u: "nounset" };
var SIMULATED = /* @__PURE__ */ new Set(["errexit", "xtrace", "pipefail"]);
var IGNORED = /* @__PURE__ */ new Set(["monitor", "history", "emacs", "vi", "histexpand", "posix"]);
async function set(context) {
  const { shell, args, error, out } = context;
  if (args.length === 0) {
    for (const [name, value] of [...shell.variables].toSorted(([a], [b]) => a < b ? -1 : 1))
      await out(
        `${name}=${/^[\w./:-]*$/.test(textOf(value)) ? textOf(value) : `'${textOf(value)}'`}
`
      );
    return 0;
  }
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (arg === "--") {
      shell.positional = args.slice(index + 1);
      return 0;
    }
    if (!/^[-+]/.test(arg)) {
      shell.positional = args.slice(index);
      return 0;
    }
    const names = arg.endsWith("o") ? [args[index += 1] ?? ""] : [];
    for (const letter of arg.slice(1).replace(/o$/, "")) names.push(SET_LETTERS[letter] ?? letter);
    for (const name of names) {
      if (SIMULATED.has(name)) shell.options.set(name, arg.startsWith("-"));
      else if (!IGNORED.has(name)) {
        await error(complaint(shell, `eggtooth: set -o ${name} is not simulated`));
        return 2;
      }
    }
  }
  return 0;
}
var notSimulated = (what) => async ({ shell, error }) => {
  await error(complaint(shell, `eggtooth: ${what} is not simulated`));
  return 2;
};
var CONTROL = {
  exit,
  logout: exit,
  return: ({ args, shell }) => Promise.reject(new Jump("return", number(args[0], shell.lastStatus))),
  break: leave("break"),
  continue: leave("continue"),
  ":": () => Promise.resolve(0),
  async eval(context) {
    const { shell, args, io, job, machine } = context;
    const after = [...shell.after];
    await machine.interpreter.text(shell, args.join(" "), io, job);
    for (const of of after) shell.after.add(of);
    return outcome(context);
  },
  source,
  ".": source,
  set,
  shift({ shell, args }) {
    const by = number(args[0], 1);
    if (by > shell.positional.length) return Promise.resolve(1);
    shell.positional = shell.positional.slice(by);
    return Promise.resolve(0);
  },
  async exec(context) {
    if (context.args.length === 0) return 0;
    const { status: status3 } = await context.execute(context.args);
    throw new ShellExit(status3);
  },
  async builtin({ shell, args, io, job, machine }) {
    return machine.interpreter.execute(shell, args, io, job, { skipFunctions: true });
  },
  trap: notSimulated("trap"),
  select: notSimulated("select"),
  mapfile: notSimulated("mapfile"),
  readarray: notSimulated("readarray"),
  getopts: notSimulated("getopts"),
  coproc: notSimulated("coproc"),
  enable: notSimulated("enable"),
  disown: notSimulated("disown"),
  complete: () => Promise.resolve(0),
  shopt: () => Promise.resolve(0),
  bind: () => Promise.resolve(0),
  async umask({ args, shell, out }) {
    const [mask] = args;
    if (mask === void 0) await out(`${shell.umask.toString(8).padStart(4, "0")}
`);
    else shell.umask = parseInt(mask, 8);
    return 0;
  },
  async ulimit({ out }) {
    await out("unlimited\n");
    return 0;
  }
};

// src/shell/builtins/job-control.ts
function jobLine(shell, job) {
  const [current, previous] = ranked(shell);
  const mark2 = job === current ? "+" : job === previous ? "-" : " ";
  const state2 = job.state === "Done" && job.status !== 0 ? `Exit ${job.status}` : job.state;
  const suffix = job.state === "Running" ? " &" : "";
  return `[${job.id}]${mark2}  ${state2.padEnd(24)}${job.text}${suffix}
`;
}
function ranked(shell) {
  const stopped = shell.jobs.filter((job) => job.state === "Stopped").toReversed();
  const others = shell.jobs.filter((job) => job.state !== "Stopped").toReversed();
  return [...stopped, ...others];
}
function pick(shell, spec) {
  const [current, previous] = ranked(shell);
  if (spec === void 0 || spec === "%+" || spec === "%%") return current;
  if (spec === "%-") return previous;
  const text = spec.replace(/^%/, "");
  if (spec.startsWith("%"))
    return shell.jobs.find((job) => String(job.id) === text || job.text.startsWith(text));
  return shell.jobs.find((job) => String(job.pid) === spec || String(job.id) === spec);
}
function forgetDone(shell) {
  for (const job of shell.jobs.filter((j) => j.state === "Done"))
    shell.jobs.splice(shell.jobs.indexOf(job), 1);
}
async function noSuchJob({ shell, name, args, error }) {
  await error(complaint(shell, `${name}: ${args[0] ?? "current"}: no such job`));
  return 1;
}
async function fg(context) {
  const { shell, args, out, job: caller } = context;
  const job = pick(shell, args[0]);
  if (!job || job.state === "Done") return noSuchJob(context);
  await out(`${job.text}
`);
  job.state = "Running";
  job.control.resume();
  const interrupt = () => job.control.interrupt();
  caller.signal.addEventListener("abort", interrupt, { once: true });
  let leave2 = () => void 0;
  const stopped = new Promise((resolve) => leave2 = () => resolve("stopped"));
  shell.foreground = { job, leave: leave2 };
  try {
    if (await Promise.race([job.done, stopped]) === "stopped") return 148;
  } finally {
    shell.foreground = void 0;
    caller.signal.removeEventListener("abort", interrupt);
  }
  forgetDone(shell);
  return job.status;
}
async function bg(context) {
  const { shell, args, out } = context;
  const job = pick(shell, args[0]);
  if (!job || job.state === "Done") return noSuchJob(context);
  job.state = "Running";
  job.control.resume();
  await out(`[${job.id}]+ ${job.text} &
`);
  return 0;
}
async function wait(context) {
  const { shell, args, job: caller, error } = context;
  let status3 = 0;
  const specs = args.filter((arg) => !arg.startsWith("-"));
  const jobs = specs.length === 0 ? [...shell.jobs] : specs.map((spec) => pick(shell, spec));
  for (const [index, job] of jobs.entries()) {
    if (!job) {
      await error(complaint(shell, `wait: pid ${specs[index] ?? ""} is not a child of this shell`));
      status3 = 127;
      continue;
    }
    await untilInterrupted(job.done, caller);
    status3 = specs.length === 0 ? 0 : job.status;
  }
  forgetDone(shell);
  return status3;
}
async function kill(context) {
  const { shell, args, error } = context;
  const targets = args.filter((arg) => !/^-[A-Za-z\d]+$/.test(arg));
  const stop2 = args.some((arg) => /^-(STOP|SIGSTOP|TSTP|19|20)$/.test(arg));
  const go = args.some((arg) => /^-(CONT|SIGCONT|18)$/.test(arg));
  let status3 = targets.length === 0 ? 2 : 0;
  if (status3)
    await error(
      complaint(
        shell,
        "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]"
      )
    );
  for (const target of targets) {
    const job = pick(shell, target);
    if (!job) {
      status3 = 1;
      const owned = /^\d+$/.test(target) && shell.machine.lab.world.read.units(shell.machine.host).some((unit) => unit.mainPid === Number(target));
      const text = target.startsWith("%") ? `${target}: no such job` : owned ? `(${target}) - ${shell.user.uid === 0 ? "eggtooth: signals to units are not simulated, use systemctl" : "Operation not permitted"}` : `(${target}) - No such process`;
      await error(complaint(shell, `kill: ${text}`));
    } else if (stop2) {
      job.control.stop();
      job.state = "Stopped";
    } else if (go) {
      job.control.resume();
      job.state = "Running";
    } else job.control.interrupt();
  }
  return status3;
}
var JOBS = {
  fg,
  bg,
  wait,
  kill,
  async jobs({ shell, args, out }) {
    for (const job of shell.jobs)
      await out(args.includes("-p") ? `${job.pid}
` : jobLine(shell, job));
    forgetDone(shell);
    return 0;
  }
};

// src/shell/builtins/output.ts
function pure2(make) {
  return async ({ args, alternatives, out }) => {
    const text = make(args);
    const marks = [...alternatives].flatMap(([of, argv]) => {
      const other = make(argv.slice(1));
      return other === text ? [] : [differenceMark(text, other, of)];
    });
    await out(withMarks(text, marks));
    return 0;
  };
}
var ESCAPES2 = {
  n: "\n",
  t: "	",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  e: "\x1B",
  "\\": "\\"
};
function unescape(text) {
  return text.replaceAll(
    /\\(?:x([0-9a-fA-F]{1,2})|0([0-7]{1,3})|([ntrabfve\\]))/g,
    (_, hex, octal, letter) => hex !== void 0 ? String.fromCharCode(parseInt(hex, 16)) : octal !== void 0 ? String.fromCharCode(parseInt(octal, 8)) : ESCAPES2[letter ?? ""] ?? ""
  );
}
function echo(args) {
  let newline = true;
  let escapes = false;
  let from = 0;
  for (; /^-[neE]+$/.test(args[from] ?? ""); from += 1) {
    if (args[from]?.includes("n")) newline = false;
    if (args[from]?.includes("e")) escapes = true;
    if (args[from]?.includes("E")) escapes = false;
  }
  const text = args.slice(from).join(" ");
  return (escapes ? unescape(text) : text) + (newline ? "\n" : "");
}
async function printf(context) {
  const { args, shell, error } = context;
  if (args[0] === "-v") {
    await error(complaint(shell, "eggtooth: printf -v is not simulated: use name=$(printf \u2026)"));
    return 2;
  }
  if (args.length === 0) {
    await error(complaint(shell, "printf: usage: printf [-v var] format [arguments]"));
    return 2;
  }
  return ofArguments(context);
}
function verdict(args) {
  const [a = "", b = "", c = ""] = args;
  if (args.length === 0) return 1;
  if (args.length === 1) return a === "" ? 1 : 0;
  if (args.length === 2 && a === "-n") return b === "" ? 1 : 0;
  if (args.length === 2 && a === "-z") return b === "" ? 0 : 1;
  if (args.length !== 3) return void 0;
  const number2 = /^\s*-?\d+\s*$/;
  if (b === "=" || b === "==") return a === c ? 0 : 1;
  if (b === "!=") return a === c ? 1 : 0;
  const compare2 = COMPARISONS[b];
  if (!compare2 || !number2.test(a) || !number2.test(c)) return void 0;
  return compare2(Number(a), Number(c)) ? 0 : 1;
}
var COMPARISONS = {
  "-eq": (a, b) => a === b,
  "-ne": (a, b) => a !== b,
  "-lt": (a, b) => a < b,
  "-le": (a, b) => a <= b,
  "-gt": (a, b) => a > b,
  "-ge": (a, b) => a >= b
};
async function test(context) {
  const { name, args, alternatives, shell, error } = context;
  const bracket2 = name === "[";
  if (bracket2 && args.at(-1) !== "]") {
    await error(complaint(shell, "[: missing `]'"));
    return 2;
  }
  const operands = (argv) => bracket2 ? argv.slice(0, -1) : argv;
  const status3 = verdict(operands(args));
  if (status3 === void 0) return ofArguments(context);
  const each = /* @__PURE__ */ new Map();
  for (const [of, argv] of alternatives) {
    const other = verdict(operands(argv.slice(1))) ?? status3;
    if (other !== status3) each.set(of, other);
  }
  return { status: status3, evidence: { each, joint: /* @__PURE__ */ new Map() } };
}
var OUTPUT = {
  echo: pure2(echo),
  printf,
  test,
  "[": test,
  true: () => Promise.resolve(0),
  false: () => Promise.resolve(1)
};

// src/shell/builtins/inquiry.ts
var KEYWORDS = new Set(
  "if then elif else fi time for in until while do done case esac select function { } [[ ]] !".split(
    " "
  )
);
var NAMES = new Set(
  "alias bg bind break builtin cd command continue declare echo eval exec exit export false fg hash help history jobs kill let local logout printf pwd read readonly return set shift shopt source test times trap true type typeset ulimit umask unalias unset wait [ : .".split(
    " "
  )
);
function lookUp({ shell, machine }, name) {
  const alias2 = shell.aliases.get(name);
  if (alias2 !== void 0)
    return {
      kind: "alias",
      sentence: `${name} is aliased to \`${alias2}'`,
      path: `alias ${name}='${alias2}'`
    };
  if (KEYWORDS.has(name))
    return { kind: "keyword", sentence: `${name} is a shell keyword`, path: name };
  if (shell.functions.has(name))
    return { kind: "function", sentence: `${name} is a function`, path: name };
  if (NAMES.has(name))
    return { kind: "builtin", sentence: `${name} is a shell builtin`, path: name };
  const where = { host: machine.host, ...shell.container && { container: shell.container } };
  const program = machine.commands.find(name, where);
  if (!program && !isTextTool(name)) return void 0;
  const path = `${program?.folder ?? "/usr/bin"}/${name}`;
  return { kind: "file", sentence: `${name} is ${path}`, path };
}
async function type(context) {
  const { args, shell, out, error } = context;
  let status3 = 0;
  for (const name of args.filter((arg) => !arg.startsWith("-"))) {
    const found2 = lookUp(context, name);
    if (found2 && args.includes("-t")) await out(`${found2.kind}
`);
    else if (found2 && (args.includes("-p") || args.includes("-P")))
      await out(found2.kind === "file" ? `${found2.path}
` : "");
    else if (found2) await out(`${found2.sentence}
`);
    else {
      status3 = 1;
      if (!args.includes("-t")) await error(complaint(shell, `type: ${name}: not found`));
    }
  }
  return status3;
}
async function command(context) {
  const { args, shell, io, job, machine, out, alternatives } = context;
  if (args[0] === "-v" || args[0] === "-V") {
    let status3 = 1;
    for (const name of args.slice(1)) {
      const found2 = lookUp(context, name);
      if (!found2) continue;
      status3 = 0;
      await out(`${args[0] === "-v" ? found2.path : found2.sentence}
`);
    }
    return status3;
  }
  const rest = args[0] === "-p" ? args.slice(1) : args;
  const dropped = args.length - rest.length + 1;
  return machine.interpreter.execute(shell, rest, io, job, {
    skipFunctions: true,
    alternatives: new Map([...alternatives].map(([of, argv]) => [of, argv.slice(dropped)]))
  });
}
async function history({ shell, args, out }) {
  if (args[0] === "-c") {
    shell.history = [];
    return 0;
  }
  const count = args[0] !== void 0 && /^\d+$/.test(args[0]) ? Number(args[0]) : Infinity;
  const from = Math.max(0, shell.history.length - count);
  for (const [index, line] of shell.history.entries())
    if (index >= from) await out(`${String(index + 1).padStart(5)}  ${line}
`);
  return 0;
}
var INQUIRY = {
  type,
  command,
  history,
  hash: () => Promise.resolve(0),
  async times({ out }) {
    await out("0m0.004s 0m0.002s\n0m0.000s 0m0.000s\n");
    return 0;
  },
  async help({ out, machine }) {
    await out(
      `Eggtooth's shell of ${machine.host}. Programs: ${machine.commands.names(machine.host).join(" ")}
`
    );
    return 0;
  }
};

// src/shell/builtins/places.ts
async function cd(context) {
  const { shell, machine, args, error, out } = context;
  const operands = args.filter((arg) => arg !== "-L" && arg !== "-P" && arg !== "--");
  if (operands.length > 1) {
    await error(complaint(shell, "cd: too many arguments"));
    return 1;
  }
  const variable = operands.length === 0 ? "HOME" : operands[0] === "-" ? "OLDPWD" : void 0;
  const target = variable ? textOf(shell.variables.get(variable) ?? "") : operands[0] ?? "";
  if (variable && target === "") {
    await error(complaint(shell, `cd: ${variable} not set`));
    return 1;
  }
  const path = context.path(target);
  let problem = "No such file or directory";
  try {
    const found2 = machine.files.stat(path, shell.user);
    if (found2?.folder) machine.files.list(path, shell.user);
    if (found2) problem = found2.folder ? "" : "Not a directory";
  } catch (failure) {
    if (!(failure instanceof FileError)) throw failure;
    problem = "Permission denied";
  }
  if (problem !== "") {
    await error(complaint(shell, `cd: ${target}: ${problem}`));
    return 1;
  }
  shell.variables.set("OLDPWD", shell.cwd);
  shell.cwd = path;
  shell.variables.set("PWD", path);
  if (variable === "OLDPWD") await out(`${path}
`);
  return 0;
}
var PLACES = {
  cd,
  async pwd({ shell, out }) {
    await out(`${shell.cwd}
`);
    return 0;
  }
};

// src/shell/builtins/variables.ts
var NAME = /^[A-Za-z_]\w*$/;
function assigned(context, index) {
  const arg = context.args[index] ?? "";
  const at = arg.indexOf("=");
  if (at < 0) return [arg, void 0];
  const value = arg.slice(at + 1);
  const marks = [...context.alternatives].flatMap(([of, argv]) => {
    const other = (argv[index + 1] ?? "").slice(at + 1);
    return other === value ? [] : [differenceMark(value, other, of)];
  });
  return [arg.slice(0, at), withMarks(value, marks)];
}
async function assignAll(context, each) {
  const { args, shell, error, name } = context;
  let status3 = 0;
  for (const [index, arg] of args.entries()) {
    if (arg.startsWith("-")) continue;
    const [variable, value] = assigned(context, index);
    if (NAME.test(variable)) each(variable, value);
    else {
      await error(complaint(shell, `${name}: \`${arg}': not a valid identifier`));
      status3 = 1;
    }
  }
  return status3;
}
async function exportVariables(context) {
  const { shell, args, out } = context;
  const unexport = args.includes("-n");
  if (args.every((arg) => arg === "-p"))
    for (const name of [...shell.exported].toSorted()) {
      const value = shell.variables.get(name);
      await out(
        value === void 0 ? `declare -x ${name}
` : `declare -x ${name}="${textOf(value)}"
`
      );
    }
  return assignAll(context, (name, value) => {
    if (value !== void 0) shell.variables.set(name, value);
    if (unexport) shell.exported.delete(name);
    else shell.exported.add(name);
  });
}
async function declare(context) {
  const { shell, args, error } = context;
  if (args.some((arg) => /^-\w*[AnaFfpilru]/.test(arg))) {
    await error(complaint(shell, `eggtooth: ${context.name} ${args[0] ?? ""} is not simulated`));
    return 2;
  }
  return assignAll(context, (name, value) => {
    shell.variables.set(name, value ?? shell.variables.get(name) ?? "");
    if (args.includes("-x")) shell.exported.add(name);
  });
}
async function alias({ shell, args, out, error }) {
  if (args.length === 0)
    for (const [name, text] of [...shell.aliases].toSorted())
      await out(`alias ${name}='${text}'
`);
  let status3 = 0;
  for (const arg of args) {
    const at = arg.indexOf("=");
    const name = at < 0 ? arg : arg.slice(0, at);
    const known2 = shell.aliases.get(name);
    if (at > 0) shell.aliases.set(name, arg.slice(at + 1));
    else if (known2 !== void 0) await out(`alias ${name}='${known2}'
`);
    else {
      await error(complaint(shell, `alias: ${arg}: not found`));
      status3 = 1;
    }
  }
  return status3;
}
var VARIABLES = {
  export: exportVariables,
  declare,
  typeset: declare,
  readonly: declare,
  alias,
  async local(context) {
    if (context.shell.functionDepth === 0) {
      await context.error(complaint(context.shell, "local: can only be used in a function"));
      return 1;
    }
    return declare(context);
  },
  unalias({ shell, args }) {
    if (args.includes("-a")) shell.aliases.clear();
    for (const arg of args) shell.aliases.delete(arg);
    return Promise.resolve(0);
  },
  unset({ shell, args }) {
    for (const arg of args.filter((a) => !a.startsWith("-"))) {
      if (!args.includes("-f")) {
        shell.variables.delete(arg);
        shell.arrays.delete(arg);
        shell.exported.delete(arg);
      }
      if (!args.includes("-v")) shell.functions.delete(arg);
    }
    return Promise.resolve(0);
  },
  async let(context) {
    const { shell, args, io, job, machine } = context;
    for (const arg of args) await machine.interpreter.text(shell, `(( ${arg} ))`, io, job);
    return shell.lastStatus;
  }
};

// src/shell/builtins/read.ts
function parseOptions(args) {
  const names = [];
  let prompt = "";
  let raw = false;
  let unknown;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (!arg.startsWith("-")) names.push(arg);
    else if (arg === "-p" || arg === "-rp") {
      prompt = args[index += 1] ?? "";
      raw ||= arg === "-rp";
    } else if (arg === "-r" || arg === "-s") raw ||= arg === "-r";
    else unknown = arg;
  }
  return { names, prompt, raw, unknown };
}
async function readLine(source2) {
  let taken = "";
  for (; ; ) {
    const at = textOf(taken).indexOf("\n");
    if (at >= 0) {
      source2.unread(sliceChunk(taken, at + 1));
      return { line: sliceChunk(taken, 0, at), complete: true };
    }
    const chunk = await source2.read();
    if (chunk === null) return { line: taken, complete: false };
    taken = isEmpty(taken) ? chunk : joinChunks([taken, chunk]);
  }
}
function fields2(text, names, ifs) {
  if (ifs === "") return [text];
  const blank = /^\s*$/.test(ifs);
  const separator = blank ? /[ \t\n]+/ : new RegExp(`[${ifs.replaceAll(/[\\\]^-]/g, String.raw`\$&`)}]`);
  const trimmed = blank ? text.trim() : text;
  const found2 = [];
  let rest = trimmed;
  for (let index = 0; index < names.length - 1; index += 1) {
    const match = separator.exec(rest);
    found2.push(match ? rest.slice(0, match.index) : rest);
    rest = match ? rest.slice(match.index + match[0].length) : "";
  }
  return [...found2, rest];
}
async function read(context) {
  const { shell, args, io, job, env: env2, error } = context;
  const options = parseOptions(args);
  if (options.unknown !== void 0) {
    await error(complaint(shell, `eggtooth: read ${options.unknown} is not simulated`));
    return 2;
  }
  if (options.prompt !== "" && io.stdin.terminal) await io.stderr.write(options.prompt);
  const { line, complete } = await untilInterrupted(readLine(io.stdin), job);
  const names = options.names.length > 0 ? options.names : ["REPLY"];
  const ifs = env2["IFS"] ?? textOf(shell.variables.get("IFS") ?? " 	\n");
  const split2 = (text) => options.names.length === 0 ? [text] : fields2(options.raw ? text : text.replaceAll(/\\(.)/g, "$1"), names, ifs);
  const values = split2(textOf(line));
  const observations = [...observationsIn([line])];
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? "";
    const marks = observations.flatMap((of) => {
      const other = split2(facet(line, of))[index] ?? "";
      return other === value ? [] : [differenceMark(value, other, of)];
    });
    shell.variables.set(name, withMarks(value, marks));
  }
  return complete ? 0 : 1;
}
var READ = { read };

// src/shell/builtins/catalogue.ts
var BUILTINS = new Map(
  Object.entries({
    ...CONTROL,
    ...JOBS,
    ...OUTPUT,
    ...INQUIRY,
    ...PLACES,
    ...VARIABLES,
    ...READ
  })
);

// src/shell/executor/context.ts
function contextFor(parts) {
  const { shell, argv, io, job, env: env2, alternatives } = parts;
  const [first = "", ...args] = argv;
  const { machine, user } = shell;
  return {
    name: first.slice(first.lastIndexOf("/") + 1),
    args,
    alternatives,
    io,
    shell,
    machine,
    user,
    env: env2,
    job,
    out: (chunk) => io.stdout.write(chunk),
    error: (text) => io.stderr.write(text),
    path: (argument) => machine.files.resolve(shell.cwd, argument),
    execute: (words2, options = {}) => {
      const child = childOf(parts, options);
      return machine.interpreter.execute(child, words2, { ...io, ...options.io }, job, {
        ...options.alternatives && { alternatives: options.alternatives },
        skipFunctions: true,
        skipBuiltins: !OUTSIDE.has(words2[0] ?? "")
      });
    },
    script: (text, options = {}) => runChild(childOf(parts, options), text, { ...io, ...options.io }, job),
    async sleep(micros) {
      await breathe(job);
      try {
        await machine.lab.sleep(micros, job.signal);
      } catch (error) {
        if (job.signal.aborted) throw new Interrupted();
        throw error;
      }
      const stopped = job.running();
      if (stopped) await stopped;
    }
  };
}
var OUTSIDE = /* @__PURE__ */ new Set(["echo", "printf", "test", "[", "true", "false", "pwd", "kill"]);
function childOf({ shell, env: env2 }, options) {
  const machine = options.machine ?? shell.machine;
  const user = options.user ?? shell.user;
  const fresh = options.login || machine !== shell.machine;
  const child = fresh ? newShellState({ machine, user, agent: shell.agent }) : forkShell(shell);
  if (!fresh) {
    child.functions.clear();
    child.aliases.clear();
    child.options.clear();
    for (const [name, value] of Object.entries(env2)) {
      if (!child.exported.has(name) || child.variables.get(name) === void 0)
        child.variables.set(name, value);
      child.exported.add(name);
    }
  }
  child.interactive = false;
  child.scriptName = options.scriptName ?? "bash";
  child.line = 1;
  child.positional = options.positional ?? [];
  child.user = user;
  if (user !== shell.user && !fresh)
    for (const name of ["USER", "LOGNAME"]) child.variables.set(name, user.name);
  if (options.cwd !== void 0) child.cwd = options.cwd;
  if (options.container) child.container = options.container;
  for (const [name, value] of Object.entries(options.env ?? {})) {
    child.variables.set(name, value);
    child.exported.add(name);
  }
  return child;
}
async function runChild(child, text, io, job) {
  try {
    await child.machine.interpreter.text(child, text, io, job);
  } catch (error) {
    if (!(error instanceof ShellExit)) throw error;
    return { status: error.status, evidence: NO_EVIDENCE };
  }
  return { status: child.lastStatus, evidence: child.evidence };
}

// src/shell/executor/program.ts
async function runProgram(context, given) {
  const { shell, machine, name } = context;
  if (given.includes("/")) {
    const found2 = machine.files.stat(context.path(given), shell.user);
    if (found2) return runFile(context, given, found2.folder, found2.mode);
  }
  const where = { host: machine.host, ...shell.container && { container: shell.container } };
  const program = machine.commands.find(name, where);
  if (program) return program.run(context);
  if (isTextTool(name)) return runTextTool(context);
  const missing = machine.commands.missing(name);
  const text = given.includes("/") ? `${given}: No such file or directory` : missing ?? `${given}: command not found`;
  await context.error(
    missing === void 0 || given.includes("/") ? complaint(shell, text) : `${text}
`
  );
  return 127;
}
async function runFile(context, given, folder, mode) {
  const { shell, machine, args } = context;
  if (folder) {
    await context.error(complaint(shell, `${given}: Is a directory`));
    return 126;
  }
  if ((mode & 73) === 0) {
    await context.error(complaint(shell, `${given}: Permission denied`));
    return 126;
  }
  try {
    const text = textOf(machine.files.read(context.path(given), shell.user));
    return await context.script(text, { positional: args, scriptName: given });
  } catch (error) {
    await context.error(complaint(shell, `${given}: ${strerror(error)}`));
    return 126;
  }
}

// src/shell/executor/simple-command.ts
async function runSimple(shell, command2, io, job) {
  try {
    await attempt(shell, command2, io, job);
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    await io.stderr.write(complaint(shell, error.message));
    throw new Jump("prompt", 1);
  }
}
async function attempt(shell, command2, io, job) {
  const aliased = withoutAlias(shell, command2);
  const substitutes = command2.assignments.some(
    (a) => a.value?.parts.some((part) => JSON.stringify(part).includes("CommandSubstitution"))
  );
  const assigned2 = /* @__PURE__ */ new Map();
  for (const assignment of aliased.assignments) {
    const value = await evaluate(shell, assignment, io, job);
    if (value !== void 0) assigned2.set(assignment.name, value);
  }
  const { name } = aliased;
  if (!name) {
    await withRedirections(shell, aliased.redirections, io, job, () => Promise.resolve());
    for (const [variable, value] of assigned2) shell.variables.set(variable, value);
    if (!substitutes) settle2(shell, { status: 0, evidence: NO_EVIDENCE });
    return;
  }
  const expanded = await expandWords(shell, [name, ...aliased.args], substitution(shell, io, job));
  await withRedirections(shell, aliased.redirections, io, job, async (redirected) => {
    if (shell.options.get("xtrace"))
      await redirected.stderr.write(`+ ${expanded.argv.join(" ")}
`);
    const seen = hinted(redirected, expanded.weak);
    settle2(
      shell,
      await execute(shell, expanded.argv, seen, job, {
        alternatives: expanded.alternatives,
        assigned: assigned2
      })
    );
  });
}
function settle2(shell, outcome2) {
  shell.lastStatus = outcome2.status;
  shell.evidence = outcome2.evidence;
}
async function evaluate(shell, assignment, io, job) {
  const { name, array, append, value } = assignment;
  const substitute = substitution(shell, io, job);
  if (/\[/.test(name))
    throw new ExpansionError("eggtooth: assigning to one element of an array is not simulated");
  if (array) {
    const expanded = await expandWords(shell, array, substitute);
    const values = expanded.argv.map((_, index) => markedWord(expanded, index));
    shell.arrays.set(name, append ? [...shell.arrays.get(name) ?? [], ...values] : values);
    shell.variables.delete(name);
    return void 0;
  }
  const text = value ? await expandToChunk(shell, value, substitute) : "";
  if (!append) return text;
  return textOf(shell.variables.get(name) ?? "") + textOf(text);
}
function withoutAlias(shell, command2) {
  let current = command2;
  const used = /* @__PURE__ */ new Set();
  for (; ; ) {
    const literal = current.name?.parts;
    const only = literal?.[0];
    if (literal?.length !== 1 || only?.type !== "Literal" || used.has(only.value)) return current;
    const replacement = shell.aliases.get(only.value);
    if (replacement === void 0) return current;
    used.add(only.value);
    const parsed = parseScript(replacement);
    const first = parsed.ok ? parsed.script.statements[0]?.pipelines[0]?.commands[0] : void 0;
    if (first?.type !== "SimpleCommand" || !first.name) return current;
    const args = /#/.test(replacement) ? first.args : [...first.args, ...current.args];
    current = {
      ...current,
      name: first.name,
      args,
      assignments: [...first.assignments, ...current.assignments]
    };
  }
}
var NO_ALTERNATIVES2 = /* @__PURE__ */ new Map();
async function execute(shell, argv, io, job, details = {}) {
  const [name, ...args] = argv;
  if (name === void 0) return { status: 0, evidence: NO_EVIDENCE };
  const body = details.skipFunctions ? void 0 : shell.functions.get(name);
  if (body) return callFunction(shell, body, args, io, job, details);
  const env2 = environment(shell, details.assigned);
  const context = contextFor({
    shell,
    argv,
    io,
    job,
    env: env2,
    alternatives: details.alternatives ?? NO_ALTERNATIVES2
  });
  const builtin = details.skipBuiltins ? void 0 : BUILTINS.get(name);
  const result = builtin ? await builtin(context) : await runProgram(context, name);
  if (typeof result === "object") return result;
  return { status: result ?? 0, evidence: NO_EVIDENCE };
}
function environment(shell, assigned2) {
  const env2 = {};
  for (const name of shell.exported) {
    const value = shell.variables.get(name);
    if (value !== void 0) env2[name] = textOf(value);
  }
  for (const [name, value] of assigned2 ?? []) env2[name] = textOf(value);
  return env2;
}
var DEPTH_MAX = 200;
async function callFunction(shell, definition, args, io, job, details) {
  const caller = shell.positional;
  if (shell.functionDepth >= DEPTH_MAX) {
    await io.stderr.write(
      complaint(
        shell,
        `${definition.name}: maximum function nesting level exceeded (${DEPTH_MAX})`
      )
    );
    throw new Jump("prompt", 1);
  }
  const kept = new Map(
    [...details.assigned ?? []].map(([name]) => [name, shell.variables.get(name)])
  );
  for (const [name, value] of details.assigned ?? []) shell.variables.set(name, value);
  shell.positional = args;
  shell.functionDepth += 1;
  try {
    await shell.machine.interpreter.command(shell, definition.body, io, job);
  } catch (error) {
    if (!(error instanceof Jump) || error.to !== "return") throw error;
    settle2(shell, { status: error.status, evidence: NO_EVIDENCE });
  } finally {
    shell.positional = caller;
    shell.functionDepth -= 1;
    for (const [name, value] of kept)
      if (value === void 0) shell.variables.delete(name);
      else shell.variables.set(name, value);
  }
  return { status: shell.lastStatus, evidence: shell.evidence };
}

// src/shell/executor/executor.ts
async function runText(shell, text, io, job) {
  const parsed = parseScript(text);
  if (!parsed.ok) {
    const problem = complaint(shell, parsed.message || "syntax error: unexpected end of file");
    await io.stderr.write(problem.replace(/^bash: line/, "bash: -c: line"));
    return settle(shell, 2);
  }
  shell.after.clear();
  try {
    await runStatements(shell, parsed.script.statements, io, job);
  } catch (error) {
    return settle(shell, statusOf(error));
  }
  return shell.lastStatus;
}
function statusOf(error) {
  if (error instanceof Interrupted) return 130;
  if (error instanceof BrokenPipe) return 141;
  if (error instanceof Jump) return error.status;
  throw error;
}
async function runStatements(shell, statements, io, job) {
  for (const statement of statements) {
    await breathe(job);
    if (statement.deferredError) {
      await io.stderr.write(complaint(shell, statement.deferredError.message));
      settle(shell, 2);
      throw new Jump("prompt", 2);
    }
    const seen = hinted(io, shell.after);
    if (statement.background) await runInBackground(shell, statement, seen, job);
    else await runAndOr(shell, statement, seen, job);
  }
}
async function runAndOr(shell, statement, io, job) {
  let seen = io;
  for (const [index, pipeline] of statement.pipelines.entries()) {
    const operator = statement.operators[index - 1];
    const succeeded = shell.lastStatus === 0;
    if (operator === "&&" && !succeeded) continue;
    if (operator === "||" && succeeded) continue;
    if (operator !== void 0) seen = hinted(seen, decisive(shell));
    const guarded = index < statement.pipelines.length - 1;
    if (guarded) shell.conditionDepth += 1;
    try {
      await runPipeline(shell, pipeline, seen, job);
    } finally {
      if (guarded) shell.conditionDepth -= 1;
    }
    const fatal2 = !guarded && !pipeline.negated && shell.lastStatus !== 0;
    if (fatal2 && shell.options.get("errexit") && shell.conditionDepth === 0)
      throw new ShellExit(shell.lastStatus);
  }
}
async function runPipeline(shell, pipeline, io, job) {
  const startedAt = shell.machine.now();
  const [only] = pipeline.commands;
  if (pipeline.commands.length === 1 && only) {
    await runCommand(shell, only, io, job);
    shell.pipeStatus = [shell.lastStatus];
  } else await runStages(shell, pipeline, io, job);
  if (pipeline.negated) negate(shell);
  if (pipeline.timed) {
    const seconds = (shell.machine.now() - startedAt) / 1e6;
    const real = `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(3)}s`;
    await io.stderr.write(`
real	${real}
user	0m0.004s
sys	0m0.002s
`);
  }
}
function negate(shell) {
  const flip = (statuses2) => new Map([...statuses2].map(([of, status3]) => [of, status3 === 0 ? 1 : 0]));
  shell.lastStatus = shell.lastStatus === 0 ? 1 : 0;
  shell.evidence = { each: flip(shell.evidence.each), joint: flip(shell.evidence.joint) };
}
async function runStages(shell, pipeline, io, job) {
  const last = pipeline.commands.length - 1;
  const pipes = pipeline.commands.slice(1).map(() => new Pipe());
  for (const pipe of pipes) job.pipes.add(pipe);
  const statuses2 = pipeline.commands.map(() => 0);
  let evidence = NO_EVIDENCE;
  const runStage = async (command2, index) => {
    const before = pipes[index - 1];
    const next = pipes[index];
    const stage = {
      ...io,
      ...before && { stdin: before },
      ...next && { stdout: next },
      ...next && pipeline.pipeStderr?.[index] && { stderr: next }
    };
    const subshell = forkShell(shell);
    try {
      await runCommand(subshell, command2, stage, job);
      statuses2[index] = subshell.lastStatus;
      if (index === last) evidence = subshell.evidence;
    } catch (error) {
      statuses2[index] = error instanceof ShellExit ? error.status : statusOf(error);
    } finally {
      next?.end();
      before?.close();
    }
  };
  try {
    await Promise.all(pipeline.commands.map(runStage));
  } finally {
    for (const pipe of pipes) job.pipes.delete(pipe);
  }
  if (job.signal.aborted) {
    shell.pipeStatus = statuses2.map(() => 130);
    throw new Interrupted();
  }
  shell.pipeStatus = statuses2;
  const failed = statuses2.findLast((status3) => status3 !== 0);
  shell.lastStatus = shell.options.get("pipefail") ? failed ?? 0 : statuses2[last] ?? 0;
  shell.evidence = evidence;
}
async function runCommand(shell, command2, io, job) {
  await breathe(job);
  if (command2.line) shell.line = command2.line;
  if (command2.type === "SimpleCommand") await runSimple(shell, command2, io, job);
  else if (command2.type === "FunctionDef") {
    shell.functions.set(command2.name, command2);
    settle(shell, 0);
  } else await runCompound(shell, command2, io, job);
}
async function runInBackground(shell, statement, io, parent) {
  const control = startJob(shell.interactive ? void 0 : parent.signal);
  const subshell = forkShell(shell);
  subshell.interactive = false;
  const id2 = Math.max(0, ...shell.jobs.map((job2) => job2.id)) + 1;
  const pid = nextPid();
  const job = {
    id: id2,
    pid,
    text: textOfStatement(statement),
    control,
    state: "Running",
    status: 0,
    done: Promise.resolve()
  };
  shell.jobs.push(job);
  shell.lastBackgroundPid = pid;
  if (shell.interactive) await io.stderr.write(`[${id2}] ${pid}
`);
  const detached = { ...io, stdin: devNull };
  job.done = runAndOr(subshell, statement, detached, control).then(
    () => subshell.lastStatus,
    (error) => error instanceof ShellExit ? error.status : statusOf(error)
  ).then((status3) => {
    job.status = status3;
    job.state = "Done";
  });
  settle(shell, 0);
}
var interpreter = {
  text: runText,
  statements: runStatements,
  command: runCommand,
  execute
};

// src/shell/looks/ledger.ts
var DWELL_MILLIS = 400;
var ESC2 = "\x1B";
var WIPE = new RegExp(
  String.raw`${ESC2}\[(?:(?:1;1)?H|\d*[AF]\r?)${ESC2}\[0?J|${ESC2}\[[123]J|${ESC2}c|${ESC2}\[\?1049[hl]`,
  "g"
);
var COLOUR = new RegExp(String.raw`${ESC2}\[([\d;]*)m`, "g");
var encoder = new TextEncoder();
var wallMillis = () => performance.now();
function openLedger(options) {
  let written = 0;
  let line = 0;
  let acknowledged = 0;
  let paintedLine = 0;
  let hidden = false;
  let timer;
  let waiting = [];
  let painted = [];
  let lineAt = [];
  const crlf = (text) => options.crlf ? text.replaceAll(/\r?\n/g, "\r\n") : text;
  function enter2(chunk, wire) {
    const marks = marksOf(chunk);
    const text = textOf(chunk);
    const before = (part) => Buffer.byteLength(part);
    for (const wipe of wire.matchAll(WIPE)) {
      const at = written + before(wire.slice(0, wipe.index));
      for (const entry of [...painted, ...waiting]) entry.wipedAt ??= at;
    }
    const wipes = [...wire.matchAll(WIPE)].map((w) => written + before(wire.slice(0, w.index)));
    const conceal = concealment(wire, hidden, written);
    hidden = conceal.at(-1)?.hidden ?? hidden;
    for (const mark2 of marks) {
      const shown2 = crlf(text.slice(0, mark2.end));
      const end = written + before(shown2);
      if (conceal.findLast((c) => c.at <= end)?.hidden) continue;
      waiting.push(
        entryFor(
          mark2,
          end,
          line + newlines(shown2),
          wipes.find((w) => w >= end)
        )
      );
    }
  }
  function settle3(all) {
    const due = wallMillis() - DWELL_MILLIS;
    const seen = [];
    painted = painted.filter((entry) => {
      if (!all && entry.paintedAt > due) return true;
      const rows = options.rows();
      if (rows === 0 || paintedLine - entry.line < rows) seen.push(entry);
      return false;
    });
    note(options, seen);
  }
  function acknowledge(bytes) {
    if (bytes <= acknowledged) return;
    acknowledged = bytes;
    if (bytes >= written) paintedLine = line;
    paintedLine = Math.max(paintedLine, lineAt.findLast(([at]) => at <= bytes)?.[1] ?? 0);
    lineAt = lineAt.filter(([at]) => at > bytes);
    const gone = (entry) => entry.wipedAt !== void 0 && entry.wipedAt < bytes;
    const ghosts = new Map(painted.filter(gone).map((entry) => [entry.key, entry.paintedAt]));
    painted = painted.filter((entry) => !gone(entry));
    const now = wallMillis();
    waiting = waiting.filter((entry) => {
      if (entry.end > bytes) return true;
      if (gone(entry)) return false;
      entry.paintedAt = ghosts.get(entry.key) ?? now;
      entry.seenAt = options.now();
      painted.push(entry);
      return false;
    });
    if (painted.length === 0) return;
    settle3(false);
    clearTimeout(timer);
    if (painted.length > 0) {
      timer = setTimeout(() => settle3(false), DWELL_MILLIS);
      timer.unref();
    }
  }
  return {
    write(chunk) {
      const wire = crlf(textOf(chunk));
      const marked = marksOf(chunk).length > 0;
      if (marked || waiting.length > 0 || painted.length > 0 || wire.includes(`${ESC2}[`))
        enter2(chunk, wire);
      const bytes = encoder.encode(wire);
      written += bytes.length;
      line += newlines(wire);
      if (waiting.length > 0 || painted.length > 0) lineAt.push([written, line]);
      return bytes;
    },
    get written() {
      return written;
    },
    acknowledge,
    waits: (bytes) => waiting.some((entry) => entry.end <= bytes),
    settle() {
      clearTimeout(timer);
      settle3(true);
    }
  };
}
var newlines = (text) => text.split("\n").length - 1;
function entryFor(mark2, end, line, wipedAt) {
  const { of, start } = mark2;
  const weak = mark2.weak === true || start === mark2.end;
  const key = `${of.cell}=${of.value}`;
  return { of, key, weak, end, line, wipedAt, paintedAt: 0, seenAt: 0 };
}
function concealment(wire, hidden, from) {
  const changes = [{ at: from, hidden }];
  for (const colour of wire.matchAll(COLOUR))
    changes.push({
      at: from + Buffer.byteLength(wire.slice(0, colour.index)),
      hidden: /(^|;)8(;|$)/.test(colour[1] ?? "")
    });
  return changes;
}
function note(options, entries) {
  const [first] = entries;
  if (!first) return;
  const weak = /* @__PURE__ */ new Map();
  for (const entry of entries) weak.set(entry.of, (weak.get(entry.of) ?? true) && entry.weak);
  const seen = [...weak].map(([of, isWeak]) => ({
    cell: of.cell,
    value: of.value,
    asOf: of.asOf,
    ...isWeak && { weak: true }
  }));
  options.note({ session: options.session, source: options.source, at: first.seenAt, seen });
}

// src/shell/machine.ts
import { Bash } from "just-bash";

// src/shell/files/world-file-system.ts
import { getCommandNames as getCommandNames2, unsafeBytesFromLatin1 } from "just-bash";
var TOOLS = new Set(["__argv", ...getCommandNames2()].flatMap((name) => [`/usr/bin/${name}`]));
var encoder2 = new TextEncoder();
var decoder = new TextDecoder();
var latin1 = (bytes) => Buffer.from(bytes).toString("latin1");
var textOfContent = (content) => typeof content === "string" ? content : decoder.decode(content);
function worldFileSystem(options) {
  const { files, user, date: date2, overlay } = options;
  const sealed = overlay !== void 0;
  const read2 = (path) => path === "/dev/null" ? "" : overlay?.get(path) ?? textOf(files.read(path, user));
  const refuse = (path) => {
    if (sealed) throw new FileError("EROFS", path);
  };
  const stat3 = (path) => {
    if (path === "/dev/null") return { ...DEVICE, mtime: date2(0) };
    if (TOOLS.has(path)) return { ...DEVICE, mode: 493, mtime: date2(0) };
    const file = files.stat(path, user);
    if (!file) throw new FileError("ENOENT", path);
    return {
      isFile: !file.folder,
      isDirectory: file.folder,
      isSymbolicLink: false,
      mode: file.mode,
      size: file.folder ? 4096 : encoder2.encode(read2(path)).length,
      mtime: date2(file.changedAt)
    };
  };
  const later = (make) => new Promise((resolve) => {
    resolve(make());
  });
  const unsupported = (what) => () => Promise.reject(new Error(`${what}: not simulated by Eggtooth`));
  return {
    readFile: (path) => later(() => read2(path)),
    readFileBuffer: (path) => later(() => encoder2.encode(read2(path))),
    readFileBytes: (path) => later(() => unsafeBytesFromLatin1(latin1(encoder2.encode(read2(path))))),
    async writeFile(path, content) {
      refuse(path);
      if (path !== "/dev/null") await files.write(path, textOfContent(content), user);
    },
    async appendFile(path, content) {
      refuse(path);
      if (path !== "/dev/null") await files.append(path, textOfContent(content), user);
    },
    exists: (path) => later(() => path === "/dev/null" || TOOLS.has(path) || files.stat(path, user) !== void 0),
    stat: (path) => later(() => stat3(path)),
    lstat: (path) => later(() => stat3(path)),
    readdir: (path) => later(() => files.list(path, user).map((file) => nameOf(file.path))),
    async mkdir(path) {
      refuse(path);
      files.mayWrite(path, user);
      await files.change([{ op: "folder", path }]);
    },
    async rm(path) {
      refuse(path);
      files.mayWrite(path, user);
      await files.change([{ op: "remove", path }]);
    },
    cp: unsupported("cp"),
    mv: unsupported("mv"),
    chmod: unsupported("chmod"),
    symlink: unsupported("symbolic links"),
    link: unsupported("links"),
    readlink: (path) => Promise.reject(new FileError("ENOENT", path)),
    realpath: (path) => later(() => path),
    utimes: () => Promise.resolve(),
    resolvePath: (base, path) => normalise(base, path),
    getAllPaths: () => []
  };
}
var DEVICE = { isFile: true, isDirectory: false, isSymbolicLink: false, mode: 438, size: 0 };

// src/shell/machine.ts
var LIMITS = { maxExecutionTimeMs: 36e5, maxCommandCount: 1e6 };
function openMachine(options) {
  const { lab, host } = options;
  const files = openHostFiles({ ...options, render: (text) => options.pki.render(text) });
  const date2 = (micros) => new Date((lab.epochMicros + micros) / 1e3);
  const tools = /* @__PURE__ */ new Map();
  const make = (user, overlay) => new Bash({
    fs: worldFileSystem({ files, user, date: date2, ...overlay && { overlay } }),
    cwd: "/",
    defenseInDepth: false,
    executionLimits: LIMITS
  });
  return {
    ...options,
    files,
    isNode: host !== "workstation",
    now: () => lab.now(),
    date: date2,
    textTools(user) {
      let bash2 = tools.get(user.uid);
      if (!bash2) tools.set(user.uid, bash2 = make(user));
      return bash2;
    },
    sealedTools: make,
    other: (name) => openMachine({ ...options, host: name })
  };
}

// src/shell/terminal/completion.ts
function completeLine(shell, before, builtins) {
  const word = /(?:[^\s|;&<>()'"`=]|\\.)*$/.exec(before)?.[0] ?? "";
  const head2 = before.slice(0, before.length - word.length);
  if (word.startsWith("$")) {
    const braces = word.startsWith("${");
    const names = [...shell.variables.keys()].map((name) => braces ? `\${${name}}` : `$${name}`);
    return { word, candidates: matching(names, word) };
  }
  const first = /(^|[|;&(]|\b(sudo|watch|xargs|time|then|do|else))\s*$/.test(head2);
  if (first && !word.includes("/")) {
    const names = [
      ...builtins,
      ...shell.functions.keys(),
      ...shell.aliases.keys(),
      ...shell.machine.commands.names(shell.machine.host)
    ];
    return { word, candidates: matching(names, word).map((name) => `${name} `) };
  }
  return { word, candidates: paths(shell, word) };
}
var matching = (names, word) => [...new Set(names.filter((name) => name.startsWith(word)))].toSorted();
function paths(shell, word) {
  const at = word.lastIndexOf("/") + 1;
  const folder = word.slice(0, at);
  const start = word.slice(at);
  const { files } = shell.machine;
  const home = folder.startsWith("~/") ? files.home(shell.user) + folder.slice(1) : folder;
  const expanded = home.replace(/^\$\{?(\w+)\}?/, (all, name) => {
    const value = shell.variables.get(name);
    return typeof value === "string" ? value : all;
  });
  try {
    return files.list(files.resolve(shell.cwd, expanded || "."), shell.user).filter((file) => nameOf(file.path).startsWith(start)).filter((file) => start.startsWith(".") || !nameOf(file.path).startsWith(".")).map((file) => `${folder}${nameOf(file.path)}${file.folder ? "/" : " "}`);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

// src/shell/terminal/key-queue.ts
var ESC3 = "\x1B";
var KEY = new RegExp(
  String.raw`^(?:${ESC3}\[[0-9;]*[~A-Za-z]|${ESC3}O[A-Z]|${ESC3}[^\[O]|[\s\S])`,
  "u"
);
var UNFINISHED = new RegExp(String.raw`^${ESC3}(?:\[[0-9;]*|O)?$`);
var ESCAPE_MILLIS = 50;
function keyQueue() {
  let waiting = "";
  let wake = () => void 0;
  const more = () => new Promise((resolve) => wake = resolve);
  const moreWithin = (millis) => new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return {
    feed(text) {
      waiting += text;
      wake();
    },
    unread(text) {
      waiting = text + waiting;
    },
    async next() {
      for (; ; ) {
        if (waiting === "") {
          await more();
          continue;
        }
        if (UNFINISHED.test(waiting)) {
          const before = waiting;
          await moreWithin(ESCAPE_MILLIS);
          if (waiting !== before) continue;
        }
        const key = KEY.exec(waiting)?.[0] ?? waiting.slice(0, 1);
        waiting = waiting.slice(key.length);
        return key;
      }
    },
    async until(end) {
      while (!waiting.includes(end)) await more();
      const at = waiting.indexOf(end);
      const text = waiting.slice(0, at);
      waiting = waiting.slice(at + end.length);
      return text;
    },
    drain() {
      const text = waiting;
      waiting = "";
      return text;
    }
  };
}

// src/shell/terminal/words.ts
function moveWord(text, from, way) {
  const at = (index) => text[index] ?? "";
  let to = from;
  if (way === "forward") {
    while (to < text.length && /\W/.test(at(to))) to += 1;
    while (to < text.length && /\w/.test(at(to))) to += 1;
    return to;
  }
  const outside = way === "backBlank" ? /\s/ : /\W/;
  while (to > 0 && outside.test(at(to - 1))) to -= 1;
  while (to > 0 && !outside.test(at(to - 1))) to -= 1;
  return to;
}

// src/shell/terminal/line-editor.ts
var PASTE_ON = "\x1B[?2004h";
var PASTE_OFF = "\x1B[?2004l\r";
var BELL = "\x07";
function lineEditor(options) {
  const keys = keyQueue();
  let yanked = "";
  return {
    keys,
    async read(prompt) {
      const line = new EditedLine(options, keys, prompt, yanked);
      try {
        return await line.edit();
      } finally {
        yanked = line.yanked;
      }
    }
  };
}
var EditedLine = class {
  yanked;
  text = "";
  cursor = 0;
  /** Cell on the screen, counted from where the prompt began. */
  cell;
  entry;
  unsaved = "";
  tabs = 0;
  options;
  keys;
  prompt;
  indent;
  constructor(options, keys, prompt, yanked) {
    this.options = options;
    this.keys = keys;
    this.prompt = prompt;
    this.yanked = yanked;
    this.indent = prompt.length;
    this.cell = prompt.length;
    this.entry = options.history.length;
  }
  async edit() {
    this.options.write(PASTE_ON + this.prompt);
    for (; ; ) {
      const entered = await this.press(await this.keys.next());
      if (entered) return entered;
    }
  }
  async press(key) {
    if (key !== "	") this.tabs = 0;
    switch (key) {
      case "\r":
      case "\n":
        return this.enter();
      case "":
        this.goTo(this.text.length);
        this.options.write(`^C${PASTE_OFF}
`);
        return { kind: "interrupt" };
      case "":
        if (this.text !== "") this.replace(this.cursor, this.cursor + 1, "");
        else {
          this.options.write(PASTE_OFF);
          return { kind: "end" };
        }
        return void 0;
      case "	":
        await this.complete();
        return void 0;
      case "":
        return this.searchBack();
      case "\x1B[200~":
        this.paste(await this.keys.until("\x1B[201~"));
        return void 0;
      default:
        this.plainKey(key);
        return void 0;
    }
  }
  enter() {
    this.goTo(this.text.length);
    this.options.write(`\r
${PASTE_OFF}`);
    return { kind: "line", text: this.text };
  }
  plainKey(key) {
    if (this.moveKey(key) || this.killKey(key)) return;
    switch (key) {
      case "\x1B[A":
      case "\x1BOA":
      case "":
        return this.recall(-1);
      case "\x1B[B":
      case "\x1BOB":
      case "":
        return this.recall(1);
      case "\x1B.":
        return this.replace(this.cursor, this.cursor, this.lastArgument());
      case "":
        return this.replace(this.cursor, this.cursor, this.yanked);
      case "\f":
        this.options.write(`\x1B[H\x1B[2J${this.prompt}${this.text}`);
        this.cell = this.indent + this.text.length;
        return this.goTo(this.cursor);
      case "":
        return this.transpose();
      default:
        if (key.length === 1 && key >= " " || key.length === 2 && key > "\uD7FF")
          this.replace(this.cursor, this.cursor, key);
    }
  }
  moveKey(key) {
    const to = (() => {
      switch (key) {
        case "":
        case "\x1B[H":
        case "\x1B[1~":
        case "\x1BOH":
          return 0;
        case "":
        case "\x1B[F":
        case "\x1B[4~":
        case "\x1BOF":
          return this.text.length;
        case "":
        case "\x1B[D":
        case "\x1BOD":
          return Math.max(0, this.cursor - 1);
        case "":
        case "\x1B[C":
        case "\x1BOC":
          return Math.min(this.text.length, this.cursor + 1);
        case "\x1Bb":
        case "\x1B[1;5D":
          return moveWord(this.text, this.cursor, "back");
        case "\x1Bf":
        case "\x1B[1;5C":
          return moveWord(this.text, this.cursor, "forward");
        default:
          return void 0;
      }
    })();
    if (to === void 0) return false;
    this.goTo(to);
    return true;
  }
  killKey(key) {
    const { text, cursor } = this;
    const kill2 = (from, to) => {
      this.yanked = text.slice(from, to);
      this.replace(from, to, "");
      return true;
    };
    switch (key) {
      case "\v":
        return kill2(cursor, text.length);
      case "":
        return kill2(0, cursor);
      case "":
        return kill2(moveWord(text, cursor, "backBlank"), cursor);
      case "\x1B\x7F":
        return kill2(moveWord(text, cursor, "back"), cursor);
      case "\x1Bd":
        return kill2(cursor, moveWord(text, cursor, "forward"));
      case "\x7F":
      case "\b":
        if (cursor > 0) this.replace(cursor - 1, cursor, "");
        return true;
      case "\x1B[3~":
        if (cursor < text.length) this.replace(cursor, cursor + 1, "");
        return true;
      default:
        return false;
    }
  }
  transpose() {
    const at = Math.min(this.cursor, this.text.length - 1);
    if (at < 1) return;
    const [a = "", b = ""] = [this.text[at - 1], this.text[at]];
    this.replace(at - 1, at + 1, b + a);
  }
  recall(by) {
    const { history: history2 } = this.options;
    const to = this.entry + by;
    if (to < 0 || to > history2.length) return this.options.write(BELL);
    if (this.entry === history2.length) this.unsaved = this.text;
    this.entry = to;
    this.replace(0, this.text.length, to === history2.length ? this.unsaved : history2[to] ?? "");
  }
  lastArgument() {
    return this.options.history.at(-1)?.split(" ").at(-1) ?? "";
  }
  /** A pasted newline ends the line, as bash does once the paste is accepted. */
  paste(pasted) {
    const [first = "", ...rest] = pasted.replaceAll(/\r\n?/g, "\n").split("\n");
    this.replace(this.cursor, this.cursor, first);
    if (rest.length > 0) this.keys.unread(`\r${rest.join("\r")}`);
  }
  goTo(cursor) {
    this.moveCell(this.indent + cursor);
    this.cursor = cursor;
  }
  moveCell(to) {
    const columns = this.options.columns();
    if (to === this.cell) return;
    const rows = Math.floor(to / columns) - Math.floor(this.cell / columns);
    const column = to % columns;
    let moves2 = rows < 0 ? `\x1B[${-rows}A` : rows > 0 ? `\x1B[${rows}B` : "";
    if (rows === 0 && to < this.cell && this.cell - to < 8) moves2 += "\b".repeat(this.cell - to);
    else moves2 += `\r${column > 0 ? `\x1B[${column}C` : ""}`;
    this.cell = to;
    this.options.write(moves2);
  }
  /** Changes part of the line and redraws from the first character that differs. */
  replace(from, to, by) {
    const next = this.text.slice(0, from) + by + this.text.slice(to);
    let same2 = 0;
    while (same2 < next.length && same2 < this.text.length && next[same2] === this.text[same2])
      same2 += 1;
    const shrinks = next.length < this.text.length;
    this.moveCell(this.indent + same2);
    const wraps = (this.indent + next.length) % this.options.columns() === 0 && next.length > same2;
    this.options.write(next.slice(same2) + (shrinks ? "\x1B[J" : "") + (wraps ? " \r" : ""));
    this.text = next;
    this.cell = this.indent + next.length;
    this.goTo(from + by.length);
  }
  async complete() {
    const before = this.text.slice(0, this.cursor);
    const { candidates, word } = await this.options.complete(before);
    const [first] = candidates;
    if (first === void 0) return this.options.write(BELL);
    let common = first;
    for (const candidate of candidates)
      while (!candidate.startsWith(common)) common = common.slice(0, -1);
    if (common.length > word.length) {
      this.tabs = 0;
      return this.replace(this.cursor - word.length, this.cursor, common);
    }
    this.tabs += 1;
    if (this.tabs < 2) return this.options.write(BELL);
    this.listCandidates(candidates);
  }
  listCandidates(candidates) {
    const names = candidates.map(
      (c) => c.trimEnd().replace(/\/$/, "\0").split("/").at(-1)?.replace("\0", "/") ?? ""
    );
    const width = Math.max(...names.map((name) => name.length)) + 2;
    const perRow = Math.max(1, Math.floor(this.options.columns() / width));
    const rows = [];
    for (let at = 0; at < names.length; at += perRow)
      rows.push(
        names.slice(at, at + perRow).map((name) => name.padEnd(width)).join("")
      );
    this.moveCell(this.indent + this.text.length);
    this.options.write(`\r
${rows.join("\r\n")}\r
${this.prompt}${this.text}`);
    this.cell = this.indent + this.text.length;
    this.goTo(this.cursor);
  }
  async searchBack() {
    const { history: history2 } = this.options;
    let pattern = "";
    let at = history2.length;
    let found2 = "";
    const show2 = () => {
      this.moveCell(0);
      const text = `(reverse-i-search)\`${pattern}': ${found2}`;
      this.options.write(`\x1B[J${text}`);
      this.cell = text.length;
    };
    const find2 = (from) => {
      const index = history2.slice(0, from + 1).findLastIndex((line) => line.includes(pattern));
      if (index < 0) return this.options.write(BELL);
      at = index;
      found2 = history2[index] ?? "";
    };
    for (; ; ) {
      show2();
      const key = await this.keys.next();
      if (key === "") find2(at - 1);
      else if (key === "\x7F") {
        pattern = pattern.slice(0, -1);
        find2(history2.length - 1);
      } else if (key.length === 1 && key >= " ") {
        pattern += key;
        find2(Math.min(at, history2.length - 1));
      } else return this.leaveSearch(key, found2);
    }
  }
  leaveSearch(key, found2) {
    this.moveCell(0);
    this.options.write(`\x1B[J${this.prompt}`);
    const kept = key === "\x07" || found2 === "" ? this.text : found2;
    this.text = "";
    this.cursor = 0;
    this.cell = this.indent;
    this.replace(0, 0, kept);
    return key === "\x07" ? void 0 : this.press(key);
  }
};

// src/shell/terminal/prompt.ts
function promptOf(shell) {
  const { machine, user, cwd } = shell;
  const home = machine.files.home(user);
  const short2 = cwd === home ? "~" : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
  const values = {
    u: user.name,
    h: machine.host.split(".")[0] ?? "",
    H: machine.host,
    w: short2,
    W: cwd === home ? "~" : cwd.split("/").at(-1) || "/",
    $: user.uid === 0 ? "#" : "$",
    n: "\n",
    "[": "",
    "]": "",
    e: "\x1B"
  };
  const template = shell.variables.get("PS1") ?? String.raw`[\u@\h \W]\$ `;
  return textOf(template).replaceAll(/\\(.)/g, (all, letter) => values[letter] ?? all);
}

// src/shell/terminal/interactive.ts
function terminalIo(console, job) {
  const { terminal } = console;
  const sink = {
    terminal,
    async write(chunk) {
      const stopped = job.running();
      if (stopped) await stopped;
      await untilInterrupted(console.write(chunk), job);
    }
  };
  const stdin = {
    terminal,
    async read() {
      for (; ; ) {
        const stopped = job.running();
        if (stopped) await stopped;
        const chunk = await untilInterrupted(terminal.read(), job);
        if (chunk !== "replaced") return chunk;
      }
    },
    unread: (chunk) => terminal.stdin.unread(chunk),
    close: () => void 0
  };
  return { stdin, stdout: sink, stderr: sink, terminal };
}
async function interact(console, shell, outer) {
  const { terminal } = console;
  const before = { editor: console.editor, foreground: console.foreground };
  const editor = lineEditor({
    write: (text) => void console.write(text).catch(() => void 0),
    columns: () => terminal.columns,
    complete: (text) => Promise.resolve(completeLine(shell, text, BUILTINS.keys())),
    history: shell.history
  });
  console.editor = editor;
  try {
    return await promptLoop(console, shell, editor, outer);
  } finally {
    before.editor?.keys.feed(editor.keys.drain());
    console.editor = before.editor;
    console.foreground = before.foreground;
    for (const job of shell.jobs) job.control.interrupt();
    terminal.setMode("cooked");
  }
}
async function promptLoop(console, shell, editor, outer) {
  let warned = false;
  for (; ; ) {
    await announceDone(console, shell);
    const line = await readCommand(console, shell, editor, outer);
    if (line === void 0) {
      await console.write(shell.login ? "logout\n" : "exit\n");
      return shell.lastStatus;
    }
    if (line.trim() === "") continue;
    try {
      await runLine(console, shell, line, outer);
    } catch (error) {
      if (error instanceof Interrupted && outer.signal.aborted) throw error;
      if (!(error instanceof ShellExit)) throw error;
      await console.write(shell.login ? "logout\n" : "exit\n");
      const stopped = shell.jobs.some((job) => job.state === "Stopped");
      if (!stopped || warned) return error.status;
      warned = true;
      await console.write("There are stopped jobs.\n");
      continue;
    }
    warned = false;
  }
}
async function announceDone(console, shell) {
  for (const job of shell.jobs) if (job.state === "Done") await console.write(jobLine(shell, job));
  forgetDone(shell);
}
async function readCommand(console, shell, editor, outer) {
  let text = "";
  for (; ; ) {
    console.terminal.setMode("editor");
    const typedAhead = console.terminal.takeUnread();
    if (typedAhead !== "") editor.keys.feed(typedAhead.replaceAll("\n", "\r"));
    const [above, prompt] = lastLine(text === "" ? promptOf(shell) : "> ");
    if (above !== "") await console.write(above);
    const entered = await untilInterrupted(editor.read(prompt), outer);
    if (entered.kind === "interrupt") {
      text = "";
      shell.lastStatus = 130;
      continue;
    }
    if (entered.kind === "end") {
      if (text === "") return void 0;
      await console.write("-bash: syntax error: unexpected end of file\n");
      text = "";
      shell.lastStatus = 2;
      continue;
    }
    text = text === "" ? entered.text : `${text}
${entered.text}`;
    const parsed = parseScript(text);
    const unfinished = /(^|[^\\])(\\\\)*\\$/.test(text) || !parsed.ok && parsed.incomplete;
    if (unfinished) continue;
    const expanded = await expandHistory(console, shell, text);
    if (expanded === void 0) {
      text = "";
      continue;
    }
    remember(shell, expanded);
    return expanded;
  }
}
function lastLine(prompt) {
  const at = prompt.lastIndexOf("\n") + 1;
  return [prompt.slice(0, at), prompt.slice(at)];
}
function remember(shell, text) {
  const { history: history2 } = shell;
  if (text.trim() === "" || text.startsWith(" ") || history2.at(-1) === text) return;
  history2.push(text);
  if (history2.length > 1e3) history2.shift();
}
async function expandHistory(console, { history: history2 }, text) {
  let missing;
  const expanded = text.replaceAll(
    /(?<![\\[$"'\s]\S*)!(!|-?\d+|[A-Za-z][\w-]*)/g,
    (all, what) => {
      const number2 = Number(what);
      const found2 = what === "!" ? history2.at(-1) : Number.isInteger(number2) ? history2.at(number2 > 0 ? number2 - 1 : number2) : history2.findLast((line) => line.startsWith(what));
      if (found2 === void 0) missing = all;
      return found2 ?? all;
    }
  );
  if (missing !== void 0) {
    await console.write(`-bash: ${missing}: event not found
`);
    return void 0;
  }
  if (expanded !== text) await console.write(`${expanded}
`);
  return expanded;
}
async function runLine(console, shell, line, outer) {
  const control = startJob(outer.signal);
  let leave2 = () => void 0;
  const suspended = new Promise((resolve) => leave2 = () => resolve("stopped"));
  console.foreground = {
    control,
    suspend() {
      const waiting = shell.foreground;
      if (waiting) {
        waiting.job.control.stop();
        waiting.job.state = "Stopped";
        void console.write(jobLine(shell, waiting.job));
        return waiting.leave();
      }
      control.stop();
      leave2();
    }
  };
  console.terminal.setMode("cooked");
  const typedAhead = console.editor?.keys.drain() ?? "";
  if (typedAhead !== "") console.terminal.input(typedAhead);
  const { interpreter: interpreter2 } = shell.machine;
  const running = interpreter2.text(shell, line, terminalIo(console, control), control);
  const ended = await Promise.race([running, suspended]);
  console.foreground = void 0;
  if (ended !== "stopped") return;
  shell.lastStatus = 148;
  const job = stoppedJob(shell, line, control, running);
  shell.jobs.push(job);
  await console.write(jobLine(shell, job));
}
function stoppedJob(shell, text, control, running) {
  const id2 = Math.max(0, ...shell.jobs.map((job2) => job2.id)) + 1;
  const done = running.then(
    (status3) => status3,
    (error) => {
      if (error instanceof ShellExit) return error.status;
      throw error;
    }
  );
  const job = {
    id: id2,
    pid: nextPid(),
    text,
    control,
    state: "Stopped",
    status: 0,
    done: Promise.resolve()
  };
  job.done = done.then((status3) => {
    job.status = status3;
    job.state = "Done";
  });
  return job;
}

// src/shell/terminal/terminal.ts
function openTerminal(size, hooks) {
  let { columns, rows } = size;
  let mode = "cooked";
  let typed = "";
  let pending = new Pipe(Infinity);
  let keys = keyQueue();
  const listeners = /* @__PURE__ */ new Set();
  const echo2 = (text) => void hooks.write(text).catch(() => void 0);
  function cooked(character) {
    switch (character) {
      case "":
        typed = "";
        echo2("^C\n");
        return hooks.interrupt();
      case "":
        typed = "";
        echo2("^\\Quit\n");
        return hooks.interrupt();
      case "":
        echo2("^Z\n");
        return hooks.suspend();
      case "":
        if (typed === "") pending.end();
        else void pending.write(typed);
        typed = "";
        return;
      case "\r":
      case "\n":
        echo2("\n");
        void pending.write(`${typed}
`);
        typed = "";
        return;
      case "\x7F":
      case "\b":
        if (typed !== "") echo2("\b \b");
        typed = typed.slice(0, -1);
        return;
      case "":
        echo2("\b \b".repeat(typed.length));
        typed = "";
        return;
      default:
        typed += character;
        echo2(character);
    }
  }
  const terminal = {
    get columns() {
      return columns;
    },
    get rows() {
      return rows;
    },
    get sink() {
      return sink;
    },
    get stdin() {
      return stdin;
    },
    raw() {
      const before = mode;
      mode = "raw";
      keys = keyQueue();
      return () => {
        mode = before;
        const left = keys.drain();
        if (left !== "") terminal.input(left);
      };
    },
    key: (job) => untilInterrupted(keys.next(), job),
    runShell: (shell, job) => hooks.runShell(shell, job),
    resized(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    input(text) {
      if (mode === "editor") hooks.edit(text);
      else if (mode === "cooked") for (const character of text) cookedOrElse(character);
      else if (text.includes("")) hooks.interrupt();
      else keys.feed(text);
    },
    resize(newColumns, newRows) {
      columns = newColumns;
      rows = newRows;
      for (const listener of listeners) listener();
    },
    setMode(next) {
      mode = next;
    },
    async read() {
      const from = pending;
      const chunk = await from.read();
      if (chunk !== null) return chunk;
      if (from !== pending) return "replaced";
      pending = new Pipe(Infinity);
      return null;
    },
    takeUnread() {
      const left = pending.takeWaiting() + typed;
      typed = "";
      const before = pending;
      pending = new Pipe(Infinity);
      before.end();
      return left;
    }
  };
  const cookedOrElse = (character) => mode === "cooked" ? cooked(character) : terminal.input(character);
  const sink = { write: (chunk) => hooks.write(chunk), terminal };
  const stdin = {
    terminal,
    async read() {
      const chunk = await terminal.read();
      return chunk === "replaced" ? null : chunk;
    },
    unread: (chunk) => pending.unread(chunk),
    close: () => void 0
  };
  return terminal;
}

// src/shell/open-shell.ts
var sessions = 0;
function openShell(options) {
  const { lab, host, tty } = options;
  sessions += 1;
  const machine = openMachine({ ...options, commands: PROGRAMS, interpreter });
  const ledger = openLedger({
    rows: () => tty && console ? console.terminal.rows : 0,
    crlf: tty !== void 0,
    session: options.session ?? `shell-${sessions}`,
    source: options.source ?? `shell:${host}`,
    now: () => lab.now(),
    note: (look2) => lab.look(look2)
  });
  const life = startJob();
  let ended = false;
  const emit = async (output, chunk) => {
    if (ended) throw new BrokenPipe();
    const bytes = ledger.write(chunk);
    await output?.(bytes, ledger.written);
  };
  const console = tty ? openConsole(tty, (chunk) => emit(options.stdout, chunk)) : void 0;
  const stdin = new Pipe();
  if (options.stdin === "none") stdin.end();
  const decoder2 = new StringDecoder("utf8");
  const finish = (code) => {
    if (ended) return;
    ended = true;
    unsubscribe();
    life.interrupt();
    options.onExit(code);
  };
  const unsubscribe = lab.world.on((fact) => {
    if (fact.kind === "power" && !fact.on && fact.host === host) queueMicrotask(() => finish(255));
  });
  const shell = newShellState({
    machine,
    user: CORE,
    env: { ...options.env, ...tty && { TERM: options.env?.["TERM"] ?? "xterm-256color" } },
    interactive: tty !== void 0 && options.command === void 0,
    login: options.command === void 0,
    agent: options.agent ?? !machine.isNode
  });
  const run = console ? runOnTerminal(console, shell, life, options.command) : runPlain({ shell, life, stdin, command: options.command, emit, options });
  void run.then(finish, (error) => {
    if (!(error instanceof Interrupted))
      void emit(options.stderr ?? options.stdout, `eggtooth: ${String(error)}
`).catch(
        () => void 0
      );
    finish(error instanceof Interrupted ? 130 : 1);
  });
  return {
    write(bytes) {
      const text = typeof bytes === "string" ? bytes : decoder2.write(Buffer.from(bytes));
      if (console) console.terminal.input(text);
      else void stdin.write(text).catch(() => void 0);
    },
    endInput() {
      if (console) console.terminal.input("");
      else stdin.end();
    },
    resize: (columns, rows) => console?.terminal.resize(columns, rows),
    signal(name) {
      if (name === "INT" && console?.foreground) console.foreground.control.interrupt();
      else if (name === "TSTP") console?.foreground?.suspend();
      else life.interrupt();
    },
    close: () => finish(129),
    ackPainted: (written) => ledger.acknowledge(written),
    awaitsPaint: (written) => ledger.waits(written),
    settlePaint: () => ledger.settle()
  };
}
function openConsole(size, write) {
  const terminal = openTerminal(size, {
    write,
    interrupt: () => console.foreground?.control.interrupt(),
    suspend: () => console.foreground?.suspend(),
    edit: (text) => console.editor?.keys.feed(text),
    runShell: (shell, job) => interact(console, shell, job)
  });
  const console = { terminal, editor: void 0, foreground: void 0, write };
  return console;
}
async function runOnTerminal(console, shell, life, command2) {
  if (command2 === void 0) {
    const notice = messageOfTheDay(shell.machine);
    if (notice !== "") await console.write(notice);
    return interact(console, shell, life);
  }
  const control = startJob(life.signal);
  console.foreground = { control, suspend: () => void 0 };
  return runCommandText(shell, command2, terminalIo(console, control), control);
}
function messageOfTheDay({ lab, host }) {
  const motd = lab.world.read.file(host, "/etc/motd")?.content ?? "";
  return motd === "" || motd.endsWith("\n") ? motd : `${motd}
`;
}
async function runPlain({ shell, life, stdin, command: command2, emit, options }) {
  const sink = (output) => ({
    write: (chunk) => untilInterrupted(emit(output, chunk), life)
  });
  life.pipes.add(stdin);
  const stdout = sink(options.stdout);
  const stderr = sink(options.stderr ?? options.stdout);
  if (command2 !== void 0) return runCommandText(shell, command2, { stdin, stdout, stderr }, life);
  let script = "";
  for (let chunk = await stdin.read(); chunk !== null; chunk = await stdin.read())
    script += textOf(chunk);
  return runCommandText(shell, script, { stdin: devNull, stdout, stderr }, life);
}
async function runCommandText(shell, command2, io, job) {
  try {
    return await interpreter.text(shell, command2, io, job);
  } catch (error) {
    if (error instanceof ShellExit) return error.status;
    throw error;
  }
}
export {
  openShell
};
