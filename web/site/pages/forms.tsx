// Forms: drop the workbooks of a period, see what is wrong in them, down to the cell and what inherits its error.
import { useEffect, useState } from "preact/hooks";
import { type Answer, factOf, rowsOf, sheetOf, textOf } from "../api/answer.ts";
import { type Parameters, tell, upload } from "../api/ask.ts";
import type { Job } from "../api/jobs.ts";
import { useAnswer, useAsked } from "../api/use_answer.ts";
import { Findings } from "../forms/findings.tsx";
import { Answered, Refused } from "../parts/answered.tsx";
import { Explanation, type Explained } from "../parts/explanation.tsx";
import { DropZone } from "../parts/drop_zone.tsx";
import { JobFailure, JobProgress } from "../parts/job_progress.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { PeriodChoice } from "../parts/period_choice.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { isJob, useTelling } from "../parts/use_telling.ts";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { Headlines } from "../../src/parts/headlines.tsx";
import type { Headline } from "../../src/document.ts";
import "../../src/styles/figures.css";
import "../registers/registers.css";
import "../forms/forms.css";

export interface GivenFile {
  given: string; // "upload:…"
  name: string;
}

// The span that a form of this period covers.
const spanOf = (period: string, cumulative: boolean): string => (cumulative && /^\d{4}-\d\d$/.test(period) ? `${period.slice(0, 4)}-01..${period}` : period);

