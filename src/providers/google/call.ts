/**
 * One request to Google Calendar, and what its refusals mean. The status alone does not tell: a 403 is a full bucket, a
 * missing scope or somebody else's event, and only the `reason` inside the error says which. That reason is the one
 * piece of an answer that gets into a fault, and only if it looks like one of Google's code words. What a 409 or a
 * list's 410 means is left to those who asked.
 */
import { z } from "zod";
import { HOUR_MS } from "../../lib/duration.ts";
import { refused } from "../../lib/result.ts";
import { GOOGLE } from "../addresses.ts";
import { CALENDAR_FORBIDDEN, type ProviderFault, type ProviderResult, WITHOUT_CALENDAR } from "../port.ts";
import { bodyOf, callProvider, faultOfStatus, type ProviderAnswer, type ProviderOptions, type ProviderRequest } from "../call.ts";

/** A calendar that has written too much recovers slowly; asking again soon keeps it from recovering. */
const GOOGLE_QUOTA_RETRY_MS = HOUR_MS;
const QUOTA_REASONS: ReadonlySet<string> = new Set(["quotaExceeded", "dailyLimitExceeded"]);
const NO_CALENDAR_USER = "notACalendarUser";
const CONSENT_TOO_SMALL = "insufficientPermissions";
const OTHER_CALENDAR = /^\/calendars\/(?!primary\/)/u;

interface GoogleRequest extends Pick<ProviderRequest, "effect" | "method" | "headers" | "body"> {
  /** Below the API's base, ids already escaped. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** An answer of any status; a fault only where there is none, and where one calendar refuses what others grant (`calendar_forbidden`). */
export type AskGoogle = (request: GoogleRequest) => Promise<ProviderResult<ProviderAnswer>>;

export function askGoogle(options: ProviderOptions, accessToken: string): AskGoogle {
  const ask: AskGoogle = async ({ path, query, ...request }) => {
    const search = query === undefined ? "" : `?${new URLSearchParams(query).toString()}`;
    return await callProvider(options, { ...request, accessToken, address: `${GOOGLE.calendar}${path}${search}` });
  };
  return async (request) => {
    const answer = await ask(request);
    const isRefused = answer.ok && answer.value.status === 403 && reasonOf(answer.value.body) === CONSENT_TOO_SMALL;
    if (!isRefused || !OTHER_CALENDAR.test(request.path)) return answer;
    // Either the consent does not reach to events at all, or this one calendar is not the account's own: its primary one tells.
    const primary = await ask({
      effect: "read",
      method: "GET",
      path: pathOfEvents("primary"),
      query: { maxResults: "1", fields: "timeZone" },
    });
    return primary.ok && primary.value.isSuccess ? refused(CALENDAR_FORBIDDEN) : answer;
  };
}

export function pathOfEvents(calendarId: string): string {
  return `/calendars/${encodeURIComponent(calendarId)}/events`;
}

export function pathOfEvent(calendarId: string, eventId: string): string {
  return `${pathOfEvents(calendarId)}/${encodeURIComponent(eventId)}`;
}

/** The body of a success, else the fault. */
export function googleBody<Schema extends z.ZodType>(
  answer: ProviderResult<ProviderAnswer>,
  schema: Schema,
): ProviderResult<z.output<Schema>> {
  if (!answer.ok) return answer;
  return answer.value.isSuccess ? bodyOf(answer.value, schema) : refused(googleFault(answer.value));
}

/** Why an answer is no success. */
export function googleFault(answer: ProviderAnswer): ProviderFault {
  const { status, retryAfterMs: afterMs } = answer;
  const reason = reasonOf(answer.body);
  if (reason !== null && QUOTA_REASONS.has(reason) && (status === 403 || status === 429)) {
    return { kind: "retry_later", afterMs: Math.max(afterMs ?? 0, GOOGLE_QUOTA_RETRY_MS), reason };
  }
  if (status === 403) {
    if (reason === "rateLimitExceeded" || reason === "userRateLimitExceeded") return { kind: "retry_later", afterMs, reason };
    if (reason === NO_CALENDAR_USER) return { kind: "rejected", reason: WITHOUT_CALENDAR };
    // The scopes of a grant do not come back by waiting: a new consent brings them.
    if (reason === CONSENT_TOO_SMALL) return { kind: "reconnect", reason };
    // Something in between refused, a proxy most likely: what Google thinks of it is not known.
    if (reason === null) return { kind: "retry_later", afterMs, reason: "status_403" };
  }
  if (status === 404 || status === 410) return { kind: "gone" };
  return faultOfStatus(answer) ?? { kind: "rejected", reason: reason ?? `status_${String(status)}` };
}

const refusal = z.object({ error: z.object({ errors: z.tuple([z.object({ reason: z.string() })], z.unknown()) }) });

/** null where the body is not a refusal of Google's. */
function reasonOf(body: unknown): string | null {
  const reason = refusal.safeParse(body).data?.error.errors[0].reason;
  return reason !== undefined && /^[A-Za-z][\w.]{0,59}$/u.test(reason) ? reason : null;
}

const refusalInWords = z.object({ error: z.object({ message: z.string() }) });

/** Google's own words, which alone say what part of an event it refuses: to decide by, never to be shown or logged. */
export function googleMessageOf(body: unknown): string {
  return refusalInWords.safeParse(body).data?.error.message ?? "";
}
