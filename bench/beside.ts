/**
 * This tree beside another commit: both services run at the same time, each in a runtime of its own, and are driven in
 * turn by this tree's bench. The ratio is the median of five, one for each round, so that a machine that slows down in
 * the midst of a run slows both. Floors are left out: the other commit stands in their place.
 */
import { pathToFileURL } from "node:url";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Compared, median } from "./figures.ts";
import type { Reference } from "./reference.ts";
import { mediansOf, type Round, ROUNDS, type Row, ROWS, serviceRound, WARM_UP_ROUNDS } from "./rows.ts";
import { type Runtime, startRuntime } from "./runtime.ts";
import { CALLS_PER_ROUND, CASES, type Case, type ListSlots, timeCalls } from "./slots.ts";
import { setStage, type Stage } from "./stage.ts";
import { listSlots } from "../src/domain/slots/slots.ts";

interface Side {
  readonly runtime: Runtime;
  readonly stage: Stage;
}

const SLOTS_ROUND_MS_MIN = 150;

interface Pair {
  readonly now: Round;
  readonly reference: Round;
}

/** Measures both sides once; which goes first changes with each round. */
type MeasurePair = (isNowFirst: boolean) => Promise<Pair> | Pair;

export async function measureBeside(
  reference: Reference,
  say: (line: string) => void,
  wants: (name: string) => boolean,
): Promise<Compared[]> {
  return [
    ...(await compareEndpoints(
      reference,
      say,
      ROWS.filter(({ name }) => wants(name)),
    )),
    ...(await compareSlots(
      reference,
      CASES.filter(({ name }) => wants(name)),
    )),
  ];
}

async function compareEndpoints(reference: Reference, say: (line: string) => void, rows: readonly Row[]): Promise<Compared[]> {
  if (rows.length === 0) return [];
  const runtimes: Runtime[] = [];
  const start = async (root: string): Promise<Side> => {
    const runtime = await startRuntime(root);
    runtimes.push(runtime);
    return { runtime, stage: await setStage(runtime) };
  };
  try {
    say("seeding both");
    const [now, then] = [await start("."), await start(reference.root)];
    const compared: Compared[] = [];
    for (const row of rows) {
      say(row.name);
      compared.push(
        await inTurn(row.name, "requests/s", async (isNowFirst) => {
          const [first, second] = isNowFirst ? [now, then] : [then, now];
          const before = await serviceRound(first.runtime, first.stage, row);
          const behind = await serviceRound(second.runtime, second.stage, row);
          return isNowFirst ? { now: before, reference: behind } : { now: behind, reference: before };
        }),
      );
    }
    return compared;
  } finally {
    await Promise.all(runtimes.map(async (runtime) => await runtime.dispose()));
  }
}

async function compareSlots(reference: Reference, cases: readonly Case[]): Promise<Compared[]> {
  if (cases.length === 0) return [];
  // Where it stood before it got a folder of its own, and where it stands now.
  const [path = ""] = ["src/domain/slots/slots.ts", "src/domain/slots.ts"].map((file) => join(reference.root, file)).filter(existsSync);
  const source = pathToFileURL(path).href;
  const { listSlots: theirs } = (await import(source)) as { readonly listSlots: ListSlots };
  const compared: Compared[] = [];
  for (const one of cases) {
    const repeats = Math.ceil(SLOTS_ROUND_MS_MIN / (timeCalls(one, listSlots) * CALLS_PER_ROUND));
    compared.push(
      await inTurn(one.name, "ms", (isNowFirst) => {
        // Call by call in turn: these rounds are short enough for one pause of the machine to decide them.
        const meansMs = [0, 0];
        for (let repeat = 0; repeat < 2 * repeats; repeat += 1) {
          const side = (repeat + (isNowFirst ? 0 : 1)) % 2;
          meansMs[side] = (meansMs[side] ?? 0) + timeCalls(one, side === 0 ? listSlots : theirs) / repeats;
        }
        const [ours = Number.NaN, other = Number.NaN] = meansMs;
        return { now: { figure: ours }, reference: { figure: other } };
      }),
    );
  }
  return compared;
}

async function inTurn(name: string, unit: string, measure: MeasurePair): Promise<Compared> {
  const pairs: Pair[] = [];
  for (let index = 0; index < WARM_UP_ROUNDS + ROUNDS; index += 1) pairs.push(await measure(index % 2 === 0));
  const counted = pairs.slice(WARM_UP_ROUNDS);
  const ratios = counted.map(({ now, reference }) => now.figure / reference.figure);
  const { value, ...latency } = mediansOf(counted.map(({ now }) => now));
  const theirs = mediansOf(counted.map(({ reference }) => reference));
  return {
    name,
    value,
    reference: theirs.value,
    ratio: median(ratios),
    ratio_min: Math.min(...ratios),
    ratio_max: Math.max(...ratios),
    unit,
    ...latency,
    ...(theirs.p50_ms === undefined ? {} : { reference_p50_ms: theirs.p50_ms }),
    ...(theirs.p99_ms === undefined ? {} : { reference_p99_ms: theirs.p99_ms }),
  };
}
