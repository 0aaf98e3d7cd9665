/** Whether an element stands in the window, nearly whole: what is out of sight is not seen. */
import { useEffect, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

const NEARLY = 0.9;
export function useInSight(element: RefObject<Element>): boolean {
  const [isInSight, setInSight] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => setInSight((entries.at(-1)?.intersectionRatio ?? 0) >= NEARLY),
      { threshold: [0, NEARLY] },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return isInSight;
}
