/**
 * One page of the list, open in one view: what came over the wire for it, and what the browser complained of. The style sheet is in the browser's
 * cache by then, as it is for everybody after the first page.
 */
import type { Browser, BrowserContext, CDPSession, ConsoleMessage, Page } from "playwright-core";
import type { LocalServer } from "../local/server.ts";
import type { ListedPage } from "./pages.ts";
import { giveSessionOf } from "./session.ts";
import { type View, VIEWS } from "./views.ts";

/** Never kept by a cache, so that the page itself still comes whole. */
const OTHER_PAGE = "/nowhere";

export interface Visit {
  readonly page: Page;
  readonly status: number | undefined;
  /** Of the page and all that it loads, as sent, headers included. */
  readonly bytesOnTheWire: number;
  /** The console's words about faults, refusals of the content policy included. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** `locale`: the language that the browser asks for. */
export async function visit(browser: Browser, server: LocalServer, listed: ListedPage, view: View, locale = "en-GB"): Promise<Visit> {
  const context = await browser.newContext({ ...VIEWS[view], locale, timezoneId: "Europe/Berlin", colorScheme: "light" });
  return await visitIn(context, server, listed, view);
}

/** In a context that was made for it and ends with it. */
export async function visitIn(context: BrowserContext, server: LocalServer, listed: ListedPage, view: View): Promise<Visit> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  if (listed.as !== null) await giveSessionOf(cdp, server, listed.as);
  // A context that has script switched off for good leaves none to look with afterwards.
  if (view === "without script") await cdp.send("Emulation.setScriptExecutionDisabled", { value: true });
  await page.goto(server.local.workerUrl + OTHER_PAGE);
  const address = typeof listed.address === "string" ? listed.address : await listed.address(server);

  const complaints = complaintsOf(page);
  const wire = countBytes(cdp);
  const answer = await page.goto(server.local.workerUrl + address, { waitUntil: "load" });
  if (view === "without script") {
    // The page stays as it came without; looking at it takes script, which would hide what is there instead of script.
    await page.evaluate(`for (const element of document.querySelectorAll("noscript")) element.replaceWith(...element.childNodes)`);
    await cdp.send("Emulation.setScriptExecutionDisabled", { value: false });
  }
  return {
    page,
    status: answer?.status(),
    get bytesOnTheWire() {
      return wire.bytes;
    },
    complaints,
    close: async () => {
      await context.close();
    },
  };
}

/** That the page itself was answered with a refusal is no fault of the page. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  const isOfThePage = (message: ConsoleMessage): boolean =>
    message.text().startsWith("Failed to load resource") && message.location().url === page.url();
  page.on("console", (message) => {
    if (message.type() === "error" && !isOfThePage(message)) complaints.push(message.text());
  });
  page.on("pageerror", (error) => {
    complaints.push(error.message);
  });
  return complaints;
}

function countBytes(cdp: CDPSession): { readonly bytes: number } {
  const wire = { bytes: 0 };
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => {
    wire.bytes += encodedDataLength;
  });
  return wire;
}
