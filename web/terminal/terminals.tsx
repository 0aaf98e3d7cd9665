/** The terminals: a tab for each host, each a login shell of its own. */
import { useSignalEffect } from '@preact/signals';
import { useState } from 'preact/hooks';
import { hosts } from '../lab.ts';
import type { Link } from '../link.ts';
import { insertion } from '../room/steps.tsx';
import { en } from '../texts/en.ts';
import { Buttons } from './buttons.tsx';
import { said } from './clipboard.ts';
import { Screen } from './screen.tsx';

const ACTIVE = 'eggtooth.terminal';
export function Terminals({ link }: { readonly link: Link }) {
  const [active, setActive] = useState(sessionStorage.getItem(ACTIVE) ?? 'workstation');
  /** Anew at each click: the terminal takes the focus. With the arrow keys it stays on the tabs. */
  const [entered, setEntered] = useState<object | undefined>({});
  const [opened, setOpened] = useState<readonly string[]>([active]);
  const choose = (host: string, byKey = false): void => {
    sessionStorage.setItem(ACTIVE, host);
    setActive(host);
    setEntered(byKey ? undefined : {});
    if (!opened.includes(host)) setOpened([...opened, host]);
  };
  useSignalEffect(() => {
    if (insertion.value !== undefined) choose(insertion.value.host);
  });
  const beside = (by: number): string => {
    const names = hosts.value.map(({ name }) => name);
    return names[(names.indexOf(active) + by + names.length) % names.length] ?? active;
  };
  const move = (by: number): void => {
    const next = beside(by);
    choose(next, true);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <section id="pane-term" class="terminals" data-testid="terminal" aria-label={en.terminal}>
      <div class="tabs">
        <div role="tablist" aria-label={en.terminal}>
          {hosts.value.map(({ name }) => (
            <button
              key={name}
              id={`tab-${name}`}
              type="button"
              role="tab"
              aria-selected={name === active}
              aria-controls={`panel-${name}`}
              tabIndex={name === active ? 0 : -1}
              onClick={() => choose(name)}
              onKeyDown={({ key }) => {
                if (key === 'ArrowRight') move(1);
                if (key === 'ArrowLeft') move(-1);
              }}
            >
              {name}
            </button>
          ))}
        </div>
        <Buttons />
        <small class="leave">{en.leaveTerminal}</small>
        <small class="said" role="status">
          {said.value}
        </small>
      </div>
      {hosts.value.map(({ name }) => (
        <div
          key={name}
          id={`panel-${name}`}
          role="tabpanel"
          aria-labelledby={`tab-${name}`}
          class="panel"
          hidden={name !== active}
        >
          {opened.includes(name) ? (
            <Screen
              link={link}
              host={name}
              isFront={name === active}
              entered={name === active ? entered : undefined}
              enterBeside={(by) => choose(beside(by))}
            />
          ) : null}
        </div>
      ))}
    </section>
  );
}
