/**
 * Four rooms of tests: pure ones in Node and everything that touches a binding in workerd, with real D1, KV and objects, which are `npm
 * test`; the whole local server from outside, by `npm run test:local`, alone on the machine because it holds promises about time; and
 * the same server's pages in a real browser, by `npm run test:browser`.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { LOCAL_BINDINGS } from "./test/support/bindings.ts";
import { folderInMemory } from "./test/support/folder-in-memory.ts";
import { outside } from "./test/support/outside.ts";

/** Tests of the agreement that need the real agenda; those beside them are pure. */
const ON_THE_REAL_AGENDA = "test/agreement/**/*.real.test.ts";
// What the tests store need not outlive the machine, and each commit would wait for its disk: a third of their time.
process.env["TMPDIR"] ??= folderInMemory();
/** A file of worked examples to play instead of the one that stands in the tree. */
const examples = process.env["EXAMPLES"];

export default defineConfig({
  test: {
    // One less by default, which is one on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "domain",
          include: ["domain", "agreement", "deploy", "docs", "lib", "messages", "simulators"].map((room) => `test/${room}/**/*.test.ts`),
          exclude: [ON_THE_REAL_AGENDA],
        },
      },
      {
        test: {
          name: "local",
          include: ["test/local/**/*.test.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            main: "./test/support/worker.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: { ...LOCAL_BINDINGS, MIGRATIONS: await readD1Migrations("migrations") },
              outboundService: outside,
            },
          })),
        ],
        test: {
          name: "workerd",
          // One runtime for all files of a worker: to start it and to load the service again took longer than most files. Each file begins with
          // empty storage all the same (test/support/migrate.ts).
          isolate: false,
          include: [
            ...["calendar-accounts", "agenda", "http", "database", "providers", "notices", "payments", "effects"].map(
              (room) => `test/${room}/**/*.test.ts`,
            ),
            ON_THE_REAL_AGENDA,
          ],
          provide: {
            seed: process.env["SEED"],
            history: process.env["HISTORY"],
            lives: process.env["LIVES"],
            games: process.env["GAMES_REAL"],
            game: process.env["GAME"],
            examples: examples === undefined ? undefined : readFileSync(examples, "utf8"),
          },
          setupFiles: ["./test/support/migrate.ts"],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
