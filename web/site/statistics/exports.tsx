// The same numbers for other programs: files, and addresses that R, Python and a spreadsheet read as they stand.
import { linkTo, type Parameters } from "../api/ask.ts";
import { Copy } from "../parts/copy.tsx";
import { useSite } from "../site.ts";

const k_formats = ["csv", "xlsx", "parquet", "json"] as const;

export function Exports({ operation, parameters }: { operation: string; parameters: Parameters }) {
  const { say, language, session } = useSite();
  const named = { ...parameters, lang: language };
  const csv = location.origin + linkTo(operation, named, "csv");
  return (
    <section class="exports" aria-labelledby="exports-heading">
      <h2 id="exports-heading">{say("site.exports")}</h2>
      <ul class="links">
        {k_formats.map((format) => (
          <li key={format}>
            <a href={linkTo(operation, named, format)} download={`${operation.replace(" ", "-")}.${format}`}>
              {format === "parquet" ? "Parquet" : format.toUpperCase()}
            </a>
          </li>
        ))}
      </ul>
      <details>
        <summary>{say("site.exports.programs")}</summary>
        {!session.visitor.anonymous && <p class="small">{say("site.exports.token")}</p>}
        <p class="small">R</p>
        <Copy code label="R" text={`read.csv("${csv}")`} />
        <p class="small">Python</p>
        <Copy code label="Python" text={`pandas.read_csv("${csv}")`} />
        <p class="small">Excel, LibreOffice</p>
        <Copy code label="Excel" text={csv} />
      </details>
    </section>
  );
}
