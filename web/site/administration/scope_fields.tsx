// Roles, territories and registers of a user or a token.
import { rowsOf, textOf } from "../api/answer.ts";
import type { Parameters } from "../api/ask.ts";
import { registersOf } from "../api/axes.ts";
import type { Role } from "../api/session.ts";
import { useAnswer } from "../api/use_answer.ts";
import { Check, Input } from "../parts/field.tsx";
import { useSite } from "../site.ts";

export const k_roles: Role[] = ["administrator", "registrar", "analyst", "publisher", "reader"];

export interface ScopeValue {
  roles: string[];
  everything: boolean;
  territories: string[];
  registers: string[];
}

export const scopeParameters = ({ roles, everything, territories, registers }: ScopeValue): Parameters => ({
  role: roles,
  ...(everything ? { everything: true } : { in: territories, register: registers }),
});

const toggled = (list: string[], one: string, on: boolean) => (on ? [...list, one] : list.filter((other) => other !== one));

export function ScopeFields({ value, onChange }: { value: ScopeValue; onChange: (value: ScopeValue) => void }) {
  const { say, offered } = useSite();
  const axes = useAnswer("cube axes", offered("cube axes") ? {} : null);
  const registers = axes.answer ? registersOf(axes.answer) : [];
  const territories = useAnswer("territory list", offered("territory list") ? {} : null);
  const known = rowsOf(territories.answer?.sheets[0]).map((row) => textOf(row["name"])).filter(Boolean).join(", ");
  return (
    <>
      <fieldset>
        <legend>{say("site.administration.roles")}</legend>
        {k_roles.map((role) => (
          <div key={role}>
            <Check label={say(`site.administration.role.${role}`)} checked={value.roles.includes(role)} onCheck={(on) => onChange({ ...value, roles: toggled(value.roles, role, on) })} />
          </div>
        ))}
      </fieldset>
      <fieldset>
        <legend>{say("site.administration.scope")}</legend>
        <Check label={say("site.administration.everything")} checked={value.everything} onCheck={(everything) => onChange({ ...value, everything })} />
        {!value.everything && (
          <>
            <Input
              label={say("site.administration.territories")}
              hint={say("site.administration.territories.hint", { known })}
              value={value.territories.join(", ")}
              onInput={(text) => onChange({ ...value, territories: text.split(/[,\s]+/).filter(Boolean) })}
            />
            {registers.map(({ id, name }) => (
              <div key={id}>
                <Check label={name} checked={value.registers.includes(id)} onCheck={(on) => onChange({ ...value, registers: toggled(value.registers, id, on) })} />
              </div>
            ))}
          </>
        )}
      </fieldset>
    </>
  );
}
