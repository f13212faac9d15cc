/**
 * Our own events in Outlook: made, found, changed, removed. Each call does one thing; a write that is refused because of one
 * of its parts is sent again without it (`fewer-parts.ts`), and nothing else is tried twice. A create carries a transaction id and our own property, so that a repeated one is refused and its event found.
 */
import { ok, refused } from "../../lib/result.ts";
import type { CalendarProvider, ProviderResult } from "../port.ts";
import { type AskGraph, graphBody, graphCodeOf, pathOfEvent, succeeds } from "./call.ts";
import { atWantedTime, type RefusedPart, withFewerParts } from "../fewer-parts.ts";
import { graphGuests, graphPatch, newGraphEvent } from "./draft.ts";
import { BOOKING_PROPERTY, EXPAND_MARK, graphEvent, markOf, readGraphEvent } from "./event.ts";

/** The transaction id is taken: of an earlier try's event, or of one since deleted. */
const DUPLICATE = "ErrorDuplicateTransactionId";
/** Exchange's words for a guest that it does not take. Which one it was is not said. */
const RECIPIENT_CODES: ReadonlySet<string> = new Set([
  "ErrorInvalidRecipients",
  "ErrorInvalidSmtpAddress",
  "ErrorMissingEmailAddress",
  "ErrorMissingInformationEmailAddress",
]);

/** Every item of a paged list. */
type ReadAll = (path: string) => Promise<ProviderResult<unknown[]>>;

export function outlookWrites(ask: AskGraph, readAll: ReadAll): Pick<CalendarProvider, "create" | "find" | "update" | "remove"> {
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
      const answer = await withFewerParts(
        async (parts) => await ask({ effect: "write", method: "POST", path, body: newGraphEvent(draft, parts) }),
        ({ body }) => refusedPart(body),
      );
      if (answer.ok && graphCodeOf(answer.value.body) === DUPLICATE) {
        const found = await find(calendarId, draft.bookingId, draft.generation);
        if (!found.ok) return found;
        return found.value === null ? refused({ kind: "rejected", reason: "id_used_up" }) : ok(found.value);
      }
      const created = graphBody(answer, graphEvent);
      return created.ok ? ok({ ...readGraphEvent(created.value), bookingId: draft.bookingId }) : created;
    },

    async update(_calendarId, eventId, draft, etag) {
      const look = await ask({ effect: "read", method: "GET", path: `${pathOfEvent(eventId)}?${EXPAND_MARK}` });
      const present = graphBody(look, graphEvent);
      if (!present.ok) return present;
      const guests = graphBody(look, graphGuests);
      if (!guests.ok) return guests;
      if (present.value.isCancelled) return refused({ kind: "gone" });
      const request = { effect: "write", method: "PATCH", path: pathOfEvent(eventId), ifMatch: etag } as const;
      const answer = await withFewerParts(
        async (parts) => await ask({ ...request, body: graphPatch(draft, { ...present.value, guests: guests.value }, parts) }),
        ({ body }) => refusedPart(body),
      );
      const updated = graphBody(answer, graphEvent);
      return updated.ok ? atWantedTime(draft, { ...readGraphEvent(updated.value), bookingId: draft.bookingId }) : updated;
    },

    async remove(_calendarId, eventId) {
      return await succeeds(ask({ effect: "write", method: "DELETE", path: pathOfEvent(eventId) }));
    },
  };
}

function refusedPart(body: unknown): RefusedPart {
  const code = graphCodeOf(body);
  if (code === DUPLICATE) return null;
  if (code !== null && RECIPIENT_CODES.has(code)) return "guests";
  return code?.includes("OnlineMeeting") === true ? "conference" : "unsaid";
}
