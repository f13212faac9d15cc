/**
 * Events of a booking, as a marketplace is told of them. They are read off what is on record already: a change in the audit
 * trail is one event, two, or none, and money that went back is one. An event has the same id however often it is told.
 */
import { v5 } from "uuid";
import type { BookingAction } from "./booking.ts";
import type { Instant } from "./instant.ts";

export const EVENT_TYPES = [
  "booking.created",
  "booking.confirmed",
  "booking.moved",
  "booking.cancelled",
  "booking.completed",
  "booking.paid",
  "booking.refunded",
  "booking.move_requested",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface BookingEvent {
  /** A UUID of the booking and of what happened. */
  readonly id: string;
  readonly type: EventType;
  readonly at: Instant;
  readonly bookingId: string;
}

/** The parts of a change that say of which events it consists. */
export interface Change {
  /** Of a booking that has been made: whether it was confirmed at once. */
  readonly isConfirmedAtOnce?: boolean;
  /** Of a confirmation: whether a payment brought it about. */
  readonly isPaid?: boolean;
}

const TYPES: Readonly<Record<BookingAction, EventType | null>> = {
  created: "booking.created",
  confirmed: "booking.confirmed",
  rescheduled: "booking.moved",
  cancelled: "booking.cancelled",
  lapsed: "booking.cancelled",
  completed: "booking.completed",
  checkout_opened: null,
  paid: "booking.paid",
  move_asked: "booking.move_requested",
  move_withdrawn: null,
  move_declined: null,
  move_lapsed: null,
  place_changed: null,
};

/** The events of a change, in their order; `action` as the trail names it. */
export function eventTypesOf(action: string, { isConfirmedAtOnce = false, isPaid = false }: Change): readonly EventType[] {
  const type = Object.hasOwn(TYPES, action) ? TYPES[action as BookingAction] : null;
  if (type === null) return [];
  if (type === "booking.confirmed" && isPaid) return ["booking.paid", type];
  return type === "booking.created" && isConfirmedAtOnce ? [type, "booking.confirmed"] : [type];
}

/** `revision`: the one that the change made. */
export function eventIdOfChange(bookingId: string, revision: number, type: EventType): string {
  return v5(`${String(revision)}:${type}`, bookingId);
}

export function eventIdOfRefund(bookingId: string, refundId: string): string {
  return v5(`refund:${refundId}`, bookingId);
}
