// One register: what it holds, how its quality goes over time, its imports, and the rows that wait.
import { useState } from "preact/hooks";
import { type Fact, factOf, numberOf, rowsOf, type Sheet, textOf } from "../api/answer.ts";
import { useAnswer } from "../api/use_answer.ts";
import { DropFile } from "../pages/registers.tsx";
import { Answered } from "../parts/answered.tsx";
import { Explanation } from "../parts/explanation.tsx";
import { ExplainedTable } from "../parts/explained_table.tsx";
import { withRegister } from "../parts/facts.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { Caution } from "../../src/parts/caution.tsx";
import { known } from "./known.ts";
import { Quality } from "./quality.tsx";
import { Quarantine } from "./quarantine.tsx";
import { TakeBack, TakenBack } from "./take_back.tsx";

export function RegisterView({ id }: { id: string }) {
  const { say, offered } = useSite();
  const { parameters } = usePlace();
  const shown = useAnswer("register show", { register: id });
  // Whoever may not see all of it knows it by its name all the same.
  const list = useAnswer("register list", shown.refusal && offered("register list") ? {} : null);
  const name = shown.answer?.sheets[0]?.title ?? textOf(rowsOf(list.answer?.sheets[0]).find((row) => row["id"] === id)?.["name"]) ?? "";
  const parts = [
    { id: "quality", name: say("site.registers.quality"), open: offered("register quality") },
    { id: "imports", name: say("site.registers.imports"), open: offered("register imports") },
    { id: "quarantine", name: say("site.registers.quarantine"), open: offered("register quarantine") },
    { id: "about", name: say("site.registers.about"), open: true },
  ].filter(({ open }) => open);
  const part = parts.find((one) => one.id === parameters.get("part"))?.id ?? parts[0]?.id;
  const sheet = shown.answer?.sheets[0];
  const facts = sheet ? [...withRegister(sheet.header.filter((one) => one.id !== "caution"), { id, name: sheet.title }), known(say, sheet)] : [];
  return (
    <>
      <PageHead title={name || id} lead={sheet ? factOf(sheet, "source") : ""} />
      <p class="back">
        <a href="/registers">{say("site.registers.all")}</a>
      </p>
      {sheet && <Caution text={factOf(sheet, "caution")} />}
      <nav class="parts" aria-label={name || id}>
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
      {part === "quality" && <Quality id={id} facts={facts} />}
      {part === "imports" && <Imports id={id} facts={facts} onChanged={shown.again} />}
      {part === "quarantine" && <Quarantine id={id} />}
      {part === "about" && <Answered of={shown}>{(answer) => <>{answer.sheets.map((one) => <About key={one.id} sheet={one} facts={facts} />)}</>}</Answered>}
    </>
  );
}

// What the register holds. Days and spans of days are written the reader's way.
const k_days = /^\d{4}(-\d\d){0,2}(\.\.\d{4}(-\d\d){0,2})?$/;
function About({ sheet, facts }: { sheet: Sheet; facts: Fact[] }) {
  const { locale } = useSite();
  const day = (row: number) => {
    const cell = sheet.rows[row]?.[1];
    return typeof cell === "string" && k_days.test(cell) ? locale.period(cell) : undefined;
  };
  return (
    <ExplainedTable
      sheet={sheet}
      captionUnseen
      whose="about"
      keyed="what"
      define={{ value: "site.registers.define.about" }}
      nameOf={(row) => textOf(sheet.rows[row]?.[0])}
      facts={() => facts}
      render={{ value: day }}
    />
  );
}

