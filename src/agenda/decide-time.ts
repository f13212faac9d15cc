/** Why a booking cannot have the time it wants: asked of the same function that lists times, plus what the coach asks of clients. */
import type { Booking } from "../domain/booking.ts";
import { type CoachProfile, offersDuration, slotRulesOf } from "../domain/coach.ts";
import type { CreateCommand, RescheduleCommand } from "../domain/command.ts";
import { after, type Instant } from "../domain/instant.ts";
import type { Refusal } from "../domain/refusal.ts";
import { type Blocked, reasonAgainst } from "../domain/slots/slots.ts";
import { MINUTE_MS } from "../lib/duration.ts";

interface TimeState {
  readonly profile: CoachProfile;
  readonly blocked: readonly Blocked[];
  /** Other coaches' bookings of the clients who want something, where they have been read. */
  readonly elsewhere: readonly Booking[];
  readonly now: Instant;
}

/** The first reason against it; alternatives are found later, for all refusals of a group at once. */
export function refuseTime({ profile, blocked, elsewhere, now }: TimeState, wanted: CreateCommand | RescheduleCommand): Refusal | null {
  const { settings } = profile;
  const { clientId, startsAt, durationMs } = wanted;
  if (!offersDuration(settings, durationMs / MINUTE_MS)) {
    return { tag: "duration_not_offered", durationsMinutes: settings.prices.map((price) => price.durationMinutes) };
  }
  const reason = reasonAgainst(slotRulesOf(profile), blocked, startsAt, durationMs, now);
  if (reason !== null) return { tag: reason, alternatives: [] };
  const endsAt = after(startsAt, durationMs);
  const isElsewhere = elsewhere.some((other) => other.clientId === clientId && other.startsAt < endsAt && startsAt < other.endsAt);
  return !settings.clientOverlapAllowed && isElsewhere ? { tag: "client_overlap" } : null;
}
