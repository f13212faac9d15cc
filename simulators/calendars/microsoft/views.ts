/**
 * Reading a calendar through Graph: one event, the list with its filter on our own mark, the view of a window, and
 * what changed in a window since the last look (delta). A link to go on with is good for its mailbox alone and is opaque:
 * what it stands for is kept here. The trap of delta: `@removed` says only "no longer in this window", which an event
 * that was merely moved away also is.
 */
import { answer, graphError, type GraphCall, GRAPH_URL, idGivenOut, notFound } from "./call.ts";
import { calendarJson, deltaJson, eventJson, expandedProperties, isGone, isInWindow, select } from "./event.ts";
import { beginQueue, isShown, type Window } from "./series.ts";
import { setting } from "./settings.ts";
import { readTime, zoneOf } from "./zones.ts";
import type { Account, SimCalendar, SimEvent } from "../core/world.ts";

const PAGE_SIZE_DEFAULT = 10;
const PAGE_SIZE_MAX = 1000;
const ROUNDS_PER_MAILBOX_MAX = 500;

/** What a delta link stands for: where a round goes on (`queue` from `offset`), or from where the next one begins. */
interface Round {
  readonly window: Window;
  readonly epoch: number;
  /** The account's change counter when this round began. */
  readonly version: number;
  /** What the client knows to be in the window once the round is over. */
  readonly known: ReadonlySet<string>;
  readonly queue: readonly string[];
  readonly offset: number;
}

/** Keyed by the account object, so that a mailbox that is reset knows none of its old links. */
const rounds = new WeakMap<Account, Map<string, Round>>();

function badRequest(message: string): Response {
  return graphError(400, "ErrorInvalidParameter", message);
}

function query(call: GraphCall, name: string): string | null {
  return call.url.searchParams.get(name);
}

/** null: missing or not a window. Without an offset the times are UTC, whatever zone is preferred. */
function windowOf(call: GraphCall): Window | null {
  const startsAt = readTime(query(call, "startDateTime") ?? "", "UTC");
  const endsAt = readTime(query(call, "endDateTime") ?? "", "UTC");
  return startsAt === null || endsAt === null || endsAt <= startsAt ? null : { startsAt, endsAt };
}

function sizeOf(text: string | null, fallback: number): number | null {
  const size = Number(text ?? fallback);
  return Number.isInteger(size) && size >= 1 && size <= PAGE_SIZE_MAX ? size : null;
}

function visible(account: Account, calendar: SimCalendar): SimEvent[] {
  return [...calendar.events.values()].filter((event) => !isGone(account, event)).sort((one, other) => one.startsAt - other.startsAt);
}

/** A page by `$top` and `$skip`, with the link to the next as the real provider would give it. */
function page<Item>(call: GraphCall, items: readonly Item[], json: (item: Item) => Record<string, unknown>): Response {
  const top = sizeOf(query(call, "$top"), call.prefer.pageSize ?? PAGE_SIZE_DEFAULT);
  const skip = Number(query(call, "$skip") ?? 0);
  if (top === null || !Number.isInteger(skip) || skip < 0) return badRequest("$top or $skip is not a number that can be used.");
  const next = new URL(GRAPH_URL + call.url.pathname.slice(call.url.pathname.indexOf("/me/")) + call.url.search);
  next.searchParams.set("$skip", String(skip + top));
  return answer(200, {
    "@odata.context": `${GRAPH_URL}/$metadata`,
    value: items.slice(skip, skip + top).map(json),
    ...(skip + top < items.length && { "@odata.nextLink": next.href }),
  });
}

function eventPage(call: GraphCall, events: readonly SimEvent[]): Response {
  return page(call, events, (event) => ({
    ...select(eventJson(call.account, event, call.prefer), query(call, "$select")),
    ...expandedProperties(event, query(call, "$expand")),
  }));
}

export function listCalendars(call: GraphCall): Response {
  const json = (calendar: SimCalendar): Record<string, unknown> => calendarJson(call.account, calendar);
  return page(call, [...call.account.calendars.values()], json);
}

export function readCalendar(call: GraphCall, calendar: SimCalendar): Response {
  return answer(200, calendarJson(call.account, calendar));
}

export function readEvent(call: GraphCall, eventId: string): Response {
  const found = call.world.findEvent(call.account, eventId);
  if (found === null || isGone(call.account, found.event)) return notFound();
  return answer(200, {
    "@odata.context": `${GRAPH_URL}/$metadata#users/events/$entity`,
    ...select(eventJson(call.account, found.event, call.prefer), query(call, "$select")),
    ...expandedProperties(found.event, query(call, "$expand")),
  });
}

