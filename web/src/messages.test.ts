import { expect, test } from "vitest";
import { readMessages } from "../page_messages.ts";
import { messagesIn } from "./messages.ts";

const languages = ["kk", "ru", "en"] as const;

test("the three languages have the same keys with the same arguments", () => {
  const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  const english = readMessages("en", "page.", "site.");
  expect(Object.keys(english).length).toBeGreaterThan(20);
  for (const language of languages) {
    const messages = readMessages(language, "page.", "site.");
    expect(Object.keys(messages)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(messages)) expect(names(text), key).toEqual(names(english[key] ?? ""));
  }
});

test("only plain arguments: pages have no plural or select", () => {
  for (const language of languages) {
    for (const text of Object.values(readMessages(language, "page.", "site."))) expect(text).not.toMatch(/\{\w+,|'/);
  }
});

test("an argument stands where its name was", () => {
  expect(messagesIn("ru")("page.source", { register: "реестр" })).toBe("Источник: реестр");
});
