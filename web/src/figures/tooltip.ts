// The small card beside the pointer: a heading and lines of name and value. Built of nodes, never of markup: names come
// from registers.
import { fontFamily, palette } from "./palette.ts";

export function card(heading: string, lines: { name: string; value: string }[]): HTMLElement {
  const root = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = heading;
  root.append(title);
  for (const { name, value } of lines) {
    const line = document.createElement("div");
    line.className = "card-line";
    const label = document.createElement("span");
    label.textContent = name;
    const number = document.createElement("b");
    number.textContent = value;
    line.append(label, number);
    root.append(line);
  }
  return root;
}

export const tooltip = {
  confine: true,
  transitionDuration: 0,
  backgroundColor: palette.paper,
  borderColor: palette.ink,
  borderWidth: 1,
  padding: [8, 12],
  extraCssText: "box-shadow:none;border-radius:0;max-width:20rem;white-space:normal",
  textStyle: { fontFamily, fontSize: 14, color: palette.ink },
};
