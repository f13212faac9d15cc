/**
 * What a write to an event may say. It is stricter than it looks: a property that Graph does not know is refused, as the
 * real one does, so that a misspelt name cannot pass unnoticed. Times become epoch milliseconds here; an all-day event
 * must run from midnight to midnight, and its dates mean the same in every zone. While an event stays an all-day one, the
 * times of day of a change are passed over, or refused where the mailbox's settings say so: both were seen. It changes
 * nothing in the world.
 */
import { z } from "zod";
import { refused, ok, type Result } from "../../../src/lib/result.ts";
import { setting } from "./settings.ts";
import { readTime, zoneOf } from "./zones.ts";
import type { Account } from "../core/world.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const ATTENDEES_MAX = 500;
const SUBJECT_LENGTH_MAX = 255;

const moment = z.strictObject({ dateTime: z.string(), timeZone: z.string() });

const written = z
  .strictObject({
    subject: z.string(),
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
          emailAddress: z.strictObject({ address: z.string(), name: z.string().optional() }),
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

interface Times {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** With times as they are to be; of an all-day event, the UTC midnights of its dates. */
export type EventInput = z.infer<typeof written> & Times & { readonly isAllDay: boolean };

interface InputProblem {
  readonly code: string;
  readonly message: string;
}

type InputResult = Result<EventInput, InputProblem>;

function problem(code: string, message: string): InputResult {
  return refused({ code, message });
}

interface TimesBefore {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly isAllDay: boolean;
}

const NO_TIME: InputProblem = {
  code: "ErrorPropertyValidationFailure",
  message: "An event needs a start and an end that can be read.",
};
const OFF_MIDNIGHT: InputProblem = {
  code: "ErrorPropertyValidationFailure",
  message: "The start and the end of an all-day event need to be set to midnight, in the same time zone.",
};

/** The exact words for a long subject are not on record; those for a guest are. */
function wordProblem(account: Account, input: z.infer<typeof written>): InputProblem | null {
  if ((input.subject?.length ?? 0) > SUBJECT_LENGTH_MAX) {
    return { code: "ErrorPropertyValidationFailure", message: `The subject is longer than ${SUBJECT_LENGTH_MAX} characters.` };
  }
  const unaddressable = setting(account, "unaddressableGuest").toLowerCase();
  const cannotReach = (address: string): boolean =>
    address.toLowerCase() === unaddressable || !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/u.test(address);
  const isLost = input.attendees?.some(({ emailAddress }) => cannotReach(emailAddress.address)) === true;
  return isLost ? { code: "ErrorInvalidRecipients", message: "At least one recipient isn't valid." } : null;
}

/** The dates of an all-day event as UTC midnights; a change of one that stays so may bring times of day. */
function readDates(account: Account, input: z.infer<typeof written>, before: TimesBefore | null): Result<Times, InputProblem> {
  const startsAt = input.start === undefined ? (before?.startsAt ?? null) : readTime(input.start.dateTime, "UTC");
  const endsAt = input.end === undefined ? (before?.endsAt ?? null) : readTime(input.end.dateTime, "UTC");
  if (startsAt === null || endsAt === null) return refused(NO_TIME);
  const isOffMidnight = [startsAt, endsAt].some((end) => end % DAY_MS !== 0);
  const isInTwoZones = input.start !== undefined && input.end !== undefined && input.start.timeZone !== input.end.timeZone;
  const passesOver = before?.isAllDay === true && setting(account, "allDayTimes") === "ignored";
  if (!passesOver && (isOffMidnight || isInTwoZones || endsAt <= startsAt)) return refused(OFF_MIDNIGHT);
  const firstDay = Math.floor(startsAt / DAY_MS) * DAY_MS;
  const lastDay = Math.floor(endsAt / DAY_MS) * DAY_MS;
  return ok({ startsAt: firstDay, endsAt: Math.max(lastDay, firstDay + DAY_MS) });
}

function readTimes(account: Account, input: z.infer<typeof written>, before: TimesBefore | null): Result<Times, InputProblem> {
  const timeOf = (end: z.infer<typeof moment> | undefined): number | null =>
    end === undefined ? null : readTime(end.dateTime, zoneOf(account, end.timeZone) ?? "UTC");
  const startsAt = input.start === undefined ? (before?.startsAt ?? null) : timeOf(input.start);
  const endsAt = input.end === undefined ? (before?.endsAt ?? null) : timeOf(input.end);
  if (startsAt === null || endsAt === null) return refused(NO_TIME);
  if (endsAt >= startsAt) return ok({ startsAt, endsAt });
  return refused({ code: "ErrorPropertyValidationFailure", message: "An event cannot end before it starts." });
}

/** `before`: what the event says now, for a change that leaves one end of it out; null for a new event. */
export function readEventInput(account: Account, body: unknown, before: TimesBefore | null): InputResult {
  const parsed = written.safeParse(body);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
    return problem("RequestBodyRead", `The event cannot be read: ${faults.join("; ")}`);
  }
  const input = parsed.data;
  for (const end of [input.start, input.end]) {
    if (end !== undefined && zoneOf(account, end.timeZone) === null) {
      return problem("TimeZoneNotSupportedException", `A valid TimeZone value must be specified: '${end.timeZone}'.`);
    }
  }
  const words = wordProblem(account, input);
  if (words !== null) return refused(words);
  if (before !== null && input.transactionId !== undefined) {
    return problem("ErrorInvalidPropertySet", "transactionId can be given to a new event only.");
  }
  const isAllDay = input.isAllDay ?? before?.isAllDay ?? false;
  const times = isAllDay ? readDates(account, input, before) : readTimes(account, input, before);
  return times.ok ? ok({ ...input, ...times.value, isAllDay }) : times;
}
