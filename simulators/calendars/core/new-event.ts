/** What a new event is where nobody said otherwise: confirmed, busy, its owner's own, of no series, with no guests. */
import type { SimCalendar, SimEvent } from "./world.ts";

export type NewEvent = Pick<SimEvent, "id" | "title" | "startsAt" | "endsAt"> &
  Partial<Omit<SimEvent, "calendarId" | "version" | "createdAt">>;

interface Place {
  readonly ownerEmail: string;
  readonly calendar: SimCalendar;
  readonly version: number;
  readonly now: number;
}

export function newEvent(event: NewEvent, { ownerEmail, calendar, version, now }: Place): SimEvent {
  return {
    sequence: 0,
    updatedAt: now,
    status: "confirmed",
    description: "",
    isAllDay: false,
    timeZone: calendar.timeZone,
    isBusy: true,
    organizerEmail: ownerEmail,
    attendees: [],
    ownResponse: "accepted",
    seriesId: null,
    isSeriesMaster: false,
    recurrence: null,
    originalStartsAt: null,
    isException: false,
    iCalUid: null,
    copyOf: null,
    deliveredTo: [],
    meeting: null,
    properties: new Map(),
    wire: {},
    ...event,
    calendarId: calendar.id,
    version,
    createdAt: now,
  };
}
