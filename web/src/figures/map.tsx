// A choropleth drawn as plain SVG. The ramp tells the value, a triangle the verdict against noise, hatching that there is
// not enough to tell. One stop of the tab key; arrow keys walk from area to area, Enter finds the area in the table.
import { useId, useMemo, useRef, useState } from "preact/hooks";
import type { Map as MapDrawing, Shape } from "../document.ts";
import { useReader } from "../reader.ts";
import { anchor, type Direction, fit, neighbour, pathOf } from "./map_geometry.ts";
import { MapLegend, Symbol } from "./map_legend.tsx";
import { palette, ramp } from "./palette.ts";

const directions: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };
const k_width = 680;
const k_most_high = 620;

interface Props {
  map: MapDrawing;
  alternative: string;
  selected: string | null;
  onSelect: (label: string) => void;
}

// An attribute of SVG is what it is called to the letter: under any other name every shape would be a stop of the tab key.
const stopIf = (here: boolean) => ({ tabindex: here ? 0 : -1 });

export function ChoroplethMap({ map, alternative, selected, onSelect }: Props) {
  const { say } = useReader();
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState<number | null>(null);
  const root = useRef<SVGSVGElement>(null);
  const hatch = `hatch-${useId()}`;

  const drawn = useMemo(() => {
    const frame = fit([map.outline, ...map.shapes.map((shape) => shape.area)], k_width, k_most_high);
    const places = map.shapes.map((shape) => anchor(shape.area, frame));
    return { frame, places, outline: pathOf(map.outline, frame), paths: map.shapes.map((shape) => pathOf(shape.area, frame)) };
  }, [map]);
  const sizes = drawn.places.map((place) => place.size).sort((a, b) => a - b);
  const symbolSize = Math.min(16, Math.max(7, 0.44 * (sizes[Math.floor(sizes.length / 2)] ?? 14)));

  const walk = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const shape = map.shapes[at];
      if (shape) onSelect(shape.label);
    }
    const direction = directions[event.key];
    if (!direction) return;
    event.preventDefault();
    const next = neighbour(drawn.places.map((place) => place.at), at, direction);
    setAt(next);
    root.current?.querySelectorAll<SVGPathElement>("path[data-shape]")[next]?.focus();
  };

  const empty = (shape: Shape) => shape.step < 0 || shape.verdict === "few";
  const fillOf = (shape: Shape) => (empty(shape) ? `url(#${hatch})` : (ramp[shape.step] ?? palette.paper));
  // The text says the verdict too; without one, its word does.
  const textOf = ({ text, verdict }: Shape) => text || say(verdict === "none" ? "page.no_value" : `page.verdict.${verdict}`);
  const marked = map.shapes.findIndex((shape) => shape.label === selected);
  const read = shown ?? (marked >= 0 ? marked : null);
  const readShape = read === null ? undefined : map.shapes[read];

  return (
    <div class="drawing">
      <p class="readout" aria-hidden="true">
        {readShape ? (
          <>
            <strong>{readShape.label}</strong> {textOf(readShape)}
          </>
        ) : (
          <span class="readout-empty">{say("page.map_keys")}</span>
        )}
      </p>
      <svg ref={root} class="map" viewBox={`0 0 ${drawn.frame.width} ${drawn.frame.height}`} role="group" aria-label={`${alternative} ${say("page.map_keys")}`} onKeyDown={walk} onPointerLeave={() => setShown(null)}>
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill={palette.paper} />
            <path d="M0 0V6" stroke={palette.earlier} stroke-width="2" />
          </pattern>
        </defs>
        <path d={drawn.outline} fill={palette.wash} stroke="none" fill-rule="evenodd" />
        {map.shapes.map((shape, place) => (
          <path
            key={shape.id}
            data-shape={shape.id}
            d={drawn.paths[place]}
            fill={fillOf(shape)}
            fill-rule="evenodd"
            stroke={empty(shape) ? palette.earlier : palette.paper}
            stroke-width="0.75"
            role="img"
            aria-label={`${shape.label}. ${textOf(shape)}`}
            {...stopIf(place === at)}
            onPointerEnter={() => setShown(place)}
            onFocus={() => {
              setShown(place);
              setAt(place);
            }}
            onBlur={() => setShown(null)}
            onClick={() => onSelect(shape.label)}
          />
        ))}
        <g pointer-events="none">
          <path d={drawn.outline} fill="none" stroke={palette.ink} stroke-width="1.25" stroke-linejoin="round" />
          {map.shapes.map((shape, place) => (
            <Symbol key={shape.id} verdict={shape.verdict} at={drawn.places[place]?.at ?? [0, 0]} size={symbolSize} />
          ))}
          {readShape && read !== null && (
            <path class="map-marked" d={drawn.paths[read]} fill="none" stroke={palette.ink} stroke-width="3" stroke-linejoin="round" />
          )}
        </g>
      </svg>
      <MapLegend entries={map.legend} />
    </div>
  );
}
