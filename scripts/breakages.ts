/**
 * `npm run breakages`: can the tests fail? Each entry of test/breakages/*.json is a mistake that somebody could make; it is
 * applied to a copy of the tree, and the tests it names have to fail there. They are run unbroken first, so that a red
 * test is not taken for a caught breakage. The working tree is never written to. Two copies are worked on side by side, each by a process
 * that stays (`breakages-lane.ts`).
 *
 * `npm run breakages -- NAME ...` tries only those; `-- --apply-only` checks that each fits its file and runs nothing.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { z } from "zod";
import type { LaneRun, Verdict } from "./breakages-lane.ts";

const ROOT = resolve(import.meta.dirname, "..");
const LISTS = join(ROOT, "test", "breakages");
const NOT_COPIED: ReadonlySet<string> = new Set(["node_modules", ".git", ".wrangler", ".mutation", "dist"]);
const MS_PER_FILE_MAX = 60_000;
/** Copies side by side: a run keeps little more than one core busy, and its tests bear time limits. */
const LANES_MAX = 2;

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
  /** `unclear` as well where it did not end in time. */
  readonly verdict: Verdict;
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

/** A copy of the tree, and the process that runs tests in it: a group of its own, because the tests' runtime outlives a killed parent. */
class Lane {
  readonly copy = copyTree();
  #child: ChildProcess | null = null;
  #output = "";
  /** The file that was broken in the run before. */
  #mended: string | null = null;

  /** `changed`: files whose text is not what it was at the run before. */
  async run(tests: readonly string[], changed: readonly string[]): Promise<TestRun> {
    if (tests.length === 0) return { verdict: "passed", output: "" };
    this.#output = "";
    const child = (this.#child ??= this.#start());
    const asked: LaneRun = { tests, changed };
    const verdict = await new Promise<Verdict | null>((done) => {
      const timer = setTimeout(() => done(null), (2 + tests.length) * MS_PER_FILE_MAX);
      const end = (answer: Verdict | null): void => {
        clearTimeout(timer);
        done(answer);
      };
      child.once("message", (message) => end(message as Verdict)).once("exit", () => end(null));
      child.send(asked);
    });
    child.removeAllListeners();
    // A run that did not end leaves nothing behind for the next one.
    if (verdict === null) this.#end();
    return { verdict: verdict ?? "unclear", output: this.#output };
  }

  async tryOne({ file, find, replace, tests }: Breakage): Promise<TestRun> {
    const path = join(this.copy, file);
    const sound = readFileSync(path, "utf8");
    writeFileSync(path, sound.split(find).join(replace));
    const changed = [file, ...(this.#mended === null ? [] : [this.#mended])];
    this.#mended = file;
    try {
      return await this.run(tests, changed);
    } finally {
      writeFileSync(path, sound);
    }
  }

  close(): void {
    this.#end();
    rmSync(this.copy, { recursive: true, force: true });
  }

  #start(): ChildProcess {
    const env = { ...process.env, NO_COLOR: "1", CI: "true" };
    // The copy's own script: it finds Vitest, and Vitest its configuration, where the broken files are.
    const script = join(this.copy, "scripts", "breakages-lane.ts");
    const child = spawn(process.execPath, [script], { cwd: this.copy, env, detached: true, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (this.#output += chunk.toString()));
    return child;
  }

  #end(): void {
    const pid = this.#child?.pid;
    this.#child = null;
    try {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    } catch {
      // The group has ended.
    }
  }
}

async function tryAll(breakages: readonly Breakage[]): Promise<string[]> {
  const lanes = Array.from({ length: Math.min(LANES_MAX, availableParallelism(), breakages.length) }, () => new Lane());
  process.once("exit", () => {
    for (const lane of lanes) lane.close();
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const tests = [...new Set(breakages.flatMap((one) => one.tests))].sort();
  console.log(`running ${String(tests.length)} test files unbroken`);
  const startedAt = performance.now();
  const shares = lanes.map((_, index) => tests.filter((_test, position) => position % lanes.length === index));
  const unbroken = await Promise.all(lanes.map(async (lane, index) => await lane.run(shares[index] ?? [], [])));
  for (const { verdict, output } of unbroken) if (verdict !== "passed") throw new Error(`the tests fail without any breakage:\n${output}`);
  console.log(`all pass (${secondsSince(startedAt)} s)`);
  const outcomes: string[] = [];
  const left = [...breakages];
  const work = async (lane: Lane): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      const beganAt = performance.now();
      const { verdict, output } = await lane.tryOne(one);
      const outcome = { failed: "caught", passed: "survived", unclear: "unclear" }[verdict];
      outcomes.push(outcome);
      console.log(`${outcome} ${one.name} (${String(outcomes.length)} of ${String(breakages.length)}, ${secondsSince(beganAt)} s)`);
      if (outcome === "unclear") console.error(output.slice(-4_000));
    }
  };
  await Promise.all(lanes.map(work));
  console.log(`${secondsSince(startedAt)} s in ${String(lanes.length)} lanes`);
  for (const lane of lanes) lane.close();
  return outcomes;
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(1);
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
