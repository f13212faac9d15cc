/** Who may note what became of an effect: the one whose lease stands in the row, and nobody who comes back late. */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { claimTurn, type ClaimedRow, queueEffects, settleTurn, type Settlement } from "../../src/database/outbox.ts";
import { retryQuery } from "../../src/database/outbox-overseen.ts";
import { first } from "../../src/database/packing.ts";
import { outboxRowOf } from "../../src/database/effect-codec.ts";
import type { NewEffect } from "../../src/domain/effect.ts";
import { after, type Instant } from "../../src/domain/instant.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { database, MONDAY, newCoach } from "../support/agenda.ts";

interface Row {
  readonly state: string;
  readonly due_at: number;
  readonly attempts: number;
  readonly lease: string | null;
  readonly last_fault: string | null;
  readonly settled_at: number | null;
}

function anEffect(coachId: string, dueAt: Instant, mark: string): NewEffect {
  const effect = { kind: "mail", to: "coach", notice: { kind: "created" } } as const;
  return { effect, coachId, bookingId: null, revision: 0, identity: { subjectId: coachId, mark: `effect${mark}` }, dueAt };
}

async function queued(coachId: string, dueAt: Instant = MONDAY, mark = ""): Promise<string> {
  const one = anEffect(coachId, dueAt, mark);
  await queueEffects(database, [one], MONDAY);
  return outboxRowOf(one).id;
}

async function claim(coachId: string, lease: string, now: Instant, max = 10): Promise<ClaimedRow[]> {
  return (await claimTurn(database, { coachId, lease, leasedUntil: after(now, 2 * MINUTE_MS), now, max })).claimed.slice();
}

async function settle(id: string, lease: string, changes: Partial<Settlement>, now: Instant): Promise<void> {
  const turn = { coachId: "", lease, leasedUntil: after(now, 2 * MINUTE_MS), now };
  await settleTurn(database, turn, [{ id, lease, state: "done", dueAt: null, fault: null, countsAsTry: true, ...changes }], []);
}

async function rowOf(id: string): Promise<Row | undefined> {
  return await database.get<Row>(sql`SELECT state, due_at, attempts, lease, last_fault, settled_at FROM outbox WHERE id = ${id}`);
}

describe("a lease", () => {
  test("that has ended notes nothing: the row is the next claimer's, and so is its outcome", async () => {
    const coachId = await newCoach();
    const id = await queued(coachId);
    expect((await claim(coachId, "A", MONDAY)).map((effect) => effect.id)).toEqual([id]);
    const later = after(MONDAY, 2 * MINUTE_MS);
    expect((await claim(coachId, "B", later)).map(({ lease, attempts }) => [lease, attempts])).toEqual([["B", 2]]);
    const held = await rowOf(id);
    await settle(id, "A", { state: "done" }, later);
    expect(await rowOf(id)).toEqual(held);
    expect(held).toMatchObject({ state: "due", lease: "B", due_at: after(later, 2 * MINUTE_MS), settled_at: null });
    await settle(id, "B", { state: "failed", fault: "refused" }, after(later, 1));
    expect(await rowOf(id)).toMatchObject({ state: "failed", lease: null, last_fault: "refused", settled_at: after(later, 1) });
    // Nor does anybody once it is settled.
    await settle(id, "B", { state: "done" }, after(later, 2));
    expect(await rowOf(id)).toMatchObject({ state: "failed" });
  });

  test("keeps others away until the moment it ends", async () => {
    const coachId = await newCoach();
    const id = await queued(coachId);
    expect(await claim(coachId, "early", after(MONDAY, -1))).toEqual([]);
    expect(await claim(coachId, "A", MONDAY)).toHaveLength(1);
    expect(await claim(coachId, "B", after(MONDAY, 2 * MINUTE_MS - 1))).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ lease: "A", attempts: 1 });
  });

  test("is for one coach, for so many at most, and for what has been due longest first", async () => {
    const [coachId, other] = [await newCoach(), await newCoach()];
    const ids = [await queued(coachId, after(MONDAY, -1), "1"), await queued(coachId, MONDAY, "2"), await queued(coachId, MONDAY, "3")];
    await queued(other);
    const claimed = await claim(coachId, "A", MONDAY, 2);
    expect(claimed.map(({ id }) => id)).toContain(ids[0]);
    expect(claimed).toHaveLength(2);
    expect(await claim(coachId, "B", MONDAY)).toHaveLength(1);
    expect(await claim(other, "C", MONDAY)).toHaveLength(1);
  });
});

