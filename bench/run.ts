/**
 * `npm run bench`: every figure the project claims, each beside its floor, measured in the same run. With `--beside REF`
 * each is measured beside the same of another commit instead. A table, or with `--json` one line for each figure; names
 * (`npm run bench -- look_up_hit`, or `--only look_up_hit,slots`) measure those alone. Progress goes to stderr.
 */
import { Lifetime } from "../scripts/lifetime.ts";
import { measureBeside } from "./beside.ts";
import { HISTORY_ROW, measureEndpoints } from "./endpoints.ts";
import { printCompared, printFigures, printLines } from "./figures.ts";
import { extractReference } from "./reference.ts";
import { ROWS } from "./rows.ts";
import { readSelection, type Selection } from "./selection.ts";
import { CASES, measureSlots } from "./slots.ts";

const say = (line: string): void => console.error(`bench: ${line}`);
const lifetime = new Lifetime();

async function measureAlone({ asJson, wants }: Selection): Promise<void> {
  // The pure function first: nothing else runs in this process then.
  const slots = measureSlots(wants);
  const figures = [...(await measureEndpoints(say, wants)), ...slots];
  if (asJson) printLines(figures);
  else printFigures(figures);
}

async function measureBoth(ref: string, { asJson, wants }: Selection): Promise<void> {
  const reference = extractReference(ref, say);
  lifetime.add(reference.remove, reference.remove);
  const compared = await measureBeside(reference, say, wants);
  if (asJson) printLines(compared);
  else printCompared(compared, reference.commit);
}

lifetime.listen();
try {
  const names = [...ROWS, ...CASES].map(({ name }) => name);
  const selection = readSelection(process.argv.slice(2), [...names, HISTORY_ROW]);
  await (selection.beside === null ? measureAlone(selection) : measureBoth(selection.beside, selection));
  await lifetime.stop(0);
} catch (error) {
  await lifetime.stop(1, `bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
