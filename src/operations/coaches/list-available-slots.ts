/**
 * The public look-up: which starts of a range can be booked, of one coach or of several, as many whole days of them as
 * one answer may hold. One trip to the nearest replica
 * (to the primary where the asker has just written), then the same pure function that decides a booking. A stale answer
 * cannot hurt: the agenda decides on the primary.
 */
import { assert } from "../../lib/assert.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { LOOK_UP_RANGE_DAYS_MAX, LOOK_UP_SEVERAL_RANGE_DAYS_MAX, LOOK_UP_SLOTS_MAX } from "../../limits.ts";
import { isActive } from "../../domain/booking.ts";
import { isoDateOf } from "../../domain/slots/calendar-date.ts";
import { blockedByCalendars } from "../../domain/slots/calendar-time.ts";
import { soldFor, type Wished } from "../../domain/agreement/offer.ts";
import { slotRulesFor } from "../../domain/coach.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type Blocked, slotFinder } from "../../domain/slots/slots.ts";
import { type DaysAsked, wholeDaysOf } from "../../domain/slots/whole-days.ts";
import { type Availability, readAvailability, readAvailabilities } from "../../database/availability.ts";
import type { OperationContext } from "../context.ts";
import {
  type AskedRange,
  ENDS_BEFORE_IT_STARTS,
  faultOfLength,
  type InvalidRange,
  isEmptyRange,
  rangeIn,
  rangeToRead,
} from "./look-up-range.ts";

interface Wanted extends AskedRange, Wished {}

export interface LookUp extends Wanted {
  readonly coachId: string;
  /** A version the asker knows of: an older answer will not do. */
  readonly minVersion: number | null;
}

/** The listing of one coach. */
interface CoachSlots {
  readonly coachId: string;
  /** The offer that is meant; null: the coach sells every length for nothing. */
  readonly offerId: string | null;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly availabilityVersion: number;
  readonly slots: readonly Instant[];
}

export interface AvailableSlots extends CoachSlots {
  /** The date to ask from for what did not fit; null: all did. */
  readonly nextStartDate: string | null;
}

type LookUpContext = Pick<OperationContext, "reading" | "now">;

export async function listAvailableSlots(
  { reading, now }: LookUpContext,
  lookUp: LookUp,
): Promise<Result<AvailableSlots, Refusal | InvalidRange>> {
  const database = reading(lookUp.minVersion !== null);
  const range = rangeToRead(lookUp, now, LOOK_UP_RANGE_DAYS_MAX);
  return slotsIn(await readAvailability(database, lookUp, range, now), lookUp, now);
}

/** The listing, from what has been read. Holds no I/O. */
export function slotsIn(availability: Availability | null, wanted: Wanted, now: Instant): Result<AvailableSlots, Refusal | InvalidRange> {
  const asked = askedOf(availability, wanted, LOOK_UP_RANGE_DAYS_MAX, now);
  if (!asked.ok) return asked;
  if (isEmptyRange(asked.value.range)) return refused(ENDS_BEFORE_IT_STARTS);
  const { found, nextStartDate } = listed([asked.value]);
  const [only] = found;
  assert(only !== undefined, "one was asked");
  return ok({ ...only, nextStartDate });
}

/** By length alone: an offer is one coach's. */
export interface SeveralLookUp extends AskedRange {
  readonly durationMinutes: number;
  readonly coachIds: readonly string[];
}

export interface SeveralSlots {
  readonly found: readonly CoachSlots[];
  /** Coaches about whom there is nothing to list, and why. */
  readonly others: readonly { readonly coachId: string; readonly problem: Refusal }[];
  /** For all of them. */
  readonly nextStartDate: string | null;
}

/** The search of a marketplace: a coach who is gone, or who does not offer this duration, does not spoil the others. */
export async function listSlotsOfSeveral(
  { reading, now }: LookUpContext,
  lookUp: SeveralLookUp,
): Promise<Result<SeveralSlots, InvalidRange>> {
  const range = rangeToRead(lookUp, now, LOOK_UP_SEVERAL_RANGE_DAYS_MAX);
  const read = await readAvailabilities(reading(false), lookUp.coachIds, range, now);
  const asked: Asked[] = [];
  const others: { coachId: string; problem: Refusal }[] = [];
  for (const coachId of lookUp.coachIds) {
    const result = askedOf(read.get(coachId) ?? null, { ...lookUp, offerId: null }, LOOK_UP_SEVERAL_RANGE_DAYS_MAX, now);
    if (result.ok) asked.push(result.value);
    else if (result.problem.tag === "range_invalid") return refused(result.problem);
    else others.push({ coachId, problem: result.problem });
  }
  // Between a date and an instant one zone may have nothing left and another a day.
  if (asked.length > 0 && asked.every((one) => isEmptyRange(one.range))) return refused(ENDS_BEFORE_IT_STARTS);
  return ok({ ...listed(asked), others });
}

/** A coach of whom slots are listed, and where to find them. */
interface Asked extends DaysAsked {
  readonly told: Omit<CoachSlots, "slots">;
}

function askedOf(availability: Availability | null, wanted: Wanted, daysMax: number, now: Instant): Result<Asked, Refusal | InvalidRange> {
  if (availability === null || !availability.isActive) return refused({ tag: "coach_not_found" });
  const { profile } = availability;
  const timeZone = wanted.timeZone ?? profile.hours.timeZone;
  const range = rangeIn(timeZone, wanted);
  const fault = faultOfLength(wanted, range, daysMax);
  if (fault !== null) return refused(fault);
  const sold = soldFor(profile, wanted);
  if (!sold.ok) return sold;
  const { offer, durationMinutes } = sold.value;
  const finder = slotFinder(slotRulesFor(profile, offer), blockedBy(availability, now), range, durationMinutes * MINUTE_MS, now);
  const told = {
    coachId: profile.coachId,
    offerId: offer?.id ?? null,
    timeZone,
    durationMinutes,
    availabilityVersion: profile.availabilityVersion,
  };
  return ok({ told, timeZone, range, finder });
}

function listed(asked: readonly Asked[]): Pick<SeveralSlots, "found" | "nextStartDate"> {
  const { slots, nextDay } = wholeDaysOf(asked, LOOK_UP_SLOTS_MAX);
  return {
    found: asked.map(({ told }, index) => ({ ...told, slots: slots[index] ?? [] })),
    nextStartDate: nextDay === null ? null : isoDateOf(nextDay),
  };
}

/** What has lapsed holds no time any more, whether or not that is recorded. */
export function blockedBy({ held, calendars, profile }: Availability, now: Instant): Blocked[] {
  const sessions = held
    .filter((time) => isActive(time, now))
    .map(({ startsAt, endsAt, bufferBeforeMs, bufferAfterMs }) => ({ startsAt, endsAt, bufferBeforeMs, bufferAfterMs, isSession: true }));
  return [...sessions, ...blockedByCalendars(calendars, profile.settings)];
}
