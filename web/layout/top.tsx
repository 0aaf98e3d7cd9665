/** What stays in sight above the panes of a narrow screen; its height is told to the style sheet. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export function Top({ children }: { readonly children: ComponentChildren }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = place;
    if (current === null) return undefined;
    const fit = (): void =>
      document.documentElement.style.setProperty('--top-height', `${current.offsetHeight}px`);
    const fitting = new ResizeObserver(fit);
    fitting.observe(current);
    fit();
    return () => fitting.disconnect();
  }, []);
  return (
    <div class="top" ref={place}>
      {children}
    </div>
  );
}
