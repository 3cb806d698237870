// A file that nobody has described yet, as the person of a regional office meets it: in three languages, by keyboard, with
// errors in it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Flow } from "./site_flows.ts";

const k_kinds = ["Кража", "Мошенничество", "Побои", "Грабёж"];
const k_districts = ["Аксу", "Бурли", "Карасу", "Талгар", "Узень"];
const k_languages = ["kk", "ru", "en"];
const k_rows = 60;

// Windows-1251, semicolons, decimal commas, blanks between thousands; one bad date, one unknown district, one number that
// is a word.
function writtenBy(files: string): string {
  const lines = ["Номер;Дата;Закрыто;Район;Вид;Ущерб, тенге;Стадия"];
  for (let at = 0; at < k_rows; ++at) {
    const day = String(1 + (at % 12)).padStart(2, "0");
    const date = at === 7 ? "31.02.2023" : `${day}.0${1 + (at % 9)}.2023`;
    const district = at === 11 ? "Аксу-2" : k_districts[at % k_districts.length];
    const loss = at === 13 ? "много" : `${1 + (at % 40)} ${100 + at},50`;
    lines.push([`23-${at + 100}`, date, `2${at % 9}.12.2023`, district, k_kinds[at % k_kinds.length], loss, at % 3 ? "в суде" : "прекращено"].join(";"));
  }
  const file = join(files, "reports.csv");
  const bytes = [...`${lines.join("\n")}\n`].map((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code < 128 ? code : letter === "ё" ? 184 : code - 848;
  });
  writeFileSync(file, Uint8Array.from(bytes));
  return file;
}

const selectOf = (page: Page, column: string, at = 0) => page.locator(".column-list > ol > li", { has: page.locator("h3", { hasText: new RegExp(`^${column}$`) }) }).locator("select").nth(at);
const answered = async (page: Page) => {
  await page.waitForTimeout(400); // what is typed is asked after a pause
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
};

