/**
 * One lane of `npm run breakages`: a process that stays, in a copy of the tree, and runs the tests it is told to, one run after the
 * other. Each run is a Vitest of its own that reads every file anew, so nothing of the run before can be seen in it; what is spared is
 * loading Vitest, Vite and the runtime's tools for each breakage, and to transform a module whose text has been seen before. It judges nothing: the
 * report is read by the process that asked.
 */
import { join } from "node:path";
import { startVitest } from "vitest/node";

export interface LaneRun {
  readonly tests: readonly string[];
  readonly projects: readonly string[];
  /** Where the JSON report is left. */
  readonly report: string;
  /** Whether the first failure ends the run. */
  readonly bails: boolean;
}

/** `isGreen`: Vitest would have ended with status 0. */
export interface LaneRan {
  readonly isGreen: boolean;
}

async function run({ tests, projects, report, bails }: LaneRun): Promise<LaneRan> {
  process.exitCode = 0;
  await startVitest("test", [...tests], {
    run: true,
    watch: false,
    project: [...projects],
    reporters: ["default", "json"],
    outputFile: { json: report },
    bail: bails ? 1 : 0,
    fsModuleCache: true,
    fsModuleCachePath: join(import.meta.dirname, "..", ".module-cache"),
  });
  return { isGreen: process.exitCode === 0 };
}

process.on("message", (asked: LaneRun) => {
  run(asked).then(
    (ran) => process.send?.(ran),
    (error: unknown) => {
      console.error(error);
      process.send?.({ isGreen: false } satisfies LaneRan);
    },
  );
});
