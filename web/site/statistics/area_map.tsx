// Where: the territories of the table as a map, shaded by rate, marked where chance does not explain the difference.
import { columnAt, factOf, numberOf, type Sheet, textOf } from "../api/answer.ts";
import { useAnswer } from "../api/use_answer.ts";
import { inPlane, shapesFrom } from "../map/shapes.ts";
import { cellText, verdictOf } from "../parts/cell_text.ts";
import { LinkedFigure } from "../parts/linked_figure.tsx";
import { useSite } from "../site.ts";
import type { Figure, LegendEntry, Shape } from "../../src/document.ts";

const k_steps = 5;

// Upper ends of five classes that hold about the same number of values each.
export function quantileEnds(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const ends = Array.from({ length: k_steps }, (_, at) => sorted[Math.ceil(((at + 1) * sorted.length) / k_steps) - 1] ?? Number.NaN);
  return [...new Set(ends)];
}

interface Props {
  register: { id: string; name: string };
  level: string;
  within: string[];
  sheet: Sheet;
  unit: string;
  selected: string | null;
  onSelect: (name: string) => void;
}

export function AreaMap({ register, level, within, sheet, unit, selected, onSelect }: Props) {
  const { say, locale, offered } = useSite();
  const asked = useAnswer("map shapes", offered("map shapes") ? { register: register.id, territory: level, period: factOf(sheet, "span"), in: within } : null);
  const shapes = shapesFrom(asked.answer?.document ?? null);
  const value = columnAt(sheet, columnAt(sheet, "rate") >= 0 ? "rate" : "current");
  const [code, standing] = [columnAt(sheet, "territory_code"), columnAt(sheet, "standing")];
  const column = sheet.columns[value];
  if (!shapes || shapes.features.length < 2 || !column) return null;

  const rows = sheet.rows.slice(1).filter((cells) => textOf(cells[code]));
  const ends = quantileEnds(rows.map((cells) => numberOf(cells[value])).filter((one) => one !== null));
  // Units joined for the comparison share one row.
  const rowOf = new Map(rows.flatMap((cells) => textOf(cells[code]).split("+").map((one) => [one, cells] as const)));
  const drawn: Shape[] = [...inPlane(shapes)].map(([id, area]) => {
    const cells = rowOf.get(id);
    const number = cells ? numberOf(cells[value]) : null;
    const verdict = cells && standing >= 0 ? verdictOf(cells[standing], sheet.columns[standing] as typeof column) : "none";
    const mark = verdict === "usual" ? "none" : verdict;
    return {
      id,
      label: cells ? textOf(cells[0]) : (shapes.features.find(({ properties }) => properties.code === id)?.properties.name ?? id),
      area,
      value: number,
      step: number === null ? -1 : ends.findIndex((end) => number <= end),
      verdict: mark,
      text: number === null ? "" : [cellText(number, column, sheet, locale), mark !== "none" ? say(`page.verdict.${mark}`) : ""].filter(Boolean).join(". "),
    };
  });
  const write = (number: number) => locale.number(number, column.kind === "integer" ? 0 : column.digits);
  const legend: LegendEntry[] = ends.map((end, at) => ({ step: at, verdict: "none", label: at === 0 ? say("site.statistics.up_to", { value: write(end) }) : `${write(ends[at - 1] ?? 0)} – ${write(end)}` }));
  for (const verdict of ["high", "low"] as const) if (drawn.some((shape) => shape.verdict === verdict)) legend.push({ step: -1, verdict, label: say(`page.verdict.${verdict}`) });
  if (drawn.some((shape) => shape.step < 0 || shape.verdict === "few")) legend.push({ step: -1, verdict: "few", label: say("page.verdict.few") });
  const figure: Figure = {
    title: say("site.statistics.map_title"),
    unit,
    alternative: say("site.statistics.map_title"),
    drawing: { kind: "map", outline: [], shapes: drawn, legend },
  };
  return <LinkedFigure figure={figure} source={register.name} name={`${register.id}-map`} selected={selected} onSelect={onSelect} />;
}
