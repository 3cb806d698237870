import { expect, test } from "vitest";
import type { Answer } from "./answer.ts";
import { registersOf } from "./axes.ts";

const column = (id: string) => ({ id, label: id, kind: "text", digits: 0, detail: false, open: "" });
const answer = {
  sheets: [
    {
      id: "axes", title: "", note: "", header: [],
      columns: ["register", "part", "axis", "id", "name", "members", "with_area", "unit"].map(column),
      rows: [
        ["thefts", "register", "", "thefts", "Thefts", 12, null, ""],
        ["thefts", "territory_level", "country", "district", "districts", 3, 3, ""],
        ["empty", "register", "", "empty", "Nothing yet", 0, null, ""],
        ["untold", "register", "", "untold", "Of a region", null, null, ""],
      ],
    },
  ],
} as unknown as Answer;

test("an empty register is left out; one whose number of events is not told is there", () => {
  expect(registersOf(answer).map(({ id, events }) => [id, events])).toEqual([["thefts", 12], ["untold", null]]);
  expect(registersOf(answer)[0]?.territoryLevels.map(({ id }) => id)).toEqual(["district"]);
});
