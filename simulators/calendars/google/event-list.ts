/**
 * events.list: windows, pages and sync tokens. A sync token stands for a point in the account's count of changes, so an
 * incremental list holds every change of the calendar after it, whether inside the first list's window or not, and a
 * token that is older than the account's sync epoch is answered with 410. Page tokens carry the whole question, and the
 * token on the last page dates from the first: what changes while somebody pages is told the next time.
 *
 * Knob (`/__sim/settings`): `emptyPages`: every list begins with a page that is empty but has a successor.
 */
import { answer, type GoogleCall, refuse } from "./call.ts";
import { iCalUidOf, itemJson } from "./event.ts";
import { askedTypes, typeOf } from "./event-types.ts";
import { maskFields } from "./fields.ts";
import { occurrencesOf } from "../core/hand.ts";
import { isTimeZone, readDateTime, startOfDay } from "../core/wall-time.ts";
import type { SimCalendar, SimEvent } from "../core/world.ts";

const PAGE_DEFAULT = 250;
const PAGE_MAX = 2500;
/** The API refuses these beside a sync token. */
const REFUSED_WITH_SYNC = [
  "iCalUID",
  "orderBy",
  "privateExtendedProperty",
  "q",
  "sharedExtendedProperty",
  "timeMax",
  "timeMin",
  "updatedMin",
];
/** A list that asked for these gets no sync token. */
const UNSYNCABLE = ["iCalUID", "orderBy", "privateExtendedProperty", "updatedMin"];

interface Question {
  readonly calendar: string;
  readonly epoch: number;
  /** Only changes after this; null: a full list. */
  readonly since: number | null;
  readonly isExpanded: boolean;
}

interface PageToken extends Question {
  /** The account's count of changes when the first page was made. */
  readonly at: number;
  readonly offset: number;
  readonly wasEmpty: boolean;
}

function encode(prefix: string, token: Question | PageToken): string {
  return prefix + btoa(JSON.stringify(token)).replaceAll("=", "");
}

function decode<Token extends Question>(prefix: string, text: string): Token | null {
  if (!text.startsWith(prefix)) return null;
  try {
    return JSON.parse(atob(text.slice(prefix.length))) as Token;
  } catch {
    return null;
  }
}

/** Real time of an event, an all-day one by the calendar's own days. */
export function realTime(event: SimEvent, calendar: SimCalendar): { readonly startsAt: number; readonly endsAt: number } {
  if (!event.isAllDay) return event;
  return { startsAt: startOfDay(event.startsAt, calendar.timeZone), endsAt: startOfDay(event.endsAt, calendar.timeZone) };
}

interface Filter {
  readonly timeMin: number;
  readonly timeMax: number;
  readonly updatedMin: number;
  readonly showDeleted: boolean;
  readonly iCalUid: string | null;
  /** In lower case; null: anything. */
  readonly words: string | null;
  readonly properties: readonly (readonly [name: string, value: string])[];
}

function readFilter(query: URLSearchParams): Filter | Response {
  const times = { timeMin: -Infinity, timeMax: Infinity, updatedMin: -Infinity };
  for (const name of ["timeMin", "timeMax", "updatedMin"] as const) {
    const text = query.get(name);
    const at = text === null ? times[name] : readDateTime(text, null);
    if (at === null) return refuse(400, "badRequest", `${name} must be a date and time with an offset.`);
    times[name] = at;
  }
  if (times.timeMin >= times.timeMax) return refuse(400, "timeRangeEmpty", "The specified time range is empty.");
  const properties = query.getAll("privateExtendedProperty").map((text) => {
    const [name = "", ...value] = text.split("=");
    return [name, value.join("=")] as const;
  });
  return {
    ...times,
    showDeleted: query.get("showDeleted") === "true",
    iCalUid: query.get("iCalUID"),
    words: query.get("q")?.toLowerCase() ?? null,
    properties,
  };
}

/** The real search takes words apart; here the text is looked for as it stands. */
function holds({ title, description, attendees }: SimEvent, words: string | null): boolean {
  const texts = [title, description, ...attendees.flatMap(({ email, name }) => [email, name ?? ""])];
  return words === null || texts.some((text) => text.toLowerCase().includes(words));
}

/** A series as one item is there wherever one of its occurrences is. */
function isInWindow(event: SimEvent, calendar: SimCalendar, filter: Filter): boolean {
  const pieces = event.isSeriesMaster ? occurrencesOf(calendar, event.id) : [event];
  return pieces.some((piece) => {
    const { startsAt, endsAt } = realTime(piece, calendar);
    return endsAt > filter.timeMin && startsAt < filter.timeMax;
  });
}

function matches(event: SimEvent, calendar: SimCalendar, filter: Filter): boolean {
  return (
    (isInWindow(event, calendar, filter) || (event.isSeriesMaster && event.status === "cancelled")) &&
    event.updatedAt >= filter.updatedMin &&
    (filter.showDeleted || event.status !== "cancelled") &&
    (filter.iCalUid === null || filter.iCalUid === iCalUidOf(event)) &&
    holds(event, filter.words) &&
    filter.properties.every(([name, value]) => event.properties.get(name) === value)
  );
}

