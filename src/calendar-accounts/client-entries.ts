/**
 * One entry for each person: when the coach's event has invited the client, or will not, the client's own calendars are
 * brought up to date, so that an event there goes when the invitation has come and comes when there is none.
 */
import { queueEffects } from "../database/outbox.ts";
import type { ReconcileState } from "../database/reconcile-read.ts";
import { bookingEffect } from "../domain/effect.ts";
import type { AccountContext } from "./context.ts";

/** `invited`: addresses in lower case that the coach's event invites as the booking stands now. A client's own event decides nothing. */
export async function queueClientsCalendars(context: AccountContext, state: ReconcileState, invited: readonly string[]): Promise<void> {
  const { booking, client } = state;
  if (context.userId !== booking.coachId) return;
  const { connections, events } = state.context;
  const isInvited = client.email !== null && invited.includes(client.email.toLowerCase());
  const differing = connections.filter(({ userId, provider, receivesEvents }) => {
    if (userId !== booking.clientId || !receivesEvents) return false;
    const own = events.find((event) => event.userId === userId && event.provider === provider);
    return (own?.isStanding ?? false) === isInvited;
  });
  if (differing.length === 0) return;
  const now = context.now();
  // Each time anew: an earlier look may have come before what it looks for was on record.
  const mark = `entry-${context.newId()}`;
  await queueEffects(
    context.database,
    differing.map(({ userId, provider }) => bookingEffect(booking, { kind: "calendar", userId, provider }, now, mark)),
    now,
  );
  await context.wakeAgenda(booking.coachId);
}
