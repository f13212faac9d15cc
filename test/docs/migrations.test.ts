/**
 * Expand and contract: a migration runs while the version before is still serving, so it may only add. What the version before
 * reads or writes is neither dropped nor renamed, and no table is rebuilt: a rebuild holds the database for as long as it
 * copies, and a query has thirty seconds. What was written before the rule stays as it is.
 */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

/** The newest migration that the rule does not hold for. */
const LAST_BEFORE_THE_RULE = "0010_languages_and_lists.sql";

/** Statements that take something away. A trigger may be dropped where the same migration makes it again. */
const TAKES_AWAY: readonly (readonly [why: string, pattern: RegExp])[] = [
  ["drops a table", /\bDROP\s+TABLE\b/iu],
  ["drops a column", /\bDROP\s+COLUMN\b/iu],
  ["drops a column", /\bALTER\s+TABLE\s+\S+\s+DROP\b/iu],
  ["drops a view", /\bDROP\s+VIEW\b/iu],
  ["renames", /\bRENAME\b/iu],
  ["copies a table, as a rebuild does", /\bINSERT\s+(?:OR\s+\w+\s+)?INTO\s+\S*__new_/iu],
  ["switches foreign keys off, as a rebuild does", /\bPRAGMA\s+(?:foreign_keys|defer_foreign_keys|writable_schema|legacy_alter_table)\b/iu],
  ["adds a column that rows of the version before cannot fill", /\bADD\s+(?:COLUMN\s+)?(?!.*\bDEFAULT\b).*\bNOT\s+NULL\b/iu],
];

/** Indexes that were let go: neither unique nor named by a statement, so the version before finds the same without them. */
const INDEXES_LET_GO: ReadonlySet<string> = new Set(["audit_log_by_command", "bookings_pending_by_client", "outbox_settled_by_age"]);

function faultsOf(sql: string): string[] {
  const statements = sql.replaceAll(/--[^\n]*/gu, "").replaceAll(/\/\*[\s\S]*?\*\//gu, "");
  const faults = TAKES_AWAY.filter(([, pattern]) => pattern.test(statements)).map(([why]) => why);
  const dropped = [...statements.matchAll(/\bDROP\s+(TRIGGER|INDEX)\s+(?:IF\s+EXISTS\s+)?[`"]?(\w+)/giu)];
  const forGood = dropped.filter(
    ([, kind = "", name = ""]) =>
      !INDEXES_LET_GO.has(name) &&
      !new RegExp(`\\bCREATE\\s+(?:UNIQUE\\s+)?${kind}\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?[\`"]?${name}\\b`, "iu").test(statements),
  );
  return [...faults, ...forGood.map(([, kind = "", name = ""]) => `drops the ${kind.toLowerCase()} ${name} and does not make it again`)];
}

test("migrations since the rule only add", () => {
  const files = globSync(join(import.meta.dirname, "../../migrations/*.sql")).toSorted();
  expect(files.map((file) => basename(file))).toContain(LAST_BEFORE_THE_RULE);
  const faults = files
    .filter((file) => basename(file) > LAST_BEFORE_THE_RULE)
    .flatMap((file) => faultsOf(readFileSync(file, "utf8")).map((fault) => `${basename(file)} ${fault}`));
  expect(faults).toEqual([]);
});

test.each([
  ["DROP TABLE `users`;", ["drops a table"]],
  ["ALTER TABLE users DROP COLUMN name;", ["drops a column", "drops a column"]],
  ["ALTER TABLE users\n  DROP name;", ["drops a column"]],
  ["alter table users rename to people;", ["renames"]],
  ["ALTER TABLE users RENAME COLUMN name TO called;", ["renames"]],
  ["INSERT INTO `__new_users` SELECT * FROM users;", ["copies a table, as a rebuild does"]],
  ["PRAGMA foreign_keys=OFF;", ["switches foreign keys off, as a rebuild does"]],
  ["ALTER TABLE `users` ADD `age` integer NOT NULL;", ["adds a column that rows of the version before cannot fill"]],
  ["DROP TRIGGER bookings_overlap;", ["drops the trigger bookings_overlap and does not make it again"]],
  ["DROP INDEX IF EXISTS `by_name`;", ["drops the index by_name and does not make it again"]],
])("%s is found", (sql, faults) => {
  expect(faultsOf(sql)).toEqual(faults);
});

test.each([
  "ALTER TABLE `users` ADD `age` integer DEFAULT 0 NOT NULL;",
  "ALTER TABLE `users` ADD `age` integer;",
  "CREATE TABLE `letters` (`id` text PRIMARY KEY NOT NULL);",
  "-- DROP TABLE would be refused\nCREATE INDEX by_name ON users (name);",
  "DROP TRIGGER IF EXISTS guard;\nCREATE TRIGGER guard BEFORE INSERT ON users BEGIN SELECT 1; END;",
])("%s is allowed", (sql) => {
  expect(faultsOf(sql)).toEqual([]);
});
