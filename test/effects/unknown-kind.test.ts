/**
 * A row that this version does not understand, such as one of a later version after a rollback: it is parked where an admin
 * sees it, at its first try, and the effects beside it are carried out.
 */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { queueEffects } from "../../src/database/outbox.ts";
import { instant } from "../../src/domain/instant.ts";
import { type DispatchDependencies, dispatchDue } from "../../src/effects/dispatch.ts";
import { connectionMails } from "../../src/effects/mails.ts";
import { ok } from "../../src/lib/result.ts";
import { database } from "../support/agenda.ts";
import { seenCoach } from "../support/people.ts";

test("a row of an unknown kind is parked, and the mail beside it is sent", async () => {
  const { id: coachId } = await seenCoach({ email: `${crypto.randomUUID()}@people.test` });
  const now = instant(Date.now());
  const sent: string[] = [];
  const deps: DispatchDependencies = {
    database,
    mail: {
      send: async ({ messageId }) => {
        sent.push(messageId);
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
  const mails = connectionMails("calendar_needs_reconnect", { id: coachId, userId: coachId, provider: "google" }, "coach", {
    mark: String(now),
    now,
  });
  await queueEffects(database, mails, now);
  await database.run(sql`INSERT INTO outbox (id, coach_id, revision, kind, due_at, created_at)
    VALUES (${`${coachId}:parade:1`}, ${coachId}, 1, 'parade', ${now}, ${now})`);
  await dispatchDue(deps, coachId);
  const rows = await database.all(sql`SELECT kind, state, attempts, last_fault FROM outbox WHERE coach_id = ${coachId} ORDER BY kind DESC`);
  expect(rows).toEqual([
    { kind: "parade", state: "failed", attempts: 1, last_fault: "unknown_kind" },
    { kind: "mail:calendar_needs_reconnect:coach", state: "done", attempts: 1, last_fault: null },
  ]);
  expect(sent).toEqual([`${coachId}:mail:calendar_needs_reconnect:coach:${String(now)}@culturebridge-booking`]);
});
