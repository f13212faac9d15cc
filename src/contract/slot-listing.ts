/**
 * A listing: all that an answer of a look-up is written from, before it becomes text. Both the text and the entity tag are
 * made of the listing alone, so two answers with one tag are one text. Computes no slots and no hash.
 */
import type { z } from "@hono/zod-openapi";
import { isoDateOf } from "../domain/slots/calendar-date.ts";
import { instant, type Instant } from "../domain/instant.ts";
import { zoneClock } from "../domain/slots/time-zone.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import type { availableSlotsSchema, coachSlotsSchema, severalSlotsSchema } from "./look-up.ts";
import { presentSlot } from "./slot.ts";

interface CoachSlots {
  readonly coachId: string;
  /** The offer by which they can be booked; null: the coach sells every length for nothing. */
  readonly offerId: string | null;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly availabilityVersion: number;
  /** Their starts, in order. */
  readonly slots: readonly Instant[];
}

/** Starts that stand together in the answer: of one day, or all. */
interface Run {
  readonly date: string | null;
  readonly starts: readonly Instant[];
}

export interface SlotListing extends Omit<CoachSlots, "slots"> {
  readonly isByDay: boolean;
  readonly runs: readonly Run[];
}

interface Page {
  /** null: the answer is complete. */
  readonly nextStartDate: string | null;
}

export interface SingleListing extends Page {
  readonly listing: SlotListing;
}

export interface SeveralListing extends Page {
  readonly listings: readonly SlotListing[];
  /** Coaches about whom there is nothing to list, and why. */
  readonly others: readonly { readonly coachId: string; readonly code: string }[];
}

/** The parts of a tag: a text, and the starts as numbers. */
export interface TagParts {
  readonly text: string;
  readonly starts: readonly (readonly Instant[])[];
}

export function listingOf({ slots, ...told }: CoachSlots, groupedBy: "day" | undefined): SlotListing {
  const isByDay = groupedBy === "day";
  return { ...told, isByDay, runs: isByDay ? runsByDay(slots, told.timeZone) : [{ date: null, starts: slots }] };
}

/** The days of the zone on which a slot starts, in order. */
function runsByDay(slots: readonly Instant[], timeZone: string): Run[] {
  const clock = zoneClock(timeZone);
  const runs: { date: string; starts: Instant[] }[] = [];
  let openDay = Number.NaN;
  for (const start of slots) {
    const day = clock.epochDayAt(start);
    if (day !== openDay) runs.push({ date: isoDateOf(day), starts: [] });
    openDay = day;
    runs.at(-1)?.starts.push(start);
  }
  return runs;
}

export function presentSingle({ listing, nextStartDate }: SingleListing): z.infer<typeof availableSlotsSchema> {
  return { ...presentHead(listing), ...presentPage(nextStartDate), ...presentRuns(listing) };
}

export function presentSeveral({ listings, others, nextStartDate }: SeveralListing): z.infer<typeof severalSlotsSchema> {
  return {
    ...presentPage(nextStartDate),
    coaches: listings.map((listing) => ({ ...presentHead(listing), ...presentRuns(listing) })),
    not_listed: others.map(({ coachId, code }) => ({ coach_id: coachId, code })),
  };
}

function presentPage(nextStartDate: string | null): { complete: boolean; next_start_date: string | null } {
  return { complete: nextStartDate === null, next_start_date: nextStartDate };
}

function presentHead(listing: SlotListing): Omit<z.infer<typeof coachSlotsSchema>, "available_slots" | "available_days"> {
  return {
    coach_id: listing.coachId,
    offer_id: listing.offerId,
    time_zone: listing.timeZone,
    duration_minutes: listing.durationMinutes,
    availability_version: listing.availabilityVersion,
  };
}

function presentRuns({
  durationMinutes,
  isByDay,
  runs,
}: SlotListing): Pick<z.infer<typeof coachSlotsSchema>, "available_slots" | "available_days"> {
  const lengthMs = durationMinutes * MINUTE_MS;
  const days = runs.map(({ date, starts }) => ({
    date: date ?? "",
    available_slots: starts.map((start) => presentSlot(start, lengthMs)),
  }));
  return isByDay ? { available_days: days } : { available_slots: days.flatMap((day) => day.available_slots) };
}

export function tagPartsOfSingle({ listing, ...rest }: SingleListing): TagParts {
  return tagParts([listing], rest);
}

export function tagPartsOfSeveral({ listings, ...rest }: SeveralListing): TagParts {
  return tagParts(listings, rest);
}

/** Takes whatever else a listing comes to hold, so that no new member can be forgotten here. */
function tagParts(listings: readonly SlotListing[], rest: Omit<SingleListing, "listing"> | Omit<SeveralListing, "listings">): TagParts {
  const heads = listings.map(({ runs, ...told }) => [told, runs.map(({ date, starts }) => [date, starts.length])]);
  return { text: JSON.stringify([FORM, rest, heads]), starts: listings.flatMap(({ runs }) => runs.map(({ starts }) => starts)) };
}

/** One small answer of each form: a release that writes answers differently gives them other tags. */
const FORM = sampleAnswers();

function sampleAnswers(): string {
  const slots = [instant(0), instant(MINUTE_MS + 1)];
  const sample = { coachId: "coach", offerId: "offer", timeZone: "UTC", durationMinutes: 15, availabilityVersion: 1, slots };
  const others = [{ coachId: "other", code: "code" }];
  return JSON.stringify([
    presentSingle({ listing: listingOf(sample, undefined), nextStartDate: null }),
    presentSeveral({ listings: [listingOf(sample, "day")], others, nextStartDate: "1970-01-02" }),
  ]);
}
