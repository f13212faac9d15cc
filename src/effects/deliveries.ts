/**
 * The deliveries of an event, one for each endpoint of the marketplace that wants its type. Pure and repeatable: the same event gives
 * effects with the same ids. Where there is no endpoint there is no row.
 */
import type { BookingAction } from "../domain/booking.ts";
import { type BookingEvent, type Change, eventIdOfChange, eventIdOfRefund, type EventType, eventTypesOf } from "../domain/booking-event.ts";
import { bookingEffect, type EffectSubject, type NewEffect } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";

interface Telling {
  readonly endpoints: readonly { readonly id: string; readonly events: readonly EventType[] }[];
  /** When it happened. */
  readonly at: Instant;
  readonly now: Instant;
}

/** `booking`: with the revision that the change made. */
export function deliveriesOfChange(
  action: BookingAction,
  booking: EffectSubject,
  { endpoints, at, now, ...change }: Telling & Change,
): NewEffect[] {
  if (endpoints.length === 0) return [];
  return eventTypesOf(action, change).flatMap((type) =>
    deliveriesOf({ id: eventIdOfChange(booking.id, booking.revision, type), type, at }, booking, { endpoints, now }),
  );
}

/** `booking`: with its present revision, so that earlier events of it are told first. */
export function deliveriesOfRefund(refundId: string, booking: EffectSubject, { endpoints, at, now }: Telling): NewEffect[] {
  if (endpoints.length === 0) return [];
  return deliveriesOf({ id: eventIdOfRefund(booking.id, refundId), type: "booking.refunded", at }, booking, { endpoints, now });
}

function deliveriesOf(
  event: Pick<BookingEvent, "id" | "type" | "at">,
  booking: EffectSubject,
  { endpoints, now }: Omit<Telling, "at">,
): NewEffect[] {
  const wanting = endpoints.filter(({ events }) => events.includes(event.type));
  return wanting.map(({ id: endpointId }) => bookingEffect(booking, { kind: "webhook", endpointId, event }, now));
}
