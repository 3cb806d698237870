// What can be asked of the centre's registers (operation `cube axes`).
import { type Answer, numberOf, rowsOf, textOf } from "./answer.ts";

export interface AxisWord {
  axis: string; // the territory's or classification's id
  id: string;
  name: string;
  members: number;
  withArea: number;
  unit: string;
}
export interface RegisterAxes {
  id: string;
  name: string;
  events: number | null; // null: not told to whoever answers for a part of the country
  covers: string; // "1998..2007"
  territoryLevels: AxisWord[];
  classLevels: AxisWord[];
  schemes: AxisWord[];
  quantities: AxisWord[];
  attributes: AxisWord[];
}

// The registers that hold events.
export function registersOf(answer: Answer): RegisterAxes[] {
  const registers = new Map<string, RegisterAxes>();
  for (const row of rowsOf(answer.sheets[0])) {
    const word: AxisWord = {
      axis: textOf(row["axis"]),
      id: textOf(row["id"]),
      name: textOf(row["name"]) || textOf(row["id"]),
      members: numberOf(row["members"]) ?? 0,
      withArea: numberOf(row["with_area"]) ?? 0,
      unit: textOf(row["unit"]),
    };
    const id = textOf(row["register"]);
    const register = registers.get(id) ?? {
      id, name: id, events: 0, covers: "", territoryLevels: [], classLevels: [], schemes: [], quantities: [], attributes: [],
    };
    registers.set(id, register);
    const part = textOf(row["part"]);
    if (part === "register") Object.assign(register, { name: word.name, events: numberOf(row["members"]) });
    if (part === "covers") register.covers = word.id;
    if (part === "territory_level") register.territoryLevels.push(word);
    if (part === "class_level") register.classLevels.push(word);
    if (part === "scheme") register.schemes.push(word);
    if (part === "quantity") register.quantities.push(word);
    if (part === "attribute") register.attributes.push(word);
  }
  return [...registers.values()].filter(({ events }) => events !== 0);
}
