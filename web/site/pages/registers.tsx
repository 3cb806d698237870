// Registers: what the centre holds and how good it is. A file that is dropped is understood before anything is stored.
import { useState } from "preact/hooks";
import { columnAt, textOf } from "../api/answer.ts";
import { upload } from "../api/ask.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered, Refused } from "../parts/answered.tsx";
import { DropZone } from "../parts/drop_zone.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { useTelling } from "../parts/use_telling.ts";
import { ImportFlow } from "../registers/import_flow.tsx";
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
          const waiting = columnAt(sheet, "quarantined");
          const idOf = (row: number) => textOf(sheet.rows[row]?.[id]);
          const ordered = { ...sheet, columns: sheet.columns.map((column, at) => (at === id ? { ...column, detail: true } : column)) };
          return (
            <section class="registers-list" aria-label={sheet.title}>
              <SheetTable
                sheet={ordered}
                render={{
                  name: (row) => <a href={`/registers/${idOf(row)}`}>{textOf(sheet.rows[row]?.[name])}</a>,
                  quarantined: (row) => {
                    const count = sheet.rows[row]?.[waiting];
                    return count && offered("register quarantine") ? <Waiting id={idOf(row)} count={Number(count)} /> : null;
                  },
                }}
              />
            </section>
          );
        }}
      </Answered>
    </>
  );
}

function Waiting({ id, count }: { id: string; count: number }) {
  const { locale } = useSite();
  return <a href={`/registers/${id}?part=quarantine`}>{locale.number(count, 0)}</a>;
}
