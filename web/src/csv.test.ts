import { expect, test } from "vitest";
import { csvOf } from "./csv.ts";
import type { Table, TableCell } from "./document.ts";

const text = (words: string): TableCell => ({ text: words, value: null, verdict: "none" });
const table = (rows: TableCell[][]): Table => ({
  caption: "",
  columns: [
    { label: "Class", number: false },
    { label: "Count, 9 months", number: true },
  ],
  rows,
  note: "",
});

test("numbers are machine-readable, text is quoted where it must be", () => {
  const rows = [
    [text('theft, "minor"'), { text: "1 234,5", value: 1234.5, verdict: "rise" as const }],
    [text("two\nlines"), text("–")],
  ];
  expect(csvOf(table(rows))).toBe('Class,"Count, 9 months"\r\n"theft, ""minor""",1234.5\r\n"two\nlines",–\r\n');
});

test("text that a spreadsheet would run is kept text; a negative number is a number", () => {
  const rows = [[text('=HYPERLINK("x")'), { text: "−3", value: -3, verdict: "fall" as const }], [text("-"), text("@a")]];
  expect(csvOf(table(rows))).toBe('Class,"Count, 9 months"\r\n"\'=HYPERLINK(""x"")",-3\r\n-,\'@a\r\n');
});

test("an empty table is its header", () => {
  expect(csvOf(table([]))).toBe('Class,"Count, 9 months"\r\n');
});
