/**
 * Somebody who holds D1, but neither the keys of the audit nor KV, drops the triggers, edits what suits and puts the triggers back (I9).
 * Each tampering is done to a life that the sweep has anchored, and has to be found by the API's check of all chains and by the sweep alike.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { submitToAgenda } from "../../src/clients/agenda-client.ts";
import { SYSTEM } from "../../src/domain/actor.ts";
import type { AgendaCommand } from "../../src/domain/command.ts";
import { instant } from "../../src/domain/instant.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { AUDIT_ROW, type AuditRow, sealEntries } from "../../src/database/audit.ts";
import { all, batch, insertRows, query } from "../../src/database/packing.ts";
import { auditLog } from "../../src/database/schema.ts";
import { auditKeys, base, database } from "../support/agenda.ts";
import { apiWith, type Answer, morning, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked, sell } from "./stories.ts";
import { sweepOnce } from "../support/sweep.ts";

const api = apiWith();
const admin = await someone("admin");

interface Life {
  readonly coach: Person;
  readonly bookingId: string;
  readonly paymentId: string;
}

/** Rows of the coach's chain: created, confirmed, offer_made, created, checkout_opened, confirmed, settings_set. */
async function life(): Promise<Life> {
  const coach = await seenCoach(api);
  const bookingId = await booked(api, await someone("client"), coach, morning());
  await expectOk(api("PATCH", `/booking/${bookingId}/status`, { as: coach, body: { status: "confirmed" } }));
  const { paymentId } = await paid(coach, true);
  await setNotice(coach, 90);
  return { coach, bookingId, paymentId };
}

/** A session whose checkout brings in money: while it is held for it, or after its client has cancelled. */
async function paid(coach: Person, inTime: boolean): Promise<{ paymentId: string }> {
  const client = await someone("client");
  const offerId = await sell(api, coach, { price: { amount_minor: 6_000, currency: "EUR" } });
  const bookingId = await booked(api, client, coach, morning(), { offer_id: offerId, session_datetime: instantAfter(morning(), 3) });
  const paymentId = crypto.randomUUID();
  await commit({ kind: "open_payment", ...base(coach.id, { id: client.id, role: "client" }), bookingId, paymentId });
  if (!inTime) expect((await api("DELETE", `/booking/${bookingId}`, { as: client })).status).toBe(204);
  await commit({
    kind: "settle_payment",
    ...base(coach.id, SYSTEM),
    bookingId,
    paymentId,
    paid: { amountMinor: 6_000, currency: "EUR", bookingId },
    paymentIntentId: `pi_${paymentId}`,
    eventId: null,
  });
  return { paymentId };
}

function instantAfter(moment: string, hours: number): string {
  return new Date(Date.parse(moment) + hours * HOUR_MS).toISOString();
}

async function commit(command: AgendaCommand): Promise<void> {
  expect((await submitToAgenda(env.COACH_AGENDA, command)).result).toMatchObject({ ok: true });
}

async function setNotice(coach: Person, minutes: number): Promise<void> {
  await expectOk(api("PATCH", `/coach/${coach.id}/settings`, { as: coach, body: { notice_minutes_min: minutes } }));
}

async function expectOk(call: Promise<Answer>): Promise<Answer> {
  const answer = await call;
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer;
}

vi.setConfig({ testTimeout: 2 * MINUTE_MS });
let sweeps = 0;
const logged = vi.spyOn(console, "error");

beforeEach(() => void logged.mockClear());
afterEach(() => void logged.mockClear());

async function sweepNow(): Promise<void> {
  sweeps += 1;
  await sweepOnce({ now: instant(Date.now() + sweeps * 5 * MINUTE_MS) });
}

/** With the triggers out of the way, as whoever owns the database can. */
async function tamper(...statements: readonly string[]): Promise<void> {
  const triggers = await env.DB.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all<{ name: string; sql: string }>();
  await env.DB.batch([
    env.DB.prepare("PRAGMA defer_foreign_keys = on"),
    ...triggers.results.map(({ name }) => env.DB.prepare(`DROP TRIGGER ${name}`)),
    ...statements.map((statement) => env.DB.prepare(statement)),
    ...triggers.results.map((trigger) => env.DB.prepare(trigger.sql)),
  ]);
}

