// Today: the briefing, live. Register and period stand in the address.
import { useMemo } from "preact/hooks";
import type { Answer } from "../api/answer.ts";
import { registersOf } from "../api/axes.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered } from "../parts/answered.tsx";
import { Explanation, type Explained } from "../parts/explanation.tsx";
import { Select } from "../parts/field.tsx";
import { NoRegister } from "../parts/no_register.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { PeriodChoice, yearsOf } from "../parts/period_choice.tsx";
import { Said } from "../parts/said.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { type Site, useSite } from "../site.ts";
import type { Briefing } from "../../src/document.ts";
import { type AskedFigure, ExplainContext } from "../../src/explain.ts";
import { BriefingText } from "../../src/parts/briefing_text.tsx";
import { Contents } from "../../src/parts/contents.tsx";
import "../../src/styles/figures.css";

export default function Today() {
  const { say } = useSite();
  const axes = useAnswer("cube axes", {});
  return (
    <div class="width page">
      <Answered of={axes}>{(answer) => (registersOf(answer).length > 0 ? <Briefed axes={answer} /> : <NoRegister title={say("site.page.today")} text={say("site.today.empty")} />)}</Answered>
      {!axes.answer && <h1 class="unseen">{say("site.page.today")}</h1>}
    </div>
  );
}

function Briefed({ axes }: { axes: Answer }) {
  const site = useSite();
  const { say, locale } = site;
  const { parameters } = usePlace();
  const registers = registersOf(axes);
  const register = parameters.get("register") ?? "";
  const [period, cumulative] = [parameters.get("period") ?? "", parameters.get("cumulative") !== null];
  const asked = useAnswer("briefing show", { register, period, cumulative });
  const chosen = registers.filter(({ id }) => !register || id === register);
  const years = [...new Set(chosen.flatMap(({ covers }) => yearsOf(covers)))].sort().reverse();
  const change = (changes: Record<string, string | null>) => go(withParameters(parameters, changes), { replace: true });
  const document = asked.answer?.document ?? null;
  const briefing = useMemo(() => (document ? (JSON.parse(document) as Briefing) : null), [document]);
  const explain = ({ chapter, section, row, column }: AskedFigure) => change({ figure: [chapter, section, row, column].join("~") });
  const explained = briefing && explanationOf(briefing, parameters.get("figure"), parameters, site);

  return (
    <>
      <PageHead title={briefing?.title ?? say("site.page.today")} lead={briefing ? briefing.subtitle.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, locale.moment) : say("site.today.lead")} />
      <div class="controls">
        <Select
          label={say("site.register")}
          choices={[...(registers.length > 1 ? [{ value: "", label: say("site.register.all") }] : []), ...registers.map(({ id, name }) => ({ value: id, label: name }))]}
          value={register || (registers.length === 1 ? (registers[0]?.id ?? "") : "")}
          onChoose={(id) => change({ register: id, figure: null })}
        />
        <PeriodChoice
          years={years}
          value={{ period, cumulative }}
          none={say("site.period.own")}
          onChoose={(next) => change({ period: next.period, cumulative: next.cumulative ? "1" : null, figure: null })}
        />
      </div>
      <Answered of={asked}>
        {(answer) => (
          <>
            <Said of={answer.said} />
            {briefing && (
              <div class="columns">
                <Contents briefing={briefing} />
                <div class="text">
                  <ExplainContext.Provider value={explain}>
                    <BriefingText briefing={briefing} />
                  </ExplainContext.Provider>
                </div>
              </div>
            )}
          </>
        )}
      </Answered>
      {explained && <Explanation figure={explained} onClose={() => change({ figure: null })} />}
    </>
  );
}

// A figure of the briefing by its place in the address: how it was made, and the passport of its register.
function explanationOf(briefing: Briefing, asked: string | null, parameters: URLSearchParams, { say }: Site): Explained | null {
  const [at = "", section = "", row, column] = (asked ?? "").split("~");
  const chapter = briefing.chapters.find(({ id }) => id === at);
  if (!chapter) return null;
  const found = chapter.sections.find(({ id }) => id === (section || "headline"));
  const cells = found?.table?.rows[Number(row)];
  const headline = section ? undefined : chapter.headlines[Number(row)];
  const value = section ? cells?.[Number(column)]?.text : headline?.value;
  if (!value) return null;
  const passport = briefing.passport.find(({ title }) => title === chapter.title)?.entries ?? [];
  const period = parameters.get("period");
  const question = new URLSearchParams({ register: chapter.id, ...(period ? { period } : {}), ...(parameters.has("cumulative") ? { cumulative: "1" } : {}) });
  return {
    row: headline?.label ?? cells?.[0]?.text ?? "",
    column: section ? (found?.table?.columns[Number(column)]?.label ?? "") : "",
    value,
    definition: { text: [found?.heading && section ? `${found.heading}.` : "", found?.method ?? ""].filter(Boolean).join(" "), id: section ? "" : "tartip:count:v1" },
    facts: [
      { id: "register_name", label: say("site.register"), value: `${chapter.title}. ${chapter.subtitle}` },
      ...passport.filter(({ label }) => label !== say("site.register")).map(({ label, value: text }, place) => ({ id: `passport-${place}`, label, value: text })),
    ],
    more: { label: say("site.today.look"), address: `/statistics?${question}` },
  };
}