export default function Forms() {
  const { say, offered } = useSite();
  const { parameters } = usePlace();
  const telling = useTelling();
  const [coming, setComing] = useState("");
  const thisYear = new Date().getFullYear();
  const years = Array.from({ length: 12 }, (_, at) => String(thisYear - at));
  const period = parameters.get("period") ?? String(thisYear - 1);
  const cumulative = parameters.get("cumulative") !== null;
  const uploads = parameters.getAll("upload");
  const names = parameters.getAll("file");
  const files: GivenFile[] = uploads.map((given, at) => ({ given, name: names[at] ?? given }));
  const change = (changes: Record<string, string | readonly string[] | null>) => go(withParameters(parameters, changes), { replace: true });
  const keep = (next: GivenFile[]) => change({ upload: next.map(({ given }) => given), file: next.map(({ name }) => name), finding: null });
  const take = (dropped: File[]) =>
    void telling.run(async () => {
      const taken = [...files];
      for (const file of dropped) {
        setComing(file.name);
        taken.push({ given: await upload(file), name: file.name });
      }
      keep(taken);
    });

  return (
    <div class="width page">
      <PageHead title={say("site.page.forms")} lead={say("site.forms.lead")} />
      <div class="controls">
        <PeriodChoice years={years} value={{ period, cumulative }} onChoose={(next) => change({ period: next.period, cumulative: next.cumulative ? "1" : null })} />
      </div>
      {offered("form check") && (
        <DropZone
          label={say("site.forms.drop")}
          hint={telling.busy ? say("site.upload.busy", { file: coming }) : say("site.forms.drop.hint")}
          accept=".xlsx,.XLSX,.xls"
          multiple
          busy={telling.busy}
          onFiles={take}
        />
      )}
      {telling.refusal && <Refused refusal={telling.refusal} />}
      {files.length > 0 && (
        <ul class="given" aria-label={say("site.forms.given")}>
          {files.map(({ given, name }) => (
            <li key={given}>
              <span class="file">{name}</span>
              <button type="button" class="quiet" aria-label={`${say("site.forms.remove")}: ${name}`} onClick={() => keep(files.filter((one) => one.given !== given))}>
                {say("site.forms.remove")}
              </button>
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && period ? <Checked files={files} span={spanOf(period, cumulative)} /> : <Known />}
    </div>
  );
}

// A long check is a job of the server; a short one answers at once.
function useTold(operation: string, parameters: Parameters) {
  const { language } = useSite();
  const question = JSON.stringify([operation, parameters, language]);
  const asked = useAsked(question, () => tell(operation, { ...parameters, lang: language }));
  const [ended, setEnded] = useState<Job | null>(null);
  useEffect(() => setEnded(null), [question]);
  const job = asked.answer && isJob(asked.answer) ? asked.answer.job : null;
  const answer = asked.answer && !isJob(asked.answer) ? asked.answer : (ended?.answer ?? null);
  return { asked, job: job && !ended ? job : null, ended, setEnded, answer };
}

function Checked({ files, span }: { files: GivenFile[]; span: string }) {
  const { say } = useSite();
  const told = useTold("form check", { files: files.map(({ given }) => given), period: span });
  if (told.asked.refusal) return <Refused refusal={told.asked.refusal} />;
  if (told.job) return <JobProgress id={told.job} what={say("site.forms.checking")} onEnd={told.setEnded} />;
  if (told.ended && told.ended.state !== "done") return <JobFailure job={told.ended} />;
  if (!told.answer) return <p class="waiting" role="status">{say("site.forms.checking")}</p>;
  return (
    <>
      <Result answer={told.answer} files={files} span={span} />
      <Keep key={files.map(({ given }) => given).join()} files={files} span={span} />
    </>
  );
}

// Indicators are made of the forms that the centre keeps; whether these are fit for it, a person decides.
function Keep({ files, span }: { files: GivenFile[]; span: string }) {
  const { say, locale, offered } = useSite();
  const telling = useTelling();
  const [job, setJob] = useState<string | null>(null);
  const [failed, setFailed] = useState<Job | null>(null);
  const [kept, setKept] = useState(false);
  if (!offered("form import")) return null;
  const keep = () => {
    setFailed(null);
    telling.tell("form import", { files: files.map(({ given }) => given), period: span }, (answer) => (isJob(answer) ? setJob(answer.job) : setKept(true)));
  };
  const ended = (now: Job) => {
    setJob(null);
    if (now.state === "done") setKept(true);
    else setFailed(now);
  };
  if (kept)
    return (
      <Notice title={say("site.forms.kept", { period: locale.period(span) })} live>
        {offered("indicator compute") && (
          <p>
            <a class="button" href={`/statistics?${new URLSearchParams({ indicator: "clearance", period: span })}`}>
              {say("site.forms.kept.look")}
            </a>
          </p>
        )}
      </Notice>
    );
  return (
    <section class="keep">
      {telling.refusal && <Refused refusal={telling.refusal} />}
      {failed && <JobFailure job={failed} />}
      {job ? (
        <JobProgress id={job} what={say("site.forms.keep")} onEnd={ended} />
      ) : (
        <>
          <p class="small read">{say("site.forms.keep.why")}</p>
          <p class="verify">
            <button type="button" class="main" disabled={telling.busy} onClick={keep}>
              {say("site.forms.keep")}
            </button>
          </p>
        </>
      )}
    </section>
  );
}

function Result({ answer, files, span }: { answer: Answer; files: GivenFile[]; span: string }) {
  const { say, locale } = useSite();
  const findings = sheetOf(answer, "findings");
  if (!findings) return null;
  const count = (id: string) => Number(factOf(findings, id)) || 0;
  const number = (value: number) => locale.number(value, 0);
  const { parameters } = usePlace();
  const ask = (figure: string | null) => go(withParameters(parameters, { figure }), { replace: true });
  const counts = [
    { id: "regions", count: "regions_given", label: say("site.forms.regions"), beneath: say("site.forms.of_forms", { forms: number(count("forms_given")) }) },
    { id: "checks", count: "checks_answered", label: say("site.forms.checks"), beneath: count("checks_unanswered") > 0 ? say("site.forms.unanswered", { count: number(count("checks_unanswered")) }) : "" },
    { id: "sums", count: "sums_checked", label: say("site.forms.sums"), beneath: say("site.forms.sums_broken", { count: number(count("sums_broken")) }) },
  ] as const;
  const headlines = counts.map(({ count: id, label, beneath }): Headline => ({ label, value: number(count(id)), change: "", interval: beneath, verdict: "none" }));
  const asked = counts.find(({ id }) => parameters.get("figure") === id);
  const explained = asked && ({
    row: "",
    column: asked.label,
    value: number(count(asked.count)),
    definition: { text: say(`site.forms.define.${asked.id}`), id: "" },
    facts: [{ id: "span", label: say("site.period"), value: span }, { id: "files", label: say("site.forms.given"), value: files.map(({ name }) => name).join("; ") }, ...findings.header],
  } satisfies Explained);
  const flaws = sheetOf(answer, "flaws");
  const doubts = sheetOf(answer, "doubts");
  const errors = findings.rows.length;
  return (
    <section class="result" aria-labelledby="form-result">
      <h2 id="form-result" class="unseen">{say("site.forms.result")}</h2>
      <p class="finding read">
        {errors === 0 ? say("site.forms.clean", { checks: number(count("checks_answered")) }) : say("site.forms.found", { findings: number(errors), broken: number(count("checks_broken")), checks: number(count("checks_answered")) })}
      </p>
      <Headlines headlines={headlines} onExplain={(at) => ask(counts[at]?.id ?? null)} />
      {explained && <Explanation figure={explained} onClose={() => ask(null)} />}
      {answer.said
        .filter(({ key }) => key !== "said.form.checked")
        .map(({ key, text }) => (
          <Notice key={key + text} title={text} />
        ))}
      {errors > 0 && <Findings answer={answer} files={files} />}
      {flaws && (
        <>
          <h2>{flaws.title}</h2>
          <SheetTable sheet={flaws} captionUnseen render={{ file: (row) => <span class="file">{textOf(rowsOf(flaws)[row]?.["file"]).split("/").at(-1)}</span> }} />
        </>
      )}
      {doubts && (
        <>
          <h2>{doubts.title}</h2>
          <SheetTable sheet={doubts} captionUnseen />
        </>
      )}
    </section>
  );
}

// Before anything is dropped: which forms the centre knows.
function Known() {
  const { say, offered } = useSite();
  const asked = useAnswer("form list", offered("form list") ? {} : null);
  return (
    <section aria-labelledby="known-forms">
      <h2 id="known-forms">{say("site.forms.known")}</h2>
      <Answered of={asked}>{(answer) => answer.sheets[0] && <SheetTable sheet={answer.sheets[0]} captionUnseen />}</Answered>
    </section>
  );
}
