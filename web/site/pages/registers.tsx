// Registers: what the centre holds and how good it is. A file that is dropped is understood before anything is stored.
import { useState } from "preact/hooks";
import { columnAt, numberOf, textOf } from "../api/answer.ts";
import { upload } from "../api/ask.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered, Refused } from "../parts/answered.tsx";
import { DropZone } from "../parts/drop_zone.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { ExplainedTable } from "../parts/explained_table.tsx";
import { useTelling } from "../parts/use_telling.ts";
import { ImportFlow } from "../registers/import_flow.tsx";
import { known } from "../registers/known.ts";
import { RegisterView } from "../registers/register_view.tsx";
import { go, usePlace } from "../router.ts";
import { useSite } from "../site.ts";
import "../../src/styles/figures.css";
import "../registers/registers.css";

export default function Registers() {
  const { path, parameters } = usePlace();
  const id = path.split("/")[2] ?? "";
  const given = parameters.get("upload");
  return (
    <div class="width page">
      {given ? <ImportFlow key={given} given={given} file={parameters.get("file") ?? ""} register={id} /> : id ? <RegisterView key={id} id={id} /> : <List />}
    </div>
  );
}

// Drops a file into a register, or into none yet; what then follows has an address of its own.
export function DropFile({ register, label }: { register: string; label: string }) {
  const { say } = useSite();
  const telling = useTelling();
  const [name, setName] = useState("");
  const take = ([file]: File[]) => {
    if (!file) return;
    setName(file.name);
    void telling.run(async () => {
      const given = await upload(file);
      go(`/registers${register && `/${register}`}?${new URLSearchParams({ upload: given, file: file.name })}`);
    });
  };
  return (
    <>
      <DropZone label={label} hint={telling.busy ? say("site.upload.busy", { file: name }) : say("site.registers.drop.hint")} busy={telling.busy} onFiles={take} />
      {telling.refusal && <Refused refusal={telling.refusal} />}
    </>
  );
}

function List() {
  const { say, offered } = useSite();
  const asked = useAnswer("register list", {});
  const imports = offered("register import");
  return (
    <>
      <PageHead title={say("site.page.registers")} lead={say("site.registers.lead")} />
      {imports && <DropFile register="" label={say("site.registers.drop")} />}
      <Answered of={asked}>
        {(answer) => {
          const sheet = answer.sheets[0];
          if (!sheet || sheet.rows.length === 0)
            return (
              <Notice title={say("site.empty.registers")}>
                <p>{say(imports ? "site.registers.first" : "site.empty.registers.next")}</p>
              </Notice>
            );
          const id = columnAt(sheet, "id");
          const name = columnAt(sheet, "name");
          const waits = columnAt(sheet, "quarantined");
          const asOf = known(say, sheet);
          const source = columnAt(sheet, "source");
          const idOf = (row: number) => textOf(sheet.rows[row]?.[id]);
          const nameOf = (row: number) => textOf(sheet.rows[row]?.[name]);
          const counted = sheet.rows.some((cells) => numberOf(cells[columnAt(sheet, "events")]) !== null);
          const waiting = (row: number) => (numberOf(sheet.rows[row]?.[waits]) ?? 0) > 0 && offered("register quarantine");
          const ordered = { ...sheet, columns: sheet.columns.map((column, at) => (at === id ? { ...column, detail: true } : column)) };
          return (
            <section class="registers-list" aria-label={sheet.title}>
              {counted && <p class="small hint-line">{say("site.figure.hint")}</p>}
              <ExplainedTable
                sheet={ordered}
                captionUnseen
                hidden={counted ? [] : ["events", "quarantined"]}
                whose="list"
                keyed="id"
                define={{ events: "site.registers.define.events", quarantined: "site.registers.define.quarantined" }}
                nameOf={nameOf}
                facts={(row) => [
                  { id: "register", label: say("site.register"), value: `${nameOf(row)} (${idOf(row)})` },
                  { id: "source", label: sheet.columns[source]?.label ?? "", value: textOf(sheet.rows[row]?.[source]) },
                  asOf,
                ]}
                more={(row, column) => (column === "quarantined" && waiting(row) ? { label: say("site.import.quarantine"), address: `/registers/${idOf(row)}?part=quarantine` } : undefined)}
                render={{ name: (row) => (offered("register show") ? <a href={`/registers/${idOf(row)}`}>{nameOf(row)}</a> : nameOf(row)) }}
              />
            </section>
          );
        }}
      </Answered>
    </>
  );
}
