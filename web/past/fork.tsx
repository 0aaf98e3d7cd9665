/** Going another way from a moment of the past: asked once, then done; what was typed is put in there. */
import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { labInPath, request, token } from '../api.ts';
import { lab } from '../lab.ts';
import { type Insertion, insertion } from '../room/steps.tsx';
import { past as texts } from '../texts/past.ts';
import { backToNow, minutes } from './moment.ts';

const ASKED = 'eggtooth.fork-asked';
const TYPED = 'eggtooth.typed';
const asking = signal<{ readonly at: number; readonly typed?: Insertion } | undefined>(undefined);
const wrong = signal('');

/** Somebody wants to act in the past. */
export function forkAt(at: number, typed?: Insertion): void {
  wrong.value = '';
  const before = asking.value?.typed;
  const all = typed && before ? { ...typed, text: `${before.text}${typed.text}` } : typed;
  const wanted = { at, ...(all === undefined ? {} : { typed: all }) };
  if (sessionStorage.getItem(ASKED) === null) asking.value = wanted;
  else void fork(wanted);
}

async function fork({ at, typed }: { at: number; typed?: Insertion }): Promise<void> {
  sessionStorage.setItem(ASKED, 'yes');
  const response = await request(`/labs/${lab.value}/fork`, { atSeconds: Math.floor(at) });
  const answer = (await response.json()) as { branch?: number; error?: string };
  if (answer.branch === undefined) {
    wrong.value = answer.error ?? response.statusText;
    asking.value ??= { at };
    return;
  }
  if (typed !== undefined) sessionStorage.setItem(TYPED, JSON.stringify(typed));
  goTo(answer.branch);
}

/** The page of another way of this lab, at its present. */
export function goTo(branch: number): void {
  const here = new URLSearchParams(location.search);
  const query = new URLSearchParams({ b: String(branch) });
  for (const name of ['role', 'p']) {
    const kept = here.get(name);
    if (kept !== null) query.set(name, kept);
  }
  location.assign(`/l/${labInPath}?${query}#token=${token}`);
}
export async function enter(branch: number): Promise<void> {
  await request(`/labs/${labInPath}~${branch}/enter`, {});
  goTo(branch);
}

/** What was typed before going another way stands in the prompt there. */
export function offerTyped(): void {
  const typed = sessionStorage.getItem(TYPED);
  if (typed === null) return;
  sessionStorage.removeItem(TYPED);
  insertion.value = JSON.parse(typed) as Insertion;
}

/** Who goes on typing while the question stands loses nothing of it, and presses no button by it. */
function typeOn({ key, target }: KeyboardEvent): void {
  const wanted = asking.value;
  const onButton = target instanceof HTMLButtonElement;
  if (wanted?.typed === undefined || onButton || key.length !== 1) return;
  const typed = { ...wanted.typed, text: `${wanted.typed.text}${key}` };
  asking.value = { ...wanted, typed };
}

export function ForkQuestion() {
  const dialog = useRef<HTMLDialogElement>(null);
  const wanted = asking.value;
  const isOpen = wanted !== undefined;
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const close = (): void => void (asking.value = undefined);
  return (
    <dialog
      ref={dialog}
      class="question"
      data-testid="fork-question"
      aria-labelledby="fork-title"
      onClose={close}
      onKeyDown={typeOn}
    >
      <h2 id="fork-title" tabIndex={-1} autofocus>
        {texts.forkAt} {minutes(wanted?.at ?? 0)}?
      </h2>
      <p>{texts.forkSays}</p>
      {wanted?.typed === undefined ? null : <pre>{wanted.typed.text}</pre>}
      <p role="alert" class="wrong">
        {wrong.value}
      </p>
      <p>
        <button
          type="button"
          class="main"
          onClick={() => {
            if (wanted !== undefined) void fork(wanted);
          }}
        >
          {texts.forkYes}
        </button>{' '}
        <button
          type="button"
          onClick={() => {
            dialog.current?.close();
            backToNow();
          }}
        >
          {texts.toNow}
        </button>{' '}
        <button type="button" onClick={close}>
          {texts.stay}
        </button>
      </p>
    </dialog>
  );
}
