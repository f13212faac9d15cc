/** Queues another look at one booking's event, with the coach's other effects. */
import { findBooking } from "../database/bookings.ts";
import { queueEffects } from "../database/outbox.ts";
import { bookingEffect } from "../domain/effect.ts";
import type { AccountContext } from "./context.ts";

export async function queueReconcile(context: AccountContext, bookingId: string): Promise<void> {
  const booking = await findBooking(context.database, bookingId);
  if (booking === null) return;
  const now = context.now();
  const { userId, providerName: provider } = context;
  const effect = bookingEffect(booking, { kind: "calendar", userId, provider }, now, `asked-${String(now)}`);
  await queueEffects(context.database, [effect], now);
  await context.wakeAgenda(booking.coachId);
}
