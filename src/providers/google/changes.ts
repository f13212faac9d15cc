/**
 * What changed in a calendar of Google's, page by page. The cursor is a JSON text of ours that carries Google's two
 * tokens and, while a first list is being paged, its window: Google wants the first list's question repeated with each
 * page and refuses the same window beside a sync token. A token that Google no longer takes, and a cursor that is none,
 * are a `resync`. An item that nobody can read hides no other: it holds its time, and only where not even that is told is
 * the calendar a fault.
 */
import { z } from "zod";
import type { Interval } from "../../domain/instant.ts";
import { ok, refused } from "../../lib/result.ts";
import { type AskGoogle, googleBody, pathOfEvents } from "./call.ts";
import { GOOGLE_EVENT_FIELDS, hasTime, listedGoogleEvent, readGoogleEvent } from "./event.ts";
import { type CalendarChange, type CalendarProvider, holdsTime } from "../port.ts";
import { lost } from "../call.ts";

const GOOGLE_EVENTS_PER_PAGE = 250;

/** Exactly the parameters that differ from page to page. */
const cursorSchema = z.strictObject({
  syncToken: z.string().exactOptional(),
  pageToken: z.string().exactOptional(),
  timeMin: z.string().exactOptional(),
  timeMax: z.string().exactOptional(),
});

type Cursor = z.output<typeof cursorSchema>;

const page = z.object({
  timeZone: z.string().nullable().default(null),
  items: z.array(listedGoogleEvent).default([]),
  nextPageToken: z.string().optional(),
  nextSyncToken: z.string().optional(),
});

export function googleChanges(ask: AskGoogle): CalendarProvider["changes"] {
  return async (calendarId, window, cursor) => {
    const place = cursor === null ? beginningOf(window) : parsedCursor(cursor);
    if (place === null) return refused({ kind: "resync" });
    const query = {
      singleEvents: "true",
      maxResults: String(GOOGLE_EVENTS_PER_PAGE),
      fields: `timeZone,nextPageToken,nextSyncToken,items(${GOOGLE_EVENT_FIELDS})`,
      ...place,
    };
    const answer = await ask({ effect: "read", method: "GET", path: pathOfEvents(calendarId), query });
    // Beside a token of Google's own making, "bad request" can only mean the token.
    if (answer.ok && (answer.value.status === 410 || (answer.value.status === 400 && cursor !== null))) {
      return refused({ kind: "resync" });
    }
    const read = googleBody(answer, page);
    if (!read.ok) return read;
    const { items, timeZone, nextPageToken, nextSyncToken } = read.value;
    const changes: CalendarChange[] = [];
    for (const item of items) {
      const event = readGoogleEvent(item, timeZone);
      if (event.isCancelled) changes.push({ kind: "removed", eventId: event.eventId });
      else if (holdsTime(event) && !hasTime(item)) return refused({ kind: "rejected", reason: "unreadable_event" });
      else changes.push({ kind: "event", event });
    }
    const isWhole = place.syncToken === undefined;
    if (nextPageToken !== undefined) {
      return ok({ changes, isWhole, cursor: JSON.stringify({ ...place, pageToken: nextPageToken }), isLast: false });
    }
    // A page that is neither followed by another nor the last has lost something on its way.
    if (nextSyncToken === undefined) return refused(lost("read", "no_sync_token"));
    return ok({ changes, isWhole, cursor: JSON.stringify({ syncToken: nextSyncToken } satisfies Cursor), isLast: true });
  };
}

function beginningOf({ startsAt, endsAt }: Interval): Cursor {
  return { timeMin: new Date(startsAt).toISOString(), timeMax: new Date(endsAt).toISOString() };
}

/** null: not a cursor of ours. */
function parsedCursor(cursor: string): Cursor | null {
  try {
    return cursorSchema.parse(JSON.parse(cursor));
  } catch {
    return null;
  }
}
