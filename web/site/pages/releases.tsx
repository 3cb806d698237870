// Releases: what the centre has published, for everybody. /releases lists them, /releases/2022@1 shows the tables of one,
// /releases/2022@1/fires one table; a figure answers a click with its history.
import { useMemo } from "preact/hooks";
import { type Cell, columnAt, numberOf, type Row, rowsOf, type Sheet, sheetOf, textOf } from "../api/answer.ts";
import { linkTo } from "../api/ask.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Answered } from "../parts/answered.tsx";
import { k_missing } from "../parts/cell_text.ts";
import { Copy } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Facts } from "../parts/facts.tsx";
import { Select } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { type PublishedPivot, publishedTable } from "../releases/published_table.ts";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import "../styles/statistics.css";
import "../styles/releases.css";

export default function Releases() {
  const { path } = usePlace();
  const [release, table] = path.split("/").slice(2);
  return <div class="width page">{!release ? <List /> : table ? <Table release={release} table={table} /> : <One release={release} />}</div>;
}

const addressOf = (release: string, table = "") => `/releases/${encodeURIComponent(release)}${table && `/${encodeURIComponent(table)}`}`;
const seriesOf = (release: string) => release.replace(/@\d+$/, "");

function List() {
  const { say, offered } = useSite();
  const list = useAnswer("release list", {});
  return (
    <>
      <PageHead title={say("site.page.releases")} lead={say("site.releases.lead")} />
      <Answered of={list}>
        {({ sheets }) => {
          const releases = rowsOf(sheets[0]).reverse();
          const series = [...new Set(releases.map((row) => seriesOf(textOf(row["release"]))))];
          if (series.length === 0) 
            return (
              <Notice title={say("site.releases.none")}>
                <p>{say(offered("release make") ? "site.releases.none.make" : "site.releases.none.next")}</p>
              </Notice>
            );
          return (
            <ul class="releases">
              {series.map((one) => (
                <Series key={one} versions={releases.filter((row) => seriesOf(textOf(row["release"])) === one)} />
              ))}
            </ul>
          );
        }}
      </Answered>
    </>
  );
}

function Series({ versions: [latest, ...earlier] }: { versions: Row[] }) {
  const { say, locale } = useSite();
  const id = textOf(latest?.["release"]);
  const moment = (row: Row) => locale.moment(textOf(row["made"]));
  const tables = useAnswer("release table", { release: id });
  const titles = rowsOf(tables.answer?.sheets[0]).map((row) => textOf(row["title"]) || textOf(row["table"]));
  if (!latest) return null;
  return (
    <li>
      <h2>
        <a href={addressOf(id)}>{locale.period(seriesOf(id))}</a>
      </h2>
      <p>
        {textOf(latest["note"]) && <>{textOf(latest["note"])} · </>}
        {say("site.releases.version", { version: id.split("@")[1] ?? "", date: moment(latest) })} ·{" "}
        {say("site.releases.figures", { count: locale.number(numberOf(latest["figures"]) ?? 0, 0) })}
      </p>
      <p class="small">{titles.length > 0 && say("site.releases.holds", { titles: titles.join("; ") })}</p>
      {earlier.length > 0 && (
        <p class="small">
          {say("site.releases.earlier")}:{" "}
          {earlier.map((row, at) => (
            <span key={at}>
              {at > 0 && ", "}
              <a href={addressOf(textOf(row["release"]))}>{say("site.releases.version", { version: textOf(row["release"]).split("@")[1] ?? "", date: moment(row) })}</a>
            </span>
          ))}
        </p>
      )}
    </li>
  );
}

function Trail({ release, table }: { release: string; table?: string }) {
  const { say, locale } = useSite();
  return (
    <nav class="trail" aria-label={say("site.trail")}>
      <a href="/releases">{say("site.page.releases")}</a>
      {table && (
        <>
          {" › "}
          <a href={addressOf(release)}>{locale.period(seriesOf(release))}</a>
        </>
      )}
    </nav>
  );
}

