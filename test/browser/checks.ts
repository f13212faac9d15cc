/** The looks at a page that is open: by axe, by the Tab key, by a ruler. Each gives what is wrong, in words; nothing is the wish. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright-core";

const IN_PAGE = readFileSync(join(import.meta.dirname, "in-page.js"), "utf8");
/** A date has a stop for each of its parts, and a box that scrolls is one: stops beside the controls that are counted. */
const STOPS_OF_A_CONTROL_MAX = 6;
/** A fifth of a score that the Web Vitals call good. */
const SHIFT_MAX = 0.02;

async function look<Seen>(page: Page, call: string): Promise<Seen> {
  await page.evaluate(IN_PAGE);
  return await page.evaluate<Seen>(`look.${call}`);
}

/** axe's rules of WCAG 2.2 AA and of good practice; the size of targets is one that axe leaves out by itself. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<axe.Result[]>(
    `axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(" ")}`));
}

/** How far, and which elements moved, once it comes to more than `sumMax`. */
export async function layoutShifts(page: Page, sumMax = SHIFT_MAX): Promise<string[]> {
  return await look<string[]>(page, `layoutShifts(${String(sumMax)})`);
}

export async function tooWide(page: Page): Promise<string[]> {
  return await look<string[]>(page, "tooWide()");
}

export async function cutTexts(page: Page): Promise<string[]> {
  return await look<string[]>(page, "cut()");
}

export async function keysShown(page: Page): Promise<string[]> {
  return await look<string[]>(page, "keys()");
}

export async function tooSmall(page: Page, pxMin: number): Promise<string[]> {
  return await look<string[]>(page, `tooSmall(${String(pxMin)})`);
}

interface Focused {
  readonly place: number;
  readonly name: string;
  readonly isVisible: boolean;
}

export interface Walk {
  /** Every control, in the order of the page. */
  readonly controls: readonly string[];
  /** Those that Tab came to, in its order. */
  readonly reached: readonly string[];
  /** Those that had the focus without showing it. */
  readonly unseen: readonly string[];
}

/** From the top of the page with Tab alone, until it is at the top again. */
export async function walkByTab(page: Page): Promise<Walk> {
  const controls = await look<string[]>(page, "controls()");
  const places: number[] = [];
  const unseen = new Set<string>();
  for (let stop = 0; stop < (controls.length + 1) * STOPS_OF_A_CONTROL_MAX; stop += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate<Focused | null>("look.focused()");
    if (focused === null || (focused.place === places[0] && places.length > 1)) break;
    if (!focused.isVisible) unseen.add(focused.name);
    if (focused.place !== -1 && focused.place !== places.at(-1)) places.push(focused.place);
  }
  return { controls, reached: places.map((place) => controls[place] ?? ""), unseen: [...unseen] };
}
