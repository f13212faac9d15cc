/**
 * The list of an account's calendars, and free/busy. Free/busy hides its failures: a calendar that cannot be answered
 * for comes back inside a 200 with `errors` and an empty `busy`, which a careless reader takes for a free day.
 */
import { z } from "zod";
import { answer, type GoogleCall, refuse, scopeRefusal } from "./call.ts";
import { realTime } from "./event-list.ts";
import { readDateTime } from "../core/wall-time.ts";
import type { Account, SimCalendar } from "../core/world.ts";

const CALENDARS_PER_QUERY_MAX = 50;
const WINDOW_DAYS_MAX = 60;
const DAY_MS = 86_400_000;
const LIST_PAGE_DEFAULT = 100;
const LIST_PAGE_MAX = 250;

const asked = z.object({
  timeMin: z.string(),
  timeMax: z.string(),
  items: z.array(z.object({ id: z.string() })),
});

/** Said of secondary calendars alone. */
function dataOwnerJson({ email }: Account, { dataOwner, accessRole }: SimCalendar): { readonly dataOwner?: string } {
  const owner = dataOwner ?? (accessRole === "owner" ? email : null);
  return owner === null ? {} : { dataOwner: owner };
}

function entryJson(account: Account, calendar: SimCalendar): Record<string, unknown> {
  return {
    kind: "calendar#calendarListEntry",
    etag: `"c-${calendar.id.length}"`,
    id: calendar.id,
    summary: calendar.name,
    timeZone: calendar.timeZone,
    accessRole: calendar.accessRole,
    ...(calendar.isPrimary ? { primary: true } : dataOwnerJson(account, calendar)),
    selected: true,
    defaultReminders: [],
    conferenceProperties: { allowedConferenceSolutionTypes: calendar.hasMeetings ? ["hangoutsMeet"] : [] },
  };
}

/** The calendar itself, which the scopes of the calendar list do not show. */
export function readCalendar(call: GoogleCall, id: string): Response {
  const refusal = scopeRefusal(call, "calendars");
  if (refusal !== null) return refusal;
  const calendar = call.world.calendar(call.account, id);
  if (calendar === null) return refuse(404, "notFound");
  const { etag, id: calendarId, summary, timeZone, conferenceProperties } = entryJson(call.account, calendar);
  const owner = calendar.isPrimary ? {} : dataOwnerJson(call.account, calendar);
  return answer({ kind: "calendar#calendar", etag, id: calendarId, summary, timeZone, conferenceProperties, ...owner });
}

/** Access rules of a calendar: here, its owner may do everything. */
export function listAccessRules(call: GoogleCall, id: string): Response {
  const refusal = scopeRefusal(call, "acl");
  if (refusal !== null) return refusal;
  const calendar = call.world.calendar(call.account, id);
  if (calendar === null) return refuse(404, "notFound");
  const { email } = call.account;
  const rule = {
    kind: "calendar#aclRule",
    etag: '"a"',
    id: `user:${email}`,
    scope: { type: "user", value: email },
    role: calendar.accessRole,
  };
  return answer({ kind: "calendar#acl", etag: '"a"', items: [rule] });
}

/** The account's settings, of which the simulator has its time zone alone. */
export function listSettings(call: GoogleCall): Response {
  const refusal = scopeRefusal(call, "settings");
  if (refusal !== null) return refusal;
  const { timeZone } = call.world.primary(call.account);
  const items = [{ kind: "calendar#setting", etag: '"z"', id: "timezone", value: timeZone }];
  return answer({ kind: "calendar#settings", etag: '"z"', items });
}

export function readSetting(call: GoogleCall, name: string): Response {
  const refusal = scopeRefusal(call, "settings");
  if (refusal !== null) return refusal;
  const { timeZone } = call.world.primary(call.account);
  return name === "timezone" ? answer({ kind: "calendar#setting", etag: '"z"', id: "timezone", value: timeZone }) : refuse(404, "notFound");
}

