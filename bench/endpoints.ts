/**
 * The endpoints against their floors, in real workerd: bookings one by one and sixty-four at a time on one coach, a
 * look-up that is answered from the edge cache, one that misses it, and bookings over sockets. Floor and figure are measured in turn, five rounds
 * of each; medians are compared. Then pages (`pages.ts`). Last, a miss with a million bookings beside the same with a thousand.
 */
import { type Figure, median } from "./figures.ts";
import { fillHistory, ROWS_BESIDE_WINDOW_MAX, rowsOfMiss } from "./history.ts";
import { measurePage, PAGE_ROWS } from "./pages.ts";
import { floorRate, mediansOf, type Round, ROUNDS, type Row, ROWS, serviceRound, WARM_UP_ROUNDS } from "./rows.ts";
import { type Runtime, startRuntime } from "./runtime.ts";
import { setStage, type Stage } from "./stage.ts";

export const HISTORY_ROW = "look_up_miss_1m";

/** Measures those of its rows that are wanted. */
export async function measureEndpoints(say: (line: string) => void, wants: (name: string) => boolean): Promise<Figure[]> {
  const rows = ROWS.filter(({ name }) => wants(name));
  const pages = PAGE_ROWS.filter(({ name }) => wants(name));
  if (rows.length === 0 && pages.length === 0 && !wants(HISTORY_ROW)) return [];
  const runtime = await startRuntime(".");
  try {
    say("seeding");
    const stage = await setStage(runtime);
    const figures: Figure[] = [];
    for (const row of rows) {
      say(row.name);
      figures.push(await compare(runtime, stage, row));
    }
    for (const page of pages) figures.push(await measurePage(runtime, stage, page, say));
    if (wants(HISTORY_ROW)) {
      say(HISTORY_ROW);
      figures.push(await measureHistory(runtime, stage, say));
    }
    return figures;
  } finally {
    await runtime.dispose();
  }
}

/** The service and its floor in turn. */
async function compare(runtime: Runtime, stage: Stage, row: Row): Promise<Figure> {
  const rounds: Round[] = [];
  const floors: number[] = [];
  const fair: number[] = [];
  for (let index = 0; index < WARM_UP_ROUNDS + ROUNDS; index += 1) {
    floors.push(await floorRate(runtime, row, row.floor(stage)));
    if (row.fairFloor !== undefined) fair.push(await floorRate(runtime, row, row.fairFloor(stage)));
    rounds.push(await serviceRound(runtime, stage, row));
  }
  const { value, ...latency } = mediansOf(rounds.slice(WARM_UP_ROUNDS));
  const floor = median(floors.slice(WARM_UP_ROUNDS));
  const fairFloor = median(fair.slice(WARM_UP_ROUNDS));
  const fairness = fair.length === 0 ? {} : { fair_floor: fairFloor, fair_ratio: value / fairFloor };
  return { name: row.name, value, floor, ratio: value / floor, unit: "requests/s", ...fairness, ...latency };
}

/** A miss with a million bookings on record, a hundred thousand of them this coach's, against the same with a thousand. */
async function measureHistory(runtime: Runtime, stage: Stage, say: (line: string) => void): Promise<Figure> {
  const name = HISTORY_ROW;
  const missRate = async (): Promise<number> => {
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = { target: "app", concurrency: 8, expectedStatus: 200, requests: stage.misses(400) } as const;
      rates.push(400 / ((await runtime.drive(order)) / 1_000));
    }
    return median(rates);
  };
  await fillHistory(runtime.d1, stage.busyCoachId, { coaches: 1, bookingsEach: 1_000 });
  const floor = await missRate();
  say(`${name}: filling`);
  await fillHistory(runtime.d1, stage.busyCoachId, { coaches: 10, bookingsEach: 100_000 });
  const value = await missRate();
  const { rowsRead, rowsOfWindow } = await rowsOfMiss(runtime.d1, stage.busyCoachId, stage.week);
  say(`${name}: a miss reads ${rowsRead} rows, its window holds ${rowsOfWindow}`);
  if (rowsRead === 0 || rowsRead > rowsOfWindow + ROWS_BESIDE_WINDOW_MAX)
    throw new Error(`a miss reads ${rowsRead} rows of a window of ${rowsOfWindow}`);
  return { name, value, floor, ratio: value / floor, unit: "requests/s" };
}
