// A table whose first column heads its rows. A row can be marked from the figure beside it, and marks there in turn.
import { useEffect, useRef } from "preact/hooks";
import type { Table, TableCell } from "../document.ts";
import { VerdictMark } from "./verdict_mark.tsx";

interface Props {
  table: Table;
  selected?: string | null;
  onSelect?: ((label: string) => void) | undefined;
}

export function DataTable({ table: { caption, columns, rows, note }, selected = null, onSelect }: Props) {
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
        <tbody>
          {rows.map((cells, row) => {
            const name = cells[0]?.text ?? "";
            return (
              <tr key={row} aria-current={selected !== null && name === selected ? "true" : undefined} onClick={onSelect && (() => onSelect(name))}>
                {cells.map((cell, at) => (
                  <Cell key={at} cell={cell} head={at === 0} number={columns[at]?.number ?? false} />
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

function Cell({ cell: { text, verdict }, head, number }: { cell: TableCell; head: boolean; number: boolean }) {
  const content = verdict === "none" ? text : [<VerdictMark key="mark" verdict={verdict} />, " ", text];
  const kind = number ? "number" : undefined;
  return head ? (
    <th scope="row" class={kind}>
      {content}
    </th>
  ) : (
    <td class={kind}>{content}</td>
  );
}