export function listEvents(call: GraphCall, calendar: SimCalendar): Response {
  const events = visible(call.account, calendar).filter(({ seriesId }) => seriesId === null);
  const filter = query(call, "$filter");
  if (filter === null) return eventPage(call, events);
  const asked = /^singleValueExtendedProperties\/any\((\w+): *\1\/id eq '((?:[^']|'')*)' and \1\/value eq '((?:[^']|'')*)'\)$/iu.exec(
    filter.trim(),
  );
  if (asked === null) return graphError(400, "ErrorInvalidUrlQueryFilter", "The simulator knows no such filter.");
  const [, , id = "", value = ""] = asked.map((text) => text.replaceAll("''", "'"));
  const fits = ([name, held]: readonly [string, string]): boolean => name.toLowerCase() === id.toLowerCase() && held === value;
  return eventPage(
    call,
    events.filter(({ properties }) => [...properties].some(fits)),
  );
}

export function viewCalendar(call: GraphCall, calendar: SimCalendar): Response {
  const window = windowOf(call);
  if (window === null) return badRequest("startDateTime and endDateTime must be a window of time.");
  if (calendar.isBroken) return graphError(503, "ErrorMailboxStoreUnavailable", "The store of this calendar cannot be reached now.");
  return eventPage(
    call,
    visible(call.account, calendar).filter((event) => isInWindow(call.account, event, window)),
  );
}

function keep(account: Account, round: Round): string {
  const mine = rounds.get(account) ?? new Map<string, Round>();
  rounds.set(account, mine);
  const oldest = mine.keys().next();
  if (mine.size >= ROUNDS_PER_MAILBOX_MAX && oldest.done !== true) mine.delete(oldest.value);
  const token = crypto.randomUUID().replaceAll("-", "");
  mine.set(token, round);
  return token;
}

/** A round over what changed after `version`; 0 is everything, and then nothing is known yet. */
function beginRound(call: GraphCall, calendar: SimCalendar, window: Window, version: number, before: ReadonlySet<string>): Round {
  const { account } = call;
  const { queue, known } = beginQueue(account, calendar, window, version, before);
  return { window, epoch: account.syncEpoch, version: account.version, known, queue, offset: 0 };
}

function deltaItem(call: GraphCall, calendar: SimCalendar, window: Window, id: string): unknown {
  const event = calendar.events.get(id);
  if (event !== undefined && isShown(call.account, calendar, event, window)) {
    return deltaJson(call.account, event, call.prefer);
  }
  return { "@odata.type": "#microsoft.graph.event", id: idGivenOut(id, call.prefer), "@removed": { reason: "deleted" } };
}

function deltaPage(call: GraphCall, calendar: SimCalendar, round: Round): Response {
  const size = Math.min(call.prefer.pageSize ?? PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX);
  const end = round.offset + size;
  const repeatFrom = setting(call.account, "deltaDuplicates") && round.offset > 0 ? round.offset - 1 : round.offset;
  const isLast = end >= round.queue.length;
  const token = keep(call.account, { ...round, offset: isLast ? round.queue.length : end });
  return answer(200, {
    "@odata.context": `${GRAPH_URL}/$metadata#Collection(event)`,
    value: round.queue.slice(repeatFrom, end).map((id) => deltaItem(call, calendar, round.window, id)),
    [isLast ? "@odata.deltaLink" : "@odata.nextLink"]:
      `${GRAPH_URL}/me/calendarView/delta?${isLast ? "$deltatoken" : "$skiptoken"}=${token}`,
  });
}

function lostSync(account: Account): Response {
  const [status = "410", code = "syncStateNotFound"] = setting(account, "syncLoss").split(" ");
  return graphError(Number(status), code, "The state of this synchronization is not known any more; begin again.");
}

export function viewDelta(call: GraphCall, calendar: SimCalendar): Response {
  const refusedOption = ["$expand", "$filter", "$orderby", "$search"].find((name) => call.url.searchParams.has(name));
  if (refusedOption !== undefined) return badRequest(`${refusedOption} cannot be used with a delta of a calendar.`);
  if (calendar.isBroken) return graphError(503, "ErrorMailboxStoreUnavailable", "The store of this calendar cannot be reached now.");
  const token = query(call, "$skiptoken") ?? query(call, "$deltatoken");
  if (token === null) {
    const window = windowOf(call);
    if (window === null) return badRequest("startDateTime and endDateTime must be a window of time.");
    return deltaPage(call, calendar, beginRound(call, calendar, window, 0, new Set()));
  }
  const round = rounds.get(call.account)?.get(token);
  if (round === undefined || round.epoch !== call.account.syncEpoch) return lostSync(call.account);
  if (call.url.searchParams.has("$skiptoken")) return deltaPage(call, calendar, round);
  return deltaPage(call, calendar, beginRound(call, calendar, round.window, round.version, round.known));
}

/** What the `Prefer` header names must exist. */
export function refusedZone(call: GraphCall): Response | null {
  if (zoneOf(call.account, call.prefer.timeZone) !== null) return null;
  return graphError(400, "TimeZoneNotSupportedException", `A valid TimeZone value must be specified: '${call.prefer.timeZone}'.`);
}
