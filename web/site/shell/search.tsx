// Search for a territory, a class, a register or an indicator by name, in three languages, either script, with typos.
// (The combobox of the ARIA practices: the list is walked with the arrow keys while the pointer of input stays.)
import { useId, useState } from "preact/hooks";
import { type Row, rowsOf, textOf } from "../api/answer.ts";
import { useAnswer } from "../api/use_answer.ts";
import { go } from "../router.ts";
import { useSite } from "../site.ts";
import { useLater } from "./later.ts";

const k_most = "8";
// (The types of attributes allow this role only to an input with a <datalist>.)
const k_combobox = { role: "combobox" } as object;
const k_pause = 150; // milliseconds after the last letter

// What is found is looked at in statistics, narrowed to it.
export function placeOf(found: Row): string {
  const [kind, axis, code] = [textOf(found["kind"]), textOf(found["axis"]), textOf(found["code"])];
  if (kind === "register") return `/statistics?${new URLSearchParams({ register: code })}`;
  if (kind === "indicator") return `/statistics?${new URLSearchParams({ indicator: code })}`;
  return `/statistics?${new URLSearchParams(kind === "territory" ? { axis, in: code } : { axis, class: code })}`;
}

export function Search() {
  const { say } = useSite();
  const id = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const asked = useLater(text.trim(), k_pause);
  const { answer, waiting } = useAnswer("centre search", asked.length > 1 ? { text: asked, limit: k_most } : null);
  const sheet = answer?.sheets[0];
  const found = asked.length > 1 ? rowsOf(sheet) : [];
  const shown = open && asked.length > 1 && (found.length > 0 || !waiting);
  const kinds = sheet?.words?.["kind"] ?? {};

  const choose = (row: Row | undefined) => {
    if (!row) return;
    setOpen(false);
    setText("");
    go(placeOf(row));
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      setOpen(false);
      setText("");
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(found[Math.max(at, 0)]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length > 0) {
      event.preventDefault();
      setOpen(true);
      setAt((at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + found.length) % found.length);
    }
  };

  return (
    <div class="search" role="search" onFocusOut={(event) => event.currentTarget.contains(event.relatedTarget as Node | null) || setOpen(false)}>
      <input
        type="search"
        {...k_combobox}
        autocomplete="off"
        aria-label={say("site.search")}
        placeholder={say("site.search")}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(-1);
          setOpen(true);
        }}
        onKeyDown={press}
      />
      <div class="found" hidden={!shown}>
        <ul id={`${id}-list`} role="listbox" aria-label={say("site.search.found")}>
          {found.map((row, place) => (
            <li
              key={place}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(row)}
            >
              <span class="found-name">{textOf(row["name"])}</span>
              <span class="found-kind">
                {[kinds[textOf(row["kind"])] ?? textOf(row["kind"]), textOf(row["path"])].filter(Boolean).join(" · ")}
              </span>
            </li>
          ))}
        </ul>
        {found.length === 0 && <p>{say("site.search.nothing", { text: asked })}</p>}
      </div>
      <p class="unseen" role="status">
        {shown && found.length > 0 ? say("site.search.count", { count: String(found.length) }) : ""}
      </p>
    </div>
  );
}
