/**
 * The reports on the wire: CSV (RFC 4180) in UTF-8. Here stand their columns, each with its meaning, and how a line of the record becomes cells.
 * Amounts are decimals of their currency; an instant stands in UTC and in the zone that was asked for.
 */
import { createRoute, z } from "@hono/zod-openapi";
import { decimalsOf } from "../domain/currency.ts";
import type { Place } from "../domain/agreement/offer.ts";
import { awaitingOf, type Booking } from "../domain/booking.ts";
import type { Instant, Interval } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import { zoneClock } from "../domain/slots/time-zone.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/duration.ts";
import { analyticsRange, boundedRange } from "./analytics.ts";
import { bearer } from "./media.ts";
import { problems } from "./problem.ts";
import { presentInstant } from "./scalar.ts";

export const REPORTS = ["bookings", "payments", "coaches"] as const;
export type ReportName = (typeof REPORTS)[number];

type Cell = string | number | null;
/** Cells by column; each line of a report has all of its columns. */
export type Cells<Columns> = Readonly<Record<keyof Columns, Cell>>;

const PARTIES = {
  coach_id: "",
  coach_name: "As it is today.",
  client_id: "",
  client_name: "As it is today.",
} as const;

const BOOKING_COLUMNS = {
  booking_id: "",
  ...PARTIES,
  offer: "Its title when the session was booked; empty where the coach had no offers.",
  place: "video, phone or in_person.",
  starts_at_utc: "",
  ends_at_utc: "",
  starts_at_local: "By the clocks of `time_zone`.",
  ends_at_local: "By the clocks of `time_zone`.",
  duration_minutes: "",
  status: "At the moment of the report: pending, confirmed, completed or cancelled.",
  awaiting: "payment or approval; empty where neither is missing.",
  price: "As agreed; empty where the session is free.",
  price_waived: "yes or no.",
  currency: "ISO 4217; of all amounts of the line.",
  captured: "Taken from the client.",
  given_back: "Of that, given back to the client.",
  cancelled_by: "client, coach, admin or system.",
  refund_percent: "The percent that a cancelled session gives back.",
  moves: "How often it was moved.",
  booked_by: "The role of the person who made it.",
  created_at_utc: "",
  created_at_local: "By the clocks of `time_zone`.",
} as const;

const PAYMENT_COLUMNS = {
  payment_id: "",
  booking_id: "",
  ...PARTIES,
  opened_at_utc: "The checkout began; the money follows within half an hour.",
  opened_at_local: "By the clocks of `time_zone`.",
  state: "paid; flagged where the amount or the session did not fit.",
  currency: "ISO 4217.",
  captured: "Taken from the client.",
  given_back: "Confirmed by Stripe.",
  kept: "The difference of the two.",
  payment_intent_id: "At Stripe.",
  dispute: "The state of the latest dispute, in Stripe's words; empty where there is none.",
} as const;

const COACH_COLUMNS = {
  coach_id: "",
  coach_name: "As it is today.",
  active: "yes or no.",
  sessions_held: "Confirmed or completed, and over.",
  sessions_ahead: "Confirmed, and not over.",
  sessions_pending: "",
  sessions_cancelled: "Lapsed ones among them.",
  booked_hours: "Of the sessions held and ahead.",
  cancelled_by_coach: "",
  currency: "ISO 4217. A coach with money in several currencies has a line for each; the counts stand in the first alone.",
  captured: "Of payments opened in the range.",
  given_back: "",
  kept: "The difference of the two.",
} as const;

export const COLUMNS = { bookings: BOOKING_COLUMNS, payments: PAYMENT_COLUMNS, coaches: COACH_COLUMNS } as const;

interface Names {
  readonly coachId: string;
  readonly coachName: string | null;
  readonly clientId: string;
  readonly clientName: string | null;
}

interface Takings {
  readonly capturedMinor: number;
  readonly givenBackMinor: number;
}

type BookingLine = Names &
  Takings &
  Interval &
  Pick<
    Booking,
    "id" | "offerTitle" | "status" | "price" | "priceWaived" | "paymentId" | "approvalRequired" | "createdBy" | "moves" | "createdAt"
  > & {
    readonly place: Place | null;
    readonly cancelledBy: string | null;
    readonly refundPercent: number | null;
  };

export function presentBookingLine(line: BookingLine, timeZone: string): Cells<typeof BOOKING_COLUMNS> {
  const { price, startsAt, endsAt } = line;
  const amount = (minor: number): string | null => (price === null ? null : decimal(minor, price.currency));
  return {
    booking_id: line.id,
    ...partiesOf(line),
    offer: line.offerTitle,
    place: line.place?.kind ?? "video",
    starts_at_utc: presentInstant(startsAt),
    ends_at_utc: presentInstant(endsAt),
    starts_at_local: localTime(startsAt, timeZone),
    ends_at_local: localTime(endsAt, timeZone),
    duration_minutes: (endsAt - startsAt) / MINUTE_MS,
    status: line.status,
    awaiting: awaitingOf(line),
    price: price === null ? null : decimal(price.minor, price.currency),
    price_waived: yesOrNo(line.priceWaived),
    currency: price?.currency ?? null,
    captured: amount(line.capturedMinor),
    given_back: amount(line.givenBackMinor),
    cancelled_by: line.cancelledBy,
    refund_percent: line.refundPercent,
    moves: line.moves,
    booked_by: line.createdBy,
    created_at_utc: presentInstant(line.createdAt),
    created_at_local: localTime(line.createdAt, timeZone),
  };
}

