/** Paying for a booking in pages, and the page that says what came of it. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { compose } from "../../src/compose.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { refused } from "../../src/lib/result.ts";
import { bookingRows } from "../support/days.ts";
import { deliver, onHostedPage, webhook, webhooksOf } from "../support/stripe-sim.ts";
import { apiWith, browserOf, config, sessionOf, someone } from "./app-under-test.ts";
import { api, expectPage, filled, idIn, locationOf, NOTES, type Stage, stage, wordsOf } from "./booking-pages.ts";
import { euros, setStatus } from "./stories.ts";

describe("paying", () => {
  async function unpaid(settings: object = {}): Promise<Stage & { readonly id: string; readonly pay: string }> {
    const scene = await stage({ price: euros(6_000) }, { payment_minutes: 20, ...settings });
    const made = await scene.browser.submit(scene.at, filled(await scene.browser.see(scene.at), { notes: NOTES }));
    const id = idIn(made);
    expect(locationOf(made)).toBe(`/bookings/${id}/pay`);
    return { ...scene, id, pay: locationOf(made) };
  }

  test("the time is held until a deadline that is shown; the checkout is Stripe's; paid, the session is confirmed and in a file", async () => {
    const { browser, coach, client, id, pay } = await unpaid({ auto_confirm: true });
    const page = await browser.see(pay);
    expectPage(page, 200);
    const [row] = await bookingRows(coach.id);
    expect(page.text).toContain(`<time datetime="${new Date(Number(row?.["expires_at"])).toISOString()}">`);
    expect(Number(row?.["expires_at"]) - Number(row?.["created_at"])).toBe(20 * MINUTE_MS);
    expect(wordsOf(page)).toContain("Price €60.00 Pay by");
    expect(page.headers.get("Content-Security-Policy")).toContain("form-action 'self' https://checkout.stripe.com;");

    const fields = filled(page);
    const opened = await Promise.all([browser.submit(pay, fields), browser.submit(pay, fields)]);
    const [checkout = ""] = opened.map(locationOf);
    expect(opened.map(({ status }) => status)).toEqual([303, 303]);
    expect(new Set(opened.map(locationOf)).size).toBe(1);
    expect(checkout).toMatch(/^https:\/\/checkout\.stripe\.com\//u);

    // The way back from the checkout, before Stripe's word has come.
    const back = await browser.see(`/bookings/${id}?payment=done`);
    expect([back.status, locationOf(back)]).toEqual([303, `/bookings/${id}/booked?payment=done`]);
    const waiting = await browser.see(locationOf(back));
    expect(wordsOf(waiting)).toContain("Your payment is on its way to us");
    expect(waiting.text).toContain(`<a class="button" href="/bookings/${id}/booked?payment=done">Look again</a>`);
    expect(wordsOf(await browser.see(`/bookings/${id}/booked`))).toContain("Your session is not paid yet");

    expect(await onHostedPage(checkout.split("/").at(-1) ?? "", "pay")).toBe(true);
    for (const { id: hook } of await webhooksOf(id)) expect((await deliver(await webhook(hook))).status).toBe(200);
    const done = await browser.see(locationOf(back));
    expectPage(done, 200);
    expect(wordsOf(done)).toContain("Your session is booked");
    const file = await browser.see(`/bookings/${id}/invite.ics`);
    expect([file.status, file.headers.get("Content-Type"), file.headers.get("Cache-Control")]).toEqual([
      200,
      "text/calendar; charset=utf-8",
      "no-store",
    ]);
    // Both were made within the same test, and not always within the same second.
    const withoutStamp = (text: string) => text.replace(/DTSTAMP:\d{8}T\d{6}Z/u, "");
    expect(withoutStamp(file.text)).toBe(withoutStamp((await api("GET", `/booking/${id}/invite.ics`, { as: client })).text));
    // There is nothing to pay any more: the page leads on, and the form does.
    for (const answer of [await browser.see(pay), await browser.submit(pay, fields)]) expect(answer.status).toBe(303);
    expect(locationOf(await browser.see(pay))).toBe(`/bookings/${id}/booked`);
  });

  test("given up at the checkout: said that nothing was charged, and it can still be paid", async () => {
    const { browser, id } = await unpaid();
    const back = await browser.see(`/bookings/${id}?payment=given-up`);
    expect(locationOf(back)).toBe(`/bookings/${id}/pay?payment=given-up`);
    expect(wordsOf(await browser.see(locationOf(back)))).toContain("You have not paid, and nothing was charged.");
  });

  test("the way back from the checkout leads somebody without a session of the pages to the app, and nobody anywhere else", async () => {
    const { id } = await unpaid();
    const nobody = await browserOf(api);
    for (const payment of ["done", "given-up"]) {
      const back = await nobody.see(`/bookings/${id}?payment=${payment}`);
      expect([back.status, locationOf(back)]).toEqual([303, `https://app.test/bookings/${id}?payment=${payment}`]);
    }
    const odd = await Promise.all([`/bookings/${id}?payment=x`, "/bookings/x?payment=done"].map(async (path) => await nobody.see(path)));
    for (const answer of odd) expect(locationOf(answer)).not.toContain("app.test");
  });

  test("S70: the way back to the site that a booking began on outlives the checkout, and leads to a listed origin alone", async () => {
    const { browser, client, at, id } = await unpaid();
    expect((await setStatus(api, client, id, "cancelled")).status).toBe(200);
    const [origin = ""] = config.embedOrigins;
    const begun = await browser.see(`${at}&return=${encodeURIComponent(`${origin}/page?a=1`)}`);
    const [kept = ""] = (begun.headers.get("Set-Cookie") ?? "").split(";");
    expect(begun.headers.get("Set-Cookie")).toContain("; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Lax");
    const session = `__Host-session=${await sessionOf(client)}`;
    const end = async (cookie: string) => await browser.see(`/bookings/${id}/booked`, { Cookie: `${session}; ${cookie}` });
    expect((await end(kept)).text).toContain(`href="${origin}/page?a=1&amp;booking=${id}&amp;status=cancelled"`);
    for (const foreign of ["https://evil.test/", "javascript:alert(1)", `${origin}.evil.test/`]) {
      expect((await browser.see(`${at}&return=${encodeURIComponent(foreign)}`)).headers.get("Set-Cookie")).toBeNull();
      expect((await end(`__Host-return=${encodeURIComponent(foreign)}`)).text).not.toMatch(/evil|javascript/u);
    }
  });

  test("Stripe cannot be reached: said, and the same form tries again", async () => {
    const scene = await unpaid();
    const { payments } = compose(env);
    if (payments === null) throw new Error("payments are configured");
    const fault = refused({ kind: "unknown", reason: "connection" } as const);
    const down = apiWith({ payments: { ...payments, openCheckout: async () => await Promise.resolve(fault) } });
    const fields = filled(await scene.browser.see(scene.pay));
    const answer = await (await browserOf(down, scene.client)).submit(scene.pay, fields);
    expectPage(answer, 503);
    expect(wordsOf(answer)).toContain("Payments cannot be reached at the moment.");
    const again = await scene.browser.submit(scene.pay, filled(answer));
    expect([again.status, locationOf(again).startsWith("https://checkout.stripe.com/")]).toEqual([303, true]);
  });

  test("a booking that lapsed or was cancelled: said, with the way to another time; nothing is opened for it", async () => {
    const lapsed = await unpaid();
    await env.DB.prepare("UPDATE bookings SET expires_at = created_at + 1 WHERE id = ?").bind(lapsed.id).run();
    const cancelled = await unpaid();
    expect((await setStatus(api, cancelled.client, cancelled.id, "cancelled")).status).toBe(200);
    for (const [{ browser, pay, id, coach }, words] of [
      [lapsed, "It was not confirmed in time"],
      [cancelled, "It was cancelled. You can choose another time."],
    ] as const) {
      expect(locationOf(await browser.see(pay))).toBe(`/bookings/${id}/booked`);
      const result = await browser.see(`/bookings/${id}/booked`);
      expect(wordsOf(result)).toContain(words);
      expect(result.text).toContain(`<a class="button" href="/book/${coach.id}">`);
      expect(result.text).not.toContain("invite.ics");
      const sent = await browser.submit(pay, { key: crypto.randomUUID() });
      expect(locationOf(sent)).toBe(`/bookings/${id}/booked`);
    }
  });

  test("S71: these pages are the client's own: nobody else sees, pays or downloads", async () => {
    const { id, pay, coach, client } = await unpaid();
    const paths = [pay, `/bookings/${id}/booked`, `/bookings/${id}/invite.ics`];
    const stranger = await browserOf(api, await someone("client"));
    for (const path of paths) expect([path, (await stranger.see(path)).status]).toEqual([path, 403]);
    expect((await stranger.submit(pay, { key: crypto.randomUUID() })).status).toBe(403);
    const theirs = await browserOf(api, coach);
    for (const [path, status] of [
      [pay, 403],
      [`/bookings/${id}/booked`, 403],
      [`/bookings/${id}/invite.ics`, 200],
    ] as const) {
      expect([path, (await theirs.see(path)).status]).toEqual([path, status]);
    }
    const nobody = await browserOf(api);
    for (const path of paths) expect(locationOf(await nobody.see(path))).toBe(`/sign-in?to=${encodeURIComponent(path)}`);
    const own = await browserOf(api, client);
    for (const page of ["pay", "booked", "invite.ics"]) {
      expect((await own.see(`/bookings/${crypto.randomUUID()}/${page}`)).status).toBe(404);
      expect((await own.see(`/bookings/x/${page}`)).status).toBe(404);
    }
  });

  test("S66: a form that another site sent opens no checkout", async () => {
    const { browser, pay, coach } = await unpaid();
    const fields = filled(await browser.see(pay));
    expect((await browser.submit(pay, fields, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    const opened = await env.DB.prepare("SELECT count(*) AS rows FROM payments WHERE coach_id = ?")
      .bind(coach.id)
      .first<{ rows: number }>();
    expect(opened?.rows).toBe(0);
  });
});
