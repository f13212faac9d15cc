/**
 * Writes the OpenAPI document to openapi.json at the top of the repository; `--check` writes nothing and fails where the
 * file is not what would be written, so that a change of the contract shows in review.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openApiDocument } from "../src/contract/document.ts";

const FILE = join(resolve(import.meta.dirname, ".."), "openapi.json");

const wanted = `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (process.argv.includes("--check")) {
  const present = await readFile(FILE, "utf8").catch(() => "");
  if (present !== wanted) {
    console.error("openapi.json is out of date: run `npm run openapi`");
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, wanted);
}
