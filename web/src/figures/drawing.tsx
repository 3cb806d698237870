// Chooses the drawing.
import { useCallback } from "preact/hooks";
import type { Figure } from "../document.ts";
import { useReader } from "../reader.ts";
import { barsPlan } from "./bars.ts";
import { Chart } from "./chart.tsx";
import { funnelPlan } from "./funnel.ts";
import { ChoroplethMap } from "./map.tsx";
import { marked } from "./plan.ts";
import { trendPlan } from "./trend.ts";

interface Props {
  figure: Figure;
  selected: string | null;
  onSelect: (label: string) => void;
  linked?: boolean; // charts too are picked from and marked, not only maps
}

export function FigureDrawing({ figure: { drawing, alternative }, selected, onSelect, linked = false }: Props) {
  const reader = useReader();
  const plan = useCallback(
    (width: number) => {
      if (drawing.kind === "trend") return trendPlan(drawing, width, reader);
      if (drawing.kind === "bars") return marked(barsPlan(drawing, width, reader), linked ? selected : null);
      if (drawing.kind === "funnel") return marked(funnelPlan(drawing, width, reader), linked ? selected : null);
      throw new Error("a map is no chart");
    },
    [drawing, reader, linked ? selected : null],
  );
  if (drawing.kind === "map") return <ChoroplethMap map={drawing} alternative={alternative} selected={selected} onSelect={onSelect} />;
  return <Chart plan={plan} alternative={alternative} onPick={linked ? onSelect : undefined} />;
}
