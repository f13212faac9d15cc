/**
 * The database as the version before left it, and that version's own statements: the columns it knew, the settings it kept.
 * Money is real at the payment provider's stand-in, so that what is captured there can be given back.
 */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { compose } from "../../src/compose.ts";
import { instant } from "../../src/domain/instant.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import type { Role } from "../../src/domain/actor.ts";
import { onHostedPage } from "./stripe-sim.ts";

type Migrations = Parameters<typeof applyD1Migrations>[1];
const { MIGRATIONS } = env as unknown as { readonly MIGRATIONS: Migrations };

/** Everything gone, and the tables of the version before. */
export async function goBack(): Promise<void> {
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
  ).all<{ name: string }>();
  const drops = results.map(({ name }) => env.DB.prepare(`DROP TABLE \`${name}\``));
  await env.DB.batch([env.DB.prepare("PRAGMA defer_foreign_keys = ON"), ...drops]);
  await applyD1Migrations(
    env.DB,
    MIGRATIONS.filter(({ name }) => name < "0005"),
  );
}

export async function migrate(): Promise<void> {
  await applyD1Migrations(env.DB, MIGRATIONS);
}

export async function personBefore(id: string, role: Role, email: string): Promise<void> {
  await env.DB.prepare(
    "INSERT INTO users (id, role, email, name, status, created_at, updated_at, is_coach) VALUES (?, ?, ?, ?, 'active', 0, 0, ?)",
  )
    .bind(id, role, email, `A ${role}`, role === "coach" ? 1 : 0)
    .run();
}

export async function coachBefore(id: string, settings: object): Promise<void> {
  const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, startMinute: 0, endMinute: 1_440 }));
  await env.DB.prepare(
    "INSERT INTO coach_profiles (coach_id, hours, settings, settings_revision, availability_version) VALUES (?, ?, ?, 1, 1)",
  )
    .bind(id, JSON.stringify({ timeZone: "UTC", weekly, recurrences: [], overrides: [] }), JSON.stringify(settings))
    .run();
}

export interface BookingBefore {
  readonly coachId: string;
  readonly clientId: string;
  readonly startsAt: number;
  readonly minutes: number;
  readonly status: string;
  readonly expiresAt?: number;
  readonly cancelledBy?: string;
  readonly updatedAt?: number;
}

export async function bookingBefore(row: BookingBefore): Promise<string> {
  const id = crypto.randomUUID();
  await env.DB.prepare(
    `INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, notes, payment_id,
      meeting_link, expires_at, cancelled_by, cancel_reason, revision, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, 0, 0, ?, 'Kept', NULL, NULL, ?, ?, NULL, 3, ?, ?)`,
  )
    .bind(
      id,
      row.coachId,
      row.clientId,
      row.startsAt,
      row.startsAt + row.minutes * MINUTE_MS,
      row.status,
      row.expiresAt ?? null,
      row.cancelledBy ?? null,
      Date.now() - HOUR_MS,
      row.updatedAt ?? Date.now() - HOUR_MS,
    )
    .run();
  return id;
}

export interface PaymentBefore {
  readonly amountMinor: number;
  readonly cutoffMinutes: number;
  readonly lateRefundPercent: number;
}

/** A payment in an open session at the provider, as that version recorded it. */
export async function openPaymentBefore(bookingId: string, parties: BookingBefore, terms: PaymentBefore) {
  const now = Date.now();
  const { amountMinor, cutoffMinutes, lateRefundPercent } = terms;
  const paymentId = crypto.randomUUID();
  const { payments } = compose(env);
  if (payments === null) throw new Error("the tests take payments");
  const expiresAt = instant(now + 31 * MINUTE_MS);
  const { coachId, clientId } = parties;
  const opened = await payments.openCheckout({
    paymentId,
    bookingId,
    coachId,
    amountMinor,
    currency: "EUR",
    expiresAt,
    successUrl: "https://app.test/done",
    cancelUrl: "https://app.test/given-up",
  });
  if (!opened.ok || opened.value.url === null) throw new Error("no session");
  const { sessionId, url } = opened.value;
  await env.DB.prepare(
    `INSERT INTO payments (id, booking_id, coach_id, client_id, amount_minor, currency, state, session_id, session_url, payment_intent_id,
      captured_minor, refunded_minor, cutoff_minutes, late_refund_percent, expires_at, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, 'EUR', 'open', ?, ?, NULL, 0, 0, ?, ?, ?, ?, ?)`,
  )
    .bind(paymentId, bookingId, coachId, clientId, amountMinor, sessionId, url, cutoffMinutes, lateRefundPercent, expiresAt, now, now)
    .run();
  return { paymentId, sessionId, payments };
}

/** The same, paid. */
export async function paidBefore(bookingId: string, parties: BookingBefore, terms: PaymentBefore) {
  const opened = await openPaymentBefore(bookingId, parties, terms);
  await onHostedPage(opened.sessionId, "pay");
  const ended = await opened.payments.expireCheckout(opened.sessionId);
  if (!ended.ok || !ended.value.isPaid) throw new Error("not paid");
  const intent = ended.value.paymentIntentId ?? "";
  await env.DB.batch([
    env.DB.prepare("UPDATE payments SET state = 'paid', payment_intent_id = ?, captured_minor = amount_minor WHERE id = ?").bind(
      intent,
      opened.paymentId,
    ),
    env.DB.prepare("UPDATE bookings SET payment_id = ? WHERE id = ?").bind(opened.paymentId, bookingId),
  ]);
  return { ...opened, intent };
}

/** A refund that version made and noted. */
export async function refundedBefore(paid: Awaited<ReturnType<typeof paidBefore>>, bookingId: string, amountMinor: number): Promise<void> {
  const key = `${bookingId}/3/refund`;
  const { intent: paymentIntentId, paymentId } = paid;
  const made = await paid.payments.refund({ paymentIntentId, amountMinor, currency: "EUR", key, bookingId, paymentId });
  if (!made.ok) throw new Error("not refunded");
  await env.DB.batch([
    env.DB.prepare("INSERT INTO payment_events (id, payment_id, kind, outcome, received_at) VALUES (?, ?, 'refund', ?, ?)").bind(
      `refund:${key}`,
      paymentId,
      String(amountMinor),
      Date.now(),
    ),
    env.DB.prepare("UPDATE payments SET refunded_minor = refunded_minor + ? WHERE id = ?").bind(amountMinor, paymentId),
  ]);
}