test("a try that does not count leaves the tries as they were, and one that is retried by hand has them all again", async () => {
  const coachId = await newCoach();
  const id = await queued(coachId);
  await claim(coachId, "A", MONDAY);
  await settle(id, "A", { state: "due", dueAt: after(MONDAY, 5), fault: "waits", countsAsTry: false }, MONDAY);
  expect(await rowOf(id)).toMatchObject({ state: "due", due_at: after(MONDAY, 5), attempts: 0, lease: null });
  await claim(coachId, "B", after(MONDAY, 5));
  await settle(id, "B", { state: "due", dueAt: after(MONDAY, 9), fault: "down" }, MONDAY);
  expect(await rowOf(id)).toMatchObject({ attempts: 1, last_fault: "down" });
  expect(await first(database, retryQuery([id], MONDAY))).toBeNull();
  await claim(coachId, "C", after(MONDAY, 9));
  await settle(id, "C", { state: "failed", fault: "down" }, MONDAY);
  expect(await first(database, retryQuery([id], after(MONDAY, 20)))).toMatchObject({ state: "due", attempts: 0, dueAt: after(MONDAY, 20) });
  expect(await rowOf(id)).toMatchObject({ settled_at: null, lease: null });
});

test("an effect that is there already stays as it is, in whatever state", async () => {
  const coachId = await newCoach();
  const id = await queued(coachId);
  await claim(coachId, "A", MONDAY);
  await settle(id, "A", { state: "done" }, MONDAY);
  const done = await rowOf(id);
  expect(await queued(coachId, after(MONDAY, MINUTE_MS))).toBe(id);
  expect(await rowOf(id)).toEqual(done);
});

describe("what follows in a turn", () => {
  test("and is due now is taken on under its lease; what is due later, or there already, is not", async () => {
    const coachId = await newCoach();
    const id = await queued(coachId);
    const leasedUntil = after(MONDAY, 2 * MINUTE_MS);
    const turn = { coachId, lease: "A", leasedUntil, now: MONDAY };
    await claim(coachId, "A", MONDAY);
    const there = await queued(coachId, MONDAY, "there");
    const [now, later] = [anEffect(coachId, MONDAY, "now"), anEffect(coachId, after(MONDAY, 5 * MINUTE_MS), "later")];
    const done = { id, lease: "A", state: "done", dueAt: null, fault: null, countsAsTry: true } as const;
    const settled = await settleTurn(
      database,
      turn,
      [done],
      [now, later, anEffect(coachId, MONDAY, "there")].map((one) => ({ queued: one })),
    );
    expect(settled.claimed.map(({ id: taken, lease, attempts }) => [taken, lease, attempts])).toEqual([[outboxRowOf(now).id, "A", 1]]);
    expect(settled.next.effect).toBe(MONDAY);
    expect(await rowOf(id)).toMatchObject({ state: "done", lease: null });
    expect(await rowOf(outboxRowOf(now).id)).toMatchObject({ state: "due", lease: "A", due_at: leasedUntil, attempts: 1 });
    expect(await rowOf(outboxRowOf(later).id)).toMatchObject({ lease: null, due_at: after(MONDAY, 5 * MINUTE_MS), attempts: 0 });
    expect(await rowOf(there)).toMatchObject({ lease: null, due_at: MONDAY, attempts: 0 });
  });

  test("comes due again by itself where the one that took it on dies", async () => {
    const coachId = await newCoach();
    const turn = { coachId, lease: "A", leasedUntil: after(MONDAY, 2 * MINUTE_MS), now: MONDAY };
    await settleTurn(database, turn, [], [{ queued: anEffect(coachId, MONDAY, "now") }]);
    expect(await claim(coachId, "B", after(MONDAY, 2 * MINUTE_MS - 1))).toEqual([]);
    expect((await claim(coachId, "B", after(MONDAY, 2 * MINUTE_MS))).map(({ attempts }) => attempts)).toEqual([2]);
  });

  test("for somebody else's outbox is queued and left to them", async () => {
    const [coachId, other] = [await newCoach(), await newCoach()];
    const turn = { coachId, lease: "A", leasedUntil: after(MONDAY, 2 * MINUTE_MS), now: MONDAY };
    expect((await settleTurn(database, turn, [], [{ queued: anEffect(other, MONDAY, "now") }])).claimed).toEqual([]);
    expect(await claim(other, "B", MONDAY)).toHaveLength(1);
  });
});
