/**
 * The public look-up on the wire: the range that is asked about and the slots that can be booked in it. What can be
 * refused without knowing the coach is refused here; a range of a date and an instant depends on the coach's zone and
 * is judged by the operation.
 */
import { z } from "@hono/zod-openapi";
import { epochDayOf } from "../domain/calendar-date.ts";
import { after, type Instant } from "../domain/instant.ts";
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";
import { DURATION_MINUTES_MAX, DURATION_MINUTES_MIN, LOOK_UP_RANGE_DAYS_MAX } from "../limits.ts";
import { instantOut, isDateInYears, presentInstant, readInstant, timeZone, uuid, wholeNumberInQuery } from "./scalar.ts";

const DURATION_MINUTES_DEFAULT = 60;

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

function checkRange(
  { start_date: start, end_date: end }: { start_date: Instant | string; end_date: Instant | string },
  context: z.RefinementCtx,
): void {
  let days: number;
  if (typeof start === "string" && typeof end === "string") days = epochDayOf(end) + 1 - epochDayOf(start);
  else if (typeof start === "number" && typeof end === "number") days = (end - start) / DAY_MS;
  else return;
  if (days <= 0) context.addIssue({ code: "custom", path: ["end_date"], message: "must come after start_date" });
  if (days > LOOK_UP_RANGE_DAYS_MAX) {
    context.addIssue({
      code: "custom",
      path: ["end_date"],
      message: `must lie at most ${String(LOOK_UP_RANGE_DAYS_MAX)} days after start_date`,
    });
  }
}

export const lookUpQuery = z
  .object({
    start_date: boundIn.openapi({ description: "An instant, or a date in `time_zone`." }),
    end_date: boundIn.openapi({ description: "An instant, which is not included, or a date, which is.", example: "2026-12-07" }),
    duration_minutes: wholeNumberInQuery(DURATION_MINUTES_MIN, DURATION_MINUTES_MAX)
      .default(DURATION_MINUTES_DEFAULT)
      .openapi({ default: DURATION_MINUTES_DEFAULT }),
    time_zone: timeZone.optional().openapi({ description: "The coach's where absent." }),
    min_version: wholeNumberInQuery(0, Number.MAX_SAFE_INTEGER)
      .optional()
      .openapi({ description: "An `availability_version` of an answer to a write: no older answer will be given." }),
  })
  .superRefine(checkRange);

export const availableSlotsSchema = z
  .object({
    coach_id: uuid,
    time_zone: timeZone,
    duration_minutes: z.int(),
    availability_version: z.int(),
    available_slots: z.array(z.object({ starts_at: instantOut, ends_at: instantOut })),
  })
  .openapi("AvailableSlots");

interface AvailableSlots {
  readonly coachId: string;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly availabilityVersion: number;
  /** Their starts. */
  readonly slots: readonly Instant[];
}

export function presentAvailableSlots(found: AvailableSlots): z.infer<typeof availableSlotsSchema> {
  const lengthMs = found.durationMinutes * MINUTE_MS;
  return {
    coach_id: found.coachId,
    time_zone: found.timeZone,
    duration_minutes: found.durationMinutes,
    availability_version: found.availabilityVersion,
    available_slots: found.slots.map((start) => ({ starts_at: presentInstant(start), ends_at: presentInstant(after(start, lengthMs)) })),
  };
}
