/**
 * The lease, from inside: what is claimed and not begun in time goes back without a spent try, and what kills whoever
 * begins it is parked in the end. The sender here is a stand-in that spends time of the test's own clock.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { type DispatchDependencies, dispatchDue } from "../../src/effects/dispatch.ts";
import type { EffectOutcome } from "../../src/effects/outcome.ts";
import { openDatabase } from "../../src/database/open.ts";
import { type NextDue, queueEffects } from "../../src/database/outbox.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { ok } from "../../src/lib/result.ts";
import { EFFECT_ATTEMPTS_MAX, EFFECT_CLAIMS_MAX, EFFECT_LEASE_MS, EFFECTS_AT_ONCE_MAX } from "../../src/limits.ts";
import { SLOW_AGAIN_MS } from "../../src/limits/patience.ts";
import { at, createCommand, database, handMadeAgenda, MONDAY, newClient } from "../support/agenda.ts";
import { type FaultPlan, faultyD1 } from "../support/faults.ts";
import { seenCoach } from "../support/people.ts";

interface Scene {
  readonly coachId: string;
  readonly sent: string[];
  /** Moves the clock of the scene on. */
  readonly pass: (ms: number) => void;
  readonly deps: DispatchDependencies;
}

/** A coach with so many mails due, and a sender of whom each mail takes `takesMs`. */
async function scene(count: number, takesMs: number): Promise<Scene> {
  const { id: coachId } = await seenCoach({ email: `${crypto.randomUUID()}@people.test` });
  let now = instant(Date.now());
  const sent: string[] = [];
  const notice = { kind: "calendar_needs_reconnect", userId: coachId, provider: "google" } as const;
  const effects = Array.from({ length: count }, (_, index) => ({
    effect: { kind: "mail", to: "coach", notice } as const,
    coachId,
    bookingId: null,
    revision: 0,
    identity: { subjectId: coachId, mark: String(index).padStart(3, "0") },
    dueAt: now,
  }));
  await queueEffects(database, effects, now);
  const deps: DispatchDependencies = {
    database,
    mail: {
      send: async ({ messageId }) => {
        sent.push(messageId);
        now = after(now, takesMs / EFFECTS_AT_ONCE_MAX);
        return await Promise.resolve(ok(null));
      },
    },
    from: "bookings@example.org",
    fromName: "Bookings",
    appUrl: "https://app.example.org",
    serviceUrl: "https://booking.example.org",
    payments: null,
    webhooks: { send: async () => await Promise.reject(new Error("nobody is told here")) },
    sealKeys: { currentId: "", secrets: new Map() },
    submit: async () => await Promise.reject(new Error("nothing is decided here")),
    reconcile: async () => await Promise.reject(new Error("no calendar is touched here")),
    now: () => now,
    newId: () => crypto.randomUUID(),
    measure: () => undefined,
    random: () => 0.5,
    patienceMs: 100_000,
    goesOn: () => undefined,
  };
  return { coachId, sent, deps, pass: (ms) => (now = after(now, ms)) };
}

test("what a slow sender leaves no time for is put back, and sent later in its first try", async () => {
  const count = 3 * EFFECTS_AT_ONCE_MAX;
  const { coachId, sent, deps } = await scene(count, 0.6 * EFFECT_LEASE_MS);
  // An effect that was put back is due at once, and so the alarm rings again.
  for (const turn of [1, 2, 3]) {
    expect((await dispatchDue(deps, coachId)).effect).toBe(turn < 3 ? deps.now() : null);
    expect([sent.length, new Set(sent).size]).toEqual([turn * EFFECTS_AT_ONCE_MAX, turn * EFFECTS_AT_ONCE_MAX]);
  }
  const rows = await database.all<{ state: string; attempts: number }>(sql`SELECT state, attempts FROM outbox WHERE coach_id = ${coachId}`);
  expect(rows).toEqual(Array.from({ length: count }, () => ({ state: "done", attempts: 1 })));
});

