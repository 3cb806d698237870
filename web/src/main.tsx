// Takes the document that the program put into this file and shows it.
import { render } from "preact";
import type { Briefing, Language } from "./document.ts";
import { messagesIn } from "./messages.ts";
import { BriefingPage } from "./pages/briefing.tsx";
import { nameThePages } from "./print.ts";
import "./styles/tokens.css";
import "./styles/page.css";
import "./styles/parts.css";
import "./styles/figures.css";
import "./styles/print.css";

const languages: Language[] = ["kk", "ru", "en"];

function readDocument(): Briefing | null {
  try {
    const briefing = JSON.parse(document.getElementById("document")?.textContent ?? "") as Briefing;
    return languages.includes(briefing.language) ? briefing : null;
  } catch {
    return null;
  }
}

function Broken() {
  return (
    <main class="width">
      {languages.map((language) => (
        <p key={language} lang={language}>
          {messagesIn(language)("page.broken")}
        </p>
      ))}
    </main>
  );
}

async function show(root: HTMLElement): Promise<void> {
  // Charts measure their labels: the letters of all three languages must be there first.
  await Promise.all(["400", "600"].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans"`, "AЖә")));
  const briefing = readDocument();
  root.replaceChildren();
  render(briefing ? <BriefingPage briefing={briefing} /> : <Broken />, root);
  if (briefing) nameThePages(briefing);
  // The anchor in the address points at what was not there while the page loaded.
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

const root = document.getElementById("page");
if (root) void show(root);
