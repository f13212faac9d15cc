/**
 * insert, patch, update and delete of Google's events. An id that was ever used is taken for good; a patch merges, but replaces
 * arrays whole; an update takes away what it does not send; `If-Match` is checked before anything happens; conference data is
 * heard only from callers that say `conferenceDataVersion=1`. Guests' mails are not sent but noted down, as `sendUpdates` says.
 * A deleted event can be written to: with a status it stands again, without one it stays deleted (not verified).
 *
 * Knob (`/__sim/settings`): `patchOfDeleted` "taken" (default) | "refused", with a 410.
 */
import { z } from "zod";
import { answer, type GoogleCall, refuse } from "./call.ts";
import { etagOf, eventJson, newEventId, newMeeting } from "./event.ts";
import { type EventInput, readEventInput } from "./event-input.ts";
import { readEventTime, TIMES_AS_WRITTEN, type WrittenTime } from "./event-time.ts";
import { readRecurrence } from "./recurrence.ts";
import { ALWAYS_FREE, typeFault, typeOf, typeWire } from "./event-types.ts";
import { guestFault } from "./guest-address.ts";
import { changeAll, changedOne, deleteByHand, type Held, makeSeries, moveByHand } from "../core/hand.ts";
import { answerOrganizer } from "../core/invitations.ts";
import type { SimRecurrence } from "../core/new-event.ts";
import type { ChangeKind, SimCalendar, SimEvent } from "../core/world.ts";

const SEND_UPDATES = ["all", "externalOnly", "none"];
/** What a guest may change in an own copy. */
const OF_A_GUEST = ["attendees", "reminders", "colorId", "transparency", "extendedProperties"];

function hearsConference(call: GoogleCall): boolean {
  return call.query.get("conferenceDataVersion") === "1";
}

/** What is wrong with the parameters of a write; null: nothing. */
function parameterFault({ query }: GoogleCall): Response | null {
  if (!["0", "1", null].includes(query.get("conferenceDataVersion")))
    return refuse(400, "invalid", "Invalid value for conferenceDataVersion.");
  const sendUpdates = query.get("sendUpdates");
  return sendUpdates === null || SEND_UPDATES.includes(sendUpdates) ? null : refuse(400, "invalid", "Invalid value for sendUpdates.");
}

function mailGuests(call: GoogleCall, event: SimEvent, kind: ChangeKind): void {
  const sendUpdates = call.query.get("sendUpdates") ?? "none";
  if (sendUpdates === "none") return;
  const guests = event.attendees.map(({ email }) => email).filter((email) => email !== call.account.email);
  call.world.mailGuests(call.account, event, kind, guests);
}

/** A new link is asked for by a request id that this event has not seen; null takes the link away. */
function setConference(
  call: GoogleCall,
  calendar: SimCalendar,
  event: Pick<SimEvent, "meeting">,
  fields: EventInput["fields"],
): Response | null {
  if (!hearsConference(call) || fields.conferenceData === undefined) return null;
  if (fields.conferenceData === null) {
    event.meeting = null;
    return null;
  }
  const request = fields.conferenceData.createRequest;
  if (request === undefined || request.requestId === event.meeting?.requestId) return null;
  const type = request.conferenceSolutionKey?.type ?? "hangoutsMeet";
  if (type !== "hangoutsMeet" || !calendar.hasMeetings) return refuse(400, "invalid", "Invalid conference type value.");
  event.meeting = newMeeting(call.account, request.requestId);
  return null;
}

function privateProperties(fields: EventInput["fields"], before: ReadonlyMap<string, string>): Map<string, string> {
  const properties = new Map(before);
  for (const [name, value] of Object.entries(fields.extendedProperties?.private ?? {})) {
    if (value === null) properties.delete(name);
    else properties.set(name, value);
  }
  return properties;
}

function badField(said: string): Response {
  return refuse(400, said.startsWith("Missing") ? "required" : "invalid", said);
}

function inputOf(call: GoogleCall): EventInput | Response {
  const input = readEventInput(call.body);
  if (!input.ok) return badField(input.problem);
  const said = guestFault(call.account, input.value.fields.attendees?.map(({ email }) => email) ?? []);
  return said === null ? input.value : badField(said);
}

/** null: no series is asked for. */
function recurrenceOf({ fields }: EventInput, time: WrittenTime): SimRecurrence | Response | null {
  const lines = fields.recurrence ?? [];
  if (lines.length === 0) return null;
  const hasZone = time.isAllDay || typeof fields.start?.timeZone === "string" || fields.start === undefined;
  if (!hasZone) return badField("Missing time zone definition for start time.");
  const read = readRecurrence(lines, time);
  if (read.ok) return read.value;
  return read.problem === "invalid"
    ? refuse(400, "invalid", "Invalid recurrence rule.")
    : refuse(501, "notImplemented", "The simulator repeats by day or by week alone.");
}

