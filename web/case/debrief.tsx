/** The debrief: what happened over where she looked, the score with its evidence, a write-up to take along. */
import { useEffect } from 'preact/hooks';
import { go } from '../api.ts';
import { level } from '../lab.ts';
import { Why } from '../room/why.tsx';
import { forkAt } from '../past/fork.tsx';
import { lookAt, minutes as clock } from '../past/moment.ts';
import { doors as texts } from '../texts/doors.ts';

interface Channel {
  readonly id: string;
  readonly title: string;
  readonly firstVisibleSeconds?: number;
  readonly firstLine?: string;
  readonly fact?: string;
}
export interface DebriefView {
  readonly title: string;
  readonly seed: number;
  readonly begunSeconds: number;
  readonly endedSeconds: number;
  readonly truth: { readonly where: string; readonly what: string; readonly says: string };
  readonly follows: readonly string[];
  readonly channels: readonly Channel[];
  readonly looks: readonly { readonly atSeconds: number; readonly cells: readonly string[] }[];
  readonly turningPoints: readonly { readonly atSeconds: number; readonly text: string }[];
  readonly score: {
    readonly points: number;
    readonly of: number;
    readonly parts: readonly {
      readonly id: string;
      readonly points: number;
      readonly of: number;
      readonly evidence: string;
    }[];
  };
  readonly writeUp: string;
}

export function Debrief({
  view,
  scenario,
  onRoom,
}: {
  readonly view: DebriefView;
  readonly scenario: string;
  readonly onRoom: () => void;
}) {
  const { truth, score, channels, looks, endedSeconds, seed } = view;
  const place = (seconds: number): string =>
    `${Math.min(99.5, (100 * seconds) / Math.max(1, endedSeconds))}%`;
  return (
    <main class="debrief" data-testid="debrief">
      <section>
        <h1>
          {texts.debriefOf} {view.title}
        </h1>
        <p class="truth">{truth.says}</p>
        <h2>{texts.overIt}</h2>
        <p class="none">{texts.overItSays}</p>
        <ol class="lanes">
          <li class="lane">
            <span class="name">{texts.yourLooks}</span>
            <span class="track">
              <i class="begun" style={{ left: place(view.begunSeconds) }} title={texts.youBegan} />
              {looks.map(({ atSeconds, cells }, i) => (
                <i
                  key={i}
                  class="look"
                  style={{ left: place(atSeconds) }}
                  title={`${clock(atSeconds)} ${cells.slice(0, 3).join(', ')}`}
                />
              ))}
            </span>
            <span class="when">{looks.length}</span>
          </li>
          {channels.map(({ id, title, firstVisibleSeconds = 0, firstLine, fact }) => (
            <li class="lane" key={id}>
              <span class="name">{title}</span>
              <span class="track" title={firstLine}>
                <i class="unseen" style={{ left: place(firstVisibleSeconds), right: '0' }} />
                <i class="first" style={{ left: place(firstVisibleSeconds) }} />
              </span>
              <span class="when">{clock(firstVisibleSeconds)}</span>
              <small class="line">{firstLine}</small>
              {fact === undefined ? null : <Why id={fact} />}
            </li>
          ))}
        </ol>
        {channels.length === 0 ? <p>{texts.nothingDiffers}</p> : null}
      </section>
      <aside>
        <section data-testid="score">
          <h2>
            {score.points} {texts.of} {score.of}
          </h2>
          <table>
            <tbody>
              {score.parts.map(({ id, points, of, evidence }) => (
                <tr key={id}>
                  <th scope="row">{texts.parts[id] ?? id}</th>
                  <td>
                    {points} {texts.of} {of}
                  </td>
                  <td>{evidence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <section>
          <Turning points={view.turningPoints} onRoom={onRoom} />
        </section>
        <section>
          <details>
            <summary>{texts.writeUp}</summary>
            <pre data-testid="write-up" tabIndex={0}>
              {view.writeUp}
            </pre>
          </details>
          <p>
            <button type="button" onClick={onRoom}>
              {texts.toRoom}
            </button>{' '}
            <button
              type="button"
              class="main"
              onClick={() => void go({ scenario, seed: seed + 1, level: level.value })}
            >
              {texts.again} {seed + 1}
            </button>
          </p>
        </section>
      </aside>
    </main>
  );
}

/** Where it could have gone another way: to look at, or to try. */
function Turning({
  points,
  onRoom,
}: {
  readonly points: DebriefView['turningPoints'];
  readonly onRoom: () => void;
}) {
  useEffect(() => {
    const [turn] = /\bturn-\d+/.exec(location.hash) ?? [];
    if (turn !== undefined) document.getElementById(turn)?.scrollIntoView();
  }, []);
  return (
    <>
      <h2>{texts.turning}</h2>
      <ol class="turning">
        {points.map(({ atSeconds, text }, i) => (
          <li id={`turn-${i + 1}`} key={`${atSeconds}${text}`}>
            <b>{clock(atSeconds)}</b> {text}{' '}
            <span class="acts">
              <button
                type="button"
                onClick={() => {
                  lookAt(atSeconds);
                  onRoom();
                }}
              >
                {texts.lookThere}
              </button>{' '}
              <button type="button" onClick={() => forkAt(atSeconds)}>
                {texts.tryThere}
              </button>
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
