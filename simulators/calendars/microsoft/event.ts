/**
 * An event of the shared world as Graph tells of it, and the parts of it that only Graph knows (`wire`). Two traps of
 * the real service are kept: times have seven decimals and no offset, and a Teams link lives in the body, so that a write
 * of the body without it loses the meeting. An all-day event is shown from midnight to midnight in UTC, whatever zone is
 * preferred; the time that it takes is that of its days in the mailbox's zone. Reads only.
 */
import { GRAPH_URL, idGivenOut, type Prefer } from "./call.ts";
import { isPersonal, setting } from "./settings.ts";
import { recurrenceJson } from "./recurrence.ts";
import { wallTime, windowsNameOf, zoneOf } from "./zones.ts";
import { mailboxZone } from "../core/mailbox-zone.ts";
import { startOfDay } from "../core/wall-time.ts";
import type { Account, Answer, SimCalendar, SimEvent } from "../core/world.ts";

export interface MicrosoftWire {
  transactionId: string | null;
  bodyHtml: string;
  showAs: string;
  isReminderOn: boolean;
  reminderMinutes: number;
  allowNewTimeProposals: boolean;
  attendeeTypes: Readonly<Record<string, string>>;
  location: string;
  importance: string;
  sensitivity: string;
  responseRequested: boolean;
  /** The zone's name as it was written; null: the name that Outlook gives the event's zone. */
  originalStartZone: string | null;
  originalEndZone: string | null;
  /** The owner threw it away, which an event that was only called off by its organizer is not. */
  isDeleted: boolean;
}

/** For events that a person made, not the API. */
const UNWRITTEN: MicrosoftWire = {
  transactionId: null,
  bodyHtml: "",
  showAs: "busy",
  isReminderOn: true,
  reminderMinutes: 15,
  allowNewTimeProposals: true,
  attendeeTypes: {},
  location: "",
  importance: "normal",
  sensitivity: "normal",
  responseRequested: true,
  originalStartZone: null,
  originalEndZone: null,
  isDeleted: false,
};

const RESPONSES: Record<Answer, string> = {
  none: "notResponded",
  accepted: "accepted",
  declined: "declined",
  tentative: "tentativelyAccepted",
};

const BODY_PREVIEW_LENGTH = 255;

export function wireOf(event: SimEvent): MicrosoftWire {
  return { ...UNWRITTEN, bodyHtml: escapeHtml(event.description), ...(event.wire as Partial<MicrosoftWire>) };
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>\n");
}

export function meetingBlock(link: string): string {
  return `<br>\n<div class="me-email-text">________________<br>\n<a href="${link}">Join the meeting now</a></div>`;
}

function plainText(html: string): string {
  const bare = html.replaceAll(/<br>\n?/gu, "\n").replaceAll(/<[^>]*>/gu, "");
  return bare.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&").trim();
}

export function etagOf(event: SimEvent): string {
  return `W/"${changeKeyOf(event)}"`;
}

function changeKeyOf(event: SimEvent): string {
  return btoa(`${event.id.slice(-6)}:${event.version}`);
}

export function iCalUidOf(event: SimEvent): string {
  return event.iCalUid ?? `040000008200E00074C5B7101A82E008${event.id.slice(-24)}`;
}

/** The mailbox no longer shows it. What its organizer, someone else, called off stays to be seen as cancelled. */
export function isGone(account: Account, event: SimEvent): boolean {
  return event.status === "cancelled" && (event.organizerEmail === account.email || wireOf(event).isDeleted);
}

/** The time that it takes: an all-day event's days begin and end by the mailbox's own clocks. */
function realTime(account: Account, event: SimEvent): { readonly startsAt: number; readonly endsAt: number } {
  if (!event.isAllDay) return event;
  const zone = mailboxZone(account);
  return { startsAt: startOfDay(event.startsAt, zone), endsAt: startOfDay(event.endsAt, zone) };
}

/** A master takes no time itself. */
export function isInWindow(account: Account, event: SimEvent, window: { readonly startsAt: number; readonly endsAt: number }): boolean {
  const { startsAt, endsAt } = realTime(account, event);
  return !event.isSeriesMaster && startsAt < window.endsAt && endsAt > window.startsAt;
}

