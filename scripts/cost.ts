/**
 * `npm run cost`: counts what each act costs in the runtime of the service, holds it to `bench/cost.json`, and prints it with its price. Exits
 * with 1 where a figure has risen. The counting is done by a test; nothing is timed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./local.ts";

const COUNTER = "test/database/cost.test.ts";

/**
 * US dollars, of the paid plan beyond what it includes, as published in November 2026:
 * https://developers.cloudflare.com/d1/platform/pricing/ and https://developers.cloudflare.com/durable-objects/platform/pricing/
 */
const PRICES = { millionRowsRead: 0.001, millionRowsWritten: 1, millionObjectRowsRead: 0.001, millionObjectRowsWritten: 1 } as const;
const MILLION = 1_000_000;

interface Cost {
  readonly trips: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly objectRead: number;
  readonly objectWritten: number;
}

interface Counted {
  readonly title: string;
  readonly status: string;
  readonly meta?: { readonly cost?: Readonly<Record<string, Cost>> };
  readonly failureMessages?: readonly string[];
}

/** As the test reports it. Throws where nothing was counted. */
function counted(): readonly Counted[] {
  const folder = mkdtempSync(join(tmpdir(), "cost-"));
  const report = join(folder, "report.json");
  try {
    const args = ["run", "--project", "workerd", COUNTER, "--reporter=json", `--outputFile=${report}`];
    const { stderr } = spawnSync(process.execPath, [join(ROOT, "node_modules/vitest/vitest.mjs"), ...args], {
      cwd: ROOT,
      encoding: "utf8",
    });
    if (!existsSync(report)) throw new Error(`nothing was counted: ${stderr}`);
    const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
      readonly testResults: readonly { readonly message: string; readonly assertionResults: readonly Counted[] }[];
    };
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** US dollars for a thousand. */
function priceOfThousand({ rowsRead, rowsWritten, objectRead, objectWritten }: Cost): number {
  const perMillion =
    rowsRead * PRICES.millionRowsRead +
    rowsWritten * PRICES.millionRowsWritten +
    objectRead * PRICES.millionObjectRowsRead +
    objectWritten * PRICES.millionObjectRowsWritten;
  return (perMillion * 1_000) / MILLION;
}

const results = counted();
const costs = Object.entries(results.find(({ meta }) => meta?.cost !== undefined)?.meta?.cost ?? {});
console.table(
  Object.fromEntries(costs.map(([name, cost]) => [name, { ...cost, "$ per 1,000": Number(priceOfThousand(cost).toFixed(5)) }])),
);
console.log("Trips to D1, rows of D1, rows of the object's own storage. Mails, requests and computing are not in the price.");
const failed = results.filter(({ status }) => status !== "passed");
for (const { title, failureMessages } of failed) console.log(`${title}: ${failureMessages?.[0]?.split("\n")[0] ?? "not counted"}`);
if (failed.length > 0 || costs.length === 0) process.exitCode = 1;
