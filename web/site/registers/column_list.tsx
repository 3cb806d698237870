// The columns of a file, each with what it was taken for and why; both can be changed.
import { useState } from "preact/hooks";
import { useSite } from "../site.ts";
import type { Alternative, Column, RoleWord, Take } from "./describing.ts";

interface Props {
  columns: Column[];
  roles: RoleWord[];
  chosen: Record<string, Take>;
  onTake: (column: string, take: Take) => void;
}

export function ColumnList({ columns, roles, chosen, onTake }: Props) {
  const { say } = useSite();
  return (
    <div class="column-list">
      <div class="column-list-head" aria-hidden="true">
        {(["column", "examples", "role", "detail", "why"] as const).map((name) => (
          <span key={name}>{say(`site.describe.${name}`)}</span>
        ))}
      </div>
      <ol>
        {columns.map((column) => (
          <OneColumn key={column.name} column={column} roles={roles} take={chosen[column.name]} onTake={(take) => onTake(column.name, take)} />
        ))}
      </ol>
    </div>
  );
}

interface OneProps {
  column: Column;
  roles: RoleWord[];
  take: Take | undefined;
  onTake: (take: Take) => void;
}

function OneColumn({ column, roles, take, onTake }: OneProps) {
  const { say, locale } = useSite();
  const role = take?.role ?? column.role;
  const other = column.guessed !== column.role;
  return (
    <li class={role === "ignored" ? "not-taken" : undefined}>
      <div class="column-name">
        <h3>{column.name}</h3>
        <p class="small">{say("site.describe.values", { known: locale.number(column.known, 0), different: locale.number(column.different, 0) })}</p>
      </div>
      <ul class="column-examples" aria-label={say("site.describe.examples")}>
        {column.examples.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <div class="column-role">
        <select aria-label={`${column.name}: ${say("site.describe.role")}`} value={role} onChange={(event) => onTake({ role: event.currentTarget.value, detail: "" })}>
          {roles.map(({ id, name }) => (
            <option key={id} value={id} selected={id === role}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="column-detail">
        <Detail key={role} column={column} role={role} detail={take ? take.detail || (take.role === column.role ? column.detail : "") : column.detail} onDetail={(detail) => onTake({ role, detail })} />
      </div>
      <p class="column-why">
        {other && <strong>{say("site.describe.guess", { role: roles.find(({ id }) => id === column.guessed)?.name ?? column.guessed })} </strong>}
        {column.reason}
      </p>
    </li>
  );
}

const k_other = "\u0000other";

// The format of a time, the level of a unit, the scheme of a class; of a quantity its unit of measure.
function Detail({ column, role, detail, onDetail }: { column: Column; role: string; detail: string; onDetail: (detail: string) => void }) {
  const { say } = useSite();
  const [own, setOwn] = useState(false);
  const name = (key: "site.describe.format" | "site.describe.level" | "site.describe.scheme" | "site.describe.measure") => ({ "aria-label": `${column.name}: ${say(key)}`, title: say(key) });
  if (role === "quantity" || role === "count")
    return <input {...name("site.describe.measure")} placeholder={say("site.describe.measure")} value={detail} onInput={(event) => onDetail(event.currentTarget.value)} />;
  if (role !== column.role) return null; // what it could be is being asked
  const time = role === "time" || role === "until";
  if (!time && role !== "unit" && role !== "within" && role !== "class") return null;
  const labelled = name(time ? "site.describe.format" : role === "class" ? "site.describe.scheme" : "site.describe.level");
  if (own)
    return <input {...labelled} placeholder="%d.%m.%Y %H:%M" value={detail} spellcheck={false} onInput={(event) => onDetail(event.currentTarget.value)} />;
  return (
    <select {...labelled} value={detail} onChange={(event) => (event.currentTarget.value === k_other ? setOwn(true) : onDetail(event.currentTarget.value))}>
      {column.alternatives.map((one) => (
        <option key={one.value} value={one.value} selected={one.value === detail}>
          <Fitting {...one} />
        </option>
      ))}
      {time && <option value={k_other}>{say("site.describe.other_format")}</option>}
    </select>
  );
}

// "districts: 12 of 12 values".
function Fitting({ label, known, of }: Alternative) {
  const { say, locale } = useSite();
  return <>{known === null || of === null ? label : say("site.describe.fit", { label, known: locale.number(known, 0), of: locale.number(of, 0) })}</>;
}
