/**
 * `npm run cost`: counts what each act costs in the runtime of the service, holds it to `bench/cost.json`, and prints it with its price at the
 * published prices of `bench/prices.ts`. Exits with 1 where a figure has risen. The counting is done by a test; nothing is timed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptUsage, type Meter, monthOf, plus, pricesOf, total, type Usage, usageOf } from "../bench/money.ts";
import { ASSUMED, PLAN_USD, PRICES, PRICES_READ_ON } from "../bench/prices.ts";
import { DATABASE_BYTES_MAX } from "../src/limits/health.ts";
import type { ActCost } from "../bench/act-cost.ts";
import { ROOT } from "./local.ts";

const COUNTER = "test/database/cost.test.ts";
const THOUSAND = 1_000;
const MILLION = 1_000_000;
/** An idle calendar is read every quarter of an hour. */
const IDLE_SYNCS_A_MONTH = 30 * 24 * 4;
const SWEEPS_A_MONTH = 30 * 24 * 12;
/** Effects stay for three of a month's thirty days. */
const EFFECTS_SHARE = 3 / 30;

/** Two lines of a head for each column. */
const HEADS: Readonly<Record<keyof ActCost, readonly [string, string]>> = {
  requests: ["Worker", "asked"],
  objectCalls: ["object", "asked"],
  trips: ["D1", "trips"],
  objectTrips: ["object's", "D1 trips"],
  rowsRead: ["D1 rows", "read"],
  rowsWritten: ["D1 rows", "written"],
  objectRead: ["obj. rows", "read"],
  objectWritten: ["obj. rows", "written"],
  kvRead: ["KV", "read"],
  kvWritten: ["KV", "written"],
  mails: ["", "mails"],
  providerCalls: ["provider", "asked"],
};

interface Meta {
  readonly cost?: Readonly<Record<string, ActCost>>;
  readonly kept?: Readonly<Record<string, number>>;
}

interface Counted {
  readonly title: string;
  readonly status: string;
  readonly meta?: Meta;
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
    for (const { message } of testResults) if (message !== "") console.log(message);
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const dollars = (usd: number): string => `$${usd.toFixed(usd < 1 ? 4 : 2)}`;

function printActs(costs: Readonly<Record<string, ActCost>>): void {
  const parts = Object.keys(HEADS) as (keyof ActCost)[];
  const heads = [...parts.map((part) => HEADS[part]), ["$ for", "1,000"]] as const;
  const nameWidth = Math.max(...Object.keys(costs).map(({ length }) => length));
  const print = (name: string, cells: readonly string[]): void =>
    console.log(`${name.padEnd(nameWidth)} ${cells.map((cell) => cell.padStart(10)).join("")}`);
  for (const line of [0, 1] as const)
    print(
      "",
      heads.map((head) => head[line]),
    );
  for (const [name, cost] of Object.entries(costs)) {
    const counts = parts.map((part) => (cost[part] === 0 ? "." : cost[part].toLocaleString("en")));
    print(name, [...counts, total(pricesOf(usageOf(cost, THOUSAND))).toFixed(4)]);
  }
}

function printParts(title: string, usage: Usage): void {
  const prices = pricesOf(usage);
  console.log(`\n${title}: ${dollars(total(prices))}, of which`);
  const parts = (Object.keys(PRICES) as Meter[]).filter((meter) => usage[meter] > 0).toSorted((one, other) => prices[other] - prices[one]);
  for (const meter of parts) {
    const count = usage[meter].toLocaleString("en", { maximumFractionDigits: usage[meter] < 10 ? 4 : 0 });
    console.log(`  ${dollars(prices[meter]).padStart(9)}  ${count} ${PRICES[meter].label}`);
  }
}

function printMoney(costs: Readonly<Record<string, ActCost>>, kept: Readonly<Record<string, number>>): void {
  const costOf = (name: string): ActCost => {
    const cost = costs[name];
    if (cost === undefined) throw new Error(`${name} was not counted`);
    return cost;
  };
  const bytesOf = (name: string): number => kept[name] ?? Number.NaN;
  const bookingBytes = bytesOf("a booking and its trail, for good");
  /** After a year at this pace. */
  const bookings = (aMonth: number): Usage => {
    const inD1 = aMonth * (12 * bookingBytes + EFFECTS_SHARE * bytesOf("its effects, for three days"));
    return plus(usageOf(costOf("a whole life"), aMonth), keptUsage({ inD1, inObjects: 0 }));
  };
  printParts("1,000 bookings a month, after a year of it, cost", bookings(THOUSAND));
  printParts("A million look-ups, none of them answered from a cache, cost", usageOf(costOf("a look-up, miss"), MILLION));
  printParts("A million signed reads cost", usageOf(costOf("a signed read"), MILLION));
  printParts(
    "A thousand connected calendars in which nothing happens cost, each month",
    plus(
      usageOf(costOf("an idle sync"), THOUSAND * IDLE_SYNCS_A_MONTH),
      keptUsage({ inD1: 0, inObjects: THOUSAND * bytesOf("a connected calendar's object") }),
    ),
  );
  printParts("The sweep costs, each month, where it finds nothing", usageOf(costOf("a sweep that finds nothing"), SWEEPS_A_MONTH));
  console.log(`\nAn account with nothing else in it pays for a month, ${dollars(PLAN_USD)} of the plan included:`);
  for (const aMonth of [THOUSAND, 10 * THOUSAND, 100 * THOUSAND]) {
    const withMails = bookings(aMonth);
    const without = dollars(monthOf({ ...withMails, mails: 0 }));
    console.log(
      `  ${dollars(monthOf(withMails)).padStart(9)}  for ${aMonth.toLocaleString("en")} bookings (${without} without their mails)`,
    );
  }
  const fit = (DATABASE_BYTES_MAX / bookingBytes / MILLION).toFixed(1);
  console.log(
    `\nKept, in bytes: ${Object.entries(kept)
      .map(([name, bytes]) => `${name} ${bytes.toLocaleString("en")}`)
      .join("; ")}.`,
  );
  console.log(`10 GB, the most that one D1 database may hold, are ${fit} million bookings.`);
}

const results = counted();
const metas = results.map(({ meta }) => meta);
const costs = metas.find((meta) => meta?.cost !== undefined)?.cost;
const kept = metas.find((meta) => meta?.kept !== undefined)?.kept;
if (costs !== undefined && kept !== undefined) {
  printActs(costs);
  console.log("A trip is one call of D1. Prices are as if the plan included nothing.");
  printMoney(costs, kept);
  console.log(
    `\nPrices as published, read on ${PRICES_READ_ON} (bench/prices.ts names the pages). Counted: everything but times, which are assumed:`,
  );
  console.log(
    `${String(ASSUMED.cpuMsPerRequest)} ms of computing for a request; in an object ${String(ASSUMED.objectCallMs)} ms for a call, ${String(ASSUMED.tripMs)} ms for a trip, ` +
      `${String(ASSUMED.mailMs)} ms for a mail, ${String(ASSUMED.providerCallMs)} ms for a call of a provider.`,
  );
  console.log("Not in it: logs, traces, data points, and what Stripe and calendar providers charge.");
}
const failed = results.filter(({ status }) => status !== "passed");
for (const { title, failureMessages } of failed) console.log(`${title}: ${failureMessages?.[0]?.split("\n")[0] ?? "not counted"}`);
if (failed.length > 0 || costs === undefined || kept === undefined) process.exitCode = 1;
