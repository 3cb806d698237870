// What the fills and symbols of a map mean.
import { useId } from "preact/hooks";
import type { LegendEntry, Position, Verdict } from "../document.ts";
import { useReader } from "../reader.ts";
import { palette, ramp } from "./palette.ts";

// Above or below what noise explains; other verdicts have no symbol. A pale rim keeps it clear of dark fills.
export function Symbol({ verdict, at: [x, y], size }: { verdict: Verdict; at: Position; size: number }) {
  if (verdict !== "high" && verdict !== "low") return null;
  const half = size / 2;
  const tip = verdict === "high" ? -half : half;
  const d = `M${x.toFixed(1)} ${(y + tip).toFixed(1)}L${(x + half).toFixed(1)} ${(y - tip).toFixed(1)}H${(x - half).toFixed(1)}Z`;
  return (
    <path d={d} fill={verdict === "high" ? palette.alert : palette.accent} stroke={palette.paper} stroke-width="3" stroke-linejoin="round" paint-order="stroke" />
  );
}

function Swatch({ step, verdict, hatch }: LegendEntry & { hatch: string }) {
  const symbol = verdict === "high" || verdict === "low";
  const fill = step >= 0 ? (ramp[step] ?? palette.paper) : symbol ? palette.wash : `url(#${hatch})`;
  return (
    <svg viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">
      <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill={palette.paper} />
        <path d="M0 0V6" stroke={palette.earlier} stroke-width="2" />
      </pattern>
      <rect x="0.5" y="0.5" width="27" height="15" fill={fill} stroke={palette.earlier} stroke-width="0.75" />
      <Symbol verdict={verdict} at={[14, 8]} size={11} />
    </svg>
  );
}

export function MapLegend({ entries }: { entries: LegendEntry[] }) {
  const { say } = useReader();
  const id = useId();
  return (
    <ul class="key" aria-label={say("page.legend")}>
      {entries.map((entry, at) => (
        <li key={entry.label}>
          <Swatch {...entry} hatch={`swatch-${id}-${at}`} />
          <span>{entry.label}</span>
        </li>
      ))}
    </ul>
  );
}
