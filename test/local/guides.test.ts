/**
 * The guides of docs/guides as a person follows them: their blocks of commands in one shell, in order, against `npm start` as it is. A block of text
 * holds exactly what the block of commands before it prints.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { marked, type Tokens } from "marked";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../../scripts/local.ts";
import { LocalServer } from "./server.ts";

const FOLDER = join(ROOT, "docs/guides");
const ADDRESS = "http://127.0.0.1:8787";
const GUIDE_MS_MAX = 180_000;
/** A line that no command prints, between what two blocks print. */
const BETWEEN = "=== next block ===";

let server: LocalServer;

beforeAll(async () => {
  server = await LocalServer.start("standard");
}, 180_000);

afterAll(async () => server?.dispose(), 30_000);

interface Block {
  readonly commands: string;
  readonly prints: string;
}

function blocksOf(file: string): Block[] {
  const found: { commands: string; prints: string }[] = [];
  const codes = marked.lexer(readFileSync(join(FOLDER, file), "utf8")).filter((token): token is Tokens.Code => token.type === "code");
  for (const { lang, text } of codes) {
    const last = found.at(-1);
    if (lang === "sh") found.push({ commands: text, prints: "" });
    else if (lang === "text" && last !== undefined) last.prints = text;
    else throw new Error(`${file}: a block of ${String(lang)} that is not run`);
  }
  return found;
}

it.each(readdirSync(FOLDER))("%s does what it says", { timeout: GUIDE_MS_MAX }, async (file) => {
  const blocks = blocksOf(file);
  expect(blocks.length).toBeGreaterThan(0);
  const script = blocks.map(({ commands }) => commands.replaceAll(ADDRESS, server.local.workerUrl)).join(`\necho '${BETWEEN}'\n`);
  const { stdout } = await promisify(execFile)("bash", ["-eu", "-o", "pipefail", "-c", script], {
    cwd: ROOT,
    env: server.env,
    timeout: GUIDE_MS_MAX,
    encoding: "utf8",
  });
  expect(stdout.split(`${BETWEEN}\n`).map((printed) => printed.trimEnd())).toEqual(blocks.map(({ prints }) => prints));
});