test("one alarm claims eight times 48 effects, and the next what is left", async () => {
  const { coachId, sent, deps } = await scene(8 * 48 + 1, 0);
  expect((await dispatchDue(deps, coachId)).effect).not.toBeNull();
  expect(sent).toHaveLength(8 * 48);
  expect((await dispatchDue(deps, coachId)).effect).toBeNull();
  expect(new Set(sent).size).toBe(8 * 48 + 1);
});

test("I10: an effect that kills whoever begins it does not stay due for ever", async () => {
  const { coachId, sent, deps } = await scene(1, 0);
  await database.run(sql`UPDATE outbox SET attempts = ${EFFECT_CLAIMS_MAX} WHERE coach_id = ${coachId}`);
  await dispatchDue(deps, coachId);
  expect(sent).toEqual([]);
  const row = await database.get(sql`SELECT state, last_fault FROM outbox WHERE coach_id = ${coachId}`);
  expect(row).toEqual({ state: "failed", last_fault: "never_settled" });
});

interface Row {
  readonly state: string;
  readonly attempts: number;
  readonly due_at: number;
  readonly lease: string | null;
}

async function rowOf(coachId: string): Promise<Row | undefined> {
  return await database.get<Row>(sql`SELECT state, attempts, due_at, lease FROM outbox WHERE coach_id = ${coachId}`);
}

test("a claim that nobody lives to settle lasts two minutes, and is claimed again at their end", async () => {
  const { coachId, sent, deps, pass } = await scene(1, 0);
  const began = deps.now();
  let writes = 0;
  const plan: FaultPlan = { next: (batch) => (batch.writes && (writes += 1) === 2 ? "before" : null) };
  await expect(dispatchDue({ ...deps, database: openDatabase(faultyD1(env.DB, plan)) }, coachId)).rejects.toThrow("connection lost");
  expect(sent).toHaveLength(1);
  expect(await rowOf(coachId)).toEqual({ state: "due", attempts: 1, due_at: began + 120_000, lease: expect.any(String) as string });
  pass(119_999);
  await dispatchDue(deps, coachId);
  expect(sent).toHaveLength(1);
  pass(1);
  await dispatchDue(deps, coachId);
  // The sender takes the same message id twice for one mail.
  expect([sent.length, new Set(sent).size]).toEqual([2, 1]);
  expect(await rowOf(coachId)).toMatchObject({ state: "done", attempts: 2 });
});

/** So many of the scene's effects, all but the last ones, as updates of a calendar, which a booking has to be there for. Answers kind and booking. */
async function calendarEffect(coachId: string, count = 1): Promise<readonly [string, string]> {
  const { agenda } = await handMadeAgenda({ now: MONDAY });
  const { result } = await agenda.submit(createCommand(coachId, await newClient(), at(10)));
  if (!result.ok || result.value.kind !== "booking") throw new Error("not booked");
  const [kind, bookingId] = [`calendar:${coachId}:google`, result.value.booking.id];
  await database.run(sql`DELETE FROM outbox WHERE coach_id = ${coachId} AND booking_id IS NOT NULL`);
  await database.run(sql`UPDATE outbox SET kind = ${kind}, booking_id = ${bookingId}
    WHERE id IN (SELECT id FROM outbox WHERE coach_id = ${coachId} ORDER BY id LIMIT ${count})`);
  return [kind, bookingId];
}

test("an effect that waits for something else is asked again when it said, as often as it takes, and spends no try", async () => {
  const { coachId, deps, pass } = await scene(1, 0);
  await calendarEffect(coachId);
  let outcome: EffectOutcome = { kind: "wait", afterMs: 2_000, reason: "meeting_link" };
  const waiting: DispatchDependencies = { ...deps, reconcile: async () => await Promise.resolve(outcome) };
  for (let polls = 0; polls < 2 * EFFECT_CLAIMS_MAX; polls += 1) {
    await dispatchDue(waiting, coachId);
    expect(await rowOf(coachId)).toEqual({ state: "due", attempts: 0, due_at: deps.now() + 2_000, lease: null });
    pass(2_000);
  }
  outcome = { kind: "retry", afterMs: null, reason: "down" };
  for (let tries = 1; tries < EFFECT_ATTEMPTS_MAX; tries += 1) {
    await dispatchDue(waiting, coachId);
    expect(await rowOf(coachId)).toMatchObject({ state: "due", attempts: tries });
    pass(HOUR_MS);
  }
  await dispatchDue(waiting, coachId);
  expect(await rowOf(coachId)).toMatchObject({ state: "failed", attempts: EFFECT_ATTEMPTS_MAX });
});

