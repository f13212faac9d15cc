/**
 * Our own events at Google: made, found, changed, removed. Each call does one thing; a write that is refused because of one
 * of its parts is sent again without it (`fewer-parts.ts`), and nothing else is tried twice. A deleted event is not gone at Google: it can still be read, its id stays taken, and a patch would bring it back to life, which is why
 * an update looks before it writes.
 */
import { z } from "zod";
import { assert } from "../../lib/assert.ts";
import { ok, refused } from "../../lib/result.ts";
import { atWantedTime, type RefusedPart, withFewerParts } from "../fewer-parts.ts";
import { type AskGoogle, googleBody, googleFault, googleMessageOf, pathOfEvent, pathOfEvents } from "./call.ts";
import { googleEventId, googleGuests, newEventJson, patchJson, writeQuery } from "./draft.ts";
import { type GoogleEvent, googleEvent, isAllDay, readGoogleEvent } from "./event.ts";
import type { CalendarProvider, ProviderEvent, ProviderResult } from "../port.ts";

export function googleWrites(ask: AskGoogle): Pick<CalendarProvider, "create" | "find" | "update" | "remove" | "read"> {
  async function rawEvent(calendarId: string, eventId: string): Promise<ProviderResult<GoogleEvent>> {
    const request = { effect: "read", method: "GET", path: pathOfEvent(calendarId, eventId) } as const;
    return googleBody(await ask(request), googleEvent);
  }

  async function inZone(calendarId: string, event: GoogleEvent): Promise<ProviderResult<ProviderEvent>> {
    if (!isAllDay(event)) return ok(readGoogleEvent(event, null));
    const timeZone = await zoneOf(calendarId);
    return timeZone.ok ? ok(readGoogleEvent(event, timeZone.value)) : timeZone;
  }

  /** Asked of the list of events, which needs no scope beyond that of events. */
  async function zoneOf(calendarId: string): Promise<ProviderResult<string>> {
    const query = { maxResults: "1", fields: "timeZone" };
    const answer = await ask({ effect: "read", method: "GET", path: pathOfEvents(calendarId), query });
    const body = googleBody(answer, z.object({ timeZone: z.string() }));
    return body.ok ? ok(body.value.timeZone) : body;
  }

  async function read(calendarId: string, eventId: string): Promise<ProviderResult<ProviderEvent>> {
    const event = await rawEvent(calendarId, eventId);
    return event.ok ? await inZone(calendarId, event.value) : event;
  }

  /** The event that holds the id of a refused create: ours from an earlier try, or what is left of it. */
  async function adopt(calendarId: string, bookingId: string, eventId: string): Promise<ProviderResult<ProviderEvent>> {
    const found = await read(calendarId, eventId);
    if (!found.ok) {
      // Not the calendar is gone, which took the id a moment ago, but the event comes and goes.
      return found.problem.kind === "gone" ? refused({ kind: "retry_later", afterMs: null, reason: "id_in_motion" }) : found;
    }
    // A stranger's event may hold the id: an invitation keeps the id that its organizer chose. The next generation has another.
    const isOurs = !found.value.isCancelled && found.value.bookingId === bookingId;
    return isOurs ? found : refused({ kind: "rejected", reason: "id_used_up" });
  }

  return {
    read,

    async create(calendarId, draft) {
      const { bookingId, generation } = draft;
      const eventId = googleEventId(bookingId, generation);
      assert(/^[0-9a-f]{32}(?:g\d+)?$/u.test(eventId), "a booking's id is a UUID");
      const request = { effect: "write", method: "POST", path: pathOfEvents(calendarId), query: writeQuery(draft) } as const;
      const answer = await withFewerParts(
        async (parts) => await ask({ ...request, body: newEventJson(draft, parts) }),
        ({ body }) => refusedPart(body),
      );
      if (answer.ok && answer.value.status === 409) return await adopt(calendarId, bookingId, eventId);
      const event = googleBody(answer, googleEvent);
      return event.ok ? ok(readGoogleEvent(event.value, null)) : event;
    },

    async find(calendarId, bookingId, generation) {
      const found = await read(calendarId, googleEventId(bookingId, generation));
      if (!found.ok) return found.problem.kind === "gone" ? ok(null) : found;
      return ok(found.value.isCancelled || found.value.bookingId !== bookingId ? null : found.value);
    },

    async update(calendarId, eventId, draft, etag) {
      const look = await ask({ effect: "read", method: "GET", path: pathOfEvent(calendarId, eventId) });
      const present = googleBody(look, googleEvent);
      if (!present.ok) return present;
      const guests = googleBody(look, googleGuests);
      if (!guests.ok) return guests;
      if (present.value.status === "cancelled") return refused({ kind: "gone" });
      if (etag !== null && present.value.etag !== etag) return refused({ kind: "stale" });
      const request = {
        effect: "write",
        method: "PATCH",
        path: pathOfEvent(calendarId, eventId),
        query: writeQuery(draft),
        // Between the look and the write somebody may have answered or deleted; without an etag of the caller's that is
        // no reason to refuse.
        ...(etag !== null && { headers: { "if-match": etag } }),
      } as const;
      const answer = await withFewerParts(
        async (parts) => await ask({ ...request, body: patchJson(draft, { ...present.value, guests: guests.value }, parts) }),
        ({ body }) => refusedPart(body),
      );
      const event = googleBody(answer, googleEvent);
      return event.ok ? atWantedTime(draft, readGoogleEvent(event.value, null)) : event;
    },

    async remove(calendarId, eventId) {
      const query = { sendUpdates: "all" };
      const answer = await ask({ effect: "write", method: "DELETE", path: pathOfEvent(calendarId, eventId), query });
      if (!answer.ok) return answer;
      const { isSuccess, status } = answer.value;
      return isSuccess || status === 404 || status === 410 ? ok(null) : refused(googleFault(answer.value));
    },
  };
}

/** Recorded: "Invalid conference type value." where a calendar has no Meet; "Invalid attendee email.", "Missing attendee email." */
function refusedPart(body: unknown): RefusedPart {
  const message = googleMessageOf(body);
  if (/\bconference\b/iu.test(message)) return "conference";
  return /\battendee\b/iu.test(message) ? "guests" : "unsaid";
}
