/** `npm run -s guides`: renders the guides of docs/ into src/pages/guides.json. A test fails where somebody forgot to. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderGuides } from "./guides-pages.ts";

await writeFile(join(import.meta.dirname, "../src/pages/guides.json"), `${JSON.stringify(renderGuides(), null, 2)}\n`);