/** What somebody else invites to is tentative until it is answered. */
function showAs(account: Account, event: SimEvent): string {
  if (!event.isBusy) return "free";
  const isUnanswered = event.organizerEmail !== account.email && event.ownResponse === "none";
  if (event.status === "tentative" || isUnanswered) return "tentative";
  const { showAs: written } = wireOf(event);
  return written === "free" || written === "tentative" ? "busy" : written;
}

function typeOf(event: SimEvent): string {
  if (event.isSeriesMaster) return "seriesMaster";
  if (event.seriesId === null) return "singleInstance";
  return event.isException ? "exception" : "occurrence";
}

function person(address: string, name: string | null): unknown {
  return { emailAddress: { name: name ?? address, address } };
}

/** Markup without words around a few: as much as is missing to the length asked for. */
function padded(bodyHtml: string, charactersMin: number): string {
  const piece = `<p class="MsoNormal" style="margin:0cm;font-family:Calibri,sans-serif;font-size:11pt">Lorem ipsum.</p>\n`;
  return bodyHtml + piece.repeat(Math.max(0, Math.ceil((charactersMin - bodyHtml.length) / piece.length)));
}

/** Null where it would say the usual thing: `NullableOption` in Microsoft's own types. */
function withNulls(json: Record<string, unknown>): Record<string, unknown> {
  const usual = { showAs: "busy", isCancelled: false, type: "singleInstance", isOnlineMeeting: false };
  const nulled = Object.entries(usual).filter(([name, value]) => json[name] === value);
  const status = json["responseStatus"] as { readonly response: string; readonly time: string };
  const isUsual = status.response === "organizer" || status.response === "notResponded";
  return {
    ...json,
    ...Object.fromEntries(nulled.map(([name]) => [name, null])),
    responseStatus: { ...status, response: isUsual ? null : status.response },
  };
}

export function eventJson(account: Account, event: SimEvent, prefer: Prefer): Record<string, unknown> {
  const json = wholeJson(account, event, prefer);
  return setting(account, "nulls") ? withNulls(json) : json;
}

function meetingJson(account: Account, event: SimEvent): Record<string, unknown> {
  if (event.meeting === null) {
    return { isOnlineMeeting: false, onlineMeetingProvider: isPersonal(account) ? null : "unknown", onlineMeeting: null };
  }
  const onlineMeetingProvider = isPersonal(account) ? "unknown" : "teamsForBusiness";
  return { isOnlineMeeting: true, onlineMeetingProvider, onlineMeeting: { joinUrl: event.meeting.link } };
}

function wholeJson(account: Account, event: SimEvent, prefer: Prefer): Record<string, unknown> {
  const wire = wireOf(event);
  const bodyHtml = padded(wire.bodyHtml, setting(account, "bodyCharacters"));
  const isOrganizer = event.organizerEmail === account.email;
  const shownZone = event.isAllDay ? "UTC" : prefer.timeZone;
  const zone = zoneOf(account, shownZone) ?? "UTC";
  const stamp = (at: number): string => `${wallTime(at, "UTC")}Z`;
  const id = idGivenOut(event.id, prefer);
  return {
    "@odata.etag": etagOf(event),
    id,
    createdDateTime: stamp(event.createdAt),
    lastModifiedDateTime: stamp(event.updatedAt),
    changeKey: changeKeyOf(event),
    categories: [],
    transactionId: wire.transactionId,
    originalStartTimeZone: wire.originalStartZone ?? windowsNameOf(event.timeZone),
    originalEndTimeZone: wire.originalEndZone ?? windowsNameOf(event.timeZone),
    iCalUId: iCalUidOf(event),
    reminderMinutesBeforeStart: wire.reminderMinutes,
    isReminderOn: wire.isReminderOn,
    hasAttachments: false,
    subject: event.title,
    bodyPreview: plainText(bodyHtml).slice(0, BODY_PREVIEW_LENGTH),
    importance: wire.importance,
    sensitivity: wire.sensitivity,
    isAllDay: event.isAllDay,
    isCancelled: event.status === "cancelled",
    isOrganizer,
    responseRequested: wire.responseRequested,
    seriesMasterId: event.seriesId === null ? null : idGivenOut(event.seriesId, prefer),
    showAs: showAs(account, event),
    type: typeOf(event),
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    ...meetingJson(account, event),
    allowNewTimeProposals: wire.allowNewTimeProposals,
    responseStatus: {
      response: isOrganizer && event.ownResponse !== "declined" ? "organizer" : RESPONSES[event.ownResponse],
      time: "0001-01-01T00:00:00Z",
    },
    body: prefer.textBodies
      ? { contentType: "text", content: plainText(bodyHtml) }
      : { contentType: "html", content: `<html><body>${bodyHtml}</body></html>` },
    start: { dateTime: wallTime(event.startsAt, zone), timeZone: shownZone },
    end: { dateTime: wallTime(event.endsAt, zone), timeZone: shownZone },
    location: { displayName: wire.location, locationType: "default" },
    attendees: event.attendees.map(({ email, name, response }) => ({
      type: wire.attendeeTypes[email] ?? "required",
      status: { response: response === "none" ? "none" : RESPONSES[response], time: "0001-01-01T00:00:00Z" },
      ...(person(email, name) as object),
    })),
    organizer: person(event.organizerEmail, null),
    recurrence: recurrenceJson(event),
  };
}

