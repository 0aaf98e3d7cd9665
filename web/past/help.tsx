/** All keys, and the switch that turns the single ones off. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { help as texts } from '../texts/help.ts';
import { helpIsOpen, withKeys } from '../layout/commands.ts';
import { readerIsOn, turnReader } from '../terminal/reader.ts';
import { keysAreOn, turnKeys } from './keys.ts';

/** As it stands on the key. */
export const nameOf = (key: string): string =>
  texts.names[key] ?? (key.length === 1 ? key.toUpperCase() : key);

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (helpIsOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [helpIsOpen.value]);
  const close = (): void => void (helpIsOpen.value = false);
  const list = [
    ...withKeys.map(({ key, says }) => [nameOf(key), says] as const),
    ...texts.inTerminal,
  ];
  return (
    <dialog ref={dialog} class="question" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">{texts.title}</h2>
      <dl>
        {list.map(([key, says]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <label>
        <input
          type="checkbox"
          checked={keysAreOn.value}
          onChange={({ currentTarget: { checked } }) => turnKeys(checked)}
        />{' '}
        {texts.single}
      </label>
      <label>
        <input
          type="checkbox"
          data-testid="reader"
          checked={readerIsOn.value}
          onChange={({ currentTarget: { checked } }) => turnReader(checked)}
        />{' '}
        {texts.reader}
      </label>
      <p>
        <button type="button" onClick={close}>
          {texts.close}
        </button>
      </p>
    </dialog>
  );
}
