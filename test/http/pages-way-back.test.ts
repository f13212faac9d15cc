/** The way back to the site on which a booking began: through form, payment and result, to listed origins alone (S70). */
import { describe, expect, test } from "vitest";
import { sessionOf } from "./app-under-test.ts";
import { expectPage, filled, idIn, locationOf, type Stage, stage, wordsOf } from "./booking-pages.ts";
import { euros } from "./stories.ts";

const BACK = "https://app.test/coaches/1?lang=fr";

const leadingTo = (at: string, address: string) => `${at}&return=${encodeURIComponent(address)}`;

async function made({ browser, at }: Stage, address: string): Promise<string> {
  const path = leadingTo(at, address);
  return locationOf(await browser.submit(path, filled(await browser.see(path))));
}

describe("the way back", () => {
  test("stands on the page of the result, with the booking's id and status", async () => {
    const scene = await stage();
    const result = await made(scene, BACK);
    const page = await scene.browser.see(result);
    expectPage(page, 200);
    const id = /\/bookings\/([0-9a-f-]{36})\//u.exec(result)?.[1] ?? "";
    expect(page.text).toContain(
      `<a class="button second" href="https://app.test/coaches/1?lang=fr&amp;booking=${id}&amp;status=pending">Back to app.test</a>`,
    );
    expect(page.headers.get("Set-Cookie")).toBeNull();
  });

  test.each([
    "https://evil.test/",
    "https://app.test.evil.com/",
    "https://app.test@evil.com/",
    "//app.test/",
    "javascript:alert(1)",
    `https://app.test/${"x".repeat(300)}`,
  ])("S70: %s is dropped, and the session is booked all the same", async (address) => {
    const scene = await stage();
    const page = await scene.browser.see(await made(scene, address));
    expectPage(page, 200);
    expect(wordsOf(page)).toContain("First talk");
    expect(wordsOf(page)).not.toContain("Back to");
    expect(page.text).not.toMatch(/<a [^>]*href="(?:https:|javascript:|\/\/)/u);
  });

  test("S70: comes through the checkout for its own booking, in a cookie that is looked at anew", async () => {
    const scene = await stage({ price: euros(6_000) });
    const pay = await made(scene, BACK);
    const opened = await scene.browser.submit(pay, filled(await scene.browser.see(pay)));
    expect(locationOf(opened)).toMatch(/^https:\/\/checkout\.stripe\.com\//u);
    const cookie = opened.headers.get("Set-Cookie") ?? "";
    expect(cookie).toMatch(/^__Host-return=[^;]+; Max-Age=7200; Path=\/; HttpOnly; Secure; SameSite=Lax$/u);
    const id = idIn({ ...opened, headers: new Headers({ Location: pay }) });
    const session = `__Host-session=${await sessionOf(scene.client)}`;
    const shown = async (value: string) =>
      (await scene.browser.see(`/bookings/${id}/booked?payment=done`, { Cookie: `${session}; ${value}` })).text;
    const kept = cookie.split(";")[0] ?? "";
    expect(await shown(kept)).toContain(
      `href="https://app.test/coaches/1?lang=fr&amp;booking=${id}&amp;status=pending">Back to app.test</a>`,
    );
    for (const value of [
      "",
      kept.replace(id, crypto.randomUUID()),
      `__Host-return=${encodeURIComponent(`${id} https://evil.test/`)}`,
      `__Host-return=${id}`,
      "__Host-return=%",
    ]) {
      expect(await shown(value)).not.toContain("Back to");
    }
  });

  test("S70: nothing is kept of an address that leads elsewhere", async () => {
    const scene = await stage({ price: euros(6_000) });
    const pay = await made(scene, "https://evil.test/");
    const opened = await scene.browser.submit(pay, filled(await scene.browser.see(pay)));
    expect([opened.status, opened.headers.get("Set-Cookie")]).toEqual([303, null]);
  });
});
