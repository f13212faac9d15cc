/**
 * The published document against the real local server, by requests made from it: valid ones, and each mutation of them. `npm run fuzz`
 * sends twenty thousand; the gate two thousand. A failure names the seed, and the request as curl.
 */
import { writeSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LocalServer } from "../server.ts";
import { CLOSED_HERE, fuzz } from "./fuzz.ts";

const REQUESTS_DEFAULT = 2_000;
const MS_PER_REQUEST_MAX = 200;
/** How soon the server is ready is another test's matter. */
const READY_MS_MAX = 300_000;
const STDOUT = 1;

const requests = Number(process.env["FUZZ_REQUESTS"] ?? REQUESTS_DEFAULT);
const seed = Number(process.env["SEED"] ?? Math.trunc(Math.random() * 2 ** 31));

let server: LocalServer;

beforeAll(async () => {
  server = await LocalServer.start("load", READY_MS_MAX);
}, READY_MS_MAX + 30_000);

afterAll(async () => server?.dispose(), 30_000);

it(
  `${String(requests)} requests made from the document are answered as it says (seed ${String(seed)})`,
  { timeout: 60_000 + 2 * requests * MS_PER_REQUEST_MAX },
  async () => {
    const startedAtMs = Date.now();
    const { findings, tallies, asked } = await fuzz(server, seed, requests);
    const sum = (name: "valid" | "succeeded" | "mutated"): number => [...tallies.values()].reduce((all, one) => all + one[name], 0);
    const seconds = ((Date.now() - startedAtMs) / 1_000).toFixed(0);
    const counted = `${String(sum("valid"))} valid, ${String(sum("succeeded"))} of them 2xx; ${String(sum("mutated"))} mutated`;
    writeSync(
      STDOUT,
      `fuzz: seed ${String(seed)}, ${String(asked)} requests in ${seconds} s: ${counted}; ${String(findings.length)} findings\n`,
    );
    if (process.env["FUZZ_TALLY"] !== undefined) {
      for (const [id, { valid, succeeded, mutated, refusals }] of tallies) {
        const why = [...refusals].map(([reason, count]) => `${String(count)} ${reason}`).join("; ");
        writeSync(STDOUT, `  ${id}: ${String(succeeded)}/${String(valid)}, ${String(mutated)} mutated; ${why}\n`);
      }
    }
    for (const { number, fault, mutation, curl } of findings) {
      writeSync(STDOUT, `\nrequest ${String(number)} (${mutation ?? "valid"}): ${fault}\n  ${curl.slice(0, 2_000)}\n`);
    }
    expect(findings.map(({ number, fault }) => `${String(number)}: ${fault}`)).toEqual([]);
    expect(sum("succeeded") * 2).toBeGreaterThanOrEqual(sum("valid"));
    const never = [...tallies].filter(([id, { succeeded }]) => succeeded === 0 && id !== CLOSED_HERE).map(([id]) => id);
    expect(never, "operations that never succeeded").toEqual([]);
  },
);
