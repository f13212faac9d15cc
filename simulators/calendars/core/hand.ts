/**
 * Acts of a mailbox's owner by hand, with single events and with series. An act on a master is one on the
 * whole series; an act on an occurrence makes it an exception. A series that is moved as a whole is made anew, as both
 * providers do it: its exceptions and its deleted occurrences are forgotten, and the occurrences before are no more.
 * It answers nothing and refuses nothing; what cannot be asked for is turned away before (`admin/events.ts`).
 */
import { answerOrganizer } from "./invitations.ts";
import type { SimRecurrence } from "./new-event.ts";
import { sameWallTime, utcMidnightOf } from "./wall-time.ts";
import type { Account, Answer, NewEvent, SimCalendar, SimEvent, World } from "./world.ts";

const DAYS_BETWEEN: Readonly<Record<SimRecurrence["every"], number>> = { day: 1, week: 7 };
const DAY_MS = 86_400_000;

export interface Held {
  readonly calendar: SimCalendar;
  readonly event: SimEvent;
}

type NewSeries = Omit<NewEvent, "id" | "recurrence"> & {
  /** Chosen by who makes it, where the provider lets it be. */
  readonly id?: string | undefined;
  readonly recurrence: SimRecurrence;
  readonly timeZone: string;
};

/** Those that stand; in the order of the series. */
export function occurrencesOf(calendar: SimCalendar, masterId: string): SimEvent[] {
  return [...calendar.events.values()]
    .filter(({ seriesId, status }) => seriesId === masterId && status !== "cancelled")
    .sort((one, other) => (one.originalStartsAt ?? 0) - (other.originalStartsAt ?? 0));
}

function occurrencesToMake(world: World, account: Account, master: NewEvent & Omit<NewSeries, "id">): NewEvent[] {
  const { recurrence, ...first } = master;
  const lengthMs = master.endsAt - master.startsAt;
  const zone = master.isAllDay === true ? "UTC" : master.timeZone;
  return Array.from({ length: recurrence.count }, (_, index) => {
    const startsAt = sameWallTime(master.startsAt, zone, index * DAYS_BETWEEN[recurrence.every]);
    return {
      ...first,
      id: world.hooks(account.provider).occurrenceId(master.id, startsAt, master.isAllDay === true),
      seriesId: master.id,
      isSeriesMaster: false,
      originalStartsAt: startsAt,
      startsAt,
      endsAt: startsAt + lengthMs,
      properties: new Map(master.properties),
      wire: { ...master.wire },
    };
  });
}

/** The master; its occurrences stand beside it. */
export function makeSeries(world: World, account: Account, calendar: SimCalendar, series: NewSeries): SimEvent {
  const master = { ...series, id: series.id ?? world.hooks(account.provider).newEventId(), isSeriesMaster: true };
  const added = occurrencesToMake(world, account, master);
  return world.changedTogether(account, calendar, { master, added, kind: "created" });
}

/** Of an occurrence: it and its master are told of as one change. */
export function changedOne(world: World, account: Account, { calendar, event }: Held): void {
  const master = event.seriesId === null ? undefined : calendar.events.get(event.seriesId);
  if (master === undefined) world.changed(account, calendar, event, event.status === "cancelled" ? "deleted" : "updated");
  else world.changedTogether(account, calendar, { master, changed: [event], kind: "updated" });
}

/** The same for the master and whatever stands of the series; of a single event or an occurrence, for it alone. */
export function changeAll(
  world: World,
  account: Account,
  held: Held,
  change: (event: SimEvent) => void,
  kind: "updated" | "deleted",
): void {
  const { calendar, event } = held;
  change(event);
  if (!event.isSeriesMaster) {
    changedOne(world, account, held);
    return;
  }
  const pieces = occurrencesOf(calendar, event.id);
  for (const piece of pieces) change(piece);
  world.changedTogether(account, calendar, { master: event, changed: pieces, kind });
}

function throwAway(event: SimEvent): void {
  event.wire = { ...event.wire, isDeleted: true };
  event.status = "cancelled";
}

export function moveByHand(world: World, account: Account, held: Held, startsAt: number, endsAt: number): void {
  const { calendar, event } = held;
  event.sequence += 1;
  event.startsAt = startsAt;
  event.endsAt = endsAt;
  if (!event.isSeriesMaster || event.recurrence === null) {
    event.isException = event.seriesId !== null;
    changedOne(world, account, held);
    return;
  }
  const vanished = occurrencesOf(calendar, event.id);
  for (const piece of vanished) throwAway(piece);
  const added = occurrencesToMake(world, account, { ...event, recurrence: event.recurrence });
  world.changedTogether(account, calendar, { master: event, changed: vanished, added, kind: "updated" });
}

export function deleteByHand(world: World, account: Account, held: Held): void {
  changeAll(world, account, held, throwAway, "deleted");
}

/** Its organizer calls it off: what somebody else organizes stays to be seen, as cancelled. */
export function callOff(world: World, account: Account, held: Held): void {
  const cancel = (event: SimEvent): void => {
    event.status = "cancelled";
  };
  changeAll(world, account, held, cancel, "updated");
}

export function showAsFree(world: World, account: Account, held: Held, isFree: boolean): void {
  const show = (event: SimEvent): void => {
    event.isBusy = !isFree;
    event.isException = event.seriesId !== null && !held.event.isSeriesMaster;
  };
  changeAll(world, account, held, show, "updated");
}

/** The owner's own answer; where the event is an invitation from a mailbox here, its organizer hears of it. */
export function answerByHand(world: World, account: Account, held: Held, response: Answer): void {
  const answer = (event: SimEvent): void => {
    event.ownResponse = response;
    const own = event.attendees.find(({ email }) => email.toLowerCase() === account.email);
    if (own !== undefined) own.response = response;
  };
  changeAll(world, account, held, answer, "updated");
  answerOrganizer(world, account, held.event);
}

/** "All day" is ticked: the event then covers the days on which it lay in that zone. */
export function makeAllDay(world: World, account: Account, held: Held, timeZone: string): void {
  const { event } = held;
  event.startsAt = utcMidnightOf(event.startsAt, timeZone);
  event.endsAt = utcMidnightOf(event.endsAt - 1, timeZone) + DAY_MS;
  event.isAllDay = true;
  event.isException = event.seriesId !== null;
  changedOne(world, account, held);
}

/**
 * Into another calendar of the same owner. The one left behind looks like a deleted event. The id goes with it, as both
 * providers say; `keepsId` false: the program that moved it wrote a new event and deleted the old one.
 */
export function moveToCalendar(world: World, account: Account, { calendar, event }: Held, target: SimCalendar, keepsId: boolean): SimEvent {
  const id = keepsId ? event.id : world.hooks(account.provider).newEventId();
  const moved: NewEvent = { ...event, id, deliveredTo: keepsId ? event.deliveredTo : [], properties: new Map(event.properties) };
  if (keepsId) event.deliveredTo = [];
  event.wire = { ...event.wire, isDeleted: true };
  world.changed(account, calendar, event, "deleted");
  return world.create(account, target, moved);
}
