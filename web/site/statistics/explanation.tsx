// What a figure is: its definition, its source and cut, how it was revised, how to cite it, where it is found again.
import { useState } from "preact/hooks";
import { type Answer, columnAt, rowsOf, type Sheet, textOf } from "../api/answer.ts";
import { ask, type Parameters } from "../api/ask.ts";
import { useAnswer, useAsked } from "../api/use_answer.ts";
import type { Locale } from "../../src/locale.ts";
import { Answered } from "../parts/answered.tsx";
import { cellText } from "../parts/cell_text.ts";
import { Copy } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { useSite } from "../site.ts";

export interface Explained {
  row: string; // its name
  column: string; // its label
  value: string;
  definition: string; // the column's name in `table define`
  facts: Sheet; // whose header says where the number comes from
  register: string;
  // The same figure as it was known at the end of a day; null where it cannot be found.
  asked: { operation: string; parameters: Parameters };
  find: (answer: Answer) => string | null;
}

const k_most_days = 6;

export function Explanation({ figure, onClose }: { figure: Explained; onClose: () => void }) {
  const { say, session, locale } = useSite();
  const definitions = useAnswer("table define", {});
  const link = location.href;
  const fact = (id: string) => figure.facts.header.find((one) => one.id === id)?.value ?? "";
  const definition = rowsOf(definitions.answer?.sheets[0]).find((row) => row["column"] === figure.definition);
  const cite = say("site.figure.citation", {
    row: figure.row,
    column: figure.column,
    value: figure.value,
    period: locale.period(fact("span")),
    register: fact("register_name") || fact("register"),
    source: fact("source"),
    definition: textOf(definition?.["definition"]),
    version: fact("version"),
    cut: locale.moment(fact("cut")),
    centre: session.centre.name,
    address: link,
  });

  return (
    <Dialog title={`${figure.row} · ${figure.column}`} onClose={onClose}>
      <p class="aside-value">{figure.value}</p>
      <Answered of={definitions}>
        {() =>
          definition && (
            <section>
              <h3>{say("site.figure.definition")}</h3>
              <p>{textOf(definition["definition_text"])}</p>
              <p class="small">{textOf(definition["definition"])}</p>
            </section>
          )
        }
      </Answered>
      <section>
        <h3>{say("site.figure.origin")}</h3>
        <dl class="facts">
          {figure.facts.header
            .filter(({ id, value }) => value && id !== "definition")
            .map(({ id, label, value }) => (
              <div key={id}>
                <dt>{label}</dt>
                <dd>{id === "span" || id === "compared_with" ? locale.period(value) : id === "cut" ? locale.moment(value) : value}</dd>
              </div>
            ))}
        </dl>
      </section>
      <Revisions figure={figure} />
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
function Revisions({ figure }: { figure: Explained }) {
  const { say, locale, language, offered } = useSite();
  const [wanted, setWanted] = useState(false);
  const history = useAsked(wanted ? JSON.stringify([figure.asked, language]) : null, async (signal): Promise<Known[]> => {
    const imports = await ask("register imports", { register: figure.register, lang: language }, signal);
    const days = [...new Set(rowsOf(imports.sheets[0]).map((row) => textOf(row["moment"]).slice(0, 10)))].sort().slice(-k_most_days);
    return Promise.all(
      days.map(async (day) => {
        const answer = await ask(figure.asked.operation, { ...figure.asked.parameters, "known-on": day, lang: language }, signal);
        return { day, value: figure.find(answer) };
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
            <dl class="facts">
              {known.map(({ day, value }) => (
                <div key={day}>
                  <dt>{say("site.figure.known_on", { day: locale.period(day) })}</dt>
                  <dd>{value ?? "–"}</dd>
                </div>
              ))}
            </dl>
            {new Set(known.map(({ value }) => value)).size < 2 && <p class="small">{say("site.figure.not_revised")}</p>}
          </>
        )}
      </Answered>
    </section>
  );
}

// A cell found again in another answer, by the code (or name) of its row and the name of its column.
export function cellIn(sheet: Sheet | undefined, rowColumn: string, row: string, column: string, locale: Locale): string | null {
  if (!sheet) return null;
  const [key, place] = [columnAt(sheet, rowColumn), columnAt(sheet, column)];
  const cells = sheet.rows.find((one) => (key < 0 ? true : textOf(one[key]) === row));
  const shown = sheet.columns[place];
  return cells && shown ? cellText(cells[place], shown, sheet, locale) : null;
}
