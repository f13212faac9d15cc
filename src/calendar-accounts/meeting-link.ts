/** Puts the link that the organizer's provider has made on the booking, and has the other calendars carry it as text. */
import { storeMeetingLink } from "../database/calendar-events.ts";
import { queueEffects } from "../database/outbox.ts";
import type { ReconcileState } from "../database/reconcile-read.ts";
import { bookingEffect } from "../domain/effect.ts";
import type { AccountContext } from "./context.ts";

export async function publishLink(context: AccountContext, state: ReconcileState, link: string): Promise<void> {
  const { booking } = state;
  if (!(await storeMeetingLink(context.database, booking.id, link))) return;
  const now = context.now();
  const receiving = state.context.connections.filter(({ receivesEvents }) => receivesEvents);
  const others = receiving.filter(({ userId, provider }) => userId !== context.userId || provider !== context.providerName);
  if (others.length === 0) return;
  await queueEffects(
    context.database,
    others.map(({ userId, provider }) => bookingEffect(booking, { kind: "calendar", userId, provider }, now, `link-${String(now)}`)),
    now,
  );
  await context.wakeAgenda(booking.coachId);
}
