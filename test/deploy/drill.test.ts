/** The drill of docs/operations.md as a stranger walks it, in a copy of the checkout: a block of text holds exactly what the commands before it print. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { marked, type Tokens } from "marked";
import { afterAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const NEEDED = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "wrangler.toml",
  "wrangler.staging.toml",
  "migrations",
  "scripts",
  "simulators",
  "src",
];
const DRILL_MS_MAX = 120_000;

const copy = mkdtempSync(join(tmpdir(), "drill-"));

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

test("the drill does what it says", { timeout: DRILL_MS_MAX }, () => {
  for (const name of NEEDED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const { CLOUDFLARE_API_TOKEN: _token, ...env } = process.env;
  const page = readFileSync(join(ROOT, "docs/operations.md"), "utf8");
  const codes = marked.lexer(page.slice(page.indexOf("## A drill"))).filter((token): token is Tokens.Code => token.type === "code");
  const blocks = codes.flatMap(({ lang, text }, index) => (lang === "sh" ? [{ commands: text, prints: codes[index + 1] }] : []));
  expect(blocks.length).toBeGreaterThan(3);
  for (const { commands, prints } of blocks) {
    const printed = execFileSync("bash", ["-eu", "-o", "pipefail", "-c", commands], {
      cwd: copy,
      env,
      encoding: "utf8",
      timeout: DRILL_MS_MAX,
    });
    expect([prints?.lang, printed.trimEnd()]).toEqual(["text", prints?.text]);
  }
});
