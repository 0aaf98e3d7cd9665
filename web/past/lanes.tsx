/** The ways that this lab has gone, one lane each, on one axis; and step by step beside each other. */
import { branch, branches, milestones, type Branch } from '../lab.ts';
import { past as texts } from '../texts/past.ts';
import { enter } from './fork.tsx';
import { minutes } from './moment.ts';

export function Lanes({ place }: { readonly place: (seconds: number) => string }) {
  const all = branches.value;
  if (all.length < 2) return null;
  return (
    <div class="ways" data-testid="lanes">
      <ol aria-label={texts.ways}>
        {all.map((way) => (
          <Lane key={way.branch} way={way} place={place} />
        ))}
      </ol>
      <details>
        <summary>{texts.compare}</summary>
        {/* Focus: with many steps it scrolls. */}
        <div class="compared" tabIndex={0} role="group" aria-label={texts.compare}>
          <Comparison ways={all} />
        </div>
      </details>
    </div>
  );
}

function Lane({ way, place }: { readonly way: Branch; readonly place: (s: number) => string }) {
  const { branch: number, from, leftAtSeconds = 0, nowSeconds, steps } = way;
  const here = number === branch.value;
  const says =
    from === undefined
      ? texts.firstWay
      : `${texts.leftWay} ${from} ${texts.at} ${minutes(leftAtSeconds)}`;
  return (
    <li data-branch={number}>
      <button
        type="button"
        aria-current={here ? 'true' : undefined}
        disabled={here}
        title={says}
        onClick={() => void enter(number)}
      >
        {texts.way} {number}
      </button>
      <span class="track" aria-hidden="true">
        <i
          class="gone"
          style={{ left: place(leftAtSeconds), right: `calc(100% - ${place(nowSeconds)})` }}
        />
        {steps
          .filter(({ atSeconds }) => atSeconds >= leftAtSeconds)
          .map(({ step, atSeconds }) => (
            <i key={step} class="step" style={{ left: place(atSeconds) }} />
          ))}
      </span>
      <small>
        {says}; {texts.now} {minutes(nowSeconds)}
        {way.current ? `; ${texts.doorsHere}` : ''}
      </small>
    </li>
  );
}

function Comparison({ ways }: { readonly ways: readonly Branch[] }) {
  const when = (way: Branch, step: number): string => {
    const found = way.steps.find((each) => each.step === step);
    return found === undefined ? '–' : minutes(found.atSeconds);
  };
  const longest = ways.reduce((a, b) => (b.steps.length > a.steps.length ? b : a));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.step}</th>
          {ways.map((way) => (
            <th key={way.branch} scope="col">
              {texts.way} {way.branch}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {longest.steps.map(({ step }) => (
          <tr key={step}>
            <th scope="row">
              {step} {milestones.value.find((each) => each.step === step)?.title ?? ''}
            </th>
            {ways.map((way) => (
              <td key={way.branch}>{when(way, step)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
