// Labelled controls. A hint and an error belong to their control, for eyes and for ears.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface Choice {
  value: string;
  label: string;
  group?: string; // choices of one group stand together under its name
}

interface Field {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

function Framed({ label, hint, error, id, children }: Field & { id: string; children: ComponentChildren }) {
  return (
    <div class={`field ${error ? "field-wrong" : ""}`}>
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="wrong" id={`${id}-error`}>
          {error}
        </p>
      )}
      {children}
    </div>
  );
}

const described = (id: string, { hint, error }: Field) =>
  ({
    "aria-describedby": [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined,
    "aria-invalid": error ? true : undefined,
  }) as const;

export function Select({ choices, value, onChoose, ...field }: Field & { choices: Choice[]; value: string; onChoose: (value: string) => void }) {
  const id = useId();
  const option = ({ value: code, label }: Choice) => (
    <option key={code} value={code} selected={code === value}>
      {label}
    </option>
  );
  const groups = [...new Set(choices.map(({ group }) => group))];
  return (
    <Framed {...field} id={id}>
      <select id={id} value={value} {...described(id, field)} onChange={(event) => onChoose(event.currentTarget.value)}>
        {groups.map((group) => {
          const options = choices.filter((one) => one.group === group).map(option);
          return group === undefined ? options : <optgroup key={group} label={group}>{options}</optgroup>;
        })}
      </select>
    </Framed>
  );
}

interface InputProps extends Field {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "password" | "number" | "date" | "email";
  name?: string;
  autocomplete?: string;
  required?: boolean;
}

export function Input({ value, onInput, type = "text", name, autocomplete, required, ...field }: InputProps) {
  const id = useId();
  return (
    <Framed {...field} id={id}>
      <input
        id={id}
        type={type as "text"}
        name={name}
        value={value}
        autocomplete={autocomplete}
        required={required}
        {...described(id, field)}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Framed>
  );
}

export function Check({ label, checked, onCheck }: { label: string; checked: boolean; onCheck: (checked: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onCheck(event.currentTarget.checked)} /> {label}
    </label>
  );
}