export const importFlows: Record<string, Flow> = {
  "a new register is described column by column, by keyboard, in three languages": {
    run: async ({ page, address, files, settled, axe, picture }) => {
      const wrong: string[] = [];
      await page.goto(`${address}/registers`);
      await settled();
      await page.locator("input[type=file]").setInputFiles(writtenBy(files));
      await page.waitForSelector(".column-list");
      const here = page.url();
      for (const language of k_languages) {
        await page.goto(`${here}&lang=${language}`);
        await settled();
        await page.waitForSelector(".column-list");
        wrong.push(...(await axe()).map((one) => `${language}: ${one}`));
        await picture(`register-new.${language}`);
        const roles = await page.locator(".column-role select").evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value));
        if (roles.join(" ") !== "key time attribute unit class quantity attribute") wrong.push(`${language}: the columns are taken for ${roles.join(" ")}`);
        await page.setViewportSize({ width: 360, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > 360) wrong.push(`${language}: on a phone the page is ${wide} wide`);
        await picture(`register-new.${language}.360`);
        await page.setViewportSize({ width: 1280, height: 900 });
      }
      // The keyboard alone: the column of the end is taken as the end of the time.
      const waiting = async () => Number(await page.locator("#effect ~ .table-frame tbody tr, section[aria-labelledby=effect] > .table-frame tbody tr").count());
      const before = await waiting();
      if (before !== 3) wrong.push(`${before} reasons to wait are told, not 3`);
      const closed = selectOf(page, "Закрыто");
      await closed.focus();
      await page.keyboard.type("time, until");
      await answered(page);
      if ((await closed.inputValue()) !== "until") wrong.push(`the key strokes chose ${await closed.inputValue()}`);
      if (!(await closed.evaluate((one) => one === document.activeElement))) wrong.push("the choice lost the focus");
      await page.keyboard.press("Tab");
      if (!(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")?.startsWith("Закрыто")))) wrong.push("after the role does not come its format");
      if (!(await page.locator(".column-why", { hasText: "the guess was" }).count())) wrong.push("it is not said that the guess was another");
      // A role that one column can have moves, and its first holder is something else.
      await selectOf(page, "Стадия").selectOption("class");
      await answered(page);
      if ((await selectOf(page, "Вид").inputValue()) !== "attribute") wrong.push("two columns are the class");
      await selectOf(page, "Вид").selectOption("class");
      await answered(page);
      if ((await selectOf(page, "Вид", 1).inputValue()) !== "kinds") wrong.push("the classification is not recognised");
      await selectOf(page, "Стадия").selectOption("attribute");
      // Two whole dates are no time: refused in words, and what was understood stays.
      await selectOf(page, "Дата").selectOption("time");
      await selectOf(page, "Закрыто").selectOption("time");
      await answered(page);
      if (!/both say the same part/.test(await page.locator("[role=alert]").innerText())) wrong.push("two dates are not refused in words");
      if ((await page.locator(".column-list > ol > li").count()) !== 7) wrong.push("a refusal takes the columns away");
      await selectOf(page, "Закрыто").selectOption("until");
      await answered(page);
      // Without a time nothing can be imported.
      await selectOf(page, "Дата").selectOption("ignored");
      await selectOf(page, "Закрыто").selectOption("ignored");
      await answered(page);
      if (!(await page.locator(".trial button.main").isDisabled())) wrong.push("a register without a time can be tried");
      await selectOf(page, "Дата").selectOption("time");
      await selectOf(page, "Закрыто").selectOption("until");
      await answered(page);
      // Choices stand in the address.
      await page.reload();
      await page.waitForSelector(".column-list");
      if ((await selectOf(page, "Закрыто").inputValue()) !== "until") wrong.push("the address does not keep what was chosen");
      await page.locator(".naming input").first().fill("offences");
      await answered(page);
      if ((await page.locator(".naming .wrong").count()) !== 1) wrong.push("a name that is taken is not refused");
      await page.locator(".naming input").first().fill("reports");
      await page.locator(".naming fieldset input").nth(1).fill("Сообщения района");
      await answered(page);
      for (const step of ["try", "import"]) {
        await page.locator(".trial button.main").click();
        if (step === "try") await page.waitForSelector(".trial .sum");
      }
      await page.locator("a.button[href='/registers/reports?part=quarantine']").click();
      await settled();
      if ((await page.locator("tbody tr").count()) !== 3) wrong.push("not three reasons wait after the import");
      if (!(await page.locator("tbody").innerText()).includes("DD.MM.YYYY")) wrong.push("the format of a date is not written for people");
      // All that wait leave as a table, are corrected elsewhere, and come in again.
      await page.locator("tbody tr button", { hasText: "Rows" }).first().click();
      await page.locator(".ground input").fill("Order 12 of 22.11.2026");
      await page.locator(".ground button").click();
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator(".many-rows button").click()]);
      const mended = join(files, "mended.csv");
      await download.saveAs(mended);
      writeFileSync(mended, readFileSync(mended, "utf8").replace("31.02.2023", "28.02.2023").replace("Аксу-2", "Аксу").replace("много", "\"10,50\""));
      await page.locator(".many-rows a").click();
      await settled();
      await page.locator("input[type=file]").setInputFiles(mended);
      await page.waitForSelector(".trial button.main");
      for (const step of ["try", "import"]) {
        await page.locator(".trial button.main").click();
        if (step === "try") await page.waitForSelector(".trial .sum");
      }
      await page.waitForSelector("a.button[href='/registers/reports']");
      await page.goto(`${address}/registers/reports?part=quarantine`);
      await settled();
      if (!(await page.locator(".notice").innerText()).includes("Nothing waits")) wrong.push("what was corrected in a table still waits");
      return wrong;
    },
  },
  "an import is taken back at once and from the list, with what will happen said before": {
    run: async ({ page, address, files, settled, axe, picture }) => {
      const wrong: string[] = [];
      const file = join(files, "other_region.csv");
      writeFileSync(file, `date,lon,lat,kind\n${Array.from({ length: 9 }, (_, at) => `2023-07-0${at + 1},70.${at}11,49.2,theft`).join("\n")}\n2023-02-30,70.1,49.1,theft\n`);
      const bring = async () => {
        await page.goto(`${address}/registers/offences?part=imports`);
        await settled();
        await page.locator("input[type=file]").setInputFiles(file);
        await page.waitForSelector(".trial button.main");
        for (const step of ["try", "import"]) {
          await page.locator(".trial button.main").click();
          if (step === "try") await page.waitForSelector(".trial .sum");
        }
        await page.waitForSelector("a.button[href='/registers/offences']");
      };
      const told = /9 events are no longer counted[^]*1 row of it waits in quarantine no longer/;
      // Right after the import.
      await bring();
      await page.locator(".trial .tools button").click();
      await page.waitForSelector(".take-back");
      if (!told.test(await page.locator("dialog").innerText())) wrong.push(`before it is said: ${await page.locator("dialog").innerText()}`);
      wrong.push(...(await axe()));
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => !document.querySelector("dialog"));
      if (!(await page.evaluate(() => document.activeElement?.matches(".trial .tools button")))) wrong.push("Escape does not lead back to the button");
      await page.keyboard.press("Enter");
      await page.locator(".take-back input").fill("the file of another region");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".taken-back");
      if (!told.test(await page.locator(".taken-back").innerText())) wrong.push("it is not said what was done");
      if (!(await page.evaluate(() => document.activeElement?.matches(".taken-back")))) wrong.push("the focus is lost");
      if ((await page.locator(".trial .tools button").count()) !== 0) wrong.push("it can be taken back twice");
      // From the list, in three languages, after it came once more.
      await bring();
      for (const language of k_languages) {
        await page.goto(`${address}/registers/offences?part=imports&lang=${language}`);
        await settled();
        wrong.push(...(await axe()).map((one) => `${language}: ${one}`));
        if ((await page.locator("tbody tr", { hasText: "the file of another region" }).count()) !== 1) wrong.push(`${language}: the reason is not in the list`);
        await page.locator("td.actions button").first().click();
        await page.waitForSelector(".take-back");
        wrong.push(...(await axe()).map((one) => `${language}, asked: ${one}`));
        await picture(`register-take-back.${language}`);
        await page.keyboard.press("Escape");
      }
      const number = async () => Number((await page.locator(".sum-part dd").first().innerText()).replace(/\D/g, ""));
      const before = await number();
      await page.locator("td.actions button").first().focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector(".take-back");
      await page.locator(".take-back input").focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".taken-back");
      await settled();
      if ((await number()) !== before - 10) wrong.push(`the sum of what stands goes from ${before} to ${await number()}`);
      if ((await page.locator(".file.withdrawn").count()) !== 2) wrong.push("the imports taken back are not marked");
      await picture("register-taken-back");
      // What others rest on is refused in words.
      await bring();
      await bring();
      await page.goto(`${address}/registers/offences?part=imports`);
      await settled();
      await page.locator("td.actions button").nth(1).click();
      await page.waitForSelector("dialog [role=alert]");
      if (!/cannot be taken back alone/.test(await page.locator("dialog [role=alert]").innerText())) wrong.push("what stands in the way is not said");
      await page.keyboard.press("Escape");
      for (let rest = 0; rest < 2; ++rest) {
        await page.locator("td.actions button").first().click();
        await page.locator(".take-back button.main").click();
        await page.waitForFunction((count) => document.querySelectorAll(".file.withdrawn").length === count, 3 + rest);
      }
      return wrong;
    },
  },
};
