/** All keys, and the switch that turns the single ones off. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { help as texts } from '../texts/help.ts';
import { readerIsOn, turnReader } from '../terminal/reader.ts';
import { helpIsOpen, KEY_NAMES, keysAreOn, turnKeys } from './keys.ts';

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (helpIsOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [helpIsOpen.value]);
  const close = (): void => void (helpIsOpen.value = false);
  return (
    <dialog ref={dialog} class="question" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">{texts.title}</h2>
      <dl>
        {[...KEY_NAMES, ...texts.inTerminal.map(([key]) => key)].map((key) => (
          <div key={key}>
            <dt>
              <kbd>{texts.names[key] ?? key}</kbd>
            </dt>
            <dd>{texts.does[key] ?? ''}</dd>
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
