/**
 * `npm run check`: the one gate. Format, lint with the import directions, generated types, types, dead code, the OpenAPI
 * document, migrations that match the schema, a dry-run deploy within its size, a start of the isolate within its time, and
 * the tests in the runtime. Runs every step, says how long each took, prints what a failed one said, and exits 1 if any
 * failed.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { startWithinLimit } from "./startup.ts";

const BUNDLE_KIB_MAX = 900;

interface Outcome {
  readonly ok: boolean;
  readonly said: string;
}

function run(command: string, ...args: string[]): Outcome {
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", env, maxBuffer: 64 * 1024 * 1024 });
  return { ok: status === 0, said: `${stdout}${stderr}` };
}

/** Generating again must change nothing: a schema without its migration, or a migration without its schema, does. */
function migrationsUpToDate(): Outcome {
  const { ok, said } = run("drizzle-kit", "generate");
  return { ok: ok && said.includes("No schema changes"), said };
}

/** What would be uploaded, minified; gzip is how the platform counts it. */
function bundleWithinSize(): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  try {
    const { ok, said } = run("wrangler", "deploy", "--dry-run", "--minify", "--outdir", folder);
    if (!ok) return { ok, said };
    const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
    const bytes = scripts.map((name) => readFileSync(join(folder, name)));
    const kib = bytes.reduce((sum, file) => sum + gzipSync(file).length, 0) / 1_024;
    const whole = bytes.reduce((sum, file) => sum + file.length, 0) / 1_024;
    const verdict = `bundle: ${kib.toFixed(0)} KiB gzip (${whole.toFixed(0)} KiB minified), at most ${BUNDLE_KIB_MAX}`;
    return { ok: scripts.length > 0 && kib <= BUNDLE_KIB_MAX, said: verdict };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const steps: readonly (readonly [string, () => Outcome])[] = [
  ["format", () => run("oxfmt", "--check")],
  ["lint", () => run("oxlint", "--deny-warnings")],
  ["generated types", () => run("wrangler", "types", "--include-runtime=false", "--check")],
  ["types", () => run("tsc", "--noEmit", "-p", ".")],
  ["types of the pages' scripts", () => run("tsc", "--noEmit", "-p", "src/pages/islands")],
  ["dead code", () => run("knip")],
  // Exports that only tests import are marked `@internal`; any other is dead.
  ["dead code beside tests", () => run("knip", "--production", "--exclude", "binaries")],
  ["OpenAPI document", () => run("node", "scripts/openapi.ts", "--check")],
  ["migrations", migrationsUpToDate],
  ["bundle", bundleWithinSize],
  ["start of the isolate", startWithinLimit],
  ["tests", () => run("vitest", "run", "--project", "domain", "--project", "workerd")],
];

/** Steps that measure, and so have something to say when all is well. */
const MEASURED: ReadonlySet<string> = new Set(["bundle", "start of the isolate"]);

let failed = 0;
for (const [name, step] of steps) {
  process.stdout.write(`${name} ... `);
  const startedAt = performance.now();
  const { ok, said } = step();
  console.log(
    `${ok ? "ok" : "FAILED"} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)${MEASURED.has(name) && ok ? ` ${said}` : ""}`,
  );
  if (name === "tests" && ok)
    console.log(
      said
        .split("\n")
        .filter((line) => /Test Files|Tests/u.test(line))
        .join("\n"),
    );
  if (!ok) {
    failed += 1;
    console.log(said);
  }
}
console.log(failed === 0 ? "check passed" : `check failed: ${failed} of ${steps.length} steps`);
process.exitCode = failed === 0 ? 0 : 1;
