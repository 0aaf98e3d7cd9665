/** The palette: every command by its words, with its key beside it. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { nameOf } from '../past/help.tsx';
import { layout as texts } from '../texts/layout.ts';
import { type Command, commands, paletteIsOpen } from './commands.ts';

export function Palette() {
  return paletteIsOpen.value ? <Open /> : null;
}

/** Every word is somewhere in it. */
const fits = (wanted: string, { says, key = '' }: Command): boolean =>
  wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${says} ${nameOf(key)}`.toLowerCase().includes(word));

function Open() {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  const found = commands().filter((command) => fits(wanted, command));
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useLayoutEffect(() => list.current?.children[at]?.scrollIntoView({ block: 'nearest' }), [at]);
  function run(command: Command | undefined): void {
    if (command === undefined) return;
    // First closed: the focus is back where it was, and the command may move it.
    dialog.current?.close();
    paletteIsOpen.value = false;
    command.run();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setAt((at + by + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') run(found[at]);
    else return;
    event.preventDefault();
  }
  return (
    <dialog
      ref={dialog}
      class="question palette"
      data-testid="palette"
      aria-label={texts.palette}
      onClose={() => (paletteIsOpen.value = false)}
    >
      <input
        type="text"
        role="combobox"
        aria-label={texts.find}
        placeholder={texts.find}
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `command-${at}` : undefined}
        autocomplete="off"
        value={wanted}
        onInput={({ currentTarget: { value } }) => {
          setWanted(value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {found.length === 0 ? <p role="status">{texts.noCommand}</p> : null}
      <ul
        ref={list}
        id="palette-list"
        role="listbox"
        aria-label={texts.palette}
        tabIndex={-1}
        hidden={found.length === 0}
      >
        {found.map((command, i) => (
          <li
            key={command.says}
            id={`command-${i}`}
            role="option"
            aria-selected={i === at}
            onClick={() => run(command)}
          >
            <span>{command.says}</span>
            {command.key === undefined ? null : <kbd>{nameOf(command.key)}</kbd>}
          </li>
        ))}
      </ul>
    </dialog>
  );
}
