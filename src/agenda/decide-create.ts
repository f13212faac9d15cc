/**
 * Decides about a booking that is to be made: what is sold, whether the table of transitions allows it, whether the time can
 * be had, and the booking with the terms it is made with.
 */
import type { Agreement, Facts } from "../domain/agreement/guards.ts";
import { completionOf, waitsUntil } from "../domain/agreement/deadline.ts";
import { isSamePrice, soldFor } from "../domain/agreement/offer.ts";
import { termsOf } from "../domain/agreement/terms.ts";
import { refuseAct } from "../domain/agreement/transitions.ts";
import { awaitingOf, type Booking } from "../domain/booking.ts";
import { type CoachProfile, slotRulesFor } from "../domain/coach.ts";
import type { CreateCommand } from "../domain/command.ts";
import { after, type Instant } from "../domain/instant.ts";
import { changesRecord } from "../domain/person.ts";
import type { Refusal } from "../domain/refusal.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import type { ClientCaps } from "../limits.ts";
import type { LapsedUnpaid, WantingClient } from "../database/client-holdings.ts";
import type { TimeWish } from "./decide-time.ts";

interface CreateState {
  readonly now: Instant;
  readonly caps: ClientCaps;
  readonly agreement: Agreement;
  readonly profile: CoachProfile;
  readonly isCoachActive: boolean;
  readonly client: WantingClient;
  /** Times that clients of this group have let lapse unpaid, not long ago. */
  readonly lapsedUnpaid: readonly LapsedUnpaid[];
  /** Bookings made by earlier commands of this group. */
  readonly earlier: readonly { readonly booking: Booking }[];
  readonly refuseTime: (wish: TimeWish) => Refusal | null;
}

interface Created {
  readonly booking: Booking;
  /** Whether the client's own token says something that is not on record yet. */
  readonly recordsClient: boolean;
}

export function decideCreate(state: CreateState, command: CreateCommand): Result<Created, Refusal> {
  const { now, profile, client, isCoachActive } = state;
  const { clientId, startsAt } = command;
  const side = command.author.role;
  if (side === "system") return refused({ tag: "forbidden" });
  const isForAnother = side !== "client";
  if (isForAnother && client.recorded === null) return refused({ tag: side === "admin" ? "user_not_found" : "client_unknown_to_coach" });
  if (side === "coach" && !client.isKnownToCoach) return refused({ tag: "client_unknown_to_coach" });
  const durationMinutes = command.durationMs === null ? null : command.durationMs / MINUTE_MS;
  const sold = soldFor(profile, { offerId: command.offerId, durationMinutes });
  // A client at a cap is told of the cap, whatever the offer: limits come before what is sold.
  const offer = sold.ok ? sold.value.offer : null;
  const durationMs = sold.ok ? sold.value.durationMinutes * MINUTE_MS : MINUTE_MS;
  const draft: Omit<Booking, "expiresAt"> = {
    ...command.details,
    ...termsOf(offer, profile.settings, {
      createdBy: side,
      clientTimeZone: command.client?.timeZone ?? client.recorded?.timeZone ?? command.timeZone ?? null,
      locale: command.locale ?? null,
    }),
    id: command.bookingId,
    coachId: command.coachId,
    clientId,
    startsAt,
    endsAt: after(startsAt, durationMs),
    status: "pending",
    refundCapPercent: 100,
    refundPercent: null,
    priceWaived: false,
    moves: 0,
    moveRequest: null,
    paymentId: null,
    meetingLink: null,
    completesAt: null,
    cancelledBy: null,
    cancelReason: null,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
  const isConfirmed = awaitingOf(draft) === null && (profile.settings.autoConfirm || isForAnother);
  const booking: Booking = isConfirmed
    ? { ...draft, status: "confirmed", expiresAt: null, completesAt: completionOf(draft.endsAt) }
    : { ...draft, expiresAt: waitsUntil(draft, now, profile.settings) };
  const facts: Facts = {
    booking,
    side,
    now,
    sale: profile,
    isCoachActive,
    isClientActive: client.isActive,
    wanted: null,
    waivesPrice: false,
    deadline: booking.expiresAt,
    counts: countsOf(state, booking),
  };
  const refusal = refuseAct(state.agreement, "create", facts);
  if (refusal !== null) return refused(refusal);
  if (!sold.ok) return sold;
  const { agreedPrice } = command;
  if (agreedPrice !== undefined && !isSamePrice(booking.price, agreedPrice)) return refused({ tag: "price_changed" });
  const against = state.refuseTime({
    clientId,
    startsAt,
    durationMs,
    rules: slotRulesFor(profile, offer),
    isBound: !isForAnother,
    isClients: !isForAnother,
  });
  if (against !== null) return refused(against);
  if (!isForAnother && hasLetLapse(state.lapsedUnpaid, booking)) return refused({ tag: "slot_taken", alternatives: [] });
  const { client: claims } = command;
  const recordsClient = claims !== null && (client.recorded === null || changesRecord(client.recorded, claims));
  return ok({ booking, recordsClient });
}

function countsOf({ caps, client, earlier }: CreateState, { clientId }: Booking): Facts["counts"] {
  const before = earlier.filter(({ booking }) => booking.clientId === clientId && booking.createdBy === "client");
  const pending = before.filter(({ booking }) => booking.status === "pending").length;
  const { ahead, unpaid } = client;
  return {
    ...caps,
    pending: client.pending + pending,
    ahead: ahead + before.length,
    unpaidWithCoach: unpaid + before.length,
    moves: 0,
  };
}

/** A client who let this time lapse unpaid does not get it again at once: others get their turn. */
function hasLetLapse(lapsed: readonly LapsedUnpaid[], { clientId, startsAt }: Booking): boolean {
  return lapsed.some((one) => one.clientId === clientId && one.startsAt === startsAt);
}
