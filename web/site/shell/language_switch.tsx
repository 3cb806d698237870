// The three languages, each named in itself.
import { go, usePlace, withParameters } from "../router.ts";
import { useSite } from "../site.ts";
import { languages } from "../words.ts";

const names = { kk: "Қазақша", ru: "Русский", en: "English" };

export function LanguageSwitch() {
  const { say, language, choose } = useSite();
  const { parameters } = usePlace();
  return (
    <ul class="languages" aria-label={say("site.languages")}>
      {languages.map((one) => (
        <li key={one}>
          <button
            type="button"
            class="quiet"
            lang={one}
            aria-pressed={one === language}
            onClick={() => {
              if (parameters.has("lang")) go(withParameters(parameters, { lang: one }), { replace: true });
              choose(one);
            }}
          >
            {names[one]}
          </button>
        </li>
      ))}
    </ul>
  );
}