function One({ release }: { release: string }) {
  const { say, locale } = useSite();
  const shown = useAnswer("release table", { release });
  const list = useAnswer("release list", {});
  const versions = rowsOf(list.answer?.sheets[0]).map((row) => textOf(row["release"])).filter((id) => seriesOf(id) === seriesOf(release));
  const before = versions[versions.indexOf(release) - 1];
  return (
    <>
      <Trail release={release} />
      <PageHead title={say("site.releases.title", { name: locale.period(seriesOf(release)) })} lead={say("site.releases.one", { version: release.split("@")[1] ?? "" })} />
      <Answered of={shown}>
        {({ sheets }) => {
          const sheet = sheets[0] as Sheet;
          return (
            <>
              <ul class="releases">
                {rowsOf(sheet).map((row) => (
                  <li key={textOf(row["table"])}>
                    <h2>
                      <a href={addressOf(release, textOf(row["table"]))}>{textOf(row["title"]) || textOf(row["table"])}</a>
                    </h2>
                    <p>{say("site.releases.figures", { count: locale.number(numberOf(row["figures"]) ?? 0, 0) })}</p>
                    {textOf(row["source"]) && <p class="small">{say("page.source", { register: textOf(row["source"]) })}</p>}
                    <Downloads release={release} table={textOf(row["table"])} />
                  </li>
                ))}
              </ul>
              {before && <Revised before={before} after={release} />}
              <section aria-labelledby="passport-heading">
                <h2 id="passport-heading">{say("page.passport")}</h2>
                <Facts of={sheet.header} />
              </section>
              <Verified release={release} checksum={sheet.header.find(({ id }) => id === "checksum")?.value ?? ""} />
            </>
          );
        }}
      </Answered>
    </>
  );
}

const k_downloads = [
  ["datapackage", "zip", "Data Package"],
  ["sdmx-csv", "csv", "SDMX-CSV"],
  ["sdmx-json", "json", "SDMX-JSON"],
  ["dcat", "jsonld", "DCAT"],
] as const;

