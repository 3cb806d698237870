// The width an element has, kept as it changes. While printing, the width of A4 between the margins.
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { flushSync } from "preact/compat";

const printed = 640;

export function useWidth(element: RefObject<HTMLElement | null>, first: number): number {
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    if (element.current) setWidth(Math.floor(element.current.clientWidth));
  }, []);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setWidth(Math.max(240, Math.floor(target.clientWidth)));
    const observer = new ResizeObserver(measure);
    const print = () => flushSync(() => setWidth(printed));
    observer.observe(target);
    addEventListener("beforeprint", print);
    addEventListener("afterprint", measure);
    return () => {
      observer.disconnect();
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", measure);
    };
  }, []);
  return width;
}
