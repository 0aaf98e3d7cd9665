/** The buttons in the terminals' header: copy, paste, the size of the letters. They leave the focus where it is. */
import { layout } from '../texts/layout.ts';
import { copyOf, pasteInto } from './clipboard.ts';
import { changeFont } from './font.ts';

const texts = layout.buttons;
const COPY = 'M5 5V1h10v10h-4 M1 5h10v10H1z';
const PASTE = 'M5 3H2v12h12V3h-3 M5 1h6v4H5z M5 9h6 M5 12h4';

const Icon = ({ path }: { readonly path: string }) => (
  <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
    <path d={path} fill="none" stroke="currentColor" stroke-width="1.5" />
  </svg>
);

export const Buttons = () => (
  <div
    class="buttons"
    role="group"
    aria-label={texts.group}
    onMouseDown={(event) => event.preventDefault()}
  >
    <button
      type="button"
      aria-label={texts.copy}
      title={texts.copySays}
      onClick={() => void copyOf()}
    >
      <Icon path={COPY} />
    </button>
    <button
      type="button"
      aria-label={texts.paste}
      title={texts.pasteSays}
      onClick={() => void pasteInto()}
    >
      <Icon path={PASTE} />
    </button>
    <button
      type="button"
      aria-label={texts.smaller}
      title={texts.smaller}
      onClick={() => changeFont(-1)}
    >
      A−
    </button>
    <button
      type="button"
      aria-label={texts.larger}
      title={texts.larger}
      onClick={() => changeFont(1)}
    >
      A+
    </button>
  </div>
);
