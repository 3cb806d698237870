// A file that was dropped: what was understood of it, what would become of its rows, and only then the import.
import { useState } from "preact/hooks";
import { rowsOf, textOf } from "../api/answer.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Select } from "../parts/field.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { useSite } from "../site.ts";
import { NewRegister } from "./new_register.tsx";
import { Trial } from "./trial.tsx";

const k_new = "+";

interface Props {
  given: string; // "upload:…"
  file: string; // its name
  register: string; // empty: not chosen yet
}

export function ImportFlow({ given, file, register }: Props) {
  const { say } = useSite();
  const registers = useAnswer("register list", {});
  const [into, setInto] = useState(register || k_new);
  const choices = rowsOf(registers.answer?.sheets[0]).map((row) => ({ value: textOf(row["id"]), label: textOf(row["name"]) }));
  return (
    <>
      <PageHead title={say("site.import.title", { file })} lead={say("site.import.lead")} />
      <div class="controls">
        <Select label={say("site.import.into")} choices={[{ value: k_new, label: say("site.import.new") }, ...choices]} value={into} onChoose={setInto} />
      </div>
      {into === k_new ? <NewRegister given={given} file={file} others={choices.map(({ value }) => value)} /> : <Trial key={into} given={given} file={file} register={into} description={null} />}
    </>
  );
}
