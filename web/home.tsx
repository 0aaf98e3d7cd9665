/** Home: three doors. Watch a bootstrap as a film, do the handbook's lines, or find out what is wrong. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ask, go, type Level, LEVELS, token } from './api.ts';
import { doors as texts } from './texts/doors.ts';

interface DrillListing {
  readonly id: string;
  readonly title: string;
  readonly level: number;
}
interface OpenedLab {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}
interface LabListing {
  readonly id: string;
  readonly scenario: string;
  readonly seed: number;
}
const FILM = 'first-boot';
const PACE = 10;
const FRESH = 3600;

export function Home() {
  const [lab, setLab] = useState<LabListing>();
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void ask<{ labs: readonly LabListing[] }>('/labs').then((list) => setLab(list?.labs[0]));
  }, []);
  const open = (body: Parameters<typeof go>[0]) => async (): Promise<void> => {
    setBusy(true);
    setWrong((await go(body)) ?? '');
    setBusy(false);
  };
  const enter = async (): Promise<void> => {
    if (lab === undefined) return;
    // Where this process was started for a case, practice is a lab of its own.
    if (lab.scenario !== FILM) return open({ scenario: FILM })();
    const path = `/labs/${encodeURIComponent(lab.id)}`;
    const now = await ask<{ nowSeconds: number; pace: number | 'max'; paused: boolean }>(path);
    // Nobody has chosen a pace for a lab that has just begun: a boot in real time is long to wait for.
    const fresh = now !== undefined && now.pace === 1 && !now.paused && now.nowSeconds < FRESH;
    if (fresh) await ask(`${path}/clock`, { pace: PACE });
    location.assign(`/l/${encodeURIComponent(lab.id)}?door=do#token=${token}`);
  };
  return (
    <main class="home" aria-busy={busy}>
      <h1>{texts.welcome}</h1>
      <p class="lead">{texts.lead}</p>
      <p role="alert" class="wrong">
        {wrong}
      </p>
      <Opened />
      <div class="doors">
        <Door title={texts.watch} says={texts.watchSays}>
          <button
            type="button"
            data-testid="door-watch"
            disabled={busy}
            onClick={open({ scenario: FILM, watch: true })}
          >
            {texts.watchGo}
          </button>
        </Door>
        <Door title={texts.practise} says={texts.practiseSays}>
          <button
            type="button"
            data-testid="door-do"
            disabled={busy || lab === undefined}
            onClick={() => void enter()}
          >
            {lab?.scenario !== FILM ? texts.practiseGo : `${texts.practiseGo} (seed ${lab.seed})`}
          </button>
          <button
            type="button"
            class="quiet"
            disabled={busy || lab === undefined}
            onClick={open({ scenario: FILM, seed: lab?.seed ?? 0 })}
          >
            {texts.sameSeed}
          </button>
          <button type="button" class="quiet" disabled={busy} onClick={open({ scenario: FILM })}>
            {texts.newSeed}
          </button>
        </Door>
        <Cases busy={busy} open={open} />
      </div>
    </main>
  );
}

interface CasesProps {
  readonly busy: boolean;
  readonly open: (body: Parameters<typeof go>[0]) => () => Promise<void>;
}
/** The door of all that is wrong somewhere. */
function Cases({ busy, open }: CasesProps) {
  const [drills, setDrills] = useState<readonly DrillListing[]>([]);
  const [help, setHelp] = useState<Level>('normal');
  useEffect(() => {
    void ask<{ drills: readonly DrillListing[] }>('/drills').then((list) =>
      setDrills(list?.drills ?? []),
    );
  }, []);
  return (
    <Door title={texts.drill} says={texts.drillSays}>
      <label class="help-level">
        {texts.help}{' '}
        <select value={help} onChange={({ currentTarget: { value } }) => setHelp(value as Level)}>
          {LEVELS.map((each) => (
            <option key={each} value={each}>
              {texts.helpLevels[each]}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        data-testid="door-drill"
        disabled={busy || drills.length === 0}
        onClick={open({ scenario: drills[0]?.id ?? '', level: help })}
      >
        {texts.drillGo}
      </button>
      <ul class="drills" aria-label={texts.allDrills}>
        {drills.map(({ id, title, level }) => (
          <li key={id}>
            <button
              type="button"
              class="quiet"
              data-drill={id}
              disabled={busy}
              onClick={open({ scenario: id, level: help })}
            >
              <span>{title}</span>
              <small>
                {texts.level} {level}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </Door>
  );
}

interface DoorProps {
  readonly title: string;
  readonly says: string;
  readonly children: ComponentChildren;
}
const Door = ({ title, says, children }: DoorProps) => (
  <section class="door">
    <h2>{title}</h2>
    <p>{says}</p>
    {children}
  </section>
);

/** What was opened through these doors before. */
function Opened() {
  const [labs, setLabs] = useState<readonly OpenedLab[]>([]);
  useEffect(() => {
    void ask<{ labs: readonly OpenedLab[] }>('/opened').then((list) => setLabs(list?.labs ?? []));
  }, []);
  if (labs.length === 0) return null;
  return (
    <nav class="opened" aria-label={texts.goOn} data-testid="opened">
      {texts.goOn}:{' '}
      {labs.toReversed().map(({ id, title, url }) => (
        <a key={id} href={url}>
          {title}
        </a>
      ))}
    </nav>
  );
}
