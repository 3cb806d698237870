// What was understood of the file as a whole. What is in question can be changed; the rest is said.
import { useState } from "preact/hooks";
import { Input, Select } from "../parts/field.tsx";
import { useSite } from "../site.ts";
import type { FileFact } from "./describing.ts";

interface Props {
  facts: FileFact[];
  said: Record<string, string>;
  onSay: (fact: string, value: string) => void;
}

export function FileFacts({ facts, said, onSay }: Props) {
  const { say, locale } = useSite();
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return (
    <div class="controls file-facts">
      {facts.map(({ id, label, value, reason, alternatives }) => {
        const shown = { label: capital(label), hint: reason || undefined, value: said[id] ?? value };
        if (id === "format" || (id === "worksheet" && alternatives.length < 2)) return null;
        if (id === "time") return <Input key={id} {...shown} hint={say("site.describe.time.hint")} onInput={(next) => onSay(id, next)} />;
        if (alternatives.length === 0) return <Input key={id} {...shown} onInput={(next) => onSay(id, next)} />;
        const choices = alternatives.map((one) => ({
          value: one.value,
          label: one.known === null || !one.of ? one.label : say("site.describe.fit", { label: one.label, known: locale.number(one.known, 0), of: locale.number(one.of, 0) }),
        }));
        if (!choices.some((choice) => choice.value === shown.value)) choices.unshift({ value: shown.value, label: shown.value });
        return <Select key={id} {...shown} choices={choices} onChoose={(next) => onSay(id, next)} />;
      })}
    </div>
  );
}

// What can be said of a file that could not be read as it is.
export function UnreadFile({ said, onSay }: Pick<Props, "said" | "onSay">) {
  const { say } = useSite();
  const [typed, setTyped] = useState(said);
  const put = (fact: string, value: string) => {
    setTyped({ ...typed, [fact]: value });
    onSay(fact, value);
  };
  return (
    <div class="controls file-facts">
      <Input label={say("site.describe.header_rows")} value={typed["skip-lines"] ?? ""} type="number" onInput={(value) => put("skip-lines", value)} />
      <Input label={say("site.describe.encoding")} hint="utf-8, windows-1251, koi8-r, utf-16" value={typed["encoding"] ?? ""} onInput={(value) => put("encoding", value)} />
      <Input label={say("site.describe.worksheet")} value={typed["worksheet"] ?? ""} onInput={(value) => put("worksheet", value)} />
    </div>
  );
}
