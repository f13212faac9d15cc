/**
 * The scripts of pages ("islands"), each under a name that holds a hash of it. A script makes a page better that works without; its page's policy
 * allows it, and no other page's does.
 */
import { sha256Hex } from "../../lib/sha256.ts";
import WEEK_GRID from "../../pages/islands/week-grid.island.js";

const SCRIPTS = { week_grid: WEEK_GRID } as const satisfies Readonly<Record<string, string>>;
const HASH_CHARACTERS = 16;

/** Where a page finds it. */
export async function scriptHref(name: keyof typeof SCRIPTS): Promise<string> {
  return `/scripts/${(await sha256Hex(SCRIPTS[name])).slice(0, HASH_CHARACTERS)}.js`;
}

/** The script at that address; null: there is none, or no longer. */
export async function scriptAt(href: string): Promise<string | null> {
  const names = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];
  const hrefs = await Promise.all(names.map(scriptHref));
  const name = names[hrefs.indexOf(href)];
  return name === undefined ? null : SCRIPTS[name];
}
