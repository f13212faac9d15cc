/**
 * Four rooms of tests: pure ones in Node; everything that touches a binding in workerd with real D1, KV and objects; the
 * whole local server from outside, which runs after the others because it holds promises about time; and the same server's
 * pages in a real browser, which `npm run test:browser` asks for.
 */
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { LOCAL_BINDINGS } from "./test/support/bindings.ts";
import { outside } from "./test/support/outside.ts";

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: "domain", include: ["domain", "agreement", "docs", "lib", "simulators"].map((room) => `test/${room}/**/*.test.ts`) },
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
          include: ["accounts", "agenda", "http", "database", "calendars", "notices", "payments", "effects"].map(
            (room) => `test/${room}/**/*.test.ts`,
          ),
          provide: { seed: process.env["SEED"], history: process.env["HISTORY"], lives: process.env["LIVES"] },
          setupFiles: ["./test/support/migrate.ts"],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
