/**
 * The part of the sweep that tells the marketplace of refunds whose telling was missed: one that Stripe told of before its capture was known
 * becomes an event with the capture, in the batch of an agenda that tells nobody. A delivery has the same id however often it is derived, so
 * what has been queued stays as it is, and only the agendas of new ones are woken.
 */
import type { Instant } from "../domain/instant.ts";
import { refundsToTell } from "../database/booking-events.ts";
import type { Database } from "../database/open.ts";
import { queueMissing } from "../database/outbox.ts";
import { deliveriesOfRefund } from "../effects/deliveries.ts";

interface TellContext {
  readonly database: Database;
  readonly wake: (coachId: string) => Promise<void>;
  readonly now: Instant;
}

export async function tellOfRefunds({ database, wake, now }: TellContext): Promise<void> {
  const refunds = await refundsToTell(database, now);
  // Oldest first: refunds of one booking are queued in the order in which they became known.
  const deliveries = refunds
    .toReversed()
    .flatMap(({ refundId, at, booking, endpoints }) => deliveriesOfRefund(refundId, booking, { endpoints, at, now }));
  const coachIds = await queueMissing(database, deliveries, now);
  for (const coachId of coachIds) await wake(coachId);
}