/** The page asked for, or why there is none. */
function openPage(call: GoogleCall, calendar: SimCalendar): PageToken | Response {
  const { query, account } = call;
  const sync = query.get("syncToken");
  const page = query.get("pageToken");
  if (sync !== null) {
    const clash = REFUSED_WITH_SYNC.find((name) => query.has(name)) ?? (query.get("showDeleted") === "false" ? "showDeleted=false" : null);
    if (clash !== null && clash !== undefined) return refuse(400, "badRequest", `Sync token cannot be used together with ${clash}.`);
  }
  const isExpanded = query.get("singleEvents") === "true";
  const fresh = { calendar: calendar.id, epoch: account.syncEpoch, at: account.version, offset: 0, wasEmpty: false };
  const token =
    page !== null ? decode<PageToken>("p-", page) : sync === null ? { ...fresh, since: null, isExpanded } : decode<Question>("s-", sync);
  if (token?.calendar !== calendar.id) return refuse(400, "invalid", "Invalid page or sync token value.");
  if (token.epoch !== account.syncEpoch && (sync !== null || token.since !== null)) return refuse(410, "fullSyncRequired");
  return { ...fresh, ...token };
}

/** The occurrences of a series, in its order; those that were taken out are there as cancelled where they are asked for. */
export function listInstances(call: GoogleCall, calendar: SimCalendar, eventId: string): Response {
  const { query, account } = call;
  const master = calendar.events.get(eventId);
  if (master === undefined) return refuse(404, "notFound");
  const filter = readFilter(query);
  if (filter instanceof Response) return filter;
  const [limit, offset] = [Number(query.get("maxResults") ?? PAGE_DEFAULT), Number(query.get("pageToken") ?? "0")];
  if (!Number.isInteger(limit) || limit < 1 || !Number.isInteger(offset)) return refuse(400, "invalidParameter");
  const zone = query.get("timeZone");
  if (zone !== null && !isTimeZone(zone)) return refuse(400, "invalid", "Invalid time zone value.");
  const found = [...calendar.events.values()]
    .filter((event) => event.seriesId === master.id && matches(event, calendar, filter))
    .sort((one, other) => (one.originalStartsAt ?? 0) - (other.originalStartsAt ?? 0));
  const body = {
    kind: "calendar#events",
    etag: `"p33${account.version}"`,
    summary: calendar.name,
    updated: new Date(call.world.now(account)).toISOString(),
    timeZone: zone ?? calendar.timeZone,
    accessRole: calendar.accessRole,
    defaultReminders: [],
    items: found.slice(offset, offset + limit).map((event) => itemJson(account, calendar, event, zone)),
    ...(offset + limit < found.length && { nextPageToken: String(offset + limit) }),
  };
  return answer(maskFields(body, query.get("fields")));
}

export function listEvents(call: GoogleCall, calendar: SimCalendar): Response {
  const { query, account } = call;
  const types = askedTypes(query);
  if (types === null) return refuse(400, "invalid", "Invalid value for: eventTypes");
  const zone = query.get("timeZone");
  if (zone !== null && !isTimeZone(zone)) return refuse(400, "invalid", "Invalid time zone value.");
  const byTime = query.get("orderBy") === "startTime";
  if (byTime && query.get("singleEvents") !== "true") return refuse(400, "badRequest", "orderBy=startTime needs singleEvents=true.");
  const limit = Number(query.get("maxResults") ?? PAGE_DEFAULT);
  if (!Number.isInteger(limit) || limit < 1) return refuse(400, "invalidParameter", "Invalid value for maxResults.");
  const filter = readFilter(query);
  if (filter instanceof Response) return filter;
  const page = openPage(call, calendar);
  if (page instanceof Response) return page;

  const found = [...calendar.events.values()]
    .filter((event) =>
      page.isExpanded ? !event.isSeriesMaster : event.seriesId === null || event.isException || event.status === "cancelled",
    )
    .filter(({ wire }) => types.includes(typeOf(wire)))
    .filter((event) => (page.since === null ? matches(event, calendar, filter) : event.version > page.since))
    .sort((one, other) => (byTime ? one.startsAt - other.startsAt : one.createdAt - other.createdAt) || (one.id < other.id ? -1 : 1));
  const isEmptied = account.settings.get("emptyPages") === true && !page.wasEmpty;
  const end = isEmptied ? page.offset : page.offset + Math.min(limit, PAGE_MAX);
  const question: Question = { calendar: page.calendar, epoch: page.epoch, since: page.since, isExpanded: page.isExpanded };
  const isLast = !isEmptied && end >= found.length;
  const body = {
    kind: "calendar#events",
    etag: `"p33${account.version}"`,
    summary: calendar.name,
    updated: new Date(call.world.now(account)).toISOString(),
    timeZone: zone ?? calendar.timeZone,
    accessRole: calendar.accessRole,
    defaultReminders: [{ method: "popup", minutes: 10 }],
    items: found.slice(page.offset, end).map((event) => itemJson(account, calendar, event, zone)),
    ...(!isLast && { nextPageToken: encode("p-", { ...question, at: page.at, offset: end, wasEmpty: true }) }),
    ...(isLast && !UNSYNCABLE.some((name) => query.has(name)) && { nextSyncToken: encode("s-", { ...question, since: page.at }) }),
  };
  return answer(maskFields(body, query.get("fields")));
}
