/**
 * The journals: one host, one unit or all, with a search. Only the rows in sight are in the document;
 * the lines that are kept are bounded; a lost connection goes on after the last line that came.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  ALL,
  countUntil,
  leastOf,
  matcher,
  timeOf,
  useLines,
  type Entry,
} from './journal-lines.ts';
import { Rows } from './journal-rows.tsx';
import { hosts, isDrill, viewAt } from '../lab.ts';
import type { Link } from '../link.ts';
import { rename } from '../api.ts';
import { Charts } from './charts.tsx';
import { debrief } from '../case/drill.tsx';
import { isStaff } from '../case/inject.tsx';
import { mark } from '../case/proof.ts';
import { Why } from './why.tsx';
import { en } from '../texts/en.ts';

/** Logs of the static pods' containers, of every attempt. */
const PODS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
const UNITS = ['bootkube', 'kubelet', 'crio', 'sshd', 'NetworkManager', 'chronyd', 'init.scope'];

/** `?h=bootstrap&u=etcd&q=leader&sev=warn`: what is chosen stands in the address. */
function useChoice() {
  const query = new URLSearchParams(location.search);
  const [first = 'bootkube'] = (query.get('u') ?? 'bootkube').split(',');
  const [host, setHost] = useState(query.get('h') ?? 'bootstrap');
  const [unit, setUnit] = useState(
    PODS.includes(first) ? `pod:${first}` : first === 'all' ? '' : first,
  );
  const [wanted, setWanted] = useState(query.get('q') ?? '');
  const [severity, setSeverity] = useState(query.get('sev') ?? '');
  useEffect(() => {
    const u = unit === 'bootkube' ? undefined : unit === '' ? 'all' : unit.replace('pod:', '');
    rename({ h: host === 'bootstrap' ? undefined : host, u, q: wanted, sev: severity });
  }, [host, unit, wanted, severity]);
  return { host, setHost, unit, setUnit, wanted, setWanted, severity, setSeverity };
}

export function Journal({ link }: { readonly link: Link }) {
  const { host, setHost, unit, setUnit, wanted, setWanted, severity, setSeverity } = useChoice();
  const [chosen, setChosen] = useState<Entry>();
  const { lines, count, seen } = useLines(link, host, unit);
  useEffect(() => setChosen(undefined), [host, unit]);
  const line = useRef(new URLSearchParams(location.search).get('line'));
  useEffect(() => {
    const found = lines.find(({ id }) => id === line.current || id === `f${line.current}`);
    if (found === undefined) return;
    line.current = null;
    setChosen(found);
  }, [count]);
  useEffect(() => {
    if (line.current === null) rename({ line: chosen?.id });
  }, [chosen]);
  const shown = useMemo(() => {
    const until = viewAt.value ?? Infinity;
    const there = until === Infinity ? lines : lines.slice(0, countUntil(lines, until));
    const least = leastOf(severity);
    if (wanted === '' && least === ALL) return there;
    const matches = matcher(wanted);
    return there.filter(
      ({ message, identifier, priority }) =>
        priority <= least && matches(`${identifier} ${message}`),
    );
  }, [wanted, severity, lines, count, viewAt.value]);
  const close = (): void => {
    setChosen(undefined);
    document.querySelector<HTMLElement>('.rows')?.focus();
  };
  return (
    <section id="pane-jour" class="journal" data-testid="journal" aria-labelledby="journal-title">
      <div class="head">
        <h2 id="journal-title">{en.journal}</h2>
        <label>
          {en.host}
          <select value={host} onChange={({ currentTarget: { value } }) => setHost(value)}>
            {hosts.value
              .filter(({ name }) => name !== 'workstation')
              .map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
          </select>
        </label>
        <label>
          {en.unit}
          <select value={unit} onChange={({ currentTarget: { value } }) => setUnit(value)}>
            <option value="">{en.allUnits}</option>
            {UNITS.map((name) => (
              <option key={name}>{name}</option>
            ))}
            <optgroup label={en.podLogs}>
              {PODS.map((name) => (
                <option key={name} value={`pod:${name}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <label>
          {en.severity}
          <select value={severity} onChange={({ currentTarget: { value } }) => setSeverity(value)}>
            <option value="">{en.allSeverities}</option>
            <option value="warn">{en.warnings}</option>
            <option value="err">{en.errors}</option>
          </select>
        </label>
        <label class="find">
          {en.find}
          <input
            type="search"
            value={wanted}
            onInput={({ currentTarget: { value } }) => setWanted(value)}
          />
        </label>
      </div>
      <Rows
        entries={shown}
        count={count}
        chosen={chosen}
        named={unit === ''}
        onChoose={setChosen}
        onSeen={seen}
      />
      <Charts link={link} />
      {chosen === undefined ? null : <Whole entry={chosen} onClose={close} />}
      <p class="spoken" aria-live="polite" data-testid="line-said">
        {chosen === undefined ? '' : `${timeOf(chosen)} ${chosen.identifier}: ${chosen.message}`}
      </p>
    </section>
  );
}

/** The line that was chosen, whole. */
function Whole({ entry, onClose }: { readonly entry: Entry; readonly onClose: () => void }) {
  return (
    <div class="chosen" role="group" aria-label={en.details}>
      <span>
        <time>{timeOf(entry)}</time> <b>{entry.identifier}</b> <small>{entry.id}</small>
      </span>
      <span>
        {isDrill.value ? (
          <button
            type="button"
            onClick={() => mark({ id: entry.id, text: `${entry.identifier}: ${entry.message}` })}
          >
            {en.useAsProof}
          </button>
        ) : null}{' '}
        <button type="button" onClick={onClose}>
          {en.close}
        </button>
      </span>
      <p>{entry.message}</p>
      {isStaff || debrief.value !== undefined ? <Why id={entry.id} /> : null}
    </div>
  );
}
