/** A drill's own column: the mission, one hint at a time with its price, the diagnosis. */
import { computed, signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ask, branchInPath, debriefInPath } from '../api.ts';
import { level, looks } from '../lab.ts';
import type { DebriefView } from './debrief.tsx';
import { mark, proofs, unmark } from './proof.ts';
import { doors as texts } from '../texts/doors.ts';

interface Hint {
  readonly say: string;
  readonly price: number;
}
interface DrillView {
  readonly title: string;
  readonly level: number;
  readonly mission: string;
  readonly hints: { readonly taken: readonly Hint[]; readonly next?: { readonly price: number } };
  readonly form: {
    readonly hosts: readonly string[];
    readonly parts: readonly string[];
    readonly what: readonly string[];
    readonly follows: readonly string[];
  };
  readonly finished: boolean;
}
export const debrief = signal<DebriefView | undefined>(undefined);
/** Until its debrief: the terminals, the clock and the sheet; nothing that helps. */
export const isExam = computed(() => level.value === 'exam' && debrief.value === undefined);
/** Who has gone another way to try it sees the room there. */
export const debriefIsOpen = signal(branchInPath === undefined || debriefInPath);

export function Drill({ lab }: { readonly lab: string }) {
  const [view, setView] = useState<DrillView>();
  const [writing, setWriting] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const base = `/labs/${lab}`;
  const load = async (): Promise<void> => {
    const found = await ask<DrillView>(`${base}/drill`);
    setView(found);
    if (found?.finished === true) debrief.value = await ask<DebriefView>(`${base}/debrief`);
  };
  useEffect(() => void load(), [lab]);
  const close = (): void => {
    setWriting(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (view === undefined) return null;
  const hint = async (): Promise<void> => {
    await ask(`${base}/drill/hint`, {});
    await load();
  };
  return (
    <section class="drill" aria-labelledby="mission-title">
      <h2 id="mission-title">{view.title}</h2>
      <p class="mission">{view.mission}</p>
      {isExam.value ? null : <Hints {...view.hints} take={() => void hint()} />}
      {debrief.value !== undefined ? (
        <button type="button" class="main" onClick={() => (debriefIsOpen.value = true)}>
          {texts.toDebrief}
        </button>
      ) : writing ? (
        <Sheet view={view} base={base} onClose={close} />
      ) : (
        <button
          ref={opener}
          type="button"
          class="main"
          data-testid="diagnosis"
          onClick={() => setWriting(true)}
        >
          {texts.diagnose}
        </button>
      )}
    </section>
  );
}

function Hints({ taken, next, take }: DrillView['hints'] & { readonly take: () => void }) {
  return (
    <div class="hints" data-testid="hint">
      <h3>{texts.hints}</h3>
      <ol aria-live="polite">
        {taken.map(({ say, price }) => (
          <li key={say}>
            {say} <small>(−{price})</small>
          </li>
        ))}
      </ol>
      {next === undefined ? (
        <p class="none">{texts.noHint}</p>
      ) : (
        <button type="button" onClick={take}>
          {texts.hint} <small>−{next.price}</small>
        </button>
      )}
    </div>
  );
}

interface SheetProps {
  readonly view: DrillView;
  readonly base: string;
  readonly onClose: () => void;
}
function Sheet({ view: { form }, base, onClose }: SheetProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => title.current?.focus(), []);
  const [host, setHost] = useState('');
  const [part, setPart] = useState('');
  const [what, setWhat] = useState('');
  const [follows, setFollows] = useState<readonly string[]>([]);
  const [confidence, setConfidence] = useState(50);
  const [busy, setBusy] = useState(false);
  const nothing = host === 'nothing';
  const complete = nothing || (host !== '' && part !== '' && what !== '');
  async function submit(): Promise<void> {
    setBusy(true);
    debrief.value = await ask<DebriefView>(`${base}/drill/diagnosis`, {
      where: nothing ? 'nothing' : `${host}/${part}`,
      what: nothing ? 'none' : what,
      follows: nothing ? [] : follows,
      proof: proofs.value.map(({ id }) => id),
      confidence,
    });
    debriefIsOpen.value = true;
    setBusy(false);
  }
  const word = (name: string): string => texts.words[name] ?? name;
  return (
    <form
      class="sheet"
      data-testid="diagnosis-form"
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3 ref={title} tabIndex={-1}>
        {texts.sheet}
      </h3>
      <Choice
        name={texts.where}
        value={host}
        set={setHost}
        list={['nothing', ...form.hosts]}
        word={word}
      />
      {nothing ? null : (
        <>
          <Choice name={texts.part} value={part} set={setPart} list={form.parts} word={word} />
          <Choice
            name={texts.what}
            value={what}
            set={setWhat}
            list={form.what.filter((each) => each !== 'none')}
            word={word}
          />
          <Follows list={form.follows} chosen={follows} set={setFollows} word={word} />
        </>
      )}
      <Proofs />
      <label>
        {texts.confidence}: {confidence} %
        <input
          type="range"
          min="0"
          max="100"
          step="5"
          value={confidence}
          onInput={({ currentTarget: { value } }) => setConfidence(Number(value))}
        />
        <small>{texts.confidenceCosts}</small>
      </label>
      <p>
        <button type="submit" class="main" disabled={!complete || busy}>
          {texts.submit}
        </button>{' '}
        <button type="button" onClick={onClose}>
          {texts.keepLooking}
        </button>
      </p>
      <p class="none">{texts.once}</p>
    </form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly list: readonly string[];
  readonly word: (name: string) => string;
}
const Choice = ({ name, value, set, list, word }: ChoiceProps) => (
  <label>
    {name}
    <select value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
      <option value="">…</option>
      {list.map((each) => (
        <option key={each} value={each}>
          {word(each)}
        </option>
      ))}
    </select>
  </label>
);

const Proofs = () => (
  <div class="proofs">
    <h4>{texts.proof}</h4>
    {proofs.value.length === 0 ? <p class="none">{texts.noProof}</p> : null}
    <ul>
      {proofs.value.map(({ id, text }) => (
        <li key={id}>
          <code>{text}</code>
          <button type="button" aria-label={texts.drop} onClick={() => unmark(id)}>
            ×
          </button>
        </li>
      ))}
    </ul>
    <Shown />
  </div>
);

const SHOWN_MAX = 40;
/** What a command, a chart or the API has shown her is proof like any line: its newest value first. */
function Shown() {
  const newest = new Map<string, string>();
  for (const { seen } of looks.value.toReversed())
    for (const { cell, value, weak } of seen)
      if (weak !== true && !newest.has(cell)) newest.set(cell, value);
  if (newest.size === 0) return null;
  return (
    <label>
      {texts.shownProof}
      <select
        value=""
        data-testid="shown-proof"
        onChange={({ currentTarget: { value: cell } }) =>
          mark({ id: `look:${cell}`, text: `${cell}: ${newest.get(cell)}` })
        }
      >
        <option value="">{texts.choose}</option>
        {[...newest].slice(0, SHOWN_MAX).map(([cell, value]) => (
          <option key={cell} value={cell}>
            {cell}: {value}
          </option>
        ))}
      </select>
    </label>
  );
}

interface FollowsProps {
  readonly list: readonly string[];
  readonly chosen: readonly string[];
  readonly set: (chosen: readonly string[]) => void;
  readonly word: (name: string) => string;
}
const Follows = ({ list, chosen, set, word }: FollowsProps) => (
  <fieldset>
    <legend>{texts.follows}</legend>
    {list.map((name) => (
      <label key={name}>
        <input
          type="checkbox"
          checked={chosen.includes(name)}
          onChange={({ currentTarget: { checked } }) =>
            set(checked ? [...chosen, name] : chosen.filter((each) => each !== name))
          }
        />
        {word(name)}
      </label>
    ))}
  </fieldset>
);
