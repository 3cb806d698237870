// Administration: who may do what, access tokens, the audit log, the ledger. Which parts there are follows from what the
// server offers.
import { useState } from "preact/hooks";
import { type Cell, columnAt, rowsOf, type Said as Sentence, type Sheet, sheetOf, textOf } from "../api/answer.ts";
import { type Parameters, Refusal, tell } from "../api/ask.ts";
import { type RegisterAxes, registersOf } from "../api/axes.ts";
import { useAnswer } from "../api/use_answer.ts";
import { k_roles, ScopeFields, type ScopeValue, scopeParameters } from "../administration/scope_fields.tsx";
import { Answered, Refused } from "../parts/answered.tsx";
import { k_missing } from "../parts/cell_text.ts";
import { Copy } from "../parts/copy.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Input, Select } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { PageHead } from "../parts/page_head.tsx";
import { SheetTable } from "../parts/sheet_table.tsx";
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import type { Role } from "../api/session.ts";
import type { SiteKey, Words } from "../words.ts";
import "../styles/statistics.css";
import "../registers/registers.css";
import "../styles/administration.css";

const k_parts: { id: string; name: SiteKey; needs: string }[] = [
  { id: "users", name: "site.administration.users", needs: "user list" },
  { id: "tokens", name: "site.administration.tokens", needs: "token list" },
  { id: "audit", name: "site.administration.audit", needs: "audit list" },
  { id: "ledger", name: "site.administration.ledger", needs: "ledger verify" },
];

