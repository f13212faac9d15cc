/** Why a booking cannot have the time it wants: asked of the same function that lists times, plus what the coach asks of clients. */
import type { Booking } from "../domain/booking.ts";
import type { CoachProfile } from "../domain/coach.ts";
import { after, type Instant } from "../domain/instant.ts";
import type { Refusal } from "../domain/refusal.ts";
import { type Blocked, reasonAgainst, type SlotRules } from "../domain/slots/slots.ts";

export interface TimeState {
  readonly profile: CoachProfile;
  readonly blocked: readonly Blocked[];
  /** Other coaches' bookings of the clients who want something, where they have been read. */
  readonly elsewhere: readonly Booking[];
  readonly now: Instant;
}

export interface TimeWish {
  readonly clientId: string;
  readonly startsAt: Instant;
  readonly durationMs: number;
  readonly rules: SlotRules;
  /** Whether the coach's hours, grid, notice, horizon and cap bind the one who wishes it. */
  readonly isBound: boolean;
  /** Whether it is the client who wishes it. */
  readonly isClients: boolean;
}

/** The first reason against it; alternatives are found later, for all refusals of a group at once. */
export function refuseTime({ profile, blocked, elsewhere, now }: TimeState, wish: TimeWish): Refusal | null {
  const { clientId, startsAt, durationMs, rules } = wish;
  const reason = reasonAgainst(rules, blocked, startsAt, durationMs, now, wish.isBound);
  if (reason !== null) return { tag: reason, alternatives: [] };
  const endsAt = after(startsAt, durationMs);
  const isElsewhere = elsewhere.some((other) => other.clientId === clientId && other.startsAt < endsAt && startsAt < other.endsAt);
  if (profile.settings.clientOverlapAllowed || !isElsewhere) return null;
  // The client is told why. Anybody else would learn where the client is.
  return wish.isClients ? { tag: "client_overlap" } : { tag: "slot_taken", alternatives: [] };
}
