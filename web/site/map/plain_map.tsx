// The map as a drawing: for paper, for a plane that is not on the globe, for a browser that cannot draw the other. Beside the
// other it is made when somebody prints, not at every step of the slider.
import { flushSync } from "preact/compat";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Map as MapDrawing } from "../../src/document.ts";
import { ChoroplethMap } from "../../src/figures/map.tsx";

interface Props {
  draw: () => MapDrawing; // another one when the drawing would be another
  only: boolean; // nothing else shows the map
  alternative: string;
  selected: string | null;
  onSelect: (name: string) => void;
}

export function PlainMap({ draw, only, alternative, selected, onSelect }: Props) {
  const [drawn, setDrawn] = useState<{ draw: () => MapDrawing; map: MapDrawing } | null>(null);
  const latest = useRef(draw);
  latest.current = draw;
  const make = () => setDrawn((before) => (before?.draw === latest.current ? before : { draw: latest.current, map: latest.current() }));
  useEffect(() => {
    if (only) make();
    else setDrawn(null);
  }, [only, draw]);
  useEffect(() => {
    const print = () => flushSync(make);
    addEventListener("beforeprint", print);
    return () => removeEventListener("beforeprint", print);
  }, []);
  return (
    <div class={only ? "plain-map only" : "plain-map"}>
      {drawn && <ChoroplethMap map={drawn.map} alternative={alternative} selected={selected} onSelect={onSelect} />}
    </div>
  );
}
