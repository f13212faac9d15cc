/**
 * The public look-up on the wire: the range that is asked about and the slots that can be booked in it. What can be
 * refused without knowing the coach is refused here; a range of a date and an instant depends on the coach's zone and
 * is judged by the operation.
 */
import { z } from "@hono/zod-openapi";
import type { Wished } from "../domain/agreement/offer.ts";
import { epochDayOf } from "../domain/slots/calendar-date.ts";
import type { Instant } from "../domain/instant.ts";
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";
import {
  DURATION_MINUTES_DEFAULT,
  DURATION_MINUTES_MAX,
  DURATION_MINUTES_MIN,
  LOOK_UP_COACHES_MAX,
  LOOK_UP_RANGE_DAYS_MAX,
  LOOK_UP_SEVERAL_RANGE_DAYS_MAX,
  LOOK_UP_SLOTS_MAX,
} from "../limits.ts";
import { instantOut, isDateInYears, isoDate, readInstant, timeZone, uuid, wholeNumberInQuery } from "./scalar.ts";
import { presentSlot, slotSchema } from "./slot.ts";

/** An instant, or a date `YYYY-MM-DD` as it is. */
const boundIn = z
  .string()
  .transform((text, context): Instant | string => {
    if (isDateInYears(text)) return text;
    const read = readInstant(text);
    if (typeof read !== "string") return read;
    context.addIssue({
      code: "custom",
      message: "must be a date YYYY-MM-DD or an RFC 3339 date-time with an offset, of a year from 2000 to 2099",
    });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "2026-12-01" });

interface AskedBounds {
  readonly start_date: Instant | string;
  readonly end_date: Instant | string;
}

function withinDays(daysMax: number) {
  return ({ start_date: start, end_date: end }: AskedBounds, context: z.RefinementCtx): void => {
    let days: number;
    if (typeof start === "string" && typeof end === "string") days = epochDayOf(end) + 1 - epochDayOf(start);
    else if (typeof start === "number" && typeof end === "number") days = (end - start) / DAY_MS;
    else return;
    const refuse = (message: string) => context.addIssue({ code: "custom", path: ["end_date"], message });
    if (days <= 0) refuse("must come after start_date");
    if (days > daysMax) refuse(`must lie at most ${String(daysMax)} days after start_date`);
  };
}

const range = {
  start_date: boundIn.openapi({ description: "An instant, or a date in `time_zone`." }),
  end_date: boundIn.openapi({ description: "An instant, which is not included, or a date, which is.", example: "2026-12-07" }),
};
const length = wholeNumberInQuery(DURATION_MINUTES_MIN, DURATION_MINUTES_MAX);
const durationAsked = length
  .default(DURATION_MINUTES_DEFAULT)
  .openapi({ default: DURATION_MINUTES_DEFAULT, description: "Minutes of each slot." });
/** The wish of a look-up: an offer, or a length. */
const wished = {
  offer_id: uuid.optional().openapi({ description: "An offer of the coach, in place of the length." }),
  duration_minutes: length.optional().openapi({
    description: `The offer's where absent, and beside offer_id no other; ${String(DURATION_MINUTES_DEFAULT)} where both are absent.`,
  }),
};
const zoneAsked = timeZone.optional().openapi({ description: "The coach's where absent." });
const groupBy = z
  .enum(["day"])
  .optional()
  .openapi({ description: "`day`: `available_days` instead of `available_slots`, for a calendar page." });

export const lookUpQuery = z
  .object({
    ...range,
    ...wished,
    time_zone: zoneAsked,
    group_by: groupBy,
    min_version: wholeNumberInQuery(0, Number.MAX_SAFE_INTEGER)
      .optional()
      .openapi({ description: "An `availability_version` of an answer to a write: no older answer will be given." }),
  })
  .superRefine(withinDays(LOOK_UP_RANGE_DAYS_MAX));

const coachIds = z
  .string()
  .transform((text) => [...new Set(text.split(","))])
  .pipe(z.array(uuid).max(LOOK_UP_COACHES_MAX, `must name at most ${String(LOOK_UP_COACHES_MAX)} coaches`))
  .openapi({ type: "string", description: `Ids separated by commas, at most ${String(LOOK_UP_COACHES_MAX)}.` });

