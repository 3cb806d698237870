// What the marks of a drawing mean, each shown as it is drawn.
import type { ComponentChildren } from "preact";
import { useReader } from "../reader.ts";
import { palette, ramp } from "./palette.ts";
import type { KeyEntry, KeyMark } from "./plan.ts";

const stroke = (color: string, width: number, dashes?: string) => (
  <path d="M0 8H28" fill="none" stroke={color} stroke-width={width} stroke-dasharray={dashes} />
);
const box = (fill: string, border: string) => <rect x="1" y="2" width="26" height="12" fill={fill} stroke={border} />;
const marks: Record<KeyMark, ComponentChildren> = {
  line: stroke(palette.accent, 2.5),
  "line-earlier": stroke(palette.earlier, 1.75, "5 4"),
  "line-usual": stroke(palette.muted, 1.25, "2 2"),
  band: box(palette.band, palette.band),
  centre: stroke(palette.ink, 1.5),
  "limit-narrow": stroke(palette.muted, 1, "4 4"),
  "limit-wide": stroke(palette.muted, 1.25),
  bar: box(palette.accent, palette.accent),
  "bar-unclear": box(ramp[1], palette.accent),
  "bar-few": (
    <>
      {box(palette.paper, palette.muted)}
      <path d="M4 14 14 2M11 14 21 2M18 14 27 3M1 9 7 2" stroke={palette.muted} fill="none" />
    </>
  ),
  "point-high": <path d="M14 2 20 13H8Z" fill={palette.alert} />,
  "point-low": <path d="M14 14 8 3H20Z" fill={palette.accent} />,
  "point-usual": <circle cx="14" cy="8" r="4" fill={palette.paper} stroke={palette.muted} stroke-width="1.5" />,
  "line-history": stroke(palette.ink, 2),
  "line-mean": stroke(palette.accent, 2.5, "6 4"),
  "fan-narrow": (
    <>
      {box(palette.paper, palette.paper)}
      <rect x="1" y="2" width="26" height="12" fill={palette.accent} opacity="0.33" />
    </>
  ),
  "fan-wide": <rect x="1" y="2" width="26" height="12" fill={palette.accent} opacity="0.14" />,
  "point-truth": <circle cx="14" cy="8" r="4.5" fill={palette.paper} stroke={palette.ink} stroke-width="2" />,
  "point-few": <path d="M14 3 19 8 14 13 9 8Z" fill={palette.paper} stroke={palette.muted} stroke-dasharray="2 1.5" />,
};

export function Key({ entries }: { entries: KeyEntry[] }) {
  const { say } = useReader();
  if (entries.length === 0) return null;
  return (
    <ul class="key" aria-label={say("page.legend")}>
      {entries.map(({ mark, label }) => (
        <li key={label}>
          <svg viewBox="0 0 28 16" width="28" height="16" aria-hidden="true">
            {marks[mark]}
          </svg>
          <span>{label}</span>
        </li>
      ))}
    </ul>
  );
}
