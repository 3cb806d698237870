// What would become of the first rows: how many would be taken, why the others would wait, and how they were understood.
import { type Answer, numberOf, rowsOf, sheetOf, textOf } from "../api/answer.ts";
import { Notice } from "../parts/notice.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { useSite } from "../site.ts";

export function SampleCheck({ answer }: { answer: Answer }) {
  const { say, locale } = useSite();
  const check = sheetOf(answer, "check");
  const counts = rowsOf(check)[0];
  const reasons = sheetOf(answer, "reasons");
  const understood = sheetOf(answer, "understood");
  if (!counts || !understood)
    return (
      <Notice title={say("site.describe.no_time")} live>
        <p>{say("site.describe.no_time.next")}</p>
      </Notice>
    );
  const count = (name: string) => locale.number(numberOf(counts[name]) ?? 0, 0);
  const waiting = numberOf(counts["rejected"]) ?? 0;
  const moments = rowsOf(understood).map((row) => textOf(row["time"]));
  return (
    <>
      <p class="finding" role="status">
        {say(waiting === 0 ? "site.describe.all_taken" : "site.describe.some_wait", { read: count("read"), taken: count("accepted"), waiting: count("rejected") })}
      </p>
      {check?.note && <p class="small">{check.note}</p>}
      {answer.said.map(({ key, text }) => (
        <p key={key} class="read said">
          {text}
        </p>
      ))}
      {waiting > 0 && reasons && <SheetTable sheet={reasons} />}
      <div class="first-rows">
        <SheetTable sheet={understood} render={{ time: (row) => momentIn(moments[row] ?? "", locale) }} />
      </div>
    </>
  );
}

const momentIn = (text: string, locale: ReturnType<typeof useSite>["locale"]) => (/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(text) ? locale.moment(text) : locale.period(text));
