// Rows that wait: why, row by row, corrected in their place or dismissed — which can be undone.
import { useState } from "preact/hooks";
import { type Answer, columnAt, numberOf, type Row, rowsOf, sheetOf, textOf } from "../api/answer.ts";
import { type Asked, useAsked } from "../api/use_answer.ts";
import { json, request, tell } from "../api/ask.ts";
import { Answered, Refused } from "../parts/answered.tsx";
import { AskGround, NamedGround, useLegalGround } from "../parts/legal_ground.tsx";
import { Notice } from "../parts/notice.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { useTelling } from "../parts/use_telling.ts";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { Correction } from "./correction.tsx";

const k_most_rows = 100;

function useQuarantine(register: string, parameters: Record<string, string | number | boolean> | null, turn: number, ground = ""): Asked<Answer> {
  const { language } = useSite();
  const question = parameters && JSON.stringify([register, parameters, language, turn, ground]);
  return useAsked(question, async () => (await tell("register quarantine", { register, ...parameters, lang: language }, ground)) as Answer);
}

interface Done {
  text: string;
  dismissal: number; // 0: nothing to undo
}

export function Quarantine({ id }: { id: string }) {
  const { say } = useSite();
  const { parameters } = usePlace();
  const [turn, setTurn] = useState(0);
  const [done, setDone] = useState<Done | null>(null);
  const telling = useTelling();
  const reasons = useQuarantine(id, { reasons: true }, turn);
  const reason = parameters.get("reason") ?? "";
  const column = parameters.get("column") ?? "";
  const legal = useLegalGround();
  const rows = useQuarantine(id, reason && legal.ground ? { reason, column, limit: k_most_rows } : null, turn, legal.ground);
  const again = () => setTurn((before) => before + 1);
  const choose = (changes: Record<string, string | null>) => go(withParameters(parameters, changes), { replace: true });

  const dismiss = (what: Record<string, string | number>) =>
    telling.tell("register quarantine", { register: id, dismiss: true, ...what }, (answer) => {
      const given = answer as Answer;
      const dismissal = numberOf(rowsOf(sheetOf(given, "dismissal"))[0]?.["dismissal"]) ?? 0;
      setDone({ text: given.said[0]?.text ?? "", dismissal });
      again();
    });
  const undo = (dismissal: number) =>
    telling.tell("register restore", { register: id, dismissal }, (answer) => {
      setDone({ text: (answer as Answer).said[0]?.text ?? "", dismissal: 0 });
      again();
    });

  return (
    <>
      {done && (
        <Notice title={done.text} live>
          {done.dismissal > 0 && (
            <div class="tools">
              <button type="button" onClick={() => undo(done.dismissal)}>
                {say("site.undo")}
              </button>
            </div>
          )}
        </Notice>
      )}
      {telling.refusal && <Refused refusal={telling.refusal} />}
      <Answered of={reasons}>
        {(answer) => {
          const sheet = answer.sheets[0];
          if (!sheet || sheet.rows.length === 0) return done ? null : <Notice title={say("site.quarantine.empty")}><p>{say("site.quarantine.empty.next")}</p></Notice>;
          const list = rowsOf(sheet);
          return (
            <SheetTable
              sheet={sheet}
              hidden={["reason"]}
              selectedRow={list.findIndex((row) => textOf(row["reason"]) === reason && textOf(row["column"]) === column)}
              render={{ file: (row) => <span class="file">{nameOf(list[row])}</span> }}
              action={{
                label: say("site.quarantine.do"),
                of: (row) => (
                  <>
                    <button type="button" onClick={() => choose({ reason: textOf(list[row]?.["reason"]), column: textOf(list[row]?.["column"]) })}>
                      {say("site.quarantine.rows")}
                    </button>
                    <button type="button" disabled={telling.busy} onClick={() => dismiss({ reason: textOf(list[row]?.["reason"]), column: textOf(list[row]?.["column"]) })}>
                      {say("site.quarantine.dismiss_all")}
                    </button>
                  </>
                ),
              }}
            />
          );
        }}
      </Answered>
      {reason && (
        <section aria-labelledby="waiting-rows">
          <h2 id="waiting-rows">{say("site.quarantine.waiting")}</h2>
          {legal.ground ? <NamedGround of={legal} /> : <AskGround of={legal} action={say("site.quarantine.show")} />}
          {legal.ground && <ManyRows register={id} ground={legal.ground} />}
          <Answered of={rows}>
            {(answer) => (
              <Waiting
                answer={answer}
                register={id}
                ground={legal.ground}
                busy={telling.busy}
                onDismiss={(row) => dismiss({ row })}
                onCorrected={(text) => {
                  setDone({ text, dismissal: 0 });
                  again();
                }}
              />
            )}
          </Answered>
        </section>
      )}
    </>
  );
}

