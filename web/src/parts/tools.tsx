// What can be done with a figure and its table: show, take away. Not printed.
import { csvOf } from "../csv.ts";
import type { Figure, Table } from "../document.ts";
import { download } from "../download.ts";
import { savedSvg } from "../figures/saved_svg.ts";
import { useReader } from "../reader.ts";

interface Props {
  name: string; // of the files, without extension
  source: string;
  figure: { words: Figure; element: () => Element | null } | null;
  table: { rows: Table; id: string; open: boolean; fixed: boolean; toggle: () => void } | null;
}

// Spreadsheets take a file for UTF-8 only with this mark in front.
const k_utf8_mark = "\ufeff";

export function Tools({ name, source, figure, table }: Props) {
  const { say } = useReader();
  const saveSvg = () => {
    const element = figure?.element();
    if (!figure || !element) return;
    const { title, unit } = figure.words;
    const svg = savedSvg(element, { title, unit, source: say("page.source", { register: source }) });
    if (svg) download(`${name}.svg`, "image/svg+xml", svg);
  };
  return (
    <div class="tools">
      {table && !table.fixed && (
        <button type="button" aria-expanded={table.open} aria-controls={table.id} onClick={table.toggle}>
          {say(table.open ? "page.hide_table" : "page.show_table")}
        </button>
      )}
      {table && (
        <button type="button" onClick={() => download(`${name}.csv`, "text/csv;charset=utf-8", k_utf8_mark + csvOf(table.rows))}>
          {say("page.download_csv")}
        </button>
      )}
      {figure && (
        <button type="button" onClick={saveSvg}>
          {say("page.download_svg")}
        </button>
      )}
    </div>
  );
}
