/**
 * When an event is, as Google takes it: each end is a date, or a date and time with an offset or a zone. A patch is laid over
 * what stands: it merges *inside* `start` and `end`, so that a time sent for an all-day event needs `date: null` beside it, or
 * the end has both and is refused. An end that was written without an offset is kept as it was written and shown so again,
 * which the API's own description lets it be; whether the real service does so is not verified.
 */
import { z } from "zod";
import { ok, refused, type Result } from "../../../src/lib/result.ts";
import { isTimeZone, readDate, readDateTime, showDate, showDateTime } from "../core/wall-time.ts";
import type { SimCalendar, SimEvent } from "../core/world.ts";

const OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/iu;
/** Key in `wire`; never part of an answer. */
export const TIMES_AS_WRITTEN = "timesAsWritten";

export const sentTime = z.object({
  date: z.string().nullish(),
  dateTime: z.string().nullish(),
  timeZone: z.string().refine(isTimeZone).nullish(),
});
type SentTime = z.infer<typeof sentTime>;

const kept = z.object({
  startsAt: z.number(),
  endsAt: z.number(),
  start: z.record(z.string(), z.string()),
  end: z.record(z.string(), z.string()),
});

interface EventTime {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly isAllDay: boolean;
  readonly timeZone: string;
}

export interface WrittenTime extends EventTime {
  /** For `wire`; undefined where both ends have an offset or are dates. */
  readonly asWritten: z.infer<typeof kept> | undefined;
}

interface End {
  readonly at: number;
  readonly isAllDay: boolean;
  readonly timeZone: string;
  /** As it was written; null: with an offset, or a date. */
  readonly text: string | null;
}

/** A time as it stands, in the form in which a patch meets it. */
function standing(event: EventTime, at: number): SentTime {
  return event.isAllDay ? { date: showDate(at) } : { dateTime: showDateTime(at, event.timeZone), timeZone: event.timeZone };
}

function readEnd({ date, dateTime, timeZone }: SentTime, defaultZone: string): End | null {
  const hasDate = typeof date === "string";
  const hasTime = typeof dateTime === "string";
  if (hasDate === hasTime) return null;
  const at = hasDate ? readDate(date) : readDateTime(dateTime ?? "", timeZone ?? null);
  const text = hasTime && !OFFSET.test(dateTime) ? dateTime : null;
  return at === null ? null : { at, isAllDay: hasDate, timeZone: timeZone ?? defaultZone, text };
}

/** `before`: what a patch is laid over; null: everything has to be sent. */
export function readEventTime(
  sent: { readonly start?: SentTime | undefined; readonly end?: SentTime | undefined },
  before: EventTime | null,
  calendarZone: string,
): Result<WrittenTime, string> {
  const zone = before?.timeZone ?? calendarZone;
  const merged = (end: "start" | "end"): SentTime | null => {
    const stands = before === null ? null : standing(before, end === "start" ? before.startsAt : before.endsAt);
    return sent[end] === undefined ? stands : { ...stands, ...sent[end] };
  };
  const [start, end] = [merged("start"), merged("end")];
  if (start === null) return refused("Missing start time.");
  if (end === null) return refused("Missing end time.");
  const first = readEnd(start, zone);
  const last = readEnd(end, zone);
  if (first === null) return refused("Invalid start time.");
  if (last === null) return refused("Invalid end time.");
  if (first.isAllDay !== last.isAllDay) return refused("Start and end times must either both be date or both be dateTime.");
  if (last.at < first.at || (first.isAllDay && last.at === first.at)) return refused("The specified time range is empty.");
  const { at: startsAt, timeZone, isAllDay } = first;
  const time = { startsAt, endsAt: last.at, isAllDay, timeZone };
  const shown = (one: End): Record<string, string> => ({
    dateTime: one.text ?? showDateTime(one.at, calendarZone),
    timeZone: one.timeZone,
  });
  const isBare = first.text !== null || last.text !== null;
  const asWritten = isBare ? { startsAt, endsAt: last.at, start: shown(first), end: shown(last) } : undefined;
  return ok({ ...time, asWritten });
}

/** `zone`: asked for by the `timeZone` parameter; null: the calendar's own. */
export function timesJson(
  event: SimEvent,
  calendar: SimCalendar,
  zone: string | null,
): { start: Record<string, string>; end: Record<string, string> } {
  const written = kept.safeParse(event.wire[TIMES_AS_WRITTEN]).data;
  // Somebody moved it since: then the words are no longer its own.
  if (zone === null && written?.startsAt === event.startsAt && written.endsAt === event.endsAt) {
    return { start: written.start, end: written.end };
  }
  return { start: momentJson(event, event.startsAt, calendar, zone), end: momentJson(event, event.endsAt, calendar, zone) };
}

export function momentJson(event: SimEvent, at: number, calendar: SimCalendar, zone: string | null): Record<string, string> {
  if (event.isAllDay) return { date: showDate(at) };
  return { dateTime: showDateTime(at, zone ?? calendar.timeZone), timeZone: event.timeZone };
}
