/**
 * One lane of `npm run breakages`: a process that stays, in a copy of the tree, and runs the tests it is told to, one run after the
 * other. One Vitest serves all runs, so that a module is transformed once for each text of it; the runtime of the tests starts anew for each run, so
 * nothing of the run before can be seen in it. Files that have changed are named by the process that asks: nothing is watched.
 */
import { relative, resolve } from "node:path";
import { createVitest, type TestSpecification, type Vitest } from "vitest/node";

const ROOT = resolve(import.meta.dirname, "..");

/** Paths from the top of the tree. */
export interface LaneRun {
  readonly tests: readonly string[];
  /** Files whose text is not what it was at the run before. */
  readonly changed: readonly string[];
}

/** `unclear`: no test failed and the run did not end well. */
export type Verdict = "passed" | "failed" | "unclear";

let opened: Promise<Vitest> | null = null;

async function open(): Promise<Vitest> {
  const vitest = await createVitest("test", { root: ROOT, run: true, watch: false, bail: 1, project: ["domain", "workerd"] });
  await vitest.standalone();
  return vitest;
}

async function run({ tests, changed }: LaneRun): Promise<Verdict> {
  const vitest = await (opened ??= open());
  for (const path of changed) vitest.invalidateFile(resolve(ROOT, path));
  const found = await vitest.globTestSpecifications([...tests]);
  const asked = found.filter(({ moduleId }) => tests.includes(relative(ROOT, moduleId)));
  const { unhandledErrors } = await vitest.runTestSpecifications(asked);
  if (asked.some(hasFailedTest)) return "failed";
  const isWhole = asked.length === tests.length && asked.every(({ testModule }) => testModule?.state() === "passed");
  return isWhole && unhandledErrors.length === 0 ? "passed" : "unclear";
}

/** A file that cannot be loaded has none: it says nothing about what the tests would notice. */
function hasFailedTest({ testModule }: TestSpecification): boolean {
  return testModule !== undefined && [...testModule.children.allTests("failed")].length > 0;
}

process.on("message", (asked: LaneRun) => {
  run(asked).then(
    (verdict) => process.send?.(verdict),
    (error: unknown) => {
      console.error(error);
      process.send?.("unclear" satisfies Verdict);
    },
  );
});
