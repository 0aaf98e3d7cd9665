/** One host's terminal with what lies over and below it: the past, the text that it printed, the question about pastes. */
import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { show } from '../layout/panes.ts';
import { viewAt } from '../lab.ts';
import type { Link } from '../link.ts';
import { forkAt } from '../past/fork.tsx';
import { type Insertion, insertion } from '../room/steps.tsx';
import { en } from '../texts/en.ts';
import { past } from '../texts/past.ts';
import { AskPaste, type Paste } from './ask-paste.tsx';
import { copy } from './clipboard.ts';
import { fontSize } from './font.ts';
import { front } from './front.ts';
import type { Output } from './output.ts';
import type { Chunk } from './past-screen.ts';
import { readerIsOn } from './reader.ts';
import { Search } from './search.tsx';
import type { PageTerminal } from './terminal.ts';
import { Twin } from './twin.tsx';

/** She has said once that several lines may be pasted; that holds until the page is left. */
let pastesFreely = false;

/** A shell's name: kept for the tab's life, so that a reload finds it again. */
function sessionOf(host: string, fresh: boolean): string {
  const key = `eggtooth.session.${location.hash.slice(-12)}.${host}`;
  const known = sessionStorage.getItem(key);
  if (known !== null && !fresh) return known;
  const made = `${host}-${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  sessionStorage.setItem(key, made);
  return made;
}

interface ScreenProps {
  readonly link: Link;
  readonly host: string;
  /** Its tab is chosen. */
  readonly isFront: boolean;
  readonly entered: object | undefined;
  readonly enterBeside: (by: number) => void;
}
export function Screen({ link, host, isFront, entered, enterBeside }: ScreenProps) {
  const element = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLDivElement>(null);
  const twin = useRef<HTMLElement>(null);
  const terminal = useRef<PageTerminal>();
  const [generation, setGeneration] = useState(0);
  const [asked, setAsked] = useState<Paste>();
  const [isSearching, setSearching] = useState(false);
  const [output, setOutput] = useState<Output>();
  const inserted = useRef<Insertion>();
  const printed = useRef<Chunk[]>([]);
  /** As it is now, for what was begun before. */
  const now = useRef({ isFront, enterBeside });
  now.current = { isFront, enterBeside };
  /** Each click is put in once: at once, or when the terminal has come. */
  const insert = (line: Insertion | undefined): void => {
    if (line === undefined || line.host !== host || line === inserted.current) return;
    if (terminal.current === undefined) return;
    inserted.current = line;
    show('term');
    terminal.current.insert(line.text);
  };
  useSignalEffect(() => insert(insertion.value));
  useEffect(() => {
    let gone = false;
    void import('./terminal.ts').then(({ openTerminal }) => {
      const into = element.current;
      if (gone || into === null || over.current === null) return;
      terminal.current = openTerminal({
        link,
        host,
        session: sessionOf(host, generation > 0),
        into,
        over: over.current,
        label: `${en.terminalOn} ${host}`,
        pastLabel: `${past.stoodHere} (${host})`,
        printed: printed.current,
        ended: en.closed,
        fontSize: fontSize.value,
        keys: {
          leave: () => leave(host, twin.current),
          beside: (by) => now.current.enterBeside(by),
          copy: (text) => void copy(text),
          search: () => setSearching(true),
        },
        again: () => setGeneration(generation + 1),
        typedThen: (text) => {
          if (viewAt.value !== undefined) forkAt(viewAt.value, typedAs(host, text));
        },
        ask: (lines, go) => (pastesFreely ? go() : setAsked({ lines, go })),
        onOutput: setOutput,
      });
      if (now.current.isFront) front.value = terminal.current;
      terminal.current.read(readerIsOn.value);
      terminal.current.show(viewAt.value);
      if (entered !== undefined) terminal.current.focus();
      insert(insertion.value);
    });
    return () => {
      gone = true;
      terminal.current?.close();
      terminal.current = undefined;
    };
  }, [generation]);
  useEffect(() => {
    if (isFront) front.value = terminal.current;
  }, [isFront]);
  useEffect(() => {
    if (entered !== undefined) terminal.current?.focus();
  }, [entered]);
  useSettings(terminal);
  const answer = (paste: Paste | undefined): void => {
    pastesFreely ||= paste !== undefined;
    setAsked(undefined);
    terminal.current?.focus();
    paste?.go();
  };
  return (
    <div class="screens">
      <div class="stack">
        <div class="screen" ref={element} />
        <div class="screen past" ref={over} hidden data-testid="past-screen" />
      </div>
      <Twin host={host} output={output} place={twin} />
      {asked === undefined ? null : <AskPaste paste={asked} answer={answer} />}
      {isSearching ? (
        <Search
          terminal={() => terminal.current}
          close={() => {
            setSearching(false);
            terminal.current?.focus();
          }}
        />
      ) : null}
    </div>
  );
}

/** What holds for all terminals: the size of the letters, the moment, texts for screen readers. */
function useSettings(terminal: RefObject<PageTerminal | undefined>): void {
  useSignalEffect(() => {
    const size = fontSize.value;
    terminal.current?.letters(size);
  });
  useSignalEffect(() => {
    const at = viewAt.value;
    terminal.current?.show(at);
  });
  useSignalEffect(() => {
    const on = readerIsOn.value;
    terminal.current?.read(on);
  });
}

/** To the text of what was printed, where it is wanted; else to the tabs. */
function leave(host: string, twin: HTMLElement | null): void {
  const to = readerIsOn.value && twin !== null ? twin : document.getElementById(`tab-${host}`);
  to?.focus();
}

/** Keys that are no text are for the question only. */
const typedAs = (host: string, text: string): Insertion | undefined =>
  text >= ' ' && text !== DELETE ? { host, text: text.replace(/[\r\n]+$/, '') } : undefined;
const DELETE = '\u007f';
