// Hosts a chart: draws it for the width it has, again when the width changes, and for A4 before printing. To assistive
// technology it is one picture with its text; the numbers are in the table.
import { useEffect, useRef } from "preact/hooks";
import { type ECharts, init } from "./echarts.ts";
import { Key } from "./key.tsx";
import { narrow, type Plan } from "./plan.ts";
import { useWidth } from "./width.ts";

export function Chart({ plan, alternative }: { plan: (width: number) => Plan; alternative: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const width = useWidth(frame, narrow);
  const { option, height, key } = plan(width);

  useEffect(() => {
    if (!host.current) return;
    chart.current ??= init(host.current, null, { renderer: "svg", width, height });
    chart.current.resize({ width, height });
    chart.current.setOption(option, { notMerge: true });
    const svg = host.current.querySelector("svg");
    svg?.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg?.setAttribute("aria-hidden", "true");
  });
  useEffect(() => () => chart.current?.dispose(), []);

  return (
    <div class="drawing" ref={frame}>
      <div class="chart" role="img" aria-label={alternative}>
        <div ref={host} style={{ height }} />
      </div>
      <Key entries={key} />
    </div>
  );
}
