import { expect, test } from "vitest";
import { placeOf } from "../shell/search.tsx";
import { placeAfter } from "../pages/sign_in.tsx";
import { linkTo, queryOf } from "./ask.ts";

test("only what is said is asked; lists repeat", () => {
  expect(String(queryOf({ register: "fires", in: ["15", "16"], class: [], cumulative: false, funnel: true, per: "", where: undefined }))).toBe("register=fires&in=15&in=16&funnel=true");
});

test("a link reads anywhere", () => {
  expect(linkTo("cube query", { register: "a b", where: ["cause=гроза"] }, "csv")).toBe("/api/v1/cube/query?register=a+b&where=cause%3D%D0%B3%D1%80%D0%BE%D0%B7%D0%B0&format=csv");
});

test("signing in leads only to an address of this site", () => {
  expect(placeAfter("/statistics?register=fires")).toBe("/statistics?register=fires");
  for (const elsewhere of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", null]) expect(placeAfter(elsewhere)).toBe("/");
});

test("what is found is looked at in statistics", () => {
  expect(placeOf({ kind: "territory", axis: "country", code: "D8" })).toBe("/statistics?axis=country&in=D8");
  expect(placeOf({ kind: "class", axis: "kinds", code: "theft" })).toBe("/statistics?axis=kinds&class=theft");
  expect(placeOf({ kind: "register", axis: "", code: "fires" })).toBe("/statistics?register=fires");
  expect(placeOf({ kind: "indicator", axis: "", code: "kz:x:v1" })).toBe("/statistics?indicator=kz%3Ax%3Av1");
});