/** Of the first chain of all that is not whole; null: all are. */
async function foundByCheck(): Promise<Answer["body"] | null> {
  let asked = "";
  for (let page = 0; page < 500; page += 1) {
    const { body } = await expectOk(api("GET", `/admin/audit/verify?${asked}`, { as: admin }));
    const { next_seq, next_coach_id, checked: _rows, ...found } = body as Readonly<Record<string, string | number | null>>;
    if (Object.values(found).some((one) => one !== null)) return found;
    if (next_seq === null && next_coach_id === null) return null;
    const chain = /coach_id=[^&]*/u.exec(asked)?.[0] ?? "";
    asked = next_seq === null ? `coach_id=${String(next_coach_id)}` : `${chain}&after_seq=${String(next_seq)}`;
  }
  throw new Error("it does not end");
}

function alerts(): string[] {
  return logged.mock.calls.map(([line]) => String(line)).filter((line) => /"event":"audit_(?:broken|anchor_contradicted)"/u.test(line));
}

async function forgetAll(): Promise<void> {
  for (const { name } of (await env.KEPT.list()).keys) await env.KEPT.delete(name);
  await tamper(
    "DELETE FROM outbox",
    "DELETE FROM audit_log",
    "DELETE FROM payments",
    "DELETE FROM bookings",
    "DELETE FROM offers",
    "DELETE FROM coach_profiles",
  );
}

interface Tampering {
  readonly name: string;
  readonly statements: (life: Life, other: Life) => readonly string[];
}

const last = (chain: string) => `(SELECT max(seq) FROM audit_log WHERE chain = '${chain}')`;
const cut = (chain: string) => `DELETE FROM audit_log WHERE chain = '${chain}' AND seq = ${last(chain)}`;

const TAMPERINGS: readonly Tampering[] = [
  { name: "a row edited", statements: ({ coach }) => [`UPDATE audit_log SET changes = '{}' WHERE chain = '${coach.id}' AND seq = 2`] },
  { name: "a middle row deleted", statements: ({ coach }) => [`DELETE FROM audit_log WHERE chain = '${coach.id}' AND seq = 2`] },
  {
    name: "two rows swapped",
    statements: ({ coach }) => [
      `UPDATE audit_log SET seq = -1 WHERE chain = '${coach.id}' AND seq = 1`,
      `UPDATE audit_log SET seq = 1 WHERE chain = '${coach.id}' AND seq = 2`,
      `UPDATE audit_log SET seq = 2 WHERE chain = '${coach.id}' AND seq = -1`,
    ],
  },
  {
    name: "a row moved from another chain",
    statements: ({ coach }, other) => [
      `UPDATE audit_log SET chain = '${coach.id}', seq = 1 + ${last(coach.id)} WHERE chain = '${other.coach.id}' AND seq = 3`,
    ],
  },
  {
    name: "the tail row of a booking cut",
    statements: ({ coach }) => [cut(coach.id), cut(coach.id)],
  },
  { name: "the tail row of the settings cut", statements: ({ coach }) => [cut(coach.id)] },
  {
    name: "the tail row cut and the booking rolled back to the former revision",
    statements: ({ coach, paymentId }) => [
      cut(coach.id),
      cut(coach.id),
      `UPDATE bookings SET status = 'pending', expires_at = starts_at, completes_at = NULL, payment_id = NULL, revision = 2
        WHERE id = (SELECT booking_id FROM payments WHERE id = '${paymentId}')`,
    ],
  },
  {
    name: "the whole chain of a coach deleted with its bookings and the coach",
    statements: ({ coach }) => [
      `DELETE FROM outbox WHERE coach_id = '${coach.id}'`,
      `DELETE FROM audit_log WHERE chain = '${coach.id}'`,
      `DELETE FROM payments WHERE coach_id = '${coach.id}'`,
      `DELETE FROM bookings WHERE coach_id = '${coach.id}'`,
      `DELETE FROM offers WHERE coach_id = '${coach.id}'`,
      `DELETE FROM coach_profiles WHERE coach_id = '${coach.id}'`,
    ],
  },
  {
    name: "a booking's status edited without a revision",
    statements: ({ bookingId }) => [`UPDATE bookings SET status = 'completed' WHERE id = '${bookingId}'`],
  },
  {
    name: "a booking's times edited without a revision",
    statements: ({ bookingId }) => [`UPDATE bookings SET starts_at = starts_at + 1, ends_at = ends_at + 1 WHERE id = '${bookingId}'`],
  },
  {
    name: "a booking's price edited without a revision",
    statements: ({ paymentId }) => [
      `UPDATE bookings SET price = '{"minor":1,"currency":"EUR"}' WHERE id = (SELECT booking_id FROM payments WHERE id = '${paymentId}')`,
    ],
  },
  {
    name: "a booking set back to a former revision under a chain that is whole",
    statements: ({ bookingId }) => [
      `UPDATE bookings SET status = 'pending', expires_at = starts_at, completes_at = NULL, revision = 1 WHERE id = '${bookingId}'`,
    ],
  },
  {
    name: "what a payment brought in edited",
    statements: ({ paymentId }) => [`UPDATE payments SET captured_minor = 999999 WHERE id = '${paymentId}'`],
  },
  { name: "a payment deleted", statements: ({ paymentId }) => [`DELETE FROM payments WHERE id = '${paymentId}'`] },
  { name: "the tail of the admins' chain cut", statements: () => [cut("admin")] },
  { name: "all of the admins' chain deleted", statements: () => ["DELETE FROM audit_log WHERE chain = 'admin'"] },
];

