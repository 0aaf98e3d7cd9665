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
  /** Below its name; two when absent. */
  readonly lines?: number;
}
const PLACES: Readonly<Record<string, Place>> = {
  api: { x: 128, y: 44, width: 122 },
  etcd: { x: 128, y: 96, width: 122 },
  bootkube: { x: 20, y: 96, width: 98 },
  kubelet: { x: 128, y: 148, width: 122 },
  kcm: { x: 260, y: 78, width: 98 },
  scheduler: { x: 260, y: 130, width: 98 },
  vip: { x: 382, y: 44, width: 110 },
  operators: { x: 382, y: 124, width: 110, lines: 4 },
  'api of master-0': { x: 506, y: 44, width: 92 },
  'api of master-1': { x: 506, y: 96, width: 92 },
  'api of master-2': { x: 506, y: 148, width: 92 },
  'master-0': { x: 604, y: 44, width: 78 },
  'master-1': { x: 604, y: 96, width: 78 },
  'master-2': { x: 604, y: 148, width: 78 },
};
const LINE_HEIGHT = 12;
const SIGNS = { unseen: '', good: '✓', bad: '!', off: '○', neutral: '·' } as const;
const FRESH_SECONDS = 60;
const AGING_SECONDS = 300;
const LETTER_WIDTH = 5.8;

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
      <svg viewBox="0 0 686 204" aria-hidden="true">
        <path class="egg" d="M189 8c105 0 181 52 181 108S296 200 189 200 4 172 4 116 84 8 189 8z" />
        <text class="label" x="18" y="26">
          bootstrap
        </text>
        <path
          class="edge"
          d="M250 66h132 M309 66v12 M309 122v8 M189 88v8 M189 140v8 M118 118h10 M492 66h14 M499 66v104 M499 118h7 M499 170h7 M598 66h6 M598 118h6 M598 170h6"
        />
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
  const { x, y, width, lines = 2 } = PLACES[box.id] ?? { x: 0, y: 0, width: 0 };
  const old = box.asOfSeconds === undefined ? 0 : at - box.asOfSeconds;
  const faded = old > AGING_SECONDS ? 'old' : old > FRESH_SECONDS ? 'aging' : 'fresh';
  const says =
    box.says === '' ? texts.states[box.state] : box.says === 'read' ? texts.read : box.says;
  const letters = Math.floor((width - 8) / LETTER_WIDTH);
  const cut = (text: string): string =>
    text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
  const parts = lines > 2 ? says.split(', ') : [says];
  const below = [...parts.map(cut), ...(box.asOfSeconds === undefined ? [] : [age(old)])];
  return (
    <g class={`box ${box.state} ${faded}`}>
      <rect x={x} y={y} width={width} height={20 + lines * LINE_HEIGHT} rx="6" />
      <text x={x + 8} y={y + 14}>
        {texts.boxesShort[box.id] ?? texts.boxes[box.id] ?? box.id} {SIGNS[box.state]}
      </text>
      {below.map((line, index) => (
        <text key={line} class="says" x={x + 8} y={y + 27 + index * LINE_HEIGHT}>
          {line}
        </text>
      ))}
    </g>
  );
}

function age(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 120 ? `${whole} s ${texts.ago}` : `${Math.floor(whole / 60)} min ${texts.ago}`;
}