export function insertEvent(call: GoogleCall, calendar: SimCalendar): Response {
  const { world, account } = call;
  const fault = parameterFault(call);
  if (fault !== null) return fault;
  const input = inputOf(call);
  if (input instanceof Response) return input;
  const { fields, attendees, wire } = input;
  const read = readEventTime(fields, null, calendar.timeZone);
  if (!read.ok) return badField(read.problem);
  const { asWritten, ...time } = read.value;
  const recurrence = recurrenceOf(input, read.value);
  if (recurrence instanceof Response) return recurrence;
  const type = fields.eventType ?? "default";
  const isOfType = typeFault({
    type,
    isPrimary: calendar.isPrimary,
    isAllDay: time.isAllDay,
    hasGuests: (attendees ?? []).length > 0,
    wire,
  });
  if (isOfType !== null) return refuse(400, isOfType.reason, isOfType.said);
  const id = fields.id ?? newEventId();
  if (calendar.events.has(id)) return refuse(409, "duplicate");
  const conference: Pick<SimEvent, "meeting"> = { meeting: null };
  const conferenceFault = setConference(call, calendar, conference, fields);
  if (conferenceFault !== null) return conferenceFault;
  const made = {
    id,
    title: fields.summary ?? "",
    description: fields.description ?? "",
    ...time,
    status: fields.status === "tentative" ? "tentative" : "confirmed",
    isBusy: fields.transparency !== "transparent" && !ALWAYS_FREE.includes(type),
    attendees: attendees ?? [],
    properties: privateProperties(fields, new Map()),
    meeting: conference.meeting,
    wire: { ...typeWire(type), ...wire, ...(asWritten !== undefined && { [TIMES_AS_WRITTEN]: asWritten }) },
  } as const;
  const event = recurrence === null ? world.create(account, calendar, made) : makeSeries(world, account, calendar, { ...made, recurrence });
  mailGuests(call, event, "created");
  return answer(eventJson(account, calendar, event), { etag: etagOf(event) });
}

function isStale(call: GoogleCall, event: SimEvent): boolean {
  return call.ifMatch !== null && call.ifMatch !== "*" && call.ifMatch !== etagOf(event);
}

/** What stands before any write to that event; null: it may be written to. */
function writeRefusal(call: GoogleCall, event: SimEvent): Response | null {
  const isGone = event.status === "cancelled" && call.account.settings.get("patchOfDeleted") === "refused";
  if (isGone) return refuse(410, "deleted");
  return isStale(call, event) ? refuse(412, "conditionNotMet") : null;
}

/** A guest says yes or no, or what matters to nobody else; all other changes are the organizer's. */
function guestRefusal(call: GoogleCall, event: SimEvent, { attendees }: EventInput): Response | null {
  if (event.organizerEmail === call.account.email) return null;
  const sent = typeof call.body === "object" && call.body !== null ? Object.keys(call.body) : [];
  const others = (list: SimEvent["attendees"]): string =>
    JSON.stringify(list.filter(({ email }) => email !== call.account.email).map(({ email }) => email));
  const isOwnAnswer = attendees === null || others(attendees) === others(event.attendees);
  return isOwnAnswer && sent.every((name) => OF_A_GUEST.includes(name))
    ? null
    : refuse(403, "forbiddenForNonOrganizer", "Shared properties can only be changed by the organizer of the event.");
}

/** Everything but the conference, which may refuse. */
function write(event: SimEvent, { fields, attendees, wire }: EventInput, { asWritten, ...time }: WrittenTime): void {
  const isMoved = time.startsAt !== event.startsAt || time.endsAt !== event.endsAt;
  if (isMoved) event.sequence += 1;
  Object.assign(event, time);
  if (fields.summary !== undefined) event.title = fields.summary ?? "";
  if (fields.description !== undefined) event.description = fields.description ?? "";
  if (fields.transparency !== undefined) event.isBusy = fields.transparency === "opaque" && !ALWAYS_FREE.includes(typeOf(event.wire));
  if (attendees !== null) event.attendees = attendees;
  event.properties = privateProperties(fields, event.properties);
  event.wire = { ...event.wire, ...wire, [TIMES_AS_WRITTEN]: asWritten };
  // By the next write at the latest the link is there.
  if (event.meeting?.state === "pending" && fields.conferenceData === undefined) event.meeting.state = "ready";
}