type PaymentLine = Names &
  Pick<Payment, "id" | "bookingId" | "state" | "currency" | "capturedMinor" | "refundedMinor"> & {
    readonly createdAt: Instant;
    readonly paymentIntentId: string | null;
    readonly dispute: string | null;
  };

export function presentPaymentLine(line: PaymentLine, timeZone: string): Cells<typeof PAYMENT_COLUMNS> {
  return {
    payment_id: line.id,
    booking_id: line.bookingId,
    ...partiesOf(line),
    opened_at_utc: presentInstant(line.createdAt),
    opened_at_local: localTime(line.createdAt, timeZone),
    state: line.state,
    currency: line.currency,
    ...takingsIn(line.currency, { capturedMinor: line.capturedMinor, givenBackMinor: line.refundedMinor }),
    payment_intent_id: line.paymentIntentId,
    dispute: line.dispute,
  };
}

interface CoachLine {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly counts: readonly [held: number, ahead: number, pending: number, cancelled: number, bookedMs: number, cancelledByCoach: number];
  readonly takings: readonly (readonly [currency: string, capturedMinor: number, givenBackMinor: number])[];
}

const NO_COUNTS = {
  sessions_held: null,
  sessions_ahead: null,
  sessions_pending: null,
  sessions_cancelled: null,
  booked_hours: null,
  cancelled_by_coach: null,
} as const;

/** One line, or one for each currency. */
export function presentCoachLines({ id, name, status, counts, takings }: CoachLine): readonly Cells<typeof COACH_COLUMNS>[] {
  const [held, ahead, pending, cancelled, bookedMs, cancelledByCoach] = counts;
  const coach = { coach_id: id, coach_name: name, active: yesOrNo(status === "active") };
  const counted = {
    sessions_held: held,
    sessions_ahead: ahead,
    sessions_pending: pending,
    sessions_cancelled: cancelled,
    booked_hours: bookedMs / HOUR_MS,
    cancelled_by_coach: cancelledByCoach,
  };
  if (takings.length === 0) return [{ ...coach, ...counted, currency: null, captured: null, given_back: null, kept: null }];
  return takings.map(([currency, capturedMinor, givenBackMinor], index) => ({
    ...coach,
    ...(index === 0 ? counted : NO_COUNTS),
    currency,
    ...takingsIn(currency, { capturedMinor, givenBackMinor }),
  }));
}

function partiesOf({ coachId, coachName, clientId, clientName }: Names): Cells<typeof PARTIES> {
  return { coach_id: coachId, coach_name: coachName, client_id: clientId, client_name: clientName };
}

function takingsIn(currency: string, { capturedMinor, givenBackMinor }: Takings) {
  return {
    captured: decimal(capturedMinor, currency),
    given_back: decimal(givenBackMinor, currency),
    kept: decimal(capturedMinor - givenBackMinor, currency),
  };
}

/** `60.00`, as ISO 4217 counts the currency's decimals. */
function decimal(minor: number, currency: string): string {
  const digits = decimalsOf(currency);
  return (minor / 10 ** digits).toFixed(digits);
}

/** `2026-12-01 10:00`, as spreadsheets read it. */
function localTime(moment: Instant, timeZone: string): string {
  return new Date(zoneClock(timeZone).wallAt(moment)).toISOString().slice(0, "YYYY-MM-DDTHH:MM".length).replace("T", " ");
}

function yesOrNo(is: boolean): "yes" | "no" {
  return is ? "yes" : "no";
}

const { from, to, time_zone } = analyticsRange;
export const reportQuery = z.object({ from, to, time_zone }).superRefine(boundedRange);

export const readReportRoute = createRoute({
  method: "get",
  path: "/admin/reports/{report}",
  operationId: "readReport",
  summary: "A report as a CSV file",
  description:
    "Every session that starts in the range, every payment opened in it, or every coach with what was counted, one line each. The file is sent while it " +
    "is read, so it may break off where the record fails; a transfer that ends well is whole. Cells that a spreadsheet would run begin with an apostrophe. " +
    "The columns are described in docs/reports.md.",
  tags: ["Admin"],
  security: bearer,
  request: {
    params: z.object({ report: z.enum(REPORTS.map((name) => `${name}.csv` as const)).describe("Which report.") }),
    query: reportQuery,
  },
  responses: {
    200: { description: "Comma-separated values (RFC 4180), UTF-8 with its mark", content: { "text/csv": { schema: z.string() } } },
    ...problems(400, 401, 403),
  },
});
