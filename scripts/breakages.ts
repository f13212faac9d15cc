/**
 * `npm run breakages`: can the tests fail? Each entry of test/breakages/*.json is a mistake that somebody could make; it is
 * applied to a copy of the tree, and the tests it names have to fail there. They are run unbroken first, so that a red
 * test is not taken for a caught breakage. The working tree is never written to.
 *
 * `npm run breakages -- NAME ...` tries only those; `-- --apply-only` checks that each fits its file and runs nothing.
 */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { z } from "zod";

const ROOT = resolve(import.meta.dirname, "..");
const LISTS = join(ROOT, "test", "breakages");
const NOT_COPIED: ReadonlySet<string> = new Set(["node_modules", ".git", ".wrangler", ".mutation", "dist"]);
const MS_PER_FILE_MAX = 60_000;

const breakage = z.strictObject({
  name: z.string(),
  file: z.string(),
  /** Stands in the file exactly once. */
  find: z.string().min(1),
  replace: z.string(),
  tests: z.array(z.string()).min(1),
});
type Breakage = z.infer<typeof breakage>;

interface TestRun {
  /** `unclear`: no test failed and the run did not end well, or not in time. */
  readonly verdict: "passed" | "failed" | "unclear";
  readonly output: string;
}

function readBreakages(wanted: readonly string[]): Breakage[] {
  const lists = readdirSync(LISTS).filter((name) => name.endsWith(".json"));
  const all = lists.flatMap((name) => z.array(breakage).parse(JSON.parse(readFileSync(join(LISTS, name), "utf8"))));
  const names = all.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`named twice: ${twice.join(", ")}`);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`no such breakage: ${unknown.join(", ")}`);
  return wanted.length === 0 ? all : all.filter(({ name }) => wanted.includes(name));
}

/** Why an entry cannot be tried; null when it can. */
function misfitOf({ file, find, replace, tests }: Breakage): string | null {
  const missing = [file, ...tests].filter((path) => !existsSync(join(ROOT, path)));
  if (missing.length > 0) return `there is no ${missing.join(", ")}`;
  if (find === replace) return "it changes nothing";
  const found = readFileSync(join(ROOT, file), "utf8").split(find).length - 1;
  return found === 1 ? null : `what it replaces stands ${String(found)} times in ${file}`;
}

function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), "breakages-"));
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !NOT_COPIED.has(relative(ROOT, path)) });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  return copy;
}

let endRun = (): void => undefined;

/** A group of its own, because the tests' runtime is a process that outlives a killed parent. */
async function runTests(copy: string, tests: readonly string[], ...options: string[]): Promise<TestRun> {
  const report = join(copy, "breakages-report.json");
  rmSync(report, { force: true });
  const reporters = ["--reporter", "default", "--reporter", "json", "--outputFile.json", report];
  const args = ["run", "--project", "domain", "--project", "workerd", ...reporters, ...options, ...tests];
  const env = { ...process.env, NO_COLOR: "1", CI: "true" };
  const child = spawn("vitest", args, { cwd: copy, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  endRun = () => {
    endRun = () => undefined;
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // The group has ended.
    }
  };
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const timer = setTimeout(endRun, (2 + tests.length) * MS_PER_FILE_MAX);
  const status = await new Promise<number | null>((done) => child.once("error", () => done(null)).once("close", done));
  clearTimeout(timer);
  endRun();
  if (status === 0) return { verdict: "passed", output };
  const isReported = existsSync(report) && (JSON.parse(readFileSync(report, "utf8")) as { numFailedTests: number }).numFailedTests > 0;
  return { verdict: isReported ? "failed" : "unclear", output };
}

async function tryOne(copy: string, { file, find, replace, tests }: Breakage): Promise<TestRun> {
  const path = join(copy, file);
  const sound = readFileSync(path, "utf8");
  writeFileSync(path, sound.split(find).join(replace));
  try {
    return await runTests(copy, tests, "--bail", "1");
  } finally {
    writeFileSync(path, sound);
  }
}

async function tryAll(breakages: readonly Breakage[]): Promise<string[]> {
  const copy = copyTree();
  process.once("exit", () => {
    endRun();
    rmSync(copy, { recursive: true, force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const tests = [...new Set(breakages.flatMap((one) => one.tests))].sort();
  console.log(`running ${String(tests.length)} test files unbroken`);
  const unbroken = await runTests(copy, tests);
  if (unbroken.verdict !== "passed") throw new Error(`the tests fail without any breakage:\n${unbroken.output}`);
  const outcomes: string[] = [];
  for (const [index, one] of breakages.entries()) {
    const startedAt = performance.now();
    const { verdict, output } = await tryOne(copy, one);
    const outcome = { failed: "caught", passed: "survived", unclear: "unclear" }[verdict];
    outcomes.push(outcome);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    console.log(`${outcome} ${one.name} (${String(index + 1)} of ${String(breakages.length)}, ${seconds} s)`);
    if (outcome === "unclear") console.error(output.slice(-4_000));
  }
  return outcomes;
}

const wishes = process.argv.slice(2);
const breakages = readBreakages(wishes.filter((wish) => wish !== "--apply-only"));
const misfits = new Map(breakages.map((one) => [one, misfitOf(one)]));
const fitting = breakages.filter((one) => misfits.get(one) === null);
for (const [{ name }, misfit] of misfits) if (misfit !== null) console.error(`did not apply ${name}: ${misfit}`);
const isTried = !wishes.includes("--apply-only") && fitting.length > 0;
const outcomes = isTried ? await tryAll(fitting) : [];
const count = (outcome: string): string => `${String(outcomes.filter((one) => one === outcome).length)} ${outcome}`;
if (isTried) console.log(["caught", "survived", "unclear"].map(count).join(", "));
console.log(`${String(fitting.length)} of ${String(breakages.length)} breakages apply`);
process.exitCode = fitting.length === breakages.length && outcomes.every((outcome) => outcome === "caught") ? 0 : 1;
