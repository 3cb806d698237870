// One row of the quarantine, field by field, with what is wrong beside the field. Saving takes it in, or says what is
// still wrong.
import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, rowsOf, type Sheet, sheetOf, textOf } from "../api/answer.ts";
import { Refused } from "../parts/answered.tsx";
import { Input } from "../parts/field.tsx";
import { useTelling } from "../parts/use_telling.ts";
import { useSite } from "../site.ts";

interface Props {
  register: string;
  ground: string; // on which the row is looked at
  row: number;
  onClose: () => void;
  onCorrected: (text: string) => void;
}

export function Correction({ register, ground, row, onClose, onCorrected }: Props) {
  const { say } = useSite();
  const telling = useTelling();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [changed, setChanged] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => telling.tell("register quarantine", { register, row }, (answer) => setSheet((answer as Answer).sheets[0] ?? null), ground), [register, row]);
  useEffect(() => {
    if (sheet) (form.current?.querySelector<HTMLElement>("[aria-invalid]") ?? form.current?.querySelector<HTMLElement>("input"))?.focus();
  }, [sheet]);

  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const set = Object.entries(changed).map(([column, value]) => `${column}=${value}`);
    if (set.length === 0) return;
    telling.tell("register correct", { register, row, set }, (answer) => {
      const given = answer as Answer;
      const still = sheetOf(given, "quarantined_row");
      if (still) {
        setSheet(still);
        setChanged({});
      } else onCorrected(say("site.quarantine.corrected"));
    }, ground);
  };

  return (
    <form class="correction" ref={form} onSubmit={save}>
      {telling.refusal && <Refused refusal={telling.refusal} />}
      {sheet && (
        <>
          <h3>{say("site.quarantine.row")}</h3>
          {sheet.note && <p class="wrong">{sheet.note}</p>}
          <div class="correction-fields">
            {rowsOf(sheet).map((one) => {
              const column = textOf(one["column"]);
              const expected = textOf(one["expected"]);
              return (
                <Input
                  key={column}
                  label={column}
                  error={expected && changed[column] === undefined ? expected : undefined}
                  hint={expected && changed[column] !== undefined ? expected : undefined}
                  value={changed[column] ?? textOf(one["value"])}
                  onInput={(value) => setChanged({ ...changed, [column]: value })}
                />
              );
            })}
          </div>
          <div class="tools">
            <button type="submit" class="main" disabled={telling.busy || Object.keys(changed).length === 0}>
              {say("site.quarantine.save")}
            </button>
            <button type="button" onClick={onClose}>
              {say("site.close")}
            </button>
          </div>
        </>
      )}
    </form>
  );
}
