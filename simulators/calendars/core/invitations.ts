/**
 * Invitations that arrive in the mailboxes of guests: an event with guests stands, unanswered, in the calendar of every
 * guest who has a mailbox here, at either provider, and follows the organizer's own event. A mailbox is never made for
 * it. Private properties stay with the organizer. Google shows one event under one id to all its own people; elsewhere
 * only the iCalendar UID is the same. A series is not delivered. A write that mails nobody (`wire.isQuiet`) reaches the mailboxes
 * of its own provider alone: everybody else knows an invitation, a change and a withdrawal by mail only.
 *
 * Knob (`/__sim/settings` of the guest): `takesInvitations` (default true).
 */
import type { Account, AccountKey, Provider, SimCalendar, SimEvent, World } from "./world.ts";

/** The parts of the organizer's event that a guest's copy has. */
type Shared = Pick<
  SimEvent,
  "title" | "description" | "startsAt" | "endsAt" | "timeZone" | "isAllDay" | "isBusy" | "status" | "attendees" | "meeting"
>;

function sharedOf(event: SimEvent): Shared {
  return {
    title: event.title,
    description: event.description,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    timeZone: event.timeZone,
    isAllDay: event.isAllDay,
    isBusy: event.isBusy,
    status: event.status,
    attendees: event.attendees.map((guest) => ({ ...guest })),
    meeting: event.meeting === null ? null : { ...event.meeting },
  };
}

/** Both providers keep the place as text, under the same name. */
function placeOf({ wire }: SimEvent): Record<string, string> {
  return typeof wire["location"] === "string" ? { location: wire["location"] } : {};
}

function mailboxesOf(world: World, organizer: Account, event: SimEvent): Account[] {
  if (event.status === "cancelled") return [];
  const guests = event.attendees.map(({ email }) => email.toLowerCase()).filter((email) => email !== organizer.email);
  return guests.flatMap((email) => world.mailboxesOf(email)).filter((mailbox) => mailbox.settings.get("takesInvitations") !== false);
}

function copyIn(mailbox: Account, organizer: AccountKey, eventId: string): { calendar: SimCalendar; copy: SimEvent } | null {
  for (const calendar of mailbox.calendars.values()) {
    for (const copy of calendar.events.values()) {
      if (copy.copyOf?.account === organizer && copy.copyOf.eventId === eventId) return { calendar, copy };
    }
  }
  return null;
}

function deliver(world: World, organizer: Account, event: SimEvent, mailbox: Account): void {
  const held = copyIn(mailbox, organizer.key, event.id);
  const shared = sharedOf(event);
  if (held === null) {
    const calendar = world.primary(mailbox);
    const hooks = world.hooks(mailbox.provider);
    const keepsId = organizer.provider === "google" && mailbox.provider === "google" && !calendar.events.has(event.id);
    world.create(mailbox, calendar, {
      ...shared,
      id: keepsId ? event.id : hooks.newEventId(),
      organizerEmail: organizer.email,
      ownResponse: event.attendees.find(({ email }) => email.toLowerCase() === mailbox.email)?.response ?? "none",
      iCalUid: world.hooks(organizer.provider).iCalUidOf(event),
      copyOf: { account: organizer.key, eventId: event.id },
      wire: placeOf(event),
    });
    return;
  }
  const { calendar, copy } = held;
  // Thrown away by the guest, which declined it: it stays away.
  if (copy.status === "cancelled" && copy.wire["isDeleted"] === true && copy.ownResponse === "declined") return;
  if (JSON.stringify([sharedOf(copy), placeOf(copy)]) === JSON.stringify([shared, placeOf(event)])) return;
  Object.assign(copy, shared);
  copy.ownResponse = event.attendees.find(({ email }) => email.toLowerCase() === mailbox.email)?.response ?? copy.ownResponse;
  copy.sequence = event.sequence;
  copy.wire = { ...copy.wire, ...placeOf(event), isDeleted: false };
  world.changed(mailbox, calendar, copy);
}

/** Called after each change of an event: new guests get it, those who hold it see the change, others see it called off. */
export function shareWithGuests(world: World, organizer: Account, event: SimEvent): void {
  if (event.organizerEmail !== organizer.email || event.copyOf !== null || event.seriesId !== null || event.isSeriesMaster) return;
  const isReached = (provider: Provider): boolean => event.wire["isQuiet"] !== true || provider === organizer.provider;
  const invited = mailboxesOf(world, organizer, event).filter(({ provider }) => isReached(provider));
  const before = event.deliveredTo;
  const unaware = before.filter((key) => !isReached(world.accountOfKey(key)?.provider ?? organizer.provider));
  event.deliveredTo = [...invited.map(({ key }) => key), ...unaware];
  for (const mailbox of invited) deliver(world, organizer, event, mailbox);
  for (const key of before) {
    const mailbox = event.deliveredTo.includes(key) ? null : world.accountOfKey(key);
    const held = mailbox === null ? null : copyIn(mailbox, organizer.key, event.id);
    if (mailbox === null || held === null || held.copy.status === "cancelled") continue;
    held.copy.status = "cancelled";
    world.changed(mailbox, held.calendar, held.copy);
  }
}

/** A guest's answer reaches the organizer, in whose event it then stands; without a copy of somebody's nothing happens. */
export function answerOrganizer(world: World, guest: Account, copy: SimEvent): void {
  const organizer = copy.copyOf === null ? null : world.accountOfKey(copy.copyOf.account);
  const held = organizer === null ? null : world.findEvent(organizer, copy.copyOf?.eventId ?? "");
  const entry = held?.event.attendees.find(({ email }) => email.toLowerCase() === guest.email);
  if (organizer === null || held === null || entry === undefined) return;
  entry.response = copy.ownResponse;
  world.changed(organizer, held.calendar, held.event);
}
