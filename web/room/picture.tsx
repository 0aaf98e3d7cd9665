/** The picture of what she knows: a box is dashed until something that she looked at has shown it. */
import { boxes, knowledge, shownBy, type Box } from './knowledge.ts';
import { clock, isWatched, looks, viewAt } from '../lab.ts';
import { isNarrow } from '../layout/panes.ts';
import { stepsShown } from '../past/moment.ts';
import { room as texts } from '../texts/room.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}
const PLACES: Readonly<Record<string, Place>> = {
  api: { x: 190, y: 44, width: 150 },
  etcd: { x: 190, y: 96, width: 150 },
  bootkube: { x: 72, y: 96, width: 106 },
  kubelet: { x: 190, y: 148, width: 150 },
  kcm: { x: 352, y: 70, width: 112 },
  scheduler: { x: 352, y: 122, width: 112 },
  'master-0': { x: 520, y: 44, width: 130 },
  'master-1': { x: 520, y: 96, width: 130 },
  'master-2': { x: 520, y: 148, width: 130 },
};
const HEIGHT = 44;
const SIGNS = { unseen: '', good: '✓', bad: '!', off: '○', neutral: '·' } as const;
const FRESH_SECONDS = 60;
const AGING_SECONDS = 300;
const LETTERS = 17;

export function Picture() {
  const at = viewAt.value ?? clock.value.nowSeconds;
  const list = boxes(
    isWatched.value
      ? knowledge(stepsShown.value.map(shownBy))
      : knowledge(looks.value, viewAt.value),
  );
  return (
    <section
      id="pane-pic"
      class="picture"
      data-testid="picture"
      aria-labelledby="picture-title"
      tabIndex={isNarrow.value ? 0 : -1}
    >
      <h2 id="picture-title">
        {texts.picture} <small>{isWatched.value ? texts.pictureFilm : texts.pictureSays}</small>
      </h2>
      <svg viewBox="0 0 664 204" aria-hidden="true">
        <path
          class="egg"
          d="M268 8c120 0 206 52 206 108S390 200 268 200 56 172 56 116 148 8 268 8z"
        />
        <text class="label" x="70" y="26">
          bootstrap
        </text>
        <path
          class="edge"
          d="M340 66h12 M265 88v8 M265 140v8 M178 118h12 M464 66h56 M464 118h56 M464 170h56"
        />
        <rect class="balancer" x="486" y="44" width="12" height="148" rx="6" />
        {list.map((box) => (
          <Drawn key={box.id} box={box} at={at} />
        ))}
      </svg>
      <ul class="picture-list">
        {list.map(({ id, state, says, asOfSeconds }) => (
          <li key={id} data-box={id} data-state={state}>
            <b>{texts.boxes[id] ?? id}</b>: {texts.states[state]}
            {says === '' ? '' : `, ${says === 'read' ? texts.read : says}`}
            {asOfSeconds === undefined ? '' : `, ${age(at - asOfSeconds)}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Drawn({ box, at }: { readonly box: Box; readonly at: number }) {
  const { x, y, width } = PLACES[box.id] ?? { x: 0, y: 0, width: 0 };
  const old = box.asOfSeconds === undefined ? 0 : at - box.asOfSeconds;
  const faded = old > AGING_SECONDS ? 'old' : old > FRESH_SECONDS ? 'aging' : 'fresh';
  const says = box.says === '' ? texts.states.unseen : box.says === 'read' ? texts.read : box.says;
  const short = says.length > LETTERS ? `${says.slice(0, LETTERS - 1)}…` : says;
  return (
    <g class={`box ${box.state} ${faded}`}>
      <rect x={x} y={y} width={width} height={HEIGHT} rx="6" />
      <text x={x + 8} y={y + 14}>
        {texts.boxes[box.id] ?? box.id} {SIGNS[box.state]}
      </text>
      <text class="says" x={x + 8} y={y + 27}>
        {short}
      </text>
      <text class="says" x={x + 8} y={y + 39}>
        {box.asOfSeconds === undefined ? '' : age(old)}
      </text>
    </g>
  );
}

function age(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 120 ? `${whole} s ${texts.ago}` : `${Math.floor(whole / 60)} min ${texts.ago}`;
}