export default function Administration() {
  const { say, offered } = useSite();
  const { parameters } = usePlace();
  const parts = k_parts.filter(({ needs }) => offered(needs));
  const part = parts.find(({ id }) => id === parameters.get("part")) ?? parts[0];
  return (
    <div class="width page">
      <PageHead title={say("site.page.administration")} lead={part && say(`site.administration.${part.id}.lead` as SiteKey)} />
      <nav class="parts" aria-label={say("site.administration.parts")}>
        <ul>
          {parts.map(({ id, name }) => (
            <li key={id}>
              <a href={`/administration?part=${id}`} aria-current={id === part?.id ? "true" : undefined}>
                {say(name)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {part?.id === "users" && <Users />}
      {part?.id === "tokens" && <Tokens />}
      {part?.id === "audit" && <Audit />}
      {part?.id === "ledger" && <Ledger />}
    </div>
  );
}

// Something was told to the server: what came of it, and what it refused.
function useTold(after: () => void) {
  const { language } = useSite();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const put = async (operation: string, parameters: Parameters): Promise<string | null> => {
    try {
      const answer = await tell(`${operation}`, { ...parameters, lang: language });
      setRefusal(null);
      after();
      return "document" in answer ? (answer.document ?? "") : "";
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      return null;
    }
  };
  return { put, refusal };
}

function Users() {
  const { say, session } = useSite();
  const users = useAnswer("user list", {});
  const [open, setOpen] = useState<string | null>(null); // "" makes a new one
  const [disabled, setDisabled] = useState<string | null>(null);
  const { put, refusal } = useTold(users.again);
  const sheet = users.answer?.sheets[0];
  const rows = rowsOf(sheet);
  const disable = async (name: string, undo: boolean) => {
    if ((await put("user disable", { name, undo })) !== null) setDisabled(undo ? null : name);
  };
  const reach = (row: number, what: string) => (rows[row]?.["everything"] === "yes" ? say("site.administration.everything.all") : textOf(rows[row]?.[what]) || k_missing);
  const registers = useRegisters();
  return (
    <>
      <p class="first-line">
        <button type="button" class="main" onClick={() => setOpen("")}>
          {say("site.administration.add_user")}
        </button>
      </p>
      {refusal && <Refused refusal={refusal} />}
      {disabled && (
        <Notice live title={say("site.administration.disabled", { name: disabled })}>
          <p>
            <button type="button" onClick={() => void disable(disabled, true)}>
              {say("site.undo")}
            </button>
          </p>
        </Notice>
      )}
      <Answered of={users}>
        {() =>
          sheet && (
            <SheetTable
              sheet={usersOf(sheet, say)}
              captionUnseen
              render={{ territories: (row) => reach(row, "territories"), registers: (row) => called(reach(row, "registers"), registers) }}
              hidden={["everything", ...(new Set(rows.map((row) => textOf(row["enters_by"]))).size < 2 ? ["enters_by"] : [])]}
              action={{
                label: say("site.administration.actions"),
                of: (row) => {
                  const name = textOf(rows[row]?.["name"]);
                  const off = rows[row]?.["state"] === "disabled";
                  return (
                    <>
                      <button type="button" onClick={() => setOpen(name)} aria-label={`${say("site.administration.change")}: ${name}`}>
                        {say("site.administration.change")}
                      </button>
                      {name !== session.visitor.name && (
                        <button type="button" onClick={() => void disable(name, off)} aria-label={`${say(off ? "site.administration.enable" : "site.administration.disable")}: ${name}`}>
                          {say(off ? "site.administration.enable" : "site.administration.disable")}
                        </button>
                      )}
                    </>
                  );
                },
              }}
            />
          )
        }
      </Answered>
      {open !== null && (
        <UserForm
          user={rows.find((row) => row["name"] === open)}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            users.again();
          }}
        />
      )}
    </>
  );
}

// The registers by their names, where the visitor may know them.
function useRegisters() {
  const { offered } = useSite();
  const axes = useAnswer("cube axes", offered("cube axes") ? {} : null);
  return axes.answer ? registersOf(axes.answer) : [];
}
const called = (ids: string, registers: RegisterAxes[]): string =>
  ids
    .split("; ")
    .map((id) => registers.find((one) => one.id === id)?.name ?? id)
    .join("; ");

function withRoles(sheet: Sheet, say: Words): Sheet {
  const roles = (cell: Cell): string =>
    textOf(cell)
      .split("; ")
      .map((role) => (k_roles.some((known) => known === role) ? say(`site.administration.role_name.${role as Role}`) : role))
      .join(", ");
  return { ...sheet, rows: sheet.rows.map((cells) => cells.map((cell, place) => (place === columnAt(sheet, "roles") ? roles(cell) : cell))) };
}

// Roles by the reader's words.
function usersOf(sheet: Sheet, say: Words): Sheet {
  return { ...withRoles(sheet, say), columns: sheet.columns.map((column) => (column.id === "name" ? { ...column, label: say("site.administration.user_name") } : column)) };
}

function UserForm({ user, onClose, onDone }: { user: ReturnType<typeof rowsOf>[number] | undefined; onClose: () => void; onDone: () => void }) {
  const { say } = useSite();
  const list = (id: string) => textOf(user?.[id]).split("; ").filter(Boolean);
  const [name, setName] = useState(textOf(user?.["name"]));
  const [password, setPassword] = useState("");
  const [scope, setScope] = useState<ScopeValue>({
    roles: user ? list("roles") : ["reader"],
    everything: user ? user["everything"] === "yes" : true,
    territories: list("territories"),
    registers: list("registers"),
  });
  const { put, refusal } = useTold(onDone);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    void put(user ? "user change" : "user add", { name, ...(password ? { password } : {}), ...scopeParameters(scope) });
  };
  return (
    <Dialog title={say(user ? "site.administration.change_user" : "site.administration.add_user")} onClose={onClose}>
      {refusal && <Refused refusal={refusal} />}
      <form class="form" onSubmit={send}>
        {!user && <Input label={say("site.user_name")} value={name} onInput={setName} autocomplete="off" required />}
        {user && <p class="aside-value">{name}</p>}
        {!user && <Input label={say("site.password")} hint={say("site.password.hint", { least: "12" })} type="password" value={password} onInput={setPassword} autocomplete="new-password" required />}
        <ScopeFields value={scope} onChange={setScope} />
        <button type="submit" class="main">
          {say("site.save")}
        </button>
      </form>
    </Dialog>
  );
}

function Tokens() {
  const { say } = useSite();
  const tokens = useAnswer("token list", {});
  const registers = useRegisters();
  const [label, setLabel] = useState("");
  const [days, setDays] = useState("90");
  const [made, setMade] = useState<string | null>(null);
  const { put, refusal } = useTold(tokens.again);
  const sheet = tokens.answer && (sheetOf(tokens.answer, "tokens") ?? tokens.answer.sheets[0]);
  const rows = rowsOf(sheet ?? undefined);
  const make = async (event: SubmitEvent) => {
    event.preventDefault();
    const token = await put("token make", { label, days });
    if (token !== null) setMade(token.trim());
    setLabel("");
  };
  return (
    <>
      {refusal && <Refused refusal={refusal} />}
      <form class="controls" onSubmit={(event) => void make(event)}>
        <Input label={say("site.administration.token_label")} hint={say("site.administration.token_label.hint")} value={label} onInput={setLabel} required />
        <Input label={say("site.administration.days")} type="number" value={days} onInput={setDays} required />
        <button type="submit" class="main" disabled={!label}>
          {say("site.administration.make_token")}
        </button>
      </form>
      {made && (
        <Notice live title={say("site.administration.token_once")}>
          <Copy text={made} label={say("site.administration.tokens")} code />
        </Notice>
      )}
      <Answered of={tokens}>
        {() =>
          sheet &&
          (rows.length === 0 ? (
            <p>{say("site.administration.no_tokens")}</p>
          ) : (
            <SheetTable
              sheet={withRoles(sheet, say)}
              captionUnseen
              render={{ registers: registersIn(sheet, registers) }}
              action={{
                label: say("site.administration.actions"),
                of: (row) => (
                  <button type="button" onClick={() => void put("token revoke", { id: textOf(rows[row]?.["id"]) })} aria-label={`${say("site.administration.revoke")}: ${textOf(rows[row]?.["token_label"])}`}>
                    {say("site.administration.revoke")}
                  </button>
                ),
              }}
            />
          ))
        }
      </Answered>
    </>
  );
}

const k_events = ["look", "change", "refused", "sign_in", "sign_in_failed", "sign_out", "setup"] as const;

function Audit() {
  const { say, offered } = useSite();
  const { parameters } = usePlace();
  const change = (name: string) => (value: string) => go(withParameters(parameters, { [name]: value }), { replace: true });
  const given = (name: string) => parameters.get(name) ?? "";
  const log = useAnswer("audit list", { who: given("who"), event: given("event"), register: given("register"), since: given("since") });
  const registers = useRegisters();
  const verified = useAnswer("audit verify", parameters.get("verify") !== null ? {} : null);
  return (
    <>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Input label={say("site.administration.who")} value={given("who")} onInput={change("who")} />
        <Select
          label={say("site.administration.event")}
          choices={[{ value: "", label: say("site.administration.any") }, ...k_events.map((event) => ({ value: event, label: say(`site.administration.event.${event}`) }))]}
          value={given("event")}
          onChoose={change("event")}
        />
        {registers.length > 0 && (
          <Select label={say("site.register")} choices={[{ value: "", label: say("site.register.all") }, ...registers.map(({ id, name }) => ({ value: id, label: name }))]} value={given("register")} onChoose={change("register")} />
        )}
        <Input label={say("site.administration.since")} type="date" value={given("since")} onInput={change("since")} />
      </form>
      <Answered of={log}>{({ sheets }) => (sheets[0] && sheets[0].rows.length > 0 ? <SheetTable sheet={sheets[0]} captionUnseen render={{ outcome: outcomeIn(sheets[0], say), registers: registersIn(sheets[0], registers) }} /> : <p>{say("site.administration.no_entries")}</p>)}</Answered>
      {offered("audit verify") && (
        <section>
          <p class="verify">
            <button type="button" onClick={() => change("verify")("1")}>
              {say("site.administration.verify")}
            </button>
          </p>
          <Answered of={verified}>
            {({ sheets, said }) => (
              <>
                <Verdict said={said} />
                <Faults sheets={sheets} />
              </>
            )}
          </Answered>
        </section>
      )}
    </>
  );
}

// Done, or refused with the program's word for why.
const outcomeIn = (sheet: Sheet, say: Words) => (row: number): string => {
  const outcome = textOf(sheet.rows[row]?.[columnAt(sheet, "outcome")]);
  return outcome === "done" ? say("site.administration.outcome.done") : outcome.startsWith("error.") ? `${say("site.administration.outcome.refused")} (${outcome.slice(6)})` : outcome;
};

const registersIn = (sheet: Sheet, registers: RegisterAxes[]) => (row: number): string => called(textOf(sheet.rows[row]?.[columnAt(sheet, "registers")]), registers) || k_missing;

// What a check found: in sentences, and where something is not as it was, what.
function Verdict({ said }: { said: Sentence[] }) {
  const [first, ...more] = said;
  return (
    <Notice live {...(first ? { title: first.text } : {})}>
      {more.map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
    </Notice>
  );
}

const Faults = ({ sheets }: { sheets: Sheet[] }) => (
  <>
    {sheets
      .filter(({ rows }) => rows.length > 0)
      .map((sheet) => (
        <SheetTable key={sheet.id} sheet={sheet} />
      ))}
  </>
);

// "tartip/forecast/1" by its word; what is not known stays as it is written.
const k_kinds = ["release", "publication", "forecast"] as const;
function kindOf(written: string, say: Words): string {
  const kind = k_kinds.find((one) => written.startsWith(`tartip/${one}/`));
  return kind ? say(`site.administration.ledger.${kind}`) : written;
}

function Ledger() {
  const { say, offered } = useSite();
  const verified = useAnswer("ledger verify", {});
  const entries = useAnswer("ledger list", offered("ledger list") ? {} : null);
  if (verified.refusal?.problem.status === 404)
    return (
      <Notice title={say("site.administration.ledger.none")}>
        <p>{say("site.administration.ledger.none.next")}</p>
      </Notice>
    );
  return (
    <>
      <Answered of={verified}>
        {({ sheets, said }) => (
          <>
            <Verdict said={said} />
            <Faults sheets={sheets} />
          </>
        )}
      </Answered>
      <Answered of={entries}>{({ sheets: [sheet] }) => sheet && sheet.rows.length > 0 && <SheetTable sheet={sheet} render={{ kind: (row) => kindOf(textOf(sheet.rows[row]?.[columnAt(sheet, "kind")]), say) }} />}</Answered>
    </>
  );
}

