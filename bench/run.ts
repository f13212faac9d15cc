/** `npm run bench`: every figure the project claims, each beside its floor. `--json` prints one line for each figure. */
import { measureEndpoints } from "./endpoints.ts";
import { printFigures } from "./figures.ts";

const asJson = process.argv.includes("--json");
const figures = await measureEndpoints((line) => console.error(`bench: ${line}`));
printFigures(figures, asJson);
