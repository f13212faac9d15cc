/**
 * Pages in their languages on a narrow phone: nothing is wider than the screen, no text is cut, no name of a message shows, and the page says
 * which language it is in. The short run looks at a few pages in the longest language and the one without blanks; `--all` at every page in each.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Language, LANGUAGES, TAGS } from "../../src/domain/language.ts";
import { LocalServer } from "../local/server.ts";
import { cutTexts, keysShown, tooWide } from "./checks.ts";
import { openBrowser } from "./chromium.ts";
import { PAGES } from "./pages.ts";
import { visitors } from "./visit.ts";

const PHONE = { width: 360, height: 740 };
const SHORT_RUN: readonly Language[] = ["de", "ja"];
const SHORT_PAGES: readonly string[] = ["home", "coach-times", "book-time", "session", "desk"];

const isWhole = process.env["BROWSER_VIEWS"] === "all";
const spoken = isWhole ? LANGUAGES : SHORT_RUN;
const cases = PAGES.filter(({ name }) => isWhole || SHORT_PAGES.includes(name)).flatMap((listed) =>
  spoken.map((language) => ({ listed, language })),
);

let server: LocalServer;
let browser: Browser;
let visitor: ReturnType<typeof visitors>;

beforeAll(async () => {
  [server, browser] = await Promise.all([LocalServer.start(), openBrowser()]);
  visitor = visitors(browser, server);
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

describe("in every language, at 360 px", () => {
  it.each(cases)("$listed.name in $language fits, is not cut and is translated", async ({ listed, language }) => {
    const { page } = await (await visitor("desktop", TAGS[language])).visit(listed);
    await page.setViewportSize(PHONE);
    expect(await page.locator("html").getAttribute("lang")).toBe(TAGS[language]);
    expect({ wide: await tooWide(page), cut: await cutTexts(page), keys: await keysShown(page) }).toEqual({ wide: [], cut: [], keys: [] });
  });
});
