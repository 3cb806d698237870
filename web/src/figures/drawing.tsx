// Chooses the drawing.
import { useCallback } from "preact/hooks";
import type { Figure } from "../document.ts";
import { useReader } from "../reader.ts";
import { barsPlan } from "./bars.ts";
import { Chart } from "./chart.tsx";
import { funnelPlan } from "./funnel.ts";
import { ChoroplethMap } from "./map.tsx";
import { trendPlan } from "./trend.ts";

interface Props {
  figure: Figure;
  selected: string | null;
  onSelect: (label: string) => void;
}

export function FigureDrawing({ figure: { drawing, alternative }, selected, onSelect }: Props) {
  const reader = useReader();
  const plan = useCallback(
    (width: number) => {
      if (drawing.kind === "trend") return trendPlan(drawing, width, reader);
      if (drawing.kind === "bars") return barsPlan(drawing, width, reader);
      if (drawing.kind === "funnel") return funnelPlan(drawing, width, reader);
      throw new Error("a map is no chart");
    },
    [drawing, reader],
  );
  if (drawing.kind === "map") return <ChoroplethMap map={drawing} alternative={alternative} selected={selected} onSelect={onSelect} />;
  return <Chart plan={plan} alternative={alternative} />;
}
