// One question: finding, figure, table, method. A long table waits until asked for; on paper it is always there.
import { useCallback, useRef, useState } from "preact/hooks";
import type { Section } from "../document.ts";
import { FigureDrawing } from "../figures/drawing.tsx";
import { useReader } from "../reader.ts";
import { Caution } from "./caution.tsx";
import { DataTable } from "./data_table.tsx";
import { FigureFrame } from "./figure_frame.tsx";
import { Finding } from "./finding.tsx";
import { Tools } from "./tools.tsx";

const k_short_table = 8;
const k_whole_on_paper = 10;

interface Props {
  section: Section;
  id: string; // anchor, unique on the page
  source: string;
  onExplain?: ((row: number, column: number) => void) | undefined; // of the table
}

export function SectionView({ section: { heading, finding, caution, figure, table, method }, id, source, onExplain }: Props) {
  const { say } = useReader();
  const fixed = table !== null && figure === null && table.rows.length <= k_short_table;
  const [open, setOpen] = useState(fixed);
  const [selected, setSelected] = useState<string | null>(null);
  const frame = useRef<HTMLElement>(null);
  const select = useCallback((label: string) => {
    setSelected(label);
    setOpen(true);
  }, []);
  const linked = figure?.drawing.kind === "map";

  return (
    <section class="section" id={id}>
      <h3>
        {heading}{" "}
        <a class="anchor" href={`#${id}`} aria-label={say("page.anchor", { heading })}>
          #
        </a>
      </h3>
      <Finding sentences={finding} />
      <Caution text={caution} />
      {figure && (
        <FigureFrame title={figure.title} unit={figure.unit} source={source} frame={frame}>
          <FigureDrawing figure={figure} selected={selected} onSelect={select} />
        </FigureFrame>
      )}
      {(figure || table) && (
        <Tools
          name={id}
          source={source}
          figure={figure && { words: figure, element: () => frame.current }}
          table={table && { rows: table, id: `${id}-table`, open, fixed, toggle: () => setOpen(!open) }}
        />
      )}
      {table && (
        <div class={`table-place ${table.rows.length <= k_whole_on_paper ? "whole" : ""}`} id={`${id}-table`} hidden={!open}>
          <DataTable table={table} selected={selected} onSelect={linked ? setSelected : undefined} onExplain={onExplain} />
        </div>
      )}
      {method && (
        <p class="method">
          <strong>{say("page.method")}.</strong> {method}
        </p>
      )}
    </section>
  );
}
