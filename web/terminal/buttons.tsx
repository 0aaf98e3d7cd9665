/** The buttons in the terminals' header: copy, paste, the size of the letters. They leave the focus where it is. */
import { layout } from '../texts/layout.ts';
import { copyOf, pasteInto } from './clipboard.ts';
import { changeFont } from './font.ts';

const texts = layout.buttons;

export const Buttons = () => (
  <div
    class="buttons"
    role="group"
    aria-label={texts.group}
    onMouseDown={(event) => event.preventDefault()}
  >
    <button type="button" title={texts.copySays} onClick={() => void copyOf()}>
      {texts.copy}
    </button>
    <button type="button" title={texts.pasteSays} onClick={() => void pasteInto()}>
      {texts.paste}
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