function Downloads({ release, table }: { release: string; table: string }) {
  const { say, language } = useSite();
  const name = `${release.replace("@", "-")}-${table}`;
  const shared = { release, table, lang: language };
  return (
    <ul class="links" aria-label={say("site.releases.downloads")}>
      <li>
        <a href={linkTo("release table", shared, "xlsx")} download={`${name}.xlsx`}>
          XLSX
        </a>
      </li>
      <li>
        <a href={linkTo("release table", shared, "csv")} download={`${name}.csv`}>
          CSV
        </a>
      </li>
      {k_downloads.map(([as, extension, label]) => (
        <li key={as}>
          <a href={linkTo("release download", { ...shared, as, output: extension }, "json").replace("&format=json", "")} download={`${name}.${extension}`}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}

// What this version changed of the one before it.
function Revised({ before, after }: { before: string; after: string }) {
  const { say } = useSite();
  const { parameters } = usePlace();
  const open = parameters.get("revisions") !== null;
  const difference = useAnswer("release diff", open ? { before, after } : null);
  return (
    <section aria-labelledby="revised-heading">
      <h2 id="revised-heading">{say("site.releases.revised", { version: before.split("@")[1] ?? "" })}</h2>
      {!open && (
        <button type="button" onClick={() => go(withParameters(parameters, { revisions: "1" }), { replace: true })}>
          {say("site.releases.revised.show")}
        </button>
      )}
      <Answered of={difference}>
        {({ sheets, said }) => (
          <>
            {said.map(({ key, text }) => (
              <p key={key}>{text}</p>
            ))}
            {sheets[0] && sheets[0].rows.length > 0 && <SheetTable sheet={sheets[0]} />}
          </>
        )}
      </Answered>
    </section>
  );
}

// The server computes the checksums anew and looks the release up in its ledger.
function Verified({ release, checksum }: { release: string; checksum: string }) {
  const { say } = useSite();
  const { parameters } = usePlace();
  const open = parameters.get("verify") !== null;
  const verified = useAnswer("release show", open ? { release, verify: true } : null);
  return (
    <section aria-labelledby="verify-heading">
      <h2 id="verify-heading">{say("site.releases.verify")}</h2>
      <p class="read">{say("site.releases.verify.why")}</p>
      <Copy text={checksum} label={say("site.releases.checksum")} code />
      {!open && (
        <p class="verify">
          <button type="button" onClick={() => go(withParameters(parameters, { verify: "1" }), { replace: true })}>
            {say("site.releases.verify.now")}
          </button>
        </p>
      )}
      <Answered of={verified}>
        {({ said }) => (
          <Notice title={say("site.releases.verified")} live>
            {said.map(({ key, text }) => (
              <p key={key}>{text}</p>
            ))}
          </Notice>
        )}
      </Answered>
    </section>
  );
}

function Table({ release, table }: { release: string; table: string }) {
  const { say, locale } = useSite();
  const { parameters } = usePlace();
  const asked = useAnswer("release table", { release, table });
  const figures = asked.answer && sheetOf(asked.answer, "figures");
  const change = (changes: Record<string, string | null>) => go(withParameters(parameters, changes), { replace: true });
  const made: PublishedPivot | null = useMemo(
    () => (figures ? publishedTable(figures, parameters.get("definition"), locale) : null),
    [figures, parameters.get("definition"), locale],
  );
  const definitions = rowsOf(asked.answer ? sheetOf(asked.answer, "definitions") : undefined);
  const definition = definitions.find((row) => row["definition"] === made?.definition);
  const figure = parameters.get("figure");
  return (
    <>
      <Trail release={release} table={table} />
      <PageHead title={figures?.title || table} lead={say("site.releases.version_of", { name: locale.period(seriesOf(release)), version: release.split("@")[1] ?? "" })} />
      <Answered of={asked}>
        {() =>
          made && (
            <>
              {made.definitions.length > 1 && (
                <form class="controls" onSubmit={(event) => event.preventDefault()}>
                  <Select
                    label={say("site.releases.figure")}
                    choices={[{ value: "", label: say("site.releases.all_figures") }, ...made.definitions.map(({ id, name }) => ({ value: id, label: name }))]}
                    value={made.definition}
                    onChoose={(id) => change({ definition: id })}
                  />
                </form>
              )}
              {definition && (
                <div class="read definition">
                  <p>{textOf(definition["definition_text"])}</p>
                  {textOf(definition["caution"]) && <p class="small">{textOf(definition["caution"])}</p>}
                </div>
              )}
              <p class="small hint-line">{say("site.figure.hint")}</p>
              <SheetTable
                sheet={made.sheet}
                caption={definition ? textOf(definition["name"]) : figures?.title || table}
                onExplain={({ row, column }) => change({ figure: made.figures[row]?.[column] ?? null })}
              />
              {made.withheld > 0 && <p class="small">{say("site.releases.withheld", { count: locale.number(made.withheld, 0) })}</p>}
              <section aria-labelledby="downloads-heading">
                <h2 id="downloads-heading">{say("site.releases.downloads")}</h2>
                <Downloads release={release} table={table} />
              </section>
            </>
          )
        }
      </Answered>
      {figure && <History figure={figure} onClose={() => change({ figure: null })} />}
    </>
  );
}

// One published figure: its value in every version, its definition, its sources, and how to cite it.
function History({ figure, onClose }: { figure: string; onClose: () => void }) {
  const { say, session, locale } = useSite();
  const asked = useAnswer("release figure", { figure });
  const sheet = asked.answer?.sheets[0];
  const value = (cells: Cell[] | undefined) => {
    const number = numberOf(cells?.[columnAt(sheet as Sheet, "value")]);
    return number === null ? k_missing : locale.number(number);
  };
  return (
    <Dialog title={sheet?.title ?? say("site.releases.figure")} onClose={onClose}>
      <Answered of={asked}>
        {({ sheets }) => (
          <>
            <section>
              <h3>{say("site.releases.history")}</h3>
              {sheet && <SheetTable sheet={sheet} />}
            </section>
            <section>
              <h3>{say("site.figure.origin")}</h3>
              <Facts of={sheet?.header ?? []} />
            </section>
            {sheets.slice(1).map((more) => (
              <section key={more.id}>
                <SheetTable sheet={more} />
              </section>
            ))}
            <section>
              <h3>{say("site.figure.cite")}</h3>
              <Copy text={`${session.centre.name}. ${figure}: ${value(sheet?.rows.at(-1))}. ${location.href}`} label={say("site.figure.cite")} />
            </section>
            <section>
              <h3>{say("site.figure.link")}</h3>
              <Copy text={location.href} label={say("site.figure.link")} code />
            </section>
          </>
        )}
      </Answered>
    </Dialog>
  );
}
