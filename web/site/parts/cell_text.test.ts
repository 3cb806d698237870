import { expect, test } from "vitest";
import type { Sheet, SheetColumn } from "../api/answer.ts";
import { localeOf } from "../../src/locale.ts";
import { cellText, verdictOf } from "./cell_text.ts";

const column = (kind: SheetColumn["kind"], id = "x", open = ""): SheetColumn => ({ id, label: id, kind, digits: 1, detail: false, open });
const sheet: Sheet = { id: "", title: "", note: "", header: [], columns: [], rows: [], words: { verdict: { rise: "рост" } } };
const ru = localeOf("ru");

// The same as the terminal writes (text/numbers): checked by eye against `tartip table build --lang ru`.
test("each kind in the reader's conventions", () => {
  expect(cellText(-27.05, column("change"), sheet, ru)).toBe("−27,1\u00a0%");
  expect(cellText(35.89, column("change"), sheet, ru)).toBe("+35,9\u00a0%");
  expect(cellText(0.04, column("change"), sheet, ru)).toBe("0,0\u00a0%");
  expect(cellText(100, column("percent"), sheet, ru)).toBe("100,0\u00a0%");
  expect(cellText(12.43, column("points"), sheet, ru)).toBe("+12,4");
  expect(cellText(168625, column("integer"), sheet, ru)).toBe("168\u00a0625");
  expect(cellText("rise", column("word", "verdict"), sheet, ru)).toBe("рост");
  expect(cellText(["a", "b"], column("list"), sheet, ru)).toBe("a; b");
});

test("missing is a dash, the open end of an interval its word, an unknown code itself", () => {
  expect(cellText(null, column("number"), sheet, ru)).toBe("–");
  expect(cellText(null, column("change", "change_percent_high", "без предела"), sheet, ru)).toBe("без предела");
  expect(cellText("new", column("word", "verdict"), sheet, ru)).toBe("new");
});

test("only verdicts have marks", () => {
  expect(verdictOf("rise", column("word", "verdict"))).toBe("rise");
  expect(verdictOf("partial", column("word", "verdict"))).toBe("none");
  expect(verdictOf("high", column("word", "reliability"))).toBe("none");
});

test("a moment is written the reader's way, an id that looks like one is not", () => {
  expect(cellText("2026-11-22T13:40:58Z", column("text"), sheet, ru)).toBe("22.11.2026,\u00a013:40\u00a0UTC");
  expect(cellText("2026-11-22T13:40:58Z", column("text", "When (UTC)"), sheet, ru)).toBe("22.11.2026,\u00a013:40");
  expect(cellText("2022@1 · 2026-11-22T13:40:44Z", column("text"), sheet, ru)).toBe("2022@1 · 22.11.2026,\u00a013:40\u00a0UTC");
  expect(cellText("2026-11-22 07:40", column("text"), sheet, localeOf("kk"))).toBe("22.11.2026,\u00a007:40");
  expect(cellText("2026-11-22 07:40", column("text"), sheet, localeOf("en"))).toBe("22\u00a0Nov\u00a02026,\u00a007:40");
  expect(cellText("2026-11", column("text"), sheet, ru)).toBe("2026-11");
});
