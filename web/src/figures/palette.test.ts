import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { palette, ramp } from "./palette.ts";

const css = readFileSync(new URL("../styles/tokens.css", import.meta.url), "utf8");
const token = (name: string) => new RegExp(`--${name}:\\s*(#[0-9a-f]{6});`).exec(css)?.[1];

function luminance(colour: string): number {
  const channel = (at: number) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
const contrast = (one: string, other: string) => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

test("drawings and page share their colours", () => {
  for (const [name, colour] of Object.entries(palette)) expect(token(name), name).toBe(colour);
  ramp.forEach((colour, step) => expect(token(`ramp-${step}`)).toBe(colour));
});

test("text reaches 4.5 to 1 on paper and wash, lines of drawings 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11)", () => {
  for (const ground of [palette.paper, palette.wash]) {
    for (const text of [palette.ink, palette.muted, palette.accent, palette.alert]) {
      expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(contrast(palette.earlier, palette.paper)).toBeGreaterThanOrEqual(3);
});

test("the ramp darkens in even steps of lightness, so it survives grey printing", () => {
  const lightness = ramp.map((colour) => 116 * Math.cbrt(luminance(colour)) - 16);
  for (let step = 1; step < ramp.length; ++step) {
    expect((lightness[step - 1] ?? 0) - (lightness[step] ?? 0)).toBeGreaterThan(8);
  }
});
