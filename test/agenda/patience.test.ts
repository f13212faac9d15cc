/**
 * Effects outlast trouble: an outage spends no tries and is seen as `waiting`, it ends after 48 hours, and what a recipient's
 * server refuses is tried three times. The sender here is a stand-in that answers as the test says.
 */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { type DispatchDependencies, dispatchDue } from "../../src/effects/dispatch.ts";
import { queueEffects } from "../../src/database/outbox.ts";
import { after, type Instant, instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { ok, refused } from "../../src/lib/result.ts";
import { EFFECT_ATTEMPTS_MAX } from "../../src/limits.ts";
import type { MailFault } from "../../src/notices/mail.ts";
import { database } from "../support/agenda.ts";
import { person, seenCoach } from "../support/people.ts";

interface Row {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
  readonly due_at: Instant;
  readonly detail: string | null;
  readonly last_fault: string | null;
}

const DOWN: MailFault = { kind: "retry_later", reason: "E_RATE_LIMIT_EXCEEDED", mayHaveBeenSent: false };

/** A coach with one mail due, and a sender that fails as `fault` says, or takes it where that is null. */
async function scene() {
  const { id: coachId } = await seenCoach({ email: `${crypto.randomUUID()}@people.test` });
  let now = instant(Math.ceil(Date.now() / DAY_MS) * DAY_MS + 10 * HOUR_MS);
  let fault: MailFault | null = null;
  const askedAt: Instant[] = [];
  const notice = { kind: "calendar_needs_reconnect", userId: coachId, provider: "google" } as const;
  const effect = {
    effect: { kind: "mail", to: "coach", notice } as const,
    coachId,
    bookingId: null,
    revision: 0,
    identity: { subjectId: coachId, mark: "one" },
    dueAt: now,
  };
  await queueEffects(database, [effect], now);
  const deps: DispatchDependencies = {
    database,
    mail: {
      send: async () => {
        askedAt.push(now);
        return await Promise.resolve(fault === null ? ok(null) : refused(fault));
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
    measure: () => undefined,
    newId: () => crypto.randomUUID(),
    random: () => 0.5,
    patienceMs: 100_000,
    goesOn: () => undefined,
  };
  const row = async () => {
    const found = await database.get<Row>(sql`SELECT * FROM outbox WHERE coach_id = ${coachId}`);
    if (found === undefined) throw new Error("no row");
    return found;
  };
  return {
    askedAt,
    began: now,
    fails: (with_: MailFault | null) => (fault = with_),
    row,
    /** Rings at each moment that something is due, up to `until`. */
    untilThen: async (until: Instant) => {
      for (let due = (await row()).due_at; due <= until && (await row()).state === "due"; due = (await row()).due_at) {
        now = due;
        await dispatchDue(deps, coachId);
      }
      now = until;
    },
  };
}

test("an outage spends no tries; then the mail leaves, and nothing of the trouble is left in its row", async () => {
  const { fails, row, untilThen, began, askedAt } = await scene();
  fails(DOWN);
  await untilThen(after(began, 30 * HOUR_MS));
  expect(await row()).toMatchObject({ state: "due", attempts: 0, last_fault: "mail_E_RATE_LIMIT_EXCEEDED" });
  expect(JSON.parse((await row()).detail ?? "")).toMatchObject({ provider: "google", waiting_since: began });
  expect(askedAt.length).toBeGreaterThan(EFFECT_ATTEMPTS_MAX);
  fails(null);
  await untilThen(after(began, 31 * HOUR_MS));
  expect(await row()).toMatchObject({ state: "done", attempts: 1 });
  expect((await row()).detail).not.toContain("waiting");
});

test("an outage is seen as waiting, with its reason, and after 48 hours as failed; tried again it has 48 hours anew", async () => {
  const { fails, row, untilThen, began } = await scene();
  const admin = await person("admin");
  const listed = async (query: string) => {
    const { effects } = await (await admin.call("GET", `/admin/outbox?limit=100&${query}`)).json<{ effects: { id: string }[] }>();
    const { id } = await row();
    return effects.find((one) => one.id === id) ?? null;
  };
  expect(await listed("state=due")).toMatchObject({ state: "due", waiting_since: null });
  expect(await listed("state=waiting")).toBeNull();
  fails(DOWN);
  await untilThen(after(began, HOUR_MS));
  const waiting = { state: "waiting", waiting_since: new Date(began).toISOString(), last_fault: "mail_E_RATE_LIMIT_EXCEEDED" };
  for (const query of ["state=due", "state=waiting", "state=waiting&kind=mail&reason=mail_E_RATE_LIMIT_EXCEEDED"])
    expect(await listed(query)).toMatchObject(waiting);
  expect(await listed("state=waiting&kind=refund")).toBeNull();
  await untilThen(after(began, 48 * HOUR_MS - 1));
  expect(await row()).toMatchObject({ state: "due" });
  await untilThen(after(began, 48 * HOUR_MS));
  expect(await row()).toMatchObject({ state: "failed", last_fault: "mail_E_RATE_LIMIT_EXCEEDED" });
  expect(await listed("state=failed")).toMatchObject({ state: "failed", waiting_since: null });

  const again = await admin.call("POST", `/admin/outbox/retry`, { kind: "mail", reason: "mail_E_RATE_LIMIT_EXCEEDED" });
  expect([again.status, await again.json()]).toMatchObject([200, { retried: 1 }]);
  // Nobody is known to be down any more.
  expect(await listed("state=due")).toMatchObject({ state: "due", waiting_since: null });
  const dueAt = after(began, 60 * HOUR_MS);
  await database.run(sql`UPDATE outbox SET due_at = ${dueAt} WHERE id = ${(await row()).id}`);
  await untilThen(after(dueAt, 47 * HOUR_MS));
  expect(await row()).toMatchObject({ state: "due" });
  fails(null);
  await untilThen(after(dueAt, 48 * HOUR_MS));
  expect(await row()).toMatchObject({ state: "done" });
});

test("a quota of the day is asked of once a day", async () => {
  const { fails, row, untilThen, began, askedAt } = await scene();
  fails({ kind: "used_up", reason: "E_DAILY_LIMIT_EXCEEDED" });
  await untilThen(after(began, 38 * HOUR_MS));
  expect(askedAt.map((at) => (at - began) / HOUR_MS)).toEqual([0, 14.5]);
  fails(null);
  await untilThen(after(began, 40 * HOUR_MS));
  expect(await row()).toMatchObject({ state: "done" });
});

test("what the recipient's server refuses is tried three times", async () => {
  const { fails, row, untilThen, began, askedAt } = await scene();
  fails({ kind: "undelivered", reason: "E_DELIVERY_FAILED" });
  await untilThen(after(began, 2 * DAY_MS));
  expect(askedAt).toHaveLength(3);
  expect(await row()).toMatchObject({ state: "failed", attempts: 3, last_fault: "mail_E_DELIVERY_FAILED" });
});

test("other faults are tried as often as before, an outage between them or not", async () => {
  const { fails, row, untilThen, began, askedAt } = await scene();
  fails({ kind: "undelivered", reason: "E_DELIVERY_FAILED" });
  await untilThen(began);
  expect(await row()).toMatchObject({ attempts: 1 });
  fails(DOWN);
  await untilThen(after(began, HOUR_MS));
  expect(await row()).toMatchObject({ state: "due", attempts: 1 });
  const asked = askedAt.length;
  fails({ kind: "undelivered", reason: "E_DELIVERY_FAILED" });
  await untilThen(after(began, 2 * DAY_MS));
  expect(askedAt.length - asked).toBe(2);
  expect(await row()).toMatchObject({ state: "failed", attempts: 3 });
});
