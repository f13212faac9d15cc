/**
 * The audit trail vouches for more than its own rows: how a booking stands at a revision, and what a payment has brought in. The row of
 * the change holds a hash of it, its MAC covers the hash, and the check compares it with the record. A seal covers what no later act may
 * touch without a row: ids, times, buffers, status, terms, price, cap, payment and revision; never notes, reasons, places, names or links.
 *
 * A seal begins with the number of its form. One of another form is not compared: a newer version may have written it.
 */
import type { Booking } from "../domain/booking.ts";
import type { Payment } from "../domain/payment.ts";
import { inOrder } from "../lib/in-order.ts";
import { sha256Hex } from "../lib/sha256.ts";
import { parsedObject } from "./packing.ts";

export type SealedBooking = Omit<
  Booking,
  "notes" | "offerTitle" | "place" | "clientTimeZone" | "locale" | "meetingLink" | "cancelReason" | "updatedAt"
>;
export type SealedPayment = Pick<
  Payment,
  "id" | "bookingId" | "coachId" | "clientId" | "amountMinor" | "currency" | "state" | "paymentIntentId" | "capturedMinor"
>;

const FORM = "1.";
/** Hexadecimal digits of a hash that are kept: 128 bits. */
const DIGITS = 32;

async function sealOfBooking(booking: SealedBooking): Promise<string> {
  const { price, cancellationPolicy, moveRequest } = booking;
  return await sealOf([
    booking.id,
    booking.coachId,
    booking.clientId,
    booking.startsAt,
    booking.endsAt,
    booking.bufferBeforeMs,
    booking.bufferAfterMs,
    booking.status,
    booking.offerId,
    inOrder(price),
    booking.priceWaived,
    inOrder(cancellationPolicy),
    booking.refundCapPercent,
    booking.refundPercent,
    booking.approvalRequired,
    booking.createdBy,
    booking.moveNoticeMinutes,
    booking.moves,
    inOrder(moveRequest),
    booking.paymentId,
    booking.expiresAt,
    booking.completesAt,
    booking.cancelledBy,
    booking.revision,
    booking.createdAt,
  ]);
}

/** A session that ends unpaid changes no money, and so needs no row: `open`, `failed` and `expired` are one. */
async function sealOfPayment(payment: SealedPayment): Promise<string> {
  const { state } = payment;
  return await sealOf([
    payment.id,
    payment.bookingId,
    payment.coachId,
    payment.clientId,
    payment.amountMinor,
    payment.currency,
    state === "paid" || state === "flagged" ? state : "unpaid",
    payment.paymentIntentId,
    payment.capturedMinor,
  ]);
}

/** As a row's `changes` hold them. */
export interface Seals {
  readonly sealed?: string;
  /** By the payment's id. */
  readonly sealed_payments?: Readonly<Record<string, string>>;
}

export async function sealsOf(booking: SealedBooking | null, payments: readonly SealedPayment[]): Promise<Seals> {
  const sealed = await Promise.all(payments.map(async (payment) => [payment.id, await sealOfPayment(payment)] as const));
  return {
    ...(booking === null ? {} : { sealed: await sealOfBooking(booking) }),
    ...(sealed.length === 0 ? {} : { sealed_payments: Object.fromEntries(sealed) }),
  };
}

/** A row that holds a seal: of a booking at a revision, of payments, or of both. */
interface SealRow {
  readonly bookingId: string | null;
  readonly revision: number | null;
  readonly changes: string;
}

export interface Sealed {
  /** The rows of the page. */
  readonly rows: readonly { readonly bookingId: string | null; readonly revision: number | null }[];
  /** Of the bookings that these rows name, as they stand. */
  readonly bookings: readonly SealedBooking[];
  readonly payments: readonly SealedPayment[];
  /** All rows of these bookings that hold a seal, in order. */
  readonly seals: readonly SealRow[];
}

export interface Altered {
  readonly bookingId: string | null;
  readonly paymentId: string | null;
}

/** The first booking and the first payment that do not stand as sealed; a booking behind the revision of one of its rows among them. */
export async function firstAltered({ rows, bookings, payments, seals }: Sealed): Promise<Altered> {
  const standing = new Map(bookings.map((booking) => [booking.id, booking]));
  const behind = rows.find(({ bookingId, revision }) => {
    const booking = bookingId === null ? undefined : standing.get(bookingId);
    return bookingId !== null && (booking === undefined || (revision !== null && booking.revision < revision));
  });
  if (behind !== undefined) return { bookingId: behind.bookingId, paymentId: null };
  const paid = new Map(payments.map((payment) => [payment.id, payment]));
  const lastOfPayment = new Map<string, string>();
  for (const { bookingId, revision, changes } of seals) {
    const { sealed, sealed_payments: ofPayments = {} } = parsedObject(changes) as Seals;
    const booking = bookingId === null ? undefined : standing.get(bookingId);
    const isCurrent = booking !== undefined && booking.revision === revision;
    if (isCurrent && sealed?.startsWith(FORM) === true && sealed !== (await sealOfBooking(booking))) return { bookingId, paymentId: null };
    for (const [paymentId, seal] of Object.entries(ofPayments)) lastOfPayment.set(paymentId, seal);
  }
  for (const [paymentId, seal] of lastOfPayment) {
    const payment = paid.get(paymentId);
    const stands = payment !== undefined && seal === (await sealOfPayment(payment));
    if (seal.startsWith(FORM) && !stands) return { bookingId: null, paymentId };
  }
  return { bookingId: null, paymentId: null };
}

async function sealOf(values: readonly unknown[]): Promise<string> {
  return FORM + (await sha256Hex(JSON.stringify(values))).slice(0, DIGITS);
}
