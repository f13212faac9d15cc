/** The catalogue of messages: each is one that ICU reads, each is used, and a name that it lacks does not compile. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { EN } from "../../src/messages/en.ts";
import { say } from "../../src/messages/say.ts";

const root = join(import.meta.dirname, "../..");
const code = globSync("src/{messages,pages,http,notices,operations,effects,calendar-accounts}/**/*.{ts,tsx}", {
  cwd: root,
  exclude: ["src/messages/*/**"],
})
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");
/** Names that the code puts together: `consent.${outcome}.title`. */
const patterns = [...code.matchAll(/`((?:[a-z_]+\.|\$\{[^}]+\}\.)[^`\s]+)`/gu)].map(
  ([, text]) =>
    new RegExp(
      `^${String(text)
        .replaceAll(".", "\\.")
        .replaceAll(/\$\{(?:[^}]+)\}/gu, "[a-z0-9_]+")}$`,
      "u",
    ),
);

test.each(Object.entries(EN))("%s is a message, and is shown somewhere", (id, text) => {
  expect(() => new IntlMessageFormat(text, "en-GB", undefined, { ignoreTag: true })).not.toThrow();
  expect(text).not.toMatch(/<|&[a-z]+;/u);
  expect(code.includes(`"${id}"`) || patterns.some((pattern) => pattern.test(id))).toBe(true);
});

test("a name that the catalogue lacks does not compile, and a value that is missing is a fault", () => {
  // @ts-expect-error: no such message.
  expect(() => say("no.such.message")).toThrow();
  expect(() => say("coach.title")).toThrow(/name/u);
  expect(say("coach.title", { name: "<b>" })).toBe("Times of <b>");
  expect([1, 2].map((minutes) => say("coach.minutes", { minutes }))).toEqual(["1 minute", "2 minutes"]);
});

test("no name stands in two files, of which the one read last would win", () => {
  const files = globSync("src/messages/en/*.ts", { cwd: root });
  const names = files.flatMap((file) => [...readFileSync(join(root, file), "utf8").matchAll(/^ {2}"([^"]+)":/gmu)].map(([, id]) => id));
  expect(names.length).toBeGreaterThan(1_000);
  expect(names.filter((id, index) => names.indexOf(id) !== index)).toEqual([]);
});
