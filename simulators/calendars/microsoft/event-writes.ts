/**
 * Create, change, delete and call off an event through Graph. Guests are always mailed; there is no switch. A create is
 * told from its repeat by `transactionId` alone, and how a repeat is answered is a setting of the mailbox, because the
 * real service was seen to do it in several ways. Whoever may not write is turned away before (`microsoft.ts`).
 */
import { answer, graphError, type GraphCall, GRAPH_URL, idGivenOut, newEventId, notFound } from "./call.ts";
import { escapeHtml, etagOf, eventJson, isGone, meetingBlock, wireOf, type MicrosoftWire } from "./event.ts";
import { type EventInput, readEventInput } from "./event-input.ts";
import { isPersonal, setting } from "./settings.ts";
import { zoneOf } from "./zones.ts";
import type { Account, SimAttendee, SimCalendar, SimEvent, SimMeeting } from "../core/world.ts";

function newMeeting(account: Account): SimMeeting {
  const thread = crypto.randomUUID().replaceAll("-", "");
  const link = isPersonal(account)
    ? `https://teams.live.com/meet/${thread}`
    : `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${thread}%40thread.v2/0`;
  return { requestId: thread, state: "ready", link, readsUntilReady: 0 };
}

/** A personal account makes a link of its own where no provider is named; Teams for Business it does not have. */
function canMeet(account: Account, calendar: SimCalendar, input: EventInput): boolean {
  if (input.isOnlineMeeting !== true || !calendar.hasMeetings) return false;
  return !isPersonal(account) || input.onlineMeetingProvider === undefined || input.onlineMeetingProvider === "unknown";
}

function bodyHtml(body: NonNullable<EventInput["body"]>): string {
  return body.contentType === "html" ? body.content.replaceAll(/<\/?(?:html|body)>/gu, "") : escapeHtml(body.content);
}

/** Guests who stay keep their answer, unless the time changed: then they are asked again. */
function attendeesOf(input: EventInput, before: readonly SimAttendee[], isMoved: boolean): SimAttendee[] {
  const guests =
    input.attendees?.map(({ emailAddress: { address, name } }) => ({ email: address.toLowerCase(), name: name ?? null })) ?? before;
  return guests.map(({ email, name }) => {
    const known = before.find((attendee) => attendee.email === email);
    return { email, name, response: isMoved ? "none" : (known?.response ?? "none") };
  });
}

function wireChanges(input: EventInput): Partial<MicrosoftWire> {
  const types = input.attendees?.map(({ emailAddress, type }) => [emailAddress.address.toLowerCase(), type ?? "required"] as const);
  return {
    ...(input.body !== undefined && { bodyHtml: bodyHtml(input.body) }),
    ...(input.showAs !== undefined && { showAs: input.showAs }),
    ...(input.isReminderOn !== undefined && { isReminderOn: input.isReminderOn }),
    ...(input.reminderMinutesBeforeStart !== undefined && { reminderMinutes: input.reminderMinutesBeforeStart }),
    ...(input.allowNewTimeProposals !== undefined && { allowNewTimeProposals: input.allowNewTimeProposals }),
    ...(input.location !== undefined && { location: input.location.displayName }),
    ...(input.importance !== undefined && { importance: input.importance }),
    ...(input.sensitivity !== undefined && { sensitivity: input.sensitivity }),
    ...(input.responseRequested !== undefined && { responseRequested: input.responseRequested }),
    ...(input.transactionId !== undefined && { transactionId: input.transactionId }),
    ...(input.start !== undefined && { originalStartZone: input.start.timeZone }),
    ...(input.end !== undefined && { originalEndZone: input.end.timeZone }),
    ...(types !== undefined && { attendeeTypes: Object.fromEntries(types) }),
  };
}

function holderOf(account: Account, transactionId: string): SimEvent | null {
  for (const calendar of account.calendars.values()) {
    for (const event of calendar.events.values()) {
      if (wireOf(event).transactionId !== transactionId) continue;
      if (!isGone(account, event) || setting(account, "transactionOutlivesEvent")) return event;
    }
  }
  return null;
}

function repeated(call: GraphCall, holder: SimEvent): Response {
  const mode = setting(call.account, "transactionRepeat");
  if (mode === "first_answer" && !isGone(call.account, holder)) return created(call, holder);
  const id = idGivenOut(holder.id, call.prefer);
  const which = setting(call.account, "transactionRepeatNamesEvent") ? { "@event.existingEventId": id } : {};
  const message = "Your request can't be completed. The transactionId has been used to create a different event already.";
  return answer(mode === "400" ? 400 : 409, { error: { code: "ErrorDuplicateTransactionId", message, ...which } });
}

function created(call: GraphCall, event: SimEvent): Response {
  const json = eventJson(call.account, event, call.prefer);
  return answer(
    201,
    { "@odata.context": `${GRAPH_URL}/$metadata#users/events/$entity`, ...json },
    { location: `${GRAPH_URL}/me/events/${String(json["id"])}` },
  );
}

