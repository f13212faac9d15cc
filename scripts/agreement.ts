/**
 * Plays a file of worked examples through the real agenda: `node scripts/agreement.ts [FILE]` prints how many come out right and, of those
 * that do not, what was expected and what was got; it exits with 1 if there are any. The shape of a file is that of
 * `test/agreement/vectors.json`, which is played where no file is named. The playing is done by a test, in the runtime of the service.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ROOT } from "./local.ts";

const PLAYER = "test/agreement/worked-examples.real.test.ts";
const STANDING = "test/agreement/vectors.json";

interface Played {
  readonly title: string;
  readonly status: string;
  readonly meta?: { readonly example?: { readonly id: string; readonly differences: Differences | null } };
  readonly failureMessages?: readonly string[];
}

type Differences = Readonly<Record<string, { readonly expected: unknown; readonly got: unknown }>>;

/** How each example came out, as the test reports it. Throws where nothing was played. */
function played(file: string): readonly Played[] {
  const folder = mkdtempSync(join(tmpdir(), "agreement-"));
  const report = join(folder, "report.json");
  try {
    const args = ["run", "--project", "workerd", PLAYER, "--reporter=json", `--outputFile=${report}`];
    const { stderr } = spawnSync(process.execPath, [join(ROOT, "node_modules/vitest/vitest.mjs"), ...args], {
      cwd: ROOT,
      env: { ...process.env, EXAMPLES: file },
      encoding: "utf8",
    });
    if (!existsSync(report)) throw new Error(`nothing was played: ${stderr}`);
    const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
      readonly testResults: readonly { readonly message: string; readonly assertionResults: readonly Played[] }[];
    };
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    if (results.length === 0) throw new Error(`nothing was played: ${testResults.map(({ message }) => message).join("\n")}`);
    return results;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function linesOf({ title, meta, failureMessages }: Played): string[] {
  const differences = Object.entries(meta?.example?.differences ?? {});
  const lines = differences.map(([name, { expected, got }]) => `  ${name}: expected ${shown(expected)}, got ${shown(got)}`);
  const [failure = "not played"] = failureMessages ?? [];
  return [meta?.example?.id ?? title, ...(lines.length > 0 ? lines : [`  ${failure.split("\n")[0] ?? ""}`])];
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

const results = played(resolve(process.argv[2] ?? join(ROOT, STANDING)));
const differing = results.filter(({ status }) => status !== "passed");
console.log(`${String(results.length - differing.length)} of ${String(results.length)} right`);
for (const line of differing.flatMap(linesOf)) console.log(line);
if (differing.length > 0) process.exitCode = 1;
