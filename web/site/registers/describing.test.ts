import { describe, expect, it } from "vitest";
import type { Answer, Sheet } from "../api/answer.ts";
import { type Choices, choicesIn, columnsIn, inAddress, nothing, parametersOf, taken } from "./describing.ts";

const singles = new Set(["class", "x", "y"]);

describe("choices", () => {
  it("move a single role, and leave the others where they are", () => {
    let choices = taken(nothing, "kind", { role: "class", detail: "" }, singles);
    choices = taken(choices, "loss", { role: "quantity", detail: "KZT" }, singles);
    choices = taken(choices, "damage", { role: "quantity", detail: "" }, singles);
    choices = taken(choices, "status", { role: "class", detail: "own" }, singles);
    expect(Object.keys(choices.takes).sort()).toEqual(["damage", "loss", "status"]);
    expect(parametersOf(choices).take).toEqual(["loss=quantity:KZT", "damage=quantity", "status=class:own"]);
  });

  it("come back from the address, whatever a column is called", () => {
    const choices: Choices = {
      takes: { "a=b": { role: "time", detail: "%d.%m.%Y %H:%M" }, "x:y": { role: "ignored", detail: "" }, "Ущерб, тг": { role: "quantity", detail: "KZT" } },
      facts: { territory: "country", decimal: "comma", name: "thefts" },
      titles: { ru: "Кражи", kk: "Ұрлықтар" },
      events: { en: "thefts = cases" },
    };
    const address = new URLSearchParams();
    for (const [name, value] of Object.entries(inAddress(choices))) for (const one of typeof value === "string" ? [value] : (value ?? [])) address.append(name, one);
    expect(choicesIn(new URLSearchParams(address.toString()))).toEqual(choices);
  });

  it("that are empty are not said", () => {
    expect(parametersOf({ ...nothing, titles: { kk: " ", ru: "Кражи" } })).toEqual({ take: [], title: ["ru=Кражи"], event: [] });
    expect(choicesIn(new URLSearchParams("take=date&take=date=when&title=de=Fälle"))).toEqual(nothing);
  });
});

describe("what was understood", () => {
  const sheet = (id: string, columns: string[], rows: Sheet["rows"]): Sheet => ({
    id, title: id, note: "", header: [], rows, columns: columns.map((name) => ({ id: name, label: name, kind: "text", digits: 0, detail: false, open: "" })),
  });
  it("is a column with the alternatives of its role", () => {
    const answer: Answer = {
      said: [], document: "", finding: false,
      sheets: [
        sheet("proposal", ["column", "examples", "role", "detail", "reasons", "guessed", "chosen", "known", "different"], [["on", ["2022-01-02"], "time", "iso", "reads", "time", 0, 9, 8]]),
        sheet("alternatives", ["column", "what", "value", "label", "known", "of"], [["on", "time", "iso", "YYYY-MM-DD", 8, 8], ["on", "until", "iso", "no", 8, 8], ["", "decimal", "point", "point", null, null]]),
      ],
    };
    expect(columnsIn(answer)).toEqual([
      { name: "on", examples: ["2022-01-02"], role: "time", guessed: "time", detail: "iso", reason: "reads", known: 9, different: 8, alternatives: [{ value: "iso", label: "YYYY-MM-DD", known: 8, of: 8 }] },
    ]);
  });
});