async function scene(): Promise<readonly [Life, Life]> {
  await forgetAll();
  const lives = [await life(), await life()] as const;
  // Two rows of the admins' chain.
  for (let shutOut = 0; shutOut < 2; shutOut += 1) {
    const { id, token } = await someone("client");
    await expectOk(api("GET", "/me", { as: { token } }));
    await expectOk(api("PUT", `/admin/users/${id}`, { as: admin, body: { status: "inactive" } }));
  }
  await sweepNow();
  await sweepNow();
  expect([await foundByCheck(), alerts()]).toEqual([null, []]);
  return lives;
}

describe("the table of what somebody who holds D1 can do", () => {
  test.each(TAMPERINGS)("$name is found by the check and by the sweep", async ({ statements }) => {
    const [one, other] = await scene();
    await tamper(...statements(one, other));
    const byCheck = await foundByCheck();
    expect(byCheck).not.toBeNull();
    await sweepNow();
    expect(alerts()).not.toEqual([]);
    // Traffic does not cover it up: the next sweeps see it, and so does the check.
    await setNotice(other.coach, 120);
    logged.mockClear();
    await sweepNow();
    expect(alerts()).not.toEqual([]);
    expect(await foundByCheck()).not.toBeNull();
  });
});

test("money that comes when its session has been cancelled is on record by a row of its own, and found when it is edited", async () => {
  await forgetAll();
  const coach = await seenCoach(api);
  const { paymentId } = await paid(coach, false);
  const row = await env.DB.prepare("SELECT revision, changes FROM audit_log WHERE chain = ? AND action = 'payment_recorded'")
    .bind(coach.id)
    .first<{ revision: null; changes: string }>();
  expect(JSON.parse(row?.changes ?? "{}")).toMatchObject({ payment_id: paymentId, state: "paid", captured_minor: 6_000 });
  expect(await foundByCheck()).toBeNull();
  await tamper(`UPDATE payments SET captured_minor = 1, refunded_minor = 0 WHERE id = '${paymentId}'`);
  expect(await foundByCheck()).toMatchObject({ altered_payment_id: paymentId });
});

