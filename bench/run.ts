/**
 * `npm run bench`: every figure the project claims, each beside its floor, measured in the same run. A table, or with
 * `--json` one line for each figure. Progress goes to stderr.
 */
import { measureEndpoints } from "./endpoints.ts";
import { printFigures } from "./figures.ts";
import { measureSlots } from "./slots.ts";

const say = (line: string): void => console.error(`bench: ${line}`);
say("slots");
const slots = measureSlots();
printFigures([...(await measureEndpoints(say)), ...slots], process.argv.includes("--json"));
