/**
 * `npm run screens`: a picture of every page of the list on a desktop and on a phone, in light and dark, into docs/screens, with the page that
 * shows them. By hand, after a change that can be seen; what was there before is replaced. No part of the gate: dates change every day.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { openBrowser } from "../test/browser/chromium.ts";
import { type ListedPage, PAGES } from "../test/browser/pages.ts";
import { SCHEMES } from "../test/browser/views.ts";
import { visitors } from "../test/browser/visit.ts";
import { LocalServer } from "../test/local/server.ts";
import { ROOT } from "./local.ts";

const FOLDER = join(ROOT, "docs/screens");
const PICTURED = ["desktop", "phone"] as const;
const HEIGHT_PX_MAX = 1_400;
/** Pages are of few colours; the rest are the edges of letters. */
const COLOURS = 64;

/** As much of the page as a picture has room for. */
async function picture(page: Page): Promise<Buffer> {
  const { width = 0 } = page.viewportSize() ?? {};
  const height = Math.min(await page.evaluate<number>("document.documentElement.scrollHeight"), HEIGHT_PX_MAX);
  const shot = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height } });
  return await sharp(shot).png({ palette: true, colours: COLOURS, compressionLevel: 9, effort: 10 }).toBuffer();
}

const columns = PICTURED.flatMap((view) => SCHEMES.map((scheme) => ({ view, scheme, suffix: `${view}-${scheme}` })));

function contents(pages: readonly ListedPage[]): string {
  const rows = pages.map(({ name }) => {
    const cells = columns.map(({ view, scheme, suffix }) => `![${name}, ${view}, ${scheme}](${name}-${suffix}.png)`);
    return `| ${[name, ...cells].join(" | ")} |`;
  });
  const heads = columns.map(({ view, scheme }) => `${view}, ${scheme}`);
  const head = [`| ${["page", ...heads].join(" | ")} |`, `|${"---|".repeat(columns.length + 1)}`];
  return [
    "# Screens",
    "",
    "Every page, with the people of the demo. `npm run screens` writes this page and its pictures.",
    "",
    ...head,
    ...rows,
    "",
  ].join("\n");
}

const [server, browser] = await Promise.all([LocalServer.start(), openBrowser()]);
try {
  const visitor = visitors(browser, server);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const listed of PAGES) {
    for (const view of PICTURED) {
      const { page } = await (await visitor(view)).visit(listed);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        writeFileSync(join(FOLDER, `${listed.name}-${view}-${colorScheme}.png`), await picture(page));
      }
    }
    console.log(listed.name);
  }
  writeFileSync(join(FOLDER, "README.md"), contents(PAGES));
} finally {
  await browser.close();
  await server.dispose();
}
