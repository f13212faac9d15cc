/** `npm run -s lifecycle`: prints the table of transitions into docs/lifecycle.md. A test fails where somebody forgot to. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTransitions } from "./lifecycle-table.ts";

const FILE = join(import.meta.dirname, "../docs/lifecycle.md");

const page = withTransitions(await readFile(FILE, "utf8"));
if (page === null) throw new Error("docs/lifecycle.md has lost the markers of its table");
await writeFile(FILE, page);
