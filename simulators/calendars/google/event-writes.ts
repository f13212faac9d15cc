/**
 * insert, patch and delete of Google's events. An id that was ever used is taken for good; a patch merges, but replaces
 * arrays whole; `If-Match` is checked before anything happens; conference data is heard only from callers that say
 * `conferenceDataVersion=1`. Guests' mails are not sent but noted down, as `sendUpdates` says.
 */
import { answer, type GoogleCall, refuse } from "./call.ts";
import { etagOf, eventJson, newEventId, newMeeting } from "./event.ts";
import { type EventInput, readEventInput, readEventTime } from "./event-input.ts";
import type { ChangeKind, SimCalendar, SimEvent } from "../core/world.ts";

const SEND_UPDATES = ["all", "externalOnly", "none"];

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

export function insertEvent(call: GoogleCall, calendar: SimCalendar): Response {
  const { world, account } = call;
  const fault = parameterFault(call);
  if (fault !== null) return fault;
  const input = readEventInput(call.body);
  if (!input.ok) return refuse(400, "invalid", input.problem);
  const { fields, attendees, wire } = input.value;
  const time = readEventTime(fields, null, calendar.timeZone);
  if (!time.ok) return refuse(400, time.problem.startsWith("Missing") ? "required" : "invalid", time.problem);
  const id = fields.id ?? newEventId();
  if (calendar.events.has(id)) return refuse(409, "duplicate");
  const conference: Pick<SimEvent, "meeting"> = { meeting: null };
  const conferenceFault = setConference(call, calendar, conference, fields);
  if (conferenceFault !== null) return conferenceFault;
  const event = world.create(account, calendar, {
    id,
    title: fields.summary ?? "",
    description: fields.description ?? "",
    ...time.value,
    status: fields.status === "tentative" ? "tentative" : "confirmed",
    isBusy: fields.transparency !== "transparent",
    attendees: attendees ?? [],
    properties: privateProperties(fields, new Map()),
    meeting: conference.meeting,
    wire,
  });
  mailGuests(call, event, "created");
  return answer(eventJson(account, calendar, event), { etag: etagOf(event) });
}

/** What stands before any change of that event; null: it may be changed. */
function changeRefusal(call: GoogleCall, event: SimEvent | undefined): Response | null {
  if (event === undefined) return refuse(404, "notFound");
  if (event.status === "cancelled") return refuse(410, "deleted");
  const isStale = call.ifMatch !== null && call.ifMatch !== "*" && call.ifMatch !== etagOf(event);
  return isStale ? refuse(412, "conditionNotMet") : null;
}

export function patchEvent(call: GoogleCall, calendar: SimCalendar, eventId: string): Response {
  const { world, account } = call;
  const event = calendar.events.get(eventId);
  const fault = parameterFault(call) ?? changeRefusal(call, event);
  if (fault !== null || event === undefined) return fault ?? refuse(404, "notFound");
  if (event.organizerEmail !== account.email) return refuse(403, "forbiddenForNonOrganizer", "Only the organizer can change this event.");
  if (event.isSeriesMaster) return refuse(501, "notImplemented", "The simulator changes single occurrences only.");
  const input = readEventInput(call.body);
  if (!input.ok) return refuse(400, "invalid", input.problem);
  const { fields, attendees, wire } = input.value;
  const time = readEventTime(fields, event, calendar.timeZone);
  if (!time.ok) return refuse(400, "invalid", time.problem);
  const conferenceFault = setConference(call, calendar, event, fields);
  if (conferenceFault !== null) return conferenceFault;

  const isMoved = time.value.startsAt !== event.startsAt || time.value.endsAt !== event.endsAt;
  if (isMoved) event.sequence += 1;
  Object.assign(event, time.value);
  if (fields.summary !== undefined) event.title = fields.summary ?? "";
  if (fields.description !== undefined) event.description = fields.description ?? "";
  if (fields.transparency !== undefined) event.isBusy = fields.transparency === "opaque";
  if (attendees !== null) event.attendees = attendees;
  event.properties = privateProperties(fields, event.properties);
  Object.assign(event.wire, wire);
  // By the next write at the latest the link is there.
  if (event.meeting?.state === "pending" && fields.conferenceData === undefined) event.meeting.state = "ready";
  if (fields.status === "cancelled") {
    mailGuests(call, event, "deleted");
    world.changed(account, calendar, event, "deleted");
  } else {
    if (fields.status !== undefined) event.status = fields.status;
    mailGuests(call, event, "updated");
    world.changed(account, calendar, event);
  }
  return answer(eventJson(account, calendar, event), { etag: etagOf(event) });
}

export function deleteEvent(call: GoogleCall, calendar: SimCalendar, eventId: string): Response {
  const event = calendar.events.get(eventId);
  const fault = parameterFault(call) ?? changeRefusal(call, event);
  if (fault !== null || event === undefined) return fault ?? refuse(404, "notFound");
  mailGuests(call, event, "deleted");
  call.world.changed(call.account, calendar, event, "deleted");
  for (const occurrence of calendar.events.values()) {
    const isOfSeries = event.isSeriesMaster && occurrence.seriesId === event.id && occurrence.status !== "cancelled";
    if (isOfSeries) call.world.changed(call.account, calendar, occurrence, "deleted");
  }
  return new Response(null, { status: 204 });
}
