// When a count of a register was true: it changes with the next import.
import type { Fact } from "../api/answer.ts";
import type { Words } from "../words.ts";

export const known = (say: Words): Fact => ({ id: "cut", label: say("site.figure.as_of"), value: new Date().toISOString().slice(0, 19) + "Z" });
