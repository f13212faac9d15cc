/** The app, the calendars' weeks and the mailbox as people see and use them: by what is written on buttons and cards. */
import type { Browser, Locator, Page } from "playwright-core";
import type { Person } from "../../simulators/identity/tokens.ts";
import { type LocalServer, until } from "../local/server.ts";

export const SEEN_MS_MAX = 30_000;

/** A browser of somebody's own, signed in to the app. Every answer the service gives it goes to `onAnswer`. */
export async function signIn(browser: Browser, server: LocalServer, person: Person, onAnswer: (text: string) => void): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB", timezoneId: person.zoneinfo })).newPage();
  page.setDefaultTimeout(SEEN_MS_MAX);
  page.on("response", (response) => {
    if (!response.url().startsWith(server.local.workerUrl)) return;
    // Of a page that was left meanwhile there is no body to look at.
    response.text().then(onAnswer, () => undefined);
  });
  await page.goto(`${server.local.simulatorsUrl}/app`);
  await page.getByRole("button", { name: `Continue as ${person.name}` }).click();
  await page.getByText(`You are ${person.name}`).waitFor();
  return page;
}

/** Looks again until it is there, as somebody would who waits for it. */
export async function seen(page: Page, what: Locator, because: string): Promise<void> {
  await until(
    async () => {
      if (await what.first().isVisible()) return true;
      await page.reload();
      await page.locator("#content li, main > ul, main > p").first().waitFor();
      await page.waitForLoadState("networkidle");
      return await what.first().isVisible();
    },
    SEEN_MS_MAX,
    because,
  );
}

export function card(page: Page, text: string | RegExp): Locator {
  return page.locator("li.card").filter({ hasText: text });
}

/** The card of a session at that time; the cards of coaches offer times as well. */
export function sessionCard(page: Page, at: Date, reader: Person): Locator {
  return page.locator("li.card").filter({ has: page.locator("strong", { hasText: shown(at, reader) }) });
}

/** As the app writes it for somebody in that time zone. */
export function shown(at: Date, { zoneinfo }: Person): string {
  return at.toLocaleString("en-GB", { dateStyle: "full", timeStyle: "short", timeZone: zoneinfo });
}

/** The subjects of all mails to somebody, read from the mailbox's page. */
export async function subjects(page: Page, server: LocalServer, { email }: Person): Promise<string[]> {
  await page.goto(`${server.local.simulatorsUrl}/mailbox/?to=${encodeURIComponent(email)}`);
  return await page.locator("li.card strong").allInnerTexts();
}
