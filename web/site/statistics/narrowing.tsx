// What the question is narrowed to: territories and classes chosen by search, attributes, the day of the cut. Each can be
// taken back by a click.
import { useState } from "preact/hooks";
import { rowsOf, textOf } from "../api/answer.ts";
import type { RegisterAxes } from "../api/axes.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Input, Select } from "../parts/field.tsx";
import { useSite } from "../site.ts";
import type { Question } from "./question.ts";

interface Props {
  register: RegisterAxes;
  question: Question;
  onChange: (changes: Record<string, string | readonly string[] | null>) => void;
}

export function Narrowing({ register, question, onChange }: Props) {
  const { say, locale } = useSite();
  const narrowed = question.in.length + question.class.length + question.where.length > 0 || question.knownOn !== "";
  const [open, setOpen] = useState(false);
  const without = (list: string[], one: string) => list.filter((other) => other !== one);
  const add = (list: string[], one: string) => (one && !list.includes(one) ? [...list, one] : list);
  return (
    <div class="narrowing">
      {narrowed && (
        <ul class="chips" aria-label={say("site.statistics.narrowed")}>
          {question.in.map((code) => (
            <Chip key={code} kind={say("site.statistics.territory")} name={<Named kind="territory" axis={register.territoryLevels[0]?.axis} code={code} />} onDrop={() => onChange({ in: without(question.in, code) })} />
          ))}
          {question.class.map((code) => (
            <Chip key={code} kind={say("site.statistics.class")} name={<Named kind="classification" axis={register.classLevels[0]?.axis} code={code} />} onDrop={() => onChange({ class: without(question.class, code) })} />
          ))}
          {question.where.map((one) => (
            <Chip key={one} kind="" name={one.replace("=", ": ")} onDrop={() => onChange({ where: without(question.where, one) })} />
          ))}
          {question.knownOn && <Chip kind={say("site.statistics.known_on")} name={locale.period(question.knownOn)} onDrop={() => onChange({ "known-on": null })} />}
        </ul>
      )}
      <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        {say("site.statistics.narrow")}
      </button>
      {open && (
        <div class="narrowing-fields">
          {register.territoryLevels.length > 0 && (
            <Members kind="territory" axis={register.territoryLevels[0]?.axis ?? ""} label={say("site.statistics.only_territory")} onChoose={(code) => onChange({ in: add(question.in, code) })} />
          )}
          {register.classLevels.length > 0 && (
            <Members kind="classification" axis={register.classLevels[0]?.axis ?? ""} label={say("site.statistics.only_class")} onChoose={(code) => onChange({ class: add(question.class, code) })} />
          )}
          {register.attributes.length > 0 && <Attribute register={register} onChoose={(one) => onChange({ where: add(question.where, one) })} />}
          <Input label={say("site.statistics.known_on")} hint={say("site.statistics.known_on.hint")} type="date" value={question.knownOn} onInput={(day) => onChange({ "known-on": day })} />
        </div>
      )}
    </div>
  );
}

function Chip({ kind, name, onDrop }: { kind: string; name: preact.ComponentChildren; onDrop: () => void }) {
  const { say } = useSite();
  return (
    <li>
      {kind && <span class="chip-kind">{kind}: </span>}
      {name}
      <button type="button" class="quiet" onClick={onDrop} aria-label={say("site.statistics.drop")} title={say("site.statistics.drop")}>
        ×
      </button>
    </li>
  );
}

const k_most_listed = 400;

// Codes of an axis; without an axis of the centre (a register's own classes) the codes are typed.
function useMembers(kind: "territory" | "classification", axis: string | undefined) {
  const parameters = axis ? (kind === "territory" ? { territory: axis } : { classification: axis }) : null;
  const answer = useAnswer(`${kind} show`, parameters);
  return rowsOf(answer.answer?.sheets[0]).map((row) => ({ code: textOf(row["code"]), name: textOf(row["name"]) || textOf(row["code"]), level: textOf(row["level"]) }));
}

function Named({ kind, axis, code }: { kind: "territory" | "classification"; axis: string | undefined; code: string }) {
  const found = useMembers(kind, axis).find((member) => member.code === code);
  return <>{found?.name ?? code}</>;
}

function Members({ kind, axis, label, onChoose }: { kind: "territory" | "classification"; axis: string; label: string; onChoose: (code: string) => void }) {
  const { say } = useSite();
  const members = useMembers(kind, axis);
  const [typed, setTyped] = useState("");
  if (members.length > 0 && members.length <= k_most_listed) {
    return (
      <Select
        label={label}
        choices={[{ value: "", label: say("site.statistics.choose") }, ...members.map(({ code, name, level }) => ({ value: code, label: name, group: level }))]}
        value=""
        onChoose={onChoose}
      />
    );
  }
  const choose = () => {
    const member = members.find(({ code, name }) => code === typed || name.toLowerCase() === typed.toLowerCase());
    onChoose(member?.code ?? typed);
    setTyped("");
  };
  return (
    <div class="typed">
      <Input label={label} hint={say("site.statistics.code.hint")} value={typed} onInput={setTyped} />
      <button type="button" onClick={choose} disabled={!typed}>
        {say("site.statistics.add")}
      </button>
    </div>
  );
}

function Attribute({ register, onChoose }: { register: RegisterAxes; onChoose: (condition: string) => void }) {
  const { say } = useSite();
  const [id, setId] = useState(register.attributes[0]?.id ?? "");
  const [value, setValue] = useState("");
  return (
    <div class="typed">
      <Select label={say("site.statistics.attribute")} choices={register.attributes.map((one) => ({ value: one.id, label: one.name }))} value={id} onChoose={setId} />
      <Input label={say("site.statistics.value")} value={value} onInput={setValue} />
      <button
        type="button"
        disabled={!value}
        onClick={() => {
          onChoose(`${id}=${value}`);
          setValue("");
        }}
      >
        {say("site.statistics.add")}
      </button>
    </div>
  );
}
