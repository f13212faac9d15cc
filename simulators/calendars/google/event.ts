/**
 * An event as Google's API shows it, and the little life of its own that a Meet link has: it is "pending" at first and
 * becomes ready at a later read or write, which gives the event a new etag and tells the channels. Only what was
 * written or what Google adds is shown; a cancelled item in a list is sure to have only its id.
 *
 * Knobs (`/__sim/settings`): `meet` "async" (default) | "sync" | "fail"; `meetReadsUntilReady` (default 1): so many
 * reads still answer "pending".
 */
import { momentJson, TIMES_AS_WRITTEN, timesJson } from "./event-time.ts";
import { ruleOf } from "./recurrence.ts";
import { sparse } from "./sparse.ts";
import type { Account, SimAttendee, SimCalendar, SimEvent, SimMeeting, World } from "../core/world.ts";

const RESPONSES = { none: "needsAction", accepted: "accepted", declined: "declined", tentative: "tentative" } as const;
const MEETING_STATES = { pending: "pending", ready: "success", failed: "failure" } as const;
const MEET_LETTERS = "abcdefghijklmnopqrstuvwxyz";

export function etagOf(event: Pick<SimEvent, "version">): string {
  return `"33${String(event.version).padStart(8, "0")}00"`;
}

export function newEventId(): string {
  const alphabet = "0123456789abcdefghijklmnopqrstuv";
  return [...crypto.getRandomValues(new Uint8Array(26))].map((byte) => alphabet[byte % 32]).join("");
}

export function occurrenceId(seriesId: string, startsAt: number, isAllDay: boolean): string {
  const stamp = new Date(startsAt).toISOString().replace(/\.\d+|[-:]/gu, "");
  return `${seriesId}_${isAllDay ? stamp.slice(0, 8) : stamp}`;
}

export function iCalUidOf(event: SimEvent): string {
  return event.iCalUid ?? `${event.seriesId ?? event.id}@google.com`;
}

export function newMeeting(account: Account, requestId: string): SimMeeting {
  const letters = [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => MEET_LETTERS[byte % 26]).join("");
  const link = `https://meet.google.com/${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}`;
  const kind = account.settings.get("meet") ?? "async";
  const reads = account.settings.get("meetReadsUntilReady");
  const state = kind === "sync" ? "ready" : kind === "fail" ? "failed" : "pending";
  return { requestId, state, link, readsUntilReady: typeof reads === "number" ? reads : 1 };
}

/** Called before a read is answered. */
export function ripenMeeting(world: World, account: Account, calendar: SimCalendar, event: SimEvent): void {
  const { meeting } = event;
  if (meeting?.state !== "pending" || event.status === "cancelled") return;
  if (meeting.readsUntilReady > 0) {
    meeting.readsUntilReady -= 1;
    return;
  }
  meeting.state = "ready";
  world.changed(account, calendar, event);
}

/** `self` is the calendar, not the person: in another than the primary one its owner is a guest like any other. */
function attendeesJson(account: Account, calendar: SimCalendar, event: SimEvent): Record<string, unknown>[] {
  const attendees: SimAttendee[] = [...event.attendees];
  const own = calendar.isPrimary ? account.email : calendar.id;
  // Somebody's answer is shown on their own line; without one of their own, an owner who answered gets it.
  if (event.ownResponse !== "accepted" && !attendees.some(({ email }) => email === own)) {
    attendees.push({ email: own, name: null, response: event.ownResponse });
  }
  return attendees.map(({ email, name, response, wire }) => ({
    email,
    ...wire,
    ...(name !== null && { displayName: name }),
    ...(email === event.organizerEmail && { organizer: true }),
    ...(email === own && { self: true }),
    responseStatus: RESPONSES[response],
  }));
}

function meetingJson(meeting: SimMeeting): Record<string, unknown> {
  const isReady = meeting.state === "ready";
  return {
    ...(isReady && { hangoutLink: meeting.link }),
    conferenceData: {
      createRequest: {
        requestId: meeting.requestId,
        conferenceSolutionKey: { type: "hangoutsMeet" },
        status: { statusCode: MEETING_STATES[meeting.state] },
      },
      ...(isReady && {
        entryPoints: [{ entryPointType: "video", uri: meeting.link, label: meeting.link.replace("https://", "") }],
        conferenceSolution: { key: { type: "hangoutsMeet" }, name: "Google Meet" },
        conferenceId: meeting.link.split("/").at(-1),
      }),
    },
  };
}

/** `zone`: asked for by the `timeZone` parameter; null: the calendar's own. */
export function eventJson(account: Account, calendar: SimCalendar, event: SimEvent, zone: string | null = null): Record<string, unknown> {
  const isOwn = event.organizerEmail === account.email;
  const person = { email: event.organizerEmail, ...(isOwn && { self: true }) };
  // Events of another calendar than the primary one are organized by the calendar itself.
  const organizer = isOwn && !calendar.isPrimary ? { email: calendar.id, displayName: calendar.name, self: true } : person;
  const attendees = attendeesJson(account, calendar, event);
  const { isDeleted: _isDeleted, [TIMES_AS_WRITTEN]: _times, ...wire } = event.wire;
  return sparse(account, event, {
    kind: "calendar#event",
    etag: etagOf(event),
    id: event.id,
    status: event.status,
    htmlLink: `https://www.google.com/calendar/event?eid=${btoa(`${event.id} ${calendar.id}`).replaceAll("=", "")}`,
    created: new Date(event.createdAt).toISOString(),
    updated: new Date(event.updatedAt).toISOString(),
    ...(event.title !== "" && { summary: event.title }),
    ...(event.description !== "" && { description: event.description }),
    creator: person,
    organizer,
    ...timesJson(event, calendar, zone),
    ...seriesJson(event, calendar, zone),
    ...(!event.isBusy && { transparency: "transparent" }),
    iCalUID: iCalUidOf(event),
    sequence: event.sequence,
    ...(attendees.length > 0 && { attendees }),
    ...(event.meeting !== null && meetingJson(event.meeting)),
    ...(event.properties.size > 0 && { extendedProperties: { private: Object.fromEntries(event.properties) } }),
    reminders: { useDefault: true },
    eventType: "default",
    ...wire,
  });
}

function seriesJson(event: SimEvent, calendar: SimCalendar, zone: string | null): Record<string, unknown> {
  if (event.recurrence !== null) return { recurrence: [ruleOf(event.recurrence)] };
  if (event.seriesId === null) return {};
  // When the series would have it, wherever it has been moved.
  const original = momentJson(event, event.originalStartsAt ?? event.startsAt, calendar, zone);
  return { recurringEventId: event.seriesId, originalStartTime: original };
}

/** As an item of a list. */
export function itemJson(account: Account, calendar: SimCalendar, event: SimEvent, zone: string | null): Record<string, unknown> {
  if (event.status !== "cancelled") return eventJson(account, calendar, event, zone);
  return { id: event.id, status: event.status, ...seriesJson(event, calendar, zone) };
}
