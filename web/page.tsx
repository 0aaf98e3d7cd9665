/** The page: the checklist, the terminals and the journals of one lab. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Bar, HomeBar } from './room/bar.tsx';
import { Checklist } from './room/checklist.tsx';
import { Journal } from './room/journal.tsx';
import { caseInPath, go, labInPath, momentInPath, token } from './api.ts';
import { Debrief } from './case/debrief.tsx';
import { debrief, debriefIsOpen, Drill, isExam } from './case/drill.tsx';
import { Film } from './room/film.tsx';
import { Home } from './home.tsx';
import { Inject, isStaff } from './case/inject.tsx';
import { isDrill, isWatched, lab, level, link, open, scenario, title, viewAt } from './lab.ts';
import { KeyBar } from './layout/key-bar.tsx';
import { Palette } from './layout/palette.tsx';
import { nameOfPane, PaneTabs } from './layout/pane-tabs.tsx';
import { fold, followPanes } from './layout/panes.ts';
import { Splitter } from './layout/splitter.tsx';
import { Top } from './layout/top.tsx';
import { ForkQuestion, offerTyped } from './past/fork.tsx';
import { Help } from './past/help.tsx';
import { secondsIn } from './past/moment.ts';
import type { Link } from './link.ts';
import { Seats } from './case/seats.tsx';
import { Picture } from './room/picture.tsx';
import { offerFirstLine, Steps } from './room/steps.tsx';
import { Story } from './room/story.tsx';
import { Terminals } from './terminal/terminals.tsx';
import { en } from './texts/en.ts';

function Page() {
  if (caseInPath !== undefined && token !== '') return <Begin id={caseInPath} />;
  return labInPath === undefined && token !== '' ? <House /> : <Room />;
}

/** `/d/<case>?seed=7&profile=handbook&level=normal` begins a fresh one and goes there. */
function Begin({ id }: { readonly id: string }) {
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    const { seed = '', ...others } = Object.fromEntries(new URLSearchParams(location.search));
    const { level, profile } = others;
    void go({
      scenario: id,
      ...(/^\d+$/.test(seed) ? { seed: Number(seed) } : {}),
      ...(level === undefined ? {} : { level }),
      ...(profile === undefined ? {} : { profile }),
    }).then((answer) => setWrong(answer ?? ''));
  }, [id]);
  return (
    <>
      <Top>
        <HomeBar />
      </Top>
      <main class="message">
        <p role={wrong === '' ? 'status' : 'alert'}>{wrong === '' ? en.begins : wrong}</p>
      </main>
    </>
  );
}

const House = () => (
  <>
    <Top>
      <HomeBar />
    </Top>
    <Home />
  </>
);

function Room() {
  const [opened, setOpened] = useState<Link>();
  useEffect(() => {
    offerFirstLine();
    offerTyped();
    viewAt.value = secondsIn(momentInPath);
    void open().then(setOpened);
  }, []);
  const said = MESSAGES[link.value];
  if (said !== undefined) {
    return (
      <>
        <Top>
          <HomeBar />
        </Top>
        <main class="message">
          <p role="alert">{said}</p>
        </main>
      </>
    );
  }
  if (debrief.value !== undefined && debriefIsOpen.value) {
    return (
      <>
        <Top>
          <Bar />
        </Top>
        <Debrief
          view={debrief.value}
          scenario={scenario.value}
          onRoom={() => (debriefIsOpen.value = false)}
        />
        <ForkQuestion />
        <Help />
      </>
    );
  }
  return (
    <>
      <Top>
        <Bar />
        {isWatched.value ? <Story /> : null}
      </Top>
      <Panes opened={opened} />
      {isExam.value ? null : <Film />}
      <KeyBar />
      <PaneTabs />
      <ForkQuestion />
      <Help />
      <Palette />
    </>
  );
}

function Panes({ opened }: { readonly opened: Link | undefined }) {
  const isKnown = opened !== undefined && title.value !== '';
  useEffect(() => (isKnown ? followPanes() : undefined), [isKnown]);
  return (
    <main class="room">
      <div
        id="pane-check"
        class="side"
        role="region"
        aria-label={nameOfPane('check')}
        tabIndex={-1}
      >
        {isStaff && lab.value !== '' ? (
          <>
            <Inject lab={lab.value} />
            <Seats />
          </>
        ) : null}
        {isDrill.value && !isStaff ? <Drill lab={lab.value} /> : null}
        {isExam.value ? null : <Checklist />}
        {isDrill.value && level.value !== 'guided' ? null : <Steps />}
      </div>
      <Splitter name="side" fold={() => fold('check')} />
      <div id="middle" class="middle">
        {isExam.value ? null : (
          <>
            <Picture />
            <Splitter name="picture" fold={() => fold('pic')} />
          </>
        )}
        {opened === undefined ? (
          <section id="pane-term" class="terminals" />
        ) : (
          <Terminals link={opened} />
        )}
      </div>
      {isExam.value ? null : (
        <>
          <Splitter name="journal" fold={() => fold('jour')} />
          {opened === undefined ? (
            <section id="pane-jour" class="journal" />
          ) : (
            <Journal link={opened} />
          )}
        </>
      )}
    </main>
  );
}

const MESSAGES: Partial<Record<typeof link.value, string>> = {
  'no-token': en.noToken,
  refused: en.refused,
  gone: en.gone,
};

const root = document.getElementById('app');
if (root !== null) {
  root.textContent = '';
  render(<Page />, root);
}