export const severalLookUpQuery = z
  .object({ coach_ids: coachIds, ...range, duration_minutes: durationAsked, time_zone: zoneAsked, group_by: groupBy })
  .superRefine(withinDays(LOOK_UP_SEVERAL_RANGE_DAYS_MAX));

export const explainQuery = z.object({
  date: isoDate.openapi({ description: "The day, in `time_zone`." }),
  ...wished,
  time_zone: zoneAsked,
});

interface WishedQuery {
  readonly offer_id?: string | undefined;
  readonly duration_minutes?: number | undefined;
}

/** Every spelling of one wish is one: where both are absent the usual length is meant. */
export function wishedFrom({ offer_id: offerId, duration_minutes: durationMinutes }: WishedQuery): Wished {
  if (offerId === undefined) return { offerId: null, durationMinutes: durationMinutes ?? DURATION_MINUTES_DEFAULT };
  return { offerId, durationMinutes: durationMinutes ?? null };
}

const slotsSchema = z.array(slotSchema);

const answered = {
  coach_id: uuid.describe("The coach who was asked about."),
  offer_id: uuid.nullable().openapi({ description: "The offer that is meant; null: the coach sells every length for nothing." }),
  time_zone: timeZone.openapi({ description: "The IANA zone of the days; instants are UTC all the same." }),
  duration_minutes: z.int().describe("Minutes of each slot."),
  availability_version: z.int().describe("Raised by each change of what can be booked; to be sent as `min_version`."),
};

/** `available_slots`, or `available_days` where the asker grouped by day. */
const slotsListed = {
  available_slots: slotsSchema.optional().describe("Times that can be booked, in order; absent where days are asked for."),
  available_days: z
    .array(
      z.object({
        date: isoDate.openapi({ description: "The local day." }),
        available_slots: slotsSchema.describe("Those that start on it, in order."),
      }),
    )
    .optional()
    .openapi({ description: "The days of `time_zone` on which a slot starts, in order." }),
};

const page = {
  complete: z.boolean().openapi({ description: `false: an answer holds at most ${String(LOOK_UP_SLOTS_MAX)} slots, and there are more.` }),
  next_start_date: isoDate.nullable().openapi({
    description: "The first date that is not answered: ask again from it, all else the same. null where the answer is complete.",
  }),
};

export const availableSlotsSchema = z.object({ ...answered, ...page, ...slotsListed }).openapi("AvailableSlots");

export const coachSlotsSchema = z.object({ ...answered, ...slotsListed }).openapi("SlotsOfOneOfSeveralCoaches");

export const severalSlotsSchema = z
  .object({
    ...page,
    coaches: z.array(coachSlotsSchema).describe("Those about whom there is something to list."),
    not_listed: z
      .array(
        z.object({
          coach_id: uuid.describe("As it was asked."),
          code: z.string().openapi({ example: "coach_not_found", description: "As the `code` of a problem." }),
        }),
      )
      .openapi({ description: "Coaches about whom there is nothing to list, and why." }),
  })
  .openapi("SlotsOfSeveralCoaches");

export const explainedSchema = z
  .object({
    ...answered,
    date: isoDate.openapi({ description: "The local day that is explained." }),
    coach_active: z.boolean().openapi({ description: "A deactivated coach takes no bookings, whatever the candidates say." }),
    candidates: z
      .array(
        z.object({
          starts_at: instantOut,
          ends_at: instantOut,
          reason: z
            .string()
            .nullable()
            .openapi({ example: "slot_taken", description: "The first reason why it is not offered; null: it is." }),
        }),
      )
      .describe("Starts of the day that were looked at, offered or not."),
  })
  .openapi("ExplainedDay");

interface Explained {
  readonly coachId: string;
  readonly offerId: string | null;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly availabilityVersion: number;
  readonly isActive: boolean;
  readonly candidates: readonly { readonly startsAt: Instant; readonly reason: string | null }[];
}

export function presentExplained(found: Explained, date: string): z.infer<typeof explainedSchema> {
  return {
    coach_id: found.coachId,
    offer_id: found.offerId,
    time_zone: found.timeZone,
    duration_minutes: found.durationMinutes,
    availability_version: found.availabilityVersion,
    date,
    coach_active: found.isActive,
    candidates: found.candidates.map(({ startsAt, reason }) => ({ ...presentSlot(startsAt, found.durationMinutes * MINUTE_MS), reason })),
  };
}
