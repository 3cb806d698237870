// Today: the briefing, live. Register and period stand in the address.
import type { Answer } from "../api/answer.ts";
import { registersOf } from "../api/axes.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered } from "../parts/answered.tsx";
import { Select } from "../parts/field.tsx";
import { NoRegister } from "../parts/no_register.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { PeriodChoice, yearsOf } from "../parts/period_choice.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import type { Briefing } from "../../src/document.ts";
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
  const { say } = useSite();
  const { parameters } = usePlace();
  const registers = registersOf(axes);
  const register = parameters.get("register") ?? "";
  const [period, cumulative] = [parameters.get("period") ?? "", parameters.get("cumulative") !== null];
  const asked = useAnswer("briefing show", { register, period, cumulative });
  const chosen = registers.filter(({ id }) => !register || id === register);
  const years = [...new Set(chosen.flatMap(({ covers }) => yearsOf(covers)))].sort().reverse();
  const change = (changes: Record<string, string | null>) => go(withParameters(parameters, changes), { replace: true });
  const briefing = asked.answer?.document ? (JSON.parse(asked.answer.document) as Briefing) : null;

  return (
    <>
      <PageHead title={briefing?.title ?? say("site.page.today")} lead={briefing ? briefing.subtitle : say("site.today.lead")} />
      <div class="controls">
        <Select
          label={say("site.register")}
          choices={[...(registers.length > 1 ? [{ value: "", label: say("site.register.all") }] : []), ...registers.map(({ id, name }) => ({ value: id, label: name }))]}
          value={register || (registers.length === 1 ? (registers[0]?.id ?? "") : "")}
          onChoose={(id) => change({ register: id })}
        />
        <PeriodChoice
          years={years}
          value={{ period, cumulative }}
          none={say("site.period.own")}
          onChoose={(next) => change({ period: next.period, cumulative: next.cumulative ? "1" : null })}
        />
      </div>
      <Answered of={asked}>
        {(answer) => (
          <>
            {answer.said.map(({ key, text }) => (
              <p key={key + text} class="small">
                {text}
              </p>
            ))}
            {briefing && (
              <div class="columns">
                <Contents briefing={briefing} />
                <div class="text">
                  <BriefingText briefing={briefing} />
                </div>
              </div>
            )}
          </>
        )}
      </Answered>
    </>
  );
}
