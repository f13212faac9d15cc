/**
 * An event of the shared world as Graph tells of it, and the parts of it that only Graph knows (`wire`). Two traps of
 * the real service are kept: times have seven decimals and no offset, and a Teams link lives in the body, so whoever
 * replaces the body without it loses the meeting. Reads only.
 */
import { GRAPH_URL, idGivenOut, wallTime, type Prefer } from "./call.ts";
import { setting } from "./settings.ts";
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

export function isInWindow(event: SimEvent, window: { readonly startsAt: number; readonly endsAt: number }): boolean {
  return !event.isSeriesMaster && event.startsAt < window.endsAt && event.endsAt > window.startsAt;
}

function showAs(event: SimEvent): string {
  if (!event.isBusy) return "free";
  if (event.status === "tentative") return "tentative";
  const { showAs: written } = wireOf(event);
  return written === "free" || written === "tentative" ? "busy" : written;
}

function typeOf(event: SimEvent): string {
  if (event.isSeriesMaster) return "seriesMaster";
  return event.seriesId === null ? "singleInstance" : "occurrence";
}

function person(address: string, name: string | null): unknown {
  return { emailAddress: { name: name ?? address, address } };
}

export function eventJson(account: Account, event: SimEvent, prefer: Prefer): Record<string, unknown> {
  const wire = wireOf(event);
  const isOrganizer = event.organizerEmail === account.email;
  const zone = event.isAllDay ? "UTC" : prefer.timeZone;
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
    originalStartTimeZone: event.timeZone,
    originalEndTimeZone: event.timeZone,
    iCalUId: iCalUidOf(event),
    reminderMinutesBeforeStart: wire.reminderMinutes,
    isReminderOn: wire.isReminderOn,
    hasAttachments: false,
    subject: event.title,
    bodyPreview: plainText(wire.bodyHtml).slice(0, BODY_PREVIEW_LENGTH),
    importance: wire.importance,
    sensitivity: wire.sensitivity,
    isAllDay: event.isAllDay,
    isCancelled: event.status === "cancelled",
    isOrganizer,
    responseRequested: wire.responseRequested,
    seriesMasterId: event.seriesId === null ? null : idGivenOut(event.seriesId, prefer),
    showAs: showAs(event),
    type: typeOf(event),
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: event.meeting !== null,
    onlineMeetingProvider: event.meeting === null ? "unknown" : "teamsForBusiness",
    allowNewTimeProposals: wire.allowNewTimeProposals,
    responseStatus: {
      response: isOrganizer && event.ownResponse !== "declined" ? "organizer" : RESPONSES[event.ownResponse],
      time: "0001-01-01T00:00:00Z",
    },
    body: prefer.textBodies
      ? { contentType: "text", content: plainText(wire.bodyHtml) }
      : { contentType: "html", content: `<html><body>${wire.bodyHtml}</body></html>` },
    start: { dateTime: wallTime(event.startsAt, zone), timeZone: prefer.timeZone },
    end: { dateTime: wallTime(event.endsAt, zone), timeZone: prefer.timeZone },
    location: { displayName: wire.location, locationType: "default" },
    attendees: event.attendees.map(({ email, name, response }) => ({
      type: wire.attendeeTypes[email] ?? "required",
      status: { response: response === "none" ? "none" : RESPONSES[response], time: "0001-01-01T00:00:00Z" },
      ...(person(email, name) as object),
    })),
    organizer: person(event.organizerEmail, null),
    onlineMeeting: event.meeting === null ? null : { joinUrl: event.meeting.link },
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

export function calendarJson(account: Account, calendar: SimCalendar, isPersonal: boolean): Record<string, unknown> {
  const providers = isPersonal || !calendar.hasMeetings ? [] : ["teamsForBusiness"];
  const canEdit = calendar.accessRole === "owner" || calendar.accessRole === "writer";
  return {
    id: calendar.id,
    name: calendar.isPrimary ? "Calendar" : calendar.name,
    color: "auto",
    isDefaultCalendar: calendar.isPrimary,
    canShare: calendar.accessRole === "owner",
    canViewPrivateItems: calendar.accessRole === "owner",
    canEdit,
    isRemovable: !calendar.isPrimary,
    isTallyingResponses: calendar.isPrimary,
    allowedOnlineMeetingProviders: providers,
    defaultOnlineMeetingProvider: providers[0] ?? "unknown",
    owner: { name: account.email, address: calendar.accessRole === "owner" ? account.email : `owner-of-${calendar.id}@example.test` },
  };
}

/** A delta may say no more of an occurrence than this; the rest is its master's to tell. */
export function deltaJson(account: Account, event: SimEvent, prefer: Prefer): Record<string, unknown> {
  const json = { "@odata.type": "#microsoft.graph.event", ...eventJson(account, event, prefer) };
  const isSlim = event.seriesId !== null && setting(account, "deltaOccurrencesSlim");
  return isSlim ? select(json, "@odata.type,type,seriesMasterId,start,end") : json;
}

export function eventUrl(account: Account, id: string): string {
  return `${GRAPH_URL}/users/${account.subject}/events/${id}`;
}
