// What the new register is called: its short name in addresses, its title in three languages, who publishes it.
import { Input } from "../parts/field.tsx";
import { useSite } from "../site.ts";
import { languages } from "../words.ts";
import type { Choices } from "./describing.ts";

interface Props {
  id: string; // as the program has it
  taken: boolean; // another register has it
  choices: Choices;
  onChange: (next: Choices) => void;
}

export const isId = (id: string): boolean => /^[a-z][a-z0-9_]{0,47}$/.test(id);

export function Naming({ id, taken, choices, onChange }: Props) {
  const { say } = useSite();
  const name = choices.facts["name"] ?? id;
  const wrong = !isId(name) ? say("site.import.id.hint") : taken ? say("site.describe.id_taken") : undefined;
  const fact = (key: string, value: string) => onChange({ ...choices, facts: { ...choices.facts, [key]: value } });
  return (
    <div class="naming">
      <Input label={say("site.import.id")} hint={wrong ? undefined : say("site.import.id.hint")} error={wrong} value={name} onInput={(value) => fact("name", value)} required />
      <Input label={say("site.describe.source")} hint={say("site.describe.source.hint")} value={choices.facts["source"] ?? ""} onInput={(value) => fact("source", value)} />
      <fieldset>
        <legend>{say("site.describe.title")}</legend>
        {languages.map((language) => (
          <Input key={language} label={say(`site.language.${language}`)} value={choices.titles[language] ?? ""} onInput={(text) => onChange({ ...choices, titles: { ...choices.titles, [language]: text } })} />
        ))}
      </fieldset>
      <fieldset>
        <legend>{say("site.describe.event")}</legend>
        {languages.map((language) => (
          <Input key={language} label={say(`site.language.${language}`)} value={choices.events[language] ?? ""} onInput={(text) => onChange({ ...choices, events: { ...choices.events, [language]: text } })} />
        ))}
      </fieldset>
    </div>
  );
}
