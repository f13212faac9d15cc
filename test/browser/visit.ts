/**
 * A visitor looks at pages of the list in one view, one after the other in one tab: what came over the wire for each, and what the browser
 * complained of. A tab of its own for each page would start a process each time, which takes longer than the looks. Nothing goes from page to
 * page, and of the cache the style sheet alone, which is in it for everybody after the first page.
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
  /** Of the page and all that it has loaded so far, as sent, headers included. */
  readonly bytesOnTheWire: number;
  /** The console's words about faults, refusals of the content policy included. */
  readonly complaints: readonly string[];
}

export class Visitor {
  readonly #context: BrowserContext;
  readonly #server: LocalServer;
  readonly #view: View;
  readonly #page: Page;
  readonly #cdp: CDPSession;
  /** As it was at first. */
  readonly #viewport: ReturnType<Page["viewportSize"]>;
  #bytes = 0;
  #complaints: string[] = [];

  private constructor(context: BrowserContext, server: LocalServer, view: View, page: Page, cdp: CDPSession) {
    this.#context = context;
    this.#server = server;
    this.#view = view;
    this.#page = page;
    this.#cdp = cdp;
    this.#viewport = page.viewportSize();
  }

  /** `locale`: the language that the browser asks for. */
  static async open(browser: Browser, server: LocalServer, view: View, locale = "en-GB"): Promise<Visitor> {
    const context = await browser.newContext({ ...VIEWS[view], locale, timezoneId: "Europe/Berlin" });
    return await Visitor.openIn(context, server, view);
  }

  /** In a context that was made for it and ends with it. */
  static async openIn(context: BrowserContext, server: LocalServer, view: View): Promise<Visitor> {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    const visitor = new Visitor(context, server, view, page, cdp);
    visitor.#listen();
    return visitor;
  }

  async visit(listed: ListedPage): Promise<Visit> {
    const [page, cdp, server] = [this.#page, this.#cdp, this.#server];
    await this.#forget();
    if (listed.as !== null) await giveSessionOf(cdp, server, listed.as);
    // A context that has script switched off for good leaves none to look with afterwards.
    if (this.#view === "without script") await cdp.send("Emulation.setScriptExecutionDisabled", { value: true });
    const address = typeof listed.address === "string" ? listed.address : await listed.address(server);

    this.#bytes = 0;
    const complaints: string[] = [];
    this.#complaints = complaints;
    const answer = await page.goto(server.local.workerUrl + address, { waitUntil: "load" });
    if (this.#view === "without script") {
      // The page stays as it came without; looking at it takes script, which would hide what is there instead of script.
      await page.evaluate(`for (const element of document.querySelectorAll("noscript")) element.replaceWith(...element.childNodes)`);
      await cdp.send("Emulation.setScriptExecutionDisabled", { value: false });
    }
    const bytes = (): number => this.#bytes;
    return {
      page,
      status: answer?.status(),
      get bytesOnTheWire() {
        return bytes();
      },
      complaints,
    };
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  /** What the last page, its looks and its session have left. */
  async #forget(): Promise<void> {
    if (this.#viewport !== null) await this.#page.setViewportSize(this.#viewport);
    await this.#page.emulateMedia({ colorScheme: "light" });
    await this.#context.clearCookies();
    const storageTypes = "local_storage,session_storage,indexeddb";
    await this.#cdp.send("Storage.clearDataForOrigin", { origin: this.#server.local.workerUrl, storageTypes });
    // Scripts that another page has loaded would weigh nothing on this one.
    await this.#cdp.send("Network.clearBrowserCache");
    await this.#page.goto(this.#server.local.workerUrl + OTHER_PAGE);
  }

  #listen(): void {
    // That the page itself was answered with a refusal is no fault of the page.
    const isOfThePage = (message: ConsoleMessage): boolean =>
      message.text().startsWith("Failed to load resource") && message.location().url === this.#page.url();
    this.#page.on("console", (message) => {
      if (message.type() === "error" && !isOfThePage(message)) this.#complaints.push(message.text());
    });
    this.#page.on("pageerror", (error) => {
      this.#complaints.push(error.message);
    });
    this.#cdp.on("Network.loadingFinished", ({ encodedDataLength }) => {
      this.#bytes += encodedDataLength;
    });
  }
}

/** The visitors of a file, one for each view and language, each opened when it is first wanted; they end with the browser. */
export function visitors(browser: Browser, server: LocalServer): (view: View, locale?: string) => Promise<Visitor> {
  const opened = new Map<string, Promise<Visitor>>();
  return async (view, locale = "en-GB") => {
    const name = `${view}, ${locale}`;
    const visitor = opened.get(name) ?? Visitor.open(browser, server, view, locale);
    opened.set(name, visitor);
    return await visitor;
  };
}
