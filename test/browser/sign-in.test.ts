/**
 * Signing in and out in a real browser: the service and the stand-in of the identity provider on this machine, with cookies that a browser
 * takes over plain http only from an address of the machine itself.
 */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DEMO } from "../../scripts/demo-people.ts";
import { LocalServer } from "../local/server.ts";
import { openBrowser } from "./chromium.ts";

const CLIENT = DEMO.SOFIA;
const COACH = DEMO.COACH_LISBON;
const SEEN_MS_MAX = 30_000;

let server: LocalServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [server, browser] = await Promise.all([LocalServer.start(), openBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await server?.dispose();
});

// Without script: signing in needs none.
beforeEach(async () => {
  context = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
  page = await open();
  return async () => {
    await context.close();
  };
});

async function open(): Promise<Page> {
  const opened = await context.newPage();
  opened.setDefaultTimeout(SEEN_MS_MAX);
  return opened;
}

const ours = (path: string) => server.local.workerUrl + path;
const namesOfCookies = async () => (await context.cookies()).map(({ name }) => name).toSorted();

test("signs in at the identity provider, comes back to the page that was asked for, and signs out on every page", async () => {
  await page.goto(ours("/bookings?page=1"));
  await page.getByRole("link", { name: `Continue as ${CLIENT.name}` }).click();
  await page.waitForURL(ours("/bookings?page=1"));
  expect(await page.getByRole("banner").innerText()).toContain(CLIENT.name);
  const session = (await context.cookies()).find(({ name }) => name === "__Host-session");
  expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });

  const other = await open();
  await other.goto(ours(`/book/${COACH.id}`));
  expect(await other.getByRole("banner").innerText()).toContain(CLIENT.name);

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(ours("/"));
  expect(await namesOfCookies()).not.toContain("__Host-session");
  expect(await page.getByRole("banner").innerText()).not.toContain(CLIENT.name);
  await other.goto(ours("/bookings"));
  expect(new URL(other.url()).pathname).toBe("/identity/authorize");
});

test("two tabs of one browser sign in side by side; somebody who declines is told so and may begin again", async () => {
  const other = await open();
  await page.goto(ours("/sign-in?to=%2Fbook"));
  await other.goto(ours(`/sign-in?to=%2Fbook%2F${COACH.id}`));
  await page.getByRole("link", { name: "Do not sign in" }).click();
  await page.getByText("You did not agree at the sign-in service").waitFor();
  await other.getByRole("link", { name: `Continue as ${CLIENT.name}` }).click();
  await other.waitForURL(ours(`/book/${COACH.id}`));
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("link", { name: `Continue as ${COACH.name}` }).click();
  expect(new URL(page.url()).pathname).toBe("/desk");
});

test("an address that was used is not used again, and says no more than that", async () => {
  let callback = "";
  page.on("request", (request) => {
    if (request.url().startsWith(ours("/sign-in/callback"))) callback = request.url();
  });
  await page.goto(ours("/sign-in?to=%2Fbook"));
  await page.getByRole("link", { name: `Continue as ${CLIENT.name}` }).click();
  await page.waitForURL(ours("/book"));
  expect(callback).toContain("code=");
  await page.goto(callback);
  const words = await page.getByRole("main").innerText();
  expect(words).toContain("is not accepted: it may have been used already");
  expect(words).not.toContain(new URL(callback).searchParams.get("code"));
});