// Many rows are corrected faster in a spreadsheet: they leave as a file that, dropped under Imports, closes what it mends.
function ManyRows({ register, ground }: { register: string; ground: string }) {
  const { say, language } = useSite();
  const telling = useTelling();
  const save = () =>
    void telling.run(async () => {
      const init = json("POST", { register, export: "csv" });
      init.headers = { ...init.headers, "tartip-legal-ground": encodeURIComponent(ground) };
      const file = await (await request(`/api/v1/register/quarantine?lang=${language}`, init)).blob();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${register}_quarantine.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });
  return (
    <div class="many-rows">
      {telling.refusal && <Refused refusal={telling.refusal} />}
      <p class="small read">{say("site.quarantine.many")}</p>
      <div class="tools">
        <button type="button" disabled={telling.busy} onClick={save}>
          {say("site.quarantine.save_file")}
        </button>
        <a class="button" href={`/registers/${register}?part=imports`}>
          {say("site.quarantine.bring_back")}
        </a>
      </div>
    </div>
  );
}

const nameOf = (row: Row | undefined) => textOf(row?.["file"]).split("/").at(-1) ?? "";

interface WaitingProps {
  answer: Answer;
  register: string;
  ground: string;
  busy: boolean;
  onDismiss: (row: number) => void;
  onCorrected: (text: string) => void;
}

function Waiting({ answer, register, ground, busy, onDismiss, onCorrected }: WaitingProps) {
  const { say, locale } = useSite();
  const [open, setOpen] = useState<number | null>(null);
  const sheet = answer.sheets[0];
  if (!sheet) return null;
  const list = rowsOf(sheet);
  const numberAt = (row: number) => numberOf(list[row]?.["number"]) ?? 0;
  if (list.length === 0) return <p class="small">{say("site.quarantine.none_left")}</p>;
  // One after another: when a row is in the register, the next one is opened.
  const goOn = (text: string) => {
    const at = list.findIndex((row) => numberOf(row["number"]) === open);
    setOpen(numberOf(list[at + 1]?.["number"]) ?? null);
    onCorrected(text);
  };
  return (
    <>
      <SheetTable
        sheet={{ ...sheet, columns: sheet.columns.map((column) => (column.id === "file" ? { ...column, detail: true } : column)) }}
        selectedRow={list.findIndex((row) => numberOf(row["number"]) === open)}
        render={{ line: (row) => locale.number(numberOf(sheet.rows[row]?.[columnAt(sheet, "line")]) ?? 0, 0) }}
        action={{
          label: say("site.quarantine.do"),
          of: (row) => (
            <>
              <button type="button" aria-expanded={open === numberAt(row)} aria-controls="correction" onClick={() => setOpen(open === numberAt(row) ? null : numberAt(row))}>
                {say("site.quarantine.correct")}
              </button>
              <button type="button" disabled={busy} onClick={() => onDismiss(numberAt(row))}>
                {say("site.quarantine.dismiss")}
              </button>
            </>
          ),
        }}
      />
      {list.length >= k_most_rows && <p class="small">{say("site.quarantine.first", { count: String(k_most_rows) })}</p>}
      <div id="correction">{open !== null && <Correction key={open} register={register} ground={ground} row={open} onClose={() => setOpen(null)} onCorrected={goOn} />}</div>
    </>
  );
}
