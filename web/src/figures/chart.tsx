// Hosts a chart: draws it for the width it has, again when the width changes, and for A4 before printing. To assistive
// technology it is one picture with its text; the numbers are in the table. The chart library comes with the first chart.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ECharts } from "./echarts.ts";
import { Key } from "./key.tsx";
import { narrow, type Plan } from "./plan.ts";
import { useWidth } from "./width.ts";

type Library = typeof import("./echarts.ts");
let library: Library | null = null;

function useLibrary(): Library | null {
  const [loaded, setLoaded] = useState(library);
  useEffect(() => {
    if (loaded) return;
    let wanted = true;
    // Charts measure their labels: the letters of all three languages must be there first.
    const letters = ["400", "600"].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans"`, "AЖә"));
    void Promise.all([import("./echarts.ts"), ...letters]).then(([module]) => {
      library = module;
      if (wanted) setLoaded(module);
    });
    return () => void (wanted = false);
  }, []);
  return loaded;
}

interface Props {
  plan: (width: number) => Plan;
  alternative: string;
  onPick?: ((name: string) => void) | undefined; // a place of the first series was pointed at
  onPlace?: ((at: number) => void) | undefined; // a place along the axis below, counted from 0
}

export function Chart({ plan, alternative, onPick, onPlace }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const charts = useLibrary();
  const width = useWidth(frame, narrow);
  const { option, height, key, names } = plan(width);
  const pick = useRef(onPick);
  pick.current = onPick;
  const place = useRef(onPlace);
  place.current = onPlace;
  const known = useRef(names);
  known.current = names;

  // At once, not after the next frame: a page that is about to be printed waits for no frame.
  useLayoutEffect(() => {
    if (!host.current || !charts) return;
    if (!chart.current) {
      chart.current = charts.init(host.current, null, { renderer: "svg", width, height });
      chart.current.on("click", ({ seriesIndex, dataIndex }) => {
        const name = seriesIndex === 0 ? known.current?.[dataIndex] : undefined;
        if (name !== undefined) pick.current?.(name);
      });
      chart.current.getZr().on("click", ({ offsetX, offsetY }) => {
        const at = place.current && chart.current?.containPixel({ gridIndex: 0 }, [offsetX, offsetY]) ? chart.current.convertFromPixel({ xAxisIndex: 0 }, offsetX) : null;
        if (typeof at === "number") place.current?.(Math.round(at));
      });
    }
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
