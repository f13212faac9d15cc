/**
 * Google's event types: which there are, what each demands of an event, and which of them a program can make. Those that say
 * where somebody is (working location) or that it is somebody's birthday never take time. From the guide to status events and
 * from knowledge; the sentences of the refusals are not Google's.
 */
import { z } from "zod";

const EVENT_TYPES = ["default", "birthday", "focusTime", "fromGmail", "outOfOffice", "workingLocation"] as const;
export const eventType = z.enum(EVENT_TYPES);
export type EventType = z.infer<typeof eventType>;

/** Only in the calendar of a person, and never with guests. */
const OF_A_PERSON: readonly EventType[] = ["birthday", "focusTime", "outOfOffice", "workingLocation"];
const ALWAYS_TIMED: readonly EventType[] = ["focusTime", "outOfOffice"];
export const ALWAYS_FREE: readonly EventType[] = ["birthday", "workingLocation"];

export function typeOf(wire: Readonly<Record<string, unknown>>): EventType {
  return eventType.catch("default").parse(wire["eventType"]);
}

interface Asked {
  readonly type: EventType;
  readonly isPrimary: boolean;
  readonly isAllDay: boolean;
  readonly hasGuests: boolean;
  readonly wire: Readonly<Record<string, unknown>>;
}

export interface TypeFault {
  readonly reason: string;
  readonly said: string;
}

/** Why such an event cannot be made; null: it can. */
export function typeFault({ type, isPrimary, isAllDay, hasGuests, wire }: Asked): TypeFault | null {
  if (type === "default") return null;
  if (type === "fromGmail") return { reason: "eventTypeRestriction", said: "Events from Gmail cannot be created." };
  const isOfPerson = OF_A_PERSON.includes(type);
  if (isOfPerson && !isPrimary) return { reason: "eventTypeRestriction", said: `Events of type ${type} belong in the primary calendar.` };
  if (isOfPerson && hasGuests) return { reason: "eventTypeRestriction", said: `Events of type ${type} cannot have attendees.` };
  const malformed = `malformed${type.slice(0, 1).toUpperCase()}${type.slice(1)}Event`;
  if (ALWAYS_TIMED.includes(type) && isAllDay) return { reason: malformed, said: "This event cannot be an all-day event." };
  if (type === "birthday" && !isAllDay) return { reason: malformed, said: "A birthday must be an all-day event." };
  if (type === "workingLocation" && wire["workingLocationProperties"] === undefined) {
    return { reason: malformed, said: "A working location event needs workingLocationProperties." };
  }
  return null;
}

/** What such an event bears whatever was written. */
export function typeWire(type: EventType): Record<string, unknown> {
  if (type === "default") return {};
  if (type === "birthday") return { eventType: type, visibility: "private", birthdayProperties: { type: "birthday" } };
  if (type === "fromGmail") return { eventType: type, visibility: "private", locked: true };
  return {
    eventType: type,
    ...(type === "workingLocation" && { visibility: "public", workingLocationProperties: { type: "homeOffice" } }),
  };
}

/** The `eventTypes` parameter, which may be given several times; null: one of them is none. */
export function askedTypes(query: URLSearchParams): readonly EventType[] | null {
  const read = z.array(eventType).safeParse(query.getAll("eventTypes"));
  return !read.success ? null : read.data.length === 0 ? EVENT_TYPES : read.data;
}
