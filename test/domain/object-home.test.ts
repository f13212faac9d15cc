/** Both classes of objects are made where the data are, and nothing else in the code makes a stub. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stubsAt } from "../../src/clients/object-home.ts";
import type { Home } from "../../src/domain/home.ts";
import { readConfig } from "../../src/config.ts";
import { LOCAL_BINDINGS } from "../support/bindings.ts";

/** Notes what is asked of the platform's namespace; workerd on this machine has no places. */
function noted(home: Home): unknown[] {
  const calls: unknown[] = [];
  const namespace = {
    jurisdiction: (name: string) => (calls.push(["jurisdiction", name]), namespace),
    getByName: (name: string, options: unknown) => (calls.push(["getByName", name, options]), null),
  };
  const stubs = stubsAt(namespace as unknown as DurableObjectNamespace<never>, home);
  stubs.getByName("one");
  stubs.getByName("two");
  return calls;
}

test("a region is hinted at with each stub", () => {
  expect(noted({ region: "weur", jurisdiction: null })).toEqual([
    ["getByName", "one", { locationHint: "weur" }],
    ["getByName", "two", { locationHint: "weur" }],
  ]);
});

test("a jurisdiction binds the namespace", () => {
  expect(noted({ region: null, jurisdiction: "eu" })).toEqual([
    ["jurisdiction", "eu"],
    ["getByName", "one", {}],
    ["getByName", "two", {}],
  ]);
});

test("without either, the platform decides", () => {
  expect(noted({ region: null, jurisdiction: null })).toEqual([
    ["getByName", "one", {}],
    ["getByName", "two", {}],
  ]);
});

test("the home comes from the configuration, which refuses two at once and a place that one of both does not know", () => {
  const homeOf = (setting: object) => readConfig({ ...LOCAL_BINDINGS, ...setting }).home;
  expect(homeOf({ DATA_REGION: "oc", JURISDICTION: "" })).toEqual({ region: "oc", jurisdiction: null });
  expect(homeOf({ DATA_REGION: "", JURISDICTION: "us" })).toEqual({ region: null, jurisdiction: "us" });
  expect(() => homeOf({ DATA_REGION: "weur", JURISDICTION: "eu" })).toThrow("set one of DATA_REGION and JURISDICTION, not both");
  expect(() => homeOf({ DATA_REGION: "sam" })).toThrow("DATA_REGION");
  expect(() => homeOf({ JURISDICTION: "mars" })).toThrow("JURISDICTION");
});

test("no other file makes a stub of either class", () => {
  const root = join(import.meta.dirname, "../../src");
  const makes = globSync("**/*.ts", { cwd: root }).filter((file) =>
    /\benv\.(?:COACH_AGENDA|CALENDAR_ACCOUNT)\b|\b(?:idFromName|newUniqueId)\(/u.test(readFileSync(join(root, file), "utf8")),
  );
  expect(makes).toEqual(["compose.ts"]);
  const composed = readFileSync(join(root, "compose.ts"), "utf8");
  expect(composed.match(/env\.(?:COACH_AGENDA|CALENDAR_ACCOUNT)\b/gu)).toEqual(
    composed.match(/(?<=stubsAt\()env\.(?:COACH_AGENDA|CALENDAR_ACCOUNT)\b/gu),
  );
});
