/** Three rooms of tests: pure ones in Node, everything that touches a binding in workerd with real D1, KV and objects, and the whole local
 * server from outside, which runs after the others because it holds promises about time. */
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { LOCAL_BINDINGS } from "./test/support/bindings.ts";
import { outside } from "./test/support/outside.ts";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "domain", include: ["test/domain/**/*.test.ts", "test/docs/**/*.test.ts", "test/simulators/**/*.test.ts"] } },
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
          include: ["accounts", "agenda", "http", "database", "calendars", "notices", "payments"].map(
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
