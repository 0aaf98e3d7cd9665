import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  EggtoothError
} from "./chunk-7J7WDSFB.js";

// src/sim/kernel/time.ts
var MILLISECOND = 1e3;
var SECOND = 1e6;
var MINUTE = 60 * SECOND;
var millis = (count) => Math.round(count * MILLISECOND);

// src/sim/kernel/stream.ts
function hash32(text, seed = 2166136261) {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 16777619);
  }
  return avalanche(hash);
}
function avalanche(value) {
  let hash = value;
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 2146121005);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 2221713035);
  hash ^= hash >>> 16;
  return hash >>> 0;
}
function hexOf(seed, name, length) {
  let digits = "";
  for (let part = 0; digits.length < length; part++) {
    digits += hash32(`${part}:${name}`, seed >>> 0).toString(16).padStart(8, "0");
  }
  return digits.slice(0, length);
}
function quantile(table, u) {
  let upper = 1;
  while (upper < table.length - 1 && u > (table[upper]?.[0] ?? 1)) upper++;
  const [x0, y0] = table[upper - 1] ?? [0, 0];
  const [x1, y1] = table[upper] ?? [1, y0];
  return Math.round(y0 + (y1 - y0) * (u - x0) / (x1 - x0));
}
var Stream = class {
  #a;
  #b;
  #c;
  #d = 1;
  constructor(seed, name) {
    const hash = hash32(name, seed >>> 0);
    this.#a = avalanche(hash);
    this.#b = avalanche(hash + 1);
    this.#c = avalanche(hash + 2);
    for (let i = 0; i < 12; i++) this.next();
  }
  /** In [0, 1). */
  next() {
    const sum = (this.#a + this.#b | 0) + this.#d | 0;
    this.#d = this.#d + 1 | 0;
    this.#a = this.#b ^ this.#b >>> 9;
    this.#b = this.#c + (this.#c << 3) | 0;
    this.#c = (this.#c << 21 | this.#c >>> 11) + sum | 0;
    return (sum >>> 0) / 4294967296;
  }
  /** An integer from `low` to `high`, both included. */
  integer(low, high) {
    return low + Math.floor(this.next() * (high - low + 1));
  }
  draw(table) {
    return quantile(table, this.next());
  }
  /** The position, to be given back by `restore`. */
  save() {
    return [this.#a, this.#b, this.#c, this.#d];
  }
  restore([a, b, c, d]) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }
};

// src/sim/physics/disk.ts
var Disk = class {
  table;
  /** The kernel event that set the table; 0 for the profile's own. */
  changedBy = 0;
  #waiting = [];
  #busy;
  stream;
  #time;
  constructor(time, stream, table) {
    this.#time = time;
    this.table = table;
    this.stream = stream;
  }
  fsync(call) {
    this.#waiting.push(call);
    if (this.#busy === void 0) this.#next();
  }
  /** One call's latency, drawn outside the queue (background writes of a well cluster). */
  draw() {
    return quantile(this.table, this.stream.next());
  }
  get idle() {
    return this.#busy === void 0;
  }
  /** The caller died: its waiting calls go; the one in flight still occupies the device. */
  forget(to, matches2) {
    for (let i = this.#waiting.length - 1; i >= 0; i--) {
      const call = this.#waiting[i];
      if (call !== void 0 && call.to === to && matches2(call.event)) this.#waiting.splice(i, 1);
    }
  }
  #next() {
    const call = this.#waiting.shift();
    this.#busy = call;
    if (call !== void 0) this.#time.later(this.#time.now + this.draw(), () => this.#done());
  }
  #done() {
    const call = this.#busy;
    if (this.changedBy > 0) this.#time.alsoBecauseOf(this.changedBy);
    this.#next();
    if (call !== void 0) this.#time.deliver(call);
  }
};
var heldBack = (table, holdMillis) => table.map(([p, micros]) => [p, micros + Math.round(holdMillis * 1e3)]);

// src/sim/world/histogram.ts
var FSYNC_BOUNDS = Array.from({ length: 14 }, (_, i) => 1e3 * 2 ** i);
var Histogram = class {
  counts;
  sumMicros = 0;
  count = 0;
  bounds;
  constructor(bounds) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }
  observe(micros) {
    let bucket = 0;
    while (bucket < this.bounds.length && micros > (this.bounds[bucket] ?? 0)) bucket++;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sumMicros += micros;
    this.count++;
  }
  /** [upper bound in seconds, cumulative count], the last bound infinite. */
  buckets() {
    let total2 = 0;
    return [...this.bounds, Infinity].map((bound2, i) => {
      total2 += this.counts[i] ?? 0;
      return [bound2 / 1e6, total2];
    });
  }
};

// src/sim/etcd/member.ts
var TICK = millis(100);
var ELECTION_TICKS = 10;
var REQUEST_TIMEOUT = 7 * SECOND;
var READ_INDEX_RETRY = millis(500);
var BATCH_INTERVAL = millis(100);
function newMember(id, name, hex2) {
  return {
    id,
    name,
    hex: hex2,
    up: false,
    life: 0,
    role: "off",
    term: 0,
    vote: "",
    leader: "",
    config: { voters: [], learners: [] },
    log: [],
    stable: 0,
    commit: 0,
    handed: 0,
    applied: 0,
    ...volatile(0),
    activeAt: /* @__PURE__ */ new Map(),
    next: /* @__PURE__ */ new Map(),
    match: /* @__PURE__ */ new Map(),
    readIndexes: /* @__PURE__ */ new Map(),
    fresh: true,
    wal: new Histogram(FSYNC_BOUNDS),
    backend: new Histogram(FSYNC_BOUNDS),
    leaderChanges: 0,
    fsyncs: 0
  };
}
var volatile = (now) => ({
  busy: false,
  busyAt: now,
  hardStateChanged: false,
  outbox: [],
  appendDue: false,
  phase: now,
  lostTicks: 0,
  contactTick: 0,
  electionTimeoutTicks: 2 * ELECTION_TICKS - 1,
  electionTimer: 0,
  heartbeatSentAt: now,
  quorumTimer: 0,
  quorumCheckedAt: now,
  locked: false,
  pending: false,
  commitEndedAt: now,
  timerArmed: false,
  timer: 0,
  timerDue: now,
  commitStartedAt: now,
  applyWaitingSince: -1,
  reads: [],
  reading: void 0,
  readStates: [],
  readStateHeld: false,
  lockWaiters: [],
  proposals: [],
  bootStep: 0,
  ready: false
});
var peersOf = (m) => [...m.config.voters, ...m.config.learners].filter((peer) => peer !== m.id);

// src/sim/etcd/go-duration.ts
function goDuration(micros) {
  if (micros === 0) return "0s";
  if (micros < 1e3) return `${micros}\xB5s`;
  if (micros < 1e6) return `${micros / 1e3}ms`;
  const minutes = Math.floor(micros / 6e7);
  const rest = `${(micros - minutes * 6e7) / 1e6}s`;
  if (minutes === 0) return rest;
  return minutes < 60 ? `${minutes}m${rest}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${rest}`;
}

// src/sim/etcd/ticks.ts
var wholeTicks = (m, t) => Math.floor((t - m.phase) / TICK);
var nextTickAt = (c, m, ticks) => m.phase + (wholeTicks(m, c.now) + Math.max(1, ticks)) * TICK;
function ticksOf(c, m) {
  const all = wholeTicks(m, c.now);
  return all - m.lostTicks - (m.busy ? all - wholeTicks(m, m.busyAt) : 0);
}
function elapsedTicks(c, m) {
  const leader2 = c.find(m.leader);
  const hears = m.leader === m.id || leader2 !== void 0 && leader2 !== m && leader2.role === "leader" && leader2.term === m.term && leader2.up && !leader2.busy && c.reachable(leader2.id, m.id);
  return hears ? 0 : ticksOf(c, m) - m.contactTick;
}
function armElection(c, m, ticks) {
  c.at(nextTickAt(c, m, ticks), "ELECTION", m.id, ++m.electionTimer, m.life);
}
function electionTick(c, m, timer) {
  if (timer !== m.electionTimer || !m.up) return;
  if (m.role === "leader" || !m.config.voters.includes(m.id))
    return armElection(c, m, ELECTION_TICKS);
  if (m.busy) return armElection(c, m, 1);
  const elapsed = elapsedTicks(c, m);
  if (elapsed === 0) m.contactTick = ticksOf(c, m);
  if (elapsed >= m.electionTimeoutTicks) {
    m.contactTick = ticksOf(c, m);
    c.tell(m, { type: "ELECTION_TIMEOUT" });
  }
  armElection(c, m, m.electionTimeoutTicks - (ticksOf(c, m) - m.contactTick));
}
function checkQuorum(c, m, timer) {
  if (timer !== m.quorumTimer || !m.up || m.role !== "leader") return;
  const left = ELECTION_TICKS - (ticksOf(c, m) - m.contactTick);
  if (left > 0 || m.busy) {
    return c.at(nextTickAt(c, m, left), "CHECK_QUORUM", m.id, timer, m.life);
  }
  const answering = m.config.voters.filter((voter) => {
    if (voter === m.id) return true;
    const follower = c.find(voter);
    if (follower === void 0 || !follower.up || !c.reachable(voter, m.id)) return false;
    return !follower.busy || (m.activeAt.get(voter) ?? 0) > m.quorumCheckedAt;
  });
  m.contactTick = ticksOf(c, m);
  m.quorumCheckedAt = c.now;
  if (answering.length <= m.config.voters.length / 2) return c.tell(m, { type: "QUORUM_LOST" });
  return c.at(c.now + ELECTION_TICKS * TICK, "CHECK_QUORUM", m.id, timer, m.life);
}
function heartbeat(c, m) {
  const gap = c.now - m.heartbeatSentAt;
  if (gap > 2 * TICK) {
    for (const peer of peersOf(m)) {
      c.line(m, "warn", "etcdserver/raft.go:426", LATE_HEARTBEAT, {
        to: c.hex(peer),
        "heartbeat-interval": "100ms",
        "expected-duration": "200ms",
        "exceeded-duration": goDuration(gap - 2 * TICK)
      });
    }
  }
  m.heartbeatSentAt = c.now;
}
var LATE_HEARTBEAT = "leader failed to send out heartbeat on time; took too long, leader is overloaded likely from slow disk";
function released(c, leader2) {
  if (leader2.busy) return;
  for (const m of c.members.values()) {
    if (m !== leader2 && m.up && m.leader === leader2.id && c.reachable(leader2.id, m.id)) {
      m.contactTick = ticksOf(c, m);
    }
  }
}
function block(c, m) {
  const leader2 = c.find(m.leader);
  if (leader2 !== void 0 && leader2 !== m) leader2.activeAt.set(m.id, c.now);
  if (m.role === "leader") {
    released(c, m);
    const tick = m.phase + wholeTicks(m, c.now) * TICK;
    if (tick > m.busyAt && tick > m.heartbeatSentAt) m.heartbeatSentAt = tick;
  }
  m.busy = true;
  m.busyAt = c.now;
}
function unblock(c, m) {
  const missed = wholeTicks(m, c.now) - wholeTicks(m, m.busyAt);
  m.busy = false;
  m.lostTicks += Math.max(0, missed - 1);
  m.busyAt = c.now;
  const leader2 = c.find(m.leader);
  if (leader2 !== void 0 && leader2 !== m) leader2.activeAt.set(m.id, c.now);
  if (m.role !== "leader" || peersOf(m).length === 0) return;
  const waiting2 = m.log.length > m.stable;
  if (missed > 0 && (!waiting2 || c.kernel.stream(`${m.id}/etcd:select`).next() < 0.5)) {
    heartbeat(c, m);
  } else {
    const tick = m.phase + (wholeTicks(m, c.now) + 1) * TICK;
    if (tick - m.heartbeatSentAt > 2 * TICK) c.at(tick, "HEARTBEAT", m.id, 0, m.life);
  }
}
function joinTick(c, m) {
  if (!m.up) return;
  const leader2 = [...c.members.values()].find(
    (l) => l.up && l.role === "leader" && l.term >= m.term && peersOf(l).includes(m.id)
  );
  if (leader2 !== void 0 && !leader2.busy && c.reachable(leader2.id, m.id)) {
    c.send([{ type: "heartbeat", from: leader2.id, to: m.id, term: leader2.term, read: 0 }]);
  }
  if (m.leader === "") c.at(c.now + millis(100), "JOIN_TICK", m.id, 0, m.life);
}

// src/sim/etcd/reads.ts
function readLoop(c, m) {
  if (m.reading !== void 0 || m.reads.length === 0) return;
  m.reading = { id: c.nextRequest(), requests: m.reads.splice(0), since: c.now, index: -1 };
  if (m.readStateHeld) {
    m.readStateHeld = false;
    sayOutOfDate(c, m);
  }
  c.at(c.now + READ_INDEX_RETRY, "READ_RETRY", m.id, m.reading.id, m.life);
  askReadIndex(c, m);
}
var unanswered = (m, id) => m.reading !== void 0 && m.reading.id === id && m.reading.index < 0;
function readIndexRetry(c, m, id) {
  if (!m.up || !unanswered(m, id) || m.reading === void 0) return;
  c.line(
    m,
    "warn",
    "etcdserver/v3_server.go:920",
    "waiting for ReadIndex response took too long, retrying",
    {
      "sent-request-id": id,
      "retry-timeout": "500ms"
    }
  );
  const since = m.reading.since;
  if (c.now - since >= REQUEST_TIMEOUT - READ_INDEX_RETRY) {
    c.at(since + REQUEST_TIMEOUT, "READ_TIMEOUT", m.id, id, m.life);
  } else c.at(c.now + READ_INDEX_RETRY, "READ_RETRY", m.id, id, m.life);
  askReadIndex(c, m);
}
function readIndexTimeout(c, m, id) {
  if (!m.up || !unanswered(m, id) || m.reading === void 0) return;
  c.line(
    m,
    "warn",
    "etcdserver/v3_server.go:932",
    "timed out waiting for read index response (local node might have slow network)",
    { timeout: "7s" }
  );
  const { requests } = m.reading;
  m.reading = void 0;
  for (const request of requests) finish(c, request, "etcdserver: request timed out");
  readLoop(c, m);
}
function askReadIndex(c, m) {
  const id = m.reading?.id ?? 0;
  if (m.role === "leader") answerReadIndex(c, m, m.id, id);
  else if (m.leader !== "") {
    m.outbox.push({ type: "readIndex", from: m.id, to: m.leader, term: m.term, read: id });
    turn(c, m);
  } else {
    c.raftLine(m, `${m.hex} no leader at term ${m.term}; dropping index reading msg`);
  }
}
function answerReadIndex(c, leader2, from, id) {
  if (leader2.log[leader2.commit - 1]?.term !== leader2.term) return;
  const pending = { from, id, acks: [leader2.id], index: leader2.commit };
  if (leader2.config.voters.length === 1) return readIndexDone(c, leader2, pending);
  leader2.readIndexes.set(id, pending);
  for (const to of peersOf(leader2)) {
    leader2.outbox.push({ type: "heartbeat", from: leader2.id, to, term: leader2.term, read: id });
  }
  if (!leader2.busy) leader2.heartbeatSentAt = c.now;
  return turn(c, leader2);
}
function readIndexDone(c, leader2, { from, id, index }) {
  leader2.readIndexes.delete(id);
  if (from === leader2.id) leader2.readStates.push({ id, index });
  else {
    leader2.outbox.push({
      type: "readState",
      from: leader2.id,
      to: from,
      term: leader2.term,
      read: id,
      index
    });
  }
  turn(c, leader2);
}
function takeReadState(c, m) {
  const state = m.readStates.shift();
  if (state === void 0) return true;
  if (m.reading !== void 0 && m.reading.index < 0) {
    if (state.id === m.reading.id) {
      m.reading.index = state.index;
      apply(c, m);
    } else sayOutOfDate(c, m);
    return true;
  }
  if (!m.readStateHeld) {
    m.readStateHeld = true;
    return true;
  }
  c.line(m, "warn", "etcdserver/raft.go:215", "timed out sending read state", { timeout: "1s" });
  block(c, m);
  c.at(c.now + SECOND, "READ_STATE_DROPPED", m.id, 0, m.life);
  return false;
}
function unblockReadState(c, m) {
  unblock(c, m);
  turn(c, m);
}
function serveReads(c, m) {
  if (m.reading === void 0 || m.reading.index < 0 || m.applied < m.reading.index) return;
  const { requests } = m.reading;
  m.reading = void 0;
  for (const request of requests) rangeOrWait(c, m, request);
  m.readStateHeld = false;
  readLoop(c, m);
}
function sayOutOfDate(c, m) {
  c.line(
    m,
    "warn",
    "etcdserver/v3_server.go:897",
    "ignored out-of-date read index response; local node read indexes queueing up and waiting to be in sync with leader"
  );
}

// src/sim/etcd/ready-loop.ts
function turn(c, m) {
  while (m.up && m.role !== "off" && !m.busy) {
    if (m.readStates.length > 0) {
      if (takeReadState(c, m)) continue;
      return;
    }
    const upTo = m.log.length;
    const commit = Math.min(m.commit, upTo);
    const save = upTo > m.stable || m.hardStateChanged;
    const leads = m.role === "leader";
    if (!save && commit <= m.handed && m.outbox.length === 0 && !m.appendDue) return;
    if (m.appendDue) queueAppends(m, upTo);
    const outbox = m.outbox;
    m.outbox = [];
    if (leads) c.send(outbox);
    const waitForWal = commit > m.stable;
    if (!waitForWal) m.handed = Math.max(m.handed, commit);
    if (save) {
      m.hardStateChanged = false;
      block(c, m);
      const call = { since: c.now, upTo, apply: commit, outbox: leads ? [] : outbox };
      c.fsync(m, "WAL_SYNCED", call);
      if (!waitForWal) apply(c, m);
      return;
    }
    if (!leads) c.send(outbox);
    apply(c, m);
  }
}
function queueAppends(m, upTo) {
  m.appendDue = false;
  if (m.role !== "leader") return;
  for (const peer of peersOf(m)) {
    const next3 = m.next.get(peer) ?? 1;
    m.outbox.push({
      type: "append",
      from: m.id,
      to: peer,
      term: m.term,
      previous: next3 - 1,
      previousTerm: m.log[next3 - 2]?.term ?? 0,
      entries: m.log.slice(next3 - 1),
      commit: m.commit
    });
    m.next.set(peer, upTo + 1);
  }
}
function walSynced(c, m, call) {
  const took = c.now - call.since;
  m.fsyncs++;
  m.wal.observe(took);
  if (took > SECOND) {
    c.line(m, "warn", "wal/wal.go:805", "slow fdatasync", {
      took: goDuration(took),
      "expected-duration": "1s"
    });
  }
  m.stable = Math.min(call.upTo, m.log.length);
  m.handed = Math.max(m.handed, Math.min(call.apply, m.stable));
  c.send(call.outbox);
  unblock(c, m);
  apply(c, m);
  turn(c, m);
}
function apply(c, m) {
  while (m.applied < m.handed) {
    const entry = m.log[m.applied];
    if (entry === void 0) break;
    const writes = entry.kind === "put" || entry.kind === "publish" || entry.kind === "conf";
    if (m.applyWaitingSince < 0) m.applyWaitingSince = c.now;
    if (writes && m.locked) return;
    const took = c.now - m.applyWaitingSince;
    m.applyWaitingSince = -1;
    m.applied++;
    if (writes) dirtyBackend(c, m);
    if (took > millis(100) && entry.kind === "put") sayApplySlow(c, m, took);
    applyEntry(c, m, entry);
    if (!m.up) return;
  }
  serveReads(c, m);
}
function applyEntry(c, m, entry) {
  if (entry.kind === "conf" && entry.change !== void 0) {
    m.config = entry.change;
    const voters2 = m.config.voters.map((v) => BigInt(`0x${c.hex(v)}`).toString());
    const learners = m.config.learners.map((v) => BigInt(`0x${c.hex(v)}`).toString());
    c.raftLine(
      m,
      `${m.hex} switched to configuration voters=(${voters2.join(" ")})` + (learners.length > 0 ? ` learners=(${learners.join(" ")})` : "")
    );
    if (m.role === "leader") m.appendDue = true;
    c.around.configured(m);
    if (!m.config.voters.includes(m.id) && !m.config.learners.includes(m.id)) {
      c.around.removed(m);
    }
  }
  const request = c.requests.get(entry.request);
  if (request !== void 0) {
    request.applied();
    if (request.member === m.id || request.done) {
      c.requests.delete(request.id);
      finish(c, request, "");
    }
  }
  if (entry.kind === "publish" && entry.from === m.id && !m.ready) {
    m.ready = true;
    c.line(
      m,
      "info",
      "etcdserver/server.go:2140",
      "published local member to cluster through raft",
      {
        "local-member-id": m.hex,
        "local-member-attributes": `{Name:${m.name} ClientURLs:[]}`,
        "publish-timeout": "7s"
      }
    );
    c.line(m, "info", "embed/serve.go:104", "ready to serve client requests");
    c.around.serving(m);
  }
}
function sayApplySlow(c, m, took) {
  c.line(m, "warn", "etcdserver/util.go:170", "apply request took too long", {
    took: goDuration(took),
    "expected-duration": "100ms",
    prefix: "",
    request: `header:<ID:${m.applied} > put:<>`,
    response: "size:5"
  });
}

// src/sim/etcd/backend.ts
function dirtyBackend(c, m) {
  m.pending = true;
  if (m.timerArmed) return;
  m.timerArmed = true;
  const turns = Math.floor((c.now - m.commitEndedAt) / BATCH_INTERVAL) + 1;
  m.timerDue = m.commitEndedAt + turns * BATCH_INTERVAL;
  c.at(m.timerDue, "BACKEND_TIMER", m.id, ++m.timer, m.life);
}
function backendTimer(c, m, timer) {
  if (timer !== m.timer) return;
  m.timerArmed = false;
  if (!m.up || m.locked || !m.pending) return;
  m.pending = false;
  m.locked = true;
  m.commitStartedAt = c.now;
  c.fsync(m, "COMMIT_SYNCED", 1);
}
function commitSynced(c, m, nth) {
  m.fsyncs++;
  if (nth === 1) return c.fsync(m, "COMMIT_SYNCED", 2);
  m.backend.observe(c.now - m.commitStartedAt);
  m.locked = false;
  m.commitEndedAt = c.now;
  apply(c, m);
  for (const request of m.lockWaiters.splice(0)) finish(c, request, "");
  return void 0;
}

// src/sim/etcd/background.ts
var BLOCK = millis(250);
var NOTABLE = millis(40);
var WRITES_PER_BLOCK_MAX = 200;
var Background = class {
  #perSecond = 0;
  #generation = 0;
  #next = 0;
  #block;
  #deferred = [];
  #deferredSeq = 0;
  #cluster;
  constructor(cluster) {
    this.#cluster = cluster;
  }
  get perSecond() {
    return this.#perSecond;
  }
  /** Sets how many writes a second are made by all that nobody waits for. */
  setRate(perSecond) {
    if (perSecond === this.#perSecond) return;
    const wasIdle = this.#perSecond === 0;
    this.interrupt();
    this.#perSecond = perSecond;
    if (perSecond === 0) this.#generation++;
    else if (wasIdle) {
      this.#next = this.#cluster.now + this.#gap();
      this.#arm(this.#cluster.now);
    }
  }
  handle(event3) {
    if (event3["value"] !== this.#generation) return;
    if (event3.type === "BACKGROUND_BLOCK") this.#begin();
    else if (event3.type === "BACKGROUND_END") this.#end();
    else this.#write(event3["until"]);
  }
  /** Something from outside happens now: the block so far is played exactly, then time goes on. */
  interrupt() {
    const block2 = this.#block;
    const c = this.#cluster;
    if (block2 === void 0 || c.late >= 0) return;
    const now = c.kernel.now;
    this.#giveBack();
    c.late = block2.from;
    for (const { member } of block2.played) {
      if (member.pending)
        c.at(member.timerDue, "BACKEND_TIMER", member.id, member.timer, member.life);
    }
    this.#live(block2.from);
    for (let next3 = this.#takeDeferred(now); next3 !== void 0; next3 = this.#takeDeferred(now)) {
      c.late = next3.due;
      c.handle(next3.event);
    }
    c.late = -1;
    for (const { due, event: event3 } of this.#deferred.splice(0))
      c.kernel.schedule("etcd", event3, due - now);
  }
  /** An event of a block that is being played late. */
  defer(due, event3) {
    this.#deferred.push({ due, seq: this.#deferredSeq++, event: event3 });
  }
  /** The first deferred event before `until`, in order of time. */
  #takeDeferred(until) {
    this.#deferred.sort((a, b) => a.due - b.due || a.seq - b.seq);
    const first = this.#deferred[0];
    return first !== void 0 && first.due < until ? this.#deferred.shift() : void 0;
  }
  #stream() {
    return this.#cluster.kernel.stream("etcd:background");
  }
  #gap() {
    return 1 + Math.round(this.#stream().next() * 2 * SECOND / this.#perSecond);
  }
  #at(due, type, more = {}) {
    const c = this.#cluster;
    const event3 = { type, value: this.#generation, ...more };
    if (c.late >= 0) this.defer(due, event3);
    else c.kernel.schedule("etcd", event3, due - c.kernel.now);
  }
  #arm(due) {
    this.#generation++;
    this.#at(due, "BACKGROUND_BLOCK");
  }
  /** Everything is at rest and one leads: a block may be computed. */
  #atRest() {
    let leads = false;
    for (const m of this.#cluster.members.values()) {
      if (!m.up) continue;
      const last2 = m.log.length;
      const resting = m.ready && !m.busy && !m.locked && m.reading === void 0 && m.reads.length + m.lockWaiters.length + m.outbox.length + m.readStates.length === 0 && m.proposals.length === 0 && !m.appendDue && m.applyWaitingSince < 0 && m.stable === last2 && m.commit === last2 && m.applied === last2 && (m.role === "leader" || m.role === "follower") && this.#cluster.disk(m.id).idle;
      if (!resting) return false;
      if (m.role === "leader") {
        leads = true;
        const up = m.config.voters.filter((v) => this.#cluster.find(v)?.up === true);
        if (up.length <= m.config.voters.length / 2) return false;
      }
    }
    return leads;
  }
  #begin() {
    const c = this.#cluster;
    const from = c.now;
    if (!this.#atRest()) return this.#live(from);
    const position = this.#stream().save();
    const first = this.#next;
    const writes = [];
    while (this.#next < from + BLOCK) {
      writes.push(this.#next);
      this.#next += this.#gap();
    }
    const played = [...c.members.values()].filter((m) => m.up).map((m) => this.#play(m, from, writes));
    const until = Math.max(from + BLOCK, ...played.map((p) => p.free));
    this.#block = { from, position, next: first, writes: writes.length, played };
    const notable = writes.length > WRITES_PER_BLOCK_MAX || until >= this.#next || played.some((p) => [...p.wal, ...p.commits].some((wait) => wait > NOTABLE));
    if (notable) {
      this.#giveBack();
      return this.#live(from);
    }
    for (const { member } of played) member.timer++;
    return this.#at(until, "BACKGROUND_END");
  }
  #play(member, from, writes) {
    const disk = this.#cluster.disk(member.id);
    const played = {
      member,
      position: disk.stream.save(),
      wal: [],
      commits: [],
      timer: member.commitEndedAt,
      due: member.pending ? member.timerDue : -1,
      free: from
    };
    const commit = (until) => {
      while (played.due >= 0 && played.due <= until) {
        const begin = Math.max(played.due, played.free);
        played.free = begin + disk.draw() + disk.draw();
        played.commits.push(played.free - played.due);
        played.timer = played.free;
        played.due = -1;
      }
    };
    let loopFree = from;
    const wal = (since) => {
      commit(since);
      loopFree = played.free = Math.max(since, played.free) + disk.draw();
      played.wal.push(loopFree - since);
      if (played.due < 0) {
        const turns = Math.floor((loopFree - played.timer) / BATCH_INTERVAL) + 1;
        played.due = played.timer + turns * BATCH_INTERVAL;
      }
    };
    let joined2 = -1;
    for (const write of writes) {
      if (joined2 >= 0 && joined2 <= write) {
        const at = joined2;
        joined2 = -1;
        wal(at);
      }
      if (write >= loopFree) wal(write);
      else joined2 = loopFree;
    }
    if (joined2 >= 0) wal(joined2);
    commit(from + BLOCK - 1);
    return played;
  }
  #end() {
    const c = this.#cluster;
    const block2 = this.#block;
    const leader2 = c.leader();
    this.#block = void 0;
    if (block2 === void 0 || leader2 === void 0) return this.#arm(c.now);
    const entries = [];
    for (let i = 0; i < block2.writes; i++) {
      entries.push({ term: leader2.term, kind: "put", request: 0, from: leader2.id });
    }
    for (const { member: m, wal, commits, timer, due } of block2.played) {
      for (const wait of wal) m.wal.observe(wait);
      for (const wait of commits) m.backend.observe(wait);
      m.fsyncs += wal.length + 2 * commits.length;
      for (const entry of entries) m.log.push(entry);
      m.stable = m.commit = m.handed = m.applied = m.log.length;
      if (m !== leader2) {
        leader2.match.set(m.id, m.log.length);
        leader2.next.set(m.id, m.log.length + 1);
      }
      m.commitEndedAt = timer;
      m.pending = due >= 0;
      m.timerArmed = m.pending;
      m.timer++;
      if (m.pending) {
        m.timerDue = Math.max(due, c.now);
        c.at(m.timerDue, "BACKEND_TIMER", m.id, m.timer, m.life);
      }
    }
    return this.#arm(c.now);
  }
  #giveBack() {
    const block2 = this.#block;
    this.#block = void 0;
    if (block2 === void 0) return;
    this.#stream().restore(block2.position);
    this.#next = block2.next;
    for (const { member, position } of block2.played) {
      this.#cluster.disk(member.id).stream.restore(position);
    }
  }
  /** The next 250 ms by the exact loops. */
  #live(from) {
    this.#generation++;
    const until = from + BLOCK;
    if (this.#next < until) this.#at(this.#next, "BACKGROUND_WRITE", { until });
    else this.#arm(until);
  }
  #write(until) {
    const leader2 = this.#cluster.leader();
    if (leader2 !== void 0) {
      propose(this.#cluster, leader2, { term: 0, kind: "put", request: 0, from: leader2.id });
    }
    this.#next += this.#gap();
    if (this.#next < until) this.#at(this.#next, "BACKGROUND_WRITE", { until });
    else this.#arm(until);
  }
};

// src/sim/etcd/roles.ts
function setRole(c, id, change) {
  const m = c.member(id);
  c.background.interrupt();
  if (m.term !== change.term || m.vote !== change.vote) m.hardStateChanged = true;
  if (m.leader !== change.leader) {
    const was = c.hex(m.leader);
    const is = c.hex(change.leader);
    const how = change.leader === "" ? `lost leader ${was}` : m.leader === "" ? `elected leader ${is}` : `changed leader from ${was} to ${is}`;
    c.raftLine(m, `raft.node: ${m.hex} ${how} at term ${change.term}`);
    if (change.leader !== "") m.leaderChanges++;
  }
  if (m.role === "leader" && change.role !== "leader") released(c, m);
  m.role = change.role;
  m.term = change.term;
  m.vote = change.vote;
  m.leader = change.leader;
  if (change.redraw) {
    m.electionTimeoutTicks = c.kernel.stream(`${id}/etcd:election`).integer(ELECTION_TICKS, 2 * ELECTION_TICKS - 1);
    m.contactTick = ticksOf(c, m);
    armElection(c, m, m.electionTimeoutTicks);
  }
  leaderKnown(c, m);
}
function cast(c, id, message) {
  c.member(id).outbox.push({ ...message, from: id });
}
var wake = (c, id) => turn(c, c.member(id));
function lead(c, id) {
  const m = c.member(id);
  m.next.clear();
  m.match.clear();
  m.activeAt.clear();
  m.readIndexes.clear();
  m.heartbeatSentAt = c.now;
  if (!m.busy) m.busyAt = c.now;
  m.quorumCheckedAt = c.now;
  m.contactTick = ticksOf(c, m);
  for (const peer of peersOf(m)) m.next.set(peer, m.log.length + 1);
  c.at(c.now + ELECTION_TICKS * TICK, "CHECK_QUORUM", id, ++m.quorumTimer, m.life);
  propose(c, m, { term: m.term, kind: "empty", request: 0, from: id });
}
function reconfigure(c, change, promoted) {
  const leader2 = c.leader();
  if (leader2 === void 0) return "etcdserver: no leader";
  c.background.interrupt();
  if (promoted !== "" && (leader2.match.get(promoted) ?? 0) < 0.9 * leader2.log.length) {
    return "etcdserver: can only promote a learner member which is in sync with leader";
  }
  propose(c, leader2, { term: 0, kind: "conf", request: 0, from: leader2.id, change });
  return "";
}

// src/sim/etcd/boot-lines.ts
var say = (level, caller, message, fields2) => (c, m) => c.line(m, level, caller, message, fields2?.(c, m));
var initial = (c, m) => [...m.config.voters, ...m.config.learners].map((id) => `${c.find(id)?.name ?? id}=https://${id}:2380`).join(",");
var COMMON = [
  say(
    "warn",
    "embed/config.go:689",
    "Running http and grpc server on single port. This is not recommended for production."
  ),
  say("info", "embed/etcd.go:128", "configuring peer listeners", () => ({
    "listen-peer-urls": ["https://0.0.0.0:2380"]
  })),
  say("info", "embed/etcd.go:136", "configuring client listeners", () => ({
    "listen-client-urls": ["https://0.0.0.0:2379"]
  })),
  say("info", "embed/etcd.go:311", "starting an etcd server", (c, m) => ({
    "etcd-version": "3.5.16",
    "go-version": "go1.22.9",
    "go-os": "linux",
    "go-arch": "amd64",
    "member-initialized": !m.fresh,
    name: m.name,
    "data-dir": "/var/lib/etcd",
    "heartbeat-interval": "100ms",
    "election-timeout": "1s",
    "initial-election-tick-advance": true,
    "initial-cluster": initial(c, m),
    "initial-cluster-state": m.config.voters.length > 1 || m.config.learners.length > 0 ? "existing" : "new",
    "quota-backend-bytes": 8589934592,
    "pre-vote": true
  }))
];
var DB = say("info", "etcdserver/backend.go:81", "opened backend db", (c, m) => ({
  path: "/var/lib/etcd/member/snap/db",
  took: goDuration(c.now - m.phase)
}));
var SERVER = [
  say("info", "etcdserver/server.go:873", "starting etcd server", (_c, m) => ({
    "local-member-id": m.hex,
    "local-server-version": "3.5.16",
    "cluster-version": "to_be_decided"
  })),
  say("info", "v3rpc/health.go:61", "grpc service status changed", () => ({
    service: "",
    status: "SERVING"
  })),
  say("info", "fileutil/purge.go:50", "started to purge file", () => ({
    dir: "/var/lib/etcd/member/wal",
    suffix: "wal",
    max: 5,
    interval: "30s"
  })),
  say("info", "embed/etcd.go:729", "starting with client TLS", () => ({ "cipher-suites": [] })),
  say("info", "embed/etcd.go:600", "serving peer traffic", () => ({ address: "[::]:2380" })),
  say("info", "embed/etcd.go:572", "cmux::serve", () => ({ address: "[::]:2380" })),
  say("info", "embed/etcd.go:280", "now serving peer/client/metrics", (_c, m) => ({
    "local-member-id": m.hex,
    "listen-client-urls": ["https://0.0.0.0:2379"],
    "listen-metrics-urls": ["https://0.0.0.0:9978"]
  }))
];
var BOOT_LINES = {
  fresh: {
    0: COMMON,
    1: [DB],
    4: [
      say("info", "etcdserver/raft.go:505", "starting local member", (_c, m) => ({
        "local-member-id": m.hex
      })),
      (c, m) => c.raftLine(
        m,
        `newRaft ${m.hex} [peers: [], term: 0, commit: 0, applied: 0, lastindex: 0, lastterm: 0]`
      ),
      say("warn", "auth/store.go:1241", "simple token is not cryptographically signed")
    ],
    10: [say("info", "mvcc/kvstore.go:423", "kvstore restored", () => ({ "current-rev": 1 }))],
    12: [
      say("info", "etcdserver/quota.go:117", "enabled backend quota", () => ({
        "quota-name": "v3-applier",
        "quota-size-bytes": 8589934592,
        "quota-size": "8.6 GB"
      }))
    ],
    14: SERVER
  },
  old: {
    0: COMMON,
    1: [
      DB,
      say("info", "etcdserver/raft.go:530", "restarting local member", (_c, m) => ({
        "local-member-id": m.hex,
        "commit-index": m.commit
      }))
    ],
    2: [
      (c, m) => c.raftLine(
        m,
        `newRaft ${m.hex} [peers: [], term: ${m.term}, commit: ${m.commit}, applied: 0, lastindex: ${m.log.length}, lastterm: ${m.log.at(-1)?.term ?? 0}]`
      ),
      ...SERVER
    ]
  }
};

// src/sim/etcd/boot.ts
var FSYNCS_NEW = 14;
var FSYNCS_OLD = 2;
function boot(c, m) {
  for (const line of BOOT_LINES[m.fresh ? "fresh" : "old"][m.bootStep] ?? []) line(c, m);
  if (m.bootStep++ < (m.fresh ? FSYNCS_NEW : FSYNCS_OLD)) return c.fsync(m, "BOOT_SYNCED", 0);
  return c.tell(m, { type: "BOOTED" });
}
function startRaft(c, m) {
  m.phase = c.now;
  m.busyAt = c.now;
  const learner = m.config.learners.includes(m.id);
  setRole(c, m.id, {
    role: "follower",
    term: Math.max(1, m.term),
    vote: m.vote,
    leader: "",
    redraw: true
  });
  if (!m.fresh) m.hardStateChanged = false;
  if (m.fresh && m.config.voters.length === 1 && !learner) {
    m.lostTicks -= ELECTION_TICKS - 1;
    armElection(c, m, m.electionTimeoutTicks - ELECTION_TICKS + 1);
  }
  if (m.fresh && !learner && m.log.length === 0 && m.config.voters.length === 1) {
    m.log.push({ term: 1, kind: "conf", request: 0, from: m.id, change: m.config });
    m.commit = m.log.length;
  }
  c.at(c.now + TICK, "JOIN_TICK", m.id, 0, m.life);
  publish(c, m);
  turn(c, m);
}
function publish(c, m) {
  const life = m.life;
  ask(c, {
    member: m.id,
    kind: "publish",
    answer: (error) => {
      if (error !== "" && m.up && m.life === life && !m.ready) publish(c, m);
    }
  });
}

// src/sim/etcd/messages.ts
function arrive(c, m, x) {
  if (!m.up || m.role === "off" || !c.reachable(x.from, x.to)) return;
  const leads = m.role === "leader" && x.term === m.term;
  switch (x.type) {
    case "append":
    case "heartbeat":
      if (x.term < m.term) {
        reply(c, m, x, { type: "appended", rejected: true, index: m.log.length });
      } else if (x.term > m.term || m.leader !== x.from || m.role !== "follower") {
        c.tell(m, { type: "LEADER_HEARD", from: x.from, term: x.term, message: x });
      } else append(c, m, x);
      break;
    case "appended":
      if (x.term > m.term) c.tell(m, { type: "TERM_SEEN", from: x.from, term: x.term });
      else if (leads) appended(c, m, x);
      break;
    case "heard":
      if (leads) heard(c, m, x);
      break;
    case "propose":
      if (m.role === "leader" && x.entry !== void 0) propose(c, m, x.entry);
      break;
    case "readIndex":
      if (leads) answerReadIndex(c, m, x.from, x.read ?? 0);
      break;
    case "readState":
      m.readStates.push({ id: x.read ?? 0, index: x.index ?? 0 });
      turn(c, m);
      break;
    case "PREVOTE":
    case "PREVOTE_REPLY":
    case "VOTE":
    case "VOTE_REPLY":
      c.tell(m, { ...x });
      break;
  }
}
function reply(c, m, x, answer2) {
  m.outbox.push({ from: m.id, to: x.from, term: m.term, ...answer2 });
  turn(c, m);
}
function append(c, m, x) {
  m.contactTick = ticksOf(c, m);
  if (x.type === "heartbeat") return reply(c, m, x, { type: "heard", read: x.read ?? 0 });
  const previous = x.previous ?? 0;
  const entries = x.entries ?? [];
  if (previous > m.log.length || previous > 0 && m.log[previous - 1]?.term !== x.previousTerm) {
    const index = Math.min(m.log.length, Math.max(0, previous - 1));
    return reply(c, m, x, { type: "appended", rejected: true, index });
  }
  let at = previous;
  for (const entry of entries) {
    if (m.log[at] !== entry) {
      if (at < m.log.length) {
        m.log.length = at;
        m.stable = Math.min(m.stable, at);
      }
      m.log.push(entry);
    }
    at++;
  }
  m.commit = Math.max(m.commit, Math.min(x.commit ?? 0, at));
  const news = entries.length > 0 || previous >= m.log.length && (x.commit ?? 0) > m.handed;
  if (news) return reply(c, m, x, { type: "appended", index: at });
  return turn(c, m);
}
function appended(c, leader2, x) {
  leader2.activeAt.set(x.from, c.now);
  if (x.rejected === true) {
    leader2.next.set(x.from, Math.min(leader2.next.get(x.from) ?? 1, (x.index ?? 0) + 1));
    leader2.appendDue = true;
  } else {
    leader2.match.set(x.from, Math.max(leader2.match.get(x.from) ?? 0, x.index ?? 0));
    advanceCommit(leader2);
  }
  turn(c, leader2);
}
function heard(c, leader2, x) {
  const match = leader2.match.get(x.from) ?? 0;
  if ((x.read ?? 0) === 0) {
    if (match < leader2.log.length) {
      leader2.next.set(x.from, match + 1);
      leader2.appendDue = true;
      turn(c, leader2);
    }
    return;
  }
  const pending = leader2.readIndexes.get(x.read ?? 0);
  if (pending === void 0) return;
  leader2.activeAt.set(x.from, c.now);
  if (leader2.config.voters.includes(x.from) && !pending.acks.includes(x.from)) {
    pending.acks.push(x.from);
  }
  if (pending.acks.length > leader2.config.voters.length / 2) readIndexDone(c, leader2, pending);
}

// src/sim/etcd/cluster.ts
var CLIENT_OVERHEAD = [
  [0, 1e3],
  [0.5, 2600],
  [0.9, 6e3],
  [0.99, 15e3],
  [1, 3e4]
];
var EtcdCluster = class {
  members = /* @__PURE__ */ new Map();
  requests = /* @__PURE__ */ new Map();
  #disks = /* @__PURE__ */ new Map();
  background;
  around;
  kernel;
  /** While a block of background writes is played after the fact, time is that block's. */
  late = -1;
  #requests = 0;
  constructor(around) {
    this.around = around;
    this.kernel = around.kernel;
    this.background = new Background(this);
    this.kernel.serve("etcd", (event3) => this.handle(event3));
  }
  get now() {
    return this.late >= 0 ? this.late : this.kernel.now;
  }
  nextRequest() {
    return ++this.#requests;
  }
  member(id) {
    const member = this.members.get(id);
    if (member === void 0) throw new Error(`no etcd member on ${id}`);
    return member;
  }
  find(id) {
    return this.members.get(id);
  }
  /** The leader with the highest term, if any thinks that it leads. */
  leader() {
    let best;
    for (const m of this.members.values()) {
      if (m.up && m.role === "leader" && m.term >= (best?.term ?? 0)) best = m;
    }
    return best;
  }
  /** Puts an event of the data plane into the kernel's queue. */
  at(due, type, member, value = 0, life = 0) {
    const event3 = { type, member, value, life };
    if (this.late >= 0) this.background.defer(due, event3);
    else this.kernel.schedule("etcd", event3, due - this.kernel.now);
  }
  /** The disk under a host's /var/lib/etcd. */
  disk(host2) {
    let disk = this.#disks.get(host2);
    if (disk === void 0) {
      const cluster = this;
      const time = {
        get now() {
          return cluster.now;
        },
        later: (due, done) => this.at(due, "FSYNCED", host2, done),
        deliver: ({ event: event3 }) => this.handle(event3),
        alsoBecauseOf: (event3) => this.kernel.alsoBecauseOf(event3)
      };
      const stream = this.kernel.stream(`${host2}/disk:fsync`);
      disk = new Disk(time, stream, this.around.fsyncTable(host2));
      this.#disks.set(host2, disk);
    }
    return disk;
  }
  fsync(m, type, value) {
    const event3 = { type, member: m.id, value, life: m.life };
    this.disk(m.id).fsync({ to: "etcd", event: event3 });
  }
  line(m, level, caller, message, fields2) {
    this.around.line(m, level, caller, message, fields2);
  }
  raftLine(m, message) {
    this.around.line(m, "info", "etcdserver/zap_raft.go:77", message, RAFT_LOGGER);
  }
  hex(id) {
    return this.members.get(id)?.hex ?? "0";
  }
  reachable(a, b) {
    return this.around.reachable(a, b);
  }
  send(messages) {
    for (const message of messages) {
      if (!this.reachable(message.from, message.to)) continue;
      const delay = 150 + this.kernel.stream(`${message.from}/etcd:network`).integer(0, 300);
      this.at(this.now + delay, "MESSAGE", message.to, message);
    }
  }
  tell(m, event3) {
    this.kernel.schedule(`${m.id}/etcd`, event3, this.now - this.kernel.now);
  }
  /** The data dir of a host: made when the member first starts there. */
  dataDir(id, name) {
    let member = this.members.get(id);
    if (member === void 0) {
      member = newMember(id, name, hexOf(this.kernel.seed, `etcd-member:${name}`, 16));
      this.members.set(id, member);
    }
    return member;
  }
  /** A member process starts on its data dir; `config` is what its flags or its log say. */
  start(id, name, fresh, config2) {
    this.background.interrupt();
    const m = this.dataDir(id, name);
    Object.assign(m, volatile(this.now), {
      up: true,
      life: m.life + 1,
      role: "off",
      leader: "",
      fresh
    });
    m.activeAt.clear();
    m.next.clear();
    m.match.clear();
    m.readIndexes.clear();
    if (fresh) {
      Object.assign(m, {
        log: [],
        stable: 0,
        commit: 0,
        handed: 0,
        applied: 0,
        term: 0,
        vote: "",
        config: config2
      });
    }
    m.log.length = Math.min(m.log.length, m.stable);
    boot(this, m);
  }
  /** The process is dead: what was not on disk is gone. */
  stop(id) {
    const m = this.members.get(id);
    if (m === void 0 || !m.up) return;
    this.background.interrupt();
    if (m.role === "leader") released(this, m);
    m.up = false;
    m.ready = false;
    m.role = "off";
    m.life++;
    this.disk(id).forget("etcd", (event3) => event3["member"] === id);
    for (const request of this.requests.values()) {
      if (request.member === id && !request.done) {
        request.done = true;
        this.kernel.schedule("etcd", { type: "ANSWER", value: [request, "connection lost"] });
      }
    }
  }
  /** The data dir is gone (a disk destroyed with its host). */
  forget(id) {
    this.stop(id);
    this.members.delete(id);
  }
  healthyVoters() {
    const leader2 = this.leader();
    return leader2 === void 0 ? 0 : leader2.config.voters.filter((v) => this.find(v)?.up).length;
  }
  handle(event3) {
    if (event3.type === "FSYNCED") return event3["value"]();
    if (event3.type === "ANSWER") {
      const [request, error] = event3["value"];
      return request.answer(error);
    }
    if (event3.type.startsWith("BACKGROUND")) return this.background.handle(event3);
    const m = this.members.get(event3["member"]);
    if (m === void 0) return;
    const value = event3["value"];
    const life = event3["life"];
    if (life !== 0 && life !== m.life) return;
    const handler = HANDLERS[event3.type];
    if (handler === void 0) throw new Error(`etcd: ${event3.type}?`);
    handler(this, m, value);
  }
};
var RAFT_LOGGER = { logger: "raft" };
var HANDLERS = {
  MESSAGE: (c, m, message) => arrive(c, m, message),
  BOOT_SYNCED: (c, m) => {
    m.fsyncs++;
    boot(c, m);
  },
  WAL_SYNCED: (c, m, call) => walSynced(c, m, call),
  COMMIT_SYNCED: (c, m, nth) => commitSynced(c, m, nth),
  BACKEND_TIMER: (c, m, timer) => backendTimer(c, m, timer),
  ELECTION: (c, m, timer) => electionTick(c, m, timer),
  CHECK_QUORUM: (c, m, timer) => checkQuorum(c, m, timer),
  HEARTBEAT: (c, m) => {
    if (m.role === "leader" && !m.busy) heartbeat(c, m);
  },
  JOIN_TICK: (c, m) => joinTick(c, m),
  READ_RETRY: (c, m, read) => readIndexRetry(c, m, read),
  READ_TIMEOUT: (c, m, read) => readIndexTimeout(c, m, read),
  READ_STATE_DROPPED: (c, m) => unblockReadState(c, m),
  TIMEOUT: (c, _m, request) => timeOut(c, request)
};

// src/sim/etcd/requests.ts
var nothing = () => void 0;
function ask(c, { member, kind, answer: answer2 = nothing, applied = nothing }) {
  c.background.interrupt();
  const m = c.find(member);
  const request = {
    id: c.nextRequest(),
    member,
    kind,
    startedAt: c.now,
    overhead: c.kernel.stream(`${member}/etcd:client`).draw(CLIENT_OVERHEAD),
    done: false,
    answer: answer2,
    applied
  };
  if (m === void 0 || !m.up || !m.ready && kind !== "publish") {
    request.done = true;
    c.kernel.schedule("etcd", { type: "ANSWER", value: [request, "unavailable"] });
    return;
  }
  if (kind === "range") {
    m.reads.push(request);
    readLoop(c, m);
  } else if (kind === "status") rangeOrWait(c, m, request);
  else {
    c.requests.set(request.id, request);
    c.at(c.now + REQUEST_TIMEOUT, "TIMEOUT", m.id, request.id);
    propose(c, m, { term: 0, kind, request: request.id, from: m.id });
  }
}
function rangeOrWait(c, m, request) {
  if (m.locked) m.lockWaiters.push(request);
  else finish(c, request, "");
}
function finish(c, request, error) {
  if (request.done) return;
  request.done = true;
  const m = c.find(request.member);
  if (m === void 0 || !m.up) return;
  const took = c.now - request.startedAt;
  if (request.kind === "range" && took > millis(100)) {
    c.line(m, "warn", "etcdserver/util.go:170", "apply request took too long", {
      took: goDuration(took),
      "expected-duration": "100ms",
      prefix: "read-only range ",
      request: 'key:"health" ',
      response: "range_response_count:0 size:5",
      ...error === "" ? {} : { error }
    });
  }
  if (request.kind !== "publish" && took > millis(300)) {
    c.line(m, "warn", "v3rpc/interceptor.go:197", "request stats", {
      "time spent": goDuration(took),
      remote: "127.0.0.1:41250",
      "response type": RESPONSE_TYPES[request.kind],
      "request count": request.kind === "put" ? 1 : 0
    });
  }
  if (request.answer !== nothing) {
    c.kernel.schedule("etcd", { type: "ANSWER", value: [request, error] }, request.overhead);
  }
}
var RESPONSE_TYPES = {
  put: "/etcdserverpb.KV/Txn",
  range: "/etcdserverpb.KV/Range",
  alarm: "/etcdserverpb.Maintenance/Alarm",
  status: "/etcdserverpb.Maintenance/Status"
};
function timeOut(c, id) {
  const request = c.requests.get(id);
  if (request !== void 0) finish(c, request, "etcdserver: request timed out");
}
function propose(c, m, entry) {
  if (m.role === "leader") {
    entry.term = m.term;
    m.log.push(entry);
    m.appendDue = true;
    advanceCommit(m);
    turn(c, m);
  } else if (m.leader !== "") {
    m.outbox.push({ type: "propose", from: m.id, to: m.leader, term: m.term, entry });
    turn(c, m);
  } else m.proposals.push(entry);
}
function leaderKnown(c, m) {
  if (m.leader === "") return;
  for (const entry of m.proposals.splice(0)) {
    if (c.requests.get(entry.request)?.done !== true) propose(c, m, entry);
  }
}
function advanceCommit(m) {
  const indexes = m.config.voters.map((v) => v === m.id ? m.log.length : m.match.get(v) ?? 0).toSorted((a, b) => b - a);
  const index = indexes[indexes.length >> 1] ?? 0;
  if (index > m.commit && m.log[index - 1]?.term === m.term) {
    m.commit = index;
    m.appendDue = true;
  }
}

// src/sim/certificates.ts
var YEAR = 365 * 86400 * SECOND;
var DAY = 86400 * SECOND;
function certificates(profile3) {
  const ca = (name, commonName) => ({
    name,
    issuer: name,
    commonName,
    organizations: ["openshift"],
    altNames: [],
    usages: ["ca"],
    notBefore: -DAY,
    notAfter: 10 * YEAR
  });
  const leaf = (name, issuer, commonName, more) => ({
    name,
    issuer,
    commonName,
    organizations: [],
    altNames: [],
    usages: ["client"],
    notBefore: -DAY,
    notAfter: YEAR,
    ...more
  });
  const nodes2 = profile3.hosts.filter((h) => h.role !== "workstation");
  const apiNames = [
    `DNS:api.${profile3.clusterDomain}`,
    `DNS:api-int.${profile3.clusterDomain}`,
    "DNS:localhost",
    "DNS:kubernetes",
    "DNS:kubernetes.default",
    "DNS:kubernetes.default.svc",
    "DNS:kubernetes.default.svc.cluster.local",
    "IP:127.0.0.1",
    "IP:172.30.0.1",
    `IP:${profile3.apiVip}`,
    ...nodes2.map((h) => `IP:${h.address}`)
  ];
  return [
    ca("root-ca", "root-ca"),
    ca("etcd-ca", "etcd-signer"),
    leaf("admin", "root-ca", "system:admin", { organizations: ["system:masters"] }),
    leaf("kubelet", "root-ca", "system:bootstrapper", { organizations: ["system:bootstrappers"] }),
    leaf("kube-apiserver", "root-ca", "kube-apiserver", { altNames: apiNames, usages: ["server"] }),
    leaf("etcd-client", "etcd-ca", "etcd-client", { organizations: ["etcd"] }),
    ...nodes2.map(
      (h) => leaf(
        h.role === "bootstrap" ? "etcd-bootstrap" : `etcd-${h.name}`,
        "etcd-ca",
        `system:etcd-server:${h.name}`,
        {
          altNames: ["DNS:localhost", `DNS:${h.name}`, "IP:127.0.0.1", `IP:${h.address}`],
          usages: ["server", "client"]
        }
      )
    )
  ];
}

// src/sim/metrics.ts
function metricFamilies({ etcd: etcd3, controlPlane }) {
  const members = [...etcd3.members.values()];
  const labels2 = (host2, name) => ({
    host: host2,
    pod: host2 === "bootstrap" ? "etcd-bootstrap" : `etcd-${host2}`,
    container: name
  });
  const histogram = (host2, container, h, more = {}) => ({
    labels: { ...labels2(host2, container), ...more },
    value: h.count,
    buckets: h.buckets(),
    sum: h.sumMicros / 1e6
  });
  return [
    {
      name: "etcd_disk_backend_commit_duration_seconds",
      type: "histogram",
      help: "The latency distributions of commit called by backend.",
      samples: members.map((m) => histogram(m.id, "etcd", m.backend))
    },
    {
      name: "etcd_disk_wal_fsync_duration_seconds",
      type: "histogram",
      help: "The latency distributions of fsync called by WAL.",
      samples: members.map((m) => histogram(m.id, "etcd", m.wal))
    },
    {
      name: "etcd_request_duration_seconds",
      type: "histogram",
      help: "Etcd request latency in seconds for each operation and object type.",
      samples: [...controlPlane.etcdRequests].map(([host2, h]) => ({
        ...histogram(host2, "kube-apiserver", h),
        labels: {
          host: host2,
          pod: host2 === "bootstrap" ? "kube-apiserver-bootstrap" : `kube-apiserver-${host2}`,
          container: "kube-apiserver"
        }
      }))
    },
    {
      name: "etcd_server_has_leader",
      type: "gauge",
      help: "Whether or not a leader exists. 1 is existence, 0 is not.",
      samples: members.map((m) => ({
        labels: labels2(m.id, "etcd"),
        value: m.leader === "" ? 0 : 1
      }))
    },
    {
      name: "etcd_server_is_leader",
      type: "gauge",
      help: "Whether or not this member is a leader. 1 if is, 0 otherwise.",
      samples: members.map((m) => ({
        labels: labels2(m.id, "etcd"),
        value: m.role === "leader" ? 1 : 0
      }))
    },
    {
      name: "etcd_server_leader_changes_seen_total",
      type: "counter",
      help: "The number of leader changes seen.",
      samples: members.map((m) => ({ labels: labels2(m.id, "etcd"), value: m.leaderChanges }))
    },
    {
      name: "etcd_server_proposals_applied_total",
      type: "gauge",
      help: "The total number of consensus proposals applied.",
      samples: members.map((m) => ({ labels: labels2(m.id, "etcd"), value: m.applied }))
    }
  ];
}

// src/sim/text/node-object.ts
var CNI_MISSING = "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: no CNI configuration file in /etc/kubernetes/cni/net.d/. Has your network provider started?";
function nodeObject(node) {
  const roles = node.role === "master" ? ["control-plane", "master"] : ["bootstrap"];
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      labels: {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": node.name,
        "kubernetes.io/os": "linux",
        "node.openshift.io/os_id": "rhcos",
        ...Object.fromEntries(roles.map((role4) => [`node-role.kubernetes.io/${role4}`, ""]))
      },
      annotations: { "volumes.kubernetes.io/controller-managed-attach-detach": "true" }
    },
    spec: {},
    status: {
      addresses: [
        { type: "InternalIP", address: node.address },
        { type: "Hostname", address: node.name }
      ],
      capacity: { cpu: "4", memory: "16091544Ki", pods: "250", "ephemeral-storage": "125293548Ki" },
      allocatable: {
        cpu: "3500m",
        memory: "14940568Ki",
        pods: "250",
        "ephemeral-storage": "115470533646"
      },
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      conditions: conditions(node),
      nodeInfo: {
        architecture: "amd64",
        bootID: node.bootId,
        containerRuntimeVersion: "cri-o://1.31.4-2.rhaos4.18.git.el9",
        kernelVersion: "5.14.0-427.50.1.el9_4.x86_64",
        kubeProxyVersion: node.kubernetesVersion,
        kubeletVersion: node.kubernetesVersion,
        machineID: node.machineId,
        operatingSystem: "linux",
        osImage: "Red Hat Enterprise Linux CoreOS 418.94.202412170927-0",
        systemUUID: node.machineId
      }
    }
  };
}
function conditions(node) {
  const at = { lastHeartbeatTime: node.now, lastTransitionTime: node.since };
  if (node.ready === void 0) {
    return ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"].map((type) => ({
      type,
      status: "Unknown",
      ...at,
      reason: "NodeStatusUnknown",
      message: "Kubelet stopped posting node status."
    }));
  }
  return [
    {
      type: "MemoryPressure",
      status: "False",
      ...at,
      reason: "KubeletHasSufficientMemory",
      message: "kubelet has sufficient memory available"
    },
    {
      type: "DiskPressure",
      status: "False",
      ...at,
      reason: "KubeletHasNoDiskPressure",
      message: "kubelet has no disk pressure"
    },
    {
      type: "PIDPressure",
      status: "False",
      ...at,
      reason: "KubeletHasSufficientPID",
      message: "kubelet has sufficient PID available"
    },
    node.ready ? {
      type: "Ready",
      status: "True",
      ...at,
      reason: "KubeletReady",
      message: "kubelet is posting ready status"
    } : { type: "Ready", status: "False", ...at, reason: "KubeletNotReady", message: CNI_MISSING }
  ];
}
var isReady = (node) => (node?.["status"]?.conditions ?? []).some((c) => c.type === "Ready" && c.status === "True");

// src/sim/milestones.ts
var MILESTONES = [
  { step: 1, id: "rhcos-booted", title: "RHCOS has booted with bootstrap.ign" },
  { step: 2, id: "kubelet-started", title: "kubelet runs" },
  { step: 3, id: "static-pods-started", title: "the four static pods have their sandboxes" },
  { step: 4, id: "etcd-started", title: "etcd serves clients, one member" },
  { step: 5, id: "kube-apiserver-started", title: "kube-apiserver is healthy" },
  {
    step: 6,
    id: "kube-controller-manager-started",
    title: "kube-controller-manager holds its lease"
  },
  { step: 7, id: "kube-scheduler-started", title: "kube-scheduler holds its lease" },
  { step: 8, id: "cluster-manifests-applied", title: "the cluster manifests are stored" },
  { step: 9, id: "masters-joined", title: "three masters are Ready" },
  { step: 11, id: "etcd-three-members", title: "etcd has three voters" },
  { step: 12, id: "control-plane-pivoted", title: "the control plane runs on the masters" },
  { step: 13, id: "bootstrap-complete", title: "the bootstrap is complete" }
];
var BOOTSTRAP = "bootstrap";
var mastersOf = (v) => v.profile.hosts.filter((h) => h.role === "master").map((h) => h.name);
var holds = (v, lease2) => (v.store.get("coordination.k8s.io/leases", "kube-system", lease2)?.["spec"]?.holderIdentity ?? "") !== "";
var votersOf = (v) => v.etcd.leader()?.config.voters ?? [];
var RULES = {
  "rhcos-booted": (v) => v.world.host(BOOTSTRAP).phase === "running",
  "kubelet-started": (v) => v.world.host(BOOTSTRAP).units.get("kubelet.service")?.active === "active",
  "static-pods-started": (v) => v.profile.staticPods.every(
    (pod2) => [...v.world.host(BOOTSTRAP).sandboxes.values()].some(
      (s) => s.name === pod2.name && s.state === "ready"
    )
  ),
  "etcd-started": (v) => v.world.host(BOOTSTRAP).sockets.get(2379) !== void 0,
  "kube-apiserver-started": (v) => v.controlPlane.wellAt(BOOTSTRAP),
  "kube-controller-manager-started": (v) => holds(v, "kube-controller-manager"),
  "kube-scheduler-started": (v) => holds(v, "kube-scheduler"),
  "cluster-manifests-applied": (v) => {
    const last2 = v.profile.manifests.at(-1);
    if (last2 === void 0) return false;
    const { name, namespace: namespace3 } = last2.template.metadata;
    return v.store.get(last2.resource, namespace3 ?? "", name) !== void 0;
  },
  "masters-joined": (v) => mastersOf(v).every((name) => isReady(v.store.get("core/nodes", "", name))),
  "etcd-three-members": (v) => votersOf(v).length >= 3,
  "control-plane-pivoted": pivoted,
  "bootstrap-complete": (v) => v.world.host(BOOTSTRAP).files.get("/opt/openshift/.bootkube.done") !== void 0
};
function pivoted(v) {
  const masters4 = mastersOf(v);
  const voters2 = votersOf(v);
  const runs2 = (host2, name) => [...v.world.host(host2).containers.values()].some(
    (c) => c.name === name && c.state === "running"
  );
  return voters2.length >= masters4.length && !voters2.includes(BOOTSTRAP) && masters4.every(
    (host2) => v.controlPlane.wellAt(host2) && runs2(host2, "kube-controller-manager") && runs2(host2, "kube-scheduler")
  );
}
function reached(view, before2) {
  return MILESTONES.filter((m) => !before2.has(m.id) && RULES[m.id]?.(view) === true);
}

// src/sim/waiting.ts
var FOR = {
  "rhcos-booted": "the bootstrap to boot RHCOS with its Ignition config",
  "kubelet-started": "crio and kubelet to start",
  "static-pods-started": "kubelet to make the sandboxes of the four static pods",
  "etcd-started": "the etcd image and the first member",
  "kube-apiserver-started": "kube-apiserver to connect to etcd and finish its start-up hooks",
  "kube-controller-manager-started": "kube-controller-manager to take its lease",
  "kube-scheduler-started": "kube-scheduler to take its lease",
  "cluster-manifests-applied": "bootkube.sh to apply the cluster manifests",
  "masters-joined": "the masters to boot, register and become Ready",
  "etcd-three-members": "the etcd operator to add members on the masters",
  "control-plane-pivoted": "the control plane to roll out on the masters and etcd to leave the bootstrap",
  "bootstrap-complete": "bootkube.sh to take the bootstrap control plane down"
};
function waiting(parts) {
  const next3 = MILESTONES.find((m) => !parts.hasCome(m.id));
  const since = parts.world.milestoneViews().at(-1)?.at ?? 0;
  if (next3 === void 0) return { for: "nothing: the bootstrap is complete", since };
  const off = (host2) => parts.world.hosts.get(host2)?.power !== true;
  if (next3.step === 1 && off("bootstrap"))
    return { for: "somebody to start the bootstrap (virsh start)", since: 0 };
  if (next3.id === "masters-joined") {
    const missing3 = parts.profile.hosts.filter((h) => h.role === "master" && off(h.name)).map((h) => h.name);
    if (missing3.length > 0)
      return { for: `somebody to start ${missing3.join(", ")} (virsh start)`, since };
  }
  return { for: FOR[next3.id] ?? next3.title, since };
}

// src/sim/lab-read.ts
function makeRead(parts) {
  const { world, store, profile: profile3, kernel: kernel2 } = parts;
  const host2 = (name) => world.hosts.get(name);
  const view = (state) => ({
    name: state.name,
    address: state.address,
    domain: state.name === "workstation" ? "" : `${profile3.clusterName}-${state.name}`,
    power: state.power ? "on" : "off",
    phase: state.phase,
    bootId: state.boots.at(-1)?.id ?? "",
    machineId: hexOf(kernel2.seed, `machine:${state.name}`, 32),
    bootedAt: state.boots.at(-1)?.at ?? 0,
    boots: state.boots
  });
  return {
    hosts: () => [...world.hosts.values()].map(view),
    host: (name) => {
      const state = host2(name);
      return state === void 0 ? void 0 : view(state);
    },
    journal: (name) => host2(name)?.journal ?? [],
    units: (name) => [...host2(name)?.units.values() ?? []],
    sandboxes: (name) => [...host2(name)?.sandboxes.values() ?? []],
    containers: (name) => [...host2(name)?.containers.values() ?? []],
    containerLog: (name, id) => host2(name)?.logs.get(id) ?? [],
    file: (name, path2) => fileView(host2(name)?.files.get(path2)),
    folder: (name, path2) => (host2(name)?.files.list(path2) ?? []).flatMap((f) => fileView(f) ?? []),
    objects: (resource2, namespace3) => store.list(resource2, namespace3).map((o) => living(parts, resource2, o)),
    object: (resource2, namespace3, name) => {
      const object = store.get(resource2, namespace3, name);
      return object === void 0 ? void 0 : living(parts, resource2, object);
    },
    revision: () => world.resourceVersion,
    objectLog: (after) => world.facts.filter((fact) => fact.kind === "object" && fact.resourceVersion > after),
    members: () => memberViews(parts),
    milestones: () => world.milestoneViews(),
    waiting: () => waiting(parts),
    route: (from, to, port) => route(parts, from, to, port),
    certificates: () => certificates(profile3),
    metrics: () => metricFamilies(parts),
    fsyncs: () => [...parts.etcd.members.values()].reduce((sum, m) => sum + m.fsyncs, 0),
    variables: () => ({
      CLUSTER_NAME: profile3.clusterName,
      CLUSTER_DOMAIN: profile3.clusterDomain,
      BOOTSTRAP_IP: profile3.hosts.find((h) => h.role === "bootstrap")?.address ?? "",
      KUBERNETES_VERSION: profile3.kubernetesVersion,
      OPENSHIFT_VERSION: profile3.version
    })
  };
}
function fileView(record) {
  return record;
}
function memberViews(parts) {
  const config2 = parts.etcd.leader()?.config;
  const known = /* @__PURE__ */ new Set([...config2?.voters ?? [], ...config2?.learners ?? []]);
  return [...parts.etcd.members.values()].filter((m) => config2 === void 0 || known.has(m.id)).map((m) => {
    const address = parts.world.host(m.id).address;
    return {
      host: m.id,
      memberId: m.hex,
      name: m.name,
      running: m.up,
      ready: m.ready,
      learner: m.config.learners.includes(m.id),
      leader: m.role === "leader",
      leaderId: m.leader === "" ? "0" : parts.etcd.hex(m.leader),
      term: m.term,
      index: m.log.length,
      applied: m.applied,
      dbBytes: 20480 + Math.min(m.applied, 6e4) * 1024,
      version: "3.5.16",
      peerUrl: `https://${address}:2380`,
      clientUrl: `https://${address}:2379`
    };
  });
}
function living(parts, resource2, object) {
  if (resource2 === "coordination.k8s.io/leases") return renewed(parts, object);
  if (resource2 === "apps/deployments" || resource2 === "apps/daemonsets")
    return counted(parts, object);
  return object;
}
function renewed(parts, object) {
  const { now } = parts.kernel;
  const spec = object["spec"];
  const isNode = object.metadata.namespace === "kube-node-lease";
  const beats2 = isNode ? parts.world.hosts.get(object.metadata.name)?.units.get("kubelet.service")?.active === "active" : parts.leases.get(object.metadata.name)?.alive === true;
  if (!beats2 || parts.controlPlane.backends().length === 0) return object;
  const interval = (isNode ? 10 : 2) * SECOND;
  const renewTime = now - (now - (spec.renewTime ?? 0)) % interval;
  return { ...object, spec: { ...spec, renewTime } };
}
function counted(parts, object) {
  const { name, namespace: namespace3 = "" } = object.metadata;
  const pods = parts.store.list("core/pods", namespace3).filter((pod2) => pod2.metadata.labels?.["app"] === name);
  const ready = pods.filter(
    (pod2) => pod2["status"].phase === "Running"
  ).length;
  const spec = object["spec"];
  const status2 = object.kind === "Deployment" ? {
    replicas: pods.length,
    updatedReplicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: Math.max(0, (spec.replicas ?? 1) - ready)
  } : {
    desiredNumberScheduled: pods.length,
    currentNumberScheduled: pods.length,
    numberReady: ready,
    updatedNumberScheduled: pods.length,
    numberAvailable: ready,
    numberMisscheduled: 0
  };
  return { ...object, status: status2 };
}
var TIMEOUT = 130 * SECOND;
function route(parts, from, to, port) {
  const { profile: profile3, world, controlPlane } = parts;
  const name = to.toLowerCase();
  const vip = [
    `api.${profile3.clusterDomain}`,
    `api-int.${profile3.clusterDomain}`,
    profile3.apiVip
  ].includes(name);
  if (vip) {
    if (port !== 6443) return { ok: false, failure: "refused", afterMicros: 400 };
    const [backend] = controlPlane.backends();
    if (backend === void 0) return { ok: false, failure: "eof", afterMicros: 900 };
    return {
      ok: true,
      host: backend,
      address: profile3.apiVip,
      port,
      service: "kube-apiserver",
      afterMicros: 700
    };
  }
  const local = name === "localhost" || name.startsWith("127.") || name === "::1";
  const target = local ? world.hosts.get(from) : [...world.hosts.values()].find(
    (h) => h.name === name || h.address === name || name === `${h.name}.${profile3.clusterDomain}`
  );
  if (target === void 0) {
    return /^[\d.]+$/.test(name) ? { ok: false, failure: "noRoute", afterMicros: 3 * SECOND } : { ok: false, failure: "noSuchHost", afterMicros: millis(8) };
  }
  const up = target.power && target.phase !== "firmware" && target.phase !== "ignition";
  if (!local && !up) return { ok: false, failure: "noRoute", afterMicros: 3 * SECOND };
  if (!local && (parts.cut.has(target.name) || parts.cut.has(from))) {
    return { ok: false, failure: "timeout", afterMicros: TIMEOUT };
  }
  const service = target.sockets.get(port);
  if (service === void 0)
    return { ok: false, failure: "refused", afterMicros: local ? 50 : 400 };
  return {
    ok: true,
    host: target.name,
    address: target.address,
    port,
    service,
    afterMicros: local ? 50 : 400
  };
}

// src/sim/physics/profiles/fsync.ts
var SSD = [
  [0, 500],
  [0.5, 783],
  [0.9, 2180],
  [0.99, 2376],
  [0.999, 15795],
  [1, 2e4]
];
var GP2 = [
  [0, 200],
  [0.926, 1e3],
  [0.949, 2e3],
  [0.9973, 4e3],
  [0.9985, 8e3],
  [0.999, 128e3],
  [0.9996, 512e3],
  [1, 1024e3]
];
var WORN = [
  [0, 2e3],
  [0.105, 4e3],
  [0.144, 8e3],
  [0.427, 16e3],
  [0.514, 32e3],
  [0.531, 128e3],
  [0.549, 256e3],
  [0.798, 512e3],
  [0.99, 1024e3],
  [1, 2048e3]
];
var FSYNC_PROFILES = {
  ssd: SSD,
  gp2: GP2,
  bad: WORN
};

// src/sim/faults/parameters.ts
var PARAMETERS = [
  {
    suffix: "disk.fsync",
    perHost: true,
    allowed: "{ fixedMillis: 0 to 60000 }, { profile: ssd | gp2 | bad } or { quantiles: [[0, micros], \u2026, [1, micros]] }"
  },
  { suffix: "link.up", perHost: true, allowed: "true or false" },
  {
    suffix: "registry.bytesPerSecond",
    perHost: false,
    allowed: "a number from 1000 to 10000000000"
  }
];
var FIXED_MILLIS_MAX = 6e4;
function parameterOf(name, hosts) {
  const whole = PARAMETERS.find((p) => !p.perHost && p.suffix === name);
  if (whole !== void 0) return { host: "", kind: whole };
  const dot = name.indexOf(".");
  const host2 = name.slice(0, dot);
  const kind = PARAMETERS.find((p) => p.perHost && p.suffix === name.slice(dot + 1));
  if (kind === void 0 || !hosts.includes(host2)) {
    const known = PARAMETERS.map((p) => p.perHost ? `<host>.${p.suffix}` : p.suffix).join(", ");
    throw new EggtoothError("EGT_UNKNOWN_PARAMETER", { name, of: "the lab", known, guess: "" });
  }
  return { host: host2, kind };
}
function fsyncTable(name, value, own) {
  const kind = PARAMETERS[0];
  const refuse = () => {
    throw new EggtoothError("EGT_PARAMETER_VALUE", {
      where: "",
      name,
      value: JSON.stringify(value),
      allowed: kind?.allowed ?? ""
    });
  };
  if (typeof value !== "object" || value === null) return refuse();
  const { profile: profile3, fixedMillis, quantiles } = value;
  if (typeof profile3 === "string") return FSYNC_PROFILES[profile3] ?? refuse();
  if (fixedMillis !== void 0) {
    const millis2 = Number(fixedMillis);
    if (!(millis2 >= 0 && millis2 <= FIXED_MILLIS_MAX)) return refuse();
    return millis2 === 0 ? own : heldBack(own, millis2);
  }
  if (!Array.isArray(quantiles) || quantiles.length < 2) return refuse();
  const table = quantiles;
  const rising = table.every(
    ([p, micros], i) => Number.isFinite(p) && Number.isFinite(micros) && micros >= 0 && (i === 0 || p >= (table[i - 1]?.[0] ?? 0) && micros >= (table[i - 1]?.[1] ?? 0))
  );
  if (!rising || table[0]?.[0] !== 0 || table.at(-1)?.[0] !== 1) return refuse();
  return table.map(([p, micros]) => [p, Math.round(micros)]);
}

// src/sim/set-parameters.ts
function setParameters(parts, set) {
  const hosts = parts.profile.hosts.map((h) => h.name);
  for (const [name, value] of Object.entries(set)) {
    const { host: host2, kind } = parameterOf(name, hosts);
    if (kind.suffix === "disk.fsync") setFsync(parts, name, host2, value);
    else if (kind.suffix === "link.up") setLink(parts, name, host2, value !== false);
    else if (parts.registry.bytesPerSecond !== value) {
      parts.registry.bytesPerSecond = Number(value);
      parts.world.emit({ kind: "parameter", name, value });
    }
  }
}
function resetParameters(parts, names) {
  const hosts = parts.profile.hosts.map((h) => h.name);
  for (const name of names) {
    const { host: host2, kind } = parameterOf(name, hosts);
    if (kind.suffix === "disk.fsync") setFsync(parts, name, host2, { fixedMillis: 0 });
    else if (kind.suffix === "link.up") setLink(parts, name, host2, true);
    else setParameters(parts, { [name]: parts.profile.registryBytesPerSecond });
  }
}
function ownTable(parts, host2) {
  return parts.profile.hosts.find((h) => h.name === host2)?.fsync ?? [];
}
function setFsync(parts, name, host2, value) {
  const disk = parts.etcd.disk(host2);
  const own = ownTable(parts, host2);
  const table = fsyncTable(name, value, own);
  if (JSON.stringify(disk.table) === JSON.stringify(table)) return;
  parts.etcd.background.interrupt();
  disk.table = table;
  disk.changedBy = JSON.stringify(table) === JSON.stringify(own) ? 0 : parts.kernel.event;
  parts.world.emit({ kind: "parameter", name, value });
}
function setLink(parts, name, host2, up) {
  if (parts.cut.has(host2) === !up) return;
  parts.etcd.background.interrupt();
  if (up) parts.cut.delete(host2);
  else parts.cut.add(host2);
  parts.world.emit({ kind: "parameter", name, value: up });
  parts.changed("etcd");
  parts.changed("api");
}

// src/sim/inputs.ts
var OK = { ok: true };
function applyInput(parts, spec, inputs, { input, answer: answer2 }) {
  switch (input.kind) {
    case "patch":
      setParameters(parts, input.set);
      return answer2(OK);
    case "heal":
      return heal(parts, spec, inputs, input.id, answer2);
    case "power":
      return power(parts, input.host, input.verb, answer2);
    case "unit":
      return unit(parts, input, answer2);
    case "stopContainer":
      return stopContainer(parts, input.host, input.id, answer2);
    case "files":
      return files(parts, input.host, input.changes, answer2);
    case "journal": {
      const boot2 = Math.max(0, parts.world.host(input.entry.host).boots.length - 1);
      parts.world.emit({ kind: "journal", boot: boot2, ...input.entry });
      return answer2(OK);
    }
    case "kube":
      return kube(parts, input, answer2);
    case "health":
      return parts.controlPlane.health(
        input.host,
        input.endpoint,
        input.exclude,
        (checks) => answer2(checks === void 0 ? refused : { ok: true, checks })
      );
    case "etcd":
      return etcd(parts, input.host, input.call, answer2);
  }
}
var refused = { ok: false, error: "refused", message: "connect: connection refused" };
var rejected = (message) => ({ ok: false, error: "rejected", message });
function heal(parts, spec, inputs, id, answer2) {
  const found = inputs.find((i) => i.id === id)?.input;
  const set = found?.kind === "patch" ? found.set : spec.timeline.find((t) => t.id === id)?.set;
  if (set === void 0) return answer2({ ok: false, error: "notFound", message: `no fault ${id}` });
  resetParameters(parts, Object.keys(set));
  return answer2(OK);
}
function power(parts, host2, verb, answer2) {
  const state = parts.world.hosts.get(host2);
  if (state === void 0 || host2 === "workstation")
    return answer2({ ok: false, error: "notFound", message: `no domain ${host2}` });
  if (verb === "start") {
    if (state.power) return answer2(rejected("Domain is already active"));
    parts.kernel.deliver(host2, { type: "POWER_ON" });
  } else {
    if (!state.power) return answer2(rejected("domain is not running"));
    parts.kernel.deliver(
      host2,
      verb === "reboot" ? { type: "REBOOT" } : { type: "POWER_OFF", how: verb }
    );
  }
  return answer2(OK);
}
function unit(parts, input, answer2) {
  const name = input.unit.replace(/\.service$/, "");
  const id = `${input.host}/unit:${name}`;
  if (!parts.kernel.running(id)) {
    return answer2({ ok: false, error: "notFound", message: `Unit ${name}.service not found.` });
  }
  parts.kernel.deliver(id, { type: input.verb.toUpperCase() });
  const stopped = parts.world.on((fact) => {
    if (fact.kind !== "unit" || fact.host !== input.host || fact.unit !== `${name}.service`) return;
    if (fact.active === "activating" || fact.active === "deactivating") return;
    stopped();
    answer2(OK);
  });
  const now = parts.world.host(input.host).units.get(`${name}.service`);
  if (now !== void 0 && now.active !== "activating" && now.active !== "deactivating") {
    stopped();
    answer2(OK);
  }
}
function stopContainer(parts, host2, id, answer2) {
  const container = parts.world.host(host2).containers.get(id);
  if (container === void 0) {
    return answer2({
      ok: false,
      error: "notFound",
      message: `container with ID starting with ${id} not found: ID does not exist`
    });
  }
  if (container.state === "running") parts.runtime.stopContainer(host2, id);
  return answer2(OK);
}
function files(parts, host2, changes, answer2) {
  const state = parts.world.host(host2);
  for (const change of changes) {
    const known = state.files.get(change.path);
    const mode = change.op === "remove" ? 0 : change.mode ?? known?.mode ?? (change.op === "folder" ? 493 : 420);
    const owner = change.op === "write" ? change.owner ?? known?.owner ?? "root" : known?.owner ?? "root";
    parts.world.emit({
      kind: "file",
      host: host2,
      path: change.path,
      content: change.op === "remove" ? null : change.op === "write" ? change.content : "",
      mode,
      owner,
      folder: change.op === "folder"
    });
  }
  return answer2(OK);
}
function kube(parts, input, answer2) {
  const { controlPlane, world } = parts;
  if (!world.host(input.host).sockets.has(6443)) return answer2(refused);
  const reply2 = (result) => answer2(result);
  const where = { resource: input.resource, namespace: input.namespace };
  switch (input.verb) {
    case "get":
      return controlPlane.serve(input.host, { verb: "get", ...where, name: input.name }, reply2);
    case "list":
    case "watch":
      return controlPlane.serve(input.host, { verb: input.verb, ...where }, reply2);
    case "create":
    case "update":
    case "delete":
      return controlPlane.serve(
        input.host,
        {
          verb: input.verb,
          ...where,
          name: input.name,
          make: () => input.body
        },
        reply2
      );
  }
}
function etcd(parts, host2, call, answer2) {
  const m = parts.etcd.find(host2);
  if (m === void 0 || !parts.world.host(host2).sockets.has(2379)) return answer2(refused);
  const revision = parts.world.resourceVersion;
  const status2 = memberViews(parts).find((v) => v.host === host2);
  const reply2 = (more) => (error) => answer2(
    error === "" ? { ok: true, etcd: { revision, ...more } } : { ok: false, error: error === "unavailable" ? "refused" : "etcdTimeout", message: error }
  );
  const kind = {
    get: "range",
    put: "put",
    alarms: "alarm",
    status: "status",
    members: "range"
  };
  return ask(parts.etcd, {
    member: host2,
    kind: kind[call.op],
    answer: reply2(
      call.op === "status" && status2 !== void 0 ? { status: status2 } : call.op === "members" ? { members: memberViews(parts) } : {}
    )
  });
}

// node_modules/xstate/dist/xstate-dev.esm.js
function getGlobal() {
  if (typeof globalThis !== "undefined") {
    return globalThis;
  }
  if (typeof self !== "undefined") {
    return self;
  }
  if (typeof window !== "undefined") {
    return window;
  }
  if (typeof global !== "undefined") {
    return global;
  }
}
function getDevTools() {
  const w = getGlobal();
  if (w.__xstate__) {
    return w.__xstate__;
  }
  return void 0;
}
var devToolsAdapter = (service) => {
  if (typeof window === "undefined") {
    return;
  }
  const devTools = getDevTools();
  if (devTools) {
    devTools.register(service);
  }
};

// node_modules/xstate/dist/raise-effbee0c.esm.js
var Mailbox = class {
  constructor(_process) {
    this._process = _process;
    this._active = false;
    this._current = null;
    this._last = null;
  }
  start() {
    this._active = true;
    this.flush();
  }
  clear() {
    if (this._current) {
      this._current.next = null;
      this._last = this._current;
    }
  }
  enqueue(event3) {
    const enqueued = {
      value: event3,
      next: null
    };
    if (this._current) {
      this._last.next = enqueued;
      this._last = enqueued;
      return;
    }
    this._current = enqueued;
    this._last = enqueued;
    if (this._active) {
      this.flush();
    }
  }
  flush() {
    while (this._current) {
      const consumed = this._current;
      this._process(consumed.value);
      this._current = consumed.next;
    }
    this._last = null;
  }
};
var STATE_DELIMITER = ".";
var TARGETLESS_KEY = "";
var NULL_EVENT = "";
var STATE_IDENTIFIER = "#";
var WILDCARD = "*";
var XSTATE_INIT = "xstate.init";
var XSTATE_ERROR = "xstate.error";
var XSTATE_STOP = "xstate.stop";
function createAfterEvent(delayRef, id) {
  return {
    type: `xstate.after.${delayRef}.${id}`
  };
}
function createDoneStateEvent(id, output) {
  return {
    type: `xstate.done.state.${id}`,
    output
  };
}
function createDoneActorEvent(invokeId, output) {
  return {
    type: `xstate.done.actor.${invokeId}`,
    output,
    actorId: invokeId
  };
}
function createErrorActorEvent(id, error) {
  return {
    type: `xstate.error.actor.${id}`,
    error,
    actorId: id
  };
}
function createInitEvent(input) {
  return {
    type: XSTATE_INIT,
    input
  };
}
function reportUnhandledError(err) {
  setTimeout(() => {
    throw err;
  });
}
var symbolObservable = (() => typeof Symbol === "function" && Symbol.observable || "@@observable")();
function matchesState(parentStateId, childStateId) {
  const parentStateValue = toStateValue(parentStateId);
  const childStateValue = toStateValue(childStateId);
  if (typeof childStateValue === "string") {
    if (typeof parentStateValue === "string") {
      return childStateValue === parentStateValue;
    }
    return false;
  }
  if (typeof parentStateValue === "string") {
    return parentStateValue in childStateValue;
  }
  return Object.keys(parentStateValue).every((key) => {
    if (!(key in childStateValue)) {
      return false;
    }
    return matchesState(parentStateValue[key], childStateValue[key]);
  });
}
function toStatePath(stateId) {
  if (isArray(stateId)) {
    return stateId;
  }
  const result = [];
  let segment = "";
  for (let i = 0; i < stateId.length; i++) {
    const char = stateId.charCodeAt(i);
    switch (char) {
      // \
      case 92:
        segment += stateId[i + 1];
        i++;
        continue;
      // .
      case 46:
        result.push(segment);
        segment = "";
        continue;
    }
    segment += stateId[i];
  }
  result.push(segment);
  return result;
}
function toStateValue(stateValue) {
  if (isMachineSnapshot(stateValue)) {
    return stateValue.value;
  }
  if (typeof stateValue !== "string") {
    return stateValue;
  }
  const statePath = toStatePath(stateValue);
  return pathToStateValue(statePath);
}
function pathToStateValue(statePath) {
  if (statePath.length === 1) {
    return statePath[0];
  }
  const value = {};
  let marker = value;
  for (let i = 0; i < statePath.length - 1; i++) {
    if (i === statePath.length - 2) {
      marker[statePath[i]] = statePath[i + 1];
    } else {
      const previous = marker;
      marker = {};
      previous[statePath[i]] = marker;
    }
  }
  return value;
}
function mapValues(collection, iteratee) {
  const result = {};
  const collectionKeys = Object.keys(collection);
  for (let i = 0; i < collectionKeys.length; i++) {
    const key = collectionKeys[i];
    result[key] = iteratee(collection[key], key, collection, i);
  }
  return result;
}
function toArrayStrict(value) {
  if (isArray(value)) {
    return value;
  }
  return [value];
}
function toArray(value) {
  if (value === void 0) {
    return [];
  }
  return toArrayStrict(value);
}
function resolveOutput(mapper, context, event3, self2) {
  if (typeof mapper === "function") {
    return mapper({
      context,
      event: event3,
      self: self2
    });
  }
  return mapper;
}
function isArray(value) {
  return Array.isArray(value);
}
function isErrorActorEvent(event3) {
  return event3.type.startsWith("xstate.error.actor");
}
function toTransitionConfigArray(configLike) {
  return toArrayStrict(configLike).map((transitionLike) => {
    if (typeof transitionLike === "undefined" || typeof transitionLike === "string") {
      return {
        target: transitionLike
      };
    }
    return transitionLike;
  });
}
function normalizeTarget(target) {
  if (target === void 0 || target === TARGETLESS_KEY) {
    return void 0;
  }
  return toArray(target);
}
function toObserver(nextHandler, errorHandler, completionHandler) {
  const isObserver = typeof nextHandler === "object";
  const self2 = isObserver ? nextHandler : void 0;
  return {
    next: (isObserver ? nextHandler.next : nextHandler)?.bind(self2),
    error: (isObserver ? nextHandler.error : errorHandler)?.bind(self2),
    complete: (isObserver ? nextHandler.complete : completionHandler)?.bind(self2)
  };
}
function createInvokeId(stateNodeId, index) {
  return `${index}.${stateNodeId}`;
}
function resolveReferencedActor(machine, src) {
  const match = src.match(/^xstate\.invoke\.(\d+)\.(.*)/);
  if (!match) {
    return machine.implementations.actors[src];
  }
  const [, indexStr, nodeId] = match;
  const node = machine.getStateNodeById(nodeId);
  const invokeConfig = node.config.invoke;
  return (Array.isArray(invokeConfig) ? invokeConfig[indexStr] : invokeConfig).src;
}
function matchesEventDescriptor(eventType, descriptor) {
  if (descriptor === eventType) {
    return true;
  }
  if (descriptor === WILDCARD) {
    return true;
  }
  if (!descriptor.endsWith(".*")) {
    return false;
  }
  const partialEventTokens = descriptor.split(".");
  const eventTokens = eventType.split(".");
  for (let tokenIndex = 0; tokenIndex < partialEventTokens.length; tokenIndex++) {
    const partialEventToken = partialEventTokens[tokenIndex];
    const eventToken = eventTokens[tokenIndex];
    if (partialEventToken === "*") {
      const isLastToken = tokenIndex === partialEventTokens.length - 1;
      return isLastToken;
    }
    if (partialEventToken !== eventToken) {
      return false;
    }
  }
  return true;
}
function createScheduledEventId(actorRef, id) {
  return `${actorRef.sessionId}.${id}`;
}
var idCounter = 0;
function createSystem(rootActor, options) {
  const children = /* @__PURE__ */ new Map();
  const keyedActors = /* @__PURE__ */ new Map();
  const reverseKeyedActors = /* @__PURE__ */ new WeakMap();
  const inspectionObservers = /* @__PURE__ */ new Set();
  const timerMap = {};
  const {
    clock: clock2,
    logger
  } = options;
  const scheduler = {
    schedule: (source, target, event3, delay, id = Math.random().toString(36).slice(2)) => {
      const scheduledEvent = {
        source,
        target,
        event: event3,
        delay,
        id,
        startedAt: Date.now()
      };
      const scheduledEventId = createScheduledEventId(source, id);
      system._snapshot._scheduledEvents[scheduledEventId] = scheduledEvent;
      const timeout = clock2.setTimeout(() => {
        delete timerMap[scheduledEventId];
        delete system._snapshot._scheduledEvents[scheduledEventId];
        system._relay(source, target, event3);
      }, delay);
      timerMap[scheduledEventId] = timeout;
    },
    cancel: (source, id) => {
      const scheduledEventId = createScheduledEventId(source, id);
      const timeout = timerMap[scheduledEventId];
      delete timerMap[scheduledEventId];
      delete system._snapshot._scheduledEvents[scheduledEventId];
      if (timeout !== void 0) {
        clock2.clearTimeout(timeout);
      }
    },
    cancelAll: (actorRef) => {
      for (const scheduledEventId in system._snapshot._scheduledEvents) {
        const scheduledEvent = system._snapshot._scheduledEvents[scheduledEventId];
        if (scheduledEvent.source === actorRef) {
          scheduler.cancel(actorRef, scheduledEvent.id);
        }
      }
    }
  };
  const sendInspectionEvent = (event3) => {
    if (!inspectionObservers.size) {
      return;
    }
    const resolvedInspectionEvent = {
      ...event3,
      rootId: rootActor.sessionId
    };
    inspectionObservers.forEach((observer) => observer.next?.(resolvedInspectionEvent));
  };
  const system = {
    _snapshot: {
      _scheduledEvents: (options?.snapshot && options.snapshot.scheduler) ?? {}
    },
    _bookId: () => `x:${idCounter++}`,
    _register: (sessionId, actorRef) => {
      children.set(sessionId, actorRef);
      return sessionId;
    },
    _unregister: (actorRef) => {
      children.delete(actorRef.sessionId);
      const systemId = reverseKeyedActors.get(actorRef);
      if (systemId !== void 0) {
        keyedActors.delete(systemId);
        reverseKeyedActors.delete(actorRef);
      }
    },
    get: (systemId) => {
      return keyedActors.get(systemId);
    },
    getAll: () => {
      return Object.fromEntries(keyedActors.entries());
    },
    _set: (systemId, actorRef) => {
      const existing = keyedActors.get(systemId);
      if (existing && existing !== actorRef) {
        throw new Error(`Actor with system ID '${systemId}' already exists.`);
      }
      keyedActors.set(systemId, actorRef);
      reverseKeyedActors.set(actorRef, systemId);
    },
    inspect: (observerOrFn) => {
      const observer = toObserver(observerOrFn);
      inspectionObservers.add(observer);
      return {
        unsubscribe() {
          inspectionObservers.delete(observer);
        }
      };
    },
    _sendInspectionEvent: sendInspectionEvent,
    _relay: (source, target, event3) => {
      system._sendInspectionEvent({
        type: "@xstate.event",
        sourceRef: source,
        actorRef: target,
        event: event3
      });
      target._send(event3);
    },
    scheduler,
    getSnapshot: () => {
      return {
        _scheduledEvents: {
          ...system._snapshot._scheduledEvents
        }
      };
    },
    start: () => {
      const scheduledEvents = system._snapshot._scheduledEvents;
      system._snapshot._scheduledEvents = {};
      for (const scheduledId in scheduledEvents) {
        const {
          source,
          target,
          event: event3,
          delay,
          id
        } = scheduledEvents[scheduledId];
        scheduler.schedule(source, target, event3, delay, id);
      }
    },
    _clock: clock2,
    _logger: logger
  };
  return system;
}
var executingCustomAction = false;
var $$ACTOR_TYPE = 1;
var ProcessingStatus = /* @__PURE__ */ (function(ProcessingStatus2) {
  ProcessingStatus2[ProcessingStatus2["NotStarted"] = 0] = "NotStarted";
  ProcessingStatus2[ProcessingStatus2["Running"] = 1] = "Running";
  ProcessingStatus2[ProcessingStatus2["Stopped"] = 2] = "Stopped";
  return ProcessingStatus2;
})({});
var defaultOptions = {
  clock: {
    setTimeout: (fn, ms) => {
      return setTimeout(fn, ms);
    },
    clearTimeout: (id) => {
      return clearTimeout(id);
    }
  },
  logger: console.log.bind(console),
  devTools: false
};
var Actor = class {
  /**
   * Creates a new actor instance for the given logic with the provided options,
   * if any.
   *
   * @param logic The logic to create an actor from
   * @param options Actor options
   */
  constructor(logic, options) {
    this.logic = logic;
    this._snapshot = void 0;
    this.clock = void 0;
    this.options = void 0;
    this.id = void 0;
    this.mailbox = new Mailbox(this._process.bind(this));
    this.observers = /* @__PURE__ */ new Set();
    this.eventListeners = /* @__PURE__ */ new Map();
    this.logger = void 0;
    this._processingStatus = ProcessingStatus.NotStarted;
    this._parent = void 0;
    this._syncSnapshot = void 0;
    this.ref = void 0;
    this._actorScope = void 0;
    this.systemId = void 0;
    this.sessionId = void 0;
    this.system = void 0;
    this._doneEvent = void 0;
    this.src = void 0;
    this._deferred = [];
    const resolvedOptions = {
      ...defaultOptions,
      ...options
    };
    const {
      clock: clock2,
      logger,
      parent,
      syncSnapshot,
      id,
      systemId,
      inspect
    } = resolvedOptions;
    this.system = parent ? parent.system : createSystem(this, {
      clock: clock2,
      logger
    });
    if (inspect && !parent) {
      this.system.inspect(toObserver(inspect));
    }
    this.sessionId = this.system._bookId();
    this.id = id ?? this.sessionId;
    this.logger = options?.logger ?? this.system._logger;
    this.clock = options?.clock ?? this.system._clock;
    this._parent = parent;
    this._syncSnapshot = syncSnapshot;
    this.options = resolvedOptions;
    this.src = resolvedOptions.src ?? logic;
    this.ref = this;
    this._actorScope = {
      self: this,
      id: this.id,
      sessionId: this.sessionId,
      logger: this.logger,
      defer: (fn) => {
        this._deferred.push(fn);
      },
      system: this.system,
      stopChild: (child) => {
        if (child._parent !== this) {
          throw new Error(`Cannot stop child actor ${child.id} of ${this.id} because it is not a child`);
        }
        child._stop();
      },
      emit: (emittedEvent) => {
        const listeners = this.eventListeners.get(emittedEvent.type);
        const wildcardListener = this.eventListeners.get("*");
        if (!listeners && !wildcardListener) {
          return;
        }
        const allListeners = [...listeners ? listeners.values() : [], ...wildcardListener ? wildcardListener.values() : []];
        for (const handler of allListeners) {
          try {
            handler(emittedEvent);
          } catch (err) {
            reportUnhandledError(err);
          }
        }
      },
      actionExecutor: (action) => {
        const exec = () => {
          this._actorScope.system._sendInspectionEvent({
            type: "@xstate.action",
            actorRef: this,
            action: {
              type: action.type,
              params: action.params
            }
          });
          if (!action.exec) {
            return;
          }
          const saveExecutingCustomAction = executingCustomAction;
          try {
            executingCustomAction = true;
            action.exec(action.info, action.params);
          } finally {
            executingCustomAction = saveExecutingCustomAction;
          }
        };
        if (this._processingStatus === ProcessingStatus.Running) {
          exec();
        } else {
          this._deferred.push(exec);
        }
      }
    };
    this.send = this.send.bind(this);
    this.system._sendInspectionEvent({
      type: "@xstate.actor",
      actorRef: this
    });
    if (systemId) {
      this.systemId = systemId;
      this.system._set(systemId, this);
    }
    this._initState(options?.snapshot ?? options?.state);
    if (systemId && this._snapshot.status !== "active") {
      this.system._unregister(this);
    }
  }
  _initState(persistedState) {
    try {
      this._snapshot = persistedState ? this.logic.restoreSnapshot ? this.logic.restoreSnapshot(persistedState, this._actorScope) : persistedState : this.logic.getInitialSnapshot(this._actorScope, this.options?.input);
    } catch (err) {
      this._snapshot = {
        status: "error",
        output: void 0,
        error: err
      };
    }
  }
  update(snapshot, event3) {
    this._snapshot = snapshot;
    let deferredFn;
    while (deferredFn = this._deferred.shift()) {
      try {
        deferredFn();
      } catch (err) {
        this._deferred.length = 0;
        this._snapshot = {
          ...snapshot,
          status: "error",
          error: err
        };
      }
    }
    switch (this._snapshot.status) {
      case "active":
        for (const observer of this.observers) {
          try {
            observer.next?.(snapshot);
          } catch (err) {
            reportUnhandledError(err);
          }
        }
        break;
      case "done":
        for (const observer of this.observers) {
          try {
            observer.next?.(snapshot);
          } catch (err) {
            reportUnhandledError(err);
          }
        }
        this._stopProcedure();
        this._complete();
        this._doneEvent = createDoneActorEvent(this.id, this._snapshot.output);
        if (this._parent) {
          this.system._relay(this, this._parent, this._doneEvent);
        }
        break;
      case "error":
        this._error(this._snapshot.error);
        break;
    }
    this.system._sendInspectionEvent({
      type: "@xstate.snapshot",
      actorRef: this,
      event: event3,
      snapshot
    });
  }
  /**
   * Subscribe an observer to an actor’s snapshot values.
   *
   * @remarks
   * The observer will receive the actor’s snapshot value when it is emitted.
   * The observer can be:
   *
   * - A plain function that receives the latest snapshot, or
   * - An observer object whose `.next(snapshot)` method receives the latest
   *   snapshot
   *
   * @example
   *
   * ```ts
   * // Observer as a plain function
   * const subscription = actor.subscribe((snapshot) => {
   *   console.log(snapshot);
   * });
   * ```
   *
   * @example
   *
   * ```ts
   * // Observer as an object
   * const subscription = actor.subscribe({
   *   next(snapshot) {
   *     console.log(snapshot);
   *   },
   *   error(err) {
   *     // ...
   *   },
   *   complete() {
   *     // ...
   *   }
   * });
   * ```
   *
   * The return value of `actor.subscribe(observer)` is a subscription object
   * that has an `.unsubscribe()` method. You can call
   * `subscription.unsubscribe()` to unsubscribe the observer:
   *
   * @example
   *
   * ```ts
   * const subscription = actor.subscribe((snapshot) => {
   *   // ...
   * });
   *
   * // Unsubscribe the observer
   * subscription.unsubscribe();
   * ```
   *
   * When the actor is stopped, all of its observers will automatically be
   * unsubscribed.
   *
   * @param observer - Either a plain function that receives the latest
   *   snapshot, or an observer object whose `.next(snapshot)` method receives
   *   the latest snapshot
   */
  subscribe(nextListenerOrObserver, errorListener, completeListener) {
    const observer = toObserver(nextListenerOrObserver, errorListener, completeListener);
    if (this._processingStatus !== ProcessingStatus.Stopped) {
      this.observers.add(observer);
    } else {
      switch (this._snapshot.status) {
        case "done":
          try {
            observer.complete?.();
          } catch (err) {
            reportUnhandledError(err);
          }
          break;
        case "error": {
          const err = this._snapshot.error;
          if (!observer.error) {
            reportUnhandledError(err);
          } else {
            try {
              observer.error(err);
            } catch (err2) {
              reportUnhandledError(err2);
            }
          }
          break;
        }
      }
    }
    return {
      unsubscribe: () => {
        this.observers.delete(observer);
      }
    };
  }
  on(type, handler) {
    let listeners = this.eventListeners.get(type);
    if (!listeners) {
      listeners = /* @__PURE__ */ new Set();
      this.eventListeners.set(type, listeners);
    }
    const wrappedHandler = handler.bind(void 0);
    listeners.add(wrappedHandler);
    return {
      unsubscribe: () => {
        listeners.delete(wrappedHandler);
      }
    };
  }
  select(selector, equalityFn = Object.is) {
    return {
      subscribe: (observerOrFn) => {
        const observer = toObserver(observerOrFn);
        const snapshot = this.getSnapshot();
        let previousSelected = selector(snapshot);
        return this.subscribe((snapshot2) => {
          const nextSelected = selector(snapshot2);
          if (!equalityFn(previousSelected, nextSelected)) {
            previousSelected = nextSelected;
            observer.next?.(nextSelected);
          }
        });
      },
      get: () => selector(this.getSnapshot())
    };
  }
  /** Starts the Actor from the initial state */
  start() {
    if (this._processingStatus === ProcessingStatus.Running) {
      return this;
    }
    if (this._syncSnapshot) {
      this.subscribe({
        next: (snapshot) => {
          if (snapshot.status === "active") {
            this.system._relay(this, this._parent, {
              type: `xstate.snapshot.${this.id}`,
              snapshot
            });
          }
        },
        error: () => {
        }
      });
    }
    this.system._register(this.sessionId, this);
    if (this.systemId) {
      this.system._set(this.systemId, this);
    }
    this._processingStatus = ProcessingStatus.Running;
    const initEvent = createInitEvent(this.options.input);
    this.system._sendInspectionEvent({
      type: "@xstate.event",
      sourceRef: this._parent,
      actorRef: this,
      event: initEvent
    });
    const status2 = this._snapshot.status;
    switch (status2) {
      case "done":
        this.update(this._snapshot, initEvent);
        return this;
      case "error":
        this._error(this._snapshot.error);
        return this;
    }
    if (!this._parent) {
      this.system.start();
    }
    if (this.logic.start) {
      try {
        this.logic.start(this._snapshot, this._actorScope);
      } catch (err) {
        this._snapshot = {
          ...this._snapshot,
          status: "error",
          error: err
        };
        this._error(err);
        return this;
      }
    }
    this.update(this._snapshot, initEvent);
    if (this.options.devTools) {
      this.attachDevTools();
    }
    this.mailbox.start();
    return this;
  }
  _process(event3) {
    let nextState;
    let caughtError;
    try {
      nextState = this.logic.transition(this._snapshot, event3, this._actorScope);
    } catch (err) {
      caughtError = {
        err
      };
    }
    if (caughtError) {
      const {
        err
      } = caughtError;
      this._snapshot = {
        ...this._snapshot,
        status: "error",
        error: err
      };
      this._error(err);
      return;
    }
    this.update(nextState, event3);
    if (event3.type === XSTATE_STOP) {
      this._stopProcedure();
      this._complete();
    }
  }
  _stop() {
    if (this._processingStatus === ProcessingStatus.Stopped) {
      return this;
    }
    this.mailbox.clear();
    if (this._processingStatus === ProcessingStatus.NotStarted) {
      this._processingStatus = ProcessingStatus.Stopped;
      return this;
    }
    this.mailbox.enqueue({
      type: XSTATE_STOP
    });
    return this;
  }
  /** Stops the Actor and unsubscribe all listeners. */
  stop() {
    if (this._parent) {
      throw new Error("A non-root actor cannot be stopped directly.");
    }
    return this._stop();
  }
  _complete() {
    for (const observer of this.observers) {
      try {
        observer.complete?.();
      } catch (err) {
        reportUnhandledError(err);
      }
    }
    this.observers.clear();
    this.eventListeners.clear();
  }
  _reportError(err) {
    if (!this.observers.size) {
      if (!this._parent) {
        reportUnhandledError(err);
      }
      this.eventListeners.clear();
      return;
    }
    let reportError = false;
    for (const observer of this.observers) {
      const errorListener = observer.error;
      reportError ||= !errorListener;
      try {
        errorListener?.(err);
      } catch (err2) {
        reportUnhandledError(err2);
      }
    }
    this.observers.clear();
    this.eventListeners.clear();
    if (reportError) {
      reportUnhandledError(err);
    }
  }
  _error(err) {
    this._stopProcedure();
    this._reportError(err);
    if (this._parent) {
      this.system._relay(this, this._parent, createErrorActorEvent(this.id, err));
    }
  }
  // TODO: atm children don't belong entirely to the actor so
  // in a way - it's not even super aware of them
  // so we can't stop them from here but we really should!
  // right now, they are being stopped within the machine's transition
  // but that could throw and leave us with "orphaned" active actors
  _stopProcedure() {
    if (this._processingStatus !== ProcessingStatus.Running) {
      return this;
    }
    this.system.scheduler.cancelAll(this);
    this.mailbox.clear();
    this.mailbox = new Mailbox(this._process.bind(this));
    this._processingStatus = ProcessingStatus.Stopped;
    this.system._unregister(this);
    return this;
  }
  /** @internal */
  _send(event3) {
    if (this._processingStatus === ProcessingStatus.Stopped) {
      return;
    }
    this.mailbox.enqueue(event3);
  }
  /**
   * Sends an event to the running Actor to trigger a transition.
   *
   * @param event The event to send
   */
  send(event3) {
    this.system._relay(void 0, this, event3);
  }
  attachDevTools() {
    const {
      devTools
    } = this.options;
    if (devTools) {
      const resolvedDevToolsAdapter = typeof devTools === "function" ? devTools : devToolsAdapter;
      resolvedDevToolsAdapter(this);
    }
  }
  toJSON() {
    return {
      xstate$$type: $$ACTOR_TYPE,
      id: this.id
    };
  }
  /**
   * Obtain the internal state of the actor, which can be persisted.
   *
   * @remarks
   * The internal state can be persisted from any actor, not only machines.
   *
   * Note that the persisted state is not the same as the snapshot from
   * {@link Actor.getSnapshot}. Persisted state represents the internal state of
   * the actor, while snapshots represent the actor's last emitted value.
   *
   * Can be restored with {@link ActorOptions.state}
   * @see https://stately.ai/docs/persistence
   */
  getPersistedSnapshot(options) {
    return this.logic.getPersistedSnapshot(this._snapshot, options);
  }
  [symbolObservable]() {
    return this;
  }
  /**
   * Read an actor’s snapshot synchronously.
   *
   * @remarks
   * The snapshot represent an actor's last emitted value.
   *
   * When an actor receives an event, its internal state may change. An actor
   * may emit a snapshot when a state transition occurs.
   *
   * Note that some actors, such as callback actors generated with
   * `fromCallback`, will not emit snapshots.
   * @see {@link Actor.subscribe} to subscribe to an actor’s snapshot values.
   * @see {@link Actor.getPersistedSnapshot} to persist the internal state of an actor (which is more than just a snapshot).
   */
  getSnapshot() {
    return this._snapshot;
  }
};
function createActor(logic, ...[options]) {
  return new Actor(logic, options);
}
function resolveCancel(_, snapshot, actionArgs, actionParams, {
  sendId
}) {
  const resolvedSendId = typeof sendId === "function" ? sendId(actionArgs, actionParams) : sendId;
  return [snapshot, {
    sendId: resolvedSendId
  }, void 0];
}
function executeCancel(actorScope, params) {
  actorScope.defer(() => {
    actorScope.system.scheduler.cancel(actorScope.self, params.sendId);
  });
}
function cancel(sendId) {
  function cancel2(_args, _params) {
  }
  cancel2.type = "xstate.cancel";
  cancel2.sendId = sendId;
  cancel2.resolve = resolveCancel;
  cancel2.execute = executeCancel;
  return cancel2;
}
function resolveSpawn(actorScope, snapshot, actionArgs, _actionParams, {
  id,
  systemId,
  src,
  input,
  syncSnapshot
}) {
  const logic = typeof src === "string" ? resolveReferencedActor(snapshot.machine, src) : src;
  const resolvedId = typeof id === "function" ? id(actionArgs) : id;
  let actorRef;
  let resolvedInput = void 0;
  if (logic) {
    resolvedInput = typeof input === "function" ? input({
      context: snapshot.context,
      event: actionArgs.event,
      self: actorScope.self
    }) : input;
    actorRef = createActor(logic, {
      id: resolvedId,
      src,
      parent: actorScope.self,
      syncSnapshot,
      systemId,
      input: resolvedInput
    });
  }
  return [cloneMachineSnapshot(snapshot, {
    children: {
      ...snapshot.children,
      [resolvedId]: actorRef
    }
  }), {
    id,
    systemId,
    actorRef,
    src,
    input: resolvedInput
  }, void 0];
}
function executeSpawn(actorScope, {
  actorRef
}) {
  if (!actorRef) {
    return;
  }
  actorScope.defer(() => {
    if (actorRef._processingStatus === ProcessingStatus.Stopped) {
      return;
    }
    actorRef.start();
  });
}
function spawnChild(...[src, {
  id,
  systemId,
  input,
  syncSnapshot = false
} = {}]) {
  function spawnChild2(_args, _params) {
  }
  spawnChild2.type = "xstate.spawnChild";
  spawnChild2.id = id;
  spawnChild2.systemId = systemId;
  spawnChild2.src = src;
  spawnChild2.input = input;
  spawnChild2.syncSnapshot = syncSnapshot;
  spawnChild2.resolve = resolveSpawn;
  spawnChild2.execute = executeSpawn;
  return spawnChild2;
}
function resolveStop(_, snapshot, args, actionParams, {
  actorRef
}) {
  const actorRefOrString = typeof actorRef === "function" ? actorRef(args, actionParams) : actorRef;
  const resolvedActorRef = typeof actorRefOrString === "string" ? snapshot.children[actorRefOrString] : actorRefOrString;
  let children = snapshot.children;
  if (resolvedActorRef) {
    children = {
      ...children
    };
    delete children[resolvedActorRef.id];
  }
  return [cloneMachineSnapshot(snapshot, {
    children
  }), resolvedActorRef, void 0];
}
function unregisterRecursively(actorScope, actorRef) {
  const snapshot = actorRef.getSnapshot();
  if (snapshot && "children" in snapshot) {
    for (const child of Object.values(snapshot.children)) {
      unregisterRecursively(actorScope, child);
    }
  }
  actorScope.system._unregister(actorRef);
}
function executeStop(actorScope, actorRef) {
  if (!actorRef) {
    return;
  }
  unregisterRecursively(actorScope, actorRef);
  if (actorRef._processingStatus !== ProcessingStatus.Running) {
    actorScope.stopChild(actorRef);
    return;
  }
  actorScope.defer(() => {
    actorScope.stopChild(actorRef);
  });
}
function stopChild(actorRef) {
  function stop2(_args, _params) {
  }
  stop2.type = "xstate.stopChild";
  stop2.actorRef = actorRef;
  stop2.resolve = resolveStop;
  stop2.execute = executeStop;
  return stop2;
}
function checkAnd(snapshot, {
  context,
  event: event3
}, {
  guards: guards2
}) {
  return guards2.every((guard) => evaluateGuard(guard, context, event3, snapshot));
}
function and(guards2) {
  function and2(_args, _params) {
    return false;
  }
  and2.check = checkAnd;
  and2.guards = guards2;
  return and2;
}
function evaluateGuard(guard, context, event3, snapshot) {
  const {
    machine
  } = snapshot;
  const isInline = typeof guard === "function";
  const resolved = isInline ? guard : machine.implementations.guards[typeof guard === "string" ? guard : guard.type];
  if (!isInline && !resolved) {
    throw new Error(`Guard '${typeof guard === "string" ? guard : guard.type}' is not implemented.'.`);
  }
  if (typeof resolved !== "function") {
    return evaluateGuard(resolved, context, event3, snapshot);
  }
  const guardArgs = {
    context,
    event: event3
  };
  const guardParams = isInline || typeof guard === "string" ? void 0 : "params" in guard ? typeof guard.params === "function" ? guard.params({
    context,
    event: event3
  }) : guard.params : void 0;
  if (!("check" in resolved)) {
    return resolved(guardArgs, guardParams);
  }
  const builtinGuard = resolved;
  return builtinGuard.check(
    snapshot,
    guardArgs,
    resolved
    // this holds all params
  );
}
function isAtomicStateNode(stateNode) {
  return stateNode.type === "atomic" || stateNode.type === "final";
}
function getChildren(stateNode) {
  return Object.values(stateNode.states).filter((sn) => sn.type !== "history");
}
function getProperAncestors(stateNode, toStateNode) {
  const ancestors = [];
  if (toStateNode === stateNode) {
    return ancestors;
  }
  let m = stateNode.parent;
  while (m && m !== toStateNode) {
    ancestors.push(m);
    m = m.parent;
  }
  return ancestors;
}
function getAllStateNodes(stateNodes) {
  const nodeSet = new Set(stateNodes);
  const adjList = getAdjList(nodeSet);
  for (const s of nodeSet) {
    if (s.type === "compound" && (!adjList.get(s) || !adjList.get(s).length)) {
      getInitialStateNodesWithTheirAncestors(s).forEach((sn) => nodeSet.add(sn));
    } else {
      if (s.type === "parallel") {
        for (const child of getChildren(s)) {
          if (child.type === "history") {
            continue;
          }
          if (!nodeSet.has(child)) {
            const initialStates = getInitialStateNodesWithTheirAncestors(child);
            for (const initialStateNode of initialStates) {
              nodeSet.add(initialStateNode);
            }
          }
        }
      }
    }
  }
  for (const s of nodeSet) {
    let m = s.parent;
    while (m) {
      nodeSet.add(m);
      m = m.parent;
    }
  }
  return nodeSet;
}
function getValueFromAdj(baseNode, adjList) {
  const childStateNodes = adjList.get(baseNode);
  if (!childStateNodes) {
    return {};
  }
  if (baseNode.type === "compound") {
    const childStateNode = childStateNodes[0];
    if (childStateNode) {
      if (isAtomicStateNode(childStateNode)) {
        return childStateNode.key;
      }
    } else {
      return {};
    }
  }
  const stateValue = {};
  for (const childStateNode of childStateNodes) {
    stateValue[childStateNode.key] = getValueFromAdj(childStateNode, adjList);
  }
  return stateValue;
}
function getAdjList(stateNodes) {
  const adjList = /* @__PURE__ */ new Map();
  for (const s of stateNodes) {
    if (!adjList.has(s)) {
      adjList.set(s, []);
    }
    if (s.parent) {
      if (!adjList.has(s.parent)) {
        adjList.set(s.parent, []);
      }
      adjList.get(s.parent).push(s);
    }
  }
  return adjList;
}
function getStateValue(rootNode, stateNodes) {
  const config2 = getAllStateNodes(stateNodes);
  return getValueFromAdj(rootNode, getAdjList(config2));
}
function isInFinalState(stateNodeSet, stateNode) {
  if (stateNode.type === "compound") {
    return getChildren(stateNode).some((s) => s.type === "final" && stateNodeSet.has(s));
  }
  if (stateNode.type === "parallel") {
    return getChildren(stateNode).every((sn) => isInFinalState(stateNodeSet, sn));
  }
  return stateNode.type === "final";
}
var isStateId = (str) => str[0] === STATE_IDENTIFIER;
function getCandidates(stateNode, receivedEventType) {
  const exactMatch = stateNode.transitions.get(receivedEventType);
  const wildcardCandidates = [...stateNode.transitions.keys()].filter((eventDescriptor) => eventDescriptor !== receivedEventType && matchesEventDescriptor(receivedEventType, eventDescriptor)).sort((a, b) => b.length - a.length).flatMap((key) => stateNode.transitions.get(key));
  return exactMatch ? [...exactMatch, ...wildcardCandidates] : wildcardCandidates;
}
function getDelayedTransitions(stateNode) {
  const afterConfig = stateNode.config.after;
  if (!afterConfig) {
    return [];
  }
  const mutateEntryExit = (delay) => {
    const afterEvent = createAfterEvent(delay, stateNode.id);
    const eventType = afterEvent.type;
    stateNode.entry.push(raise(afterEvent, {
      id: eventType,
      delay
    }));
    stateNode.exit.push(cancel(eventType));
    return eventType;
  };
  const delayedTransitions = Object.keys(afterConfig).flatMap((delay) => {
    const configTransition = afterConfig[delay];
    const resolvedTransition = typeof configTransition === "string" ? {
      target: configTransition
    } : configTransition;
    const resolvedDelay = Number.isNaN(+delay) ? delay : +delay;
    const eventType = mutateEntryExit(resolvedDelay);
    return toArray(resolvedTransition).map((transition) => ({
      ...transition,
      event: eventType,
      delay: resolvedDelay
    }));
  });
  return delayedTransitions.map((delayedTransition) => {
    const {
      delay
    } = delayedTransition;
    return {
      ...formatTransition(stateNode, delayedTransition.event, delayedTransition),
      delay
    };
  });
}
function formatTransition(stateNode, descriptor, transitionConfig) {
  const normalizedTarget = normalizeTarget(transitionConfig.target);
  const reenter = transitionConfig.reenter ?? false;
  const target = resolveTarget(stateNode, normalizedTarget);
  const transition = {
    ...transitionConfig,
    actions: toArray(transitionConfig.actions),
    guard: transitionConfig.guard,
    target,
    source: stateNode,
    reenter,
    eventType: descriptor,
    toJSON: () => ({
      ...transition,
      source: `#${stateNode.id}`,
      target: target ? target.map((t) => `#${t.id}`) : void 0
    })
  };
  return transition;
}
function formatTransitions(stateNode) {
  const transitions = /* @__PURE__ */ new Map();
  if (stateNode.config.on) {
    for (const descriptor of Object.keys(stateNode.config.on)) {
      if (descriptor === NULL_EVENT) {
        throw new Error('Null events ("") cannot be specified as a transition key. Use `always: { ... }` instead.');
      }
      const transitionsConfig = stateNode.config.on[descriptor];
      transitions.set(descriptor, toTransitionConfigArray(transitionsConfig).map((t) => formatTransition(stateNode, descriptor, t)));
    }
  }
  if (stateNode.config.onDone) {
    const descriptor = `xstate.done.state.${stateNode.id}`;
    transitions.set(descriptor, toTransitionConfigArray(stateNode.config.onDone).map((t) => formatTransition(stateNode, descriptor, t)));
  }
  for (const invokeDef of stateNode.invoke) {
    if (invokeDef.onDone) {
      const descriptor = `xstate.done.actor.${invokeDef.id}`;
      transitions.set(descriptor, toTransitionConfigArray(invokeDef.onDone).map((t) => formatTransition(stateNode, descriptor, t)));
    }
    if (invokeDef.onError) {
      const descriptor = `xstate.error.actor.${invokeDef.id}`;
      transitions.set(descriptor, toTransitionConfigArray(invokeDef.onError).map((t) => formatTransition(stateNode, descriptor, t)));
    }
    if (invokeDef.onSnapshot) {
      const descriptor = `xstate.snapshot.${invokeDef.id}`;
      transitions.set(descriptor, toTransitionConfigArray(invokeDef.onSnapshot).map((t) => formatTransition(stateNode, descriptor, t)));
    }
  }
  for (const delayedTransition of stateNode.after) {
    let existing = transitions.get(delayedTransition.eventType);
    if (!existing) {
      existing = [];
      transitions.set(delayedTransition.eventType, existing);
    }
    existing.push(delayedTransition);
  }
  return transitions;
}
function formatRouteTransitions(rootStateNode) {
  const routeTransitions = [];
  const collectRoutes = (states) => {
    Object.values(states).forEach((sn) => {
      if (sn.config.route && sn.config.id) {
        const routeId = sn.config.id;
        const userGuard = sn.config.route.guard;
        const routeMatches = ({
          event: event3
        }) => event3.to === `#${routeId}`;
        const transition = {
          ...sn.config.route,
          guard: userGuard ? and([routeMatches, userGuard]) : routeMatches,
          target: `#${routeId}`
        };
        routeTransitions.push(formatTransition(rootStateNode, "xstate.route", transition));
      }
      if (sn.states) {
        collectRoutes(sn.states);
      }
    });
  };
  collectRoutes(rootStateNode.states);
  if (routeTransitions.length > 0) {
    rootStateNode.transitions.set("xstate.route", routeTransitions);
  }
}
function formatInitialTransition(stateNode, _target) {
  const resolvedTarget = typeof _target === "string" ? stateNode.states[_target] : _target ? stateNode.states[_target.target] : void 0;
  if (!resolvedTarget && _target) {
    throw new Error(
      // oxlint-disable-next-line typescript/restrict-template-expressions, typescript/no-base-to-string
      `Initial state node "${_target}" not found on parent state node #${stateNode.id}`
    );
  }
  const transition = {
    source: stateNode,
    actions: !_target || typeof _target === "string" ? [] : toArray(_target.actions),
    eventType: null,
    reenter: false,
    target: resolvedTarget ? [resolvedTarget] : [],
    meta: typeof _target === "object" ? _target.meta : void 0,
    description: typeof _target === "object" ? _target.description : void 0,
    toJSON: () => ({
      ...transition,
      source: `#${stateNode.id}`,
      target: resolvedTarget ? [`#${resolvedTarget.id}`] : []
    })
  };
  return transition;
}
function resolveTarget(stateNode, targets) {
  if (targets === void 0) {
    return void 0;
  }
  return targets.map((target) => {
    if (typeof target !== "string") {
      return target;
    }
    if (isStateId(target)) {
      return stateNode.machine.getStateNodeById(target);
    }
    const isInternalTarget = target[0] === STATE_DELIMITER;
    if (isInternalTarget && !stateNode.parent) {
      return getStateNodeByPath(stateNode, target.slice(1));
    }
    const resolvedTarget = isInternalTarget ? stateNode.key + target : target;
    if (stateNode.parent) {
      try {
        const targetStateNode = getStateNodeByPath(stateNode.parent, resolvedTarget);
        return targetStateNode;
      } catch (err) {
        throw new Error(`Invalid transition definition for state node '${stateNode.id}':
${err.message}`);
      }
    } else {
      throw new Error(`Invalid target: "${target}" is not a valid target from the root node. Did you mean ".${target}"?`);
    }
  });
}
function resolveHistoryDefaultTransition(stateNode) {
  const normalizedTarget = normalizeTarget(stateNode.config.target);
  if (!normalizedTarget) {
    if (stateNode.parent.type === "parallel") {
      return {
        target: [stateNode.parent]
      };
    }
    return stateNode.parent.initial;
  }
  return {
    target: normalizedTarget.map((t) => typeof t === "string" ? getStateNodeByPath(stateNode.parent, t) : t)
  };
}
function isHistoryNode(stateNode) {
  return stateNode.type === "history";
}
function getInitialStateNodesWithTheirAncestors(stateNode) {
  const states = getInitialStateNodes(stateNode);
  for (const initialState of states) {
    for (const ancestor of getProperAncestors(initialState, stateNode)) {
      states.add(ancestor);
    }
  }
  return states;
}
function getInitialStateNodes(stateNode) {
  const set = /* @__PURE__ */ new Set();
  function iter(descStateNode) {
    if (set.has(descStateNode)) {
      return;
    }
    set.add(descStateNode);
    if (descStateNode.type === "compound") {
      iter(descStateNode.initial.target[0]);
    } else if (descStateNode.type === "parallel") {
      for (const child of getChildren(descStateNode)) {
        iter(child);
      }
    }
  }
  iter(stateNode);
  return set;
}
function getStateNode(stateNode, stateKey) {
  if (isStateId(stateKey)) {
    return stateNode.machine.getStateNodeById(stateKey);
  }
  if (!stateNode.states) {
    throw new Error(`Unable to retrieve child state '${stateKey}' from '${stateNode.id}'; no child states exist.`);
  }
  const result = stateNode.states[stateKey];
  if (!result) {
    throw new Error(`Child state '${stateKey}' does not exist on '${stateNode.id}'`);
  }
  return result;
}
function getStateNodeByPath(stateNode, statePath) {
  if (typeof statePath === "string" && isStateId(statePath)) {
    try {
      return stateNode.machine.getStateNodeById(statePath);
    } catch {
    }
  }
  const arrayStatePath = toStatePath(statePath).slice();
  let currentStateNode = stateNode;
  while (arrayStatePath.length) {
    const key = arrayStatePath.shift();
    if (!key.length) {
      break;
    }
    currentStateNode = getStateNode(currentStateNode, key);
  }
  return currentStateNode;
}
function getStateNodes(stateNode, stateValue) {
  if (typeof stateValue === "string") {
    const childStateNode = stateNode.states[stateValue];
    if (!childStateNode) {
      throw new Error(`State '${stateValue}' does not exist on '${stateNode.id}'`);
    }
    return [stateNode, childStateNode];
  }
  const childStateKeys = Object.keys(stateValue);
  const childStateNodes = childStateKeys.map((subStateKey) => getStateNode(stateNode, subStateKey)).filter(Boolean);
  return [stateNode.machine.root, stateNode].concat(childStateNodes, childStateKeys.reduce((allSubStateNodes, subStateKey) => {
    const subStateNode = getStateNode(stateNode, subStateKey);
    if (!subStateNode) {
      return allSubStateNodes;
    }
    const subStateNodes = getStateNodes(subStateNode, stateValue[subStateKey]);
    return allSubStateNodes.concat(subStateNodes);
  }, []));
}
function transitionAtomicNode(stateNode, stateValue, snapshot, event3) {
  const childStateNode = getStateNode(stateNode, stateValue);
  const next3 = childStateNode.next(snapshot, event3);
  if (!next3 || !next3.length) {
    return stateNode.next(snapshot, event3);
  }
  return next3;
}
function transitionCompoundNode(stateNode, stateValue, snapshot, event3) {
  const subStateKeys = Object.keys(stateValue);
  const childStateNode = getStateNode(stateNode, subStateKeys[0]);
  const next3 = transitionNode(childStateNode, stateValue[subStateKeys[0]], snapshot, event3);
  if (!next3 || !next3.length) {
    return stateNode.next(snapshot, event3);
  }
  return next3;
}
function transitionParallelNode(stateNode, stateValue, snapshot, event3) {
  const allInnerTransitions = [];
  for (const subStateKey of Object.keys(stateValue)) {
    const subStateValue = stateValue[subStateKey];
    if (!subStateValue) {
      continue;
    }
    const subStateNode = getStateNode(stateNode, subStateKey);
    const innerTransitions = transitionNode(subStateNode, subStateValue, snapshot, event3);
    if (innerTransitions) {
      allInnerTransitions.push(...innerTransitions);
    }
  }
  if (!allInnerTransitions.length) {
    return stateNode.next(snapshot, event3);
  }
  return allInnerTransitions;
}
function transitionNode(stateNode, stateValue, snapshot, event3) {
  if (typeof stateValue === "string") {
    return transitionAtomicNode(stateNode, stateValue, snapshot, event3);
  }
  if (Object.keys(stateValue).length === 1) {
    return transitionCompoundNode(stateNode, stateValue, snapshot, event3);
  }
  return transitionParallelNode(stateNode, stateValue, snapshot, event3);
}
function getHistoryNodes(stateNode) {
  return Object.keys(stateNode.states).map((key) => stateNode.states[key]).filter((sn) => sn.type === "history");
}
function isDescendant(childStateNode, parentStateNode) {
  let marker = childStateNode;
  while (marker.parent && marker.parent !== parentStateNode) {
    marker = marker.parent;
  }
  return marker.parent === parentStateNode;
}
function hasIntersection(s1, s2) {
  const set1 = new Set(s1);
  const set2 = new Set(s2);
  for (const item of set1) {
    if (set2.has(item)) {
      return true;
    }
  }
  for (const item of set2) {
    if (set1.has(item)) {
      return true;
    }
  }
  return false;
}
function removeConflictingTransitions(enabledTransitions, stateNodeSet, historyValue) {
  const filteredTransitions = /* @__PURE__ */ new Set();
  for (const t1 of enabledTransitions) {
    let t1Preempted = false;
    const transitionsToRemove = /* @__PURE__ */ new Set();
    for (const t2 of filteredTransitions) {
      if (hasIntersection(computeExitSet([t1], stateNodeSet, historyValue), computeExitSet([t2], stateNodeSet, historyValue))) {
        if (isDescendant(t1.source, t2.source)) {
          transitionsToRemove.add(t2);
        } else {
          t1Preempted = true;
          break;
        }
      }
    }
    if (!t1Preempted) {
      for (const t3 of transitionsToRemove) {
        filteredTransitions.delete(t3);
      }
      filteredTransitions.add(t1);
    }
  }
  return Array.from(filteredTransitions);
}
function findLeastCommonAncestor(stateNodes) {
  const [head, ...tail] = stateNodes;
  for (const ancestor of getProperAncestors(head, void 0)) {
    if (tail.every((sn) => isDescendant(sn, ancestor))) {
      return ancestor;
    }
  }
}
function getEffectiveTargetStates(transition, historyValue) {
  if (!transition.target) {
    return [];
  }
  const targets = /* @__PURE__ */ new Set();
  for (const targetNode of transition.target) {
    if (isHistoryNode(targetNode)) {
      if (historyValue[targetNode.id]) {
        for (const node of historyValue[targetNode.id]) {
          targets.add(node);
        }
      } else {
        for (const node of getEffectiveTargetStates(resolveHistoryDefaultTransition(targetNode), historyValue)) {
          targets.add(node);
        }
      }
    } else {
      targets.add(targetNode);
    }
  }
  return [...targets];
}
function getTransitionDomain(transition, historyValue) {
  const targetStates = getEffectiveTargetStates(transition, historyValue);
  if (!targetStates) {
    return;
  }
  if (!transition.reenter && targetStates.every((target) => target === transition.source || isDescendant(target, transition.source))) {
    return transition.source;
  }
  const lca = findLeastCommonAncestor(targetStates.concat(transition.source));
  if (lca) {
    return lca;
  }
  if (transition.reenter) {
    return;
  }
  return transition.source.machine.root;
}
function computeExitSet(transitions, stateNodeSet, historyValue) {
  const statesToExit = /* @__PURE__ */ new Set();
  for (const t of transitions) {
    if (t.target?.length) {
      const domain = getTransitionDomain(t, historyValue);
      if (t.reenter && t.source === domain) {
        statesToExit.add(domain);
      }
      for (const stateNode of stateNodeSet) {
        if (isDescendant(stateNode, domain)) {
          statesToExit.add(stateNode);
        }
      }
    }
  }
  return [...statesToExit];
}
function areStateNodeCollectionsEqual(prevStateNodes, nextStateNodeSet) {
  if (prevStateNodes.length !== nextStateNodeSet.size) {
    return false;
  }
  for (const node of prevStateNodes) {
    if (!nextStateNodeSet.has(node)) {
      return false;
    }
  }
  return true;
}
function initialMicrostep(root, preInitialState, actorScope, initEvent, internalQueue) {
  return microstep([{
    target: [...getInitialStateNodes(root)],
    source: root,
    reenter: true,
    actions: [],
    eventType: null,
    toJSON: null
  }], preInitialState, actorScope, initEvent, true, internalQueue);
}
function microstep(transitions, currentSnapshot, actorScope, event3, isInitial, internalQueue) {
  const actions = [];
  if (!transitions.length) {
    return [currentSnapshot, actions];
  }
  const originalExecutor = actorScope.actionExecutor;
  actorScope.actionExecutor = (action) => {
    actions.push(action);
    originalExecutor(action);
  };
  try {
    const mutStateNodeSet = new Set(currentSnapshot._nodes);
    let historyValue = currentSnapshot.historyValue;
    const filteredTransitions = removeConflictingTransitions(transitions, mutStateNodeSet, historyValue);
    let nextState = currentSnapshot;
    if (!isInitial) {
      [nextState, historyValue] = exitStates(nextState, event3, actorScope, filteredTransitions, mutStateNodeSet, historyValue, internalQueue, actorScope.actionExecutor);
    }
    nextState = resolveActionsAndContext(nextState, event3, actorScope, filteredTransitions.flatMap((t) => t.actions), internalQueue, void 0);
    nextState = enterStates(nextState, event3, actorScope, filteredTransitions, mutStateNodeSet, internalQueue, historyValue, isInitial);
    const nextStateNodes = [...mutStateNodeSet];
    if (nextState.status === "done") {
      nextState = resolveActionsAndContext(nextState, event3, actorScope, nextStateNodes.sort((a, b) => b.order - a.order).flatMap((state) => state.exit), internalQueue, void 0);
    }
    try {
      if (historyValue === currentSnapshot.historyValue && areStateNodeCollectionsEqual(currentSnapshot._nodes, mutStateNodeSet)) {
        return [nextState, actions];
      }
      return [cloneMachineSnapshot(nextState, {
        _nodes: nextStateNodes,
        historyValue
      }), actions];
    } catch (e) {
      throw e;
    }
  } finally {
    actorScope.actionExecutor = originalExecutor;
  }
}
function getMachineOutput(snapshot, event3, actorScope, rootNode, rootCompletionNode) {
  if (rootNode.output === void 0) {
    return;
  }
  const doneStateEvent = createDoneStateEvent(rootCompletionNode.id, rootCompletionNode.output !== void 0 && rootCompletionNode.parent ? resolveOutput(rootCompletionNode.output, snapshot.context, event3, actorScope.self) : void 0);
  return resolveOutput(rootNode.output, snapshot.context, doneStateEvent, actorScope.self);
}
function enterStates(currentSnapshot, event3, actorScope, filteredTransitions, mutStateNodeSet, internalQueue, historyValue, isInitial) {
  let nextSnapshot = currentSnapshot;
  const statesToEnter = /* @__PURE__ */ new Set();
  const statesForDefaultEntry = /* @__PURE__ */ new Set();
  computeEntrySet(filteredTransitions, historyValue, statesForDefaultEntry, statesToEnter);
  if (isInitial) {
    statesForDefaultEntry.add(currentSnapshot.machine.root);
  }
  const completedNodes = /* @__PURE__ */ new Set();
  for (const stateNodeToEnter of [...statesToEnter].sort((a, b) => a.order - b.order)) {
    mutStateNodeSet.add(stateNodeToEnter);
    const actions = [];
    actions.push(...stateNodeToEnter.entry);
    for (const invokeDef of stateNodeToEnter.invoke) {
      actions.push(spawnChild(invokeDef.src, {
        ...invokeDef,
        syncSnapshot: !!invokeDef.onSnapshot
      }));
    }
    if (statesForDefaultEntry.has(stateNodeToEnter)) {
      const initialActions = stateNodeToEnter.initial.actions;
      actions.push(...initialActions);
    }
    nextSnapshot = resolveActionsAndContext(nextSnapshot, event3, actorScope, actions, internalQueue, stateNodeToEnter.invoke.map((invokeDef) => invokeDef.id));
    if (stateNodeToEnter.type === "final") {
      const parent = stateNodeToEnter.parent;
      let ancestorMarker = parent?.type === "parallel" ? parent : parent?.parent;
      let rootCompletionNode = ancestorMarker || stateNodeToEnter;
      if (parent?.type === "compound") {
        internalQueue.push(createDoneStateEvent(parent.id, stateNodeToEnter.output !== void 0 ? resolveOutput(stateNodeToEnter.output, nextSnapshot.context, event3, actorScope.self) : void 0));
      }
      while (ancestorMarker?.type === "parallel" && !completedNodes.has(ancestorMarker) && isInFinalState(mutStateNodeSet, ancestorMarker)) {
        completedNodes.add(ancestorMarker);
        internalQueue.push(createDoneStateEvent(ancestorMarker.id));
        rootCompletionNode = ancestorMarker;
        ancestorMarker = ancestorMarker.parent;
      }
      if (ancestorMarker) {
        continue;
      }
      nextSnapshot = cloneMachineSnapshot(nextSnapshot, {
        status: "done",
        output: getMachineOutput(nextSnapshot, event3, actorScope, nextSnapshot.machine.root, rootCompletionNode)
      });
    }
  }
  return nextSnapshot;
}
function computeEntrySet(transitions, historyValue, statesForDefaultEntry, statesToEnter) {
  for (const t of transitions) {
    const domain = getTransitionDomain(t, historyValue);
    for (const s of t.target || []) {
      if (!isHistoryNode(s) && // if the target is different than the source then it will *definitely* be entered
      (t.source !== s || // we know that the domain can't lie within the source
      // if it's different than the source then it's outside of it and it means that the target has to be entered as well
      t.source !== domain || // reentering transitions always enter the target, even if it's the source itself
      t.reenter)) {
        statesToEnter.add(s);
        statesForDefaultEntry.add(s);
      }
      addDescendantStatesToEnter(s, historyValue, statesForDefaultEntry, statesToEnter);
    }
    const targetStates = getEffectiveTargetStates(t, historyValue);
    for (const s of targetStates) {
      const ancestors = getProperAncestors(s, domain);
      if (domain?.type === "parallel") {
        ancestors.push(domain);
      }
      addAncestorStatesToEnter(statesToEnter, historyValue, statesForDefaultEntry, ancestors, !t.source.parent && t.reenter ? void 0 : domain);
    }
  }
}
function addDescendantStatesToEnter(stateNode, historyValue, statesForDefaultEntry, statesToEnter) {
  if (isHistoryNode(stateNode)) {
    if (historyValue[stateNode.id]) {
      const historyStateNodes = historyValue[stateNode.id];
      for (const s of historyStateNodes) {
        statesToEnter.add(s);
        addDescendantStatesToEnter(s, historyValue, statesForDefaultEntry, statesToEnter);
      }
      for (const s of historyStateNodes) {
        addProperAncestorStatesToEnter(s, stateNode.parent, statesToEnter, historyValue, statesForDefaultEntry);
      }
    } else {
      const historyDefaultTransition = resolveHistoryDefaultTransition(stateNode);
      for (const s of historyDefaultTransition.target) {
        statesToEnter.add(s);
        if (historyDefaultTransition === stateNode.parent?.initial) {
          statesForDefaultEntry.add(stateNode.parent);
        }
        addDescendantStatesToEnter(s, historyValue, statesForDefaultEntry, statesToEnter);
      }
      for (const s of historyDefaultTransition.target) {
        addProperAncestorStatesToEnter(s, stateNode.parent, statesToEnter, historyValue, statesForDefaultEntry);
      }
    }
  } else {
    if (stateNode.type === "compound") {
      const [initialState] = stateNode.initial.target;
      if (!isHistoryNode(initialState)) {
        statesToEnter.add(initialState);
        statesForDefaultEntry.add(initialState);
      }
      addDescendantStatesToEnter(initialState, historyValue, statesForDefaultEntry, statesToEnter);
      addProperAncestorStatesToEnter(initialState, stateNode, statesToEnter, historyValue, statesForDefaultEntry);
    } else {
      if (stateNode.type === "parallel") {
        for (const child of getChildren(stateNode).filter((sn) => !isHistoryNode(sn))) {
          if (![...statesToEnter].some((s) => isDescendant(s, child))) {
            if (!isHistoryNode(child)) {
              statesToEnter.add(child);
              statesForDefaultEntry.add(child);
            }
            addDescendantStatesToEnter(child, historyValue, statesForDefaultEntry, statesToEnter);
          }
        }
      }
    }
  }
}
function addAncestorStatesToEnter(statesToEnter, historyValue, statesForDefaultEntry, ancestors, reentrancyDomain) {
  for (const anc of ancestors) {
    if (!reentrancyDomain || isDescendant(anc, reentrancyDomain)) {
      statesToEnter.add(anc);
    }
    if (anc.type === "parallel") {
      for (const child of getChildren(anc).filter((sn) => !isHistoryNode(sn))) {
        if (![...statesToEnter].some((s) => isDescendant(s, child))) {
          statesToEnter.add(child);
          addDescendantStatesToEnter(child, historyValue, statesForDefaultEntry, statesToEnter);
        }
      }
    }
  }
}
function addProperAncestorStatesToEnter(stateNode, toStateNode, statesToEnter, historyValue, statesForDefaultEntry) {
  addAncestorStatesToEnter(statesToEnter, historyValue, statesForDefaultEntry, getProperAncestors(stateNode, toStateNode));
}
function exitStates(currentSnapshot, event3, actorScope, transitions, mutStateNodeSet, historyValue, internalQueue, _actionExecutor) {
  let nextSnapshot = currentSnapshot;
  const statesToExit = computeExitSet(transitions, mutStateNodeSet, historyValue);
  statesToExit.sort((a, b) => b.order - a.order);
  let changedHistory;
  for (const exitStateNode of statesToExit) {
    for (const historyNode of getHistoryNodes(exitStateNode)) {
      let predicate;
      if (historyNode.history === "deep") {
        predicate = (sn) => isAtomicStateNode(sn) && isDescendant(sn, exitStateNode);
      } else {
        predicate = (sn) => {
          return sn.parent === exitStateNode;
        };
      }
      changedHistory ??= {
        ...historyValue
      };
      changedHistory[historyNode.id] = Array.from(mutStateNodeSet).filter(predicate);
    }
  }
  for (const s of statesToExit) {
    nextSnapshot = resolveActionsAndContext(nextSnapshot, event3, actorScope, [...s.exit, ...s.invoke.map((def) => stopChild(def.id))], internalQueue, void 0);
    mutStateNodeSet.delete(s);
  }
  return [nextSnapshot, changedHistory || historyValue];
}
function getAction(machine, actionType) {
  return machine.implementations.actions[actionType];
}
function resolveAndExecuteActionsWithContext(currentSnapshot, event3, actorScope, actions, extra, retries) {
  const {
    machine
  } = currentSnapshot;
  let intermediateSnapshot = currentSnapshot;
  for (const action of actions) {
    const isInline = typeof action === "function";
    const resolvedAction = isInline ? action : (
      // the existing type of `.actions` assumes non-nullable `TExpressionAction`
      // it's fine to cast this here to get a common type and lack of errors in the rest of the code
      // our logic below makes sure that we call those 2 "variants" correctly
      getAction(machine, typeof action === "string" ? action : action.type)
    );
    const actionArgs = {
      context: intermediateSnapshot.context,
      event: event3,
      self: actorScope.self,
      system: actorScope.system
    };
    const actionParams = isInline || typeof action === "string" ? void 0 : "params" in action ? typeof action.params === "function" ? action.params({
      context: intermediateSnapshot.context,
      event: event3
    }) : action.params : void 0;
    if (!resolvedAction || !("resolve" in resolvedAction)) {
      actorScope.actionExecutor({
        type: typeof action === "string" ? action : typeof action === "object" ? action.type : action.name || "(anonymous)",
        info: actionArgs,
        params: actionParams,
        exec: resolvedAction
      });
      continue;
    }
    const builtinAction = resolvedAction;
    const [nextState, params, actions2] = builtinAction.resolve(
      actorScope,
      intermediateSnapshot,
      actionArgs,
      actionParams,
      resolvedAction,
      // this holds all params
      extra
    );
    intermediateSnapshot = nextState;
    if ("retryResolve" in builtinAction) {
      retries?.push([builtinAction, params]);
    }
    if ("execute" in builtinAction) {
      actorScope.actionExecutor({
        type: builtinAction.type,
        info: actionArgs,
        params,
        exec: builtinAction.execute.bind(null, actorScope, params)
      });
    }
    if (actions2) {
      intermediateSnapshot = resolveAndExecuteActionsWithContext(intermediateSnapshot, event3, actorScope, actions2, extra, retries);
    }
  }
  return intermediateSnapshot;
}
function resolveActionsAndContext(currentSnapshot, event3, actorScope, actions, internalQueue, deferredActorIds) {
  const retries = deferredActorIds ? [] : void 0;
  const nextState = resolveAndExecuteActionsWithContext(currentSnapshot, event3, actorScope, actions, {
    internalQueue,
    deferredActorIds
  }, retries);
  retries?.forEach(([builtinAction, params]) => {
    builtinAction.retryResolve(actorScope, nextState, params);
  });
  return nextState;
}
function macrostep(snapshot, event3, actorScope, internalQueue) {
  let nextSnapshot = snapshot;
  const microsteps = [];
  function addMicrostep(step, event4, transitions) {
    actorScope.system._sendInspectionEvent({
      type: "@xstate.microstep",
      actorRef: actorScope.self,
      event: event4,
      snapshot: step[0],
      _transitions: transitions
    });
    microsteps.push(step);
  }
  if (event3.type === XSTATE_STOP) {
    nextSnapshot = cloneMachineSnapshot(stopChildren(nextSnapshot, event3, actorScope), {
      status: "stopped"
    });
    addMicrostep([nextSnapshot, []], event3, []);
    return {
      snapshot: nextSnapshot,
      microsteps
    };
  }
  let nextEvent = event3;
  if (nextEvent.type !== XSTATE_INIT) {
    const currentEvent = nextEvent;
    const isErr = isErrorActorEvent(currentEvent);
    const transitions = selectTransitions(currentEvent, nextSnapshot);
    if (isErr && !transitions.length) {
      nextSnapshot = cloneMachineSnapshot(stopChildren(nextSnapshot, currentEvent, actorScope), {
        status: "error",
        error: currentEvent.error
      });
      addMicrostep([nextSnapshot, []], currentEvent, []);
      return {
        snapshot: nextSnapshot,
        microsteps
      };
    }
    const step = microstep(
      transitions,
      snapshot,
      actorScope,
      nextEvent,
      false,
      // isInitial
      internalQueue
    );
    nextSnapshot = step[0];
    addMicrostep(step, currentEvent, transitions);
  }
  let shouldSelectEventlessTransitions = true;
  const maxIterations = snapshot.machine.options?.maxIterations ?? Infinity;
  let iterationCount = 0;
  while (nextSnapshot.status === "active") {
    iterationCount++;
    if (iterationCount > maxIterations) {
      throw new Error(`Infinite loop detected: the machine has processed more than ${maxIterations} microsteps without reaching a stable state. This usually happens when there's a cycle of transitions (e.g., eventless transitions or raised events causing state A -> B -> C -> A).`);
    }
    let enabledTransitions = shouldSelectEventlessTransitions ? selectEventlessTransitions(nextSnapshot, nextEvent) : [];
    const previousState = enabledTransitions.length ? nextSnapshot : void 0;
    if (!enabledTransitions.length) {
      if (!internalQueue.length) {
        break;
      }
      nextEvent = internalQueue.shift();
      enabledTransitions = selectTransitions(nextEvent, nextSnapshot);
    }
    const step = microstep(enabledTransitions, nextSnapshot, actorScope, nextEvent, false, internalQueue);
    nextSnapshot = step[0];
    shouldSelectEventlessTransitions = nextSnapshot !== previousState;
    addMicrostep(step, nextEvent, enabledTransitions);
  }
  if (nextSnapshot.status !== "active") {
    stopChildren(nextSnapshot, nextEvent, actorScope);
  }
  return {
    snapshot: nextSnapshot,
    microsteps
  };
}
function stopChildren(nextState, event3, actorScope) {
  return resolveActionsAndContext(nextState, event3, actorScope, Object.values(nextState.children).map((child) => stopChild(child)), [], void 0);
}
function selectTransitions(event3, nextState) {
  return nextState.machine.getTransitionData(nextState, event3);
}
function selectEventlessTransitions(nextState, event3) {
  const enabledTransitionSet = /* @__PURE__ */ new Set();
  const atomicStates = nextState._nodes.filter(isAtomicStateNode);
  for (const stateNode of atomicStates) {
    loop: for (const s of [stateNode].concat(getProperAncestors(stateNode, void 0))) {
      if (!s.always) {
        continue;
      }
      for (const transition of s.always) {
        if (transition.guard === void 0 || evaluateGuard(transition.guard, nextState.context, event3, nextState)) {
          enabledTransitionSet.add(transition);
          break loop;
        }
      }
    }
  }
  return removeConflictingTransitions(Array.from(enabledTransitionSet), new Set(nextState._nodes), nextState.historyValue);
}
function resolveStateValue(rootNode, stateValue) {
  const allStateNodes = getAllStateNodes(getStateNodes(rootNode, stateValue));
  return getStateValue(rootNode, [...allStateNodes]);
}
function isMachineSnapshot(value) {
  return !!value && typeof value === "object" && "machine" in value && "value" in value;
}
var machineSnapshotMatches = function matches(testValue) {
  return matchesState(testValue, this.value);
};
var machineSnapshotHasTag = function hasTag(tag) {
  return this.tags.has(tag);
};
var machineSnapshotCan = function can(event3) {
  const transitionData = this.machine.getTransitionData(this, event3);
  return !!transitionData?.length && // Check that at least one transition is not forbidden
  transitionData.some((t) => t.target !== void 0 || t.actions.length);
};
var machineSnapshotToJSON = function toJSON() {
  const {
    _nodes: nodes2,
    tags,
    machine,
    getMeta: getMeta2,
    toJSON: toJSON2,
    can: can2,
    hasTag: hasTag2,
    matches: matches2,
    ...jsonValues
  } = this;
  return {
    ...jsonValues,
    tags: Array.from(tags)
  };
};
var machineSnapshotGetMeta = function getMeta() {
  return this._nodes.reduce((acc, stateNode) => {
    if (stateNode.meta !== void 0) {
      acc[stateNode.id] = stateNode.meta;
    }
    return acc;
  }, {});
};
function createMachineSnapshot(config2, machine) {
  return {
    status: config2.status,
    output: config2.output,
    error: config2.error,
    machine,
    context: config2.context,
    _nodes: config2._nodes,
    value: getStateValue(machine.root, config2._nodes),
    tags: new Set(config2._nodes.flatMap((sn) => sn.tags)),
    children: config2.children,
    historyValue: config2.historyValue || {},
    matches: machineSnapshotMatches,
    hasTag: machineSnapshotHasTag,
    can: machineSnapshotCan,
    getMeta: machineSnapshotGetMeta,
    toJSON: machineSnapshotToJSON
  };
}
function cloneMachineSnapshot(snapshot, config2 = {}) {
  return createMachineSnapshot({
    ...snapshot,
    ...config2
  }, snapshot.machine);
}
function serializeHistoryValue(historyValue) {
  if (typeof historyValue !== "object" || historyValue === null) {
    return {};
  }
  const result = {};
  for (const key in historyValue) {
    const value = historyValue[key];
    if (Array.isArray(value)) {
      result[key] = value.map((item) => ({
        id: item.id
      }));
    }
  }
  return result;
}
function getPersistedSnapshot(snapshot, options) {
  const {
    _nodes: nodes2,
    tags,
    machine,
    children,
    context,
    can: can2,
    hasTag: hasTag2,
    matches: matches2,
    getMeta: getMeta2,
    toJSON: toJSON2,
    ...jsonValues
  } = snapshot;
  const childrenJson = {};
  for (const id in children) {
    const child = children[id];
    childrenJson[id] = {
      snapshot: child.getPersistedSnapshot(options),
      src: child.src,
      systemId: child.systemId,
      syncSnapshot: child._syncSnapshot
    };
  }
  const persisted = {
    ...jsonValues,
    context: persistContext(context),
    children: childrenJson,
    historyValue: serializeHistoryValue(jsonValues.historyValue)
  };
  return persisted;
}
function persistContext(contextPart) {
  let copy;
  for (const key in contextPart) {
    const value = contextPart[key];
    if (value && typeof value === "object") {
      if ("sessionId" in value && "send" in value && "ref" in value) {
        copy ??= Array.isArray(contextPart) ? contextPart.slice() : {
          ...contextPart
        };
        copy[key] = {
          xstate$$type: $$ACTOR_TYPE,
          id: value.id
        };
      } else {
        const result = persistContext(value);
        if (result !== value) {
          copy ??= Array.isArray(contextPart) ? contextPart.slice() : {
            ...contextPart
          };
          copy[key] = result;
        }
      }
    }
  }
  return copy ?? contextPart;
}
function resolveRaise(_, snapshot, args, actionParams, {
  event: eventOrExpr,
  id,
  delay
}, {
  internalQueue
}) {
  const delaysMap = snapshot.machine.implementations.delays;
  if (typeof eventOrExpr === "string") {
    throw new Error(
      // oxlint-disable-next-line typescript/restrict-template-expressions
      `Only event objects may be used with raise; use raise({ type: "${eventOrExpr}" }) instead`
    );
  }
  const resolvedEvent = typeof eventOrExpr === "function" ? eventOrExpr(args, actionParams) : eventOrExpr;
  let resolvedDelay;
  if (typeof delay === "string") {
    const configDelay = delaysMap && delaysMap[delay];
    resolvedDelay = typeof configDelay === "function" ? configDelay(args, actionParams) : configDelay;
  } else {
    resolvedDelay = typeof delay === "function" ? delay(args, actionParams) : delay;
  }
  if (typeof resolvedDelay !== "number") {
    internalQueue.push(resolvedEvent);
  }
  return [snapshot, {
    event: resolvedEvent,
    id,
    delay: resolvedDelay
  }, void 0];
}
function executeRaise(actorScope, params) {
  const {
    event: event3,
    delay,
    id
  } = params;
  if (typeof delay === "number") {
    actorScope.defer(() => {
      const self2 = actorScope.self;
      actorScope.system.scheduler.schedule(self2, self2, event3, delay, id);
    });
    return;
  }
}
function raise(eventOrExpr, options) {
  function raise2(_args, _params) {
  }
  raise2.type = "xstate.raise";
  raise2.event = eventOrExpr;
  raise2.id = options?.id;
  raise2.delay = options?.delay;
  raise2.resolve = resolveRaise;
  raise2.execute = executeRaise;
  return raise2;
}

// node_modules/xstate/dist/assign-1f0d7720.esm.js
function createSpawner(actorScope, {
  machine,
  context
}, event3, spawnedChildren) {
  const spawn = (src, options) => {
    if (typeof src === "string") {
      const logic = resolveReferencedActor(machine, src);
      if (!logic) {
        throw new Error(`Actor logic '${src}' not implemented in machine '${machine.id}'`);
      }
      const actorRef = createActor(logic, {
        id: options?.id,
        parent: actorScope.self,
        syncSnapshot: options?.syncSnapshot,
        input: typeof options?.input === "function" ? options.input({
          context,
          event: event3,
          self: actorScope.self
        }) : options?.input,
        src,
        systemId: options?.systemId
      });
      spawnedChildren[actorRef.id] = actorRef;
      return actorRef;
    } else {
      const actorRef = createActor(src, {
        id: options?.id,
        parent: actorScope.self,
        syncSnapshot: options?.syncSnapshot,
        input: options?.input,
        src,
        systemId: options?.systemId
      });
      return actorRef;
    }
  };
  return (src, options) => {
    const actorRef = spawn(src, options);
    spawnedChildren[actorRef.id] = actorRef;
    actorScope.defer(() => {
      if (actorRef._processingStatus === ProcessingStatus.Stopped) {
        return;
      }
      actorRef.start();
    });
    return actorRef;
  };
}
function resolveAssign(actorScope, snapshot, actionArgs, actionParams, {
  assignment
}) {
  if (!snapshot.context) {
    throw new Error("Cannot assign to undefined `context`. Ensure that `context` is defined in the machine config.");
  }
  const spawnedChildren = {};
  const assignArgs = {
    context: snapshot.context,
    event: actionArgs.event,
    spawn: createSpawner(actorScope, snapshot, actionArgs.event, spawnedChildren),
    self: actorScope.self,
    system: actorScope.system
  };
  let partialUpdate = {};
  if (typeof assignment === "function") {
    partialUpdate = assignment(assignArgs, actionParams);
  } else {
    for (const key of Object.keys(assignment)) {
      const propAssignment = assignment[key];
      partialUpdate[key] = typeof propAssignment === "function" ? propAssignment(assignArgs, actionParams) : propAssignment;
    }
  }
  const updatedContext = Object.assign({}, snapshot.context, partialUpdate);
  return [cloneMachineSnapshot(snapshot, {
    context: updatedContext,
    children: Object.keys(spawnedChildren).length ? {
      ...snapshot.children,
      ...spawnedChildren
    } : snapshot.children
  }), void 0, void 0];
}
function assign(assignment) {
  function assign2(_args, _params) {
  }
  assign2.type = "xstate.assign";
  assign2.assignment = assignment;
  assign2.resolve = resolveAssign;
  return assign2;
}

// node_modules/xstate/dist/StateMachine-ae06a22b.esm.js
var cache = /* @__PURE__ */ new WeakMap();
function memo(object, key, fn) {
  let memoizedData = cache.get(object);
  if (!memoizedData) {
    memoizedData = {
      [key]: fn()
    };
    cache.set(object, memoizedData);
  } else if (!(key in memoizedData)) {
    memoizedData[key] = fn();
  }
  return memoizedData[key];
}
var EMPTY_OBJECT = {};
var toSerializableAction = (action) => {
  if (typeof action === "string") {
    return {
      type: action
    };
  }
  if (typeof action === "function") {
    if ("resolve" in action) {
      return {
        type: action.type
      };
    }
    return {
      type: action.name
    };
  }
  return action;
};
var StateNode = class _StateNode {
  constructor(config2, options) {
    this.config = config2;
    this.key = void 0;
    this.id = void 0;
    this.type = void 0;
    this.path = void 0;
    this.states = void 0;
    this.history = void 0;
    this.entry = void 0;
    this.exit = void 0;
    this.parent = void 0;
    this.machine = void 0;
    this.meta = void 0;
    this.output = void 0;
    this.order = -1;
    this.description = void 0;
    this.tags = [];
    this.transitions = void 0;
    this.always = void 0;
    this.parent = options._parent;
    this.key = options._key;
    this.machine = options._machine;
    this.path = this.parent ? this.parent.path.concat(this.key) : [];
    this.id = this.config.id || [this.machine.id, ...this.path].join(STATE_DELIMITER);
    this.type = this.config.type || (this.config.states && Object.keys(this.config.states).length ? "compound" : this.config.history ? "history" : "atomic");
    this.description = this.config.description;
    this.order = this.machine.idMap.size;
    this.machine.idMap.set(this.id, this);
    this.states = this.config.states ? mapValues(this.config.states, (stateConfig, key) => {
      const stateNode = new _StateNode(stateConfig, {
        _parent: this,
        _key: key,
        _machine: this.machine
      });
      return stateNode;
    }) : EMPTY_OBJECT;
    if (this.type === "compound" && !this.config.initial) {
      throw new Error(`No initial state specified for compound state node "#${this.id}". Try adding { initial: "${Object.keys(this.states)[0]}" } to the state config.`);
    }
    this.history = this.config.history === true ? "shallow" : this.config.history || false;
    this.entry = toArray(this.config.entry).slice();
    this.exit = toArray(this.config.exit).slice();
    this.meta = this.config.meta;
    this.output = this.type === "final" || !this.parent ? this.config.output : void 0;
    this.tags = toArray(config2.tags).slice();
  }
  /** @internal */
  _initialize() {
    this.transitions = formatTransitions(this);
    if (this.config.always) {
      this.always = toTransitionConfigArray(this.config.always).map((t) => formatTransition(this, NULL_EVENT, t));
    }
    Object.keys(this.states).forEach((key) => {
      this.states[key]._initialize();
    });
  }
  /** The well-structured state node definition. */
  get definition() {
    return {
      id: this.id,
      key: this.key,
      version: this.machine.version,
      type: this.type,
      initial: this.initial ? {
        target: this.initial.target,
        source: this,
        actions: this.initial.actions.map(toSerializableAction),
        eventType: null,
        reenter: false,
        meta: this.initial.meta,
        description: this.initial.description,
        toJSON: () => ({
          target: this.initial.target.map((t) => `#${t.id}`),
          source: `#${this.id}`,
          actions: this.initial.actions.map(toSerializableAction),
          eventType: null,
          meta: this.initial.meta,
          description: this.initial.description
        })
      } : void 0,
      history: this.history,
      states: mapValues(this.states, (state) => state.definition),
      on: this.on,
      transitions: [...this.transitions.values()].flat().map((t) => ({
        ...t,
        actions: t.actions.map(toSerializableAction)
      })),
      entry: this.entry.map(toSerializableAction),
      exit: this.exit.map(toSerializableAction),
      meta: this.meta,
      order: this.order || -1,
      output: this.output,
      invoke: this.invoke,
      description: this.description,
      tags: this.tags
    };
  }
  /** @internal */
  toJSON() {
    return this.definition;
  }
  /** The logic invoked as actors by this state node. */
  get invoke() {
    return memo(this, "invoke", () => toArray(this.config.invoke).map((invokeConfig, i) => {
      const {
        src,
        systemId
      } = invokeConfig;
      const resolvedId = invokeConfig.id ?? createInvokeId(this.id, i);
      const sourceName = typeof src === "string" ? src : `xstate.invoke.${createInvokeId(this.id, i)}`;
      return {
        ...invokeConfig,
        src: sourceName,
        id: resolvedId,
        systemId,
        toJSON() {
          const {
            onDone,
            onError,
            ...invokeDefValues
          } = invokeConfig;
          return {
            ...invokeDefValues,
            type: "xstate.invoke",
            src: sourceName,
            id: resolvedId
          };
        }
      };
    }));
  }
  /** The mapping of events to transitions. */
  get on() {
    return memo(this, "on", () => {
      const transitions = this.transitions;
      return [...transitions].flatMap(([descriptor, t]) => t.map((t2) => [descriptor, t2])).reduce((map, [descriptor, transition]) => {
        map[descriptor] = map[descriptor] || [];
        map[descriptor].push(transition);
        return map;
      }, {});
    });
  }
  get after() {
    return memo(this, "delayedTransitions", () => getDelayedTransitions(this));
  }
  get initial() {
    return memo(this, "initial", () => formatInitialTransition(this, this.config.initial));
  }
  /** @internal */
  next(snapshot, event3) {
    const eventType = event3.type;
    const actions = [];
    let selectedTransition;
    const candidates = memo(this, `candidates-${eventType}`, () => getCandidates(this, eventType));
    for (const candidate of candidates) {
      const {
        guard
      } = candidate;
      const resolvedContext = snapshot.context;
      let guardPassed = false;
      try {
        guardPassed = !guard || evaluateGuard(guard, resolvedContext, event3, snapshot);
      } catch (err) {
        const guardType = typeof guard === "string" ? guard : typeof guard === "object" ? guard.type : void 0;
        throw new Error(`Unable to evaluate guard ${guardType ? `'${guardType}' ` : ""}in transition for event '${eventType}' in state node '${this.id}':
${err.message}`);
      }
      if (guardPassed) {
        actions.push(...candidate.actions);
        selectedTransition = candidate;
        break;
      }
    }
    return selectedTransition ? [selectedTransition] : void 0;
  }
  /** All the event types accepted by this state node and its descendants. */
  get events() {
    return memo(this, "events", () => {
      const {
        states
      } = this;
      const events = new Set(this.ownEvents);
      if (states) {
        for (const stateId of Object.keys(states)) {
          const state = states[stateId];
          if (state.states) {
            for (const event3 of state.events) {
              events.add(`${event3}`);
            }
          }
        }
      }
      return Array.from(events);
    });
  }
  /**
   * All the events that have transitions directly from this state node.
   *
   * Excludes any inert events.
   */
  get ownEvents() {
    const keys = Object.keys(Object.fromEntries(this.transitions));
    const events = new Set(keys.filter((descriptor) => {
      return this.transitions.get(descriptor).some((transition) => !(!transition.target && !transition.actions.length && !transition.reenter));
    }));
    return Array.from(events);
  }
};
var STATE_IDENTIFIER2 = "#";
var StateMachine = class _StateMachine {
  constructor(config2, implementations) {
    this.config = config2;
    this.version = void 0;
    this.schemas = void 0;
    this.implementations = void 0;
    this.options = void 0;
    this.__xstatenode = true;
    this.idMap = /* @__PURE__ */ new Map();
    this.root = void 0;
    this.id = void 0;
    this.states = void 0;
    this.events = void 0;
    this.id = config2.id || "(machine)";
    this.implementations = {
      actors: implementations?.actors ?? {},
      actions: implementations?.actions ?? {},
      delays: implementations?.delays ?? {},
      guards: implementations?.guards ?? {}
    };
    this.version = this.config.version;
    this.schemas = this.config.schemas;
    this.options = {
      maxIterations: Infinity,
      ...this.config.options
    };
    this.transition = this.transition.bind(this);
    this.getInitialSnapshot = this.getInitialSnapshot.bind(this);
    this.getPersistedSnapshot = this.getPersistedSnapshot.bind(this);
    this.restoreSnapshot = this.restoreSnapshot.bind(this);
    this.start = this.start.bind(this);
    this.root = new StateNode(config2, {
      _key: this.id,
      _machine: this
    });
    this.root._initialize();
    formatRouteTransitions(this.root);
    this.states = this.root.states;
    this.events = this.root.events;
  }
  /**
   * Clones this state machine with the provided implementations.
   *
   * @param implementations Options (`actions`, `guards`, `actors`, `delays`) to
   *   recursively merge with the existing options.
   * @returns A new `StateMachine` instance with the provided implementations.
   */
  provide(implementations) {
    const {
      actions,
      guards: guards2,
      actors,
      delays
    } = this.implementations;
    return new _StateMachine(this.config, {
      actions: {
        ...actions,
        ...implementations.actions
      },
      guards: {
        ...guards2,
        ...implementations.guards
      },
      actors: {
        ...actors,
        ...implementations.actors
      },
      delays: {
        ...delays,
        ...implementations.delays
      }
    });
  }
  resolveState(config2) {
    const resolvedStateValue = resolveStateValue(this.root, config2.value);
    const nodeSet = getAllStateNodes(getStateNodes(this.root, resolvedStateValue));
    return createMachineSnapshot({
      _nodes: [...nodeSet],
      context: config2.context || {},
      children: {},
      status: isInFinalState(nodeSet, this.root) ? "done" : config2.status || "active",
      output: config2.output,
      error: config2.error,
      historyValue: config2.historyValue
    }, this);
  }
  /**
   * Determines the next snapshot given the current `snapshot` and received
   * `event`. Calculates a full macrostep from all microsteps.
   *
   * @param snapshot The current snapshot
   * @param event The received event
   */
  transition(snapshot, event3, actorScope) {
    return macrostep(snapshot, event3, actorScope, []).snapshot;
  }
  /**
   * Determines the next state given the current `state` and `event`. Calculates
   * a microstep.
   *
   * @param state The current state
   * @param event The received event
   */
  microstep(snapshot, event3, actorScope) {
    return macrostep(snapshot, event3, actorScope, []).microsteps.map(([s]) => s);
  }
  getTransitionData(snapshot, event3) {
    return transitionNode(this.root, snapshot.value, snapshot, event3) || [];
  }
  /**
   * The initial state _before_ evaluating any microsteps. This "pre-initial"
   * state is provided to initial actions executed in the initial state.
   *
   * @internal
   */
  _getPreInitialState(actorScope, initEvent, internalQueue) {
    const {
      context
    } = this.config;
    const preInitial = createMachineSnapshot({
      context: typeof context !== "function" && context ? context : {},
      _nodes: [this.root],
      children: {},
      status: "active"
    }, this);
    if (typeof context === "function") {
      const assignment = ({
        spawn,
        event: event3,
        self: self2
      }) => context({
        spawn,
        input: event3.input,
        self: self2
      });
      return resolveActionsAndContext(preInitial, initEvent, actorScope, [assign(assignment)], internalQueue, void 0);
    }
    return preInitial;
  }
  /**
   * Returns the initial `State` instance, with reference to `self` as an
   * `ActorRef`.
   */
  getInitialSnapshot(actorScope, input) {
    const initEvent = createInitEvent(input);
    const internalQueue = [];
    let snapshot = createMachineSnapshot({
      context: typeof this.config.context !== "function" && this.config.context ? this.config.context : {},
      _nodes: [this.root],
      children: {},
      status: "active"
    }, this);
    try {
      snapshot = this._getPreInitialState(actorScope, initEvent, internalQueue);
      const [nextState] = initialMicrostep(this.root, snapshot, actorScope, initEvent, internalQueue);
      const {
        snapshot: macroState
      } = macrostep(nextState, initEvent, actorScope, internalQueue);
      return macroState;
    } catch (error) {
      return cloneMachineSnapshot(snapshot, {
        status: "error",
        error
      });
    }
  }
  start(snapshot) {
    Object.values(snapshot.children).forEach((child) => {
      if (child.getSnapshot().status === "active") {
        child.start();
      }
    });
  }
  getStateNodeById(stateId) {
    const fullPath = toStatePath(stateId);
    const relativePath = fullPath.slice(1);
    const resolvedStateId = isStateId(fullPath[0]) ? fullPath[0].slice(STATE_IDENTIFIER2.length) : fullPath[0];
    const stateNode = this.idMap.get(resolvedStateId);
    if (!stateNode) {
      throw new Error(`Child state node '#${resolvedStateId}' does not exist on machine '${this.id}'`);
    }
    return getStateNodeByPath(stateNode, relativePath);
  }
  get definition() {
    return this.root.definition;
  }
  toJSON() {
    return this.definition;
  }
  getPersistedSnapshot(snapshot, options) {
    return getPersistedSnapshot(snapshot, options);
  }
  restoreSnapshot(snapshot, _actorScope) {
    const children = {};
    const snapshotChildren = snapshot.children;
    Object.keys(snapshotChildren).forEach((actorId) => {
      const actorData = snapshotChildren[actorId];
      const childState = actorData.snapshot;
      const src = actorData.src;
      const logic = typeof src === "string" ? resolveReferencedActor(this, src) : src;
      if (!logic) {
        return;
      }
      const actorRef = createActor(logic, {
        id: actorId,
        parent: _actorScope.self,
        syncSnapshot: actorData.syncSnapshot,
        snapshot: childState,
        src,
        systemId: actorData.systemId
      });
      children[actorId] = actorRef;
    });
    function resolveHistoryReferencedState(root, referenced) {
      if (referenced instanceof StateNode) {
        return referenced;
      }
      try {
        return root.machine.getStateNodeById(referenced.id);
      } catch {
      }
    }
    function reviveHistoryValue(root, historyValue) {
      if (!historyValue || typeof historyValue !== "object") {
        return {};
      }
      const revived = {};
      for (const key in historyValue) {
        const arr = historyValue[key];
        for (const item of arr) {
          const resolved = resolveHistoryReferencedState(root, item);
          if (!resolved) {
            continue;
          }
          revived[key] ??= [];
          revived[key].push(resolved);
        }
      }
      return revived;
    }
    const revivedHistoryValue = reviveHistoryValue(this.root, snapshot.historyValue);
    const restoredSnapshot = createMachineSnapshot({
      ...snapshot,
      children,
      _nodes: Array.from(getAllStateNodes(getStateNodes(this.root, snapshot.value))),
      historyValue: revivedHistoryValue
    }, this);
    const seen = /* @__PURE__ */ new Set();
    function reviveContext(contextPart, children2) {
      if (seen.has(contextPart)) {
        return;
      }
      seen.add(contextPart);
      for (const key in contextPart) {
        const value = contextPart[key];
        if (value && typeof value === "object") {
          if ("xstate$$type" in value && value.xstate$$type === $$ACTOR_TYPE) {
            contextPart[key] = children2[value.id];
            continue;
          }
          reviveContext(value, children2);
        }
      }
    }
    reviveContext(restoredSnapshot.context, children);
    return restoredSnapshot;
  }
};

// node_modules/xstate/dist/log-6a5e50a8.esm.js
function resolveEmit(_, snapshot, args, actionParams, {
  event: eventOrExpr
}) {
  const resolvedEvent = typeof eventOrExpr === "function" ? eventOrExpr(args, actionParams) : eventOrExpr;
  return [snapshot, {
    event: resolvedEvent
  }, void 0];
}
function executeEmit(actorScope, {
  event: event3
}) {
  actorScope.defer(() => actorScope.emit(event3));
}
function emit(eventOrExpr) {
  function emit2(_args, _params) {
  }
  emit2.type = "xstate.emit";
  emit2.event = eventOrExpr;
  emit2.resolve = resolveEmit;
  emit2.execute = executeEmit;
  return emit2;
}
var SpecialTargets = /* @__PURE__ */ (function(SpecialTargets2) {
  SpecialTargets2["Parent"] = "#_parent";
  SpecialTargets2["Internal"] = "#_internal";
  return SpecialTargets2;
})({});
function resolveSendTo(actorScope, snapshot, args, actionParams, {
  to,
  event: eventOrExpr,
  id,
  delay
}, extra) {
  const delaysMap = snapshot.machine.implementations.delays;
  if (typeof eventOrExpr === "string") {
    throw new Error(
      // oxlint-disable-next-line typescript/restrict-template-expressions
      `Only event objects may be used with sendTo; use sendTo({ type: "${eventOrExpr}" }) instead`
    );
  }
  const resolvedEvent = typeof eventOrExpr === "function" ? eventOrExpr(args, actionParams) : eventOrExpr;
  let resolvedDelay;
  if (typeof delay === "string") {
    const configDelay = delaysMap && delaysMap[delay];
    resolvedDelay = typeof configDelay === "function" ? configDelay(args, actionParams) : configDelay;
  } else {
    resolvedDelay = typeof delay === "function" ? delay(args, actionParams) : delay;
  }
  const resolvedTarget = typeof to === "function" ? to(args, actionParams) : to;
  let targetActorRef;
  if (typeof resolvedTarget === "string") {
    if (resolvedTarget === SpecialTargets.Parent) {
      targetActorRef = actorScope.self._parent;
    } else if (resolvedTarget === SpecialTargets.Internal) {
      targetActorRef = actorScope.self;
    } else if (resolvedTarget.startsWith("#_")) {
      targetActorRef = snapshot.children[resolvedTarget.slice(2)];
    } else {
      targetActorRef = extra.deferredActorIds?.includes(resolvedTarget) ? resolvedTarget : snapshot.children[resolvedTarget];
    }
    if (!targetActorRef) {
      throw new Error(`Unable to send event to actor '${resolvedTarget}' from machine '${snapshot.machine.id}'.`);
    }
  } else {
    targetActorRef = resolvedTarget || actorScope.self;
  }
  return [snapshot, {
    to: targetActorRef,
    targetId: typeof resolvedTarget === "string" ? resolvedTarget : void 0,
    event: resolvedEvent,
    id,
    delay: resolvedDelay
  }, void 0];
}
function retryResolveSendTo(_, snapshot, params) {
  if (typeof params.to === "string") {
    params.to = snapshot.children[params.to];
  }
}
function executeSendTo(actorScope, params) {
  actorScope.defer(() => {
    const {
      to,
      event: event3,
      delay,
      id
    } = params;
    if (typeof delay === "number") {
      actorScope.system.scheduler.schedule(actorScope.self, to, event3, delay, id);
      return;
    }
    actorScope.system._relay(
      actorScope.self,
      // at this point, in a deferred task, it should already be mutated by retryResolveSendTo
      // if it initially started as a string
      to,
      event3.type === XSTATE_ERROR ? createErrorActorEvent(actorScope.self.id, event3.data) : event3
    );
  });
}
function sendTo(to, eventOrExpr, options) {
  function sendTo2(_args, _params) {
  }
  sendTo2.type = "xstate.sendTo";
  sendTo2.to = to;
  sendTo2.event = eventOrExpr;
  sendTo2.id = options?.id;
  sendTo2.delay = options?.delay;
  sendTo2.resolve = resolveSendTo;
  sendTo2.retryResolve = retryResolveSendTo;
  sendTo2.execute = executeSendTo;
  return sendTo2;
}
function sendParent(event3, options) {
  return sendTo(SpecialTargets.Parent, event3, options);
}
function resolveEnqueueActions(actorScope, snapshot, args, actionParams, {
  collect
}) {
  const actions = [];
  const enqueue = function enqueue2(action) {
    actions.push(action);
  };
  enqueue.assign = (...args2) => {
    actions.push(assign(...args2));
  };
  enqueue.cancel = (...args2) => {
    actions.push(cancel(...args2));
  };
  enqueue.raise = (...args2) => {
    actions.push(raise(...args2));
  };
  enqueue.sendTo = (...args2) => {
    actions.push(sendTo(...args2));
  };
  enqueue.sendParent = (...args2) => {
    actions.push(sendParent(...args2));
  };
  enqueue.spawnChild = (...args2) => {
    actions.push(spawnChild(...args2));
  };
  enqueue.stopChild = (...args2) => {
    actions.push(stopChild(...args2));
  };
  enqueue.emit = (...args2) => {
    actions.push(emit(...args2));
  };
  collect({
    context: args.context,
    event: args.event,
    enqueue,
    check: (guard) => evaluateGuard(guard, snapshot.context, args.event, snapshot),
    self: actorScope.self,
    system: actorScope.system
  }, actionParams);
  return [snapshot, void 0, actions];
}
function enqueueActions(collect) {
  function enqueueActions2(_args, _params) {
  }
  enqueueActions2.type = "xstate.enqueueActions";
  enqueueActions2.collect = collect;
  enqueueActions2.resolve = resolveEnqueueActions;
  return enqueueActions2;
}
function resolveLog(_, snapshot, actionArgs, actionParams, {
  value,
  label: label3
}) {
  return [snapshot, {
    value: typeof value === "function" ? value(actionArgs, actionParams) : value,
    label: label3
  }, void 0];
}
function executeLog({
  logger
}, {
  value,
  label: label3
}) {
  if (label3) {
    logger(label3, value);
  } else {
    logger(value);
  }
}
function log(value = ({
  context,
  event: event3
}) => ({
  context,
  event: event3
}), label3) {
  function log4(_args, _params) {
  }
  log4.type = "xstate.log";
  log4.value = value;
  log4.label = label3;
  log4.resolve = resolveLog;
  log4.execute = executeLog;
  return log4;
}

// node_modules/xstate/dist/xstate.esm.js
function createMachine(config2, implementations) {
  return new StateMachine(config2, implementations);
}
function setup({
  schemas,
  actors,
  actions,
  guards: guards2,
  delays
}) {
  return {
    assign,
    sendTo,
    raise,
    log,
    cancel,
    stopChild,
    enqueueActions,
    emit,
    spawnChild,
    createStateConfig: (config2) => config2,
    createAction: (fn) => fn,
    createMachine: (config2) => createMachine({
      ...config2,
      schemas
    }, {
      actors,
      actions,
      guards: guards2,
      delays
    }),
    extend: (extended) => setup({
      schemas,
      actors,
      actions: {
        ...actions,
        ...extended.actions
      },
      guards: {
        ...guards2,
        ...extended.guards
      },
      delays: {
        ...delays,
        ...extended.delays
      }
    })
  };
}

// src/sim/kernel/actor-host.ts
var ActorHost = class {
  transitions = 0;
  #actors = /* @__PURE__ */ new Map();
  #callbacks = /* @__PURE__ */ new Map();
  #kernel;
  #catalogue;
  #timers = 0;
  constructor(kernel2, catalogue) {
    this.#kernel = kernel2;
    this.#catalogue = catalogue;
  }
  has(id) {
    return this.#actors.has(id);
  }
  start(id, kind, input) {
    const machine = this.#catalogue.machines[kind];
    if (machine === void 0) throw new Error(`no machine of kind ${kind}`);
    const callbacks = /* @__PURE__ */ new Map();
    this.#callbacks.set(id, callbacks);
    const clock2 = {
      setTimeout: (callback, millis2) => {
        const timer = this.#timers++;
        callbacks.set(timer, callback);
        return this.#kernel.schedule(id, { type: "TIMER", timer }, millis2 * 1e3);
      },
      clearTimeout: (entry) => {
        entry.dead = true;
      }
    };
    const env = this.#catalogue.env(id);
    const actor = createActor(machine, {
      id,
      input: { ...input, env },
      clock: clock2
    });
    this.#actors.set(id, actor);
    actor.subscribe({
      error: (error) => {
        throw error;
      }
    });
    this.transitions++;
    actor.start();
  }
  stop(id) {
    const actor = this.#actors.get(id);
    this.#actors.delete(id);
    const callbacks = this.#callbacks.get(id);
    this.#callbacks.delete(id);
    callbacks?.clear();
    actor?.stop();
  }
  send(id, event3) {
    const actor = this.#actors.get(id);
    if (actor === void 0) return;
    this.transitions++;
    if (event3.type !== "TIMER") return actor.send(event3);
    const timer = event3["timer"];
    const callbacks = this.#callbacks.get(id);
    const callback = callbacks?.get(timer);
    callbacks?.delete(timer);
    return callback?.();
  }
};

// src/sim/kernel/machine-host.ts
var PureHost = class {
  transitions = 0;
  #processes = /* @__PURE__ */ new Map();
  #collected = [];
  #scope;
  #kernel;
  #catalogue;
  constructor(kernel2, catalogue) {
    this.#kernel = kernel2;
    this.#catalogue = catalogue;
    const refuse = () => {
      throw new Error("a machine posts through env");
    };
    this.#scope = {
      self: { id: "", send: refuse },
      id: "",
      sessionId: "",
      logger: () => void 0,
      defer: () => void 0,
      stopChild: () => void 0,
      emit: () => void 0,
      system: { _sendInspectionEvent: () => void 0 },
      actionExecutor: (action) => this.#collected.push(action)
    };
  }
  has(id) {
    return this.#processes.has(id);
  }
  start(id, kind, input) {
    const machine = this.#catalogue.machines[kind];
    if (machine === void 0) throw new Error(`no machine of kind ${kind}`);
    const process = {
      machine,
      snapshot: void 0,
      timers: /* @__PURE__ */ new Map()
    };
    this.#processes.set(id, process);
    const env = this.#catalogue.env(id);
    this.#commit(id, process, () => machine.getInitialSnapshot(this.#scope, { ...input, env }));
  }
  stop(id) {
    for (const timer of this.#processes.get(id)?.timers.values() ?? []) timer.dead = true;
    this.#processes.delete(id);
  }
  send(id, sent) {
    const process = this.#processes.get(id);
    if (process === void 0) return;
    let event3 = sent;
    if (sent.type === "TIMER") {
      process.timers.delete(sent["timer"]);
      event3 = sent["event"];
    }
    this.#commit(
      id,
      process,
      () => process.machine.transition(process.snapshot, event3, this.#scope)
    );
  }
  #commit(id, process, advance) {
    const outer = this.#collected;
    this.#collected = [];
    this.transitions++;
    const snapshot = advance();
    if (snapshot.status === "error") throw snapshot.error;
    process.snapshot = snapshot;
    const actions = this.#collected;
    this.#collected = outer;
    for (const action of actions) {
      if (action.type === "xstate.raise") this.#arm(id, process, action);
      else if (action.type === "xstate.cancel") {
        const timer = process.timers.get(action.params.sendId ?? "");
        if (timer !== void 0) timer.dead = true;
        process.timers.delete(action.params.sendId ?? "");
      } else action.exec?.(action.info, action.params);
    }
  }
  #arm(id, process, { params }) {
    if (typeof params.delay !== "number") return;
    const timer = params.id ?? "";
    const old = process.timers.get(timer);
    if (old !== void 0) old.dead = true;
    const event3 = { type: "TIMER", timer, event: params.event };
    process.timers.set(timer, this.#kernel.schedule(id, event3, params.delay * 1e3));
  }
};

// src/sim/lab-env.ts
function makeEnv(parts, id) {
  const { kernel: kernel2, world, store, controlPlane, profile: profile3 } = parts;
  const host2 = id.slice(0, id.indexOf("/") < 0 ? id.length : id.indexOf("/"));
  const stream = (purpose) => kernel2.stream(`${id}:${purpose}`);
  return {
    id,
    host: host2,
    profile: profile3,
    now: () => kernel2.now,
    millis: (purpose, table) => stream(purpose).draw(table) / 1e3,
    integer: (purpose, low, high) => stream(purpose).integer(low, high),
    hex: (name, length) => hexOf(kernel2.seed, name, length),
    post: (to, event3, delayMillis = 0) => void kernel2.schedule(to, event3, delayMillis * 1e3),
    start: (process, kind, input) => kernel2.start(process, kind, input, id),
    stop: (process) => kernel2.stop(process),
    running: (process) => kernel2.running(process),
    emit: (fact) => void world.emit(fact),
    log: (unit2, identifier, message, priority = 6) => {
      const state = world.host(host2);
      const pid = identifier === "systemd" ? 1 : identifier === "kernel" ? 0 : state.units.get(unit2)?.mainPid ?? 0;
      const boot2 = Math.max(0, state.boots.length - 1);
      world.emit({ kind: "journal", host: host2, unit: unit2, identifier, pid, priority, message, boot: boot2 });
    },
    say: (containerId, text, out = "stderr") => void world.emit({ kind: "containerLog", host: host2, containerId, stream: out, text }),
    nextPid: () => world.nextPid(host2),
    state: () => world.host(host2),
    setPhase: (phase2) => {
      world.host(host2).phase = phase2;
      parts.changed(`host:${host2}`);
    },
    hosts: () => [...world.hosts.values()],
    other: (name) => world.hosts.get(name),
    unit: (name) => world.host(host2).units.get(name),
    file: (path2) => world.host(host2).files.get(path2),
    folder: (path2) => world.host(host2).files.list(path2),
    objects: store,
    podRun: (namespace3, name) => parts.podRuns.get(`${namespace3}/${name}`),
    setPodRun: (namespace3, name, run2) => void parts.podRuns.set(`${namespace3}/${name}`, run2),
    watch: (topic) => parts.watch(id, topic),
    request: (server2, call, reply2) => controlPlane.request(
      host2,
      server2,
      call,
      (answer2) => kernel2.deliver(id, { type: reply2, answer: answer2 })
    ),
    health: (reply2) => {
      const answer2 = (ok) => void kernel2.schedule(id, { type: reply2, ok }, 1e3);
      controlPlane.health(
        host2,
        "healthz",
        [],
        (checks) => answer2(checks?.every((c) => c.ok) === true)
      );
    },
    apiServer: {
      listen: () => controlPlane.listen(host2),
      finishHook: (name) => controlPlane.finishHook(host2, name),
      close: () => controlPlane.close(host2),
      etcdReady: () => controlPlane.etcdReady(host2)
    },
    apiAnswers: (server2) => controlPlane.answers(host2, server2),
    backends: () => controlPlane.backends(),
    milestone: (name) => parts.hasCome(name),
    leads: (lease2, identity3) => {
      parts.leases.set(lease2, { identity: identity3, process: id, alive: true, lostAt: 0 });
      parts.changed("leases");
    },
    leaseAlive: (lease2, identity3, renewedAt, leaseMicros) => {
      const known = parts.leases.get(lease2);
      if (known?.identity !== identity3) return kernel2.now - renewedAt < leaseMicros;
      return known.alive || kernel2.now - Math.max(renewedAt, known.lostAt) < leaseMicros;
    },
    leading: (lease2) => parts.leases.get(lease2)?.alive === true,
    etcd: etcdDoor(parts, id, host2),
    images: {
      present: (image) => parts.registry.present(host2, image),
      pullMillis: (image) => parts.registry.pullMillis(host2, image),
      pulled: (image) => parts.registry.pulled(host2, image)
    },
    runtime: runtimeDoor(parts, id, host2)
  };
}
function runtimeDoor({ runtime: runtime2 }, id, host2) {
  return {
    nextSandboxId: (pod2) => runtime2.nextSandboxId(host2, pod2),
    createSandbox: (pod2) => runtime2.createSandbox(host2, pod2),
    removeSandbox: (sandbox) => runtime2.removeSandbox(host2, sandbox),
    createContainer: (sandbox, container) => runtime2.createContainer(host2, sandbox, container),
    startContainer: (container, kind, input) => runtime2.startContainer(host2, container, kind, input, id),
    exit: (container, exitCode) => runtime2.exit(host2, container, exitCode),
    stopContainer: (container) => runtime2.stopContainer(host2, container),
    lose: () => runtime2.lose(host2)
  };
}
function etcdDoor(parts, _id, host2) {
  const { etcd: c } = parts;
  return {
    member: () => c.member(host2),
    find: (other) => c.find(other),
    leader: () => c.leader(),
    hex: (other) => c.hex(other),
    start: (containerId) => {
      parts.etcdContainers.set(host2, containerId);
      const name = host2 === "bootstrap" ? "etcd-bootstrap" : host2;
      const kept = c.find(host2);
      const cluster = c.leader()?.config;
      const joins = cluster !== void 0 && [...cluster.voters, ...cluster.learners].includes(host2);
      const fresh = kept === void 0 || kept.log.length === 0;
      const config2 = fresh ? joins ? cluster : { voters: [host2], learners: [] } : kept.config;
      c.start(host2, name, fresh, config2);
    },
    startRaft: () => startRaft(c, c.member(host2)),
    setRole: (change) => setRole(c, host2, change),
    lead: () => lead(c, host2),
    append: (message) => append(c, c.member(host2), message),
    cast: (message) => cast(c, host2, message),
    contact: () => {
      const m = c.member(host2);
      m.contactTick = ticksOf(c, m);
    },
    wake: () => wake(c, host2),
    raftLine: (text) => c.raftLine(c.member(host2), text),
    leaseTicksLeft: () => Math.max(0, ELECTION_TICKS - elapsedTicks(c, c.member(host2))),
    reconfigure: (change, promoted) => reconfigure(c, change, promoted)
  };
}

// src/sim/physics/profiles/programs.ts
var API_SERVER_START = [
  [0, 5e6],
  [0.5, 75e5],
  [0.9, 11e6],
  [1, 16e6]
];
var LEASE_HOLDER_START = [
  [0, 7e5],
  [0.5, 13e5],
  [1, 26e5]
];
var APPLY_GAP = [
  [0, 25e3],
  [0.5, 48e3],
  [0.9, 8e4],
  [1, 95e3]
];
var INSTALLER_RUN = [
  [0, 8e6],
  [0.5, 14e6],
  [1, 28e6]
];
var ROLLOUT_PAUSE = [
  [0, 6e7],
  [0.5, 105e6],
  [1, 19e7]
];

// src/sim/text/bootkube.ts
var short = (resource2) => {
  const [group = "", plural2 = ""] = resource2.split("/");
  const singular = plural2.replace(/ies$/, "y").replace(/(ss|[^s])s$/, "$1");
  return group === "core" ? singular : `${singular}.${group}`;
};
var bootkube = {
  present: (path2) => `  ${path2}`,
  waitingEtcd: (seconds2) => `  etcd is not ready yet (${seconds2}s)`,
  etcdHealthy: () => "  https://localhost:2379 is healthy",
  applied: ({ resource: resource2, template }, created) => `${short(resource2)}/${template.metadata.name} ${created ? "created" : "unchanged"}`,
  applyFailed: ({ file }, error, message) => error === "refused" || error === "eof" ? `The connection to the server localhost:6443 was refused - did you specify the right host or port?` : `Error from server: error when creating "${file}": ${message}`,
  masters: (ready, all) => `  Ready masters: ${ready}/${all}`,
  pivot: (voters2) => `  Control plane is moving to the masters (etcd voters: ${voters2})`,
  pivoted: () => "  Control plane runs on the masters, etcd has left the bootstrap",
  removing: (path2) => `  Removing ${path2}`,
  complete: () => "bootkube.service complete",
  timeout: (seconds2) => `TIMEOUT: not ready after ${seconds2}s`
};

// src/sim/machines/bootkube.ts
var LIMIT_MICROS = 18e7;
var MASTERS_LIMIT_MICROS = 18e8;
var say2 = (c, line) => c.env.log("bootkube.service", "bootkube.sh", line);
var manifest = (c) => c.env.profile.manifests[c.at];
var age = (c) => c.env.now() - c.since;
var mastersReady = (c) => c.env.objects.list("core/nodes").filter(
  (node) => node.metadata.labels?.["node-role.kubernetes.io/master"] === "" && isReady(node)
).length;
var masters = (c) => c.env.hosts().map((h) => h.name).filter((name) => name.startsWith("master-"));
function apply2({ context: c }) {
  const next3 = manifest(c);
  if (next3 === void 0) return;
  const { name, namespace: namespace3 } = next3.template.metadata;
  const where = namespace3 === void 0 ? {} : { namespace: namespace3 };
  c.env.request(
    "localhost",
    { verb: "create", resource: next3.resource, name, ...where, make: () => next3.template },
    "APPLY_ANSWER"
  );
}
function takeDown({ context: c }) {
  for (const file of c.env.folder("/etc/kubernetes/manifests")) {
    say2(c, bootkube.removing(file.path));
    c.env.emit({ ...file, kind: "file", host: c.env.host, content: null });
  }
}
function exit(c, exitCode) {
  c.env.post(`${c.env.host}/unit:bootkube`, { type: "EXITED", exitCode });
}
var bootkube2 = setup({
  types: {},
  delays: {
    poll: 5e3,
    mastersPoll: 3e4,
    gap: ({ context: c }) => c.env.millis("apply", APPLY_GAP),
    render: 700
  },
  guards: {
    done: ({ context: c }) => c.env.file("/opt/openshift/.bootkube.done") !== void 0,
    etcdReady: ({ context: c }) => c.env.etcd.find("bootstrap")?.ready === true && c.env.etcd.leader() !== void 0,
    healthy: ({ event: e }) => e.ok,
    tooLate: ({ context: c }) => age(c) >= LIMIT_MICROS,
    mastersTooLate: ({ context: c }) => age(c) >= MASTERS_LIMIT_MICROS,
    lastOne: ({ context: c }) => c.at >= c.env.profile.manifests.length - 1,
    failed: ({ event: e }) => {
      const { answer: answer2 } = e;
      return !answer2.ok && answer2.error !== "alreadyExists";
    },
    mastersReady: ({ context: c }) => mastersReady(c) >= masters(c).length,
    pivoted: ({ context: c }) => c.env.milestone("control-plane-pivoted")
  },
  actions: {
    sayStart: ({ context: c }) => {
      say2(c, "Starting bootkube.sh...");
      say2(c, "Rendering etcd manifests...");
    },
    sayRendered: ({ context: c }) => {
      for (const file of c.env.folder("/etc/kubernetes/manifests")) say2(c, bootkube.present(file.path));
      say2(c, "Rendering kube-apiserver manifests...");
    },
    note: assign({ since: ({ context: c }) => c.env.now() }),
    sayWaitEtcd: ({ context: c }) => say2(c, bootkube.waitingEtcd(Math.round(age(c) / 1e6))),
    sayCluster: ({ context: c }) => {
      say2(c, bootkube.etcdHealthy());
      say2(c, "Starting cluster-bootstrap...");
      say2(c, "Waiting for API server to come up...");
    },
    askHealth: ({ context: c }) => c.env.health("HEALTH_ANSWER"),
    sayUp: ({ context: c }) => {
      say2(c, "API server is up");
      say2(c, "Applying cluster manifests...");
    },
    apply: apply2,
    sayApplied: ({ context: c, event: e }) => {
      const next3 = manifest(c);
      if (next3 !== void 0) say2(c, bootkube.applied(next3, e.answer.ok));
    },
    sayApplyFailed: ({ context: c, event: e }) => {
      const next3 = manifest(c);
      const { answer: answer2 } = e;
      if (next3 !== void 0)
        say2(c, bootkube.applyFailed(next3, answer2.error ?? "", answer2.message ?? ""));
    },
    next: assign({ at: ({ context: c }) => c.at + 1 }),
    sayWaiting: ({ context: c }) => say2(c, "Waiting for bootstrap to complete..."),
    sayMasters: ({ context: c }) => say2(c, bootkube.masters(mastersReady(c), masters(c).length)),
    sayPivot: ({ context: c }) => say2(c, bootkube.pivot(c.env.etcd.leader()?.config.voters.length ?? 0)),
    sayPivoted: ({ context: c }) => say2(c, bootkube.pivoted()),
    takeDown,
    markDone: ({ context: c }) => {
      c.env.emit({
        kind: "file",
        host: c.env.host,
        path: "/opt/openshift/.bootkube.done",
        content: "",
        mode: 420,
        owner: "root",
        folder: false
      });
      say2(c, bootkube.complete());
    },
    succeed: ({ context: c }) => exit(c, 0),
    sayTimeout: ({ context: c }) => say2(c, bootkube.timeout(Math.round(age(c) / 1e6))),
    fail: ({ context: c }) => exit(c, 1)
  }
}).createMachine({
  id: "bootkube",
  context: ({ input }) => ({ ...input, since: input.env.now(), at: 0, attempts: 0 }),
  options: { maxIterations: 1e3 },
  initial: "choose",
  states: {
    choose: { always: [{ guard: "done", target: "finished" }, { target: "rendering" }] },
    rendering: { entry: "sayStart", after: { render: { target: "etcd", actions: "sayRendered" } } },
    etcd: {
      entry: "note",
      initial: "check",
      states: {
        check: {
          always: [
            { guard: "etcdReady", target: "#bootkube.api" },
            { guard: "tooLate", target: "#bootkube.timedOut" },
            { target: "pause" }
          ]
        },
        pause: { entry: "sayWaitEtcd", after: { poll: "check" } }
      }
    },
    api: {
      entry: ["note", "sayCluster"],
      initial: "check",
      states: {
        check: {
          entry: "askHealth",
          on: {
            HEALTH_ANSWER: [
              { guard: "healthy", target: "#bootkube.applying", actions: "sayUp" },
              { guard: "tooLate", target: "#bootkube.timedOut" },
              { target: "pause" }
            ]
          }
        },
        pause: { after: { poll: "check" } }
      }
    },
    applying: {
      initial: "pause",
      states: {
        pause: { after: { gap: "sent" } },
        sent: {
          entry: "apply",
          on: {
            APPLY_ANSWER: [
              { guard: "failed", target: "again", actions: "sayApplyFailed" },
              { guard: "lastOne", target: "#bootkube.masters", actions: "sayApplied" },
              { target: "pause", actions: ["sayApplied", "next"] }
            ]
          }
        },
        again: { after: { poll: "sent" } }
      }
    },
    masters: {
      entry: ["note", "sayWaiting"],
      initial: "check",
      states: {
        check: {
          always: [
            { guard: "mastersReady", target: "#bootkube.pivot" },
            { guard: "mastersTooLate", target: "#bootkube.timedOut" },
            { target: "pause" }
          ]
        },
        pause: { entry: "sayMasters", after: { mastersPoll: "check" } }
      }
    },
    pivot: {
      entry: ["note", "sayMasters"],
      initial: "check",
      states: {
        check: {
          always: [
            { guard: "pivoted", target: "#bootkube.teardown" },
            { guard: "mastersTooLate", target: "#bootkube.timedOut" },
            { target: "pause" }
          ]
        },
        pause: { entry: "sayPivot", after: { mastersPoll: "check" } }
      }
    },
    teardown: {
      entry: ["sayPivoted", "takeDown"],
      after: { poll: { target: "finished", actions: "markDone" } }
    },
    finished: { entry: "succeed" },
    timedOut: { entry: ["sayTimeout", "fail"] }
  }
});

// src/sim/text/cluster-operator.ts
function clusterOperator(operator, phase2, version, now, stored) {
  const before2 = new Map(
    (stored?.["status"]?.conditions ?? []).map(
      (c) => [c.type, c]
    )
  );
  const condition = (type, status2, reason, message) => ({
    type,
    status: status2,
    lastTransitionTime: before2.get(type)?.status === status2 ? before2.get(type)?.lastTransitionTime ?? now : now,
    reason,
    message
  });
  const well = phase2 === "available";
  const bad = operator.degraded && !well;
  return {
    apiVersion: "config.openshift.io/v1",
    kind: "ClusterOperator",
    metadata: {
      name: operator.name,
      annotations: { "include.release.openshift.io/self-managed-high-availability": "true" }
    },
    spec: {},
    status: {
      conditions: [
        condition(
          "Degraded",
          bad ? "True" : "False",
          bad ? "GuardController_SyncError" : "AsExpected",
          bad ? operator.first : "All is well"
        ),
        condition(
          "Progressing",
          well ? "False" : "True",
          well ? "AsExpected" : "Deploying",
          well ? "All is well" : operator.progressing[0] ?? `Working towards version ${version}`
        ),
        condition(
          "Available",
          well ? "True" : "False",
          well ? "AsExpected" : "Deploying",
          well ? "All is well" : operator.first
        ),
        condition("Upgradeable", "True", "AsExpected", "All is well")
      ],
      ...well ? { versions: [{ name: "operator", version }] } : {}
    }
  };
}

// src/sim/machines/cluster-operator.ts
var profile = (c) => c.env.profile.operators.find((o) => o.name === c.operator);
function report(c, phase2) {
  const operator = profile(c);
  if (operator === void 0) return;
  const { version } = c.env.profile;
  c.env.request(
    "vip",
    {
      verb: "update",
      resource: "config.openshift.io/clusteroperators",
      name: operator.name,
      make: (stored) => clusterOperator(operator, phase2, version, c.env.now(), stored)
    },
    "STATUS_ANSWER"
  );
}
var clusterOperator2 = setup({
  types: {},
  delays: {
    settle: ({ context: c }) => (profile(c)?.settleSeconds ?? 60) * 1e3 + c.env.integer("settle", 0, 2e4),
    retry: 15e3
  },
  guards: {
    satisfied: ({ context: c }) => (profile(c)?.needs ?? []).every((need) => c.env.milestone(need)),
    failed: ({ event: e }) => e.type === "STATUS_ANSWER" && !e.answer.ok
  },
  actions: {
    watch: ({ context: c }) => {
      for (const need of profile(c)?.needs ?? []) c.env.watch(`milestone:${need}`);
    },
    progress: ({ context: c }) => report(c, "progressing"),
    settled: ({ context: c }) => report(c, "available")
  }
}).createMachine({
  id: "cluster-operator",
  context: ({ input }) => input,
  options: { maxIterations: 1e3 },
  initial: "waiting",
  states: {
    waiting: {
      entry: ["watch", "progress"],
      always: { guard: "satisfied", target: "settling" },
      on: { CHANGED: { guard: "satisfied", target: "settling" } }
    },
    settling: { after: { settle: "settled" } },
    settled: {
      entry: "settled",
      on: { STATUS_ANSWER: { guard: "failed", target: "again" } }
    },
    again: { after: { retry: "settled" } }
  }
});

// src/sim/text/cluster-version.ts
function clusterVersion(version, done, total2, now, stored) {
  const percent = Math.floor(100 * done / Math.max(1, total2));
  const conditions2 = stored?.["status"]?.conditions ?? [];
  const since = (type) => conditions2.find((c) => c.type === type)?.lastTransitionTime ?? now;
  return {
    apiVersion: "config.openshift.io/v1",
    kind: "ClusterVersion",
    metadata: { name: "version" },
    spec: { channel: "stable-4.18", clusterID: "6b2f1f8a-52cd-4a1b-9a3e-3d7a2b1c9e50" },
    status: {
      desired: { version, image: `quay.io/openshift-release-dev/ocp-release:${version}-x86_64` },
      history: [
        {
          state: "Partial",
          startedTime: since("Progressing"),
          completionTime: null,
          version,
          image: `quay.io/openshift-release-dev/ocp-release:${version}-x86_64`,
          verified: false
        }
      ],
      observedGeneration: 1,
      conditions: [
        { type: "Available", status: "False", lastTransitionTime: since("Available") },
        { type: "Failing", status: "False", lastTransitionTime: since("Failing") },
        {
          type: "Progressing",
          status: "True",
          lastTransitionTime: since("Progressing"),
          message: `Working towards ${version}: ${done} of ${total2} done (${percent}% complete)`
        }
      ]
    }
  };
}

// src/sim/machines/cluster-version-operator.ts
var total = (c) => c.env.profile.payload.length;
function say3(c, text) {
  c.env.say(c.containerId, `I@@klog@@       1 ${text}`, "stderr");
}
function report2(c, done) {
  const { version } = c.env.profile;
  c.env.request(
    "vip",
    {
      verb: "update",
      resource: "config.openshift.io/clusterversions",
      name: "version",
      make: (stored) => clusterVersion(version, done, total(c), c.env.now(), stored)
    },
    "STATUS_ANSWER"
  );
}
var clusterVersionOperator = setup({
  types: {},
  delays: { gap: ({ context: c }) => 2 * c.env.millis("apply", APPLY_GAP), retry: 1e4 },
  guards: {
    failed: ({ event: e }) => {
      const { answer: answer2 } = e;
      return !answer2.ok && answer2.error !== "alreadyExists";
    },
    allApplied: ({ context: c }) => c.at >= total(c),
    report: ({ context: c }) => c.at % 25 === 0
  },
  actions: {
    begin: ({ context: c }) => say3(c, `cvo.go:420] Starting ClusterVersionOperator with minimum reconcile period 2m52s`),
    apply: ({ context: c }) => {
      const next3 = c.env.profile.payload[c.at];
      if (next3 === void 0) return;
      const { name, namespace: namespace3 } = next3.template.metadata;
      const where = namespace3 === void 0 ? {} : { namespace: namespace3 };
      say3(
        c,
        `sync_worker.go:1004] Running sync for ${next3.template.kind} "${namespace3 === void 0 ? name : `${namespace3}/${name}`}" (${c.at + 1} of ${total(c)})`
      );
      c.env.request(
        "vip",
        { verb: "create", resource: next3.resource, name, ...where, make: () => next3.template },
        "APPLY_ANSWER"
      );
    },
    sayFailed: ({ context: c, event: e }) => say3(c, `task.go:110] error running apply: ${e.answer.message ?? ""}`),
    next: assign({ at: ({ context: c }) => c.at + 1 }),
    reportSome: ({ context: c }) => {
      if (c.at % 25 === 0) report2(c, c.at);
    },
    reportAll: ({ context: c }) => {
      report2(c, total(c));
      say3(c, `sync_worker.go:978] Done syncing the payload manifests (${total(c)})`);
    }
  }
}).createMachine({
  id: "cluster-version-operator",
  context: ({ input }) => ({ ...input, at: 0 }),
  options: { maxIterations: 1e3 },
  initial: "pausing",
  entry: "begin",
  states: {
    pausing: {
      always: { guard: "allApplied", target: "applied" },
      after: { gap: "applying" }
    },
    applying: {
      entry: "apply",
      on: {
        APPLY_ANSWER: [
          { guard: "failed", target: "again", actions: "sayFailed" },
          { target: "pausing", actions: ["next", "reportSome"] }
        ]
      }
    },
    again: { after: { retry: "applying" } },
    applied: { entry: "reportAll" }
  }
});

// src/sim/text/installer.ts
function installerPod({ namespace: namespace3, revision, node, path: path2, content }) {
  const name = `installer-${revision}-${node}`;
  const image = `quay.io/openshift/${namespace3.replace("openshift-", "")}-operator:4.18.0`;
  const containers = [{ name: "installer", image, kind: "installer" }];
  const object = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: namespace3, labels: { app: "installer" } },
    spec: {
      nodeName: node,
      hostNetwork: true,
      restartPolicy: "Never",
      containers: [{ name: "installer", image }]
    },
    status: { phase: "Pending" }
  };
  const run2 = {
    pod: { name, namespace: namespace3, containers },
    input: { path: path2, content },
    once: true,
    owner: { kind: "ConfigMap", name: `revision-status-${revision}`, apiVersion: "v1" }
  };
  return { object, run: run2 };
}

// src/sim/text/manifest.ts
function parseManifest(text) {
  if (text.trim() === "") return "couldn't parse as pod(Object 'Kind' is missing in 'null')";
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  if (lines.some((line) => line.includes("	"))) {
    return "yaml: found character that cannot start any token";
  }
  if (!lines.some((line) => /^kind:\s*Pod\s*$/.test(line))) {
    return `couldn't parse as pod(no kind "Pod" is registered)`;
  }
  const broken = lines.find((line) => !/^\s*(- )?("?[\w./-]+"?:(\s.*)?|- .*|[^:]+)$/.test(line));
  if (broken !== void 0) return `yaml: could not find expected ':' near "${broken.trim()}"`;
  let section = "";
  let name = "";
  let namespace3 = "default";
  const containers = [];
  let list = "";
  for (const line of lines) {
    const top = /^(\w+):/.exec(line);
    if (top !== null) section = top[1] ?? "";
    const pair = /^(\s+)(- )?(\w+):\s*(.*)$/.exec(line);
    if (pair === null) continue;
    const [, indent = "", dash, key = "", raw = ""] = pair;
    const value = raw.replaceAll(/^["']|["']$/g, "").trim();
    if (section === "metadata" && indent.length === 2 && key === "name") name = value;
    if (section === "metadata" && indent.length === 2 && key === "namespace") namespace3 = value;
    if (section !== "spec") continue;
    if (indent.length === 2 && dash === void 0) list = key;
    if (list !== "containers") continue;
    if (dash !== void 0 && indent.length <= 4 && key === "name")
      containers.push({ name: value, image: "" });
    const last2 = containers.at(-1);
    if (last2 !== void 0 && dash === void 0 && key === "image") last2.image = value;
  }
  if (name === "" || containers.length === 0) {
    return "invalid pod: [metadata.name: Required value, spec.containers: Required value]";
  }
  return { name, namespace: namespace3, containers };
}
function manifestText(pod2, more = []) {
  return [
    "apiVersion: v1",
    "kind: Pod",
    "metadata:",
    `  name: ${pod2.name}`,
    `  namespace: ${pod2.namespace}`,
    "spec:",
    "  hostNetwork: true",
    "  priorityClassName: system-node-critical",
    "  containers:",
    ...pod2.containers.flatMap(({ name, image }) => [
      `  - name: ${name}`,
      `    image: ${image}`,
      ...more
    ]),
    ""
  ].join("\n");
}

// src/sim/machines/control-plane-operator.ts
var masters2 = (c) => c.env.hosts().map((h) => h.name).filter((name) => name.startsWith("master-"));
var namespace = (c) => `openshift-${c.operator}`;
var podOf = (c, node) => c.env.profile.masterPods(node).find((p) => p.namespace === namespace(c));
var runs = (c, node) => [...c.env.other(node)?.containers.values() ?? []].some(
  (x) => x.name === c.operator && x.state === "running"
);
var next = (c) => masters2(c).find((node) => !runs(c, node) && c.env.other(node)?.files.get(path(c)) === void 0);
var path = (c) => `/etc/kubernetes/manifests/${c.operator}-pod.yaml`;
var controlPlaneOperator = setup({
  types: {},
  delays: { pause: ({ context: c }) => c.env.millis("pause", ROLLOUT_PAUSE), retry: 1e4 },
  guards: {
    allDone: ({ context: c }) => next(c) === void 0,
    mayInstall: ({ context: c }) => {
      const node = next(c);
      const voters2 = c.env.etcd.leader()?.config.voters ?? [];
      return node !== void 0 && c.env.milestone("etcd-three-members") && voters2.includes(node);
    },
    running: ({ context: c }) => runs(c, c.target),
    refused: ({ event: e }) => e.type === "POD_ANSWER" && !e.answer.ok
  },
  actions: {
    begin: ({ context: c }) => {
      c.env.watch("etcd");
      c.env.watch("milestone:etcd-three-members");
      c.env.watch(`running:${namespace(c)}`);
      c.env.start(`${c.env.id}/status`, "cluster-operator", { operator: c.operator });
    },
    choose: assign(({ context: c }) => ({ target: next(c) ?? "", revision: c.revision + 1 })),
    install: ({ context: c }) => {
      const pod2 = podOf(c, c.target);
      if (pod2 === void 0) return;
      const { object, run: run2 } = installerPod({
        namespace: namespace(c),
        revision: c.revision,
        node: c.target,
        path: path(c),
        content: manifestText(pod2)
      });
      const { name } = object.metadata;
      c.env.setPodRun(namespace(c), name, run2);
      c.env.request(
        "vip",
        {
          verb: "create",
          resource: "core/pods",
          namespace: namespace(c),
          name,
          make: () => object
        },
        "POD_ANSWER"
      );
      c.env.post(`${c.env.host}/events`, {
        type: "RECORD",
        reason: "NodeTargetRevisionChanged",
        message: `Updating node "${c.target}" from revision 0 to ${c.revision} because node ${c.target} static pod not found`,
        eventType: "Normal",
        object: {
          kind: "Deployment",
          namespace: `${namespace(c)}-operator`,
          name: `${c.operator}-operator`,
          uid: c.operator
        },
        component: `${c.operator}-operator`
      });
    }
  }
}).createMachine({
  id: "control-plane-operator",
  context: ({ input }) => ({ ...input, target: "", revision: 1 }),
  options: { maxIterations: 1e3 },
  initial: "idle",
  entry: "begin",
  states: {
    idle: {
      always: [
        { guard: "allDone", target: "done" },
        { guard: "mayInstall", target: "pausing" }
      ],
      on: { CHANGED: [{ guard: "mayInstall", target: "pausing" }] }
    },
    pausing: { after: { pause: { target: "installing", actions: "choose" } } },
    installing: {
      entry: "install",
      on: {
        CHANGED: { guard: "running", target: "idle" },
        POD_ANSWER: { guard: "refused", target: "again" }
      }
    },
    again: { after: { retry: "installing" } },
    done: {}
  }
});

// src/sim/machines/etcd-member.ts
var etcd2 = (c) => c.env.etcd;
var me = (c) => c.env.etcd.member();
var hex = (c, id) => c.env.etcd.hex(id);
var termOf = (e) => "term" in e ? e.term : 0;
var fromOf = (e) => "from" in e ? e.from : "";
var last = (c) => {
  const log4 = me(c).log;
  return { lastIndex: log4.length, lastTerm: log4.at(-1)?.term ?? 0 };
};
var upToDate = (c, e) => {
  const mine = last(c);
  return e.lastTerm > mine.lastTerm || e.lastTerm === mine.lastTerm && e.lastIndex >= mine.lastIndex;
};
var voters = (c) => me(c).config.voters;
var REAL = {
  BOOTED: "",
  ELECTION_TIMEOUT: "",
  QUORUM_LOST: "",
  TERM_SEEN: "MsgAppResp",
  LEADER_HEARD: "MsgApp",
  PREVOTE: "MsgPreVote",
  VOTE: "MsgVote",
  PREVOTE_REPLY: "MsgPreVoteResp",
  VOTE_REPLY: "MsgVoteResp"
};
var say4 = (c, text) => etcd2(c).raftLine(`${me(c).hex} ${text}`);
var logOf = (c) => `logterm: ${last(c).lastTerm}, index: ${last(c).lastIndex}`;
var voteOf = (c) => c.vote === "" ? "0" : hex(c, c.vote);
var guards = {
  leased: ({ context: c, event: e }) => termOf(e) > c.term && c.leader !== "" && etcd2(c).leaseTicksLeft() > 0,
  older: ({ context: c, event: e }) => termOf(e) < c.term,
  newer: ({ context: c, event: e }) => termOf(e) > c.term,
  ours: ({ context: c, event: e }) => termOf(e) === c.term,
  grantNewer: ({ context: c, event: e }) => termOf(e) > c.term && upToDate(c, e),
  grantOurs: ({ context: c, event: e }) => termOf(e) === c.term && (c.vote === fromOf(e) || c.vote === "" && c.leader === "") && upToDate(c, e),
  refusedByNewer: ({ context: c, event: e }) => !e.granted && termOf(e) > c.term,
  refusal: ({ event: e }) => !e.granted,
  wins: ({ context: c, event: e }) => e.granted && !c.granted.includes(fromOf(e)) && c.granted.length + 1 > voters(c).length / 2,
  loses: ({ context: c, event: e }) => !e.granted && !c.refused.includes(fromOf(e)) && voters(c).length - c.refused.length - 1 <= voters(c).length / 2,
  alone: ({ context: c }) => voters(c).length === 1 && voters(c)[0] === c.env.host
};
function answer(c, e, granted, term) {
  say4(
    c,
    `[${logOf(c)}, vote: ${voteOf(c)}] ${granted ? "cast" : "rejected"} ${REAL[e.type]} ${granted ? "for" : "from"} ${hex(c, e.from)} [logterm: ${e.lastTerm}, index: ${e.lastIndex}] at term ${c.term}`
  );
  const type = e.type === "VOTE" ? "VOTE_REPLY" : "PREVOTE_REPLY";
  etcd2(c).cast({ type, to: e.from, term, granted });
  if (granted && e.type === "VOTE") etcd2(c).contact();
}
function askVotes(c, type, term) {
  say4(c, `received ${REAL[`${type}_REPLY`]} from ${me(c).hex} at term ${c.term}`);
  for (const to of voters(c)) {
    if (to === c.env.host) continue;
    say4(c, `[${logOf(c)}] sent ${REAL[type]} request to ${hex(c, to)} at term ${c.term}`);
    etcd2(c).cast({ type, to, term, ...last(c) });
  }
}
var role = (c, name, redraw) => etcd2(c).setRole({ role: name, term: c.term, vote: c.vote, leader: c.leader, redraw });
var etcdMember = setup({
  types: {},
  guards,
  actions: {
    boot: ({ context: c }) => etcd2(c).start(c.containerId),
    startRaft: ({ context: c }) => etcd2(c).startRaft(),
    adopt: assign(({ event: e }) => ({
      term: termOf(e),
      vote: "",
      leader: e.type === "LEADER_HEARD" ? e.from : ""
    })),
    follow: assign(({ event: e }) => ({ leader: e.type === "LEADER_HEARD" ? e.from : "" })),
    forgetLeader: assign({ leader: "" }),
    sayHigherTerm: ({ context: c, event: e }) => {
      say4(
        c,
        `[term: ${c.term}] received a ${REAL[e.type]} message with higher term from ${hex(c, fromOf(e))} [term: ${termOf(e)}]`
      );
    },
    becomeFollower: ({ context: c }) => {
      say4(c, `became follower at term ${c.term}`);
      role(c, "follower", true);
    },
    takeEntries: ({ context: c, event: e }) => {
      if (e.type === "LEADER_HEARD") etcd2(c).append(e.message);
    },
    rememberVote: assign(({ event: e }) => ({ vote: fromOf(e) })),
    grant: ({ context: c, event: e }) => answer(c, e, true, termOf(e)),
    refuse: ({ context: c, event: e }) => answer(c, e, false, c.term),
    store: ({ context: c }) => etcd2(c).setRole({ ...c, role: me(c).role, redraw: false }),
    wake: ({ context: c }) => etcd2(c).wake(),
    sayLeased: ({ context: c, event: e }) => {
      const v = e;
      say4(
        c,
        `[${logOf(c)}, vote: ${voteOf(c)}] ignored ${REAL[e.type]} from ${hex(c, v.from)} [logterm: ${v.lastTerm}, index: ${v.lastIndex}] at term ${c.term}: lease is not expired (remaining ticks: ${etcd2(c).leaseTicksLeft()})`
      );
    },
    sayStale: ({ context: c, event: e }) => {
      say4(
        c,
        `[term: ${c.term}] ignored a ${REAL[e.type]} message with lower term from ${hex(c, fromOf(e))} [term: ${termOf(e)}]`
      );
    },
    prepare: assign(({ context: c }) => ({ leader: "", granted: [c.env.host], refused: [] })),
    canvass: ({ context: c }) => {
      say4(c, `is starting a new election at term ${c.term}`);
      say4(c, `became pre-candidate at term ${c.term}`);
      role(c, "pre", false);
      askVotes(c, "PREVOTE", c.term + 1);
    },
    bump: assign(({ context: c }) => ({
      term: c.term + 1,
      vote: c.env.host,
      leader: "",
      granted: [c.env.host],
      refused: []
    })),
    campaign: ({ context: c }) => {
      say4(c, `became candidate at term ${c.term}`);
      role(c, "candidate", true);
      askVotes(c, "VOTE", c.term);
    },
    sayVote: ({ context: c, event: e }) => {
      const refusal = e.granted ? "" : " rejection";
      say4(c, `received ${REAL[e.type]}${refusal} from ${hex(c, fromOf(e))} at term ${c.term}`);
    },
    count: assign(({ context: c, event: e }) => {
      const list = e.granted ? c.granted : c.refused;
      const more = list.includes(fromOf(e)) ? list : [...list, fromOf(e)];
      return e.granted ? { granted: more } : { refused: more };
    }),
    tally: ({ context: c, event: e }) => say4(
      c,
      `has received ${c.granted.length} ${REAL[e.type]} votes and ${c.refused.length} vote rejections`
    ),
    elected: assign(({ context: c }) => ({ leader: c.env.host })),
    lead: ({ context: c }) => {
      say4(c, `became leader at term ${c.term}`);
      role(c, "leader", true);
      etcd2(c).lead();
    },
    sayQuorumLost: ({ context: c }) => say4(c, "stepped down to follower since quorum is not active")
  }
}).createMachine({
  id: "etcd-member",
  context: ({ input }) => {
    const kept = input.env.etcd.find(input.env.host);
    const term = Math.max(1, kept?.term ?? 1);
    return { ...input, term, vote: kept?.vote ?? "", leader: "", granted: [], refused: [] };
  },
  options: { maxIterations: 1e3 },
  initial: "starting",
  states: {
    starting: { entry: "boot", on: { BOOTED: { target: "raft", actions: "startRaft" } } },
    raft: {
      initial: "follower",
      on: {
        PREVOTE: [
          { guard: "leased", actions: "sayLeased" },
          { guard: "grantNewer", actions: ["grant", "wake"] },
          { guard: "grantOurs", actions: ["grant", "wake"] },
          { actions: ["refuse", "wake"] }
        ],
        VOTE: [
          { guard: "leased", actions: "sayLeased" },
          { guard: "older", actions: "sayStale" },
          {
            guard: "grantNewer",
            target: ".follower",
            actions: [
              "sayHigherTerm",
              "adopt",
              "becomeFollower",
              "grant",
              "rememberVote",
              "store",
              "wake"
            ]
          },
          {
            guard: "newer",
            target: ".follower",
            actions: ["sayHigherTerm", "adopt", "becomeFollower", "refuse", "wake"]
          },
          { guard: "grantOurs", actions: ["grant", "rememberVote", "store", "wake"] },
          { actions: ["refuse", "wake"] }
        ],
        LEADER_HEARD: [
          {
            guard: "newer",
            target: ".follower",
            actions: ["sayHigherTerm", "adopt", "becomeFollower", "takeEntries", "wake"]
          },
          {
            guard: "ours",
            target: ".follower",
            actions: ["follow", "becomeFollower", "takeEntries", "wake"]
          }
        ],
        TERM_SEEN: {
          guard: "newer",
          target: ".follower",
          actions: ["sayHigherTerm", "adopt", "becomeFollower", "wake"]
        },
        VOTE_REPLY: [
          {
            guard: "newer",
            target: ".follower",
            actions: ["sayHigherTerm", "adopt", "becomeFollower", "wake"]
          },
          { guard: "older", actions: "sayStale" }
        ],
        PREVOTE_REPLY: {
          guard: "refusedByNewer",
          target: ".follower",
          actions: ["sayHigherTerm", "adopt", "becomeFollower", "wake"]
        }
      },
      states: {
        follower: { on: { ELECTION_TIMEOUT: "pre" } },
        pre: {
          entry: ["prepare", "canvass", "wake"],
          always: { guard: "alone", target: "candidate" },
          on: {
            ELECTION_TIMEOUT: { target: "pre", reenter: true },
            PREVOTE_REPLY: [
              {
                guard: "refusedByNewer",
                target: "follower",
                actions: ["sayHigherTerm", "adopt", "becomeFollower", "wake"]
              },
              {
                guard: "loses",
                target: "follower",
                actions: ["sayVote", "count", "tally", "forgetLeader", "becomeFollower"]
              },
              { guard: "refusal", actions: ["sayVote", "count"] },
              { guard: "wins", target: "candidate", actions: ["sayVote", "count", "tally"] },
              { actions: ["sayVote", "count"] }
            ]
          }
        },
        candidate: {
          entry: ["bump", "campaign", "wake"],
          always: { guard: "alone", target: "leader" },
          on: {
            ELECTION_TIMEOUT: "pre",
            VOTE_REPLY: [
              {
                guard: "newer",
                target: "follower",
                actions: ["sayHigherTerm", "adopt", "becomeFollower", "wake"]
              },
              { guard: "older", actions: "sayStale" },
              {
                guard: "loses",
                target: "follower",
                actions: ["sayVote", "count", "tally", "forgetLeader", "becomeFollower"]
              },
              { guard: "wins", target: "leader", actions: ["sayVote", "count", "tally"] },
              { actions: ["sayVote", "count"] }
            ]
          }
        },
        leader: {
          entry: ["elected", "lead"],
          on: {
            QUORUM_LOST: {
              target: "follower",
              actions: ["sayQuorumLost", "forgetLeader", "becomeFollower"]
            }
          }
        }
      }
    }
  }
});

// src/sim/machines/etcd-operator.ts
var BOOTSTRAP2 = "bootstrap";
var leader = (c) => c.env.etcd.leader();
var config = (c) => leader(c)?.config ?? { voters: [], learners: [] };
var masters3 = (c) => c.env.hosts().map((h) => h.name).filter((name) => name.startsWith("master-"));
var next2 = (c) => masters3(c).find((m) => !config(c).voters.includes(m));
var say5 = (c, text) => c.env.say(c.containerId, `I@@klog@@       1 ${text}`, "stderr");
var joined = (c) => c.env.milestone("masters-joined");
var ownApiServers = (c) => c.env.backends().filter((host2) => host2 !== BOOTSTRAP2).length;
function event(c, reason, message) {
  c.env.post(`${c.env.host}/events`, {
    type: "RECORD",
    reason,
    message,
    eventType: "Normal",
    object: {
      kind: "Deployment",
      namespace: "openshift-etcd-operator",
      name: "etcd-operator",
      uid: "etcd-operator"
    },
    component: "openshift-cluster-etcd-operator"
  });
}
function install({ context: c }) {
  const pod2 = c.env.profile.masterPods(c.target).find((p) => p.namespace === "openshift-etcd");
  if (pod2 === void 0) return;
  const { object, run: run2 } = installerPod({
    namespace: "openshift-etcd",
    revision: c.revision,
    node: c.target,
    path: "/etc/kubernetes/manifests/etcd-pod.yaml",
    content: manifestText(pod2)
  });
  c.env.setPodRun("openshift-etcd", object.metadata.name, run2);
  c.env.request(
    "vip",
    {
      verb: "create",
      resource: "core/pods",
      namespace: "openshift-etcd",
      name: object.metadata.name,
      make: () => object
    },
    "POD_ANSWER"
  );
}
var etcdOperator = setup({
  types: {},
  delays: { pause: ({ context: c }) => c.env.millis("pause", ROLLOUT_PAUSE), retry: 1e4 },
  guards: {
    canAdd: ({ context: c }) => joined(c) && next2(c) !== void 0 && leader(c) !== void 0,
    canRemove: ({ context: c }) => next2(c) === void 0 && config(c).voters.includes(BOOTSTRAP2) && ownApiServers(c) >= 2,
    removed: ({ context: c }) => next2(c) === void 0 && leader(c) !== void 0 && !config(c).voters.includes(BOOTSTRAP2),
    added: ({ context: c }) => config(c).learners.includes(c.target),
    started: ({ context: c }) => c.env.etcd.find(c.target)?.ready === true,
    voter: ({ context: c }) => config(c).voters.includes(c.target),
    refused: ({ event: e }) => e.type === "POD_ANSWER" && !e.answer.ok
  },
  actions: {
    begin: ({ context: c }) => {
      c.env.watch("etcd");
      c.env.watch("api");
      c.env.watch("milestone:masters-joined");
      say5(c, "base_controller.go:82] Caches are synced for ClusterMemberController");
      c.env.start(`${c.env.id}/status`, "cluster-operator", { operator: c.operator });
    },
    choose: assign(({ context: c }) => ({ target: next2(c) ?? "", revision: c.revision + 1 })),
    add: ({ context: c }) => {
      const { voters: voters2, learners } = config(c);
      if (learners.includes(c.target)) return;
      c.env.etcd.reconfigure({ voters: voters2, learners: [...learners, c.target] }, "");
      say5(c, `clustermembercontroller.go:328] Adding learner member "${c.target}"`);
      event(
        c,
        "MemberAddAsLearner",
        `successfully added new member https://${c.env.other(c.target)?.address}:2380`
      );
    },
    install,
    promote: ({ context: c }) => {
      const { voters: voters2, learners } = config(c);
      if (voters2.includes(c.target) || !learners.includes(c.target)) return;
      const error = c.env.etcd.reconfigure(
        { voters: [...voters2, c.target], learners: learners.filter((x) => x !== c.target) },
        c.target
      );
      if (error === "")
        event(
          c,
          "MemberPromote",
          `successfully promoted learner member https://${c.env.other(c.target)?.address}:2380`
        );
      else say5(c, `clustermembercontroller.go:260] ${error}`);
    },
    remove: ({ context: c }) => {
      const { voters: voters2, learners } = config(c);
      event(c, "MemberRemove", "removed member with name etcd-bootstrap");
      c.env.etcd.reconfigure({ voters: voters2.filter((v) => v !== BOOTSTRAP2), learners }, "");
    }
  }
}).createMachine({
  id: "etcd-operator",
  context: ({ input }) => ({ ...input, target: "", revision: 1 }),
  options: { maxIterations: 1e3 },
  initial: "idle",
  entry: "begin",
  states: {
    idle: {
      always: [
        { guard: "removed", target: "done" },
        { guard: "canAdd", target: "pausing" },
        { guard: "canRemove", target: "removing" }
      ],
      on: {
        CHANGED: [
          { guard: "removed", target: "done" },
          { guard: "canAdd", target: "pausing" },
          { guard: "canRemove", target: "removing" }
        ]
      }
    },
    pausing: { after: { pause: { target: "adding", actions: "choose" } } },
    adding: {
      entry: "add",
      always: { guard: "added", target: "installing" },
      on: { CHANGED: { guard: "added", target: "installing" } },
      after: { retry: { target: "adding", reenter: true } }
    },
    installing: {
      entry: "install",
      always: { guard: "started", target: "joining" },
      on: {
        CHANGED: { guard: "started", target: "joining" },
        POD_ANSWER: { guard: "refused", target: "installAgain" }
      }
    },
    installAgain: { after: { retry: "installing" } },
    joining: {
      entry: "promote",
      always: { guard: "voter", target: "idle" },
      on: { CHANGED: { guard: "voter", target: "idle" } },
      after: { retry: { target: "joining", reenter: true } }
    },
    removing: {
      entry: "remove",
      on: { CHANGED: { guard: "removed", target: "done" } },
      after: { retry: "idle" }
    },
    done: {}
  }
});

// src/sim/physics/profiles/boot.ts
var between = (low, typical, high) => [
  [0, low * 1e6],
  [0.5, typical * 1e6],
  [1, high * 1e6]
];
var FIRMWARE = between(5, 7, 10);
var IGNITION = between(9, 13, 20);
var BOOT = between(8, 11, 15);
var CRIO_START = between(1.5, 2.5, 4);
var KUBELET_START = between(1.2, 2, 3.5);
var SCRIPT_START = between(0.2, 0.4, 0.8);
var DAEMON_START = between(0.05, 0.2, 0.6);

// src/sim/text/boot.ts
var kernel = (message) => ({ identifier: "kernel", message });
var systemd = (message) => ({ identifier: "systemd", message });
var BOOT_LINES2 = [
  kernel(
    "Linux version 5.14.0-427.50.1.el9_4.x86_64 (mockbuild@x86-64) (gcc (GCC) 11.4.1 20231218 (Red Hat 11.4.1-3), GNU ld version 2.35.2-43.el9) #1 SMP PREEMPT_DYNAMIC"
  ),
  kernel(
    "Command line: BOOT_IMAGE=(hd0,gpt3)/boot/ostree/rhcos/vmlinuz-5.14.0-427.50.1.el9_4.x86_64 ignition.platform.id=metal ignition.firstboot ostree=/ostree/boot.1/rhcos/0"
  ),
  kernel("BIOS-provided physical RAM map:"),
  kernel("NX (Execute Disable) protection: active"),
  kernel("SMBIOS 2.8 present."),
  kernel("DMI: Red Hat KVM/RHEL, BIOS edk2-20231122-6.el9 11/22/2023"),
  kernel("Hypervisor detected: KVM"),
  kernel("kvm-clock: Using msrs 4b564d01 and 4b564d00"),
  kernel("tsc: Detected 2394.374 MHz processor"),
  kernel("last_pfn = 0x43ffff max_arch_pfn = 0x400000000"),
  kernel("ACPI: Early table checksum verification disabled"),
  kernel("Zone ranges:"),
  kernel("smpboot: Allowing 4 CPUs, 0 hotplug CPUs"),
  kernel(
    "Memory: 16091544K/16776700K available (16384K kernel code, 5626K rwdata, 12580K rodata, 4012K init, 5376K bss, 684896K reserved, 0K cma-reserved)"
  ),
  kernel("rcu: Hierarchical RCU implementation."),
  kernel("Console: colour dummy device 80x25"),
  kernel("printk: console [ttyS0] enabled"),
  kernel("SELinux:  Initializing."),
  kernel("clocksource: Switched to clocksource kvm-clock"),
  kernel("NET: Registered PF_INET6 protocol family"),
  kernel("virtio_blk virtio2: [vda] 251658240 512-byte logical blocks (129 GB/120 GiB)"),
  kernel(" vda: vda1 vda2 vda3 vda4"),
  kernel("virtio_net virtio0 enp1s0: renamed from eth0"),
  systemd(
    "systemd 252-32.el9_4.7 running in system mode (+PAM +AUDIT +SELINUX -APPARMOR +IMA +SMACK +SECCOMP +GCRYPT +GNUTLS +OPENSSL +ACL +BLKID +CURL +ELFUTILS -FIDO2 +IDN2 -IDN -IPTC +KMOD +LIBCRYPTSETUP +LIBFDISK +PCRE2 -PWQUALITY +P11KIT -QRENCODE +TPM2 +BZIP2 +LZ4 +XZ +ZLIB +ZSTD -BPF_FRAMEWORK +XKBCOMMON +UTMP +SYSVINIT default-hierarchy=unified)"
  ),
  systemd("Detected virtualization kvm."),
  systemd("Detected architecture x86-64."),
  systemd("Running in initrd."),
  systemd("Created slice Slice /system/getty."),
  systemd("Reached target Local Encrypted Volumes."),
  systemd("Reached target Path Units."),
  systemd("Reached target Slice Units."),
  systemd("Listening on Journal Socket."),
  systemd("Starting Create List of Static Device Nodes..."),
  systemd("Starting Journal Service..."),
  systemd("Finished Create List of Static Device Nodes."),
  systemd("Started Journal Service."),
  systemd("Reached target System Initialization."),
  systemd("Reached target Basic System.")
];
var IGNITION_LINES = [
  "Ignition 2.20.0",
  "Stage: fetch-offline",
  'reading system config file "/usr/lib/ignition/base.d/00-core.ign"',
  "no config URL provided",
  "fetch-offline: fetch-offline passed",
  "Ignition 2.20.0",
  "Stage: kargs",
  "kargs: kargs passed",
  "Stage: disks",
  "disks: disks passed",
  "Stage: mount",
  "mount: mount passed",
  "Stage: files",
  "files: compiled without relabeling support, skipping",
  'files: ensureUsers: op(1): [started]  creating or modifying user "core"',
  'files: ensureUsers: op(1): [finished] creating or modifying user "core"',
  'files: ensureUsers: op(2): [started]  adding ssh keys to user "core"',
  'files: ensureUsers: op(2): [finished] adding ssh keys to user "core"'
];

// src/sim/machines/host.ts
var unitOf = (c, name) => `${c.env.host}/unit:${name}`;
function phase(c, name) {
  c.env.setPhase(name);
}
function powerOn({ context: c }) {
  c.env.emit({ kind: "power", host: c.env.host, on: true, how: "start" });
  phase(c, "firmware");
}
function newBoot({ context: c }) {
  const state = c.env.state();
  state.boots.push({ id: c.env.hex(`boot:${state.boots.length}`, 32), at: c.env.now() });
  state.pids = 1;
  for (const { identifier, message } of BOOT_LINES2) c.env.log("init.scope", identifier, message);
}
function writeIgnition({ context: c }) {
  for (const message of IGNITION_LINES) c.env.log("ignition-files.service", "ignition", message);
  const config2 = c.env.other("workstation")?.files.get(`/assets/${c.role}.ign`)?.content ?? "{}";
  for (const file of filesOf(config2)) {
    c.env.log(
      "ignition-files.service",
      "ignition",
      `files: createFilesystemsFiles: createFiles: op(${c.env.hex(file.path, 2)}): [finished] writing file "/sysroot${file.path}"`
    );
    c.env.emit({
      kind: "file",
      host: c.env.host,
      path: file.path,
      content: file.content,
      mode: file.mode,
      owner: "root",
      folder: false
    });
  }
  c.env.log("ignition-files.service", "ignition", "Ignition finished successfully");
}
function filesOf(config2) {
  const parsed = JSON.parse(config2);
  return (parsed.storage?.files ?? []).map(({ path: path2, mode, contents }) => ({
    path: path2,
    mode: mode ?? 420,
    content: decodeURIComponent((contents?.source ?? "data:,").replace(/^data:,/, ""))
  }));
}
function startUnits({ context: c }) {
  const units = c.env.profile.units[c.role];
  for (const unit2 of units) {
    c.env.start(unitOf(c, unit2.name), "systemd-unit", { unit: unit2 });
  }
}
function loseAll({ context: c }) {
  for (const unit2 of c.env.profile.units[c.role]) c.env.stop(unitOf(c, unit2.name));
  c.env.runtime.lose();
  const state = c.env.state();
  for (const [port, service] of [...state.sockets]) {
    c.env.emit({ kind: "socket", host: c.env.host, port, listening: false, service });
  }
  for (const unit2 of [...state.units.values()]) {
    c.env.emit({
      ...unit2,
      kind: "unit",
      active: "inactive",
      sub: "dead",
      mainPid: 0,
      since: c.env.now()
    });
  }
}
var host = setup({
  types: {},
  delays: {
    firmware: ({ context: c }) => c.env.millis("firmware", FIRMWARE),
    ignition: ({ context: c }) => c.env.millis("ignition", IGNITION),
    boot: ({ context: c }) => c.env.millis("boot", BOOT)
  },
  guards: { provisioned: ({ context: c }) => c.provisioned },
  actions: {
    powerOn,
    newBoot,
    writeIgnition,
    startUnits,
    loseAll,
    provision: assign({ provisioned: true }),
    inIgnition: ({ context: c }) => phase(c, "ignition"),
    inBoot: ({ context: c }) => phase(c, "booting"),
    reached: ({ context: c }) => {
      phase(c, "running");
      c.env.log("init.scope", "systemd", "Reached target Multi-User System.");
      c.env.log(
        "init.scope",
        "systemd",
        "Startup finished in 1.214s (kernel) + 18.871s (initrd) + 9.902s (userspace)."
      );
    },
    powerOff: ({ context: c, event: e }) => {
      const how = e.type === "POWER_OFF" ? e.how : "reboot";
      phase(c, "off");
      c.env.emit({ kind: "power", host: c.env.host, on: false, how });
    }
  }
}).createMachine({
  id: "host",
  context: ({ input }) => ({ ...input, provisioned: false }),
  options: { maxIterations: 1e3 },
  initial: "off",
  states: {
    off: { on: { POWER_ON: "on" } },
    on: {
      entry: "powerOn",
      initial: "firmware",
      on: {
        POWER_OFF: { target: "off", actions: ["loseAll", "powerOff"] },
        REBOOT: { target: "on", reenter: true, actions: ["loseAll", "powerOff"] }
      },
      states: {
        firmware: {
          after: {
            firmware: [
              { guard: "provisioned", target: "booting", actions: "newBoot" },
              { target: "ignition", actions: "newBoot" }
            ]
          }
        },
        ignition: {
          entry: "inIgnition",
          after: { ignition: { target: "booting", actions: ["writeIgnition", "provision"] } }
        },
        booting: { entry: ["inBoot", "startUnits"], after: { boot: "running" } },
        running: { entry: "reached" }
      }
    }
  }
});

// src/sim/machines/installer.ts
var installer = setup({
  types: {},
  delays: { run: ({ context: c }) => c.env.millis("run", INSTALLER_RUN) },
  actions: {
    say: ({ context: c }) => c.env.say(
      c.containerId,
      "I@@klog@@       1 cmd.go:413] Getting controller reference for node",
      "stderr"
    ),
    write: ({ context: c }) => {
      c.env.say(
        c.containerId,
        `I@@klog@@       1 cmd.go:606] Writing pod manifest "${c.path}" ...`,
        "stderr"
      );
      c.env.emit({
        kind: "file",
        host: c.env.host,
        path: c.path,
        content: c.content,
        mode: 384,
        owner: "root",
        folder: false
      });
      c.env.runtime.exit(c.containerId, 0);
    }
  }
}).createMachine({
  id: "installer",
  context: ({ input }) => input,
  options: { maxIterations: 1e3 },
  initial: "running",
  states: { running: { entry: "say", after: { run: "done" } }, done: { entry: "write" } }
});

// src/sim/text/components.ts
var klog = (level, source, text) => `${level}@@klog@@       1 ${source}] ${text}`;
var apiServer = {
  start: (version) => [
    klog("I", "options.go:228", `external host was not specified, using 192.168.126.100`),
    klog("I", "server.go:142", `Version: ${version}`),
    klog("I", "server.go:144", '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""')
  ],
  etcdRefused: () => klog(
    "W",
    "logging.go:55",
    '[core] [Channel #1 SubChannel #2]grpc: addrConn.createTransport failed to connect to {Addr: "127.0.0.1:2379", ServerName: "127.0.0.1:2379", }. Err: connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:2379: connect: connection refused"'
  ),
  etcdGaveUp: () => klog(
    "F",
    "instance.go:226",
    "Error creating leases: error creating storage factory: context deadline exceeded"
  ),
  serving: () => [
    klog("I", "handler.go:286", "Adding GroupVersion  v1 to ResourceManager"),
    klog("I", "handler.go:286", "Adding GroupVersion apps v1 to ResourceManager"),
    klog(
      "I",
      "handler.go:286",
      "Adding GroupVersion rbac.authorization.k8s.io v1 to ResourceManager"
    ),
    klog("I", "handler.go:286", "Adding GroupVersion apiextensions.k8s.io v1 to ResourceManager"),
    klog("I", "secure_serving.go:213", "Serving securely on [::]:6443"),
    klog("I", "tlsconfig.go:243", '"Starting DynamicServingCertificateController"')
  ],
  hook: (name) => klog("I", "hooks.go:203", `finished post-start hook "${name}"`),
  hookFailed: (name, error) => klog("E", "storage_rbac.go:187", `unable to initialize ${name}: ${error}`),
  trace: (what, millis2) => klog("I", "trace.go:236", `Trace[${millis2}]: "${what}" (total time: ${millis2}ms):`)
};
var leaseHolder = {
  start: (name, version) => [
    klog("I", "serving.go:386", "Generated self-signed cert in-memory"),
    klog(
      "I",
      `${name === "kube-scheduler" ? "server" : "controllermanager"}.go:185`,
      `"Starting" version="${version}"`
    ),
    klog(
      "I",
      "secure_serving.go:213",
      `Serving securely on [::]:${name === "kube-scheduler" ? 10259 : 10257}`
    )
  ],
  waiting: (error) => klog(
    "W",
    "helpers.go:66",
    `Failed to get API Group-Resources: Get "https://localhost:6443/api": dial tcp [::1]:6443: ${error}`
  ),
  gaveUp: () => klog(
    "E",
    "run.go:72",
    '"command failed" err="failed to wait for apiserver being healthy: timed out waiting for the condition"'
  ),
  attempting: (lease2) => klog("I", "leaderelection.go:254", `attempting to acquire leader lease ${lease2}...`),
  acquired: (lease2) => klog("I", "leaderelection.go:268", `successfully acquired lease ${lease2}`),
  failedOnce: (lease2, error) => klog("E", "leaderelection.go:436", `error retrieving resource lock ${lease2}: ${error}`),
  failedRenew: (lease2) => klog(
    "I",
    "leaderelection.go:297",
    `failed to renew lease ${lease2}: timed out waiting for the condition`
  ),
  lost: (name) => klog(
    "E",
    name === "kube-scheduler" ? "server.go:242" : "controllermanager.go:332",
    '"leaderelection lost"'
  ),
  controllers: () => [
    "namespace-controller",
    "deployment-controller",
    "daemonset-controller",
    "node-lifecycle-controller",
    "garbage-collector-controller",
    "serviceaccount-controller"
  ].map(
    (controller) => klog("I", "controllermanager.go:797", `"Started controller" controller="${controller}"`)
  )
};

// src/sim/machines/kube-apiserver.ts
var CONNECT_LIMIT_MILLIS = 2e4;
var HOOK_RETRY_MILLIS = 1e3;
var say6 = (c, line) => c.env.say(c.containerId, line, "stderr");
var retryable = (answer2) => !answer2.ok && answer2.error !== "alreadyExists" && answer2.error !== "conflict";
var missing = (c) => (c.env.profile.hooks[c.hooks[0] ?? ""] ?? []).filter(
  ({ resource: resource2, template }) => c.env.objects.get(resource2, template.metadata.namespace ?? "", template.metadata.name) === void 0
);
function runHook({ context: c }) {
  for (const { resource: resource2, template } of missing(c)) {
    const { name, namespace: namespace3 } = template.metadata;
    c.env.request(
      "localhost",
      {
        verb: "create",
        resource: resource2,
        name,
        ...namespace3 === void 0 ? {} : { namespace: namespace3 },
        make: () => template
      },
      "HOOK_ANSWER"
    );
  }
}
var kubeApiserver = setup({
  types: {},
  delays: {
    start: ({ context: c }) => c.env.millis("start", API_SERVER_START),
    connectLimit: CONNECT_LIMIT_MILLIS,
    hookRetry: HOOK_RETRY_MILLIS
  },
  guards: {
    etcdReady: ({ context: c }) => c.env.apiServer.etcdReady(),
    noHooks: ({ context: c }) => c.hooks.length === 0,
    nothingMissing: ({ context: c }) => missing(c).length === 0,
    lastAnswer: ({ context: c }) => c.open <= 1
  },
  actions: {
    begin: ({ context: c }) => {
      c.env.watch("etcd");
      for (const line of apiServer.start(c.env.profile.kubernetesVersion)) say6(c, line);
    },
    sayRefused: ({ context: c }) => say6(c, apiServer.etcdRefused()),
    giveUp: ({ context: c }) => {
      say6(c, apiServer.etcdGaveUp());
      c.env.runtime.exit(c.containerId, 1);
    },
    listen: ({ context: c }) => {
      for (const line of apiServer.serving()) say6(c, line);
      c.env.apiServer.listen();
    },
    countOpen: assign(({ context: c }) => ({ open: missing(c).length })),
    runHook,
    countAnswer: assign({ open: ({ context: c }) => c.open - 1 }),
    sayFailed: ({ context: c, event: e }) => {
      if (e.type === "HOOK_ANSWER" && retryable(e.answer)) {
        say6(c, apiServer.hookFailed(c.hooks[0] ?? "", e.answer.message ?? ""));
      }
    },
    finishHook: ({ context: c }) => {
      say6(c, apiServer.hook(c.hooks[0] ?? ""));
      c.env.apiServer.finishHook(c.hooks[0] ?? "");
    },
    nextHook: assign({ hooks: ({ context: c }) => c.hooks.slice(1) })
  }
}).createMachine({
  id: "kube-apiserver",
  context: ({ input }) => ({
    ...input,
    hooks: Object.keys(input.env.profile.hooks),
    open: 0,
    failed: []
  }),
  options: { maxIterations: 1e3 },
  initial: "connecting",
  entry: "begin",
  states: {
    connecting: {
      always: { guard: "etcdReady", target: "starting" },
      after: { connectLimit: "dead" },
      initial: "trying",
      on: { CHANGED: { guard: "etcdReady", target: "starting" } },
      states: {
        trying: { entry: "sayRefused", after: { 2e3: { target: "trying", reenter: true } } }
      }
    },
    starting: { after: { start: "hooks" } },
    hooks: {
      entry: "listen",
      initial: "choose",
      states: {
        choose: {
          always: [{ guard: "noHooks", target: "#kube-apiserver.serving" }, { target: "writing" }]
        },
        writing: {
          entry: ["countOpen", "runHook"],
          always: {
            guard: "nothingMissing",
            target: "choose",
            actions: ["finishHook", "nextHook"]
          },
          on: {
            HOOK_ANSWER: [
              { guard: "lastAnswer", target: "judging", actions: ["countAnswer", "sayFailed"] },
              { actions: ["countAnswer", "sayFailed"] }
            ]
          }
        },
        judging: {
          always: {
            guard: "nothingMissing",
            target: "choose",
            actions: ["finishHook", "nextHook"]
          },
          after: { hookRetry: "writing" }
        }
      }
    },
    serving: {},
    dead: { entry: "giveUp" }
  }
});

// src/sim/text/kubelet.ts
var klog2 = (level, source, text) => `${level}@@klog@@    2211 ${source}] ${text}`;
var kubelet = {
  start: (version) => [
    klog2("I", "server.go:486", `"Kubelet version" kubeletVersion="${version}"`),
    klog2("I", "server.go:488", '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""'),
    klog2("I", "server.go:929", '"Client rotation is on, will bootstrap in background"'),
    klog2(
      "I",
      "container_manager_linux.go:268",
      '"Container manager verified user specified cgroup-root exists" cgroupRoot=[]'
    ),
    klog2("I", "topology_manager.go:138", '"Creating topology manager with none policy"'),
    klog2("I", "state_mem.go:36", '"Initialized new in-memory state store"'),
    klog2("I", "kubelet.go:408", '"Attempting to sync node with API server"'),
    klog2("I", "kubelet.go:313", '"Adding static pod path" path="/etc/kubernetes/manifests"'),
    klog2("I", "kubelet.go:324", '"Adding apiserver pod source"'),
    klog2(
      "I",
      "kuberuntime_manager.go:262",
      '"Container runtime initialized" containerRuntime="cri-o" version="1.31.4" apiVersion="v1"'
    ),
    klog2("I", "server.go:163", '"Starting to listen" address="0.0.0.0" port=10250'),
    klog2("I", "volume_manager.go:287", '"Starting Kubelet Volume Manager"'),
    klog2("I", "kubelet.go:2302", '"Starting kubelet main sync loop"')
  ],
  add: (source, pod2) => klog2("I", "kubelet.go:2421", `"SyncLoop ADD" source="${source}" pods=["${pod2}"]`),
  remove: (source, pod2) => klog2("I", "kubelet.go:2431", `"SyncLoop REMOVE" source="${source}" pods=["${pod2}"]`),
  volume: (name, pod2) => klog2(
    "I",
    "operation_generator.go:721",
    `"MountVolume.SetUp succeeded for volume \\"${name}\\" pod=\\"${pod2}\\"" pod="${pod2}"`
  ),
  sandboxNeeded: (pod2) => klog2(
    "I",
    "util.go:30",
    `"No sandbox for pod can be found. Need to start a new one" pod="${pod2}"`
  ),
  event: (pod2, type, id) => klog2(
    "I",
    "kubelet.go:2453",
    `"SyncLoop (PLEG): event for pod" pod="${pod2}" event={"ID":"${id.slice(0, 12)}","Type":"${type}","Data":"${id}"}`
  ),
  probe: (pod2) => klog2(
    "I",
    "kubelet.go:2542",
    `"SyncLoop (probe)" probe="readiness" status="ready" pod="${pod2}"`
  ),
  backOff: (pod2, container, seconds2) => klog2(
    "E",
    "pod_workers.go:1301",
    `"Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"${container}\\" with CrashLoopBackOff: \\"back-off ${seconds2 < 60 ? `${seconds2}s` : `${Math.floor(seconds2 / 60)}m${seconds2 % 60}s`} restarting failed container=${container} pod=${pod2}\\"" pod="${pod2}"`
  ),
  runtimeDown: () => klog2(
    "E",
    "remote_runtime.go:407",
    '"ListPodSandbox with filter from runtime service failed" err="rpc error: code = Unavailable desc = connection error: desc = \\"transport: Error while dialing: dial unix /var/run/crio/crio.sock: connect: no such file or directory\\""'
  ),
  noNode: (node, error) => klog2(
    "E",
    "kubelet_node_status.go:96",
    `"Unable to register node with API server" err="${error}" node="${node}"`
  ),
  attempt: (node) => klog2("I", "kubelet_node_status.go:76", `"Attempting to register node" node="${node}"`),
  registered: (node) => klog2("I", "kubelet_node_status.go:79", `"Successfully registered node" node="${node}"`),
  nodeEvent: (node, event3) => klog2(
    "I",
    "kubelet_node_status.go:724",
    `"Recording event message for node" node="${node}" event="${event3}"`
  ),
  mirror: (pod2) => klog2("I", "kubelet.go:1909", `"Trying to delete pod" pod="${pod2}" podUID=""`),
  createMirror: (pod2) => klog2("I", "kubelet.go:3340", `"Creating a mirror pod for static pod" pod="${pod2}"`),
  noCni: () => klog2(
    "E",
    "kubelet.go:2916",
    '"Container runtime network not ready" networkReady="NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: no CNI configuration file in /etc/kubernetes/cni/net.d/. Has your network provider started?"'
  ),
  ready: (node) => klog2(
    "I",
    "kubelet_node_status.go:489",
    `"Fast updating node status as it just became ready" node="${node}"`
  ),
  leaseFailed: (error) => klog2("E", "controller.go:195", `"Failed to update lease" err="${error}"`),
  statusFailed: (pod2, error) => klog2(
    "W",
    "status_manager.go:851",
    `"Failed to update status for pod" err="${error}" pod="${pod2}"`
  ),
  badManifest: (path2, why2) => klog2(
    "E",
    "file_linux.go:61",
    `"Unable to read config path" err="${path2}: ${why2}" path="/etc/kubernetes/manifests"`
  )
};
var crioLine = (level, message, call, id) => `time="@@nano@@" level=${level} msg="${message}" id=${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20, 32)} name=/runtime.v1.${call}`;
var runtime = (call) => `RuntimeService/${call}`;
var crio = {
  start: () => [
    'time="@@nano@@" level=info msg="Starting CRI-O, version: 1.31.4-2.rhaos4.18.git.el9, git: ()"',
    'time="@@nano@@" level=info msg="Node configuration value for hugetlb cgroup is true"',
    'time="@@nano@@" level=info msg="Node configuration value for memoryswap cgroup is true"',
    'time="@@nano@@" level=info msg="Using default capabilities: CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FSETID, CAP_FOWNER, CAP_SETGID, CAP_SETUID, CAP_SETPCAP, CAP_NET_BIND_SERVICE, CAP_KILL"',
    'time="@@nano@@" level=info msg="Conmon does support the --sync option"',
    'time="@@nano@@" level=info msg="Got socket activation for CRI-O streaming server: no"',
    'time="@@nano@@" level=info msg="Registered SIGHUP reload watcher"'
  ],
  runSandbox: (pod2, id) => crioLine("info", `Running pod sandbox: ${pod2}/POD`, runtime("RunPodSandbox"), id),
  ranSandbox: (pod2, id) => crioLine(
    "info",
    `Ran pod sandbox ${id} with infra container: ${pod2}/POD`,
    runtime("RunPodSandbox"),
    id
  ),
  checking: (image, id) => crioLine("info", `Checking image status: ${image}`, "ImageService/ImageStatus", id),
  notFound: (image, id) => crioLine("info", `Image ${image} not found`, "ImageService/ImageStatus", id),
  pulling: (image, id) => crioLine("info", `Pulling image: ${image}`, "ImageService/PullImage", id),
  pulled: (image, id) => crioLine("info", `Pulled image: ${image}`, "ImageService/PullImage", id),
  creating: (name, id) => crioLine("info", `Creating container: ${name}`, runtime("CreateContainer"), id),
  created: (name, id) => crioLine("info", `Created container ${id}: ${name}`, runtime("CreateContainer"), id),
  starting: (id) => crioLine("info", `Starting container: ${id}`, runtime("StartContainer"), id),
  started: (name, id) => crioLine(
    "info",
    `Started container PID=0 containerID=${id} description=${name} sandboxID=${id.slice(0, 13)}`,
    runtime("StartContainer"),
    id
  ),
  stopping: (id) => crioLine("info", `Stopping container: ${id} (timeout: 30s)`, runtime("StopContainer"), id),
  removed: (name, id) => crioLine("info", `Removed container ${id}: ${name}`, runtime("RemoveContainer"), id)
};

// src/sim/machines/kubelet.ts
var MANIFESTS = "/etc/kubernetes/manifests";
var CNI = "/etc/kubernetes/cni/net.d";
var REGISTER_RETRY_MILLIS_MAX = 7e3;
var server = (c) => c.env.host === "bootstrap" ? "localhost" : "vip";
var log2 = (c, line, priority = 6) => c.env.log("kubelet.service", "kubenswrapper", line, priority);
var role2 = (c) => c.env.host === "bootstrap" ? "bootstrap" : "master";
var cniReady = (c) => c.env.folder(CNI).length > 0;
var runtimeUp = (c) => c.env.unit("crio.service")?.active === "active";
var isReadyNow = (c) => cniReady(c) && runtimeUp(c);
var workerId = (c, pod2) => `${c.env.host}/pod:${pod2.namespace}/${pod2.name}`;
function wanted(c, complain = () => void 0) {
  const pods = {};
  for (const file of c.env.folder(MANIFESTS)) {
    if (file.folder || file.path.split("/").pop()?.startsWith(".")) continue;
    const manifest2 = parseManifest(file.content);
    if (typeof manifest2 === "string") {
      complain(file.path, manifest2);
      continue;
    }
    const kinds = new Map(
      [...c.env.profile.staticPods, ...c.env.profile.masterPods(c.env.host)].flatMap(
        (p) => p.containers.map((x) => [x.name, x.kind])
      )
    );
    const containers = manifest2.containers.map((x) => {
      const kind = kinds.get(x.name);
      return kind === void 0 ? x : { ...x, kind };
    });
    pods[workerId(c, manifest2)] = { text: file.content, pod: { ...manifest2, containers } };
  }
  return pods;
}
function applyFiles({ context: c }) {
  const now = wanted(c, (path2, why2) => log2(c, kubelet.badManifest(path2, why2), 3));
  for (const [id, textBefore] of Object.entries(c.files)) {
    if (now[id]?.text === textBefore) continue;
    log2(c, kubelet.remove("file", id.slice(id.indexOf(":") + 1)));
    removePod(c, id);
  }
  for (const [id, { text: content, pod: pod2 }] of Object.entries(now)) {
    if (c.files[id] === content) continue;
    c.env.start(id, "pod-worker", {
      pod: pod2,
      source: "file",
      uid: c.env.hex(`static:${c.env.host}:${content}`, 32),
      input: {},
      hostNetwork: true,
      once: false
    });
    if (c.attempts < 0) c.env.post(id, { type: "NODE_REGISTERED" });
  }
}
function removePod(c, id) {
  const [namespace3 = "", name = ""] = id.slice(id.indexOf(":") + 1).split("/");
  c.env.stop(id);
  for (const sandbox of [...c.env.state().sandboxes.values()]) {
    if (sandbox.name === name && sandbox.namespace === namespace3)
      c.env.runtime.removeSandbox(sandbox.id);
  }
  if (c.env.objects.get("core/pods", namespace3, name) !== void 0) {
    c.env.request(
      server(c),
      { verb: "delete", resource: "core/pods", namespace: namespace3, name },
      "STATUS_ANSWER"
    );
  }
}
var plainRun = (pod2) => ({
  pod: {
    name: pod2.metadata.name,
    namespace: pod2.metadata.namespace,
    containers: pod2.spec.containers ?? []
  },
  input: {},
  once: pod2.spec.restartPolicy === "Never"
});
var bound = (c) => c.env.objects.list("core/pods").filter(
  (pod2) => pod2.spec.nodeName === c.env.host && pod2.metadata.annotations?.["kubernetes.io/config.mirror"] === void 0
);
function applyPods({ context: c }) {
  const mine = bound(c);
  const ids = mine.map((pod2) => workerId(c, pod2.metadata));
  for (const id of c.apiPods) {
    if (ids.includes(id)) continue;
    log2(c, kubelet.remove("api", id.slice(id.indexOf(":") + 1)));
    removePod(c, id);
  }
  for (const pod2 of mine) {
    const id = workerId(c, pod2.metadata);
    if (c.apiPods.includes(id)) continue;
    const { namespace: namespace3, name } = pod2.metadata;
    c.env.start(id, "pod-worker", {
      ...c.env.podRun(namespace3, name) ?? plainRun(pod2),
      source: "api",
      uid: pod2.metadata.uid.replaceAll("-", ""),
      hostNetwork: pod2.spec.hostNetwork === true
    });
  }
}
function nodeTemplate(c, ready, since) {
  return nodeObject({
    name: c.env.host,
    address: c.env.state().address,
    role: role2(c),
    kubernetesVersion: c.env.profile.kubernetesVersion,
    machineId: c.env.hex(`machine:${c.env.host}`, 32),
    bootId: c.env.state().boots.at(-1)?.id ?? "",
    ready,
    since,
    now: c.env.now()
  });
}
function register({ context: c }) {
  log2(c, kubelet.attempt(c.env.host));
  if (role2(c) === "bootstrap" && !mayRegister(c)) {
    c.env.request(
      server(c),
      { verb: "get", resource: BINDING.resource, name: BINDING.name },
      "REGISTER_ANSWER"
    );
    return;
  }
  const verb = c.env.objects.get("core/nodes", "", c.env.host) === void 0 ? "create" : "update";
  const make2 = () => nodeTemplate(c, isReadyNow(c), c.env.now());
  c.env.request(
    server(c),
    { verb, resource: "core/nodes", name: c.env.host, make: make2 },
    "REGISTER_ANSWER"
  );
}
var mayRegister = (c) => c.env.objects.get(BINDING.resource, "", BINDING.name) !== void 0;
var FORBIDDEN = 'nodes is forbidden: User \\"system:bootstrapper\\" cannot create resource \\"nodes\\" in API group \\"\\" at the cluster scope';
var BINDING = {
  resource: "rbac.authorization.k8s.io/clusterrolebindings",
  name: "kubelet-bootstrap"
};
function registered({ context: c }) {
  log2(c, kubelet.registered(c.env.host));
  for (const reason of [
    "NodeHasSufficientMemory",
    "NodeHasNoDiskPressure",
    "NodeHasSufficientPID"
  ]) {
    log2(c, kubelet.nodeEvent(c.env.host, reason));
    nodeEvent(c, reason, `Node ${c.env.host} status is now: ${reason}`);
  }
  nodeEvent(c, "Starting", "Starting kubelet.");
  for (const id of Object.keys(c.files)) c.env.post(id, { type: "NODE_REGISTERED" });
  c.env.request(
    server(c),
    {
      verb: "create",
      resource: "coordination.k8s.io/leases",
      namespace: "kube-node-lease",
      name: c.env.host,
      make: () => ({
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name: c.env.host },
        spec: { holderIdentity: c.env.host, leaseDurationSeconds: 40, renewTime: c.env.now() }
      })
    },
    "STATUS_ANSWER"
  );
}
function nodeEvent(c, reason, message) {
  c.env.post(`${c.env.host}/events`, {
    type: "RECORD",
    reason,
    message,
    eventType: "Normal",
    object: { kind: "Node", namespace: "", name: c.env.host, uid: c.env.host },
    component: "kubelet"
  });
}
var kubelet2 = setup({
  types: {},
  delays: {
    registerRetry: ({ context: c }) => Math.min(REGISTER_RETRY_MILLIS_MAX, 200 * [1, 2, 4, 8, 16, 32][Math.min(c.attempts, 5)]) + c.env.integer("register", 0, 400)
  },
  guards: {
    registeredOk: ({ context: c, event: e }) => {
      const { answer: answer2 } = e;
      return answer2.ok && c.env.objects.get("core/nodes", "", c.env.host) !== void 0;
    },
    forThisNode: ({ context: c, event: e }) => e.topic === "objects:core/pods" && syncNeeded(c),
    forFiles: ({ event: e }) => e.topic.includes(`:${MANIFESTS}`),
    readyChanged: ({ context: c }) => isReadyNow(c) !== c.ready,
    apiThere: ({ context: c }) => c.env.apiAnswers(server(c)),
    statusFailed: ({ context: c, event: e }) => {
      const { answer: answer2 } = e;
      return !answer2.ok && answer2.error !== "alreadyExists" && answer2.error !== "notFound" && c.env.host !== "";
    }
  },
  actions: {
    begin: ({ context: c }) => {
      c.env.watch(`folder:${c.env.host}:${MANIFESTS}`);
      c.env.watch(`folder:${c.env.host}:${CNI}`);
      c.env.watch(`unit:${c.env.host}/crio.service`);
      for (const line of kubelet.start(c.env.profile.kubernetesVersion)) log2(c, line);
    },
    watchPods: ({ context: c }) => c.env.watch("objects:core/pods"),
    applyFiles,
    noteFiles: assign({
      files: ({ context: c }) => Object.fromEntries(Object.entries(wanted(c)).map(([id, pod2]) => [id, pod2.text]))
    }),
    applyPods,
    notePods: assign({
      apiPods: ({ context: c }) => bound(c).map((pod2) => workerId(c, pod2.metadata))
    }),
    register,
    registered,
    countAttempt: assign({ attempts: ({ context: c }) => c.attempts + 1 }),
    nowRegistered: assign({ attempts: -1 }),
    sayRefused: ({ context: c, event: e }) => {
      const { answer: answer2 } = e;
      const why2 = answer2.error === "notFound" ? FORBIDDEN : answer2.message ?? "";
      if (!answer2.ok) log2(c, kubelet.noNode(c.env.host, why2), 3);
      if (!cniReady(c)) log2(c, kubelet.noCni(), 3);
    },
    noteReady: assign({
      ready: ({ context: c }) => isReadyNow(c),
      readySince: ({ context: c }) => c.env.now()
    }),
    sendReady: ({ context: c }) => {
      if (c.ready) log2(c, kubelet.ready(c.env.host));
      else if (!runtimeUp(c)) log2(c, kubelet.runtimeDown(), 3);
      else log2(c, kubelet.noCni(), 3);
      if (c.ready) nodeEvent(c, "NodeReady", `Node ${c.env.host} status is now: NodeReady`);
      const { ready, readySince } = c;
      c.env.request(
        server(c),
        {
          verb: "update",
          resource: "core/nodes",
          name: c.env.host,
          make: () => nodeTemplate(c, ready, readySince)
        },
        "STATUS_ANSWER"
      );
    },
    sayStatusFailed: ({ context: c, event: e }) => log2(c, kubelet.leaseFailed(e.answer.message ?? ""), 3),
    resend: ({ context: c }) => {
      const { ready, readySince } = c;
      c.env.request(
        server(c),
        {
          verb: "update",
          resource: "core/nodes",
          name: c.env.host,
          make: () => nodeTemplate(c, ready, readySince)
        },
        "STATUS_ANSWER"
      );
    },
    sayNoCni: ({ context: c }) => {
      if (!cniReady(c)) log2(c, kubelet.noCni(), 3);
    }
  }
}).createMachine({
  id: "kubelet",
  context: ({ input }) => ({
    ...input,
    files: {},
    apiPods: [],
    attempts: 0,
    ready: false,
    readySince: 0
  }),
  options: { maxIterations: 1e3 },
  initial: "registering",
  entry: ["begin", "applyFiles", "noteFiles"],
  on: {
    CHANGED: { guard: "forFiles", actions: ["applyFiles", "noteFiles"] }
  },
  states: {
    registering: {
      initial: "waiting",
      states: {
        waiting: { after: { registerRetry: "trying" } },
        trying: {
          entry: ["register", "countAttempt"],
          on: {
            REGISTER_ANSWER: [
              { guard: "registeredOk", target: "#kubelet.registered" },
              { target: "waiting", actions: "sayRefused" }
            ]
          }
        }
      }
    },
    registered: {
      entry: [
        "registered",
        "nowRegistered",
        "noteReady",
        "watchPods",
        "sendReady",
        "applyPods",
        "notePods"
      ],
      on: {
        CHANGED: [
          { guard: "forFiles", actions: ["applyFiles", "noteFiles"] },
          { guard: "forThisNode", actions: ["applyPods", "notePods"] },
          { guard: "readyChanged", actions: ["noteReady", "sendReady"] }
        ],
        STATUS_ANSWER: { guard: "statusFailed", target: ".retry", actions: "sayStatusFailed" }
      },
      initial: "steady",
      states: {
        steady: {},
        retry: { after: { 7e3: { target: "steady", actions: "resend" } } }
      }
    }
  }
});
function syncNeeded(c) {
  const mine = bound(c);
  return mine.length !== c.apiPods.length || mine.some((pod2) => !c.apiPods.includes(workerId(c, pod2.metadata)));
}

// src/sim/machines/lease-holder.ts
var LEASE_SECONDS = 15;
var RENEW_LIMIT_MICROS = 1e7;
var RETRY_MILLIS = 2e3;
var RESOURCE = "coordination.k8s.io/leases";
var say7 = (c, line) => c.env.say(c.containerId, line, "stderr");
var full = (c) => `kube-system/${c.lease}`;
var identity = (c) => `${c.env.host}_${c.env.hex(`lease:${c.containerId}`, 8)}-${c.env.hex(`lease:${c.containerId}`, 12).slice(8)}`;
var specOf = (object) => object?.["spec"];
var holder = (c) => specOf(c.env.objects.get(RESOURCE, "kube-system", c.lease));
function ask2({ context: c }) {
  const known = c.env.objects.get(RESOURCE, "kube-system", c.lease);
  const verb = known === void 0 ? "create" : "update";
  c.env.request(
    "localhost",
    {
      verb,
      resource: RESOURCE,
      namespace: "kube-system",
      name: c.lease,
      make: (stored) => lease(c, stored)
    },
    "LEASE_ANSWER"
  );
}
function lease(c, stored) {
  const spec = specOf(stored);
  const mine = spec?.holderIdentity === identity(c);
  const fresh = !mine && spec?.holderIdentity !== "" && held(c, spec);
  if (stored !== void 0 && fresh) return stored;
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: c.lease },
    spec: {
      holderIdentity: identity(c),
      leaseDurationSeconds: LEASE_SECONDS,
      acquireTime: c.env.now(),
      renewTime: c.env.now(),
      leaseTransitions: (spec?.leaseTransitions ?? -1) + (mine ? 0 : 1)
    }
  };
}
function held(c, spec) {
  if (spec?.holderIdentity === void 0) return false;
  return c.env.leaseAlive(
    c.lease,
    spec.holderIdentity,
    spec.renewTime ?? 0,
    LEASE_SECONDS * 1e6
  );
}
var leaseHolder2 = setup({
  types: {},
  delays: {
    start: ({ context: c }) => c.env.millis("start", LEASE_HOLDER_START),
    retry: ({ context: c }) => RETRY_MILLIS + c.env.integer("retry", 0, 400),
    /** wait.PollImmediate of WaitForAPIServer: the next whole second. */
    poll: ({ context: c }) => c.env.integer("poll", 50, 1e3),
    apiLimit: 1e4
  },
  guards: {
    apiThere: ({ context: c }) => c.env.backends().includes(c.env.host),
    mine: ({ context: c, event: e }) => e.answer.ok && holder(c)?.holderIdentity === identity(c),
    tooLate: ({ context: c }) => c.env.now() - c.renewedAt > RENEW_LIMIT_MICROS,
    slowNews: ({ event: e }) => e.topic === "etcd-slow",
    unwell: ({ context: c }) => !c.env.apiServer.etcdReady(),
    quick: ({ context: c, event: e }) => e.answer.ok && c.env.now() - c.renewedAt < 3e6
  },
  actions: {
    begin: ({ context: c }) => {
      c.env.watch("api");
      c.env.watch("etcd-slow");
      c.env.watch("etcd");
      for (const line of leaseHolder.start(c.lease, c.env.profile.kubernetesVersion)) say7(c, line);
    },
    sayWaiting: ({ context: c }) => say7(c, leaseHolder.waiting("connect: connection refused")),
    giveUp: ({ context: c }) => {
      say7(c, leaseHolder.gaveUp());
      c.env.runtime.exit(c.containerId, 1);
    },
    sayAttempt: ({ context: c }) => say7(c, leaseHolder.attempting(full(c))),
    ask: ask2,
    sayFailed: ({ context: c, event: e }) => {
      const { answer: answer2 } = e;
      if (!answer2.ok) say7(c, leaseHolder.failedOnce(full(c), answer2.message ?? ""));
    },
    lead: ({ context: c }) => {
      say7(c, leaseHolder.acquired(full(c)));
      if (c.lease === "kube-controller-manager")
        for (const line of leaseHolder.controllers()) say7(c, line);
      c.env.leads(c.lease, identity(c), true);
      c.env.post(`${c.env.host}/events`, {
        type: "RECORD",
        reason: "LeaderElection",
        message: `${identity(c)} became leader`,
        eventType: "Normal",
        object: { kind: "Lease", namespace: "kube-system", name: c.lease, uid: c.lease },
        component: c.lease
      });
    },
    noteRenewed: assign({ renewedAt: ({ context: c }) => c.env.now() }),
    lose: ({ context: c }) => {
      say7(c, leaseHolder.failedRenew(full(c)));
      say7(c, leaseHolder.lost(c.lease));
      c.env.runtime.exit(c.containerId, 1);
    }
  }
}).createMachine({
  id: "lease-holder",
  context: ({ input }) => ({ ...input, lease: input.container, renewedAt: 0 }),
  options: { maxIterations: 1e3 },
  initial: "starting",
  entry: "begin",
  states: {
    starting: { after: { start: "waiting" } },
    waiting: {
      always: { guard: "apiThere", target: "polling" },
      entry: "sayWaiting",
      after: { apiLimit: "dead" },
      on: { CHANGED: { guard: "apiThere", target: "polling" } }
    },
    polling: { after: { poll: "acquiring" } },
    acquiring: {
      entry: "sayAttempt",
      initial: "asking",
      states: {
        asking: {
          entry: "ask",
          on: {
            LEASE_ANSWER: [
              { guard: "mine", target: "#lease-holder.leading", actions: "noteRenewed" },
              { target: "pausing", actions: "sayFailed" }
            ]
          }
        },
        pausing: { after: { retry: "asking" } }
      }
    },
    leading: {
      entry: "lead",
      initial: "computed",
      states: {
        computed: {
          on: {
            CHANGED: [
              { guard: "slowNews", target: "renewing", actions: "noteRenewed" },
              { guard: "unwell", target: "renewing", actions: "noteRenewed" }
            ]
          }
        },
        renewing: {
          initial: "asking",
          states: {
            asking: {
              entry: "ask",
              after: { 5e3: "pausing" },
              on: {
                LEASE_ANSWER: [
                  {
                    guard: "quick",
                    target: "#lease-holder.leading.computed",
                    actions: "noteRenewed"
                  },
                  { guard: "mine", target: "pausing", actions: "noteRenewed" },
                  { target: "pausing", actions: "sayFailed" }
                ]
              }
            },
            pausing: {
              always: { guard: "tooLate", target: "#lease-holder.lost" },
              after: { retry: "asking" }
            }
          }
        }
      }
    },
    lost: { entry: "lose" },
    dead: { entry: "giveUp" }
  }
});

// src/sim/machines/node-lifecycle.ts
var GRACE_MILLIS = 4e4;
var beats = (c) => {
  const state = c.env.other(c.node);
  return state?.power === true && state.units.get("kubelet.service")?.active === "active";
};
var nodeLifecycle = setup({
  types: {},
  delays: { grace: GRACE_MILLIS, retry: 5e3 },
  guards: {
    beats: ({ context: c }) => beats(c),
    silent: ({ context: c }) => !beats(c),
    leading: ({ context: c }) => c.env.leading("kube-controller-manager"),
    failed: ({ event: e }) => e.type === "STATUS_ANSWER" && !e.answer.ok
  },
  actions: {
    watch: ({ context: c }) => c.env.watch(`unit:${c.node}/kubelet.service`),
    mark: ({ context: c }) => {
      const state = c.env.other(c.node);
      const now = c.env.now();
      c.env.request(
        "vip",
        {
          verb: "update",
          resource: "core/nodes",
          name: c.node,
          make: () => nodeObject({
            name: c.node,
            address: state?.address ?? "",
            role: c.node.startsWith("master") ? "master" : "bootstrap",
            kubernetesVersion: c.env.profile.kubernetesVersion,
            machineId: c.env.hex(`machine:${c.node}`, 32),
            bootId: state?.boots.at(-1)?.id ?? "",
            ready: void 0,
            since: now,
            now
          })
        },
        "STATUS_ANSWER"
      );
    }
  }
}).createMachine({
  id: "node-lifecycle",
  context: ({ input }) => input,
  options: { maxIterations: 1e3 },
  initial: "heard",
  entry: "watch",
  states: {
    heard: {
      always: { guard: "silent", target: "silent" },
      on: { CHANGED: { guard: "silent", target: "silent" } }
    },
    silent: {
      on: { CHANGED: { guard: "beats", target: "heard" } },
      after: {
        grace: [
          { guard: "leading", target: "unknown" },
          { target: "silent", reenter: true }
        ]
      }
    },
    unknown: {
      entry: "mark",
      on: {
        CHANGED: { guard: "beats", target: "heard" },
        STATUS_ANSWER: { guard: "failed", target: "again" }
      }
    },
    again: { after: { retry: "unknown" }, on: { CHANGED: { guard: "beats", target: "heard" } } }
  }
});

// src/sim/physics/profiles/containers.ts
var SANDBOX_CREATE = [
  [0, 6e5],
  [0.5, 11e5],
  [0.9, 19e5],
  [1, 3e6]
];
var CONTAINER_CREATE = [
  [0, 12e4],
  [0.5, 26e4],
  [0.9, 6e5],
  [1, 14e5]
];

// src/sim/text/pod-object.ts
function podObject(pod2) {
  const ready = pod2.containers.length > 0 && pod2.containers.every((c) => c.ready);
  const condition = (type, status2, at, reason = "") => ({
    type,
    status: status2 ? "True" : "False",
    lastProbeTime: null,
    lastTransitionTime: at,
    ...status2 || reason === "" ? {} : { reason }
  });
  const done = pod2.phase === "Succeeded";
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: pod2.name,
      namespace: pod2.namespace,
      labels: { app: pod2.owner?.name ?? pod2.name },
      ...pod2.mirror ? {
        annotations: {
          "kubernetes.io/config.hash": pod2.uid,
          "kubernetes.io/config.mirror": pod2.uid,
          "kubernetes.io/config.source": "file"
        },
        ownerReferences: [
          { apiVersion: "v1", kind: "Node", name: pod2.node, uid: pod2.node, controller: true }
        ]
      } : {
        ownerReferences: [{ ...pod2.owner, uid: pod2.owner?.name ?? "", controller: true }]
      }
    },
    spec: {
      nodeName: pod2.node,
      hostNetwork: pod2.podIp === pod2.hostIp,
      restartPolicy: "Always",
      priorityClassName: "system-node-critical",
      containers: pod2.containers.map(({ name, image }) => ({ name, image, resources: {} }))
    },
    status: {
      phase: pod2.phase,
      conditions: [
        condition("Initialized", true, pod2.startTime),
        condition(
          "Ready",
          ready && !done,
          pod2.readyAt,
          done ? "PodCompleted" : "ContainersNotReady"
        ),
        condition(
          "ContainersReady",
          ready && !done,
          pod2.readyAt,
          done ? "PodCompleted" : "ContainersNotReady"
        ),
        condition("PodScheduled", true, pod2.scheduledAt)
      ],
      hostIP: pod2.hostIp,
      podIP: pod2.podIp,
      podIPs: [{ ip: pod2.podIp }],
      startTime: pod2.startTime,
      containerStatuses: pod2.containers.map((c) => ({
        name: c.name,
        image: c.image,
        imageID: c.image,
        containerID: c.id === "" ? "" : `cri-o://${c.id}`,
        restartCount: c.restarts,
        ready: c.ready,
        started: c.ready,
        state: c.state,
        lastState: c.lastState
      }))
    }
  };
}

// src/sim/machines/pod-worker.ts
var BACK_OFF_SECONDS = [0, 10, 20, 40, 80, 160, 300];
var waitSeconds = (c) => BACK_OFF_SECONDS[Math.min(c.exits, 7) - 1] ?? 0;
var identity2 = (c) => ({ name: c.pod.name, namespace: c.pod.namespace, uid: c.uid });
var podName = (c) => `${c.pod.namespace}/${c.pod.name}`;
var log3 = (c, line, priority = 6) => c.env.log("kubelet.service", "kubenswrapper", line, priority);
var crioLog = (c, line) => c.env.log("crio.service", "crio", line);
var current = (c) => {
  const found = c.pod.containers.find((x) => x.name === c.todo[0]);
  if (found === void 0) throw new Error(`no container to start in ${podName(c)}`);
  return found;
};
var label = (c) => `${podName(c)}/${current(c).name}`;
var crioUp = (c) => c.env.unit("crio.service")?.active === "active";
var latest = (c, name) => [...c.env.state().containers.values()].filter((x) => x.sandboxId === c.sandbox && x.name === name).toSorted((a, b) => b.attempt - a.attempt)[0];
function adoptable(c) {
  return [...c.env.state().sandboxes.values()].find(
    (s) => s.state === "ready" && s.uid === c.uid && s.name === c.pod.name
  )?.id;
}
function unstarted(c, sandbox) {
  const live = new Set(
    [...c.env.state().containers.values()].filter((x) => x.sandboxId === sandbox && x.state === "running").map((x) => x.name)
  );
  return c.pod.containers.map((x) => x.name).filter((name) => !live.has(name));
}
function statusOf(c) {
  const address = c.env.state().address;
  const containers = c.pod.containers.map(({ name, image }) => {
    const fact = latest(c, name);
    const running2 = fact?.state === "running";
    const completed = c.once && fact?.state === "exited" && fact.exitCode === 0;
    const terminated = fact?.state === "exited" ? {
      terminated: {
        exitCode: fact.exitCode,
        reason: fact.reason,
        startedAt: fact.startedAt,
        finishedAt: fact.finishedAt
      }
    } : {};
    return {
      name,
      image,
      id: fact?.id ?? "",
      restarts: fact?.attempt ?? 0,
      ready: running2,
      state: running2 ? { running: { startedAt: fact.startedAt } } : completed ? terminated : { waiting: { reason: fact === void 0 ? "ContainerCreating" : "CrashLoopBackOff" } },
      lastState: running2 || completed ? {} : terminated
    };
  });
  const all = containers.every((x) => x.ready);
  const done = c.once && containers.every((x) => "terminated" in x.state);
  return {
    name: c.pod.name,
    namespace: c.pod.namespace,
    node: c.env.host,
    hostIp: address,
    podIp: c.hostNetwork ? address : `10.128.${c.env.host.length % 4}.${Number.parseInt(c.uid.slice(0, 2), 16) % 250 + 2}`,
    uid: c.uid,
    phase: done ? "Succeeded" : all || containers.some((x) => x.restarts > 0) ? "Running" : "Pending",
    ...c.owner === void 0 ? {} : { owner: c.owner },
    mirror: c.source === "file",
    startTime: c.acceptedAt,
    scheduledAt: c.acceptedAt,
    readyAt: c.env.now(),
    containers
  };
}
function sendStatus({ context: c }) {
  if (!c.registered) return;
  const status2 = statusOf(c);
  const { name, namespace: namespace3 } = c.pod;
  const verb = c.env.objects.get("core/pods", namespace3, name) === void 0 ? "create" : "update";
  if (verb === "create" && c.source === "api") return;
  if (verb === "create") log3(c, kubelet.createMirror(podName(c)));
  const call = {
    verb,
    resource: "core/pods",
    namespace: namespace3,
    name,
    make: (stored) => {
      const made = podObject(status2);
      const kept = stored;
      return kept === void 0 ? made : { ...made, metadata: { ...kept.metadata, resourceVersion: void 0 }, spec: kept.spec };
    }
  };
  c.env.request(c.env.host === "bootstrap" ? "localhost" : "vip", call, "STATUS_STORED");
}
function event2(c, reason, message, type = "Normal") {
  c.env.post(`${c.env.host}/events`, {
    type: "RECORD",
    reason,
    message,
    eventType: type,
    object: { kind: "Pod", namespace: c.pod.namespace, name: c.pod.name, uid: c.uid },
    component: "kubelet"
  });
}
var podWorker = setup({
  types: {},
  delays: {
    sandbox: ({ context: c }) => c.env.millis("sandbox", SANDBOX_CREATE),
    pull: ({ context: c }) => c.env.images.pullMillis(current(c).image),
    create: ({ context: c }) => c.env.millis("create", CONTAINER_CREATE),
    backOff: ({ context: c }) => waitSeconds(c) * 1e3,
    stable: 6e5,
    retryStatus: 5e3
  },
  guards: {
    runtimeUp: ({ context: c }) => crioUp(c),
    adoptable: ({ context: c }) => adoptable(c) !== void 0,
    allStarted: ({ context: c }) => c.todo.length === 0,
    imagePresent: ({ context: c }) => c.env.images.present(current(c).image),
    firstExit: ({ context: c }) => c.exits === 0,
    doneOnce: ({ context: c, event: e }) => c.once && e.exitCode === 0,
    statusFailed: ({ event: e }) => {
      const { answer: answer2 } = e;
      return !answer2.ok && answer2.error !== "notFound" && answer2.error !== "alreadyExists";
    }
  },
  actions: {
    accept: ({ context: c }) => {
      c.env.watch(`unit:${c.env.host}/crio.service`);
      log3(c, kubelet.add(c.source, podName(c)));
      if (adoptable(c) === void 0) {
        for (const volume of ["resource-dir", "kube-api-access", "audit-dir"])
          log3(c, kubelet.volume(volume, podName(c)));
        log3(c, kubelet.sandboxNeeded(podName(c)));
        crioLog(c, crio.runSandbox(podName(c), c.uid.padEnd(32, "0")));
      }
    },
    adopt: assign(({ context: c }) => {
      const sandbox = adoptable(c) ?? "";
      return { sandbox, todo: unstarted(c, sandbox) };
    }),
    makeSandbox: ({ context: c }) => {
      c.env.runtime.createSandbox(identity2(c));
    },
    noteSandbox: assign(({ context: c }) => ({
      sandbox: c.env.runtime.nextSandboxId(identity2(c)),
      todo: c.pod.containers.map((x) => x.name)
    })),
    sandboxed: ({ context: c }) => {
      crioLog(c, crio.ranSandbox(podName(c), c.sandbox));
      log3(c, kubelet.event(podName(c), "ContainerStarted", c.sandbox));
    },
    sayPulling: ({ context: c }) => {
      crioLog(c, crio.checking(current(c).image, c.sandbox));
      crioLog(c, crio.notFound(current(c).image, c.sandbox));
      crioLog(c, crio.pulling(current(c).image, c.sandbox));
      event2(c, "Pulling", `Pulling image "${current(c).image}"`);
    },
    pulled: ({ context: c }) => {
      c.env.images.pulled(current(c).image);
      crioLog(c, crio.pulled(current(c).image, c.sandbox));
      event2(c, "Pulled", `Successfully pulled image "${current(c).image}"`);
    },
    sayCreating: ({ context: c }) => crioLog(c, crio.creating(label(c), c.sandbox)),
    startContainer: ({ context: c }) => {
      const container = current(c);
      const id = c.env.runtime.createContainer(c.sandbox, container);
      crioLog(c, crio.created(label(c), id));
      crioLog(c, crio.starting(id));
      event2(c, "Created", `Created container ${container.name}`);
      c.env.runtime.startContainer(id, container.kind, c.input);
      crioLog(c, crio.started(label(c), id));
      log3(c, kubelet.event(podName(c), "ContainerStarted", id));
      event2(c, "Started", `Started container ${container.name}`);
    },
    next: assign(({ context: c }) => ({ todo: c.todo.slice(1) })),
    restartTodo: assign(({ event: e }) => ({
      todo: [e.container]
    })),
    appendTodo: assign(({ context: c, event: e }) => ({
      todo: [...c.todo, e.container]
    })),
    countExit: assign({ exits: ({ context: c }) => c.exits + 1 }),
    forgetExits: assign({ exits: 0 }),
    sayDied: ({ context: c, event: e }) => {
      const id = latest(c, e.container)?.id ?? c.sandbox;
      log3(c, kubelet.event(podName(c), "ContainerDied", id));
    },
    sayReady: ({ context: c }) => {
      log3(c, kubelet.probe(podName(c)));
      if (c.writes !== void 0) {
        c.env.emit({
          kind: "file",
          host: c.env.host,
          path: c.writes.path,
          content: c.writes.content,
          mode: 384,
          owner: "root",
          folder: false
        });
      }
    },
    sayBackOff: ({ context: c }) => {
      const container = c.todo[0] ?? "";
      log3(c, kubelet.backOff(podName(c), container, waitSeconds(c)), 3);
      event2(
        c,
        "BackOff",
        `Back-off restarting failed container ${container} in pod ${c.pod.name}`,
        "Warning"
      );
    },
    sayRuntimeDown: ({ context: c }) => log3(c, kubelet.runtimeDown(), 3),
    register: assign({ registered: true }),
    sendStatus,
    sayStatusFailed: ({ context: c, event: e }) => {
      const { answer: answer2 } = e;
      log3(c, kubelet.statusFailed(podName(c), answer2.message ?? ""), 4);
    },
    retryStatus: ({ context: c }) => c.env.post(c.env.id, { type: "NODE_REGISTERED" }, 5e3)
  }
}).createMachine({
  id: "pod-worker",
  context: ({ input }) => ({
    ...input,
    sandbox: "",
    todo: [],
    container: "",
    exits: 0,
    registered: input.source === "api",
    acceptedAt: input.env.now()
  }),
  options: { maxIterations: 1e3 },
  initial: "accepted",
  on: {
    EXITED: { actions: ["sayDied", "appendTodo", "countExit"] },
    NODE_REGISTERED: { actions: ["register", "sendStatus"] },
    STATUS_STORED: { guard: "statusFailed", actions: ["sayStatusFailed", "retryStatus"] }
  },
  states: {
    accepted: {
      entry: "accept",
      always: [
        { guard: "adoptable", target: "starting", actions: ["adopt", "sendStatus"] },
        { guard: "runtimeUp", target: "sandbox" },
        { target: "noRuntime" }
      ]
    },
    noRuntime: {
      entry: "sayRuntimeDown",
      on: { CHANGED: { guard: "runtimeUp", target: "sandbox" } }
    },
    sandbox: {
      after: {
        sandbox: {
          target: "starting",
          actions: ["noteSandbox", "makeSandbox", "sandboxed", "sendStatus"]
        }
      }
    },
    starting: {
      always: [
        { guard: "allStarted", target: "running" },
        { guard: "imagePresent", target: "creating" },
        { target: "pulling" }
      ]
    },
    pulling: { entry: "sayPulling", after: { pull: { target: "creating", actions: "pulled" } } },
    creating: {
      entry: "sayCreating",
      after: { create: { target: "starting", actions: ["startContainer", "next"] } }
    },
    running: {
      entry: ["sayReady", "sendStatus"],
      after: { stable: { actions: "forgetExits" } },
      on: {
        EXITED: [
          { guard: "doneOnce", target: "completed", actions: "sayDied" },
          {
            guard: "firstExit",
            target: "restarting",
            actions: ["sayDied", "restartTodo", "countExit"]
          },
          { target: "backOff", actions: ["sayDied", "restartTodo", "countExit"] }
        ]
      }
    },
    restarting: {
      entry: "sendStatus",
      always: [{ guard: "runtimeUp", target: "creating" }, { target: "waitRuntime" }]
    },
    waitRuntime: { on: { CHANGED: { guard: "runtimeUp", target: "creating" } } },
    backOff: { entry: ["sayBackOff", "sendStatus"], after: { backOff: "restarting" } },
    completed: { entry: "sendStatus" }
  }
});

// src/sim/machines/systemd-unit.ts
var full2 = (c) => `${c.unit.name}.service`;
var main = (c) => `${c.env.host}/${c.unit.name}`;
var systemd2 = (c, message, priority = 6) => c.env.log(full2(c), "systemd", message, priority);
function report3(c, { active, sub, pid }, more = {}) {
  c.env.emit({
    kind: "unit",
    host: c.env.host,
    unit: full2(c),
    description: c.unit.description,
    path: `/etc/systemd/system/${full2(c)}`,
    enabled: c.unit.enabled,
    active,
    sub,
    since: c.env.now(),
    mainPid: pid ?? 0,
    command: c.unit.command,
    result: more.result ?? "success",
    exitCode: more.exitCode ?? 0,
    restarts: more.restarts ?? c.restarts
  });
}
function listen(c, listening) {
  for (const port of c.unit.ports ?? []) {
    const known = c.env.state().sockets.has(port);
    if (known !== listening)
      c.env.emit({ kind: "socket", host: c.env.host, port, listening, service: c.unit.name });
  }
}
function run({ context: c }) {
  const pid = c.env.nextPid();
  for (const line of c.unit.lines ?? [])
    c.env.log(full2(c), c.unit.identifier ?? c.unit.command, line);
  report3(c, { active: "active", sub: "running", pid });
  if (c.unit.type !== "oneshot") systemd2(c, `Started ${c.unit.description}.`);
  listen(c, true);
  if (c.unit.kind !== void 0) c.env.start(main(c), c.unit.kind, { pid });
}
function end(c) {
  listen(c, false);
  c.env.stop(main(c));
}
var systemdUnit = setup({
  types: {},
  delays: {
    startup: ({ context: c }) => c.env.millis("startup", c.unit.startup),
    restart: ({ context: c }) => c.unit.restartSeconds * 1e3,
    stopping: 300
  },
  guards: {
    ordered: ({ context: c }) => c.unit.after.every(
      (name) => name === "multi-user.target" ? c.env.state().phase === "running" : c.env.unit(`${name}.service`)?.active === "active"
    ),
    enabled: ({ context: c }) => c.unit.enabled !== "disabled",
    restarts: ({ context: c, event: e }) => c.unit.restart === "always" || c.unit.restart === "on-failure" && e.exitCode !== 0,
    failed: ({ event: e }) => e.exitCode !== 0
  },
  actions: {
    watchOrder: ({ context: c }) => {
      for (const name of c.unit.after) {
        c.env.watch(
          name === "multi-user.target" ? `host:${c.env.host}` : `unit:${c.env.host}/${name}.service`
        );
      }
    },
    known: ({ context: c }) => report3(c, { active: "inactive", sub: "dead" }),
    starting: ({ context: c }) => {
      report3(c, { active: "activating", sub: "start" });
      systemd2(c, `Starting ${c.unit.description}...`);
    },
    run,
    stopping: ({ context: c }) => {
      systemd2(c, `Stopping ${c.unit.description}...`);
      report3(c, { active: "deactivating", sub: "stop-sigterm" });
      end(c);
    },
    stopped: ({ context: c }) => {
      systemd2(c, `${full2(c)}: Deactivated successfully.`);
      systemd2(c, `Stopped ${c.unit.description}.`);
      report3(c, { active: "inactive", sub: "dead" });
    },
    finished: ({ context: c }) => {
      end(c);
      systemd2(c, `${full2(c)}: Deactivated successfully.`);
      systemd2(c, `Finished ${c.unit.description}.`);
      report3(c, { active: "active", sub: "exited" });
    },
    broke: ({ context: c, event: e }) => {
      const { exitCode } = e;
      end(c);
      systemd2(c, `${full2(c)}: Main process exited, code=exited, status=${exitCode}/FAILURE`, 5);
      systemd2(c, `${full2(c)}: Failed with result 'exit-code'.`, 4);
      report3(c, { active: "failed", sub: "failed" }, { result: "exit-code", exitCode });
    },
    autoRestart: ({ context: c, event: e }) => {
      const { exitCode } = e;
      report3(c, { active: "activating", sub: "auto-restart" }, { result: "exit-code", exitCode });
    },
    scheduled: ({ context: c }) => {
      systemd2(c, `${full2(c)}: Scheduled restart job, restart counter is at ${c.restarts + 1}.`);
      systemd2(c, `Stopped ${c.unit.description}.`);
    },
    countRestart: assign({ restarts: ({ context: c }) => c.restarts + 1 })
  }
}).createMachine({
  id: "systemd-unit",
  context: ({ input }) => ({ ...input, restarts: 0, exitCode: 0, stopAsked: false }),
  options: { maxIterations: 1e3 },
  initial: "loaded",
  states: {
    loaded: {
      entry: ["watchOrder", "known"],
      always: [{ guard: "enabled", target: "waiting" }, { target: "inactive" }]
    },
    waiting: {
      always: { guard: "ordered", target: "activating" },
      on: {
        CHANGED: { guard: "ordered", target: "activating" },
        START: "activating",
        STOP: "inactive"
      }
    },
    activating: { entry: "starting", after: { startup: "active" }, on: { STOP: "deactivating" } },
    active: {
      entry: "run",
      on: {
        STOP: "deactivating",
        RESTART: "restarting",
        EXITED: [
          { guard: "restarts", target: "autoRestart", actions: ["broke", "autoRestart"] },
          { guard: "failed", target: "failed", actions: "broke" },
          { target: "exited", actions: "finished" }
        ]
      }
    },
    restarting: {
      entry: "stopping",
      after: { stopping: { target: "activating", actions: "stopped" } }
    },
    deactivating: {
      entry: "stopping",
      after: { stopping: { target: "inactive", actions: "stopped" } }
    },
    autoRestart: {
      after: { restart: { target: "activating", actions: ["scheduled", "countRestart"] } },
      on: { STOP: { target: "inactive", actions: "stopped" }, START: "activating" }
    },
    exited: {
      on: {
        START: "activating",
        RESTART: "activating",
        STOP: { target: "inactive", actions: "stopped" }
      }
    },
    failed: { on: { START: "activating", RESTART: "activating" } },
    inactive: { on: { START: "activating", RESTART: "activating" } }
  }
});

// src/sim/machines/workload.ts
var ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
var resource = (c) => c.kind === "Deployment" ? "apps/deployments" : "apps/daemonsets";
var profile2 = (c) => c.env.profile.workloads.find((w) => w.namespace === c.namespace && w.name === c.name);
var specOf2 = (c) => c.env.objects.get(resource(c), c.namespace, c.name)?.["spec"];
function nodes(c) {
  const hostNetwork = specOf2(c)?.template?.spec?.hostNetwork === true;
  return c.env.objects.list("core/nodes").filter((node) => node.metadata.labels?.["node-role.kubernetes.io/master"] === "").filter((node) => hostNetwork || isReady(node)).map((node) => node.metadata.name);
}
var letters = (c, name, length) => [...c.env.hex(`pod:${c.namespace}/${name}`, 2 * length)].filter((_, i) => i % 2 === 0).map((digit, i) => ALPHABET[(Number.parseInt(digit, 16) * 7 + i * 5) % ALPHABET.length]).join("");
function wanted2(c) {
  const all = nodes(c);
  const pods = /* @__PURE__ */ new Map();
  const spec = specOf2(c);
  if (spec === void 0 || all.length === 0) return pods;
  if (c.kind === "DaemonSet") {
    for (const node of all) pods.set(`${c.name}-${letters(c, `${c.name}/${node}`, 5)}`, node);
    return pods;
  }
  const set = letters(c, c.name, 10);
  for (let i = 0; i < (spec.replicas ?? 1); i++) {
    const name = `${c.name}-${set}-${letters(c, `${c.name}/${i}`, 5)}`;
    const at = Number.parseInt(c.env.hex(`node:${c.namespace}/${c.name}`, 4), 16) + i;
    const bound2 = c.env.objects.get("core/pods", c.namespace, name)?.["spec"]?.nodeName;
    pods.set(name, bound2 ?? all[at % all.length] ?? "");
  }
  return pods;
}
var missing2 = (c) => [...wanted2(c)].filter(
  ([name]) => c.env.objects.get("core/pods", c.namespace, name) === void 0
);
var satisfied = (c) => c.env.leading("kube-controller-manager") && c.env.leading("kube-scheduler") && (profile2(c)?.needs ?? []).every((need) => running(c, need));
function running(c, need) {
  const [namespace3 = "", name = ""] = need.split("/");
  const pods = c.env.objects.list("core/pods", namespace3).filter((pod2) => pod2.metadata.labels?.["app"] === name);
  return pods.length > 0 && pods.every((pod2) => pod2["status"].phase === "Running");
}
function create({ context: c }) {
  const spec = specOf2(c)?.template?.spec;
  const kinds = profile2(c);
  for (const [name, node] of missing2(c)) {
    const containers = (spec?.containers ?? []).map(({ name: container, image }, i) => ({
      name: container,
      image,
      ...i === 0 && kinds?.process !== void 0 ? { kind: kinds.process } : {}
    }));
    const owner = {
      kind: c.kind === "Deployment" ? "ReplicaSet" : "DaemonSet",
      name: c.name,
      apiVersion: "apps/v1"
    };
    c.env.setPodRun(c.namespace, name, {
      pod: { name, namespace: c.namespace, containers },
      input: kinds?.input ?? {},
      once: false,
      owner,
      ...kinds?.writes === void 0 ? {} : { writes: kinds.writes }
    });
    c.env.request(
      "vip",
      {
        verb: "create",
        resource: "core/pods",
        namespace: c.namespace,
        name,
        make: () => pod(c, name, node, containers, owner)
      },
      "POD_ANSWER"
    );
    c.env.post(`${node}/events`, {
      type: "RECORD",
      reason: "Scheduled",
      message: `Successfully assigned ${c.namespace}/${name} to ${node}`,
      eventType: "Normal",
      object: { kind: "Pod", namespace: c.namespace, name, uid: name },
      component: "default-scheduler"
    });
  }
}
var pod = (c, name, node, containers, owner) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name,
    namespace: c.namespace,
    labels: { app: c.name },
    ownerReferences: [{ ...owner, uid: c.name, controller: true }]
  },
  spec: {
    nodeName: node,
    hostNetwork: specOf2(c)?.template?.spec?.hostNetwork === true,
    restartPolicy: "Always",
    containers: containers.map(({ name: container, image }) => ({
      name: container,
      image,
      resources: {}
    }))
  },
  status: {
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "True", lastTransitionTime: c.env.now() }]
  }
});
var workload = setup({
  types: {},
  delays: { retry: 1e4 },
  guards: {
    somethingToDo: ({ context: c }) => satisfied(c) && missing2(c).length > 0,
    failed: ({ event: e }) => e.type === "POD_ANSWER" && !e.answer.ok && e.answer.error !== "alreadyExists"
  },
  actions: {
    watch: ({ context: c }) => {
      c.env.watch("leases");
      c.env.watch("nodes-ready");
      c.env.watch(`podGone:${c.namespace}/${c.name}`);
      c.env.watch(`scaled:${c.namespace}/${c.name}`);
      for (const need of profile2(c)?.needs ?? []) c.env.watch(`running:${need}`);
    },
    create
  }
}).createMachine({
  id: "workload",
  context: ({ input }) => input,
  options: { maxIterations: 1e3 },
  initial: "watching",
  entry: "watch",
  states: {
    watching: {
      always: { guard: "somethingToDo", target: "creating" },
      on: { CHANGED: { guard: "somethingToDo", target: "creating" } }
    },
    creating: {
      entry: "create",
      after: { retry: "watching" },
      on: { POD_ANSWER: { guard: "failed", target: "pausing" } }
    },
    pausing: { after: { retry: "watching" } }
  }
});

// src/sim/machines/catalogue.ts
var MACHINES = {
  bootkube: bootkube2,
  "cluster-operator": clusterOperator2,
  "cluster-version-operator": clusterVersionOperator,
  "control-plane-operator": controlPlaneOperator,
  "etcd-member": etcdMember,
  "etcd-operator": etcdOperator,
  host,
  installer,
  "kube-apiserver": kubeApiserver,
  kubelet: kubelet2,
  "lease-holder": leaseHolder2,
  "node-lifecycle": nodeLifecycle,
  "pod-worker": podWorker,
  "systemd-unit": systemdUnit,
  workload
};

// src/sim/container-runtime.ts
var TERMINATED = 143;
var KILLED = 137;
var ContainerRuntime = class {
  #parts;
  /** Container id -> its process and the pod worker that is told of its end. */
  #processes = /* @__PURE__ */ new Map();
  constructor(parts) {
    this.#parts = parts;
  }
  #nextAttempt(host2, pod2) {
    const before2 = [...this.#parts.world.host(host2).sandboxes.values()].filter(
      (s) => s.name === pod2.name && s.namespace === pod2.namespace
    );
    return Math.max(-1, ...before2.map((s) => s.attempt)) + 1;
  }
  /** The id that the pod's next sandbox will have: of its place and its time, not of any order. */
  nextSandboxId(host2, pod2) {
    const { kernel: kernel2 } = this.#parts;
    const name = `${pod2.namespace}/${pod2.name}/${this.#nextAttempt(host2, pod2)}@${kernel2.now}`;
    return hexOf(kernel2.seed, `sandbox:${host2}:${name}`, 64);
  }
  createSandbox(host2, pod2) {
    const { world, kernel: kernel2 } = this.#parts;
    const id = this.nextSandboxId(host2, pod2);
    const attempt = this.#nextAttempt(host2, pod2);
    world.emit({
      kind: "sandbox",
      host: host2,
      sandboxId: id,
      ...pod2,
      attempt,
      createdAt: kernel2.now,
      state: "ready"
    });
  }
  removeSandbox(host2, id) {
    const { world } = this.#parts;
    const state = world.host(host2);
    for (const container of state.containers.values()) {
      if (container.sandboxId !== id) continue;
      if (container.state === "running") this.stopContainer(host2, container.id);
    }
    for (const container of [...state.containers.values()]) {
      if (container.sandboxId === id) world.emit({ ...fields(container), state: "removed" });
    }
    const sandbox = state.sandboxes.get(id);
    if (sandbox !== void 0) world.emit({ ...sandboxFields(sandbox), state: "removed" });
  }
  createContainer(host2, sandboxId, container) {
    const { world, kernel: kernel2 } = this.#parts;
    const before2 = [...world.host(host2).containers.values()].filter(
      (c) => c.sandboxId === sandboxId && c.name === container.name
    );
    const attempt = Math.max(-1, ...before2.map((c) => c.attempt)) + 1;
    for (const old of before2) {
      if (old.attempt < attempt - 1) world.emit({ ...fields(old), state: "removed" });
    }
    const id = hexOf(kernel2.seed, `container:${sandboxId}:${container.name}/${attempt}`, 64);
    world.emit({
      kind: "container",
      host: host2,
      containerId: id,
      sandboxId,
      name: container.name,
      image: container.image,
      attempt,
      pid: 0,
      createdAt: kernel2.now,
      state: "created",
      startedAt: 0,
      finishedAt: 0,
      exitCode: 0,
      reason: ""
    });
    return id;
  }
  startContainer(host2, id, kind, input, owner) {
    const { world, kernel: kernel2 } = this.#parts;
    const container = world.host(host2).containers.get(id);
    if (container === void 0) return;
    const pid = world.nextPid(host2);
    world.emit({ ...fields(container), state: "running", pid, startedAt: kernel2.now });
    const process = kind === "etcd-member" ? `${host2}/etcd` : `${host2}/container:${id.slice(0, 13)}`;
    this.#processes.set(id, { process, kind, owner });
    if (kind !== void 0)
      kernel2.start(
        process,
        kind,
        { ...input, containerId: id, container: container.name },
        `${host2}/containers`
      );
  }
  /** The process ended with `exitCode`. */
  exit(host2, id, exitCode, reason = exitCode === 0 ? "Completed" : "Error") {
    const { world, kernel: kernel2 } = this.#parts;
    const running2 = this.#processes.get(id);
    const container = world.host(host2).containers.get(id);
    if (running2 === void 0 || container?.state !== "running") return;
    this.#processes.delete(id);
    this.#end(host2, running2);
    world.emit({
      ...fields(container),
      state: "exited",
      pid: 0,
      finishedAt: kernel2.now,
      exitCode,
      reason
    });
    kernel2.schedule(running2.owner, { type: "EXITED", container: container.name, exitCode });
  }
  /** SIGTERM: programs that handle it end with 0, etcd dies of the signal, the rest is killed. */
  stopContainer(host2, id) {
    const running2 = this.#processes.get(id);
    const { etcd: etcd3 } = this.#parts;
    if (running2?.kind === "etcd-member") {
      const m = etcd3.find(host2);
      if (m?.up === true) {
        etcd3.line(m, "info", "osutil/interrupt_unix.go:64", "received signal; shutting down", {
          signal: "terminated"
        });
        etcd3.line(m, "info", "embed/etcd.go:378", "closing etcd server", {
          name: m.name,
          "data-dir": "/var/lib/etcd"
        });
        etcd3.line(m, "info", "embed/etcd.go:380", "closed etcd server", {
          name: m.name,
          "data-dir": "/var/lib/etcd"
        });
      }
      return this.exit(host2, id, TERMINATED);
    }
    return this.exit(host2, id, running2?.kind === void 0 ? TERMINATED : 0);
  }
  /** The power is gone: nothing is told, nothing is said. */
  lose(host2) {
    const { world, kernel: kernel2 } = this.#parts;
    for (const container of [...world.host(host2).containers.values()]) {
      const running2 = this.#processes.get(container.id);
      if (running2 === void 0) continue;
      this.#processes.delete(container.id);
      this.#end(host2, running2);
      world.emit({
        ...fields(container),
        state: "exited",
        pid: 0,
        finishedAt: kernel2.now,
        exitCode: KILLED,
        reason: "Error"
      });
    }
    for (const sandbox of [...world.host(host2).sandboxes.values()]) {
      if (sandbox.state === "ready") world.emit({ ...sandboxFields(sandbox), state: "notReady" });
    }
  }
  #end(host2, { process, kind }) {
    const { kernel: kernel2, etcd: etcd3, controlPlane } = this.#parts;
    if (kind !== void 0) kernel2.stop(process);
    if (kind === "etcd-member") {
      etcd3.stop(host2);
      this.#parts.closeSockets(host2, "etcd");
    }
    this.#parts.processEnded(process);
    if (kind === "kube-apiserver") controlPlane.close(host2);
  }
};
var fields = ({ id, ...rest }) => ({
  kind: "container",
  containerId: id,
  ...rest
});
var sandboxFields = ({ id, ...rest }) => ({
  kind: "sandbox",
  sandboxId: id,
  ...rest
});

// src/sim/control-plane.ts
var SERVER_WORK = [
  [0, 300],
  [0.5, 900],
  [0.9, 2500],
  [1, 12e3]
];
var ETCD_CHECKS = /* @__PURE__ */ new Set(["etcd", "etcd-readiness"]);
var ETCD_CHECK_LIMIT = 2 * SECOND;
var WRITE_BOUNDS = [
  5,
  10,
  25,
  50,
  100,
  200,
  400,
  600,
  800,
  1e3,
  1250,
  1500,
  2e3,
  3e3,
  4e3,
  5e3,
  6e3,
  8e3
].map((ms) => ms * 1e3);
var ControlPlane = class {
  #servers = /* @__PURE__ */ new Map();
  /** etcd_request_duration_seconds of each API server. */
  etcdRequests = /* @__PURE__ */ new Map();
  #kernel;
  #world;
  #store;
  #etcd;
  #profile;
  #changed;
  constructor(parts) {
    this.#kernel = parts.kernel;
    this.#world = parts.world;
    this.#store = parts.store;
    this.#etcd = parts.etcd;
    this.#profile = parts.profile;
    this.#changed = parts.changed;
    this.#kernel.serve("control-plane", (event3) => event3["run"]());
  }
  listen(host2) {
    const unfinished = new Set(Object.keys(this.#profile.hooks));
    this.#servers.set(host2, { host: host2, listening: true, unfinished });
    this.#world.emit({
      kind: "socket",
      host: host2,
      port: 6443,
      listening: true,
      service: "kube-apiserver"
    });
  }
  finishHook(host2, hook) {
    this.#servers.get(host2)?.unfinished.delete(hook);
    this.#changed("api");
  }
  close(host2) {
    if (!this.#servers.delete(host2)) return;
    this.#world.emit({
      kind: "socket",
      host: host2,
      port: 6443,
      listening: false,
      service: "kube-apiserver"
    });
    this.#changed("api");
  }
  /** The etcd member that a host's API server talks to: its own, else (masters) another that serves. */
  endpointOf(host2) {
    const own = this.#etcd.find(host2);
    if (own?.ready === true) return host2;
    if (host2 === "bootstrap") return void 0;
    for (const m of this.#etcd.members.values()) {
      if (m.ready && m.id !== "bootstrap" && this.#etcd.reachable(host2, m.id)) return m.id;
    }
    return void 0;
  }
  /** Its etcd endpoint serves and knows a leader. */
  etcdReady(host2) {
    const endpoint = this.endpointOf(host2);
    return endpoint !== void 0 && this.#etcd.member(endpoint).leader !== "";
  }
  /** Whether a server would pass its readiness check now. */
  wellAt(host2) {
    const server2 = this.#servers.get(host2);
    return server2 !== void 0 && server2.listening && server2.unfinished.size === 0 && this.etcdReady(host2);
  }
  backends() {
    return [...this.#servers.keys()].filter((host2) => this.wellAt(host2)).toSorted();
  }
  serverFor(from, server2) {
    if (server2 === "localhost") return this.#servers.has(from) ? from : void 0;
    const all = this.backends();
    if (all.includes(from)) return from;
    return all[this.#kernel.stream("load-balancer").integer(0, 1e6) % Math.max(1, all.length)];
  }
  /** Whether a connection to localhost or the VIP would find a listening server. */
  answers(from, server2) {
    return server2 === "localhost" ? this.#servers.has(from) : this.backends().length > 0;
  }
  request(from, server2, call, reply2) {
    const host2 = this.serverFor(from, server2);
    if (host2 !== void 0) return this.serve(host2, call, reply2);
    const error = server2 === "localhost" ? "refused" : "eof";
    const message = server2 === "localhost" ? "connect: connection refused" : "EOF";
    return this.#later(millis(1), () => reply2({ ok: false, error, message }));
  }
  /** A request that has reached the API server of `host`. */
  serve(host2, call, reply2) {
    const endpoint = this.endpointOf(host2);
    const work = this.#kernel.stream(`${host2}/kube-apiserver:work`).draw(SERVER_WORK);
    if (endpoint === void 0) {
      const message = 'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:2379: connect: connection refused"';
      return this.#later(work, () => reply2({ ok: false, error: "unavailable", message }));
    }
    switch (call.verb) {
      case "get":
      case "list":
      case "watch":
        return this.#read(host2, endpoint, call, reply2);
      default:
        return this.#write(host2, endpoint, call, reply2);
    }
  }
  #read(host2, member, call, reply2) {
    const since = this.#kernel.now;
    ask(this.#etcd, {
      member,
      kind: "range",
      answer: (error) => {
        this.#observe(host2, this.#kernel.now - since);
        if (error !== "") return reply2(failed(error));
        if (call.name === void 0) return reply2({ ok: true });
        const object = this.#store.get(call.resource, call.namespace ?? "", call.name);
        const message = `${call.resource.slice(call.resource.indexOf("/") + 1)} "${call.name}" not found`;
        return reply2(
          object === void 0 ? { ok: false, error: "notFound", message } : { ok: true, object }
        );
      }
    });
  }
  #write(host2, member, call, reply2) {
    const since = this.#kernel.now;
    const write = {
      verb: call.verb,
      resource: call.resource,
      namespace: call.namespace ?? "",
      name: call.name,
      make: call.make ?? (() => void 0)
    };
    let result;
    ask(this.#etcd, {
      member,
      kind: "put",
      applied: () => {
        result ??= this.#store.apply(write, this.#kernel.now);
      },
      answer: (error) => {
        this.#observe(host2, this.#kernel.now - since);
        if (error !== "") return reply2(failed(error));
        return reply2(result ?? { ok: false, error: "invalid", message: "not applied" });
      }
    });
  }
  /** The rows of /healthz, /livez or /readyz at the moment when the slowest check is done. */
  health(host2, endpoint, exclude, reply2) {
    const server2 = this.#servers.get(host2);
    if (server2 === void 0) return reply2(void 0);
    const rows = this.#profile.healthChecks[endpoint].filter((name) => !exclude.includes(name));
    const etcdRows = rows.filter((name) => ETCD_CHECKS.has(name));
    const answer2 = (etcdError) => reply2(
      rows.map((name) => {
        if (ETCD_CHECKS.has(name)) return { name, ok: etcdError === "", error: etcdError };
        const unfinished = server2.unfinished.has(name.replace("poststarthook/", ""));
        return { name, ok: !unfinished, error: unfinished ? "not finished" : "" };
      })
    );
    const work = this.#kernel.stream(`${host2}/kube-apiserver:work`).draw(SERVER_WORK);
    if (etcdRows.length === 0) return this.#later(work, () => answer2(""));
    const endpointHost = this.endpointOf(host2);
    let done = false;
    const once = (error) => {
      if (done) return;
      done = true;
      answer2(error);
    };
    const limit = "error getting data from etcd: context deadline exceeded";
    this.#later(ETCD_CHECK_LIMIT, () => once(limit));
    if (endpointHost === void 0) return;
    ask(this.#etcd, {
      member: endpointHost,
      kind: "range",
      answer: (error) => once(error === "" ? "" : limit)
    });
  }
  #observe(host2, took) {
    let histogram = this.etcdRequests.get(host2);
    if (histogram === void 0)
      this.etcdRequests.set(host2, histogram = new Histogram(WRITE_BOUNDS));
    histogram.observe(took);
    if (took > 3 * SECOND) this.#changed("etcd-slow");
  }
  #later(delay, run2) {
    this.#kernel.schedule("control-plane", { type: "ANSWER", run: run2 }, delay);
  }
};
var failed = (error) => error === "unavailable" || error === "connection lost" ? {
  ok: false,
  error: "unavailable",
  message: "rpc error: code = Unavailable desc = error reading from server: EOF"
} : { ok: false, error: "etcdTimeout", message: error };

// src/sim/event-recorder.ts
function recordEvents(kernel2, controlPlane, host2) {
  kernel2.serve(`${host2}/events`, (event3) => {
    const e = event3;
    const namespace3 = e.object.namespace === "" ? "default" : e.object.namespace;
    const key = `${e.object.kind}/${e.object.name}/${e.reason}/${e.message}`;
    const name = `${e.object.name}.${hexOf(kernel2.seed, `event:${namespace3}/${key}`, 16)}`;
    const server2 = host2 === "bootstrap" ? "localhost" : "vip";
    const write = (verb) => controlPlane.request(
      host2,
      server2,
      {
        verb,
        resource: "core/events",
        namespace: namespace3,
        name,
        make: (stored) => eventObject(e, host2, name, kernel2.now, stored)
      },
      (answer2) => {
        if (!answer2.ok && answer2.error === "alreadyExists") write("update");
      }
    );
    write("create");
  });
}
function eventObject(e, host2, name, now, stored) {
  const before2 = stored;
  const apiVersion = e.object.kind === "Deployment" ? "apps/v1" : e.object.kind === "Lease" ? "coordination.k8s.io/v1" : "v1";
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name },
    involvedObject: {
      apiVersion,
      kind: e.object.kind,
      name: e.object.name,
      ...e.object.namespace === "" ? {} : { namespace: e.object.namespace },
      uid: e.object.uid
    },
    reason: e.reason,
    message: e.message,
    source: { component: e.component, host: host2 },
    firstTimestamp: before2?.firstTimestamp ?? now,
    lastTimestamp: now,
    count: (before2?.count ?? 0) + 1,
    type: e.eventType,
    reportingComponent: e.component,
    reportingInstance: host2
  };
}

// src/sim/image-registry.ts
var DEFAULT_BYTES = 68e6;
var ROUND_TRIPS = millis(350);
var ImageRegistry = class {
  bytesPerSecond;
  #hosts = /* @__PURE__ */ new Map();
  #kernel;
  #profile;
  constructor(kernel2, profile3) {
    this.#kernel = kernel2;
    this.#profile = profile3;
    this.bytesPerSecond = profile3.registryBytesPerSecond;
  }
  #of(host2) {
    let pulls = this.#hosts.get(host2);
    if (pulls === void 0) {
      pulls = { present: /* @__PURE__ */ new Set(), inFlight: /* @__PURE__ */ new Map(), busyUntil: 0 };
      this.#hosts.set(host2, pulls);
    }
    return pulls;
  }
  present(host2, image) {
    return this.#of(host2).present.has(image);
  }
  images(host2) {
    return [...this.#of(host2).present].toSorted();
  }
  /** Milliseconds until the image is there, when the pull is asked for now. */
  pullMillis(host2, image) {
    const { now } = this.#kernel;
    const pulls = this.#of(host2);
    const known = pulls.inFlight.get(image);
    if (known !== void 0 && known > now) return (known - now) / 1e3;
    const others = [...this.#hosts.values()].filter((p) => p !== pulls && p.busyUntil > now).length;
    const bytes = this.#profile.images[image]?.bytes ?? DEFAULT_BYTES;
    const jitter = 0.85 + 0.3 * this.#kernel.stream(`${host2}/pull:${image}`).next();
    const takes = Math.round(bytes / this.bytesPerSecond * (1 + others) * SECOND * jitter) + ROUND_TRIPS;
    const done = Math.max(now, pulls.busyUntil) + takes;
    pulls.busyUntil = done;
    pulls.inFlight.set(image, done);
    return (done - now) / 1e3;
  }
  pulled(host2, image) {
    this.#of(host2).present.add(image);
  }
};

// src/sim/kernel/queue.ts
var before = (a, b) => a.due !== b.due ? a.due < b.due : a.lane !== b.lane ? a.lane < b.lane : a.seq < b.seq;
var Queue = class {
  #heap = [];
  push(entry) {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = at - 1 >> 1;
      const above = heap[parent];
      if (above === void 0 || !before(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }
  /** The next living entry, without taking it. */
  peek() {
    while (this.#heap[0]?.dead === true) this.#take();
    return this.#heap[0];
  }
  pop() {
    return this.peek() === void 0 ? void 0 : this.#take();
  }
  #take() {
    const heap = this.#heap;
    const first = heap[0];
    const last2 = heap.pop();
    if (last2 === void 0 || heap.length === 0) return first;
    let at = 0;
    for (; ; ) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      let least = heap[child];
      if (right !== void 0 && least !== void 0 && before(right, least)) {
        child++;
        least = right;
      }
      if (least === void 0 || !before(least, last2)) break;
      heap[at] = least;
      at = child;
    }
    heap[at] = last2;
    return first;
  }
};

// src/sim/kernel/kernel.ts
var EVENTS_PER_MICRO_MAX = 2e4;
var Kernel = class {
  now = 0;
  /** Number of the event being handled: the cause of everything that it does. */
  event = 0;
  #queue = new Queue();
  #streams = /* @__PURE__ */ new Map();
  #services = /* @__PURE__ */ new Map();
  #parents = /* @__PURE__ */ new Map();
  #children = /* @__PURE__ */ new Map();
  #causes = [0];
  #labels = ["start"];
  #times = [0];
  /** Event -> events that also made it so (a parameter's last change). */
  #alsoCauses = /* @__PURE__ */ new Map();
  #host;
  #seq = 0;
  #sameMicro = 0;
  seed;
  constructor(seed) {
    this.seed = seed;
  }
  use(host2) {
    this.#host = host2;
  }
  get transitions() {
    return this.#host?.transitions ?? 0;
  }
  stream(name) {
    let stream = this.#streams.get(name);
    if (stream === void 0) this.#streams.set(name, stream = new Stream(this.seed, name));
    return stream;
  }
  serve(name, service) {
    this.#services.set(name, service);
  }
  schedule(to, event3, delay = 0, lane = 0) {
    const due = this.now + Math.max(0, Math.round(delay));
    const entry = {
      due,
      lane,
      seq: this.#seq++,
      to,
      event: event3,
      cause: lane === 1 ? 0 : this.event,
      dead: false
    };
    this.#queue.push(entry);
    return entry;
  }
  /** Starts a process of a kind; a running one of that id is left alone. */
  start(id, kind, input, parent) {
    if (this.#host === void 0 || this.#host.has(id)) return;
    this.#parents.set(id, parent);
    let siblings = this.#children.get(parent);
    if (siblings === void 0) this.#children.set(parent, siblings = /* @__PURE__ */ new Set());
    siblings.add(id);
    this.#host.start(id, kind, input);
  }
  /** Ends a process and all that it started; their timers are gone. Nobody is told by this. */
  stop(id) {
    for (const child of this.#children.get(id) ?? []) this.stop(child);
    this.#children.delete(id);
    const parent = this.#parents.get(id);
    if (parent !== void 0) this.#children.get(parent)?.delete(id);
    this.#parents.delete(id);
    this.#host?.stop(id);
  }
  running(id) {
    return this.#host?.has(id) ?? false;
  }
  nextDue() {
    return this.#queue.peek()?.due ?? Infinity;
  }
  runUntil(until) {
    for (let next3 = this.#queue.peek(); next3 !== void 0 && next3.due <= until; ) {
      this.#queue.pop();
      this.#deliver(next3);
      next3 = this.#queue.peek();
    }
    if (until > this.now) this.now = until;
  }
  /** Delivers the next event only; false when nothing is queued. */
  step() {
    const next3 = this.#queue.pop();
    if (next3 !== void 0) this.#deliver(next3);
    return next3 !== void 0;
  }
  /** Hands an event over at once, as part of the event being handled. */
  deliver(to, event3) {
    const service = this.#services.get(to);
    if (service !== void 0) service(event3);
    else this.#host?.send(to, event3);
  }
  /** The event being handled was also brought about by `cause`. */
  alsoBecauseOf(cause) {
    const known = this.#alsoCauses.get(this.event);
    if (known === void 0) this.#alsoCauses.set(this.event, [cause]);
    else if (!known.includes(cause)) known.push(cause);
  }
  /** What an event was: its time, its label (`process:TYPE`), and the events before it. */
  eventInfo(event3) {
    return {
      at: this.#times[event3] ?? 0,
      label: this.#labels[event3] ?? "",
      cause: this.#causes[event3] ?? 0,
      also: this.#alsoCauses.get(event3) ?? []
    };
  }
  #deliver(entry) {
    if (entry.due > this.now) {
      this.now = entry.due;
      this.#sameMicro = 0;
    } else if (++this.#sameMicro > EVENTS_PER_MICRO_MAX) {
      throw new EggtoothError("EGT_INVARIANT", {
        what: `more than ${EVENTS_PER_MICRO_MAX} events at ${this.now} micros (last: ${entry.to} ${entry.event.type})`
      });
    }
    this.event = this.#causes.push(entry.cause) - 1;
    this.#times.push(entry.due);
    this.#labels.push(label2(entry));
    this.deliver(entry.to, entry.event);
  }
};
var labels = /* @__PURE__ */ new Map();
function label2(entry) {
  let types = labels.get(entry.to);
  if (types === void 0) labels.set(entry.to, types = /* @__PURE__ */ new Map());
  let text = types.get(entry.event.type);
  if (text === void 0) types.set(entry.event.type, text = `${entry.to}:${entry.event.type}`);
  return text;
}

// src/sim/kernel/sha256.ts
var K = new Uint32Array(64);
var INITIAL = new Uint32Array(8);
{
  const fraction = (value) => Math.floor((value - Math.floor(value)) * 4294967296);
  const cubeRoot = (n) => {
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
var Sha256 = class _Sha256 {
  #state = INITIAL.slice();
  #block = new Uint8Array(64);
  #words = new Uint32Array(64);
  #filled = 0;
  #length = 0;
  /** Adds text as UTF-8. */
  update(text) {
    for (let i = 0; i < text.length; i++) {
      const unit2 = text.charCodeAt(i);
      if (unit2 < 128) this.#byte(unit2);
      else {
        const point = text.codePointAt(i) ?? 65533;
        if (point > 65535) i++;
        if (point < 2048) this.#byte(192 | point >> 6);
        else {
          if (point < 65536) this.#byte(224 | point >> 12);
          else {
            this.#byte(240 | point >> 18);
            this.#byte(128 | point >> 12 & 63);
          }
          this.#byte(128 | point >> 6 & 63);
        }
        this.#byte(128 | point & 63);
      }
    }
  }
  /** 64 hexadecimal digits of all that was added; more may be added afterwards. */
  hex() {
    const copy = new _Sha256();
    copy.#state.set(this.#state);
    copy.#block.set(this.#block);
    copy.#filled = this.#filled;
    copy.#length = this.#length;
    const bits = this.#length * 8;
    copy.#byte(128);
    while (copy.#filled !== 56) copy.#byte(0);
    for (let shift = 7; shift >= 0; shift--) copy.#byte(Math.floor(bits / 2 ** (8 * shift)) & 255);
    return [...copy.#state].map((word) => word.toString(16).padStart(8, "0")).join("");
  }
  #byte(value) {
    this.#block[this.#filled++] = value;
    this.#length++;
    if (this.#filled === 64) this.#compress();
  }
  #compress() {
    const w = this.#words;
    const bytes = this.#block;
    for (let i = 0; i < 16; i++) {
      const at = i * 4;
      w[i] = (bytes[at] ?? 0) << 24 | (bytes[at + 1] ?? 0) << 16 | (bytes[at + 2] ?? 0) << 8 | (bytes[at + 3] ?? 0);
    }
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15] ?? 0;
      const y = w[i - 2] ?? 0;
      const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
      const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
      w[i] = (w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1 | 0;
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
      const S1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
      const t1 = h + S1 + (e & f ^ ~e & g) + (K[i] ?? 0) + (w[i] ?? 0) | 0;
      const S0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
      const t2 = S0 + (a & b ^ a & c ^ b & c) | 0;
      h = g;
      g = f;
      f = e;
      e = d + t1 | 0;
      d = c;
      c = b;
      b = a;
      a = t1 + t2 | 0;
    }
    const sums = [a, b, c, d, e, f, g, h];
    for (let i = 0; i < 8; i++) s[i] = (s[i] ?? 0) + (sums[i] ?? 0) | 0;
    this.#filled = 0;
  }
};

// src/sim/world/files.ts
var Files = class {
  #records = /* @__PURE__ */ new Map();
  #children = /* @__PURE__ */ new Map();
  get(path2) {
    return this.#records.get(path2);
  }
  /** Direct children of a folder, by name. */
  list(path2) {
    return [...this.#children.get(path2) ?? []].toSorted((a, b) => a < b ? -1 : 1).flatMap((child) => this.#records.get(child) ?? []);
  }
  set(record) {
    this.#makeFolders(parentOf(record.path), record.owner, record.changedAt);
    this.#link(record);
  }
  /** Removes a file, or a folder with all that is in it. */
  remove(path2) {
    for (const child of this.#children.get(path2) ?? []) this.remove(child);
    this.#children.delete(path2);
    this.#records.delete(path2);
    this.#children.get(parentOf(path2))?.delete(path2);
  }
  all() {
    return this.#records.values();
  }
  #makeFolders(path2, owner, changedAt) {
    if (this.#records.has(path2)) return;
    if (path2 !== "/") this.#makeFolders(parentOf(path2), owner, changedAt);
    const inherited = this.#records.get(parentOf(path2))?.owner ?? "root";
    this.#link({ path: path2, folder: true, content: "", mode: 493, owner: inherited, changedAt });
  }
  #link(record) {
    this.#records.set(record.path, record);
    if (record.path === "/") return;
    const parent = parentOf(record.path);
    let siblings = this.#children.get(parent);
    if (siblings === void 0) this.#children.set(parent, siblings = /* @__PURE__ */ new Set());
    siblings.add(record.path);
  }
};
var parentOf = (path2) => path2.slice(0, path2.lastIndexOf("/")) || "/";

// src/sim/world/time-text.ts
var pad = (value, width) => String(value).padStart(width, "0");
function civil(unixMicros) {
  const totalSeconds = Math.floor(unixMicros / 1e6);
  const days = Math.floor(totalSeconds / 86400);
  const inDay = totalSeconds - days * 86400;
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(inDay / 3600),
    minute: Math.floor(inDay % 3600 / 60),
    second: inDay % 60,
    micro: unixMicros - totalSeconds * 1e6,
    weekday: ((days + 4) % 7 + 7) % 7
  };
}
var date = (c) => `${c.year}-${pad(c.month, 2)}-${pad(c.day, 2)}`;
var clock = (c) => `${pad(c.hour, 2)}:${pad(c.minute, 2)}:${pad(c.second, 2)}`;
var rfc3339 = (unixMicros) => {
  const c = civil(unixMicros);
  return `${date(c)}T${clock(c)}Z`;
};
var rfc3339Micro = (unixMicros) => {
  const c = civil(unixMicros);
  return `${date(c)}T${clock(c)}.${pad(c.micro, 6)}Z`;
};
var klogTime = (unixMicros) => {
  const c = civil(unixMicros);
  return `${pad(c.month, 2)}${pad(c.day, 2)} ${clock(c)}.${pad(c.micro, 6)}`;
};
var TOKENS = {
  "@@zap@@": rfc3339Micro,
  "@@klog@@": klogTime,
  "@@nano@@": (t) => `${rfc3339Micro(t).slice(0, -1)}000Z`,
  "@@seconds@@": rfc3339,
  "@@clock@@": (t) => clock(civil(t))
};
function withTime(text, unixMicros) {
  if (!text.includes("@@")) return text;
  return text.replaceAll(/@@[a-z0-9]+@@/g, (token) => TOKENS[token]?.(unixMicros) ?? token);
}

// src/sim/world/world.ts
var HostState = class {
  power = false;
  phase = "off";
  boots = [];
  pids = 1;
  journal = [];
  units = /* @__PURE__ */ new Map();
  sandboxes = /* @__PURE__ */ new Map();
  containers = /* @__PURE__ */ new Map();
  logs = /* @__PURE__ */ new Map();
  files = new Files();
  /** Port -> what listens there. */
  sockets = /* @__PURE__ */ new Map();
  name;
  address;
  constructor(name, address) {
    this.name = name;
    this.address = address;
  }
};
var World = class {
  facts = [];
  hosts = /* @__PURE__ */ new Map();
  objects = /* @__PURE__ */ new Map();
  milestones = [];
  parameters = /* @__PURE__ */ new Map();
  resourceVersion = 0;
  journalLines = 0;
  #hash = new Sha256();
  #listeners = /* @__PURE__ */ new Set();
  #reactions = [];
  #kernel;
  #epochMicros;
  constructor(kernel2, epochMicros) {
    this.#kernel = kernel2;
    this.#epochMicros = epochMicros;
  }
  host(name) {
    const host2 = this.hosts.get(name);
    if (host2 === void 0) throw new Error(`no host ${name}`);
    return host2;
  }
  /** Adds a fact, reduces it, and tells the listeners. */
  emit(fact) {
    const at = this.#kernel.now;
    this.#hash.update(canonical(at, fact));
    const shown = this.#withTime(fact, at);
    const stamped = { ...shown, id: `f${this.facts.length}`, at, event: this.#kernel.event };
    this.facts.push(stamped);
    this.#reduce(stamped);
    for (const react of this.#reactions) react(stamped);
    for (const listener of this.#listeners) listener(stamped);
    return stamped;
  }
  /** Parts of the world that follow facts (milestones, who watches what): always before listeners. */
  react(reaction) {
    this.#reactions.push(reaction);
  }
  on(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  /** SHA-256 over the facts so far and what `more` adds. */
  digest(more) {
    const rest = new Sha256();
    rest.update(this.#hash.hex());
    for (const line of more) rest.update(`${line}
`);
    return `sha256:${rest.hex()}`;
  }
  /** Milestones that have come, in order. */
  milestoneViews() {
    return this.milestones.map(({ step, milestone, title, at }) => ({
      step,
      id: milestone,
      title,
      at
    }));
  }
  nextPid(host2) {
    const state = this.host(host2);
    return state.pids += 1 + state.pids % 7;
  }
  #withTime(fact, at) {
    if (fact.kind === "journal" && fact.message.includes("@@")) {
      return { ...fact, message: withTime(fact.message, this.#epochMicros + at) };
    }
    if (fact.kind === "containerLog" && fact.text.includes("@@")) {
      return { ...fact, text: withTime(fact.text, this.#epochMicros + at) };
    }
    return fact;
  }
  #reduce(fact) {
    switch (fact.kind) {
      case "journal":
        this.host(fact.host).journal.push(fact);
        this.journalLines++;
        break;
      case "containerLog": {
        const logs = this.host(fact.host).logs;
        let lines = logs.get(fact.containerId);
        if (lines === void 0) logs.set(fact.containerId, lines = []);
        lines.push({ id: fact.id, at: fact.at, stream: fact.stream, text: fact.text });
        break;
      }
      case "sandbox": {
        const { kind: _kind, sandboxId, event: _event, at: _at, ...rest } = fact;
        const sandboxes = this.host(fact.host).sandboxes;
        if (fact.state === "removed") sandboxes.delete(sandboxId);
        else sandboxes.set(sandboxId, { ...rest, id: sandboxId });
        break;
      }
      case "container": {
        const { kind: _kind, containerId, event: _event, at: _at, ...rest } = fact;
        const containers = this.host(fact.host).containers;
        if (fact.state === "removed") containers.delete(containerId);
        else containers.set(containerId, { ...rest, id: containerId });
        break;
      }
      case "unit":
        this.host(fact.host).units.set(fact.unit, fact);
        break;
      case "file": {
        const { host: host2, path: path2, content, mode, owner, folder, at } = fact;
        const files3 = this.host(host2).files;
        if (content === null) files3.remove(path2);
        else files3.set({ path: path2, folder, content, mode, owner, changedAt: at });
        break;
      }
      case "socket":
        if (fact.listening) this.host(fact.host).sockets.set(fact.port, fact.service);
        else this.host(fact.host).sockets.delete(fact.port);
        break;
      case "power":
        this.host(fact.host).power = fact.on;
        break;
      case "object": {
        const key = objectKey(fact.resource, fact.namespace, fact.name);
        this.resourceVersion = fact.resourceVersion;
        if (fact.type === "DELETED") this.objects.delete(key);
        else this.objects.set(key, fact.object);
        break;
      }
      case "milestone":
        this.milestones.push(fact);
        break;
      case "parameter":
        this.parameters.set(fact.name, { value: fact.value, event: fact.event });
        break;
    }
  }
};
var objectKey = (resource2, namespace3, name) => `${resource2}|${namespace3}|${name}`;
function canonical(at, fact) {
  if (fact.kind === "journal") {
    return `${at} journal ${fact.host} ${fact.unit} ${fact.identifier} ${fact.pid} ${fact.priority} ${fact.message}
`;
  }
  if (fact.kind === "containerLog") {
    return `${at} log ${fact.host} ${fact.containerId} ${fact.stream} ${fact.text}
`;
  }
  if (fact.kind === "object") {
    return `${at} object ${fact.type} ${JSON.stringify(fact.object)}
`;
  }
  return `${at} ${JSON.stringify(fact)}
`;
}

// src/sim/kube/store.ts
var Store = class {
  #world;
  #seed;
  constructor(world, seed) {
    this.#world = world;
    this.#seed = seed;
  }
  get(resource2, namespace3, name) {
    return this.#world.objects.get(objectKey(resource2, namespace3, name));
  }
  /** All of a resource, ordered by namespace and name. */
  list(resource2, namespace3) {
    const prefix = namespace3 === void 0 ? `${resource2}|` : `${resource2}|${namespace3}|`;
    return [...this.#world.objects].filter(([key]) => key.startsWith(prefix)).toSorted(([a], [b]) => a < b ? -1 : 1).map(([, object]) => object);
  }
  /** Judges and applies a write; an update that changes nothing makes no revision. */
  apply(write, now) {
    const { resource: resource2, namespace: namespace3, name, verb } = write;
    const current2 = this.get(resource2, namespace3, name);
    const short2 = resource2.slice(resource2.indexOf("/") + 1);
    const what = `${short2.includes(".") || !resource2.startsWith("core/") ? qualified(resource2) : short2} "${name}"`;
    if (verb === "create" && current2 !== void 0) {
      return { ok: false, error: "alreadyExists", message: `${what} already exists` };
    }
    if (verb !== "create" && current2 === void 0) {
      return { ok: false, error: "notFound", message: `${what} not found` };
    }
    if (verb === "delete") {
      if (current2 === void 0) return { ok: false, error: "notFound", message: "" };
      this.#commit("DELETED", write, this.#next(current2), current2);
      return { ok: true, object: current2 };
    }
    const template = write.make(current2);
    if (template === void 0) {
      return { ok: false, error: "invalid", message: `${what} is invalid` };
    }
    const expected = template.metadata.resourceVersion;
    if (current2 !== void 0 && expected !== void 0 && expected !== current2.metadata.resourceVersion) {
      return {
        ok: false,
        error: "conflict",
        message: `Operation cannot be fulfilled on ${what}: the object has been modified; please apply your changes to the latest version and try again`
      };
    }
    const object = this.#stamp(template, current2, write, now);
    if (current2 !== void 0 && same(object, current2)) return { ok: true, object: current2 };
    const stored = this.#next(object);
    this.#commit(current2 === void 0 ? "ADDED" : "MODIFIED", write, stored, current2);
    return { ok: true, object: stored };
  }
  #stamp(template, current2, { resource: resource2, namespace: namespace3, name }, now) {
    const key = objectKey(resource2, namespace3, name);
    const hex2 = hexOf(this.#seed, `uid:${key}:${current2 === void 0 ? now : ""}`, 32);
    const uid = `${hex2.slice(0, 8)}-${hex2.slice(8, 12)}-4${hex2.slice(13, 16)}-a${hex2.slice(17, 20)}-${hex2.slice(20)}`;
    return {
      ...template,
      metadata: {
        ...template.metadata,
        ...namespace3 === "" ? {} : { namespace: namespace3 },
        name,
        uid: current2?.metadata.uid ?? uid,
        resourceVersion: current2?.metadata.resourceVersion ?? "0",
        creationTimestamp: current2?.metadata.creationTimestamp ?? now
      }
    };
  }
  #next(object) {
    const resourceVersion = String(this.#world.resourceVersion + 1);
    return { ...object, metadata: { ...object.metadata, resourceVersion } };
  }
  #commit(type, { resource: resource2, namespace: namespace3, name }, object, previous) {
    const resourceVersion = this.#world.resourceVersion + 1;
    this.#world.emit({
      kind: "object",
      type,
      resource: resource2,
      namespace: namespace3,
      name,
      resourceVersion,
      object,
      previous: previous ?? null
    });
  }
};
var qualified = (resource2) => {
  const [group = "", plural2 = ""] = resource2.split("/");
  return group === "core" ? plural2 : `${plural2}.${group}`;
};
var same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// src/sim/parts.ts
var Parts = class {
  kernel;
  world;
  store;
  etcd;
  controlPlane;
  registry;
  runtime;
  profile;
  podRuns = /* @__PURE__ */ new Map();
  leases = /* @__PURE__ */ new Map();
  /** Hosts whose link is down. */
  cut = /* @__PURE__ */ new Set();
  /** The container that each etcd member runs in. */
  etcdContainers = /* @__PURE__ */ new Map();
  #watchers = /* @__PURE__ */ new Map();
  #come = /* @__PURE__ */ new Set();
  #checking = false;
  constructor(profile3, seed, epochMicros) {
    this.profile = profile3;
    this.kernel = new Kernel(seed);
    this.world = new World(this.kernel, epochMicros);
    for (const { name, address } of profile3.hosts)
      this.world.hosts.set(name, new HostState(name, address));
    this.store = new Store(this.world, seed);
    this.registry = new ImageRegistry(this.kernel, profile3);
    this.etcd = new EtcdCluster({
      kernel: this.kernel,
      fsyncTable: (host2) => {
        const found = profile3.hosts.find((h) => h.name === host2);
        if (found === void 0) throw new Error(`no disk on ${host2}`);
        return found.fsync;
      },
      reachable: (from, to) => from === to || this.#linked(from) && this.#linked(to),
      line: (m, level, caller, message, fields2) => this.#etcdLine(m, level, caller, message, fields2),
      serving: (m) => this.#etcdServes(m),
      configured: () => this.changed("etcd"),
      removed: (m) => this.#etcdRemoved(m)
    });
    const changed2 = (topic) => this.changed(topic);
    this.controlPlane = new ControlPlane({ ...this, changed: changed2 });
    this.runtime = new ContainerRuntime({
      ...this,
      closeSockets: (host2, service) => this.#closeSockets(host2, service),
      processEnded: (process) => this.#processEnded(process)
    });
    for (const { name } of profile3.hosts) recordEvents(this.kernel, this.controlPlane, name);
    this.world.react((fact) => this.#follow(fact));
  }
  /** Everybody who watches the topic is told, in the order of their names. */
  changed(topic) {
    for (const id of [...this.#watchers.get(topic) ?? []].toSorted()) {
      if (this.kernel.running(id)) this.kernel.schedule(id, { type: "CHANGED", topic });
      else this.#watchers.get(topic)?.delete(id);
    }
    if (!topic.startsWith("milestone:")) this.#checkMilestones();
    if (topic === "api") this.#setWriteRate();
  }
  watch(id, topic) {
    let watchers = this.#watchers.get(topic);
    if (watchers === void 0) this.#watchers.set(topic, watchers = /* @__PURE__ */ new Set());
    watchers.add(id);
  }
  hasCome(milestone) {
    return this.#come.has(milestone);
  }
  #linked(host2) {
    return !this.cut.has(host2) && this.world.host(host2).power;
  }
  #follow(fact) {
    switch (fact.kind) {
      case "unit":
        this.changed(`unit:${fact.host}/${fact.unit}`);
        break;
      case "file":
        this.changed(`folder:${fact.host}:${parentOf(fact.path)}`);
        break;
      case "sandbox":
        this.#checkMilestones();
        break;
      case "container":
        if (fact.state === "running")
          this.changed(`running:${this.#namespaceOf(fact.host, fact.sandboxId)}`);
        break;
      case "socket":
        this.#checkMilestones();
        break;
      case "object":
        this.#followObject(fact);
        break;
      case "journal":
      case "containerLog":
      case "power":
      case "milestone":
      case "parameter":
        break;
    }
  }
  #namespaceOf(host2, sandbox) {
    return this.world.host(host2).sandboxes.get(sandbox)?.namespace ?? "";
  }
  #followObject(fact) {
    const { resource: resource2, namespace: namespace3, name, type, object, previous } = fact;
    if (resource2 === "core/pods") {
      this.changed("objects:core/pods");
      const app = object.metadata.labels?.["app"] ?? "";
      if (type === "DELETED") this.changed(`podGone:${namespace3}/${app}`);
      else if (phaseOf(object) === "Running" && phaseOf(previous) !== "Running") {
        this.changed(`running:${namespace3}/${app}`);
        this.#setWriteRate();
      }
    }
    if (resource2 === "apps/deployments" || resource2 === "apps/daemonsets") {
      const id = `cluster/workload:${resource2}/${namespace3}/${name}`;
      const kind = resource2 === "apps/deployments" ? "Deployment" : "DaemonSet";
      if (type === "ADDED") this.kernel.start(id, "workload", { kind, namespace: namespace3, name }, "cluster");
      else if (type === "DELETED") this.kernel.stop(id);
      else this.changed(`scaled:${namespace3}/${name}`);
    }
    if (resource2 === "core/nodes") {
      if (type === "ADDED")
        this.kernel.start(`cluster/node:${name}`, "node-lifecycle", { node: name }, "cluster");
      this.changed("nodes-ready");
      this.#setWriteRate();
    }
    this.#checkMilestones();
  }
  /** Writes that nobody waits for: leases, node status, operators. Estimate: about 25 a second when all runs. */
  #setWriteRate() {
    if (this.controlPlane.backends().length === 0) return this.etcd.background.setRate(0);
    const nodes2 = this.store.list("core/nodes").length;
    const running2 = [...this.world.hosts.values()].reduce(
      (sum, host2) => sum + [...host2.sandboxes.values()].filter((s) => s.state === "ready").length,
      0
    );
    return this.etcd.background.setRate(4 + nodes2 + Math.floor(running2 / 10) * 2);
  }
  #checkMilestones() {
    if (this.#checking) return;
    this.#checking = true;
    for (const { step, id, title } of reached(this, this.#come)) {
      this.#come.add(id);
      this.world.emit({ kind: "milestone", step, milestone: id, title });
      this.changed(`milestone:${id}`);
    }
    this.#checking = false;
  }
  #etcdLine(m, level, caller, message, fields2 = {}) {
    const containerId = this.etcdContainers.get(m.id);
    if (containerId === void 0) return;
    const { logger, ...rest } = fields2;
    const line = {
      level,
      ts: "@@zap@@",
      ...logger === void 0 ? {} : { logger },
      caller,
      msg: message,
      ...rest
    };
    this.world.emit({
      kind: "containerLog",
      host: m.id,
      containerId,
      stream: "stderr",
      text: JSON.stringify(line)
    });
  }
  #etcdServes(m) {
    this.#etcdLine(m, "info", "embed/serve.go:250", "serving client traffic securely", {
      address: "[::]:2379"
    });
    this.#etcdLine(m, "info", "etcdmain/main.go:50", "etcd cluster is healthy", {
      "local-member-id": m.hex
    });
    for (const port of [2379, 2380]) {
      if (!this.world.host(m.id).sockets.has(port)) {
        this.world.emit({ kind: "socket", host: m.id, port, listening: true, service: "etcd" });
      }
    }
    this.changed("etcd");
  }
  #etcdRemoved(m) {
    const containerId = this.etcdContainers.get(m.id);
    this.#etcdLine(m, "warn", "rafthttp/http.go:413", "failed to find remote peer in cluster", {
      "local-member-id": m.hex
    });
    this.#etcdLine(
      m,
      "info",
      "etcdserver/server.go:1280",
      "the member has been permanently removed from the cluster"
    );
    this.#etcdLine(
      m,
      "info",
      "etcdserver/server.go:1281",
      "data-dir used by this member must be removed"
    );
    if (containerId !== void 0) {
      this.kernel.schedule(`${m.id}/removal`, { type: "STOP", host: m.id, containerId }, 6e4);
      this.kernel.serve(
        `${m.id}/removal`,
        (event3) => this.runtime.exit(event3["host"], event3["containerId"], 0)
      );
    }
    this.changed("etcd");
  }
  #closeSockets(host2, service) {
    for (const [port, owner] of [...this.world.host(host2).sockets]) {
      if (owner === service)
        this.world.emit({ kind: "socket", host: host2, port, listening: false, service });
    }
    this.changed("etcd");
    this.changed("api");
  }
  #processEnded(process) {
    for (const leadership of this.leases.values()) {
      if (leadership.process !== process || !leadership.alive) continue;
      leadership.alive = false;
      leadership.lostAt = this.kernel.now;
      this.changed("leases");
    }
  }
};
var phaseOf = (object) => object?.status?.phase;

// src/sim/profiles/handbook/images.ts
var MB = 1e6;
var ETCD = "quay.io/openshift/etcd:4.18.0";
var HYPERKUBE = "quay.io/openshift/hyperkube:4.18.0";
var OPERATOR_IMAGE_BYTES = 68 * MB;
var IMAGES = {
  [ETCD]: { bytes: 165 * MB },
  [HYPERKUBE]: { bytes: 205 * MB },
  "quay.io/openshift/ovn-kubernetes:4.18.0": { bytes: 430 * MB },
  "quay.io/openshift/multus-cni:4.18.0": { bytes: 210 * MB },
  "quay.io/openshift/cluster-version-operator:4.18.0": { bytes: 120 * MB }
};
var imageOf = (name) => `quay.io/openshift/${name}:4.18.0`;

// src/sim/profiles/handbook/pods.ts
var BOOTSTRAP_PODS = [
  {
    file: "etcd-pod.yaml",
    name: "etcd-bootstrap",
    namespace: "openshift-etcd",
    containers: [{ name: "etcd", image: ETCD, kind: "etcd-member" }]
  },
  {
    file: "kube-apiserver-pod.yaml",
    name: "kube-apiserver-bootstrap",
    namespace: "openshift-kube-apiserver",
    containers: [{ name: "kube-apiserver", image: HYPERKUBE, kind: "kube-apiserver" }]
  },
  {
    file: "kube-controller-manager-pod.yaml",
    name: "kube-controller-manager",
    namespace: "openshift-kube-controller-manager",
    containers: [{ name: "kube-controller-manager", image: HYPERKUBE, kind: "lease-holder" }]
  },
  {
    file: "kube-scheduler-pod.yaml",
    name: "kube-scheduler",
    namespace: "openshift-kube-scheduler",
    containers: [{ name: "kube-scheduler", image: HYPERKUBE, kind: "lease-holder" }]
  }
];
var masterPods = (node) => [
  {
    name: `etcd-${node}`,
    namespace: "openshift-etcd",
    containers: [
      { name: "etcd", image: ETCD, kind: "etcd-member" },
      { name: "etcd-readyz", image: imageOf("etcd-operator") }
    ]
  },
  {
    name: `kube-apiserver-${node}`,
    namespace: "openshift-kube-apiserver",
    containers: [
      { name: "kube-apiserver", image: HYPERKUBE, kind: "kube-apiserver" },
      { name: "kube-apiserver-check-endpoints", image: imageOf("kube-apiserver-operator") }
    ]
  },
  {
    name: `kube-controller-manager-${node}`,
    namespace: "openshift-kube-controller-manager",
    containers: [{ name: "kube-controller-manager", image: HYPERKUBE, kind: "lease-holder" }]
  },
  {
    name: `openshift-kube-scheduler-${node}`,
    namespace: "openshift-kube-scheduler",
    containers: [{ name: "kube-scheduler", image: HYPERKUBE, kind: "lease-holder" }]
  }
];

// src/sim/profiles/handbook/units.ts
var ini = (sections) => Object.entries(sections).map(([name, lines]) => [`[${name}]`, ...lines, ""].join("\n")).join("\n");
var daemon = (name, description, command, lines, more = {}) => ({
  name,
  description,
  after: [],
  enabled: "enabled",
  type: "simple",
  restart: "on-failure",
  restartSeconds: 1,
  command,
  startup: DAEMON_START,
  identifier: command,
  lines,
  content: ini({
    Unit: [`Description=${description}`],
    Service: [`ExecStart=/usr/sbin/${command}`, "Restart=on-failure"],
    Install: ["WantedBy=multi-user.target"]
  }),
  ...more
});
var COMMON2 = [
  daemon(
    "systemd-journald",
    "Journal Service",
    "systemd-journald",
    ["Journal started", "Runtime Journal is 8.0M, max 156.1M, 148.1M free."],
    { enabled: "static" }
  ),
  daemon("NetworkManager", "Network Manager", "NetworkManager", [
    "<info>  NetworkManager (version 1.46.0-26.el9_4) is starting...",
    "<info>  device (enp1s0): state change: ip-config -> ip-check (reason 'none', sys-iface-state: 'managed')",
    "<info>  device (enp1s0): Activation: successful, device activated.",
    "<info>  manager: NetworkManager state is now CONNECTED_GLOBAL"
  ]),
  daemon(
    "chronyd",
    "NTP client/server",
    "chronyd",
    [
      "chronyd version 4.5 starting (+CMDMON +NTP +REFCLOCK +RTC +PRIVDROP +SCFILTER +SIGND +ASYNCDNS +NTS +SECHASH +IPV6 +DEBUG)",
      "Selected source 192.168.126.1",
      "System clock TAI offset set to 37 seconds"
    ],
    { after: ["NetworkManager"] }
  ),
  daemon("dbus-broker", "D-Bus System Message Bus", "dbus-broker", ["Ready"], {
    enabled: "static"
  }),
  daemon(
    "sshd",
    "OpenSSH server daemon",
    "sshd",
    ["Server listening on 0.0.0.0 port 22.", "Server listening on :: port 22."],
    { after: ["NetworkManager"], ports: [22] }
  ),
  daemon("crio", "Container Runtime Interface for OCI (CRI-O)", "crio", crio.start(), {
    after: ["NetworkManager", "multi-user.target"],
    type: "notify",
    startup: CRIO_START,
    content: ini({
      Unit: [
        "Description=Container Runtime Interface for OCI (CRI-O)",
        "Wants=network-online.target",
        "After=network-online.target multi-user.target"
      ],
      Service: [
        "Type=notify",
        "ExecStart=/usr/bin/crio",
        "KillMode=process",
        "Restart=on-failure",
        "RestartSec=10"
      ],
      Install: ["WantedBy=multi-user.target"]
    }),
    restartSeconds: 10
  })
];
var kubelet3 = {
  name: "kubelet",
  description: "Kubernetes Kubelet",
  after: ["crio"],
  enabled: "enabled",
  type: "notify",
  restart: "always",
  restartSeconds: 10,
  command: "kubelet",
  identifier: "kubenswrapper",
  startup: KUBELET_START,
  kind: "kubelet",
  ports: [10250],
  content: ini({
    Unit: [
      "Description=Kubernetes Kubelet",
      "Wants=network-online.target crio.service",
      "After=network-online.target crio.service"
    ],
    Service: [
      "Type=notify",
      "ExecStart=/usr/bin/kubenswrapper /usr/bin/kubelet --config=/etc/kubernetes/kubelet.conf --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig --container-runtime-endpoint=/var/run/crio/crio.sock",
      "Restart=always",
      "RestartSec=10"
    ],
    Install: ["WantedBy=multi-user.target"]
  })
};
var bootkube3 = {
  name: "bootkube",
  description: "Bootstrap the OpenShift cluster",
  after: ["kubelet"],
  enabled: "enabled",
  type: "simple",
  restart: "on-failure",
  restartSeconds: 5,
  command: "bootkube.sh",
  identifier: "bootkube.sh",
  startup: SCRIPT_START,
  kind: "bootkube",
  content: ini({
    Unit: [
      "Description=Bootstrap the OpenShift cluster",
      "Wants=kubelet.service",
      "After=kubelet.service",
      "ConditionPathExists=!/opt/openshift/.bootkube.done"
    ],
    Service: [
      "WorkingDirectory=/opt/openshift",
      "ExecStart=/opt/openshift/bootkube.sh",
      "Restart=on-failure",
      "RestartSec=5s"
    ],
    Install: ["WantedBy=multi-user.target"]
  })
};
var gateway = daemon(
  "systemd-journal-gatewayd",
  "Journal Gateway Service",
  "systemd-journal-gatewayd",
  [],
  { after: ["NetworkManager"], ports: [19531] }
);
var UNITS = {
  bootstrap: [...COMMON2, gateway, kubelet3, bootkube3],
  master: [...COMMON2, kubelet3]
};

// src/sim/profiles/handbook/files.ts
var DOMAIN = "ocp4.example.com";
var kubeconfig = (server2, user) => [
  "apiVersion: v1",
  "kind: Config",
  "clusters:",
  "- name: ocp4",
  "  cluster:",
  `    server: ${server2}`,
  "    certificate-authority-data: @@BASE64 root-ca.crt@@",
  "users:",
  `- name: ${user}`,
  "  user:",
  `    client-certificate-data: @@BASE64 ${user}.crt@@`,
  `    client-key-data: @@BASE64 ${user}.key@@`,
  "contexts:",
  `- name: ${user}`,
  "  context:",
  "    cluster: ocp4",
  `    user: ${user}`,
  `current-context: ${user}`,
  ""
].join("\n");
var BOOTKUBE = `#!/usr/bin/env bash
# Bootstraps the cluster: runs once on the bootstrap node, as bootkube.service.
set -euo pipefail
echo "Starting bootkube.sh..."
echo "Rendering etcd manifests..."
ls /etc/kubernetes/manifests
echo "Rendering kube-apiserver manifests..."
wait_for 180 5 curl -sk --cacert /etc/kubernetes/pki/etcd-ca.crt https://localhost:2379/health
echo "Starting cluster-bootstrap..."
echo "Waiting for API server to come up..."
wait_for 180 5 curl -sk https://localhost:6443/healthz
echo "API server is up"
echo "Applying cluster manifests..."
for manifest in /opt/openshift/manifests/*; do
  oc --kubeconfig=/etc/kubernetes/kubeconfigs/localhost.kubeconfig apply -f "$manifest"
done
echo "Waiting for bootstrap to complete..."
wait_for 1800 30 masters_ready
wait_for 1800 30 control_plane_on_masters
rm -f /etc/kubernetes/manifests/*.yaml
touch /opt/openshift/.bootkube.done
`;
var KUBELET_CONF = `kind: KubeletConfiguration
apiVersion: kubelet.config.k8s.io/v1beta1
cgroupDriver: systemd
clusterDomain: cluster.local
containerLogMaxSize: 50Mi
maxPods: 250
rotateCertificates: true
staticPodPath: /etc/kubernetes/manifests
systemReserved:
  cpu: 500m
  memory: 1Gi
`;
var HOSTS_FILE = `127.0.0.1   localhost localhost.localdomain
192.168.126.10   api.${DOMAIN} api-int.${DOMAIN}
`;
var pem = (name, path2, mode = 420) => ({
  path: path2,
  content: `@@PEM ${name}@@`,
  mode
});
function nodeFiles(role4) {
  const units = UNITS[role4].map(({ name, content }) => ({
    path: `/etc/systemd/system/${name}.service`,
    content
  }));
  const common = [
    ...units,
    { path: "/etc/hosts", content: HOSTS_FILE },
    { path: "/etc/kubernetes/kubelet.conf", content: KUBELET_CONF },
    {
      path: "/etc/os-release",
      content: 'NAME="Red Hat Enterprise Linux CoreOS"\nID="rhcos"\nID_LIKE="rhel fedora"\nVERSION="418.94.202412170927-0"\nVERSION_ID="4.18"\nPRETTY_NAME="Red Hat Enterprise Linux CoreOS 418.94.202412170927-0"\n'
    },
    pem("root-ca.crt", "/etc/kubernetes/pki/ca.crt"),
    pem("etcd-ca.crt", "/etc/kubernetes/pki/etcd-ca.crt")
  ];
  if (role4 === "master") {
    return [
      ...common,
      {
        path: "/etc/kubernetes/kubeconfig",
        content: kubeconfig(`https://api-int.${DOMAIN}:6443`, "kubelet"),
        mode: 384
      }
    ];
  }
  return [
    ...common,
    ...BOOTSTRAP_PODS.map((pod2) => ({
      path: `/etc/kubernetes/manifests/${pod2.file}`,
      content: manifestText(pod2),
      mode: 384
    })),
    { path: "/opt/openshift/bootkube.sh", content: BOOTKUBE, mode: 493 },
    {
      path: "/etc/kubernetes/kubeconfigs/localhost.kubeconfig",
      content: kubeconfig("https://localhost:6443", "admin"),
      mode: 420
    },
    {
      path: "/etc/kubernetes/cni/net.d/100-crio-bridge.conflist",
      content: '{"cniVersion":"1.0.0","name":"crio","plugins":[{"type":"bridge","bridge":"cni0"}]}\n'
    },
    pem("kube-apiserver.crt", "/etc/kubernetes/pki/kube-apiserver.crt"),
    pem("kube-apiserver.key", "/etc/kubernetes/pki/kube-apiserver.key", 384),
    pem("etcd-bootstrap.crt", "/etc/kubernetes/pki/etcd-server.crt"),
    pem("etcd-bootstrap.key", "/etc/kubernetes/pki/etcd-server.key", 384),
    pem("admin.crt", "/etc/kubernetes/pki/admin.crt")
  ];
}
function ignition(role4) {
  const files3 = nodeFiles(role4).map(({ path: path2, content, mode }) => ({
    path: path2,
    mode: mode ?? 420,
    overwrite: true,
    contents: { source: `data:,${encodeURIComponent(content)}` }
  }));
  const units = UNITS[role4].map(({ name, enabled }) => ({
    name: `${name}.service`,
    enabled: enabled === "enabled"
  }));
  const config2 = {
    ignition: { version: "3.2.0" },
    passwd: { users: [{ name: "core", sshAuthorizedKeys: ["@@SSH core.pub@@"] }] },
    storage: { files: files3 },
    systemd: { units }
  };
  return `${JSON.stringify(config2, null, 2)}
`;
}
function files2(host2) {
  if (host2.role !== "workstation")
    return [{ path: "/home/core/.bash_profile", content: "", owner: "core" }];
  return [
    { path: "/home/core/.bash_profile", content: "# .bash_profile\n", owner: "core" },
    { path: "/etc/hosts", content: HOSTS_FILE },
    { path: "/assets/bootstrap.ign", content: ignition("bootstrap"), owner: "core" },
    { path: "/assets/master.ign", content: ignition("master"), owner: "core" },
    {
      path: "/assets/kubeconfigs/admin.kubeconfig",
      content: kubeconfig(`https://api.${DOMAIN}:6443`, "admin"),
      owner: "core",
      mode: 384
    },
    { path: "/assets/pki/ca.crt", content: "@@PEM root-ca.crt@@", owner: "core" }
  ];
}

// src/sim/profiles/handbook/namespaces.ts
var BUILT_IN = [
  "default",
  "kube-system",
  "kube-public",
  "kube-node-lease"
];
var ASSETS = [
  "openshift-etcd",
  "openshift-kube-apiserver",
  "openshift-kube-apiserver-operator",
  "openshift-kube-controller-manager",
  "openshift-kube-controller-manager-operator",
  "openshift-infra",
  "openshift-kube-scheduler",
  "openshift-config",
  "openshift-config-managed",
  "openshift-machine-config-operator",
  "openshift-cluster-version",
  "openshift-machine-api",
  "openshift-cloud-credential-operator",
  "openshift-ingress-operator"
];
var PAYLOAD = [
  "openshift",
  "openshift-apiserver-operator",
  "openshift-authentication-operator",
  "openshift-cloud-controller-manager",
  "openshift-cloud-controller-manager-operator",
  "openshift-cloud-network-config-controller",
  "openshift-cluster-csi-drivers",
  "openshift-cluster-machine-approver",
  "openshift-cluster-node-tuning-operator",
  "openshift-cluster-olm-operator",
  "openshift-cluster-samples-operator",
  "openshift-cluster-storage-operator",
  "openshift-catalogd",
  "openshift-operator-controller",
  "openshift-config-operator",
  "openshift-console",
  "openshift-console-operator",
  "openshift-controller-manager-operator",
  "openshift-dns-operator",
  "openshift-etcd-operator",
  "openshift-image-registry",
  "openshift-insights",
  "openshift-kni-infra",
  "openshift-kube-scheduler-operator",
  "openshift-kube-storage-version-migrator-operator",
  "openshift-marketplace",
  "openshift-monitoring",
  "openshift-network-operator",
  "openshift-node",
  "openshift-nutanix-infra",
  "openshift-openstack-infra",
  "openshift-operator-lifecycle-manager",
  "openshift-operators",
  "openshift-ovirt-infra",
  "openshift-service-ca-operator",
  "openshift-user-workload-monitoring",
  "openshift-vsphere-infra"
];
var OPERATORS = [
  "openshift-apiserver",
  "openshift-authentication",
  "openshift-console-user-settings",
  "openshift-controller-manager",
  "openshift-dns",
  "openshift-host-network",
  "openshift-ingress",
  "openshift-ingress-canary",
  "openshift-kube-storage-version-migrator",
  "openshift-multus",
  "openshift-network-console",
  "openshift-network-diagnostics",
  "openshift-network-node-identity",
  "openshift-oauth-apiserver",
  "openshift-ovn-kubernetes",
  "openshift-route-controller-manager",
  "openshift-service-ca"
];

// src/sim/profiles/handbook/operators.ts
var OPERATORS2 = [
  {
    name: "authentication",
    needs: ["bootstrap-complete"],
    first: 'OAuthServerRouteEndpointAccessibleControllerAvailable: failed to retrieve route from cache: route.route.openshift.io "oauth-openshift" not found\nOAuthServerServiceEndpointAccessibleControllerAvailable: Get "https://172.30.12.7:443/healthz": dial tcp 172.30.12.7:443: connect: connection refused\nReadyIngressNodesAvailable: Authentication requires functional ingress which requires at least one schedulable and ready node. Got 0 worker nodes, 3 master nodes, 0 custom target nodes (none are schedulable or ready for ingress pods).\nWellKnownAvailable: The well-known endpoint is not yet available: ...',
    progressing: [],
    degraded: true,
    settleSeconds: 900
  },
  {
    name: "baremetal",
    needs: ["masters-joined"],
    first: "Waiting for the baremetal operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "cloud-controller-manager",
    needs: ["cluster-manifests-applied"],
    first: "Waiting for the cloud-controller-manager operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "cloud-credential",
    needs: ["cluster-manifests-applied"],
    first: "Waiting for the cloud-credential operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "cluster-autoscaler",
    needs: ["masters-joined"],
    first: "Waiting for the cluster-autoscaler operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "config-operator",
    needs: ["masters-joined"],
    first: "Waiting for the config-operator operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "console",
    needs: ["bootstrap-complete"],
    first: "RouteHealthAvailable: console route is not admitted",
    progressing: [],
    degraded: false,
    settleSeconds: 540
  },
  {
    name: "control-plane-machine-set",
    needs: ["masters-joined"],
    first: "Waiting for the control-plane-machine-set operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "csi-snapshot-controller",
    needs: ["masters-joined"],
    first: "Waiting for the csi-snapshot-controller operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "dns",
    needs: ["masters-joined"],
    first: "Waiting for the dns operator to be deployed",
    progressing: ['DNS "default" reports Progressing=True: "Have 0 available DNS pods, want 3."'],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "etcd",
    needs: ["etcd-three-members"],
    first: "StaticPodsAvailable: 0 nodes are active; 3 nodes are at revision 0; 0 nodes have achieved new revision 2\nEtcdMembersAvailable: 1 members are available",
    progressing: [
      "NodeInstallerProgressing: 3 nodes are at revision 0; 0 nodes have achieved new revision 5"
    ],
    degraded: true,
    settleSeconds: 30
  },
  {
    name: "image-registry",
    needs: ["bootstrap-complete"],
    first: "Available: The deployment does not have available replicas\nNodeCADaemonAvailable: The daemon set node-ca has available replicas",
    progressing: [],
    degraded: false,
    settleSeconds: 540
  },
  {
    name: "ingress",
    needs: ["bootstrap-complete"],
    first: 'The "default" ingress controller reports Available=False: IngressControllerUnavailable: One or more status conditions indicate unavailable: DeploymentAvailable=False (DeploymentUnavailable: The deployment has Available status condition set to False (reason: MinimumReplicasUnavailable) with message: Deployment does not have minimum availability.)',
    progressing: [],
    degraded: false,
    settleSeconds: 360
  },
  {
    name: "insights",
    needs: ["masters-joined"],
    first: "Waiting for the insights operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "kube-apiserver",
    needs: ["control-plane-pivoted"],
    first: "StaticPodsAvailable: 0 nodes are active; 3 nodes are at revision 0; 0 nodes have achieved new revision 4",
    progressing: [
      "NodeInstallerProgressing: 3 nodes are at revision 0; 0 nodes have achieved new revision 6"
    ],
    degraded: true,
    settleSeconds: 30
  },
  {
    name: "kube-controller-manager",
    needs: ["control-plane-pivoted"],
    first: "StaticPodsAvailable: 0 nodes are active; 3 nodes are at revision 0; 0 nodes have achieved new revision 5",
    progressing: [
      "NodeInstallerProgressing: 3 nodes are at revision 0; 0 nodes have achieved new revision 7"
    ],
    degraded: true,
    settleSeconds: 30
  },
  {
    name: "kube-scheduler",
    needs: ["control-plane-pivoted"],
    first: "StaticPodsAvailable: 0 nodes are active; 3 nodes are at revision 0; 0 nodes have achieved new revision 4",
    progressing: [
      "NodeInstallerProgressing: 3 nodes are at revision 0; 0 nodes have achieved new revision 5"
    ],
    degraded: true,
    settleSeconds: 30
  },
  {
    name: "kube-storage-version-migrator",
    needs: ["masters-joined"],
    first: "Waiting for the kube-storage-version-migrator operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "machine-api",
    needs: ["masters-joined"],
    first: "Waiting for the machine-api operator to be deployed",
    progressing: ["Progressing towards operator: 4.19.z"],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "machine-approver",
    needs: ["masters-joined"],
    first: "Waiting for the machine-approver operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "machine-config",
    needs: ["masters-joined"],
    first: "Waiting for the machine-config operator to be deployed",
    progressing: ["Working towards 4.19.z"],
    degraded: true,
    settleSeconds: 30
  },
  {
    name: "marketplace",
    needs: ["masters-joined"],
    first: "Waiting for the marketplace operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "monitoring",
    needs: ["bootstrap-complete"],
    first: 'UpdatingPrometheus: Prometheus "openshift-monitoring/k8s": NoPodReady: ...',
    progressing: [],
    degraded: true,
    settleSeconds: 720
  },
  {
    name: "network",
    needs: ["cluster-manifests-applied"],
    first: "Waiting for the network operator to be deployed",
    progressing: ['DaemonSet "/openshift-multus/multus" is not yet scheduled on any nodes'],
    degraded: true,
    settleSeconds: 30
  },
  {
    name: "node-tuning",
    needs: ["masters-joined"],
    first: "Waiting for the node-tuning operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "olm",
    needs: ["masters-joined"],
    first: "Waiting for the olm operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "openshift-apiserver",
    needs: ["control-plane-pivoted"],
    first: 'APIServicesAvailable: "apps.openshift.io.v1" is not ready: 503 (no response)',
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "openshift-controller-manager",
    needs: ["masters-joined"],
    first: "Waiting for the openshift-controller-manager operator to be deployed",
    progressing: [
      "Progressing: deployment/controller-manager: available replicas is 0, desired available replicas > 1"
    ],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "openshift-samples",
    needs: ["bootstrap-complete"],
    first: "Waiting for the openshift-samples operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 360
  },
  {
    name: "operator-lifecycle-manager",
    needs: ["masters-joined"],
    first: "Waiting for the operator-lifecycle-manager operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "operator-lifecycle-manager-catalog",
    needs: ["masters-joined"],
    first: "Waiting for the operator-lifecycle-manager-catalog operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "operator-lifecycle-manager-packageserver",
    needs: ["masters-joined"],
    first: "Waiting for the operator-lifecycle-manager-packageserver operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "service-ca",
    needs: ["masters-joined"],
    first: "Waiting for the service-ca operator to be deployed",
    progressing: ["Progressing: \nProgressing: service-ca does not have available replicas"],
    degraded: false,
    settleSeconds: 30
  },
  {
    name: "storage",
    needs: ["masters-joined"],
    first: "Waiting for the storage operator to be deployed",
    progressing: [],
    degraded: false,
    settleSeconds: 30
  }
];

// src/sim/profiles/handbook/objects.ts
var VERSION = "4.18.0";
var make = (file, resource2, template) => ({
  file,
  resource: resource2,
  template
});
var namespace2 = (name) => make(`00_${name}-ns.yaml`, "core/namespaces", {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
  spec: { finalizers: ["kubernetes"] },
  status: { phase: "Active" }
});
var RBAC = "rbac.authorization.k8s.io";
var role3 = (name, verbs, resources) => make(`${name}-clusterrole.yaml`, `${RBAC}/clusterroles`, {
  apiVersion: `${RBAC}/v1`,
  kind: "ClusterRole",
  metadata: { name, labels: { "kubernetes.io/bootstrapping": "rbac-defaults" } },
  rules: [{ apiGroups: ["*"], resources, verbs }]
});
var binding = (name, roleName, subject) => make(`${name}-crb.yaml`, `${RBAC}/clusterrolebindings`, {
  apiVersion: `${RBAC}/v1`,
  kind: "ClusterRoleBinding",
  metadata: { name },
  roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: roleName },
  subjects: [subject.kind === "ServiceAccount" ? subject : { ...subject, apiGroup: RBAC }]
});
var CONTROLLERS = "attachdetach-controller certificate-controller clusterrole-aggregation-controller cronjob-controller daemon-set-controller deployment-controller disruption-controller endpoint-controller endpointslice-controller endpointslicemirroring-controller expand-controller generic-garbage-collector horizontal-pod-autoscaler job-controller legacy-service-account-token-cleaner namespace-controller node-controller persistent-volume-binder pod-garbage-collector pv-protection-controller pvc-protection-controller replicaset-controller replication-controller resourcequota-controller root-ca-cert-publisher route-controller service-account-controller service-controller statefulset-controller ttl-after-finished-controller ttl-controller".split(
  " "
);
var BUILT_IN_ROLES = "cluster-admin admin edit view system:aggregate-to-admin system:aggregate-to-edit system:aggregate-to-view system:auth-delegator system:basic-user system:certificates.k8s.io:certificatesigningrequests:nodeclient system:certificates.k8s.io:certificatesigningrequests:selfnodeclient system:certificates.k8s.io:kube-apiserver-client-approver system:certificates.k8s.io:kubelet-serving-approver system:discovery system:heapster system:kube-aggregator system:kube-controller-manager system:kube-dns system:kube-scheduler system:kubelet-api-admin system:monitoring system:node system:node-bootstrapper system:node-problem-detector system:node-proxier system:persistent-volume-provisioner system:public-info-viewer system:service-account-issuer-discovery system:volume-scheduler".split(
  " "
);
var priorityClass = (name, value) => make(`${name}.yaml`, "scheduling.k8s.io/priorityclasses", {
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name },
  value,
  description: "Used for system critical pods that must run in the cluster.",
  preemptionPolicy: "PreemptLowerPriority"
});
var HOOKS = {
  "start-system-namespaces-controller": BUILT_IN.map(namespace2),
  "rbac/bootstrap-roles": [
    ...BUILT_IN_ROLES.map((name) => role3(name, ["get", "list", "watch"], ["*"])),
    ...CONTROLLERS.map(
      (name) => role3(`system:controller:${name}`, ["get", "list", "watch", "update"], ["*"])
    ),
    binding("cluster-admin", "cluster-admin", { kind: "Group", name: "system:masters" }),
    binding("system:discovery", "system:discovery", {
      kind: "Group",
      name: "system:authenticated"
    }),
    binding("system:public-info-viewer", "system:public-info-viewer", {
      kind: "Group",
      name: "system:unauthenticated"
    }),
    binding("system:kube-controller-manager", "system:kube-controller-manager", {
      kind: "User",
      name: "system:kube-controller-manager"
    }),
    binding("system:kube-scheduler", "system:kube-scheduler", {
      kind: "User",
      name: "system:kube-scheduler"
    })
  ],
  "scheduling/bootstrap-system-priority-classes": [
    priorityClass("system-node-critical", 2000001e3),
    priorityClass("system-cluster-critical", 2e9)
  ],
  "bootstrap-controller": [
    make("kubernetes-service.yaml", "core/services", {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name: "kubernetes",
        namespace: "default",
        labels: { component: "apiserver", provider: "kubernetes" }
      },
      spec: {
        type: "ClusterIP",
        clusterIP: "172.30.0.1",
        ports: [{ name: "https", port: 443, protocol: "TCP", targetPort: 6443 }]
      },
      status: { loadBalancer: {} }
    })
  ]
};
var definition = (group, kind, plural2, more = {}) => ({
  group,
  kind,
  plural: plural2,
  singular: kind.toLowerCase(),
  short: [],
  namespaced: false,
  version: "v1",
  columns: [],
  ...more
});
var status = (type) => `.status.conditions[?(@.type=="${type}")].status`;
var CONFIG = "config.openshift.io";
var OPERATOR = "operator.openshift.io";
var DEFINITIONS = [
  definition(CONFIG, "ClusterVersion", "clusterversions", {
    columns: [
      {
        name: "Version",
        type: "string",
        jsonPath: '.status.history[?(@.state=="Completed")].version'
      },
      { name: "Available", type: "string", jsonPath: status("Available") },
      { name: "Progressing", type: "string", jsonPath: status("Progressing") },
      {
        name: "Since",
        type: "date",
        jsonPath: '.status.conditions[?(@.type=="Progressing")].lastTransitionTime'
      },
      {
        name: "Status",
        type: "string",
        jsonPath: '.status.conditions[?(@.type=="Progressing")].message'
      }
    ]
  }),
  definition(CONFIG, "ClusterOperator", "clusteroperators", {
    short: ["co"],
    columns: [
      {
        name: "Version",
        type: "string",
        jsonPath: '.status.versions[?(@.name=="operator")].version'
      },
      { name: "Available", type: "string", jsonPath: status("Available") },
      { name: "Progressing", type: "string", jsonPath: status("Progressing") },
      { name: "Degraded", type: "string", jsonPath: status("Degraded") },
      {
        name: "Since",
        type: "date",
        jsonPath: '.status.conditions[?(@.type=="Available")].lastTransitionTime'
      }
    ]
  }),
  ...[
    "Infrastructure",
    "Network",
    "DNS",
    "Ingress",
    "Proxy",
    "Authentication",
    "Scheduler",
    "FeatureGate",
    "OAuth",
    "APIServer",
    "Console",
    "Build",
    "Image",
    "Project",
    "Node",
    "OperatorHub"
  ].map((kind) => definition(CONFIG, kind, plural(kind))),
  ...[
    "Etcd",
    "KubeAPIServer",
    "KubeControllerManager",
    "KubeScheduler",
    "Network",
    "DNS",
    "IngressController",
    "Console",
    "Authentication",
    "OpenShiftAPIServer",
    "OpenShiftControllerManager",
    "ServiceCA",
    "Storage",
    "CSISnapshotController",
    "CloudCredential",
    "Config"
  ].map(
    (kind) => definition(OPERATOR, kind, plural(kind), { namespaced: kind === "IngressController" })
  ),
  definition("machineconfiguration.openshift.io", "MachineConfig", "machineconfigs", {
    short: ["mc"]
  }),
  definition("machineconfiguration.openshift.io", "MachineConfigPool", "machineconfigpools", {
    short: ["mcp"]
  }),
  definition("machineconfiguration.openshift.io", "ControllerConfig", "controllerconfigs"),
  definition("machine.openshift.io", "Machine", "machines", {
    namespaced: true,
    version: "v1beta1"
  }),
  definition("machine.openshift.io", "MachineSet", "machinesets", {
    namespaced: true,
    version: "v1beta1"
  }),
  definition("monitoring.coreos.com", "ServiceMonitor", "servicemonitors", { namespaced: true }),
  definition("monitoring.coreos.com", "PrometheusRule", "prometheusrules", { namespaced: true }),
  definition("security.openshift.io", "SecurityContextConstraints", "securitycontextconstraints", {
    short: ["scc"]
  }),
  definition("cloudcredential.openshift.io", "CredentialsRequest", "credentialsrequests", {
    namespaced: true
  })
];
function plural(kind) {
  const lower = kind.toLowerCase();
  if (/(s|x)$/.test(lower)) return lower === "dns" ? "dnses" : `${lower}es`;
  return lower.endsWith("y") ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
var crd = (d) => make(`0000_10_${d.plural}.crd.yaml`, "apiextensions.k8s.io/customresourcedefinitions", {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${d.plural}.${d.group}` },
  spec: {
    group: d.group,
    names: {
      kind: d.kind,
      listKind: `${d.kind}List`,
      plural: d.plural,
      singular: d.singular,
      shortNames: d.short
    },
    scope: d.namespaced ? "Namespaced" : "Cluster",
    versions: [
      {
        name: d.version,
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true }
        },
        subresources: { status: {} },
        additionalPrinterColumns: d.columns
      }
    ]
  },
  status: {
    acceptedNames: { kind: d.kind, plural: d.plural },
    conditions: [],
    storedVersions: [d.version]
  }
});
var custom = (group, version, kind, name, spec, more = {}) => make(`cluster-${kind.toLowerCase()}-02-config.yaml`, `${group}/${plural(kind)}`, {
  apiVersion: `${group}/${version}`,
  kind,
  metadata: { name },
  spec,
  ...more
});
var configMap = (name, ns, data) => make(`${name}-cm.yaml`, "core/configmaps", {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: ns },
  data
});
var secret = (name, ns) => make(`${name}-secret.yaml`, "core/secrets", {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: ns },
  type: "Opaque",
  data: {}
});
var serviceAccount = (name, ns) => make(`${name}-sa.yaml`, "core/serviceaccounts", {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name, namespace: ns }
});
var workloadObject = (w) => make(`0000_50_${w.name}.yaml`, w.kind === "Deployment" ? "apps/deployments" : "apps/daemonsets", {
  apiVersion: "apps/v1",
  kind: w.kind,
  metadata: { name: w.name, namespace: w.namespace, labels: { app: w.name } },
  spec: {
    ...w.kind === "Deployment" ? { replicas: w.replicas } : {},
    selector: { matchLabels: { app: w.name } },
    template: {
      metadata: { labels: { app: w.name } },
      spec: {
        hostNetwork: w.hostNetwork,
        containers: Array.from({ length: w.containers }, (_, i) => ({
          name: i === 0 ? w.name : `${w.name}-${["kube-rbac-proxy", "sidecar", "logger", "exporter", "nbdb", "sbdb", "northd"][i - 1] ?? i}`,
          image: w.image
        }))
      }
    }
  },
  status: {}
});
function manifests(cvo) {
  const domain = "ocp4.example.com";
  return [
    ...DEFINITIONS.map(crd),
    ...ASSETS.map(namespace2),
    binding("kubelet-bootstrap", "system:node-bootstrapper", {
      kind: "Group",
      name: "system:bootstrappers"
    }),
    binding("node-approver", "system:certificates.k8s.io:certificatesigningrequests:nodeclient", {
      kind: "Group",
      name: "system:bootstrappers"
    }),
    role3("cluster-version-operator", ["*"], ["*"]),
    binding("cluster-version-operator", "cluster-admin", {
      kind: "ServiceAccount",
      namespace: "openshift-cluster-version",
      name: "default"
    }),
    ...[
      "system:openshift:controller:service-ca",
      "system:openshift:operator:etcd-operator",
      "system:openshift:operator:kube-apiserver-operator",
      "system:openshift:operator:kube-controller-manager-operator",
      "system:openshift:operator:kube-scheduler-operator",
      "system:openshift:machine-config-operator:node-bootstrapper",
      "machine-api-operator",
      "cluster-network-operator"
    ].map((name) => role3(name, ["*"], ["*"])),
    serviceAccount("node-bootstrapper", "openshift-machine-config-operator"),
    configMap("cluster-config-v1", "kube-system", {
      "install-config": "apiVersion: v1\nmetadata:\n  name: ocp4\nbaseDomain: example.com\n"
    }),
    configMap("etcd-ca-bundle", "openshift-config", { "ca-bundle.crt": "@@PEM etcd-ca.crt@@" }),
    configMap("root-ca", "kube-system", { "ca.crt": "@@PEM root-ca.crt@@" }),
    secret("pull-secret", "openshift-config"),
    secret("etcd-client", "openshift-config"),
    custom(
      CONFIG,
      "v1",
      "Infrastructure",
      "cluster",
      { platformSpec: { type: "None" } },
      {
        status: {
          apiServerURL: `https://api.${domain}:6443`,
          apiServerInternalURI: `https://api-int.${domain}:6443`,
          controlPlaneTopology: "HighlyAvailable",
          infrastructureTopology: "HighlyAvailable",
          etcdDiscoveryDomain: "",
          infrastructureName: "ocp4-x7k2p",
          platform: "None",
          platformStatus: { type: "None" }
        }
      }
    ),
    custom(CONFIG, "v1", "Network", "cluster", {
      clusterNetwork: [{ cidr: "10.128.0.0/14", hostPrefix: 23 }],
      serviceNetwork: ["172.30.0.0/16"],
      networkType: "OVNKubernetes"
    }),
    custom(CONFIG, "v1", "DNS", "cluster", { baseDomain: domain }),
    custom(CONFIG, "v1", "Ingress", "cluster", { domain: `apps.${domain}` }),
    custom(CONFIG, "v1", "Proxy", "cluster", {}),
    custom(CONFIG, "v1", "Scheduler", "cluster", { mastersSchedulable: true }),
    custom(OPERATOR, "v1", "Etcd", "cluster", { managementState: "Managed" }),
    custom(OPERATOR, "v1", "KubeAPIServer", "cluster", { managementState: "Managed" }),
    make("cluster-version.yaml", `${CONFIG}/clusterversions`, clusterVersion(VERSION, 0, 0, 0)),
    ...OPERATORS2.map(
      (operator) => make(
        `0000_50_${operator.name}-clusteroperator.yaml`,
        `${CONFIG}/clusteroperators`,
        clusterOperator(operator, "created", VERSION, 0)
      )
    ),
    workloadObject(cvo)
  ];
}
var payload = (workloads) => [
  ...PAYLOAD.map(namespace2),
  ...workloads.flatMap((w) => [serviceAccount(w.name, w.namespace), workloadObject(w)]),
  ...OPERATORS.map(namespace2)
];

// src/sim/profiles/handbook/workloads.ts
var NETWORK = "openshift-network-operator/network-operator";
var OVN = "openshift-ovn-kubernetes/ovnkube-node";
var MULTUS_CONFIG = '{"cniVersion":"0.3.1","name":"multus-cni-network","type":"multus-shim"}\n';
var base = {
  kind: "Deployment",
  replicas: 1,
  containers: 1,
  hostNetwork: false,
  needs: []
};
var daemon2 = (namespace3, name, image, containers, needs) => ({
  ...base,
  kind: "DaemonSet",
  namespace: namespace3,
  name,
  image: imageOf(image),
  containers,
  hostNetwork: true,
  needs
});
var CVO = {
  ...base,
  namespace: "openshift-cluster-version",
  name: "cluster-version-operator",
  image: imageOf("cluster-version-operator"),
  hostNetwork: true,
  process: "cluster-version-operator"
};
var NETWORKING = [
  {
    ...base,
    namespace: "openshift-network-operator",
    name: "network-operator",
    image: imageOf("cluster-network-operator"),
    hostNetwork: true,
    process: "cluster-operator",
    input: { operator: "network" }
  },
  daemon2("openshift-network-node-identity", "network-node-identity", "ovn-kubernetes", 2, [
    NETWORK
  ]),
  daemon2("openshift-ovn-kubernetes", "ovnkube-node", "ovn-kubernetes", 8, [NETWORK]),
  {
    ...daemon2("openshift-multus", "multus", "multus-cni", 1, [NETWORK, OVN]),
    writes: { path: "/etc/kubernetes/cni/net.d/00-multus.conf", content: MULTUS_CONFIG }
  },
  daemon2("openshift-multus", "multus-additional-cni-plugins", "multus-cni", 1, [NETWORK]),
  {
    ...base,
    namespace: "openshift-ovn-kubernetes",
    name: "ovnkube-control-plane",
    image: imageOf("ovn-kubernetes"),
    containers: 2,
    replicas: 2,
    hostNetwork: true,
    needs: [NETWORK]
  },
  daemon2("openshift-network-operator", "iptables-alerter", "cluster-network-operator", 1, [
    NETWORK
  ]),
  {
    ...daemon2("openshift-dns", "dns-default", "coredns", 2, [
      "openshift-dns-operator/dns-operator"
    ]),
    hostNetwork: false
  },
  daemon2("openshift-dns", "node-resolver", "cli", 1, ["openshift-dns-operator/dns-operator"])
];
var PROCESS = {
  etcd: "etcd-operator",
  "kube-apiserver": "control-plane-operator",
  "kube-controller-manager": "control-plane-operator",
  "kube-scheduler": "control-plane-operator"
};
var PLACES = {
  dns: ["openshift-dns-operator", "dns-operator"],
  ingress: ["openshift-ingress-operator", "ingress-operator"],
  "machine-config": ["openshift-machine-config-operator", "machine-config-operator"],
  "machine-api": ["openshift-machine-api", "machine-api-operator"],
  "machine-approver": ["openshift-cluster-machine-approver", "machine-approver"],
  monitoring: ["openshift-monitoring", "cluster-monitoring-operator"],
  "node-tuning": ["openshift-cluster-node-tuning-operator", "cluster-node-tuning-operator"],
  storage: ["openshift-cluster-storage-operator", "cluster-storage-operator"],
  "csi-snapshot-controller": [
    "openshift-cluster-storage-operator",
    "csi-snapshot-controller-operator"
  ],
  "image-registry": ["openshift-image-registry", "cluster-image-registry-operator"],
  "cloud-credential": ["openshift-cloud-credential-operator", "cloud-credential-operator"],
  baremetal: ["openshift-machine-api", "cluster-baremetal-operator"],
  "cluster-autoscaler": ["openshift-machine-api", "cluster-autoscaler-operator"],
  "control-plane-machine-set": ["openshift-machine-api", "control-plane-machine-set-operator"],
  "openshift-samples": ["openshift-cluster-samples-operator", "cluster-samples-operator"],
  olm: ["openshift-cluster-olm-operator", "cluster-olm-operator"],
  "operator-lifecycle-manager": ["openshift-operator-lifecycle-manager", "olm-operator"],
  "operator-lifecycle-manager-catalog": [
    "openshift-operator-lifecycle-manager",
    "catalog-operator"
  ],
  "operator-lifecycle-manager-packageserver": [
    "openshift-operator-lifecycle-manager",
    "packageserver"
  ],
  "config-operator": ["openshift-config-operator", "openshift-config-operator"],
  insights: ["openshift-insights", "insights-operator"],
  marketplace: ["openshift-marketplace", "marketplace-operator"],
  "kube-scheduler": ["openshift-kube-scheduler-operator", "openshift-kube-scheduler-operator"]
};
var WORKLOADS = [
  ...NETWORKING,
  ...OPERATORS2.filter(({ name }) => name !== "network").map(({ name }) => {
    const short2 = name.replace(/^openshift-/, "");
    const [namespace3, deployment] = PLACES[name] ?? [
      `openshift-${short2}-operator`,
      `${short2}-operator`
    ];
    return {
      ...base,
      namespace: namespace3,
      name: deployment,
      image: imageOf(deployment),
      process: PROCESS[name] ?? "cluster-operator",
      input: { operator: name }
    };
  })
];

// src/sim/profiles/handbook/index.ts
var FSYNC = {
  workstation: SSD,
  bootstrap: SSD,
  "master-0": SSD,
  "master-1": SSD,
  "master-2": SSD
};
var HOSTS = [
  { name: "workstation", address: "192.168.126.1", role: "workstation", fsync: FSYNC.workstation },
  { name: "bootstrap", address: "192.168.126.100", role: "bootstrap", fsync: FSYNC.bootstrap },
  { name: "master-0", address: "192.168.126.101", role: "master", fsync: FSYNC["master-0"] },
  { name: "master-1", address: "192.168.126.102", role: "master", fsync: FSYNC["master-1"] },
  { name: "master-2", address: "192.168.126.103", role: "master", fsync: FSYNC["master-2"] }
];
var hookChecks = Object.keys(HOOKS).map((hook) => `poststarthook/${hook}`);
var CHECKS = ["ping", "log", "etcd", ...hookChecks];
var handbook = {
  name: "handbook",
  version: VERSION,
  kubernetesVersion: "v1.31.3",
  clusterName: "ocp4",
  clusterDomain: "ocp4.example.com",
  apiVip: "192.168.126.10",
  hosts: HOSTS,
  units: UNITS,
  images: IMAGES,
  registryBytesPerSecond: 12e6,
  staticPods: BOOTSTRAP_PODS,
  masterPods,
  workloads: [CVO, ...WORKLOADS],
  operators: OPERATORS2,
  manifests: manifests(CVO),
  payload: payload(WORKLOADS),
  hooks: HOOKS,
  healthChecks: {
    healthz: CHECKS,
    livez: CHECKS,
    readyz: ["ping", "log", "etcd", "etcd-readiness", "informer-sync", ...hookChecks, "shutdown"]
  },
  files: files2
};

// src/sim/profiles/catalogue.ts
var PROFILES = { handbook };
var PROFILE_NAMES = Object.keys(PROFILES);
function profileOf(name) {
  const profile3 = PROFILES[name];
  if (profile3 === void 0)
    throw new EggtoothError("EGT_INVARIANT", { what: `no profile ${name}` });
  return profile3;
}

// src/sim/why.ts
function why(lab, what, twinOf) {
  const fact = find(lab, what);
  const { kernel: kernel2 } = lab.parts;
  const links = [{ at: fact.at, what: describe(fact), fact: fact.id }];
  const changes = [];
  let last2 = "";
  for (let event3 = fact.event; event3 > 0; event3 = kernel2.eventInfo(event3).cause) {
    const info = kernel2.eventInfo(event3);
    changes.push(...info.also);
    if (info.label !== last2) links.push({ at: info.at, what: info.label });
    last2 = info.label;
  }
  const change = changes.length === 0 || inTwin(lab, fact, twinOf) ? void 0 : lastChange(lab, changes);
  if (change !== void 0) {
    links.push({ at: change.at, what: `parameter ${describe(change)}`, fact: change.id });
    return links;
  }
  const input = inputAt(lab, links.at(-1)?.at ?? 0);
  if (input !== void 0)
    links.push({
      at: input.at,
      what: `input ${input.id}: ${inputText(input.input)}`,
      input: input.id
    });
  return links;
}
function lastChange(lab, events) {
  const newest = Math.max(...events);
  return lab.parts.world.facts.find((fact) => fact.kind === "parameter" && fact.event === newest);
}
function find(lab, what) {
  const { facts } = lab.parts.world;
  const fact = facts.find((f) => f.id === what) ?? byName(lab, what);
  if (fact === void 0) {
    const known = "f<n>, milestone:ID, namespace/kind/name[.condition], metric{labels}";
    throw new EggtoothError("EGT_NOT_FOUND", { name: what, known });
  }
  return fact;
}
function byName(lab, what) {
  const { facts } = lab.parts.world;
  if (what.startsWith("milestone:")) {
    return facts.find((f) => f.kind === "milestone" && `milestone:${f.milestone}` === what);
  }
  const metric = /^(\w+)\{(.*)\}$/.exec(what);
  if (metric !== null) return byMetric(lab, metric[1] ?? "", metric[2] ?? "");
  const [namespace3 = "", kind = "", rest = ""] = what.split("/");
  const [name, condition] = splitCondition(rest);
  return facts.findLast(
    (f) => f.kind === "object" && f.namespace === namespace3 && f.object.kind.toLowerCase() === kind.toLowerCase() && f.name === name && (condition === "" || changed(f, condition))
  );
}
var splitCondition = (rest) => {
  const dot = rest.lastIndexOf(".");
  return dot > 0 && /^[A-Z]/.test(rest.slice(dot + 1)) ? [rest.slice(0, dot), rest.slice(dot + 1)] : [rest, ""];
};
var statusOf2 = (object, type) => object?.status?.conditions?.find((c) => c.type === type)?.status;
var changed = (fact, condition) => statusOf2(fact.object, condition) !== statusOf2(fact.previous, condition);
function byMetric(lab, name, labels2) {
  const host2 = /host="([^"]+)"/.exec(labels2)?.[1];
  if (!name.startsWith("etcd_")) return void 0;
  const change = lab.parts.world.facts.findLast(
    (f) => f.kind === "containerLog" && f.host === host2 && f.text.includes("took")
  );
  return change ?? lab.parts.world.facts.findLast((f) => f.kind === "containerLog" && f.host === host2);
}
function describe(fact) {
  switch (fact.kind) {
    case "journal":
      return `${fact.host} ${fact.unit}: ${fact.message}`;
    case "containerLog":
      return `${fact.host} ${fact.containerId.slice(0, 13)}: ${fact.text}`;
    case "object":
      return `${fact.type} ${fact.resource} ${fact.namespace === "" ? "" : `${fact.namespace}/`}${fact.name}`;
    case "milestone":
      return `milestone ${fact.title}`;
    case "parameter":
      return `${fact.name} = ${JSON.stringify(fact.value)}`;
    case "unit":
      return `${fact.host} ${fact.unit} ${fact.active} (${fact.sub})`;
    case "container":
      return `${fact.host} container ${fact.name} ${fact.state}`;
    case "sandbox":
      return `${fact.host} pod ${fact.name} ${fact.state}`;
    case "file":
      return `${fact.host} ${fact.path}${fact.content === null ? " removed" : ""}`;
    case "socket":
      return `${fact.host}:${fact.port} ${fact.listening ? "listens" : "closed"}`;
    case "power":
      return `${fact.host} power ${fact.on ? "on" : "off"}`;
  }
}
var gist = (fact) => `${fact.kind} ${describe(fact).replaceAll(/[0-9a-f]{8,}/g, "#").replaceAll(/\d+(\.\d+)?/g, "0").replaceAll(/0(µs|ms|s|m0s)/g, "0t")}`;
function inTwin(lab, fact, twinOf) {
  const text = gist(fact);
  const { facts } = lab.parts.world;
  let nth = 0;
  for (const other of facts) {
    if (other.kind === fact.kind && gist(other) === text) nth++;
    if (other.id === fact.id) break;
  }
  const twin = twinOf();
  let count = 0;
  for (const other of twin.parts.world.facts) {
    if (other.kind === fact.kind && gist(other) === text && ++count >= nth) return true;
  }
  return false;
}
function inputAt(lab, at) {
  return lab.inputs().findLast(
    (i) => i.at <= at && (i.input.kind === "power" || i.input.kind === "files" || i.input.kind === "unit" || i.input.kind === "stopContainer")
  );
}
function inputText(input) {
  switch (input.kind) {
    case "power":
      return `${input.who} ${input.verb} ${input.host}`;
    case "unit":
      return `${input.who} systemctl ${input.verb} ${input.unit} on ${input.host}`;
    case "files":
      return `${input.who} changed ${input.changes.map((c) => c.path).join(", ")} on ${input.host}`;
    case "stopContainer":
      return `${input.who} stopped container ${input.id.slice(0, 13)} on ${input.host}`;
    case "patch":
    case "heal":
    case "journal":
    case "kube":
    case "health":
    case "etcd":
      return `${input.who} ${input.kind}`;
  }
}

// src/sim/lab.ts
var ENGINE = "eggtooth/0.1.0";
var AFTERMATH = 60 * SECOND;
var RUN_EPOCH_MICROS = 17676e11;
var LiveWorld = class {
  spec;
  parts;
  read;
  epochMicros;
  #inputs = [];
  #autopilot;
  #broken = false;
  #endedAt = -1;
  constructor(spec, options) {
    this.spec = spec;
    this.epochMicros = options.epochMicros ?? RUN_EPOCH_MICROS;
    this.#autopilot = options.autopilot ?? false;
    const parts = new Parts(profileOf(spec.profile), spec.seed, this.epochMicros);
    this.parts = parts;
    const catalogue = { machines: MACHINES, env: (id) => makeEnv(parts, id) };
    parts.kernel.use(
      options.host === "actors" ? new ActorHost(parts.kernel, catalogue) : new PureHost(parts.kernel, catalogue)
    );
    this.read = makeRead(parts);
    parts.kernel.serve(
      "input",
      (event3) => this.#apply(event3["id"], event3["input"], event3["answer"])
    );
    parts.kernel.serve(
      "timeline",
      (event3) => setParameters(parts, event3["set"])
    );
    parts.world.react((fact) => this.#follow(fact));
    this.#begin();
    for (const { id, at, input } of options.inputs ?? []) this.#enqueue(input, at, id);
  }
  get now() {
    return this.parts.kernel.now;
  }
  get transitions() {
    return this.parts.kernel.transitions;
  }
  get status() {
    if (this.#broken) return "broken";
    if (this.#endedAt >= 0) return "complete";
    return this.now >= this.spec.timeLimit ? "timeout" : "running";
  }
  runUntil(t) {
    if (this.#broken) return;
    try {
      this.parts.kernel.runUntil(t);
    } catch (error) {
      this.#broken = true;
      throw this.#invariant(error);
    }
  }
  /** One event only; false when nothing is left. */
  step() {
    return !this.#broken && this.parts.kernel.step();
  }
  nextDue() {
    return this.parts.kernel.nextDue();
  }
  input(input, answer2) {
    return this.#enqueue(input, this.now, `i${this.#inputs.length + 1}`, answer2);
  }
  on(listener) {
    return this.parts.world.on(listener);
  }
  fact(id) {
    return this.parts.world.facts[Number(id.slice(1))];
  }
  why(what) {
    return why(this, what, () => createTwin(this));
  }
  record() {
    return {
      engine: ENGINE,
      epochMicros: this.epochMicros,
      spec: this.spec,
      inputs: this.#inputs,
      endedAt: this.now,
      digest: this.digest()
    };
  }
  digest() {
    const { etcd: etcd3, world, store } = this.parts;
    const members = [...etcd3.members.values()].map(
      (m) => [
        m.id,
        m.term,
        m.commit,
        m.applied,
        m.wal.count,
        m.wal.sumMicros,
        ...m.wal.counts,
        m.backend.count,
        m.backend.sumMicros,
        ...m.backend.counts
      ].join(" ")
    );
    return world.digest([
      `revision ${world.resourceVersion} objects ${store.list("").length} ${world.objects.size}`,
      ...[...world.hosts.values()].map(
        (h) => `${h.name} ${h.phase} ${h.power} ${h.journal.length}`
      ),
      ...members
    ]);
  }
  counts() {
    const { world, store, etcd: etcd3 } = this.parts;
    const events = store.list("core/events").reduce((sum, event3) => sum + (event3["count"] ?? 1), 0);
    return {
      journalLines: world.journalLines,
      pods: store.list("core/pods").length,
      namespaces: store.list("core/namespaces").length,
      events,
      fsyncs: [...etcd3.members.values()].reduce((sum, m) => sum + m.fsyncs, 0)
    };
  }
  #begin() {
    const { parts, spec } = this;
    for (const host2 of parts.profile.hosts) {
      for (const file of parts.profile.files(host2, spec.seed)) {
        const { path: path2, content, mode = 420, owner = "root" } = file;
        parts.world.emit({
          kind: "file",
          host: host2.name,
          path: path2,
          content,
          mode,
          owner,
          folder: false
        });
      }
      if (host2.role !== "workstation")
        parts.kernel.start(host2.name, "host", { role: host2.role }, "");
    }
    const workstation = parts.world.host("workstation");
    workstation.power = true;
    workstation.phase = "running";
    workstation.boots.push({ id: "0".repeat(32), at: 0 });
    for (const step of spec.timeline) {
      if (step.onset === void 0) {
        parts.kernel.schedule(
          "timeline",
          { type: "SET", set: step.set, id: step.id },
          step.at ?? 0
        );
      }
    }
    for (const step of this.#autopilot ? spec.operator : []) {
      if (step.at !== void 0 && step.after === void 0) this.#enqueue(step.input, step.at);
    }
  }
  #follow(fact) {
    if (fact.kind !== "milestone") return;
    const { milestone } = fact;
    for (const step of this.spec.timeline) {
      if (step.onset === milestone) {
        this.parts.kernel.schedule("timeline", { type: "SET", set: step.set, id: step.id });
      }
    }
    for (const step of this.#autopilot ? this.spec.operator : []) {
      if (step.after === milestone) this.#enqueue(step.input, this.now + (step.at ?? 0));
    }
    if (milestone === this.spec.end && this.#endedAt < 0) this.#endedAt = this.now;
  }
  inputs() {
    return this.#inputs;
  }
  /** When `run` stops: a minute after the end, or at the limit. */
  stopAt() {
    return this.#endedAt >= 0 ? this.#endedAt + AFTERMATH : this.spec.timeLimit;
  }
  #enqueue(input, at, id = `i${this.#inputs.length + 1}`, answer2) {
    const due = Math.max(at, this.now);
    this.#inputs.push({ id, at: due, input });
    this.parts.kernel.schedule(
      "input",
      { type: input.kind.toUpperCase(), id, input, answer: answer2 },
      due - this.now,
      1
    );
    return { id, at: due };
  }
  #apply(id, input, answer2) {
    applyInput(this.parts, this.spec, this.#inputs, {
      id,
      input,
      answer: answer2 ?? (() => void 0)
    });
  }
  #invariant(error) {
    if (error instanceof EggtoothError) return error;
    const what = error instanceof Error ? error.stack ?? error.message : String(error);
    const where = `seed ${this.spec.seed}, event ${this.parts.kernel.event}`;
    return new EggtoothError("EGT_INVARIANT", { what: `${what} (${where})` });
  }
};
function createLab(spec, options = {}) {
  return new LiveWorld(spec, options);
}
function createTwin(lab) {
  const spec = { ...lab.spec, timeline: [] };
  const inputs = lab.inputs().filter(({ input }) => input.kind !== "patch" && input.kind !== "heal");
  const twin = new LiveWorld(spec, { epochMicros: lab.epochMicros, inputs });
  twin.runUntil(Math.max(lab.now, 0));
  return twin;
}
function replay(record, until = record.endedAt) {
  const lab = new LiveWorld(record.spec, {
    epochMicros: record.epochMicros,
    inputs: record.inputs
  });
  lab.runUntil(until);
  return lab;
}

// src/sim/faults/catalogue.ts
var FAULTS = [
  {
    id: "etcd-disk-slow",
    title: "etcd disk too slow",
    cause: "each fsync of the device under /var/lib/etcd is held back",
    host: "bootstrap",
    parameters: [
      {
        name: "fixedMillis",
        unit: "ms",
        minimum: 0,
        maximum: 6e4,
        default: 100,
        says: "added to every fsync; 0 leaves the disk as it is"
      }
    ],
    set: (host2, { fixedMillis }) => ({ [`${host2}.disk.fsync`]: { fixedMillis: fixedMillis ?? 0 } })
  }
];
function faultValues(fault, set) {
  const known = fault.parameters.map((p) => p.name).join(", ");
  for (const name of Object.keys(set)) {
    if (!fault.parameters.some((p) => p.name === name)) {
      throw new EggtoothError("EGT_UNKNOWN_PARAMETER", { name, of: fault.id, known, guess: "" });
    }
  }
  return Object.fromEntries(
    fault.parameters.map((p) => {
      const raw = set[p.name] ?? p.default;
      const value = typeof raw === "string" && raw.trim() === "" ? Number.NaN : Number(raw);
      if (!(value >= p.minimum && value <= p.maximum)) {
        throw new EggtoothError("EGT_PARAMETER_VALUE", {
          where: "",
          name: p.name,
          value: String(raw),
          allowed: `a number from ${p.minimum} to ${p.maximum} (${p.unit})`
        });
      }
      return [p.name, value];
    })
  );
}

export {
  SECOND,
  MINUTE,
  MILESTONES,
  RUN_EPOCH_MICROS,
  createLab,
  replay,
  FAULTS,
  faultValues
};
