/**
 * What may be written into an event of Google's, read from JSON and checked the way the API does. A field that is not sent
 * stays as it was; an array that is sent replaces the old one whole, answers of the guests included. Fields the simulator
 * has no use for are kept and shown again. The description is HTML and is kept as it was written. Its limit is Google's; those of
 * title and place are from knowledge alone. Times and guests' addresses are judged next door.
 */
import { z } from "zod";
import { ok, refused, type Result } from "../../../src/lib/result.ts";
import type { Answer, SimAttendee } from "../core/world.ts";
import { sentTime } from "./event-time.ts";
import { eventType } from "./event-types.ts";

const ANSWERS = { needsAction: "none", accepted: "accepted", declined: "declined", tentative: "tentative" } as const;
const ATTENDEES_MAX = 200;
const REMINDERS_MAX = 5;
const REMINDER_MINUTES_MAX = 40_320;
const DESCRIPTION_CHARS_MAX = 8_192;
const LINE_CHARS_MAX = 1_024;
const PROPERTY_NAME_CHARS_MAX = 44;
const PROPERTY_CHARS_MAX = 1_024;

const attendee = z.object({
  email: z.string().optional(),
  displayName: z.string().optional(),
  responseStatus: z.enum(["needsAction", "accepted", "declined", "tentative"]).optional(),
});
/** Kept and shown again; lost where a list is sent without them. */
const ofAttendee = z.object({
  optional: z.boolean().optional(),
  resource: z.boolean().optional(),
  comment: z.string().optional(),
  additionalGuests: z.int().min(0).optional(),
});

const override = z.object({ method: z.enum(["email", "popup"]), minutes: z.int().min(0).max(REMINDER_MINUTES_MAX) });

const kept = z.object({
  location: z.string().max(LINE_CHARS_MAX).optional(),
  colorId: z.string().optional(),
  visibility: z.enum(["default", "public", "private", "confidential"]).optional(),
  source: z.object({ title: z.string(), url: z.url() }).optional(),
  guestsCanModify: z.boolean().optional(),
  guestsCanInviteOthers: z.boolean().optional(),
  guestsCanSeeOtherGuests: z.boolean().optional(),
  focusTimeProperties: z.looseObject({}).optional(),
  outOfOfficeProperties: z.looseObject({}).optional(),
  workingLocationProperties: z.looseObject({ type: z.enum(["homeOffice", "officeLocation", "customLocation"]) }).optional(),
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
  summary: z.string().max(LINE_CHARS_MAX).nullish(),
  description: z.string().max(DESCRIPTION_CHARS_MAX).nullish(),
  start: sentTime.optional(),
  end: sentTime.optional(),
  eventType: eventType.optional(),
  status: z.enum(["confirmed", "tentative", "cancelled"]).optional(),
  transparency: z.enum(["opaque", "transparent"]).optional(),
  attendees: z.array(attendee.and(ofAttendee)).max(ATTENDEES_MAX).nullish(),
  extendedProperties: z
    .object({ private: z.record(z.string().max(PROPERTY_NAME_CHARS_MAX), z.string().max(PROPERTY_CHARS_MAX).nullable()).optional() })
    .optional(),
  conferenceData: z
    .object({
      createRequest: z
        .object({ requestId: z.string().min(1), conferenceSolutionKey: z.object({ type: z.string() }).optional() })
        .optional(),
    })
    .nullish(),
  recurrence: z.array(z.string()).nullish(),
  iCalUID: z.string().optional(),
});

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
  if (issue?.path[0] === "id") return refused("Invalid resource id value.");
  if (!parsed.success || !parsedKept.success) return refused(`Invalid value for: ${issue?.path.join(".") ?? "the whole"}`);
  const { attendees } = parsed.data;
  return ok({
    fields: parsed.data,
    attendees:
      attendees === undefined
        ? null
        : (attendees ?? []).map(({ email, displayName, responseStatus, ...more }): SimAttendee => {
            const response: Answer = ANSWERS[responseStatus ?? "needsAction"];
            return { email: (email ?? "").toLowerCase(), name: displayName ?? null, response, wire: ofAttendee.parse(more) };
          }),
    wire: Object.fromEntries(Object.entries(parsedKept.data).filter(([, value]) => value !== undefined)),
  });
}