test("what an act may change without a row is not found: a meeting link, notes, a session of the checkout, a count of refunds", async () => {
  await forgetAll();
  const { bookingId, paymentId } = await life();
  await tamper(
    `UPDATE bookings SET meeting_link = 'https://meet.test/a', notes = 'x', updated_at = updated_at + 1 WHERE id = '${bookingId}'`,
    `UPDATE payments SET session_id = 's', session_url = 'https://pay.test', refunded_minor = 1, updated_at = updated_at + 1 WHERE id = '${paymentId}'`,
  );
  expect(await foundByCheck()).toBeNull();
});

describe("a booking that the version before wrote last", () => {
  /** A confirmed one, with rows of the trail that hold no seal. */
  async function oldBooking(coach: Person): Promise<string> {
    const id = await booked(api, await someone("client"), coach, morning(5));
    await expectOk(api("PATCH", `/booking/${id}/status`, { as: coach, body: { status: "confirmed" } }));
    const keys = await auditKeys();
    const rows = await all(database, query(AUDIT_ROW, sql`SELECT * FROM audit_log WHERE chain = ${coach.id} ORDER BY seq`));
    const entries = rows.map(({ authorId, authorRole, changes, ...row }) => {
      const { sealed: _booking, sealed_payments: _payments, ...bare } = JSON.parse(changes) as Record<string, unknown>;
      return { ...row, author: { id: authorId, role: authorRole }, changes: bare };
    });
    await tamper(`DELETE FROM audit_log WHERE chain = '${coach.id}'`);
    await batch(database, { audit: insertAuditRowsAsTheyWere(await sealEntries(keys, coach.id, null, entries)) });
    return id;
  }

  /** Of revisions that are past as well. */
  function insertAuditRowsAsTheyWere(rows: readonly AuditRow[]) {
    return insertRows(auditLog, rows);
  }

  async function sealRows(coach: Person): Promise<Record<string, unknown>[]> {
    return await database.all(sql`SELECT booking_id, revision, changes FROM audit_log WHERE chain = ${coach.id} AND action = 'sealed'`);
  }

  test.each([
    ["status", "status = 'completed'"],
    ["times", "starts_at = starts_at + 1, ends_at = ends_at + 1"],
    ["cap", "refund_cap_percent = 1"],
    ["revision", "revision = 1"],
  ])("is sealed once by the sweep, and its %s edited later are found", async (_part, edit) => {
    await forgetAll();
    const coach = await seenCoach(api);
    const id = await oldBooking(coach);
    const fresh = await life();
    await sweepNow();
    const rows = await sealRows(coach);
    expect(rows).toMatchObject([{ booking_id: id, revision: null, changes: expect.stringMatching(/"revision":2,"sealed":"1\./u) }]);
    expect([await sealRows(fresh.coach), await foundByCheck(), alerts()]).toEqual([[], null, []]);
    sweeps += 24 * 12;
    await sweepNow();
    expect(await sealRows(coach)).toEqual(rows);
    expect((await api("GET", `/booking/${id}/history`, { as: coach })).body["history"]).toMatchObject([
      { action: "created" },
      { action: "confirmed" },
    ]);
    await tamper(`UPDATE bookings SET ${edit} WHERE id = '${id}'`);
    expect(await foundByCheck()).toMatchObject({ altered_booking_id: id });
    await sweepNow();
    expect(alerts()).not.toEqual([]);
  });

  test("may change afterwards: its own row seals it then", async () => {
    await forgetAll();
    const coach = await seenCoach(api);
    const id = await oldBooking(coach);
    await sweepNow();
    expect((await api("DELETE", `/booking/${id}`, { as: coach })).status).toBe(204);
    expect(await foundByCheck()).toBeNull();
    await tamper(`UPDATE bookings SET refund_cap_percent = 1 WHERE id = '${id}'`);
    expect(await foundByCheck()).toMatchObject({ altered_booking_id: id });
  });

  test("that no row of the trail reaches is found and not sealed", async () => {
    await forgetAll();
    const coach = await seenCoach(api);
    const id = await oldBooking(coach);
    await tamper(`UPDATE bookings SET revision = 3 WHERE id = '${id}'`);
    await sweepNow();
    expect(await sealRows(coach)).toEqual([]);
    expect(await foundByCheck()).toMatchObject({ unaudited_booking_id: id });
  });
});
