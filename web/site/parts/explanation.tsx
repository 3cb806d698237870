// What a figure is: its definition, its source and cut, how it was revised, how to cite it, where it is found again.
import { useState } from "preact/hooks";
import { type Answer, type Fact, rowsOf, textOf } from "../api/answer.ts";
import { ask, type Parameters } from "../api/ask.ts";
import { useAnswer, useAsked } from "../api/use_answer.ts";
import { useSite } from "../site.ts";
import type { SiteKey } from "../words.ts";
import { Answered } from "./answered.tsx";
import { Copy } from "./copy.tsx";
import { Dialog } from "./dialog.tsx";
import { Facts } from "./facts.tsx";

export interface Definition {
  text: string;
  id: string; // empty: it has none of its own
}

// The same figure as it was known at the end of a day: null where it cannot be found.
export interface History {
  register: string;
  asked: { operation: string; parameters: Parameters };
  find: (answer: Answer) => string | null;
}

export interface Explained {
  row: string; // its name
  column: string; // its label
  value: string;
  definition: string | Definition; // a column of `table define`, or in words
  facts: Fact[]; // where the number comes from
  history?: History;
  more?: { label: string; address: string }; // where it can be looked into
}

const k_most_days = 6;

export function Explanation({ figure, onClose }: { figure: Explained; onClose: () => void }) {
  const { say, session, locale } = useSite();
  const defined = typeof figure.definition === "string";
  const definitions = useAnswer("table define", defined ? {} : null);
  const link = location.href;
  const fact = (id: string) => figure.facts.find((one) => one.id === id)?.value ?? "";
  const found = rowsOf(definitions.answer?.sheets[0]).find((row) => row["column"] === figure.definition);
  const definition: Definition | null = typeof figure.definition !== "string" ? figure.definition : found ? { text: textOf(found["definition_text"]), id: textOf(found["definition"]) } : null;
  const cut = fact("cut") || fact("moment") || fact("made");
  // What is not known of a figure is left out rather than named empty.
  const part = (key: SiteKey, value: string) => (value ? say(key, { value }) : "");
  const cite = [
    `${[figure.row, figure.column, fact("span") && locale.period(fact("span"))].filter(Boolean).join(", ")}: ${figure.value}`,
    [
      part("site.figure.cite.register", fact("register_name") || fact("register")),
      part("site.figure.cite.source", fact("source")),
      part("site.figure.cite.definition", definition?.id ?? ""),
      part("site.figure.cite.version", fact("version")),
      part("site.figure.cite.cut", cut && locale.stamp(cut) + (cut.endsWith("Z") ? " UTC" : "")),
    ]
      .filter(Boolean)
      .join("; "),
    session.centre.name,
    link,
  ]
    .filter(Boolean)
    .join(". ");

  return (
    <Dialog title={[figure.row, figure.column].filter(Boolean).join(" · ")} onClose={onClose}>
      <p class="aside-value">{figure.value}</p>
      <Answered of={definitions}>{() => null}</Answered>
      {definition && (
        <section>
          <h3>{say("site.figure.definition")}</h3>
          <p>{definition.text}</p>
          {definition.id && <p class="small">{definition.id}</p>}
        </section>
      )}
      <section>
        <h3>{say("site.figure.origin")}</h3>
        <Facts of={figure.facts.filter(({ id }) => id !== "definition")} />
        {figure.more && (
          <p class="verify">
            <a class="button" href={figure.more.address}>
              {figure.more.label}
            </a>
          </p>
        )}
      </section>
      {figure.history && <Revisions history={figure.history} />}
      <section>
        <h3>{say("site.figure.cite")}</h3>
        <Copy text={cite} label={say("site.figure.cite")} />
      </section>
      <section>
        <h3>{say("site.figure.link")}</h3>
        <Copy text={link} label={say("site.figure.link")} code />
      </section>
    </Dialog>
  );
}

interface Known {
  day: string;
  value: string | null;
}

// The figure at the end of each day on which something was imported, the latest last.
function Revisions({ history: { register, asked, find } }: { history: History }) {
  const { say, locale, language, offered } = useSite();
  const [wanted, setWanted] = useState(false);
  const history = useAsked(wanted ? JSON.stringify([asked, language]) : null, async (signal): Promise<Known[]> => {
    const imports = await ask("register imports", { register, lang: language }, signal);
    const days = [...new Set(rowsOf(imports.sheets[0]).map((row) => textOf(row["moment"]).slice(0, 10)))].sort().slice(-k_most_days);
    return Promise.all(
      days.map(async (day) => {
        const answer = await ask(asked.operation, { ...asked.parameters, "known-on": day, lang: language }, signal);
        return { day, value: find(answer) };
      }),
    );
  });
  if (!offered("register imports")) return null;
  return (
    <section>
      <h3>{say("site.figure.revisions")}</h3>
      {!wanted && (
        <button type="button" onClick={() => setWanted(true)}>
          {say("site.figure.revisions.show")}
        </button>
      )}
      <Answered of={history}>
        {(known) => (
          <>
            <Facts of={known.map(({ day, value }) => ({ id: day, label: say("site.figure.known_on", { day: locale.period(day) }), value: value ?? "–" }))} />
            {new Set(known.map(({ value }) => value)).size < 2 && <p class="small">{say("site.figure.not_revised")}</p>}
          </>
        )}
      </Answered>
    </section>
  );
}
