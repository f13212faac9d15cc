/**
 * Every page of the list in a real browser: axe finds nothing, in light and dark; it is small, stands still and complains of nothing; the
 * keyboard reaches all of it; it fits the narrowest phone. The last test shows that each of these looks can find something.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalServer } from "../local/server.ts";
import { layoutShifts, tooSmall, tooWide, violations, walkByTab } from "./checks.ts";
import { openBrowser } from "./chromium.ts";
import { type ListedPage, PAGES } from "./pages.ts";
import { EVERY_VIEW, SCHEMES, type View } from "./views.ts";
import { type Visit, Visitor, visitors } from "./visit.ts";

const PAGE_BYTES_MAX = 60 * 1_024;
/** A page that came from a cache would weigh less. */
const PAGE_BYTES_MIN = 512;
const NARROW = { width: 320, height: 640 };
const TARGET_PX_MIN = 44;

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

/** `npm run test:browser -- --all` says so. */
const isWhole = process.env["BROWSER_VIEWS"] === "all";
const cases = PAGES.flatMap((listed) => EVERY_VIEW.filter((view) => isWhole || isShort(listed, view)).map((view) => ({ listed, view })));

function isShort({ also = [] }: ListedPage, view: View): boolean {
  return view === "desktop" || also.includes(view);
}

describe.each(cases)("$listed.name, $view", ({ listed, view }) => {
  let visited: Visit;

  beforeAll(async () => {
    visited = await (await visitor(view)).visit(listed);
  });

  it("is answered as it should be, in less than 60 KiB, does not shift and breaks no policy", async () => {
    // To look at a page without script, scripts are switched on again after it has loaded, and its style may answer to that.
    if (view !== "without script") expect(await layoutShifts(visited.page)).toEqual([]);
    expect(visited.status).toBe(listed.status ?? 200);
    expect(visited.complaints).toEqual([]);
    expect(visited.bytesOnTheWire).toBeLessThan(PAGE_BYTES_MAX);
    expect(visited.bytesOnTheWire).toBeGreaterThan(PAGE_BYTES_MIN);
  });

  it.each(SCHEMES)("has no violation that axe finds, %s", async (colorScheme) => {
    await visited.page.emulateMedia({ colorScheme });
    expect(await violations(visited.page)).toEqual([]);
  });

  it("is reached by Tab, all of it in its order, and shows where the focus is", async () => {
    const { controls, reached, unseen } = await walkByTab(visited.page);
    expect(reached).toEqual(controls);
    expect(unseen).toEqual([]);
  });

  it("fits 320 px with nothing to scroll sideways, and its controls fit a finger", async () => {
    await visited.page.setViewportSize(NARROW);
    expect(await tooWide(visited.page)).toEqual([]);
    expect(await tooSmall(visited.page, TARGET_PX_MIN)).toEqual([]);
  });
});

describe("the looks themselves", () => {
  const FAULTY = `<!doctype html><html><head><title>Faulty</title></head><body>
    <p style="color: red">Styled in the page</p>
    <a href="/" tabindex="2">Second</a> <a href="/book" tabindex="1">First</a> <button tabindex="-1">Unreached</button>
    <div><table width="900"><tr><td>Wide<td></tr></table></div><img src="data:," width="1" height="1"><noscript>Nothing runs here</noscript>
    <link rel="stylesheet" href="/late.css"></body></html>`;

  it("find each fault of a page that has them all", async () => {
    const context = await browser.newContext({ viewport: { width: 640, height: 480 } });
    const policy = { "content-security-policy": "default-src 'none'; style-src 'self'; img-src data:" };
    await context.route("**/faulty", async (route) => {
      await route.fulfill({ contentType: "text/html", headers: policy, body: FAULTY });
    });
    await context.route("**/late.css", async (route) => {
      await route.fulfill({ contentType: "text/css", body: "a { outline: none !important; } button { block-size: 20px; }" });
    });
    const faulty = await Visitor.openIn(context, server, "without script");
    const { page, complaints } = await faulty.visit({ name: "faulty", address: "/faulty", as: null });
    expect(complaints.join()).toContain("Content Security Policy");
    expect((await violations(page)).join()).toMatch(/html-has-lang.*image-alt/su);
    const { controls, reached, unseen } = await walkByTab(page);
    expect(controls).toEqual(["a Second", "a First", "button Unreached"]);
    expect(reached).toEqual(["a First", "a Second"]);
    expect(unseen).toEqual(["a First", "a Second"]);
    expect(await tooWide(page)).toContain("table Wide");
    expect(await tooSmall(page, TARGET_PX_MIN)).toEqual(["button Unreached"]);
    expect(await page.getByText("Nothing runs here").isVisible()).toBe(true);
    await page.evaluate("document.querySelector('p').remove()");
    expect(await layoutShifts(page, 0)).not.toEqual([]);
    await faulty.close();
  });
});
