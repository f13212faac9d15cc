/**
 * The browser of the machine, driven as a person would: `CHROMIUM` names it, else it is looked for where distributions put
 * it. Nothing is downloaded; a machine without one is told what to install.
 */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function findBrowser(): string {
  const named = process.env["CHROMIUM"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = named ?? folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
  if (found === undefined)
    throw new Error("no browser: install Chromium (on Debian: apt-get install chromium) or set CHROMIUM to its path");
  return found;
}

export async function openBrowser(): Promise<Browser> {
  // As root, as in most containers, Chromium refuses to start with its sandbox; the pages are our own.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return await chromium.launch({ executablePath: findBrowser(), args });
}
