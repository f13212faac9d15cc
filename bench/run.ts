/**
 * `npm run bench`: every figure the project claims, each beside its floor, measured in the same run. A table, or with
 * `--json` one line for each figure; names (`npm run bench -- look_up_hit`) measure those alone. Progress goes to stderr.
 */
import { measureEndpoints } from "./endpoints.ts";
import { printFigures } from "./figures.ts";
import { measureSlots } from "./slots.ts";

const say = (line: string): void => console.error(`bench: ${line}`);
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const wantsSlots = wanted.length === 0 || wanted.some((name) => name.startsWith("slots"));
const slots = wantsSlots ? measureSlots() : [];
const endpoints = wanted.some((name) => name.startsWith("slots")) ? [] : await measureEndpoints(say, wanted);
printFigures([...endpoints, ...slots], process.argv.includes("--json"));
