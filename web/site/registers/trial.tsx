// Trial and import: first everything is done and undone, then the same for good.
import { useEffect, useState } from "preact/hooks";
import { type Answer, type Fact, factOf, numberOf, rowsOf, sheetOf } from "../api/answer.ts";
import { upload } from "../api/ask.ts";
import type { Job } from "../api/jobs.ts";
import { Refused } from "../parts/answered.tsx";
import { JobFailure, JobProgress } from "../parts/job_progress.tsx";
import { Notice } from "../parts/notice.tsx";
import { isJob, useTelling } from "../parts/use_telling.ts";
import { useSite } from "../site.ts";
import { Sum } from "./register_view.tsx";
import { TakeBack, TakenBack } from "./take_back.tsx";

interface Props {
  given: string; // "upload:…"
  file: string; // its name
  register: string;
  description: string | null; // of a new register
  ready?: boolean; // there is nothing left to say first
}

// The account of the trial is true, the store as it was.
export function Trial({ given, file, register, description, ready = true }: Props) {
  const { say, offered } = useSite();
  const telling = useTelling();
  const [job, setJob] = useState<{ id: string; dry: boolean } | null>(null);
  const [tried, setTried] = useState<Answer | null>(null);
  const [stored, setStored] = useState<Answer | null>(null);
  const [failed, setFailed] = useState<Job | null>(null);
  const [asking, setAsking] = useState(false); // whether to take back what was imported
  const [taken, setTaken] = useState<string[]>([]);
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

  const facts: Fact[] = [
    { id: "register", label: say("site.register"), value: register },
    { id: "file", label: say("site.account.file"), value: file },
  ];
  const account = stored && sheetOf(stored, "account");
  const number = account ? Number(factOf(account, "import")) : 0;
  return (
    <section aria-labelledby="trial" class="trial">
      <h2 id="trial">{say(taken.length > 0 ? "site.withdraw.state" : stored ? "site.import.stored" : "site.import.trial")}</h2>
      {telling.refusal && <Refused refusal={telling.refusal} />}
      {failed && <JobFailure job={failed} />}
      {stored ? (
        <>
          {taken.length > 0 ? <TakenBack sentences={taken} /> : <Account answer={stored} facts={facts} />}
          {asking && (
            <TakeBack
              register={register}
              number={number}
              onClose={() => setAsking(false)}
              onDone={(sentences) => {
                setAsking(false);
                setTaken(sentences);
              }}
            />
          )}
          <p class="tools">
            <a class="button" href={`/registers/${register}`}>
              {say("site.import.open")}
            </a>
            {taken.length === 0 && number > 0 && offered("register withdraw") && (
              <button type="button" onClick={() => setAsking(true)}>
                {say("site.withdraw.action")}
              </button>
            )}
            {taken.length === 0 && waitingIn(stored) > 0 && (
              <a class="button" href={`/registers/${register}?part=quarantine`}>
                {say("site.import.quarantine")}
              </a>
            )}
          </p>
        </>
      ) : (
        <>
          {!tried && !job && <p class="read">{say("site.import.trial.what")}</p>}
          {tried && <Account answer={tried} facts={facts} dry />}
          {job && <JobProgress id={job.id} what={say(job.dry ? "site.import.trying" : "site.import.importing", { file })} onEnd={end} />}
          {!job && (
            <div class="tools">
              {tried ? (
                <button type="button" class="main" disabled={telling.busy || !ready} onClick={() => start(false)}>
                  {say("site.import.import")}
                </button>
              ) : (
                <button type="button" class="main" disabled={telling.busy || !register || !ready} onClick={() => start(true)}>
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

function Account({ answer, facts, dry = false }: { answer: Answer; facts: Fact[]; dry?: boolean }) {
  const { say } = useSite();
  const rows = rowsOf(sheetOf(answer, "account"));
  const last = rows.at(-1); // of several files the last row is their sum
  if (!last) return null;
  const count = (name: string) => numberOf(last[name]) ?? 0;
  // What waits stands in the sum, and beside it the link to it.
  const said = answer.said.filter(({ key }) => key !== "said.dry_run" && key !== "said.import.quarantined");
  return (
    <>
      <Sum read={count("read")} fresh={count("new")} updated={count("updated")} unchanged={count("unchanged")} quarantined={count("quarantined")} facts={facts} />
      {said.map(({ key, text }) => (
        <p key={key} class="read said">
          {text}
        </p>
      ))}
      {dry && <Notice title={say("site.import.nothing_stored")} live />}
    </>
  );
}
