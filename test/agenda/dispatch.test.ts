/**
 * The lease, from inside: what is claimed and not begun in time goes back without a spent try, and what kills whoever
 * begins it is parked in the end. The sender here is a stand-in that spends time of the test's own clock.
 */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { type DispatchDependencies, dispatchDue } from "../../src/effects/dispatch.ts";
import { queueEffects } from "../../src/database/outbox.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { ok } from "../../src/lib/result.ts";
import { EFFECT_CLAIMS_MAX, EFFECT_LEASE_MS, EFFECTS_AT_ONCE_MAX } from "../../src/limits.ts";
import { database } from "../support/agenda.ts";
import { seenCoach } from "../support/people.ts";

interface Scene {
  readonly coachId: string;
  readonly sent: string[];
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
    payments: null,
    submit: async () => await Promise.reject(new Error("nothing is decided here")),
    reconcile: async () => await Promise.reject(new Error("no calendar is touched here")),
    now: () => now,
    newId: () => crypto.randomUUID(),
    random: () => 0.5,
  };
  return { coachId, sent, deps };
}

test("what a slow sender leaves no time for is put back, and sent later in its first try", async () => {
  const count = 3 * EFFECTS_AT_ONCE_MAX;
  const { coachId, sent, deps } = await scene(count, 0.6 * EFFECT_LEASE_MS);
  await dispatchDue(deps, coachId);
  expect([sent.length, new Set(sent).size]).toEqual([count, count]);
  const rows = await database.all<{ state: string; attempts: number }>(sql`SELECT state, attempts FROM outbox WHERE coach_id = ${coachId}`);
  expect(rows).toEqual(Array.from({ length: count }, () => ({ state: "done", attempts: 1 })));
});

test("I10: an effect that kills whoever begins it does not stay due for ever", async () => {
  const { coachId, sent, deps } = await scene(1, 0);
  await database.run(sql`UPDATE outbox SET attempts = ${EFFECT_CLAIMS_MAX} WHERE coach_id = ${coachId}`);
  await dispatchDue(deps, coachId);
  expect(sent).toEqual([]);
  const row = await database.get(sql`SELECT state, last_fault FROM outbox WHERE coach_id = ${coachId}`);
  expect(row).toEqual({ state: "failed", last_fault: "never_settled" });
});
