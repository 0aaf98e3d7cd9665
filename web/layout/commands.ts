/** Every command of the room, each once: the keys, the list of keys and the palette are made of it. */
import { signal } from '@preact/signals';
import { clock, holdClock, hosts, milestones, PACES, steer, viewAt } from '../lab.ts';
import { isStaff } from '../case/inject.tsx';
import { forkAt } from '../past/fork.tsx';
import { lookAt } from '../past/moment.ts';
import { copyOf, pasteInto } from '../terminal/clipboard.ts';
import { changeFont } from '../terminal/font.ts';
import { readerIsOn, turnReader } from '../terminal/reader.ts';
import { en } from '../texts/en.ts';
import { help as texts } from '../texts/help.ts';
import { layout } from '../texts/layout.ts';
import { theme, type Theme } from '../theme.ts';
import { goToPane, PANES, panesThere, show, showAll, showAlone } from './panes.ts';
import { forgetSizes } from './sizes.ts';

export interface Command {
  readonly says: string;
  /** `n`, `Alt+1`: as `chordOf` says it. */
  readonly key?: string;
  readonly run: () => void;
  /** Without it, always. */
  readonly isThere?: () => boolean;
}
export const helpIsOpen = signal(false);
export const paletteIsOpen = signal(false);

const moment = (): number => viewAt.value ?? clock.value.nowSeconds;
const times = (): number[] => milestones.value.map(({ atSeconds }) => atSeconds);
const later = (at: number): number | undefined => (at >= clock.value.nowSeconds ? undefined : at);

const button = (name: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`button[data-testid=${name}], [data-testid=${name}] button`);
function search(): void {
  show('jour');
  document.querySelector<HTMLElement>('.find input')?.focus();
}
/** What is pressed there is seen there. */
function press(name: string): void {
  show('check');
  button(name)?.click();
}
function bigJournal(): void {
  showAlone('jour');
  document.getElementById('journal-rows')?.focus();
}

const does = texts.does;
const ROOM: readonly Command[] = [
  {
    key: ' ',
    says: does.pause,
    run: () => steer(clock.value.paused ? { resume: true } : { pause: true }),
  },
  { says: en.hold, run: () => holdClock(clock.value.held !== true), isThere: () => isStaff },
  { key: 'n', says: does.next, run: () => steer({ step: true }) },
  {
    key: ',',
    says: does.stepBefore,
    run: () => lookAt(times().findLast((t) => t < moment() - 0.5) ?? 0),
  },
  {
    key: '.',
    says: does.stepAfter,
    run: () => lookAt(times().find((t) => t > moment() + 0.5)),
  },
  { key: '<', says: does.back, run: () => lookAt(Math.max(0, moment() - 5)) },
  { key: '>', says: does.on, run: () => lookAt(later(moment() + 5)) },
  { key: 'End', says: does.now, run: () => lookAt(undefined) },
  { key: 'f', says: does.fork, run: () => forkAt(moment()) },
  {
    key: 'd',
    says: does.diagnosis,
    run: () => press('diagnosis'),
    isThere: () => button('diagnosis') !== null,
  },
  { key: 'h', says: does.hint, run: () => press('hint'), isThere: () => button('hint') !== null },
  { key: '/', says: does.search, run: search },
  { key: 'j', says: does.bigJournal, run: bigJournal },
  ...PANES.map((pane, i) => ({
    key: `Alt+${i + 1}`,
    says: `${layout.goTo} ${layout.inPanes[pane]}`,
    run: () => goToPane(pane),
    isThere: () => panesThere.value.includes(pane),
  })),
  ...PANES.map((pane, i) => ({
    key: `Alt+Shift+${i + 1}`,
    says: `${layout.inPanes[pane]} ${layout.alone}`,
    run: () => {
      showAlone(pane);
      goToPane(pane);
    },
    isThere: () => panesThere.value.includes(pane),
  })),
  { key: '?', says: does.help, run: () => void (helpIsOpen.value = true) },
  { key: 'Ctrl+K', says: does.palette, run: () => void (paletteIsOpen.value = true) },
  { says: layout.copy, run: () => void copyOf() },
  { says: layout.paste, run: () => void pasteInto() },
  { says: layout.smaller, run: () => changeFont(-1) },
  { says: layout.larger, run: () => changeFont(1) },
  {
    says: layout.usual,
    run: () => {
      forgetSizes();
      showAll();
    },
  },
  { says: texts.reader, run: () => turnReader(!readerIsOn.value) },
  ...(['auto', 'light', 'dark'] satisfies Theme[]).map((each) => ({
    says: `${en.theme}: ${layout.themes[each]}`,
    run: () => void (theme.value = each),
  })),
  ...PACES.map((pace) => ({
    says: `${en.pace}: ${pace === 'max' ? pace : `${pace}x`}`,
    run: () => steer({ pace: pace === 'max' ? pace : Number(pace) }),
  })),
];

/** With the hosts that are there now. */
export const commands = (): readonly Command[] => [
  ...ROOM.filter(({ isThere }) => isThere?.() ?? true),
  ...hosts.value.map(({ name }) => ({
    says: `${en.terminalOn} ${name}`,
    run: () => {
      show('term');
      document.getElementById(`tab-${name}`)?.click();
    },
  })),
];
export const withKeys: readonly (Command & { readonly key: string })[] = ROOM.flatMap((command) =>
  command.key === undefined ? [] : [{ ...command, key: command.key }],
);

/** A digit is one on every keyboard, whatever Alt makes of it. */
export function chordOf({ key, code, ctrlKey, altKey, shiftKey, metaKey }: KeyboardEvent): string {
  if (ctrlKey || metaKey) return altKey || shiftKey ? '' : `Ctrl+${key.toUpperCase()}`;
  if (altKey) return `Alt+${shiftKey ? 'Shift+' : ''}${code.replace('Digit', '')}`;
  return key.length === 1 ? key.toLowerCase() : key;
}
