/** Queues another look at one booking's event, with the coach's other effects. */
import { findBooking } from "../database/bookings.ts";
import { queueEffects } from "../database/outbox.ts";
import type { AccountContext } from "./account-context.ts";

export async function queueReconcile(context: AccountContext, bookingId: string): Promise<void> {
  const booking = await findBooking(context.database, bookingId);
  if (booking === null) return;
  const now = context.now();
  const kind = `calendar:${context.userId}:${context.providerName}`;
  const id = `${bookingId}:${kind}:asked-${String(now)}`;
  await queueEffects(
    context.database,
    [{ id, coachId: booking.coachId, bookingId, revision: booking.revision, kind, detail: null, dueAt: now }],
    now,
  );
  await context.wakeAgenda(booking.coachId);
}
