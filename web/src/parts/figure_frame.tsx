// A figure with the title that says its finding, the unit of its numbers, and its source.
import type { ComponentChildren, Ref } from "preact";
import { useReader } from "../reader.ts";

interface Props {
  title: string;
  unit: string;
  source: string;
  frame: Ref<HTMLElement>;
  children: ComponentChildren;
}

export function FigureFrame({ title, unit, source, frame, children }: Props) {
  const { say } = useReader();
  return (
    <figure class="figure" ref={frame}>
      <figcaption>
        <strong>{title}</strong>
        {unit && <span class="unit">{unit}</span>}
      </figcaption>
      {children}
      {source && <p class="source">{say("page.source", { register: source })}</p>}
    </figure>
  );
}
