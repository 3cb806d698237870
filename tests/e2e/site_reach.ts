// What must hold of every page beyond axe, whoever reads it and however: with the keyboard alone, at 400 %, with a finger, with
// the system's own colours. Each answers with what is wrong.
import type { Page } from "playwright-core";

const k_most_stops = 400;
const k_most_within = 8; // stops within one control: the parts of a date
const k_target = 24; // CSS pixels (WCAG 2.2, 2.5.8)

// Every stop of the tab key is in sight and shows that it is there, and the last one leads out again.
export async function walked(page: Page): Promise<string[]> {
  const wrong = new Set<string>();
  const ordered = await page.locator("[tabindex]").evaluateAll((all) => all.filter((one) => (one as HTMLElement).tabIndex > 0).length);
  if (ordered > 0) wrong.add(`${ordered} elements break the order of the tab key`);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
  });
  let before = "";
  let stayed = 0;
  for (let step = 0; step < k_most_stops; ++step) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const here = document.activeElement;
      if (!here || here === document.body) return null;
      const box = here.getBoundingClientRect();
      // What covers a control that is itself unseen (a place to drop files) shows the focus for it.
      const outlined = (one: Element | null) => one !== null && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
      const shown = outlined(here) || outlined(here.parentElement) || (here.closest("svg")?.querySelector(".map-marked") ?? null) !== null;
      const within = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const at = [...document.querySelectorAll("*")].indexOf(here);
      return { name: `${here.tagName.toLowerCase()}.${here.getAttribute("class") ?? ""} “${(here.getAttribute("aria-label") ?? here.textContent ?? "").trim().slice(0, 30)}”`, at: String(at), shown, within };
    });
    if (!stop) return [...wrong];
    stayed = stop.at === before ? stayed + 1 : 0;
    if (stayed > k_most_within) return [...wrong, `the tab key does not leave ${stop.name}`];
    before = stop.at;
    if (!stop.shown) wrong.add(`the focus is not seen on ${stop.name}`);
    if (!stop.within) wrong.add(`the focus is out of sight on ${stop.name}`);
  }
  return [...wrong, `${k_most_stops} stops of the tab key do not reach the end of the page`];
}

// A finger meets what can be pressed. Links within a sentence may be as high as their line.
export async function pressable(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const small: string[] = [];
    for (const one of document.querySelectorAll<HTMLElement>("a[href], button, input, select, summary, textarea")) {
      const box = (one.matches("input[type=checkbox], input[type=radio]") ? (one.closest("label") ?? one) : one).getBoundingClientRect();
      if (box.width === 0 || one.closest(".unseen, [hidden]") || one.matches(".skip") || !one.checkVisibility()) continue;
      const inline = one.matches("a") && getComputedStyle(one).display === "inline" && (one.parentElement?.textContent ?? "").trim() !== (one.textContent ?? "").trim();
      if (!inline && (box.height < least - 0.5 || box.width < least - 0.5)) small.push(`${one.tagName.toLowerCase()}.${one.className} “${(one.textContent ?? "").trim().slice(0, 25)}” is ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }
    return [...new Set(small)];
  }, k_target);
}

// Tables tell what they are and what heads what; figures that only the eye could read are told in words.
export async function told(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    for (const table of document.querySelectorAll("table")) {
      const name = table.caption?.textContent?.trim() ?? "";
      if (!name) wrong.push("a table has no caption");
      if ([...table.querySelectorAll("th")].some((head) => !head.scope)) wrong.push(`a head of “${name}” heads nothing`);
      if ([...table.querySelectorAll("tbody tr")].some((row) => !row.querySelector("th[scope=row]"))) wrong.push(`a row of “${name}” has no head`);
    }
    for (const svg of document.querySelectorAll("main svg")) {
      const spoken = svg.closest("[aria-hidden=true]") ?? svg.closest("[role=img][aria-label]") ?? svg.closest("[aria-label], [aria-labelledby]") ?? svg.parentElement?.parentElement?.querySelector(".unseen");
      if (!spoken) wrong.push(`a drawing is not told in words (${svg.getAttribute("class") ?? svg.parentElement?.className ?? ""})`);
    }
    const languages = [...document.querySelectorAll("[lang]")].map((one) => one.getAttribute("lang"));
    if (languages.some((language) => !["kk", "ru", "en"].includes(language ?? ""))) wrong.push("a part is said to be in a language that there is none of");
    return wrong;
  });
}

// 400 % of 1280 pixels is a window of 320: nothing but tables, maps and drawings may be wider than it.
export async function zoomed(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.waitForTimeout(150);
  const wide = await page.evaluate(() => {
    const cut = [...document.querySelectorAll<HTMLElement>("main *, .head *")]
      .filter((one) => !one.closest(".table-frame, svg, .unseen, .found, .skip, .live-map-frame") && one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => `${one.tagName.toLowerCase()}.${one.className}`);
    return { page: document.documentElement.scrollWidth, cut: [...new Set(cut)].slice(0, 4) };
  });
  return [...(wide.page > 320 ? [`at 400 % the page is ${wide.page} wide, the window 320`] : []), ...wide.cut.map((one) => `at 400 % ${one} is cut off`)];
}

// Where the system chooses the colours, what is chosen and what has the focus must still be seen: by a line, not by a fill alone.
export async function forced(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: "active" });
  const wrong = await page.evaluate(() => {
    const bare = [...document.querySelectorAll<HTMLElement>("main button[aria-pressed=true], main [aria-current=true]:not(tr), nav [aria-current=page], tr[aria-current=true] > :first-child")].filter((one) => {
      const style = getComputedStyle(one);
      const lines = [style.borderBottomWidth, style.borderTopWidth, style.borderLeftWidth, style.outlineWidth].some((width, at) => parseFloat(width) >= 1 && [style.borderBottomStyle, style.borderTopStyle, style.borderLeftStyle, style.outlineStyle][at] !== "none");
      return !lines && style.textDecorationLine === "none" && Number(style.fontWeight) < 600;
    });
    return bare.map((one) => `in the system's colours it is not seen that ${one.tagName.toLowerCase()}.${one.className} is chosen`);
  });
  await page.emulateMedia({ forcedColors: "none" });
  return [...new Set(wrong)];
}
