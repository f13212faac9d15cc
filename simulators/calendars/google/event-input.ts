/**
 * What may be written into an event of Google's, read from JSON and checked the way the API does: a time is a date, or
 * a date and time with an offset or a zone. A field that is not sent stays as it was; an array that is sent replaces
 * the old one whole, answers of the guests included. Fields the simulator has no use for are kept and shown again.
 */
import { z } from "zod";
import { ok, refused, type Result } from "../../../src/lib/result.ts";
import { isTimeZone, readDate, readDateTime } from "../core/wall-time.ts";
import type { Answer, SimAttendee } from "../core/world.ts";

const ANSWERS = { needsAction: "none", accepted: "accepted", declined: "declined", tentative: "tentative" } as const;
const ATTENDEES_MAX = 200;
const REMINDERS_MAX = 5;
const REMINDER_MINUTES_MAX = 40_320;

const time = z.object({
  date: z.string().nullish(),
  dateTime: z.string().nullish(),
  timeZone: z.string().refine(isTimeZone).nullish(),
});

const attendee = z.object({
  email: z.email(),
  displayName: z.string().optional(),
  responseStatus: z.enum(["needsAction", "accepted", "declined", "tentative"]).optional(),
});

const override = z.object({ method: z.enum(["email", "popup"]), minutes: z.int().min(0).max(REMINDER_MINUTES_MAX) });

const kept = z.object({
  location: z.string().optional(),
  colorId: z.string().optional(),
  visibility: z.enum(["default", "public", "private", "confidential"]).optional(),
  source: z.object({ title: z.string(), url: z.url() }).optional(),
  guestsCanModify: z.boolean().optional(),
  guestsCanInviteOthers: z.boolean().optional(),
  guestsCanSeeOtherGuests: z.boolean().optional(),
  reminders: z
    .object({ useDefault: z.boolean(), overrides: z.array(override).max(REMINDERS_MAX).optional() })
    .refine(({ useDefault, overrides }) => !useDefault || overrides === undefined || overrides.length === 0)
    .optional(),
});

const written = z.object({
  id: z
    .string()
    .regex(/^[a-v0-9]{5,1024}$/u)
    .optional(),
  summary: z.string().nullish(),
  description: z.string().max(8192).nullish(),
  start: time.optional(),
  end: time.optional(),
  status: z.enum(["confirmed", "tentative", "cancelled"]).optional(),
  transparency: z.enum(["opaque", "transparent"]).optional(),
  attendees: z.array(attendee).max(ATTENDEES_MAX).nullish(),
  extendedProperties: z.object({ private: z.record(z.string().max(44), z.string().max(1024).nullable()).optional() }).optional(),
  conferenceData: z
    .object({
      createRequest: z
        .object({ requestId: z.string().min(1), conferenceSolutionKey: z.object({ type: z.string() }).optional() })
        .optional(),
    })
    .nullish(),
  recurrence: z.array(z.string()).max(0).nullish(),
});

export interface EventTime {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly isAllDay: boolean;
  readonly timeZone: string;
}

export interface EventInput {
  readonly fields: z.infer<typeof written>;
  /** null: not sent. */
  readonly attendees: SimAttendee[] | null;
  readonly wire: Record<string, unknown>;
}

export function readEventInput(body: unknown): Result<EventInput, string> {
  const parsed = written.safeParse(body);
  const parsedKept = kept.safeParse(body);
  const issue = (parsed.error ?? parsedKept.error)?.issues[0];
  if (!parsed.success || !parsedKept.success) return refused(`Invalid value for: ${issue?.path.join(".") ?? "the whole"}`);
  const { attendees } = parsed.data;
  return ok({
    fields: parsed.data,
    attendees:
      attendees === undefined
        ? null
        : (attendees ?? []).map(({ email, displayName, responseStatus }): SimAttendee => {
            const response: Answer = ANSWERS[responseStatus ?? "needsAction"];
            return { email: email.toLowerCase(), name: displayName ?? null, response };
          }),
    wire: Object.fromEntries(Object.entries(parsedKept.data).filter(([, value]) => value !== undefined)),
  });
}

function readTime(sent: z.infer<typeof time>, defaultZone: string): { at: number; isAllDay: boolean; timeZone: string } | null {
  const timeZone = sent.timeZone ?? defaultZone;
  const hasDate = typeof sent.date === "string";
  const at = hasDate ? readDate(sent.date ?? "") : readDateTime(sent.dateTime ?? "", sent.timeZone ?? null);
  return at === null ? null : { at, isAllDay: hasDate, timeZone };
}

/** Both ends together; `before` fills in the end that is not sent. */
export function readEventTime(fields: EventInput["fields"], before: EventTime | null, calendarZone: string): Result<EventTime, string> {
  const { start, end } = fields;
  const zone = before?.timeZone ?? calendarZone;
  const first = start === undefined ? before && { at: before.startsAt, ...before } : readTime(start, zone);
  const last = end === undefined ? before && { at: before.endsAt, ...before } : readTime(end, zone);
  if (first === null) return refused(start === undefined ? "Missing start time." : "Invalid start time.");
  if (last === null) return refused(end === undefined ? "Missing end time." : "Invalid end time.");
  if (first.isAllDay !== last.isAllDay) return refused("Start and end times must either both be date or both be dateTime.");
  if (last.at < first.at || (first.isAllDay && last.at === first.at)) return refused("The specified time range is empty.");
  return ok({ startsAt: first.at, endsAt: last.at, isAllDay: first.isAllDay, timeZone: first.timeZone });
}