export function listCalendars(call: GoogleCall): Response {
  const refusal = scopeRefusal(call, "calendarList");
  if (refusal !== null) return refusal;
  const calendars = [...call.account.calendars.values()];
  const offset = Number(call.query.get("pageToken") ?? "0");
  const limit = Math.min(Number(call.query.get("maxResults") ?? LIST_PAGE_DEFAULT), LIST_PAGE_MAX);
  if (!Number.isInteger(offset) || !Number.isInteger(limit) || limit < 1) return refuse(400, "invalidParameter");
  const items = calendars.slice(offset, offset + limit).map((one) => entryJson(call.account, one));
  const hasMore = offset + limit < calendars.length;
  return answer({ kind: "calendar#calendarList", etag: '"l"', items, ...(hasMore && { nextPageToken: String(offset + limit) }) });
}

export function readCalendarEntry(call: GoogleCall, id: string): Response {
  const refusal = scopeRefusal(call, "calendarList");
  if (refusal !== null) return refusal;
  const calendar = call.world.calendar(call.account, id);
  return calendar === null ? refuse(404, "notFound") : answer(entryJson(call.account, calendar));
}

/** Sorted, merged where they touch, clipped to the window. */
function busyOf(account: Account, calendar: SimCalendar, timeMin: number, timeMax: number): { start: string; end: string }[] {
  const pieces: { startsAt: number; endsAt: number }[] = [];
  const counted = [...calendar.events.values()]
    .filter(({ status, isBusy, isSeriesMaster }) => status !== "cancelled" && isBusy && !isSeriesMaster)
    .filter(({ ownResponse, attendees }) => {
      const own = attendees.find(({ email }) => email === account.email)?.response ?? ownResponse;
      return own !== "declined";
    })
    .map((event) => realTime(event, calendar))
    .filter(({ startsAt, endsAt }) => startsAt < timeMax && endsAt > timeMin)
    .sort((one, other) => one.startsAt - other.startsAt);
  for (const { startsAt, endsAt } of counted) {
    const last = pieces.at(-1);
    if (last !== undefined && startsAt <= last.endsAt) last.endsAt = Math.max(last.endsAt, endsAt);
    else pieces.push({ startsAt, endsAt });
  }
  const show = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");
  return pieces.map(({ startsAt, endsAt }) => ({ start: show(Math.max(startsAt, timeMin)), end: show(Math.min(endsAt, timeMax)) }));
}

export function queryFreeBusy(call: GoogleCall): Response {
  const refusal = scopeRefusal(call, "freeBusy");
  if (refusal !== null) return refusal;
  const parsed = asked.safeParse(call.body);
  if (!parsed.success) return refuse(400, "required", "timeMin, timeMax and items are needed.");
  const { items } = parsed.data;
  const timeMin = readDateTime(parsed.data.timeMin, null);
  const timeMax = readDateTime(parsed.data.timeMax, null);
  if (timeMin === null || timeMax === null) return refuse(400, "badRequest", "A time needs an offset.");
  if (timeMax <= timeMin) return refuse(400, "timeRangeEmpty", "The specified time range is empty.");
  if (timeMax - timeMin > WINDOW_DAYS_MAX * DAY_MS) return refuse(400, "timeRangeTooLong", "The requested time range is too long.");
  if (items.length > CALENDARS_PER_QUERY_MAX) return refuse(400, "tooManyCalendarsRequested", "Too many calendars are asked about.");
  const calendars: Record<string, unknown> = {};
  for (const { id } of items) {
    const calendar = call.world.calendar(call.account, id);
    const reason = calendar === null ? "notFound" : "internalError";
    calendars[id] =
      calendar === null || calendar.isBroken
        ? { errors: [{ domain: "global", reason }], busy: [] }
        : { busy: busyOf(call.account, calendar, timeMin, timeMax) };
  }
  const show = (at: number): string => new Date(at).toISOString();
  return answer({ kind: "calendar#freeBusy", timeMin: show(timeMin), timeMax: show(timeMax), calendars });
}
