/**
 * What a write to an event may say. It is stricter than it looks: a property that Graph does not know is refused, as the
 * real one does, so that a misspelt name cannot pass unnoticed. Times become epoch milliseconds here; an all-day event
 * must run from midnight to midnight, and its dates mean the same in every zone. It changes nothing in the world.
 */
import { z } from "zod";
import { refused, ok, type Result } from "../../../src/lib/result.ts";
import { isTimeZone, readTime } from "./call.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const ATTENDEES_MAX = 500;

const moment = z.strictObject({ dateTime: z.string(), timeZone: z.string() });

const written = z
  .strictObject({
    subject: z.string().max(255),
    body: z.strictObject({
      contentType: z
        .string()
        .toLowerCase()
        .pipe(z.enum(["text", "html"])),
      content: z.string(),
    }),
    start: moment,
    end: moment,
    isAllDay: z.boolean(),
    attendees: z
      .array(
        z.strictObject({
          emailAddress: z.strictObject({ address: z.string().includes("@"), name: z.string().optional() }),
          type: z.enum(["required", "optional", "resource"]).optional(),
        }),
      )
      .max(ATTENDEES_MAX),
    isReminderOn: z.boolean(),
    reminderMinutesBeforeStart: z.int().min(0),
    showAs: z.enum(["free", "tentative", "busy", "oof", "workingElsewhere"]),
    allowNewTimeProposals: z.boolean(),
    responseRequested: z.boolean(),
    importance: z.enum(["low", "normal", "high"]),
    sensitivity: z.enum(["normal", "personal", "private", "confidential"]),
    location: z.looseObject({ displayName: z.string() }),
    transactionId: z.string().min(1).max(255),
    isOnlineMeeting: z.boolean(),
    onlineMeetingProvider: z.enum(["unknown", "teamsForBusiness", "skypeForBusiness", "skypeForConsumer"]),
    singleValueExtendedProperties: z.array(
      z.strictObject({ id: z.string().regex(/^\w+ \{[0-9a-f-]{36}\} (?:Name .+|Id 0x[0-9a-f]+)$/iu), value: z.string() }),
    ),
  })
  .partial();

export type EventInput = z.infer<typeof written> & { readonly startsAt: number | null; readonly endsAt: number | null };

interface InputProblem {
  readonly code: string;
  readonly message: string;
}

type InputResult = Result<EventInput, InputProblem>;

function problem(code: string, message: string): InputResult {
  return refused({ code, message });
}

/** `before`: what the event says now, for a change that leaves one end of it out; null for a new event. */
export function readEventInput(body: unknown, before: { readonly startsAt: number; readonly endsAt: number } | null): InputResult {
  const parsed = written.safeParse(body);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
    return problem("RequestBodyRead", `The event cannot be read: ${faults.join("; ")}`);
  }
  const input = parsed.data;
  for (const end of [input.start, input.end]) {
    if (end !== undefined && !isTimeZone(end.timeZone)) {
      return problem("TimeZoneNotSupportedException", `The time zone '${end.timeZone}' is not known.`);
    }
  }
  const timeOf = (end: z.infer<typeof moment> | undefined): number | null =>
    end === undefined ? null : readTime(end.dateTime, input.isAllDay === true ? "UTC" : end.timeZone);
  const startsAt = timeOf(input.start);
  const endsAt = timeOf(input.end);
  if (
    (startsAt === null && (input.start !== undefined || before === null)) ||
    (endsAt === null && (input.end !== undefined || before === null))
  ) {
    return problem("ErrorPropertyValidationFailure", "An event needs a start and an end that can be read.");
  }
  const from = startsAt ?? before?.startsAt ?? 0;
  const until = endsAt ?? before?.endsAt ?? 0;
  if (until < from) return problem("ErrorPropertyValidationFailure", "An event cannot end before it starts.");
  if (input.isAllDay === true && (until === from || [from, until].some((end) => end % DAY_MS !== 0))) {
    return problem("ErrorPropertyValidationFailure", "An all-day event runs from midnight to midnight.");
  }
  if (before !== null && input.transactionId !== undefined) {
    return problem("ErrorInvalidPropertySet", "transactionId can be given to a new event only.");
  }
  return ok({ ...input, startsAt, endsAt });
}
