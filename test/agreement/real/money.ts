/**
 * The money of one booking in both books: Stripe's, as its stand-in holds it, and the service's record. Stripe's units are turned into
 * ISO 4217 minor units here and not by the code under test.
 */
import { sql } from "drizzle-orm";
import { database } from "../../support/agenda.ts";
import { atStripe, onHostedPage, stripeSnapshot } from "../../support/stripe-sim.ts";

const STRIPE_UNITS: Readonly<Record<string, number>> = { isk: 100, ugx: 100, mga: 1 / 100 };

/** Stripe's units in one ISO 4217 minor unit. */
export const unitsOf = (currency: string): number => STRIPE_UNITS[currency.toLowerCase()] ?? 1;

interface Books {
  readonly captured_minor: number;
  readonly refunded_minor: number;
}

async function atStripeNow(bookingId: string): Promise<Books> {
  const { charges } = await stripeSnapshot(bookingId);
  const sum = (of: "amount" | "amount_refunded") => charges.reduce((total, charge) => total + charge[of] / unitsOf(charge.currency), 0);
  return { captured_minor: sum("amount"), refunded_minor: sum("amount_refunded") };
}

async function onRecord(bookingId: string): Promise<Books & { readonly refunds_minor: number }> {
  const found = await database.get<Books & { readonly refunds_minor: number }>(sql`SELECT
    coalesce(sum(captured_minor), 0) AS captured_minor, coalesce(sum(refunded_minor), 0) AS refunded_minor,
    (SELECT coalesce(sum(amount_minor), 0) FROM refunds WHERE booking_id = ${bookingId} AND state IN ('pending', 'succeeded')) AS refunds_minor
    FROM payments WHERE booking_id = ${bookingId}`);
  return found ?? { captured_minor: 0, refunded_minor: 0, refunds_minor: 0 };
}

/** One number for each where both books agree; else what each says, which no expectation meets. */
export async function moneyOf(bookingId: string): Promise<Record<string, unknown>> {
  const [theirs, { refunds_minor, ...ours }] = [await atStripeNow(bookingId), await onRecord(bookingId)];
  const agreed = (name: keyof Books, ...more: readonly number[]) =>
    [ours[name], ...more].every((amount) => amount === theirs[name])
      ? theirs[name]
      : { at_stripe: theirs[name], on_record: [ours[name], ...more] };
  return { captured_minor: agreed("captured_minor"), refunded_minor: agreed("refunded_minor", refunds_minor) };
}

async function latestSession(bookingId: string): Promise<string> {
  const session = (await stripeSnapshot(bookingId)).sessions.at(-1);
  if (session === undefined) throw new Error("no checkout was opened for the booking");
  return session.id;
}

/** Money comes in for the latest session: on its page, late in one that was ended, or a second time in one that is paid. */
export async function captureAtStripe(bookingId: string): Promise<void> {
  const session = await latestSession(bookingId);
  for (const way of ["pay", "pay_late", "pay_again"] as const) if (await onHostedPage(session, way)) return;
  throw new Error("the session takes no money");
}

/** By hand, out of the first capture; all that is left of it where no amount is said. */
export async function refundAtStripe(bookingId: string, amountMinor: number | undefined): Promise<void> {
  const charge = (await stripeSnapshot(bookingId)).charges[0];
  if (charge === undefined) throw new Error("nothing was captured that could be given back by hand");
  const amount = amountMinor === undefined ? {} : { amount: amountMinor * unitsOf(charge.currency) };
  await atStripe(`intents/${charge.payment_intent}/refund`, amount);
}

/** The payment that stands for the booking: the first that brought money in. */
export async function standingPayment(bookingId: string): Promise<string> {
  const found = await database.get<{ id: string }>(
    sql`SELECT id FROM payments WHERE booking_id = ${bookingId} AND captured_minor > 0 ORDER BY created_at, id LIMIT 1`,
  );
  if (found === undefined) throw new Error("nothing was captured that an admin could give back");
  return found.id;
}
