// A drawing as a file of its own: title, unit, the drawing, its key and source, all as SVG.
import { fontFamily, palette } from "./palette.ts";

interface Words {
  title: string;
  unit: string;
  source: string;
}
const k_svg = "http://www.w3.org/2000/svg";

// Lines of at most so many letters, broken between words.
export function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export function savedSvg(figure: Element, words: Words): string | null {
  const drawing = figure.querySelector<SVGSVGElement>("svg.map, .chart svg");
  if (!drawing) return null;
  const [, , width = 680, height = 400] = (drawing.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const margin = 20;
  const whole = document.createElementNS(k_svg, "svg");
  let y = margin;

  const put = (element: Element, attributes: Record<string, string | number>) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    whole.append(element);
  };
  const write = (text: string, size: number, weight: number, fill: string, x = margin) => {
    for (const line of wrap(text, Math.floor((width - x + margin) / (0.56 * size)))) {
      y += 1.35 * size;
      const words = document.createElementNS(k_svg, "text");
      words.textContent = line;
      put(words, { x, y, "font-size": size, "font-weight": weight, fill });
    }
  };

  const ground = document.createElementNS(k_svg, "rect");
  put(ground, { width: "100%", height: "100%", fill: palette.paper });
  write(words.title, 18, 600, palette.ink);
  if (words.unit) write(words.unit, 14, 400, palette.muted);
  y += 12;
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.querySelector(".map-marked")?.remove();
  for (const path of copy.querySelectorAll("[tabindex]")) path.removeAttribute("tabindex");
  put(copy, { x: margin, y, width, height });
  y += height + 8;
  for (const entry of figure.querySelectorAll(".key li")) {
    const mark = entry.querySelector("svg")?.cloneNode(true) as SVGSVGElement | undefined;
    if (mark) put(mark, { x: margin, y: y + 6, width: 28, height: 16 });
    write(entry.textContent ?? "", 14, 400, palette.ink, margin + 38);
  }
  y += 6;
  write(words.source, 12, 400, palette.muted);

  const [full, high] = [width + 2 * margin, Math.ceil(y + margin)];
  return new XMLSerializer().serializeToString(framed(whole, full, high));
}

function framed(whole: SVGElement, width: number, height: number): SVGElement {
  whole.setAttribute("viewBox", `0 0 ${width} ${height}`);
  whole.setAttribute("width", String(width));
  whole.setAttribute("height", String(height));
  whole.setAttribute("font-family", fontFamily);
  return whole;
}
