// A table whose cells can be pressed has one stop of the tab key; arrow keys walk from there to the next such cell. The
// cells are buttons with data-cell="row,place".
import { useRef, useState } from "preact/hooks";

export interface Stop {
  row: number;
  place: number;
}

export interface CellWalk {
  body: { current: HTMLTableSectionElement | null };
  walk: (event: KeyboardEvent) => void;
  // What the button of a cell needs.
  button: (row: number, place: number) => { "data-cell": string; tabIndex: number; onFocus: () => void };
}

const k_steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// `walkable` in the order in which rows and places stand on the page.
export function useCellWalk(rows: number, places: number, walkable: (row: number, place: number) => boolean): CellWalk {
  const body = useRef<HTMLTableSectionElement>(null);
  const [stop, setStop] = useState<Stop | null>(null);
  const standing = stop && stop.row < rows && stop.place < places && walkable(stop.row, stop.place) ? stop : firstOf(rows, places, walkable);
  const walk = (event: KeyboardEvent) => {
    const step = k_steps[event.key];
    const button = (event.target as Element).closest<HTMLElement>("button[data-cell]");
    if (!step || !button) return;
    event.preventDefault();
    let [row = 0, place = 0] = (button.dataset["cell"] ?? "").split(",").map(Number);
    for (;;) {
      row += step[0];
      place += step[1];
      if (row < 0 || row >= rows || place < 0 || place >= places) return;
      if (!walkable(row, place)) continue;
      setStop({ row, place });
      body.current?.querySelector<HTMLElement>(`button[data-cell="${row},${place}"]`)?.focus();
      return;
    }
  };
  return {
    body, walk,
    button: (row, place) => ({ "data-cell": `${row},${place}`, tabIndex: standing?.row === row && standing.place === place ? 0 : -1, onFocus: () => setStop({ row, place }) }),
  };
}

function firstOf(rows: number, places: number, walkable: (row: number, place: number) => boolean): Stop | null {
  for (let row = 0; row < rows; ++row) for (let place = 0; place < places; ++place) if (walkable(row, place)) return { row, place };
  return null;
}
