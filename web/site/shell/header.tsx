// The head of every page. On a narrow screen navigation and search wait behind one button.
import { useEffect, useState } from "preact/hooks";
import { signOut } from "../api/session.ts";
import type { Page } from "../pages/list.ts";
import { go, usePlace } from "../router.ts";
import { useSite } from "../site.ts";
import { LanguageSwitch } from "./language_switch.tsx";
import { Search } from "./search.tsx";

export function Header({ pages, current }: { pages: Page[]; current: Page | undefined }) {
  const { say, session, offered, renew } = useSite();
  const { path, parameters } = usePlace();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path]);
  const { anonymous, name } = session.visitor;
  // What is found is looked at in statistics.
  const searchable = offered("centre search") && offered("table build");
  const leave = async () => {
    await signOut();
    await renew();
    go("/");
  };
  const back = current?.path === "/sign-in" ? "" : `?to=${encodeURIComponent(path + (parameters.size ? `?${parameters}` : ""))}`;

  return (
    <header class={`head ${open ? "head-open" : ""}`}>
      <div class="width head-line">
        <a class="centre" href="/">
          {session.centre.name}
        </a>
        {(pages.length > 1 || searchable) && (
          <button type="button" class="menu" aria-expanded={open} aria-controls="navigation" onClick={() => setOpen(!open)}>
            {say("site.menu")}
          </button>
        )}
        {searchable && <Search />}
        <LanguageSwitch />
        <div class="visitor">
          {!anonymous && name && (
            <a class="visitor-name" href="/sign-in" aria-current={current?.path === "/sign-in" ? "page" : undefined}>
              {name}
            </a>
          )}
          {!anonymous && name && (
            <button type="button" class="quiet" onClick={() => void leave()}>
              {say("site.sign_out")}
            </button>
          )}
          {anonymous && !session.setup && (
            <a href={`/sign-in${back}`} aria-current={current?.path === "/sign-in" ? "page" : undefined}>
              {say("site.sign_in")}
            </a>
          )}
        </div>
      </div>
      {pages.length > 0 && (
        <nav class="navigation" id="navigation" aria-label={say("site.navigation")}>
          <ul class="width">
            {pages.map((page) => (
              <li key={page.path}>
                <a href={page.path} aria-current={page === current ? "page" : undefined}>
                  {say(page.name)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </header>
  );
}
