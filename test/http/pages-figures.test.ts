/** The pages of figures: an admin's of everybody, and a coach's own of nobody else. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { fillYear } from "../../bench/year.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { readRows, recount } from "../database/analytics-oracle.ts";
import { browserOf, someone } from "./app-under-test.ts";
import { api, expectPage, wordsOf } from "./booking-pages.ts";

const COACHES = 60;
const NOW = Date.now();
const dateOf = (moment: number): string => new Date(moment).toISOString().slice(0, "YYYY-MM-DD".length);

beforeAll(async () => {
  await fillYear(env.DB, { bookings: 3_000, coaches: COACHES, startsAt: Math.floor((NOW - 200 * DAY_MS) / HOUR_MS) * HOUR_MS });
}, 60_000);

/** The cells of the table of a section, row by row. */
function tableOf(text: string, id: string): string[][] {
  const section = text.split("<section").find((part) => part.includes(`id="${id}"`)) ?? "";
  const rows = [...section.matchAll(/<tr>([^]*?)<\/tr>/gu)].map(([, row = ""]) => row);
  return rows.map((row) => [...row.matchAll(/<t[hd][^>]*>([^<]*)<\/t[hd]>/gu)].map(([, cell = ""]) => cell));
}

describe("the figures of an admin", () => {
  test("without a range are those of twelve weeks up to today, with a definition and a table beside each figure", async () => {
    const browser = await browserOf(api, await someone("admin"));
    const answer = await browser.see("/admin");
    expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    // More than a page may weigh elsewhere: a fourth of it is the list of zones, and here is money in four currencies.
    expect(answer.text.length).toBeLessThan(80_000);
    const ids = [...answer.text.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const { text } = answer;
    expect(tableOf(text, "made")).toHaveLength(1 + 12);
    const figures = text.split('<section class="figure"').slice(1);
    expect(figures.length).toBeGreaterThanOrEqual(10);
    for (const figure of figures) {
      expect(figure).toContain("How this is counted");
      // Of a currency in which nothing came there is only a sentence.
      if (!figure.includes("£0.00 was captured")) expect(figure).toContain("<table>");
    }
    for (const drawing of text.match(/<svg[^>]*>/gu) ?? [])
      expect(drawing).toMatch(/role="img" aria-labelledby="[a-z-]+-name [a-z-]+-sum"/u);
    expect(text).not.toMatch(/ style=|<script|NaN|undefined/u);
  });

  test("are what the recount says, in the zone and by the interval that the address holds", async () => {
    const browser = await browserOf(api, await someone("admin"));
    const asked = {
      from: dateOf(NOW - 100 * DAY_MS),
      to: dateOf(NOW + 20 * DAY_MS),
      interval: "month",
      time_zone: "Asia/Kathmandu",
    } as const;
    const { text } = await browser.see(`/admin?${new URLSearchParams(asked).toString()}`);
    const expected = recount(await readRows(), asked, NOW);
    for (const figure of ["made", "sessions"]) {
      for (const [range = "", ...cells] of tableOf(text, figure).slice(1)) {
        const names = ["pending", "confirmed", "completed", "cancelled", "held"].slice(0, cells.length);
        const counts = names.map((name) => String(expected[`${figure}|${range.slice(0, "YYYY-MM".length)}|${name}`] ?? 0));
        expect([figure, range, cells]).toEqual([figure, range, counts]);
      }
    }
    expect(
      tableOf(text, "moves")
        .slice(1)
        .map(([, count]) => count),
    ).toEqual(["client", "coach", "admin", "both"].map((mover) => String(expected[`moves|${mover}`] ?? 0)));
    expect(tableOf(text, "money-jpy").length).toBe(tableOf(text, "made").length);
    expect(tableOf(text, "coaches")[0]).toHaveLength(3);
  });

  test("coaches come fifty at a time, and hours offered are named as today's", async () => {
    const browser = await browserOf(api, await someone("admin"));
    const query = `from=${dateOf(NOW + 2 * DAY_MS)}&to=${dateOf(NOW + 9 * DAY_MS)}&interval=day`;
    const first = await browser.see(`/admin?${query}`);
    expect(tableOf(first.text, "coaches")[0]?.[3]).toBe("Hours offered, by today’s hours");
    expect(tableOf(first.text, "coaches")).toHaveLength(51);
    const next = /href="([^"]*offset=50[^"]*)"/u.exec(first.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(next).toContain(query.slice(0, 30));
    const second = await browser.see(next.replace("#coaches", ""));
    expect(tableOf(second.text, "coaches").length).toBeLessThanOrEqual(51);
    expect(second.text).toContain("Coaches before");
  });

  test.each([
    ["from=2026-02-30", "from"],
    ["from=2026-03-02&to=2026-03-01", "to"],
    ["from=2020-01-01&to=2026-01-01", "to"],
    ["interval=hour", "interval"],
    ["time_zone=Mars/Olympus", "time_zone"],
    [`from=${encodeURIComponent('"><script>alert(1)</script>')}`, "from"],
  ])("%s is said beside the field, and nothing is counted", async (query, field) => {
    const browser = await browserOf(api, await someone("admin"));
    const answer = await browser.see(`/admin?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(`id="${field}-fault"`);
    expect(answer.text).not.toMatch(/<svg|<script/u);
  });

  test("an offset that is none is passed over", async () => {
    const browser = await browserOf(api, await someone("admin"));
    expect((await browser.see("/admin?offset=-1")).status).toBe(200);
  });
});

describe("a coach's own figures", () => {
  test("are what the recount says of that coach, by month, and tell of nobody else", async () => {
    const rows = await readRows();
    const id = rows.bookings[0]?.coach_id ?? "";
    const browser = await browserOf(api, { id, token: (await someone("coach", { id })).token });
    const answer = await browser.see("/desk/figures");
    expectPage(answer, 200);
    // The coach's zone is the one of the hours on record.
    const asked = {
      from: dateOf(NOW - 400 * DAY_MS),
      to: dateOf(NOW + 40 * DAY_MS),
      interval: "month",
      time_zone: "Asia/Kathmandu",
    } as const;
    const expected = recount(rows, asked, NOW);
    const table = tableOf(answer.text, "hours").slice(1);
    expect(table).toHaveLength(12);
    for (const [name = "", held, ahead] of table) {
      const month = new Date(`1 ${name} UTC`).toISOString().slice(0, "YYYY-MM".length);
      const hours = (expected[`own|${id}|${month}|booked`] ?? 0) / 60;
      expect([name, Number(held) + Number(ahead)]).toEqual([name, expect.closeTo(hours, 1)]);
    }
    for (const [name = "", captured] of tableOf(answer.text, "money-jpy").slice(1)) {
      const month = new Date(`1 ${name} UTC`).toISOString().slice(0, "YYYY-MM".length);
      const minor = expected[`own|${id}|${month}|JPY|captured`] ?? 0;
      expect([name, Number(captured?.replaceAll(/[^0-9]/gu, ""))]).toEqual([name, minor]);
    }
    const others = rows.bookings.find(({ coach_id: other }) => other !== id)?.coach_id ?? "";
    expect(answer.text).not.toContain(others);
  });

  test("of a coach without sessions are none, said kindly", async () => {
    const browser = await browserOf(api, await someone("coach"));
    const answer = await browser.see("/desk/figures");
    expect(answer.status).toBe(200);
    expect(wordsOf(answer)).toContain("No payments came in these months.");
    expect(answer.text).not.toMatch(/NaN|undefined/u);
  });
});
