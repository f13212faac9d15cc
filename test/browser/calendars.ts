/** Both calendar providers as their users see them: the pages of a consent, and the week in which an owner moves events. */
import type { Locator, Page } from "playwright-core";
import type { LocalServer } from "../local/server.ts";
import { card } from "./app.ts";

export async function allowGoogle(page: Page, account: string, unticked: RegExp | null): Promise<void> {
  await connect(page, "Google Calendar");
  await page.getByLabel("E-mail address").fill(account);
  if (unticked !== null) await page.getByLabel(unticked).uncheck();
  await page.getByRole("button", { name: "Allow" }).click();
}

async function connect(page: Page, name: string): Promise<void> {
  await page
    .getByRole("link", { name: `Connect ${name}` })
    .or(page.getByRole("button", { name: `Connect ${name}` }))
    .first()
    .click();
}

export async function acceptOutlook(page: Page, account: string): Promise<void> {
  await connect(page, "Outlook");
  await page.getByLabel("E-mail address").fill(account);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("link", { name: "Accept" }).click();
}

/** The week of that account from that day on, in a tab of its own beside `beside`. */
export async function weekOf(beside: Page, server: LocalServer, account: string, at: Date): Promise<Page> {
  const week = await beside.context().newPage();
  await week.goto(`${server.local.simulatorsUrl}/providers/__sim/`);
  await week.getByRole("link", { name: account }).click();
  await week.goto(`${week.url()}&from=${at.toISOString().slice(0, 10)}`);
  return week;
}

/** The event of that title which starts then. */
export function eventAt(week: Page, title: string, at: Date): Locator {
  return card(week, title).filter({ has: week.locator(`input[name="starts_at"][value="${at.toISOString().slice(0, 16)}"]`) });
}

export async function drag(event: Locator, to: Date): Promise<void> {
  await event.getByText("Change").click();
  await event.getByLabel("New start").fill(to.toISOString().slice(0, 16));
  await event.getByRole("button", { name: "Move" }).click();
}
