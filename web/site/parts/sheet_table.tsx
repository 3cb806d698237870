// A sheet as a table. Its numbers can be asked what they are, its rows chosen by their names: one stop of the tab key, arrow
// keys from cell to cell, Enter (or a click) asks or chooses. A chosen row is marked here and in the figure beside it. The
// heads sort the rows.
import type { ComponentChildren } from "preact";
import type { Sheet } from "../api/answer.ts";
import { textOf } from "../api/answer.ts";
import { useCellWalk } from "../../src/parts/cell_walk.ts";
import { VerdictMark } from "../../src/parts/verdict_mark.tsx";
import { useSite } from "../site.ts";
import { cellText, isNumber, verdictOf } from "./cell_text.ts";
import { useRowOrder } from "./row_order.ts";

export interface CellPlace {
  row: number;
  column: number; // of the sheet
}

interface Props {
  sheet: Sheet;
  caption?: string;
  captionUnseen?: boolean; // a heading above says it already
  details?: boolean; // show the columns that are left out by default
  hidden?: string[]; // columns that are never shown
  pinned?: number; // so many first rows are totals: sorting leaves them
  selected?: string | null; // the name (first shown column) of the row that is chosen
  selectedRow?: number; // or its place, where names repeat
  onSelect?: ((name: string) => void) | undefined;
  onExplain?: ((place: CellPlace) => void) | undefined;
  asked?: string[]; // the columns whose numbers can be asked; all
  action?: { label: string; of: (row: number) => ComponentChildren } | undefined; // a last column of controls
  render?: Record<string, (row: number) => ComponentChildren>; // columns drawn in another way
}

const k_least_sorted = 4; // rows
const k_long = 40; // rows: more scroll within their own frame

export function SheetTable({ sheet, caption, captionUnseen = false, details = false, hidden = [], pinned = 0, selected = null, selectedRow = -1, onSelect, onExplain, asked, action, render = {} }: Props) {
  const { locale, say } = useSite();
  const { order, sorting, sortBy } = useRowOrder(sheet, pinned);
  const columns = sheet.columns.map((column, at) => ({ ...column, at })).filter(({ id, detail }) => (details || !detail) && !hidden.includes(id));
  const asks = (row: number, at: number) => onExplain !== undefined && typeof sheet.rows[row]?.[at] === "number" && (asked?.includes(sheet.columns[at]?.id ?? "") ?? true);
  const chooses = (at: number) => onSelect !== undefined && at === columns[0]?.at;
  const walkable = (row: number, at: number) => asks(row, at) || chooses(at);
  const { body, walk, button } = useCellWalk(order.length, columns.length, (line, place) => walkable(order[line] ?? -1, columns[place]?.at ?? -1));
  const sortable = sheet.rows.length - pinned >= k_least_sorted;

  return (
    <div class={sheet.rows.length > k_long ? "table-frame long" : "table-frame"} role="group" aria-label={caption ?? sheet.title} tabIndex={0}>
      <table>
        <caption class={captionUnseen ? "unseen" : undefined}>{caption ?? sheet.title}</caption>
        <thead>
          <tr>
            {columns.map((column) => {
              const direction = sorting?.column === column.id ? sorting.direction : undefined;
              return (
                <th key={column.id} scope="col" class={isNumber(column) ? "number" : undefined} aria-sort={direction}>
                  {sortable && column.label ? (
                    <button type="button" class="sort" title={say("site.table.sort")} onClick={() => sortBy(column)}>
                      {column.label}
                      {direction && <span class="sort-mark" aria-hidden="true">{direction === "ascending" ? " ▲" : " ▼"}</span>}
                    </button>
                  ) : (
                    column.label
                  )}
                </th>
              );
            })}
            {action && <th scope="col" class="actions">{action.label}</th>}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={walk}>
          {order.map((row, line) => {
            const cells = sheet.rows[row] ?? [];
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
                        {...button(line, place)}
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
                  const kind = isNumber(column) ? "number" : column.kind === "word" ? `word verdict-${verdict}` : undefined;
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
