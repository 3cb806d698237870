// A figure that shares its selection with the tables and figures around it, with what can be taken away from it.
import { useRef } from "preact/hooks";
import { download } from "../../src/download.ts";
import { FigureDrawing } from "../../src/figures/drawing.tsx";
import { savedSvg } from "../../src/figures/saved_svg.ts";
import type { Figure } from "../../src/document.ts";
import { FigureFrame } from "../../src/parts/figure_frame.tsx";
import { useSite } from "../site.ts";
import "../../src/styles/figures.css";

interface Props {
  figure: Figure;
  source: string;
  name: string; // of the saved file
  selected?: string | null;
  onSelect?: (name: string) => void;
}

export function LinkedFigure({ figure, source, name, selected = null, onSelect }: Props) {
  const { say } = useSite();
  const frame = useRef<HTMLElement>(null);
  const save = () => {
    const svg = frame.current && savedSvg(frame.current, { title: figure.title, unit: figure.unit, source: say("page.source", { register: source }) });
    if (svg) download(`${name}.svg`, "image/svg+xml", svg);
  };
  return (
    <div class="linked-figure">
      <FigureFrame title={figure.title} unit={figure.unit} source={source} frame={frame}>
        <FigureDrawing figure={figure} selected={selected} onSelect={onSelect ?? (() => undefined)} linked={onSelect !== undefined} />
      </FigureFrame>
      <div class="tools">
        <button type="button" onClick={save}>
          {say("page.download_svg")}
        </button>
      </div>
    </div>
  );
}