test("a provider that says when to come back is not asked before, however short the own wait", async () => {
  const { coachId, deps } = await scene(1, 0);
  await calendarEffect(coachId);
  const reconcile = async () => await Promise.resolve({ kind: "retry", afterMs: 600_000, reason: "quota" } as const);
  await dispatchDue({ ...deps, reconcile }, coachId);
  expect(await rowOf(coachId)).toMatchObject({ state: "due", attempts: 1, due_at: deps.now() + 600_000 });
});

describe("F17: an effect that takes long", () => {
  test("holds up nothing else, is settled when it ends under the lease it has, and none of its kind is begun meanwhile", async () => {
    const { coachId, deps, sent } = await scene(EFFECTS_AT_ONCE_MAX + 3, 0);
    const [kind, bookingId] = await calendarEffect(coachId, EFFECTS_AT_ONCE_MAX + 1);
    const ends = Promise.withResolvers<EffectOutcome>();
    const under: Promise<NextDue>[] = [];
    let begun = 0;
    const reconcile = async () => {
      begun += 1;
      return await ends.promise;
    };
    const slow = { ...deps, reconcile, patienceMs: 1, goesOn: (work: Promise<NextDue>) => under.push(work) };
    const next = await dispatchDue(slow, coachId);
    expect([begun, under.length, sent.length]).toEqual([EFFECTS_AT_ONCE_MAX, EFFECTS_AT_ONCE_MAX, 2]);
    const rows = async (where: ReturnType<typeof sql>) =>
      await database.all<Row>(sql`SELECT state, attempts, due_at, lease FROM outbox WHERE coach_id = ${coachId} AND ${where}`);
    const calendars = sql`kind = ${kind} AND booking_id = ${bookingId}`;
    expect(await rows(sql`kind <> ${kind}`)).toEqual([1, 2].map(() => expect.objectContaining({ state: "done" }) as Row));
    const [putBack, ...leased] = await rows(sql`${calendars} ORDER BY due_at`);
    expect(putBack).toEqual({ state: "due", attempts: 0, due_at: deps.now() + SLOW_AGAIN_MS, lease: null });
    expect(next.effect).toBe(deps.now() + SLOW_AGAIN_MS);
    for (const one of leased) expect(one).toMatchObject({ state: "due", attempts: 1, due_at: deps.now() + EFFECT_LEASE_MS });

    ends.resolve({ kind: "done", follow: [] });
    expect((await Promise.all(under)).at(-1)?.effect).toBe(deps.now() + SLOW_AGAIN_MS);
    expect((await rows(sql`${calendars} AND state = 'done'`)).length).toBe(EFFECTS_AT_ONCE_MAX);
  });

  test("that ends after its lease notes nothing: the claim that came after it does", async () => {
    const { coachId, deps, pass } = await scene(1, 0);
    await calendarEffect(coachId);
    const ends = Promise.withResolvers<EffectOutcome>();
    const under: Promise<NextDue>[] = [];
    const slow = { ...deps, patienceMs: 1, goesOn: (work: Promise<NextDue>) => under.push(work) };
    await dispatchDue({ ...slow, reconcile: async () => await ends.promise }, coachId);
    pass(EFFECT_LEASE_MS);
    await dispatchDue(
      { ...slow, patienceMs: 100_000, reconcile: async () => await Promise.resolve({ kind: "failed", reason: "no" }) },
      coachId,
    );
    ends.resolve({ kind: "done", follow: [] });
    await Promise.all(under);
    expect(await rowOf(coachId)).toMatchObject({ state: "failed", attempts: 2 });
  });
});
