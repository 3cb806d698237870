// A table whose first column heads its rows. A row can be marked from the figure beside it, and marks there in turn; where
// somebody answers for it, a number tells what it is.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Table, TableCell } from "../document.ts";
import { useCellWalk } from "./cell_walk.ts";
import { VerdictMark } from "./verdict_mark.tsx";

interface Props {
  table: Table;
  selected?: string | null;
  onSelect?: ((label: string) => void) | undefined;
  onExplain?: ((row: number, column: number) => void) | undefined;
}

export function DataTable({ table: { caption, columns, rows, note }, selected = null, onSelect, onExplain }: Props) {
  const asks = (row: number, at: number) => onExplain !== undefined && at > 0 && (rows[row]?.[at]?.value ?? null) !== null;
  const { body, walk, button } = useCellWalk(rows.length, columns.length, asks);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected === null) return;
    frame.current?.querySelector("tr[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [selected]);

  return (
    <div class="table-frame" ref={frame} role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={at} scope="col" class={column.number ? "number" : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={walk}>
          {rows.map((cells, row) => {
            const name = cells[0]?.text ?? "";
            return (
              <tr key={row} aria-current={selected !== null && name === selected ? "true" : undefined} onClick={onSelect && (() => onSelect(name))}>
                {cells.map((cell, at) => (
                  <Cell key={at} cell={cell} head={at === 0} number={columns[at]?.number ?? false}>
                    {asks(row, at) ? (
                      <button
                        type="button"
                        class="cell"
                        {...button(row, at)}
                        onClick={(event) => {
                          event.stopPropagation();
                          onExplain?.(row, at);
                        }}
                      >
                        {cell.text}
                      </button>
                    ) : (
                      cell.text
                    )}
                  </Cell>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {note && <p class="table-note">{note}</p>}
    </div>
  );
}

function Cell({ cell: { verdict }, head, number, children }: { cell: TableCell; head: boolean; number: boolean; children: ComponentChildren }) {
  const content = verdict === "none" ? children : [<VerdictMark key="mark" verdict={verdict} />, " ", children];
  const kind = number ? "number" : undefined;
  return head ? (
    <th scope="row" class={kind}>
      {content}
    </th>
  ) : (
    <td class={kind}>{content}</td>
  );
}
