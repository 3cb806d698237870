// A file that was dropped: what was understood of it, what would become of its rows, and only then the import.
import { useEffect, useState } from "preact/hooks";
import { type Answer, numberOf, rowsOf, sheetOf, textOf } from "../api/answer.ts";
import { upload } from "../api/ask.ts";
import type { Job } from "../api/jobs.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Refused } from "../parts/answered.tsx";
import { Input, Select } from "../parts/field.tsx";
import { JobFailure, JobProgress } from "../parts/job_progress.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { isJob, useTelling } from "../parts/use_telling.ts";
import { useSite } from "../site.ts";
import { Sum } from "./register_view.tsx";

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
  const [description, setDescription] = useState<string | null>(null); // the text, as edited
  const choices = rowsOf(registers.answer?.sheets[0]).map((row) => ({ value: textOf(row["id"]), label: textOf(row["name"]) }));
  return (
    <>
      <PageHead title={say("site.import.title", { file })} lead={say("site.import.lead")} />
      <div class="controls">
        <Select label={say("site.import.into")} choices={[{ value: k_new, label: say("site.import.new") }, ...choices]} value={into} onChoose={setInto} />
      </div>
      {into === k_new && <Understood given={given} description={description} onDescription={setDescription} />}
      {(into !== k_new || description !== null) && <Trial key={into} given={given} file={file} into={into} description={into === k_new ? description : null} />}
    </>
  );
}

// A file nobody has described yet: the guesses, each with its reason; the first rows; the description to change.
function Understood({ given, description, onDescription }: { given: string; description: string | null; onDescription: (text: string) => void }) {
  const { say } = useSite();
  const telling = useTelling();
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(
    () =>
      telling.tell("register describe", { file: given, explain: true }, (told) => {
        setAnswer(told as Answer);
        onDescription((told as Answer).document ?? "");
      }),
    [given],
  );
  if (telling.refusal) return <Refused refusal={telling.refusal} />;
  if (!answer) return <p class="waiting" role="status">{say("site.waiting")}</p>;
  const proposal = sheetOf(answer, "proposal");
  const first = sheetOf(answer, "first_rows");
  const id = /^id\s*=\s*"([^"]*)"/m.exec(description ?? "")?.[1] ?? "";
  const rename = (next: string) => onDescription((description ?? "").replace(/^id\s*=\s*"[^"]*"/m, `id = "${next.replace(/[^a-z0-9_]/g, "")}"`));
  return (
    <section aria-labelledby="understood">
      <h2 id="understood">{say("site.import.understood")}</h2>
      {proposal && <SheetTable sheet={{ ...proposal, header: [] }} render={{ column: (row) => textOf(proposal.rows[row]?.[0]) || <span class="small">{say("site.import.whole_file")}</span> }} />}
      {first && (
        <div class="first-rows">
          <SheetTable sheet={first} />
        </div>
      )}
      <div class="form describe">
        <Input label={say("site.import.id")} hint={say("site.import.id.hint")} value={id} onInput={rename} />
      </div>
      <details class="description">
        <summary>{say("site.import.description")}</summary>
        <label class="unseen" for="description">
          {say("site.import.description")}
        </label>
        <textarea id="description" rows={24} spellcheck={false} value={description ?? ""} onInput={(event) => onDescription(event.currentTarget.value)} />
      </details>
    </section>
  );
}

interface TrialProps {
  given: string;
  file: string;
  into: string;
  description: string | null;
}

// First everything is done and undone: the account is true, the store as it was. Then the same for good.
function Trial({ given, file, into, description }: TrialProps) {
  const { say } = useSite();
  const telling = useTelling();
  const [job, setJob] = useState<{ id: string; dry: boolean } | null>(null);
  const [tried, setTried] = useState<Answer | null>(null);
  const [stored, setStored] = useState<Answer | null>(null);
  const [failed, setFailed] = useState<Job | null>(null);
  const register = into === k_new ? (/^id\s*=\s*"([^"]*)"/m.exec(description ?? "")?.[1] ?? "") : into;
  useEffect(() => setTried(null), [description]);

  const start = (dry: boolean) =>
    void telling.run(async () => {
      setFailed(null);
      const described = description === null ? null : await upload(new File([description], "description.toml"));
      telling.tell("register import", { register, files: [given], description: described, ...(dry ? { "dry-run": true } : {}) }, (answer) => {
        if (isJob(answer)) setJob({ id: answer.job, dry });
        else (dry ? setTried : setStored)(answer);
      });
    });
  const end = (ended: Job) => {
    if (ended.state === "done" && ended.answer) (job?.dry ? setTried : setStored)(ended.answer);
    else setFailed(ended);
    setJob(null);
  };

  return (
    <section aria-labelledby="trial" class="trial">
      <h2 id="trial">{say(stored ? "site.import.stored" : "site.import.trial")}</h2>
      {telling.refusal && <Refused refusal={telling.refusal} />}
      {failed && <JobFailure job={failed} />}
      {stored ? (
        <>
          <Account answer={stored} />
          <p class="tools">
            <a class="button" href={`/registers/${register}`}>
              {say("site.import.open")}
            </a>
            {waitingIn(stored) > 0 && (
              <a class="button" href={`/registers/${register}?part=quarantine`}>
                {say("site.import.quarantine")}
              </a>
            )}
          </p>
        </>
      ) : (
        <>
          {!tried && !job && <p class="read">{say("site.import.trial.what")}</p>}
          {tried && <Account answer={tried} dry />}
          {job && <JobProgress id={job.id} what={say(job.dry ? "site.import.trying" : "site.import.importing", { file })} onEnd={end} />}
          {!job && (
            <div class="tools">
              {tried ? (
                <button type="button" class="main" disabled={telling.busy} onClick={() => start(false)}>
                  {say("site.import.import")}
                </button>
              ) : (
                <button type="button" class="main" disabled={telling.busy || !register} onClick={() => start(true)}>
                  {say("site.import.try")}
                </button>
              )}
            </div>
          )}
        </>
      )}
    </section>
  );
}

const waitingIn = (answer: Answer) => rowsOf(sheetOf(answer, "account")).reduce((sum, row) => sum + (numberOf(row["quarantined"]) ?? 0), 0);

function Account({ answer, dry = false }: { answer: Answer; dry?: boolean }) {
  const { say } = useSite();
  const rows = rowsOf(sheetOf(answer, "account"));
  const last = rows.at(-1); // of several files the last row is their sum
  if (!last) return null;
  const count = (name: string) => numberOf(last[name]) ?? 0;
  // What waits stands in the sum, and beside it the link to it.
  const said = answer.said.filter(({ key }) => key !== "said.dry_run" && key !== "said.import.quarantined");
  return (
    <>
      <Sum read={count("read")} fresh={count("new")} updated={count("updated")} unchanged={count("unchanged")} quarantined={count("quarantined")} />
      {said.map(({ key, text }) => (
        <p key={key} class="read said">
          {text}
        </p>
      ))}
      {dry && <Notice title={say("site.import.nothing_stored")} live />}
    </>
  );
}
