/** A booking has changed: derives what follows and queues it together with the note that this is done. */
import { closingTime } from "../domain/payment.ts";
import { deliveriesOfChange } from "./deliveries.ts";
import { effectsOfChange } from "./derive.ts";
import type { Handler } from "./handler.ts";
import { changesIn, readersIn } from "./telling.ts";

export const followChange: Handler<"booking_changed"> = (deps, { effect, revision, createdAt }, context) => {
  if (context === null) return { kind: "dropped", reason: "no_booking" };
  const { booking, settings, connections, events } = context;
  const now = deps.now();
  const receiving = booking.status === "pending" ? [] : connections.filter(({ receivesEvents }) => receivesEvents);
  const calendars = [...receiving, ...events.filter(({ state }) => state !== "detached")];
  const { reminderMinutes } = settings;
  const payments = context.payments
    .filter(({ state }) => state === "open" || state === "paid")
    .map((payment) => ({ id: payment.id, closesAt: payment.state === "open" ? closingTime(payment, booking) : null }));
  const change = { ...changesIn(context, now), readers: readersIn(context), reminderMinutes, calendars, payments };
  const told = { ...context, isPaid: context.isConfirmedByPayment, at: createdAt, now };
  const deliveries = deliveriesOfChange(effect.action, { ...booking, revision }, told);
  return { kind: "done", follow: [...effectsOfChange(effect.action, revision, change), ...deliveries] };
};
