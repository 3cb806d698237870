// The heading of a page: it names the window too, and takes the focus when the reader has come from another page.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { usePlace } from "../router.ts";
import { useSite } from "../site.ts";

let came = globalThis.location?.pathname ?? "/";

export function PageHead({ title, lead, children }: { title: string; lead?: ComponentChildren; children?: ComponentChildren }) {
  const { session } = useSite();
  const { path } = usePlace();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${session.centre.name}`;
  }, [title, session.centre.name]);
  useEffect(() => {
    if (came === location.pathname) return;
    const fromStart = came === "/" || came === "/index.html";
    came = location.pathname;
    if (fromStart) return;
    scrollTo({ top: 0, behavior: "instant" });
    heading.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <header class="page-head">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p class="lead">{lead}</p>}
      </div>
      {children}
    </header>
  );
}
