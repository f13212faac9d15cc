/**
 * The public look-up: which starts of a range can be booked, of one coach or of several. One trip to the nearest replica
 * (to the primary where the asker has just written), then the same pure function that decides a booking. A stale answer
 * cannot hurt: the agenda decides on the primary.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { isActive } from "../../domain/booking.ts";
import { blockedByCalendars } from "../../domain/slots/calendar-time.ts";
import { soldFor } from "../../domain/agreement/offer.ts";
import { slotRulesFor } from "../../domain/coach.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type Blocked, listSlots } from "../../domain/slots/slots.ts";
import { type Availability, readAvailability, readAvailabilities } from "../../database/availability.ts";
import type { OperationContext } from "../context.ts";
import { type AskedRange, faultOfRange, type InvalidRange, rangeIn, rangeToRead } from "./look-up-range.ts";

interface Wanted extends AskedRange {
  readonly durationMinutes: number;
}

export interface LookUp extends Wanted {
  readonly coachId: string;
  /** A version the asker knows of: an older answer will not do. */
  readonly minVersion: number | null;
}

export interface AvailableSlots {
  readonly coachId: string;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly availabilityVersion: number;
  readonly slots: readonly Instant[];
}

type LookUpContext = Pick<OperationContext, "reading" | "now">;

export async function listAvailableSlots(
  { reading, now }: LookUpContext,
  lookUp: LookUp,
): Promise<Result<AvailableSlots, Refusal | InvalidRange>> {
  const database = reading(lookUp.minVersion !== null);
  return slotsOf(await readAvailability(database, lookUp.coachId, rangeToRead(lookUp, now), now), lookUp, now);
}

export interface SeveralLookUp extends Wanted {
  readonly coachIds: readonly string[];
}

export interface SeveralSlots {
  readonly found: readonly AvailableSlots[];
  /** Coaches about whom there is nothing to list, and why. */
  readonly others: readonly { readonly coachId: string; readonly problem: Refusal }[];
}

/** The search of a marketplace: a coach who is gone, or who does not offer this duration, does not spoil the others. */
export async function listSlotsOfSeveral(
  { reading, now }: LookUpContext,
  lookUp: SeveralLookUp,
): Promise<Result<SeveralSlots, InvalidRange>> {
  const read = await readAvailabilities(reading(false), lookUp.coachIds, rangeToRead(lookUp, now), now);
  const found: AvailableSlots[] = [];
  const others: { coachId: string; problem: Refusal }[] = [];
  for (const coachId of lookUp.coachIds) {
    const result = slotsOf(read.get(coachId) ?? null, lookUp, now);
    if (result.ok) found.push(result.value);
    else if (result.problem.tag === "range_invalid") return refused(result.problem);
    else others.push({ coachId, problem: result.problem });
  }
  return ok({ found, others });
}

function slotsOf(
  availability: Availability | null,
  { durationMinutes, ...asked }: Wanted,
  now: Instant,
): Result<AvailableSlots, Refusal | InvalidRange> {
  if (availability === null || !availability.isActive) return refused({ tag: "coach_not_found" });
  const { profile } = availability;
  const timeZone = asked.timeZone ?? profile.hours.timeZone;
  const range = rangeIn(timeZone, asked);
  const fault = faultOfRange(asked, range);
  if (fault !== null) return refused(fault);
  const sold = soldFor(profile, { offerId: null, durationMinutes });
  if (!sold.ok) return sold;
  const slots = listSlots(slotRulesFor(profile, sold.value.offer), blockedBy(availability, now), range, durationMinutes * MINUTE_MS, now);
  return ok({ coachId: profile.coachId, timeZone, durationMinutes, availabilityVersion: profile.availabilityVersion, slots });
}

/** What has lapsed holds no time any more, whether or not that is recorded. */
export function blockedBy({ held, calendars, profile }: Availability, now: Instant): Blocked[] {
  const sessions = held
    .filter((time) => isActive(time, now))
    .map(({ startsAt, endsAt, bufferBeforeMs, bufferAfterMs }) => ({ startsAt, endsAt, bufferBeforeMs, bufferAfterMs, isSession: true }));
  return [...sessions, ...blockedByCalendars(calendars, profile.settings)];
}
