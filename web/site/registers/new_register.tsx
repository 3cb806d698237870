// A file nobody has described yet: its columns one by one, the effect of what is chosen at once, the register's name, and
// the description for those who want to read it.
import { useState } from "preact/hooks";
import { factOf, sheetOf } from "../api/answer.ts";
import { Refused } from "../parts/answered.tsx";
import { Notice } from "../parts/notice.tsx";
import { useSite } from "../site.ts";
import { ColumnList } from "./column_list.tsx";
import { columnsIn, factsIn, rolesIn, taken } from "./describing.ts";
import { FileFacts, UnreadFile } from "./file_facts.tsx";
import { isId, Naming } from "./naming.tsx";
import { SampleCheck } from "./sample_check.tsx";
import { Trial } from "./trial.tsx";
import { useDescription } from "./use_description.ts";

interface Props {
  given: string;
  file: string;
  others: string[]; // registers that are there
}

export function NewRegister({ given, file, others }: Props) {
  const { say } = useSite();
  const { choices, change, answer, refusal, waiting, again } = useDescription(given);
  const [edited, setEdited] = useState<string | null>(null); // the description, changed by hand
  const sayFact = (fact: string, value: string) => change({ ...choices, facts: { ...choices.facts, [fact]: value } });
  if (!answer && !refusal) return <p class="waiting" role="status">{say("site.waiting")}</p>;
  if (!answer)
    return (
      <>
        {refusal && <Refused refusal={refusal} again={again} />}
        <UnreadFile said={choices.facts} onSay={sayFact} />
      </>
    );

  const proposal = sheetOf(answer, "proposal");
  const roles = rolesIn(answer);
  const singles = new Set(roles.filter(({ single }) => single).map(({ id }) => id));
  const id = (proposal && factOf(proposal, "register")) ?? "";
  const name = choices.facts["name"] ?? id;
  const text = edited ?? answer.document ?? "";
  const ready = refusal === null && !waiting && isId(name) && !others.includes(name) && (edited !== null || sheetOf(answer, "check") !== undefined);
  return (
    <>
      {refusal && <Refused refusal={refusal} again={again} />}
      {edited === null ? (
        <div aria-busy={waiting}>
          <section aria-labelledby="understood">
            <h2 id="understood">{say("site.describe.columns")}</h2>
            <p class="read small">{say("site.describe.columns.what")}</p>
            <FileFacts facts={factsIn(answer)} said={choices.facts} onSay={sayFact} />
            <ColumnList columns={columnsIn(answer)} roles={roles} chosen={choices.takes} onTake={(column, take) => change(taken(choices, column, take, singles))} />
          </section>
          <section aria-labelledby="effect">
            <h2 id="effect">{say("site.describe.effect")}</h2>
            <SampleCheck answer={answer} />
          </section>
          <section aria-labelledby="naming">
            <h2 id="naming">{say("site.describe.naming")}</h2>
            <Naming id={id} taken={others.includes(name)} choices={choices} onChange={change} />
          </section>
        </div>
      ) : (
        <Notice title={say("site.describe.by_hand")}>
          <div class="tools">
            <button type="button" onClick={() => setEdited(null)}>
              {say("site.describe.back")}
            </button>
          </div>
        </Notice>
      )}
      <details class="description" open={edited !== null}>
        <summary>{say("site.import.description")}</summary>
        <label class="unseen" for="description">
          {say("site.import.description")}
        </label>
        <textarea id="description" rows={24} spellcheck={false} value={text} onInput={(event) => setEdited(event.currentTarget.value)} />
      </details>
      <Trial given={given} file={file} register={name} description={text} ready={ready} />
    </>
  );
}
