/** Money that needs a person in one list, and the check of all audit chains in steps, on an admin's pages. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { AUDIT_PAGES_PER_STEP } from "../../src/limits/audit.ts";
import { apiWith, browserOf, morning, seenCoach, someone } from "./app-under-test.ts";
import { expectPage, wordsOf } from "./booking-pages.ts";
import { booked } from "./stories.ts";

const api = apiWith();

describe("what needs a hand", () => {
  test("failed refunds and disputes stand in one list, newest first, each with its session and what to do", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const id = await booked(api, client, coach, morning());
    const browser = await browserOf(api, await someone("admin"));
    expectPage(await browser.see("/admin/hand"), 200);
    const now = Date.now();
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO refunds (id, booking_id, amount_minor, currency, state, cause, created_at, updated_at) VALUES ('re_1', ?1, 1550, 'EUR', 'failed', 'cancelled', ?2, ?2)`,
      ).bind(id, now - 1_000),
      env.DB.prepare(
        `INSERT INTO disputes (id, booking_id, amount_minor, currency, state, told_at, created_at, updated_at) VALUES ('dp_1', ?1, 8000, 'JPY', 'needs_response', ?2, ?2, ?2)`,
      ).bind(id, now),
    ]);
    const page = await browser.see("/admin/hand");
    expectPage(page, 200);
    const words = wordsOf(page);
    expect(words.indexOf("A payment of JP¥8,000 is disputed")).toBeGreaterThan(0);
    expect(words.indexOf("A refund of €15.50 failed")).toBeGreaterThan(words.indexOf("A payment of JP¥8,000 is disputed"));
    expect(page.text).toContain(`href="/admin/bookings/${id}"`);
  });
});

describe("the check of the audit chains", () => {
  /** Goes on until the check says that it has ended. */
  async function checked(): Promise<string> {
    const browser = await browserOf(api, await someone("admin"));
    let page = await browser.see("/admin/audit?after=0");
    for (let step = 0; step < 50; step += 1) {
      expectPage(page, 200);
      const fields = Object.fromEntries(
        [...page.text.matchAll(/name="(after|coach|rows|chains)" value="([^"]*)"/gu)].map(([, name, value]) => [name, value]),
      );
      if (!("rows" in fields)) return wordsOf(page);
      page = await browser.see(`/admin/audit?${new URLSearchParams(fields as Record<string, string>).toString()}`);
    }
    throw new Error("it does not end");
  }

  test("walks the chain of admins and each coach's to its end, a bounded number of rows at a step", async () => {
    for (let coaches = 0; coaches < 25; coaches += 1) await booked(api, await someone("client"), await seenCoach(api), morning());
    const words = await checked();
    expect(words).toContain("All chains are whole.");
    // More than one step takes, and each of them was looked at, that of the admins among them, which has no row here.
    const all = await env.DB.prepare(
      "SELECT count(*) AS rows, count(DISTINCT chain) AS chains FROM audit_log WHERE chain <> 'admin'",
    ).first<Record<string, number>>();
    expect(all?.["chains"]).toBeGreaterThan(AUDIT_PAGES_PER_STEP);
    expect(words).toContain(`${String(all?.["rows"])} rows checked, ${String(Number(all?.["chains"]) + 1)} chains done.`);
  });

  test("says where a chain is broken, and checks nothing behind it", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    await booked(api, client, coach, morning());
    await env.DB.prepare("DROP TRIGGER audit_log_no_update").run();
    await env.DB.prepare("UPDATE audit_log SET mac = 'forged' WHERE chain = ?1 AND seq = 1").bind(coach.id).run();
    expect(await checked()).toContain(`The chain of coach ${coach.id} is broken at row 1.`);
  });
});
