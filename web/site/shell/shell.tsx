// The frame of every page: whose centre this is, where one can go, and the page itself.
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { holds, others, type Page, pages } from "../pages/list.ts";
import { PageHead } from "../parts/page_head.tsx";
import { go, usePlace } from "../router.ts";
import { type Site, useSite } from "../site.ts";
import { Header } from "./header.tsx";

export const pagesFor = (site: Site): Page[] => pages.filter(({ needs }) => needs.some(site.offered));

export function Shell() {
  const site = useSite();
  const { say, locale, session } = site;
  const { path } = usePlace();
  const open = pagesFor(site);
  const first = session.setup ? "/setup" : (open[0]?.path ?? "/sign-in");
  useEffect(() => {
    if (path === "/" || path === "/index.html") go(first + location.search + location.hash, { replace: true });
  }, [path, first]);
  const page = [...pages, ...others].find((one) => holds(one, path));
  const allowed = page && (others.includes(page) || open.includes(page));

  return (
    <>
      <a class="skip" href="#text">
        {say("page.skip")}
      </a>
      <Header pages={open} current={page} />
      <main id="text" tabIndex={-1}>
        {!page && path !== "/" && <Missing open={open} />}
        {page && !allowed && <Closed page={page} open={open} />}
        {page && allowed && <Loaded key={page.path} page={page} />}
      </main>
      <footer class="foot">
        <div class="width">
          <p>{session.centre.name}</p>
          <p class="printed">
            {say("page.printed", { date: locale.date(new Date()) })} · {location.href}
          </p>
        </div>
      </footer>
    </>
  );
}

// A page comes when it is first asked for.
function Loaded({ page }: { page: Page }) {
  const { say } = useSite();
  const [Shown, setShown] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  const wanted = useRef(true);
  useEffect(() => {
    page.load().then(
      (module) => wanted.current && setShown(() => module.default),
      () => wanted.current && setFailed(true),
    );
    return () => void (wanted.current = false);
  }, []);
  if (Shown) return <Shown />;
  if (!failed) return <p class="width page waiting" role="status">{say("site.waiting")}</p>;
  // The site was renewed under the reader's hands: what this address names now comes with a fresh start.
  return (
    <div class="width page">
      <PageHead title={say(page.name)} lead={say("site.renewed")} />
      <button type="button" onClick={() => location.reload()}>
        {say("site.reload")}
      </button>
    </div>
  );
}

// Where the reader can go from an address that leads nowhere.
function Ways({ open }: { open: Page[] }) {
  const { say } = useSite();
  return (
    <ul class="links">
      {open.map(({ path, name }) => (
        <li key={path}>
          <a href={path}>{say(name)}</a>
        </li>
      ))}
    </ul>
  );
}

function Missing({ open }: { open: Page[] }) {
  const { say } = useSite();
  return (
    <div class="width page">
      <PageHead title={say("site.missing.title")} lead={say("site.missing")} />
      <Ways open={open} />
    </div>
  );
}

function Closed({ page, open }: { page: Page; open: Page[] }) {
  const { say, session } = useSite();
  const { path } = usePlace();
  return (
    <div class="width page">
      <PageHead title={say(page.name)} lead={say(session.visitor.anonymous ? "site.closed.anonymous" : "site.closed")} />
      {session.visitor.anonymous && (
        <p>
          <a class="button" href={`/sign-in?to=${encodeURIComponent(path + location.search)}`}>
            {say("site.sign_in")}
          </a>
        </p>
      )}
      {open.length > 0 && (
        <>
          <p class="small ways">{say("site.closed.next")}</p>
          <Ways open={open} />
        </>
      )}
    </div>
  );
}
