/** The page: the checklist, the terminals and the journals of one lab. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Bar } from './bar.tsx';
import { Checklist } from './checklist.tsx';
import { Journal } from './journal.tsx';
import { link, open } from './lab.ts';
import type { Link } from './link.ts';
import { Steps } from './steps.tsx';
import { Terminals } from './terminals.tsx';
import { en } from './texts/en.ts';

function Page() {
  const [opened, setOpened] = useState<Link>();
  useEffect(() => {
    void open().then(setOpened);
  }, []);
  if (link.value === 'no-token' || link.value === 'refused') {
    return (
      <>
        <Bar />
        <main class="message">
          <p role="alert">{link.value === 'refused' ? en.refused : en.noToken}</p>
        </main>
      </>
    );
  }
  return (
    <>
      <Bar />
      <main class="room">
        <div class="side">
          <Checklist />
          <Steps />
        </div>
        {opened === undefined ? <section class="terminals" /> : <Terminals link={opened} />}
        {opened === undefined ? <section class="journal" /> : <Journal link={opened} />}
      </main>
    </>
  );
}

const root = document.getElementById('app');
if (root !== null) {
  root.textContent = '';
  render(<Page />, root);
}