/** A new time or a new rule makes the series anew; anything else is written into each of its pieces. */
function writeSeries(
  { world, account }: GoogleCall,
  held: Held,
  input: EventInput,
  { time, recurrence }: { readonly time: WrittenTime; readonly recurrence: SimRecurrence | null },
): void {
  const { event } = held;
  if (input.fields.status === "cancelled") {
    deleteByHand(world, account, held);
    return;
  }
  const isRemade = recurrence !== null || time.startsAt !== event.startsAt || time.endsAt !== event.endsAt;
  event.recurrence = recurrence ?? event.recurrence;
  if (isRemade) {
    write(event, input, time);
    moveByHand(world, account, held, event.startsAt, event.endsAt);
    return;
  }
  const writeInto = (piece: SimEvent): void => {
    const { startsAt, endsAt, isAllDay, timeZone } = piece;
    write(piece, input, { startsAt, endsAt, isAllDay, timeZone, asWritten: undefined });
  };
  changeAll(world, account, held, writeInto, "updated");
}

export function patchEvent(call: GoogleCall, calendar: SimCalendar, eventId: string): Response {
  const { world, account } = call;
  const event = calendar.events.get(eventId);
  if (event === undefined) return refuse(404, "notFound");
  const fault = parameterFault(call) ?? writeRefusal(call, event);
  if (fault !== null) return fault;
  const input = inputOf(call);
  if (input instanceof Response) return input;
  const { fields } = input;
  const notOfAGuest = guestRefusal(call, event, input);
  if (notOfAGuest !== null) return notOfAGuest;
  if (fields.eventType !== undefined && fields.eventType !== typeOf(event.wire)) {
    return refuse(400, "eventTypeRestriction", "Event type cannot be changed.");
  }
  const time = readEventTime(fields, event, calendar.timeZone);
  if (!time.ok) return badField(time.problem);
  const conferenceFault = setConference(call, calendar, event, fields);
  if (conferenceFault !== null) return conferenceFault;

  const recurrence = event.isSeriesMaster ? recurrenceOf(input, time.value) : null;
  if (recurrence instanceof Response) return recurrence;

  const held = { calendar, event };
  if (event.isSeriesMaster) writeSeries(call, held, input, { time: time.value, recurrence });
  else {
    write(event, input, time.value);
    event.isException = event.seriesId !== null;
    if (fields.status !== undefined) event.status = fields.status;
    if (event.copyOf !== null)
      event.ownResponse = event.attendees.find(({ email }) => email === account.email)?.response ?? event.ownResponse;
    changedOne(world, account, held);
    answerOrganizer(world, account, event);
  }
  mailGuests(call, event, event.status === "cancelled" ? "deleted" : "updated");
  return answer(eventJson(account, calendar, event), { etag: etagOf(event) });
}

/** What an update takes away by not sending it, beside what a patch has a word for. */
const TAKEN_AWAY = ["location", "colorId", "visibility", "source", "reminders"];

/** As a patch that takes away everything that is not sent. */
export function updateEvent(call: GoogleCall, calendar: SimCalendar, eventId: string): Response {
  const event = calendar.events.get(eventId);
  if (event === undefined) return refuse(404, "notFound");
  const input = inputOf(call);
  if (input instanceof Response) return input;
  const time = readEventTime(input.fields, null, calendar.timeZone);
  if (!time.ok) return badField(time.problem);
  const sent = z.record(z.string(), z.unknown()).parse(call.body);
  // A time that is sent whole leaves nothing of the one before.
  const bare = { date: null, dateTime: null, timeZone: null };
  const noProperties = Object.fromEntries([...event.properties.keys()].map((name) => [name, null]));
  const body = {
    summary: null,
    description: null,
    attendees: [],
    transparency: "opaque",
    ...(hearsConference(call) && { conferenceData: null }),
    ...sent,
    start: { ...bare, ...input.fields.start },
    end: { ...bare, ...input.fields.end },
    extendedProperties: { private: { ...noProperties, ...input.fields.extendedProperties?.private } },
  };
  const written = patchEvent({ ...call, body }, calendar, eventId);
  if (!written.ok) return written;
  event.wire = Object.fromEntries(Object.entries(event.wire).filter(([name]) => name in sent || !TAKEN_AWAY.includes(name)));
  return answer(eventJson(call.account, calendar, event), { etag: etagOf(event) });
}

export function deleteEvent(call: GoogleCall, calendar: SimCalendar, eventId: string): Response {
  const event = calendar.events.get(eventId);
  const fault = parameterFault(call);
  if (fault !== null || event === undefined) return fault ?? refuse(404, "notFound");
  if (event.status === "cancelled") return refuse(410, "deleted");
  if (isStale(call, event)) return refuse(412, "conditionNotMet");
  mailGuests(call, event, "deleted");
  // A guest who throws an invitation away declines it.
  if (event.copyOf !== null) event.ownResponse = "declined";
  deleteByHand(call.world, call.account, { calendar, event });
  answerOrganizer(call.world, call.account, event);
  return new Response(null, { status: 204 });
}