function Imports({ id, facts, onChanged }: { id: string; facts: Fact[]; onChanged: () => void }) {
  const { say, locale, offered } = useSite();
  const asked = useAnswer("register imports", { register: id });
  const [asking, setAsking] = useState<number | null>(null); // whether to take this import back
  const [taken, setTaken] = useState<string[]>([]);
  const takes = offered("register withdraw");
  return (
    <>
      {offered("register import") && <DropFile register={id} label={say("site.registers.drop.more")} />}
      {taken.length > 0 && <TakenBack sentences={taken} />}
      {asking !== null && (
        <TakeBack
          register={id}
          number={asking}
          onClose={() => setAsking(null)}
          onDone={(sentences) => {
            setAsking(null);
            setTaken(sentences);
            asked.again();
            onChanged();
          }}
        />
      )}
      <Answered of={asked}>
        {(answer) => {
          const sheet = answer.sheets[0];
          if (!sheet || sheet.rows.length === 0) return <Notice title={say("site.registers.no_imports")}><p>{say("site.registers.no_imports.next")}</p></Notice>;
          const newest = { ...sheet, rows: [...sheet.rows].reverse() };
          const rows = rowsOf(newest);
          const withdrawn = (row: number) => textOf(rows[row]?.["withdrawn"]) !== "";
          const numberAt = (row: number) => numberOf(rows[row]?.["number"]) ?? 0;
          // The sum is of what stands.
          const sum = (name: string) => rows.reduce((total, row, at) => total + (withdrawn(at) ? 0 : (numberOf(row[name]) ?? 0)), 0);
          // An import of several files has one button, beside its first row.
          const leads = (row: number) => rows.findIndex((_, at) => numberAt(at) === numberAt(row)) === row;
          const anyWithdrawn = rows.some((_, at) => withdrawn(at));
          const wordOf = (column: string) => newest.columns.find((one) => one.id === column)?.label ?? "";
          return (
            <>
              <Sum read={sum("read")} fresh={sum("new")} updated={sum("updated")} unchanged={sum("unchanged")} quarantined={sum("quarantined")} facts={facts} />
              <ExplainedTable
                sheet={newest}
                whose="import"
                keyed="sha256"
                define={k_defined}
                nameOf={(row) => textOf(rows[row]?.["file"]).split("/").at(-1) ?? ""}
                facts={(row) => [
                  ...facts.filter((one) => one.id !== "cut"),
                  { id: "imported", label: newest.columns[1]?.label ?? "", value: locale.stamp(textOf(rows[row]?.["moment"])) },
                  { id: "sha256", label: newest.columns.find((one) => one.id === "sha256")?.label ?? "", value: textOf(rows[row]?.["sha256"]) },
                ]}
                render={{ file: (row) => <span class={withdrawn(row) ? "file withdrawn" : "file"}>{textOf(rows[row]?.["file"]).split("/").at(-1)}</span> }}
                hidden={["withdrawn", "reason"]}
                action={
                  takes || anyWithdrawn
                    ? {
                        label: takes ? say("site.quarantine.do") : wordOf("withdrawn"),
                        of: (row) =>
                          !leads(row) ? null : withdrawn(row) ? (
                            <p class="small withdrawal">
                              {`${say("site.withdraw.state")}, ${locale.stamp(textOf(rows[row]?.["withdrawn"]))}`}
                              {rows[row]?.["reason"] && <span>{textOf(rows[row]?.["reason"])}</span>}
                            </p>
                          ) : takes ? (
                            <button type="button" aria-label={say("site.withdraw.label", { number: String(numberAt(row)) })} onClick={() => setAsking(numberAt(row))}>
                              {say("site.withdraw.action")}
                            </button>
                          ) : null,
                      }
                    : undefined
                }
              />
            </>
          );
        }}
      </Answered>
    </>
  );
}

// What the parts of an account count.
const k_defined = {
  read: "site.registers.define.read",
  new: "site.registers.define.new",
  updated: "site.registers.define.updated",
  unchanged: "site.registers.define.unchanged",
  quarantined: "site.registers.define.quarantined",
} as const;
type Part = keyof typeof k_defined;

interface SumProps extends Record<"read" | "fresh" | "updated" | "unchanged" | "quarantined", number> {
  facts: Fact[]; // where its numbers come from
}

// read = new + updated + unchanged + in quarantine: said as the sum it is.
export function Sum({ read, fresh, updated, unchanged, quarantined, facts }: SumProps) {
  const { say, locale } = useSite();
  const { parameters } = usePlace();
  const ask = (figure: string | null) => go(withParameters(parameters, { figure }), { replace: true });
  const parts: { id: Part; value: number; sign: string }[] = [
    { id: "read", value: read, sign: "" },
    { id: "new", value: fresh, sign: "=" },
    { id: "updated", value: updated, sign: "+" },
    { id: "unchanged", value: unchanged, sign: "+" },
    { id: "quarantined", value: quarantined, sign: "+" },
  ];
  const asked = parts.find(({ id }) => parameters.get("figure") === `sum~${id}`);
  return (
    <>
      <dl class="sum">
        {parts.map(({ id, value, sign }) => (
          <div class="sum-part" key={id}>
            <dt>{say(`site.account.${id}`)}</dt>
            <dd>
              <span aria-hidden="true" class="sum-sign">{sign}</span>
              <button type="button" class="cell" onClick={() => ask(`sum~${id}`)}>
                {locale.number(value, 0)}
              </button>
            </dd>
          </div>
        ))}
      </dl>
      {asked && (
        <Explanation
          figure={{ row: "", column: say(`site.account.${asked.id}`), value: locale.number(asked.value, 0), definition: { text: say(k_defined[asked.id]), id: "" }, facts }}
          onClose={() => ask(null)}
        />
      )}
    </>
  );
}
