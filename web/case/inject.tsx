/** The panel of whoever injects causes: what, where, how much; what would follow; do it; undo it. */
import { useEffect, useState } from 'preact/hooks';
import { ask, request } from '../api.ts';
import { inject as texts } from '../texts/inject.ts';

interface Fault {
  readonly id: string;
  readonly title: string;
  readonly hosts: readonly string[];
  readonly parameters: readonly string[];
}
interface Channel {
  readonly id: string;
  readonly title: string;
  readonly firstVisibleSeconds?: number;
  readonly firstLine?: string;
}
interface Done {
  readonly id: string;
  readonly says: string;
}
/** The staff's links carry it; what it opens is decided by the token, not by this. */
export const isStaff = /[?&]role=(instructor|tester)\b/.test(location.search);

export function Inject({ lab }: { readonly lab: string }) {
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [id, setId] = useState('');
  const [host, setHost] = useState('bootstrap');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [ahead, setAhead] = useState<readonly Channel[]>();
  const [done, setDone] = useState<readonly Done[]>([]);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const base = `/labs/${lab}`;
  useEffect(() => {
    void ask<{ faults: readonly Fault[] }>(`${base}/faults`).then((list) => {
      setFaults(list?.faults ?? []);
      setId(list?.faults[0]?.id ?? '');
    });
  }, [lab]);
  const fault = faults.find((each) => each.id === id);
  async function send<Answer>(path: string, body: object): Promise<Answer | undefined> {
    setBusy(true);
    const response = await request(`${base}${path}`, body);
    const answer = (await response.json()) as Answer & { readonly error?: string };
    setBusy(false);
    setWrong(response.ok ? '' : (answer.error ?? response.statusText));
    return response.ok ? answer : undefined;
  }
  const change = (): object => ({ fault: id, host, set: values });
  const look = async (): Promise<void> =>
    setAhead((await send<{ channels: readonly Channel[] }>('/faults/dry-run', change()))?.channels);
  const act = async (): Promise<void> => {
    const answer = await send<{ id: string }>('/faults', change());
    if (answer !== undefined)
      setDone([...done, { id: answer.id, says: `${fault?.title ?? id}, ${host}` }]);
  };
  const heal = async (which: string): Promise<void> => {
    const answer = await send('/inputs', { who: 'operator', kind: 'heal', id: which });
    if (answer !== undefined) setDone(done.filter((each) => each.id !== which));
  };
  return (
    <section class="drill" data-testid="inject" aria-labelledby="inject-title">
      <h2 id="inject-title">{texts.title}</h2>
      <div class="sheet">
        <label>
          {texts.cause}
          <select value={id} onChange={({ currentTarget }) => setId(currentTarget.value)}>
            {faults.map((each) => (
              <option key={each.id} value={each.id}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.host}
          <select value={host} onChange={({ currentTarget }) => setHost(currentTarget.value)}>
            {(fault?.hosts ?? []).map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        {(fault?.parameters ?? []).map((name) => (
          <label key={name}>
            {name}{' '}
            <input
              inputMode="numeric"
              value={values[name] ?? ''}
              onInput={({ currentTarget }) => setValues({ ...values, [name]: currentTarget.value })}
            />
          </label>
        ))}
      </div>
      <p>
        <button type="button" disabled={busy || id === ''} onClick={() => void look()}>
          {texts.dryRun}
        </button>{' '}
        <button type="button" disabled={busy || id === ''} onClick={() => void act()}>
          {texts.act}
        </button>
      </p>
      <p role="alert" class="wrong">
        {wrong}
      </p>
      <ul data-testid="injected">
        {done.map(({ id: which, says }) => (
          <li key={which}>
            {says}{' '}
            <button type="button" onClick={() => void heal(which)}>
              {texts.heal}
            </button>
          </li>
        ))}
      </ul>
      {ahead === undefined ? null : <Ahead channels={ahead} />}
    </section>
  );
}

const Ahead = ({ channels }: { readonly channels: readonly Channel[] }) => (
  <div data-testid="dry-run" aria-live="polite">
    <h3>{texts.follows}</h3>
    {channels.length === 0 ? <p>{texts.nothing}</p> : null}
    <ol>
      {channels.map(({ id, title, firstVisibleSeconds = 0, firstLine }) => (
        <li key={id}>
          <b>{title}</b> {Math.round(firstVisibleSeconds)} s: <small>{firstLine}</small>
        </li>
      ))}
    </ol>
  </div>
);