/** Some clients ask for less: the id and the etag come all the same. */
export function select(json: Readonly<Record<string, unknown>>, names: string | null): Record<string, unknown> {
  if (names === null) return { ...json };
  const wanted = new Set(["@odata.etag", "id", ...names.split(",").map((name) => name.trim())]);
  return Object.fromEntries(Object.entries(json).filter(([name]) => wanted.has(name)));
}

/** What `$expand=singleValueExtendedProperties($filter=id eq '...')` asks to see. */
export function expandedProperties(event: SimEvent, expand: string | null): Record<string, unknown> {
  if (expand?.startsWith("singleValueExtendedProperties") !== true) return {};
  const asked = [...expand.matchAll(/id eq '((?:[^']|'')*)'/gu)].map(([, id = ""]) => id.replaceAll("''", "'").toLowerCase());
  const found = [...event.properties].filter(([id]) => asked.includes(id.toLowerCase()));
  return found.length === 0 ? {} : { singleValueExtendedProperties: found.map(([id, value]) => ({ id, value })) };
}

export function calendarJson(account: Account, calendar: SimCalendar): Record<string, unknown> {
  const providers = isPersonal(account) || !calendar.hasMeetings ? [] : ["teamsForBusiness"];
  const canEdit = calendar.accessRole === "owner" || calendar.accessRole === "writer";
  const nulls = setting(account, "nulls");
  const orNull = <Value>(value: Value, isUsual: boolean): Value | null => (nulls && isUsual ? null : value);
  return {
    id: calendar.id,
    name: orNull(calendar.isPrimary ? "Calendar" : calendar.name, true),
    color: "auto",
    isDefaultCalendar: orNull(calendar.isPrimary, !calendar.isPrimary),
    canShare: calendar.accessRole === "owner",
    canViewPrivateItems: calendar.accessRole === "owner",
    canEdit: orNull(canEdit, !canEdit),
    isRemovable: !calendar.isPrimary,
    isTallyingResponses: calendar.isPrimary,
    allowedOnlineMeetingProviders: orNull(providers, providers.length === 0),
    defaultOnlineMeetingProvider: providers[0] ?? "unknown",
    owner: { name: account.email, address: calendar.accessRole === "owner" ? account.email : `owner-of-${calendar.id}@example.test` },
  };
}

/** A delta says no more of an occurrence than this; the rest is its master's to tell. An exception is told of whole. */
export function deltaJson(account: Account, event: SimEvent, prefer: Prefer): Record<string, unknown> {
  const json = { "@odata.type": "#microsoft.graph.event", ...eventJson(account, event, prefer) };
  const isSlim = event.seriesId !== null && !event.isException && setting(account, "deltaOccurrencesSlim");
  return isSlim ? select(json, "@odata.type,type,seriesMasterId,start,end") : json;
}

export function eventUrl(account: Account, id: string): string {
  return `${GRAPH_URL}/users/${account.subject}/events/${id}`;
}