export function createEvent(call: GraphCall, calendar: SimCalendar): Response {
  const { account, world } = call;
  const read = readEventInput(account, call.body, null);
  if (!read.ok) return graphError(400, read.problem.code, read.problem.message);
  const input = read.value;
  const holder = input.transactionId === undefined ? null : holderOf(account, input.transactionId);
  if (holder !== null) return repeated(call, holder);

  const meeting = canMeet(account, calendar, input) ? newMeeting(account) : null;
  const wire = wireChanges(input);
  if (meeting !== null) wire.bodyHtml = (wire.bodyHtml ?? "") + meetingBlock(meeting.link);
  const event = world.create(account, calendar, {
    id: newEventId(),
    title: input.subject ?? "",
    description: input.body?.content ?? "",
    startsAt: input.startsAt,
    endsAt: input.endsAt,
    timeZone: zoneOf(account, input.start?.timeZone ?? "UTC") ?? "UTC",
    isAllDay: input.isAllDay,
    status: input.showAs === "tentative" ? "tentative" : "confirmed",
    isBusy: input.showAs !== "free",
    attendees: attendeesOf(input, [], false),
    meeting,
    properties: new Map(input.singleValueExtendedProperties?.map(({ id, value }) => [id, value])),
    wire: { ...wire },
  });
  world.mailGuests(
    account,
    event,
    "created",
    event.attendees.map(({ email }) => email),
  );
  return created(call, event);
}

function stale(): Response {
  return graphError(412, "ErrorIrresolvableConflict", "The change key given is not that of the event as it is now.");
}

function doesNotMatch(call: GraphCall, event: SimEvent): boolean {
  return call.ifMatch !== null && call.ifMatch !== "*" && call.ifMatch !== etagOf(event);
}

/** How often each event was answered with a conflict since it was made. */
const conflicts = new WeakMap<SimEvent, number>();

/** A conflict that nobody caused: Exchange gives an event another version by itself, mostly just after it was made. */
function conflictsByItself(account: Account, event: SimEvent): boolean {
  const next = setting(account, "conflictsNext");
  const met = conflicts.get(event) ?? 0;
  if (next > 0) account.settings.set("conflictsNext", next - 1);
  else if (met < setting(account, "conflictsAfterCreate")) conflicts.set(event, met + 1);
  else return false;
  return true;
}

export function changeEvent(call: GraphCall, eventId: string): Response {
  const { account, world } = call;
  const found = world.findEvent(account, eventId);
  if (found === null || isGone(account, found.event)) return notFound();
  const { calendar, event } = found;
  if (doesNotMatch(call, event) || conflictsByItself(account, event)) return stale();
  if (event.isSeriesMaster) return graphError(400, "ErrorInvalidRequest", "The simulator changes single events and occurrences only.");
  const read = readEventInput(account, call.body, event);
  if (!read.ok) return graphError(400, read.problem.code, read.problem.message);
  const input = read.value;

  const wire = { ...wireOf(event), ...wireChanges(input) };
  const isMoved = input.startsAt !== event.startsAt || input.endsAt !== event.endsAt;
  if (event.meeting !== null && !wire.bodyHtml.includes(event.meeting.link)) event.meeting = null;
  else if (event.meeting === null && canMeet(account, calendar, input)) {
    event.meeting = newMeeting(account);
    wire.bodyHtml += meetingBlock(event.meeting.link);
  }
  const guests = [...event.attendees];
  event.attendees = attendeesOf(input, guests, isMoved);
  event.title = input.subject ?? event.title;
  event.description = input.body?.content ?? event.description;
  event.startsAt = input.startsAt;
  event.endsAt = input.endsAt;
  event.timeZone = zoneOf(account, input.start?.timeZone ?? event.timeZone) ?? event.timeZone;
  event.isAllDay = input.isAllDay;
  event.isException = event.seriesId !== null;
  if (input.showAs !== undefined) {
    event.isBusy = input.showAs !== "free";
    event.status = input.showAs === "tentative" ? "tentative" : "confirmed";
  }
  for (const { id, value } of input.singleValueExtendedProperties ?? []) event.properties.set(id, value);
  event.wire = { ...wire };
  if (isMoved) event.sequence += 1;
  world.changed(account, calendar, event);

  const invited = event.attendees.map(({ email }) => email);
  world.mailGuests(account, event, "updated", invited);
  world.mailGuests(
    account,
    event,
    "deleted",
    guests.map(({ email }) => email).filter((email) => !invited.includes(email)),
  );
  return answer(200, { "@odata.context": `${GRAPH_URL}/$metadata#users/events/$entity`, ...eventJson(account, event, call.prefer) });
}

function throwAway(call: GraphCall, calendar: SimCalendar, event: SimEvent): void {
  const { account, world } = call;
  const isOrganizer = event.organizerEmail === account.email;
  event.wire = { ...event.wire, isDeleted: true };
  world.changed(account, calendar, event, "deleted");
  if (isOrganizer)
    world.mailGuests(
      account,
      event,
      "deleted",
      event.attendees.map(({ email }) => email),
    );
}

export function deleteEvent(call: GraphCall, eventId: string): Response {
  const found = call.world.findEvent(call.account, eventId);
  if (found === null || isGone(call.account, found.event)) return notFound();
  if (doesNotMatch(call, found.event)) return stale();
  const { calendar, event } = found;
  for (const other of calendar.events.values()) {
    if (other.seriesId === event.id && !isGone(call.account, other)) throwAway(call, calendar, other);
  }
  throwAway(call, calendar, event);
  return new Response(null, { status: 204 });
}

/** Calling off tells the guests, with a word of why; the organizer's own copy goes as with a delete. */
export function cancelEvent(call: GraphCall, eventId: string): Response {
  const found = call.world.findEvent(call.account, eventId);
  if (found === null || isGone(call.account, found.event)) return notFound();
  if (found.event.organizerEmail !== call.account.email) {
    return graphError(400, "ErrorInvalidRequest", "Only the organizer can call a meeting off.");
  }
  throwAway(call, found.calendar, found.event);
  return new Response(null, { status: 202 });
}
