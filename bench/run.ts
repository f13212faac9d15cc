/**
 * `npm run bench`: every figure the project claims, each beside its floor, measured in the same run. With `--beside REF`
 * each is measured beside the same of another commit instead. The D1 trips of each act are counted (`trips`). A table, or with `--json` one line for each figure; names
 * (`npm run bench -- look_up_hit`, or `--only look_up_hit,slots`) measure those alone. Progress goes to stderr.
 */
import { Lifetime } from "../scripts/lifetime.ts";
import { ANALYTICS_FLOOR, ANALYTICS_ROW, measureAnalytics } from "./analytics.ts";
import { measureBeside } from "./beside.ts";
import { HISTORY_ROW, measureEndpoints } from "./endpoints.ts";
import { linesOfTrips, printCompared, printFigures, printLines, printTrips } from "./figures.ts";
import { PAGE_FLOOR, PAGE_ROWS } from "./pages.ts";
import { extractReference } from "./reference.ts";
import { FLOORS, ROWS } from "./rows.ts";
import { readSelection, type Selection } from "./selection.ts";
import { CASES, measureSlots } from "./slots.ts";
import { measureTrips, TRIPS_ROW, type TripTable } from "./trips.ts";

const say = (line: string): void => console.error(`bench: ${line}`);
const NO_TRIPS: TripTable = new Map();
const lifetime = new Lifetime();

async function measureAlone({ asJson, wants }: Selection): Promise<void> {
  // The pure function first: nothing else runs in this process then.
  const slots = measureSlots(wants);
  const analytics = wants(ANALYTICS_ROW) ? [await measureAnalytics(say)] : [];
  const figures = [...(await measureEndpoints(say, wants)), ...analytics, ...slots];
  const trips = wants(TRIPS_ROW) ? await measureTrips(".") : NO_TRIPS;
  if (asJson) return printLines([...figures, ...linesOfTrips(trips, null)]);
  printFigures(figures);
  if (ROWS.some(({ name }) => wants(name))) for (const line of Object.values(FLOORS)) console.log(line);
  if (PAGE_ROWS.some(({ name }) => wants(name))) console.log(PAGE_FLOOR);
  if (analytics.length > 0) console.log(ANALYTICS_FLOOR);
  printTrips(trips, null);
}

async function measureBoth(ref: string, { asJson, wants }: Selection): Promise<void> {
  const reference = extractReference(ref, say);
  lifetime.add(reference.remove, reference.remove);
  const compared = await measureBeside(reference, say, wants);
  const [trips, theirs] = wants(TRIPS_ROW) ? [await measureTrips("."), await measureTrips(reference.root)] : [NO_TRIPS, NO_TRIPS];
  if (asJson) return printLines([...compared, ...linesOfTrips(trips, theirs)]);
  printCompared(compared, reference.commit);
  printTrips(trips, { table: theirs, commit: reference.commit });
}

lifetime.listen();
try {
  const names = [...ROWS, ...PAGE_ROWS, ...CASES].map(({ name }) => name);
  const selection = readSelection(process.argv.slice(2), [...names, HISTORY_ROW, ANALYTICS_ROW, TRIPS_ROW]);
  await (selection.beside === null ? measureAlone(selection) : measureBoth(selection.beside, selection));
  await lifetime.stop(0);
} catch (error) {
  await lifetime.stop(1, `bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
