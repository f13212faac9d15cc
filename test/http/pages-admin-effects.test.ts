/** An admin sees what was given up and what waits, and has one tried again, or many: over the API and in pages, with a row in the trail. */
import { env } from "cloudflare:workers";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { beforeEach, describe, expect, test } from "vitest";
import { failedIdsQuery, listedStatement } from "../../src/database/outbox-overseen.ts";
import { instant } from "../../src/domain/instant.ts";
import { EFFECTS_RETRIED_MAX, EFFECTS_SHOWN_MAX } from "../../src/limits/people.ts";
import { adminActs, adminStage, effectRow, fail, formWith } from "./admin-pages.ts";
import { seenCoach } from "./app-under-test.ts";
import { api, expectPage, locationOf, MARKUP, wordsOf } from "./booking-pages.ts";

beforeEach(async () => {
  await env.DB.prepare("DELETE FROM outbox").run();
});

describe("effects over the API", () => {
  test("are filtered by the words of a kind and by the reason", async () => {
    const { admin } = await adminStage();
    const coach = await seenCoach(api);
    const mail = await fail({ coachId: coach.id });
    const refund = await fail({ coachId: coach.id, kind: "refund", fault: "unavailable" });
    const listed = async (query: string) => {
      const answer = await api("GET", `/admin/outbox?state=failed&${query}`, { as: admin });
      return (answer.body["effects"] as { id: string }[]).map(({ id }) => id).toSorted();
    };
    expect(await listed("kind=mail")).toEqual([mail]);
    expect(await listed("kind=mail:created:client&reason=refused")).toEqual([mail]);
    expect(await listed("kind=mai")).toEqual([]);
    expect(await listed("reason=unavailable")).toEqual([refund]);
    expect((await api("GET", "/admin/outbox?kind=%25", { as: admin })).status).toBe(400);
  });

  test("many are tried again by kind, reason and age, and the chain of admins says so once", async () => {
    const { admin } = await adminStage();
    const coach = await seenCoach(api);
    const old = await fail({ coachId: coach.id, at: Date.now() - 7_200_000 });
    const young = await fail({ coachId: coach.id });
    const other = await fail({ coachId: coach.id, kind: "refund" });
    const body = { kind: "mail", reason: "refused", failed_before: new Date(Date.now() - 3_600_000).toISOString() };
    const before = await adminActs("effects_retried");
    const done = await api("POST", "/admin/outbox/retry", { as: admin, body });
    expect([done.status, done.body]).toEqual([200, { retried: 1, has_more: false, looked_back_to: null }]);
    expect(await effectRow(old)).not.toMatchObject({ state: "failed" });
    for (const left of [young, other]) expect(await effectRow(left)).toEqual({ state: "failed", attempts: 14 });
    expect(await adminActs("effects_retried")).toEqual([
      { kind: "mail", reason: "refused", failed_before: Date.parse(body.failed_before), effects: 1 },
      ...before,
    ]);
    // The same again finds nothing, and writes nothing.
    expect((await api("POST", "/admin/outbox/retry", { as: admin, body })).body).toMatchObject({ retried: 0, has_more: false });
    expect(await adminActs("effects_retried")).toHaveLength(before.length + 1);
    const verdict = await api("GET", "/admin/audit/verify", { as: admin });
    expect(verdict.body).toMatchObject({ broken_seq: null });
  });

  test("no more than the bound at once, and the answer says that there are more", async () => {
    const { admin } = await adminStage();
    const coach = await seenCoach(api);
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
       INSERT INTO outbox (id, coach_id, revision, kind, state, due_at, attempts, last_fault, settled_at, created_at)
       SELECT 'many-' || i, ?1, 1, 'unheard_of', 'failed', 0, 14, 'unknown_kind', 1000 + i, 0 FROM n`,
    )
      .bind(coach.id, EFFECTS_RETRIED_MAX + 3)
      .run();
    const ask = async () =>
      (await api("POST", "/admin/outbox/retry", { as: admin, body: { kind: "unheard_of", failed_before: "2020-01-01T00:00:00Z" } })).body;
    expect(await ask()).toMatchObject({ retried: EFFECTS_RETRIED_MAX, has_more: true });
    expect(await ask()).toMatchObject({ retried: 3, has_more: false });
  });

  test("one is tried again, with a row in the chain", async () => {
    const { admin } = await adminStage();
    const coach = await seenCoach(api);
    const id = await fail({ coachId: coach.id });
    expect((await api("POST", `/admin/outbox/${encodeURIComponent(id)}/retry`, { as: admin })).body).toMatchObject({ state: "due" });
    expect((await adminActs("effect_retried"))[0]).toEqual({ effect_id: id });
  });

  test("walk the index of failures, however they are filtered", async () => {
    const filter = { kind: "mail", reason: "refused" };
    const statements = [
      listedStatement({ ...filter, state: "failed", limit: 10, offset: 0 }),
      listedStatement({ kind: null, reason: null, state: "failed", limit: 10, offset: 0 }),
      failedIdsQuery({ ...filter, failedBefore: instant(1) }, 10).statement,
    ];
    for (const statement of statements) {
      const { sql, params } = new SQLiteAsyncDialect().sqlToQuery(statement);
      const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .bind(...params)
        .all<{ detail: string }>();
      const touching = results.map(({ detail }) => detail).filter((line) => / outbox\b/u.test(line));
      expect(touching).toHaveLength(1);
      expect(touching[0]).toContain("INDEX outbox_failed");
      expect(results.map(({ detail }) => detail).join("\n")).not.toContain("TEMP B-TREE");
    }
    const due = new SQLiteAsyncDialect().sqlToQuery(listedStatement({ ...filter, state: "due", limit: 10, offset: 0 }));
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${due.sql}`)
      .bind(...due.params)
      .all<{ detail: string }>();
    expect(results.map(({ detail }) => detail).join("\n")).toContain("INDEX outbox_due_by_coach");
  });
});

