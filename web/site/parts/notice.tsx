// A calm word: nothing here yet and what to do next, or what was done and how to undo it.
import type { ComponentChildren } from "preact";

export function Notice({ title, children, live = false }: { title?: string; children?: ComponentChildren; live?: boolean }) {
  return (
    <div class="notice" role={live ? "status" : undefined}>
      {title && <strong>{title}</strong>}
      {children}
    </div>
  );
}
