// When a count of a register was true: when it was answered. It changes with the next import.
import type { Fact, Sheet } from "../api/answer.ts";
import type { Words } from "../words.ts";

const answered = new WeakMap<Sheet, string>();

export function known(say: Words, sheet: Sheet): Fact {
  const moment = answered.get(sheet) ?? new Date().toISOString().slice(0, 19) + "Z";
  answered.set(sheet, moment);
  return { id: "cut", label: say("site.figure.as_of"), value: moment };
}