describe("the page of effects", () => {
  test("says that nothing was given up", async () => {
    const { browser } = await adminStage();
    const page = await browser.see("/admin/effects");
    expectPage(page, 200);
    expect(wordsOf(page)).toContain("Nothing has been given up.");
    expect(wordsOf(await browser.see("/admin/effects?kind=refund"))).toContain("Nothing matches.");
  });

  test("shows each with its booking and reason, by page, and a filter that makes no sense is passed over", async () => {
    const { browser } = await adminStage();
    const coach = await seenCoach(api);
    for (let index = 0; index <= EFFECTS_SHOWN_MAX; index += 1) await fail({ coachId: coach.id });
    const page = await browser.see(`/admin/effects?reason=${encodeURIComponent(MARKUP)}&page=0`);
    expectPage(page, 200);
    expect(wordsOf(page)).toContain(`${String(EFFECTS_SHOWN_MAX + 1)} times: Mail`);
    expect(page.text).toContain(`href="/admin/people/${coach.id}"`);
    expect(page.text).toContain('href="/admin/effects?page=2"');
    expect(page.text.match(/name="effect"/gu)).toHaveLength(EFFECTS_SHOWN_MAX);
    expect((await browser.see("/admin/effects?page=2")).text.match(/name="effect"/gu)).toHaveLength(1);
  });

  test("shows apart what waits for somebody who is down, since when and why, and filters it", async () => {
    const { browser } = await adminStage();
    expect(wordsOf(await browser.see("/admin/effects?state=waiting"))).toContain("Nothing is held up.");
    const coach = await seenCoach(api);
    const [held, due] = [await fail({ coachId: coach.id, kind: "refund" }), await fail({ coachId: coach.id, kind: "reminder:60" })];
    const mark = JSON.stringify({ payment_id: "P", waiting_since: Date.UTC(2026, 10, 27, 9) });
    await env.DB.prepare("UPDATE outbox SET state = 'due', settled_at = NULL, detail = ?1 WHERE id = ?2").bind(mark, held).run();
    await env.DB.prepare("UPDATE outbox SET state = 'due', settled_at = NULL WHERE id = ?1").bind(due).run();
    const page = await browser.see("/admin/effects?state=waiting");
    expectPage(page, 200);
    expect(wordsOf(page)).toContain("after 48 hours it is given up");
    expect(wordsOf(page)).toMatch(/held up since Friday, 27 November 2026, 09:00/u);
    expect(wordsOf(page)).toContain("reason: refused");
    expect(page.text).not.toContain("reminder:60");
    expect(wordsOf(await browser.see("/admin/effects?state=waiting&kind=mail"))).toContain("Nothing matches.");
    expect((await browser.see("/admin/effects?state=due")).text).toContain("reminder:60");
  });

  test("has one tried again; the form sent twice says that it was done", async () => {
    const { browser } = await adminStage();
    const coach = await seenCoach(api);
    const id = await fail({ coachId: coach.id });
    const { action, fields } = formWith(await browser.see("/admin/effects?kind=mail"), "Try again");
    const first = await browser.submit(action, fields);
    expect([first.status, locationOf(first)]).toEqual([303, "/admin/effects?kind=mail&retried=one"]);
    expect(await effectRow(id)).not.toMatchObject({ state: "failed" });
    expect(locationOf(await browser.submit(action, fields))).toBe("/admin/effects?kind=mail&retried=gone");
    expect(wordsOf(await browser.see("/admin/effects?kind=mail&retried=gone"))).toContain("It was tried again already.");
  });

  test("counts many before they are tried again, and leaves those that were given up after it was shown", async () => {
    const { browser } = await adminStage();
    const coach = await seenCoach(api);
    const [one, two] = [await fail({ coachId: coach.id }), await fail({ coachId: coach.id })];
    const page = await browser.see("/admin/effects/retry?kind=mail&reason=refused");
    expectPage(page, 200);
    expect(wordsOf(page)).toContain("2 effects would be tried again.");
    const later = await fail({ coachId: coach.id, at: Date.now() + 60_000 });
    const { action, fields } = formWith(page, "Try them again");
    const done = await browser.submit(action, fields);
    expect([done.status, locationOf(done)]).toEqual([303, "/admin/effects/retry?kind=mail&reason=refused&retried=2"]);
    for (const id of [one, two]) expect(await effectRow(id)).not.toMatchObject({ state: "failed" });
    expect(await effectRow(later)).toMatchObject({ state: "failed" });
    expect(wordsOf(await browser.see(locationOf(done)))).toContain("2 are tried again now.");
    // A form without the moment tries nothing.
    expect(locationOf(await browser.submit(action, {}))).toContain("retried=0");
  });
});
