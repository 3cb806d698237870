import { expect, test } from "vitest";
import { compareIn } from "./sorting.ts";

const names = ["Ұлытау", "Үржар", "Ырғыз", "Ілияс", "Әулие", "Абай", "Бөрілі", "Ғалымды", "Гүлдала", "Қарасу", "Қарасай", "Карелия", "Өзен", "Орда 10", "Орда 2", "Орда", "Һ-шыңы", "Хромтау", "Ңң", "Нұра", "Щучье", "Ёлки", "Ескелді"];

test("Kazakh names stand as ICU orders them", () => {
  const icu = new Intl.Collator("kk", { numeric: true }).compare;
  expect([...names].sort(compareIn("kk"))).toEqual([...names].sort(icu));
});

test("numbers within names go by value, and a shorter name comes first", () => {
  for (const language of ["kk", "ru", "en"] as const) {
    expect(["District 10", "District 2", "District"].sort(compareIn(language))).toEqual(["District", "District 2", "District 10"]);
  }
});
