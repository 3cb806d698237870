// A sheet as a table. Its numbers can be asked what they are, its rows chosen by their names: one stop of the tab key, arrow
// keys from cell to cell, Enter (or a click) asks or chooses. A chosen row is marked here and in the figure beside it.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Sheet } from "../api/answer.ts";
import { textOf } from "../api/answer.ts";
import { VerdictMark } from "../../src/parts/verdict_mark.tsx";
import { useSite } from "../site.ts";
import { cellText, isNumber, verdictOf } from "./cell_text.ts";

export interface CellPlace {
  row: number;
  column: number; // of the sheet
}

interface Props {
  sheet: Sheet;
  caption?: string;
  details?: boolean; // show the columns that are left out by default
  hidden?: string[]; // columns that are never shown
  selected?: string | null; // the name (first shown column) of the row that is chosen
  selectedRow?: number; // or its place, where names repeat
  onSelect?: ((name: string) => void) | undefined;
  onExplain?: ((place: CellPlace) => void) | undefined;
  action?: { label: string; of: (row: number) => ComponentChildren } | undefined; // a last column of controls
  render?: Record<string, (row: number) => ComponentChildren>; // columns drawn in another way
}

export function SheetTable({ sheet, caption, details = false, hidden = [], selected = null, selectedRow = -1, onSelect, onExplain, action, render = {} }: Props) {
  const { locale } = useSite();
  const body = useRef<HTMLTableSectionElement>(null);
  const [stop, setStop] = useState<CellPlace | null>(null);
  const columns = sheet.columns.map((column, at) => ({ ...column, at })).filter(({ id, detail }) => (details || !detail) && !hidden.includes(id));
  const asks = (row: number, at: number) => onExplain !== undefined && typeof sheet.rows[row]?.[at] === "number";
  const chooses = (at: number) => onSelect !== undefined && at === columns[0]?.at;
  const walkable = (row: number, at: number) => asks(row, at) || chooses(at);
  const firstStop = stop ?? firstOf(sheet, columns, walkable);

  const walk = (event: KeyboardEvent) => {
    const steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const step = steps[event.key];
    const button = (event.target as Element).closest<HTMLElement>("button[data-cell]");
    if (!step || !button) return;
    event.preventDefault();
    let [row = 0, place = 0] = (button.dataset["cell"] ?? "").split(",").map(Number);
    for (;;) {
      row += step[0];
      place += step[1];
      const at = columns[place]?.at;
      if (at === undefined || row < 0 || row >= sheet.rows.length) return;
      if (!walkable(row, at)) continue;
      setStop({ row, column: at });
      body.current?.querySelector<HTMLElement>(`button[data-cell="${row},${place}"]`)?.focus();
      return;
    }
  };

  return (
    <div class="table-frame" role="group" aria-label={caption ?? sheet.title} tabIndex={0}>
      <table>
        <caption>{caption ?? sheet.title}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" class={isNumber(column) ? "number" : undefined}>
                {column.label}
              </th>
            ))}
            {action && <th scope="col" class="actions">{action.label}</th>}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={walk}>
          {sheet.rows.map((cells, row) => {
            const name = textOf(cells[columns[0]?.at ?? 0]);
            return (
              <tr key={row} aria-current={row === selectedRow || (selected !== null && selected === name) ? "true" : undefined} onClick={onSelect && (() => onSelect(name))}>
                {columns.map((column, place) => {
                  const text = cellText(cells[column.at], column, sheet, locale);
                  const verdict = verdictOf(cells[column.at], column);
                  const drawn = render[column.id]?.(row);
                  const content =
                    drawn ??
                    (walkable(row, column.at) ? (
                      <button
                        type="button"
                        class={chooses(column.at) ? "cell name" : "cell"}
                        aria-pressed={chooses(column.at) ? selected === name : undefined}
                        data-cell={`${row},${place}`}
                        tabIndex={firstStop?.row === row && firstStop.column === column.at ? 0 : -1}
                        onFocus={() => setStop({ row, column: column.at })}
                        onClick={(event) => {
                          if (chooses(column.at)) return; // the row takes the click
                          event.stopPropagation();
                          onExplain?.({ row, column: column.at });
                        }}
                      >
                        {text}
                      </button>
                    ) : verdict === "none" ? (
                      text
                    ) : (
                      <>
                        <VerdictMark verdict={verdict} silent /> {text}
                      </>
                    ));
                  const kind = isNumber(column) ? "number" : column.kind === "word" ? "word" : undefined;
                  return place === 0 ? (
                    <th key={column.id} scope="row" class={kind}>
                      {content}
                    </th>
                  ) : (
                    <td key={column.id} class={kind}>
                      {content}
                    </td>
                  );
                })}
                {action && <td class="actions">{action.of(row)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
      {sheet.note && <p class="table-note">{sheet.note}</p>}
    </div>
  );
}

function firstOf(sheet: Sheet, columns: { at: number }[], asks: (row: number, at: number) => boolean): CellPlace | null {
  for (let row = 0; row < sheet.rows.length; ++row) {
    for (const { at } of columns) if (asks(row, at)) return { row, column: at };
  }
  return null;
}
