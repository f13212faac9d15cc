/**
 * Our own events in Outlook: made, found, changed, removed. Each call does one thing and retries nothing. A create carries
 * a transaction id and our own property, so that a repeated one is refused and its event found.
 */
import { ok, refused } from "../../lib/result.ts";
import type { CalendarProvider, ProviderResult } from "../port.ts";
import { type AskGraph, graphBody, graphCodeOf, pathOfEvent, succeeds } from "./call.ts";
import { graphPatch, newGraphEvent } from "./draft.ts";
import { BOOKING_PROPERTY, EXPAND_MARK, type GraphEvent, graphEvent, markOf, readGraphEvent } from "./event.ts";

interface Reading {
  readonly readRaw: (eventId: string) => Promise<ProviderResult<GraphEvent>>;
  /** Every item of a paged list. */
  readonly readAll: (path: string) => Promise<ProviderResult<unknown[]>>;
}

export function outlookWrites(
  ask: AskGraph,
  { readRaw, readAll }: Reading,
): Pick<CalendarProvider, "create" | "find" | "update" | "remove"> {
  const find: CalendarProvider["find"] = async (calendarId, bookingId, generation) => {
    const mark = markOf(bookingId, generation);
    const filter = `singleValueExtendedProperties/any(ep: ep/id eq '${BOOKING_PROPERTY}' and ep/value eq '${mark}')`;
    const path = `/me/calendars/${encodeURIComponent(calendarId)}/events?$filter=${encodeURIComponent(filter)}&${EXPAND_MARK}`;
    const items = await readAll(path);
    if (!items.ok) return items;
    const events = items.value.flatMap((item) => graphEvent.safeParse(item).data ?? []).map(readGraphEvent);
    return ok(events.find(({ isCancelled }) => !isCancelled) ?? null);
  };

  return {
    find,

    async create(calendarId, draft) {
      const path = `/me/calendars/${encodeURIComponent(calendarId)}/events`;
      const answer = await ask({ effect: "write", method: "POST", path, body: newGraphEvent(draft) });
      if (answer.ok && graphCodeOf(answer.value.body) === "ErrorDuplicateTransactionId") {
        const found = await find(calendarId, draft.bookingId, draft.generation);
        if (!found.ok) return found;
        return found.value === null ? refused({ kind: "rejected", reason: "id_used_up" }) : ok(found.value);
      }
      const created = graphBody(answer, graphEvent);
      return created.ok ? ok({ ...readGraphEvent(created.value), bookingId: draft.bookingId }) : created;
    },

    async update(_calendarId, eventId, draft, etag) {
      const present = await readRaw(eventId);
      if (!present.ok) return present;
      if (present.value.isCancelled) return refused({ kind: "gone" });
      const body = graphPatch(draft, present.value);
      const answer = await ask({ effect: "write", method: "PATCH", path: pathOfEvent(eventId), body, ifMatch: etag });
      const updated = graphBody(answer, graphEvent);
      return updated.ok ? ok({ ...readGraphEvent(updated.value), bookingId: draft.bookingId }) : updated;
    },

    async remove(_calendarId, eventId) {
      return await succeeds(ask({ effect: "write", method: "DELETE", path: pathOfEvent(eventId) }));
    },
  };
}
