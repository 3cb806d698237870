// One register: what it holds, how its quality goes over time, its imports, and the rows that wait.
import { factOf, numberOf, rowsOf, textOf } from "../api/answer.ts";
import { useAnswer } from "../api/use_answer.ts";
import { DropFile } from "../pages/registers.tsx";
import { Answered } from "../parts/answered.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { usePlace } from "../router.ts";
import { useSite } from "../site.ts";
import { Caution } from "../../src/parts/caution.tsx";
import { Quality } from "./quality.tsx";
import { Quarantine } from "./quarantine.tsx";

export function RegisterView({ id }: { id: string }) {
  const { say, offered } = useSite();
  const { parameters } = usePlace();
  const shown = useAnswer("register show", { register: id });
  const parts = [
    { id: "quality", name: say("site.registers.quality"), open: offered("register quality") },
    { id: "imports", name: say("site.registers.imports"), open: offered("register imports") },
    { id: "quarantine", name: say("site.registers.quarantine"), open: offered("register quarantine") },
    { id: "about", name: say("site.registers.about"), open: true },
  ].filter(({ open }) => open);
  const part = parts.find((one) => one.id === parameters.get("part"))?.id ?? parts[0]?.id;
  const sheet = shown.answer?.sheets[0];
  return (
    <>
      <PageHead title={sheet?.title ?? id} lead={sheet ? factOf(sheet, "source") : ""} />
      <p class="back">
        <a href="/registers">{say("site.registers.all")}</a>
      </p>
      {sheet && <Caution text={factOf(sheet, "caution")} />}
      <nav class="parts" aria-label={sheet?.title ?? id}>
        <ul>
          {parts.map((one) => (
            <li key={one.id}>
              <a href={`/registers/${id}?part=${one.id}`} aria-current={one.id === part ? "page" : undefined}>
                {one.name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {part === "quality" && <Quality id={id} />}
      {part === "imports" && <Imports id={id} />}
      {part === "quarantine" && <Quarantine id={id} />}
      {part === "about" && <Answered of={shown}>{(answer) => <>{answer.sheets.map((one) => <SheetTable key={one.id} sheet={one} />)}</>}</Answered>}
    </>
  );
}

function Imports({ id }: { id: string }) {
  const { say, offered } = useSite();
  const asked = useAnswer("register imports", { register: id });
  return (
    <>
      {offered("register import") && <DropFile register={id} label={say("site.registers.drop.more")} />}
      <Answered of={asked}>
        {(answer) => {
          const sheet = answer.sheets[0];
          if (!sheet || sheet.rows.length === 0) return <Notice title={say("site.registers.no_imports")}><p>{say("site.registers.no_imports.next")}</p></Notice>;
          const newest = { ...sheet, rows: [...sheet.rows].reverse() };
          const rows = rowsOf(newest);
          const sum = (name: string) => rows.reduce((total, row) => total + (numberOf(row[name]) ?? 0), 0);
          return (
            <>
              <Sum read={sum("read")} fresh={sum("new")} updated={sum("updated")} unchanged={sum("unchanged")} quarantined={sum("quarantined")} />
              <SheetTable sheet={newest} render={{ file: (row) => <span class="file">{textOf(rows[row]?.["file"]).split("/").at(-1)}</span> }} />
            </>
          );
        }}
      </Answered>
    </>
  );
}

// read = new + updated + unchanged + in quarantine: said as the sum it is.
export function Sum({ read, fresh, updated, unchanged, quarantined }: Record<"read" | "fresh" | "updated" | "unchanged" | "quarantined", number>) {
  const { say, locale } = useSite();
  const part = (value: number, label: string, sign: string) => (
    <div class="sum-part" key={label}>
      <dt>{label}</dt>
      <dd>
        <span aria-hidden="true" class="sum-sign">{sign}</span>
        {locale.number(value, 0)}
      </dd>
    </div>
  );
  return (
    <dl class="sum">
      {part(read, say("site.account.read"), "")}
      {part(fresh, say("site.account.new"), "=")}
      {part(updated, say("site.account.updated"), "+")}
      {part(unchanged, say("site.account.unchanged"), "+")}
      {part(quarantined, say("site.account.quarantined"), "+")}
    </dl>
  );
}
