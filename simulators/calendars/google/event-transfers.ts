/**
 * An event that comes from elsewhere: imported with the UID it has there, or moved from another calendar of the same account.
 * A moved event keeps its id and its private properties; what stays behind is cancelled. Imports mail nobody and make no link.
 */
import { z } from "zod";
import { answer, type GoogleCall, openCalendar, refuse } from "./call.ts";
import { etagOf, eventJson, iCalUidOf } from "./event.ts";
import { typeOf } from "./event-types.ts";
import { insertEvent, updateEvent } from "./event-writes.ts";
import { moveToCalendar } from "../core/hand.ts";
import type { SimCalendar } from "../core/world.ts";

const imported = z.looseObject({ iCalUID: z.string().min(1), organizer: z.object({ email: z.string() }).optional() });

export function importEvent(call: GoogleCall, calendar: SimCalendar): Response {
  const body = imported.safeParse(call.body);
  if (!body.success) return refuse(400, "required", "Missing iCalUID.");
  const { iCalUID: iCalUid, organizer, ...rest } = body.data;
  const known = [...calendar.events.values()].find((event) => iCalUidOf(event) === iCalUid && event.status !== "cancelled");
  const quiet = { ...call, query: new URLSearchParams(), body: rest };
  if (known !== undefined) return updateEvent(quiet, calendar, known.id);
  const before = new Set(calendar.events.keys());
  const made = insertEvent(quiet, calendar);
  const event = [...calendar.events.values()].find(({ id }) => !before.has(id));
  if (!made.ok || event === undefined) return made;
  event.iCalUid = iCalUid;
  event.organizerEmail = organizer?.email.toLowerCase() ?? event.organizerEmail;
  return answer(eventJson(call.account, calendar, event), { etag: etagOf(event) });
}

export function moveEvent(call: GoogleCall, calendar: SimCalendar, eventId: string): Response {
  const { world, account } = call;
  const event = calendar.events.get(eventId);
  if (event === undefined) return refuse(404, "notFound");
  if (event.status === "cancelled") return refuse(410, "deleted");
  const target = openCalendar(call, call.query.get("destination") ?? "", "write");
  if (target instanceof Response) return target;
  if (event.seriesId !== null) {
    return refuse(400, "cannotChangeOrganizerOfInstance", "Cannot change the organizer of an instance.");
  }
  if (event.isSeriesMaster) return refuse(501, "notImplemented", "The simulator moves single events only.");
  if (typeOf(event.wire) !== "default") return refuse(400, "eventTypeRestriction", "Only default events can be moved.");
  if (event.organizerEmail !== account.email) {
    return refuse(403, "forbiddenForNonOrganizer", "Only the organizer can move an event.");
  }
  const moved = target === calendar ? event : moveToCalendar(world, account, { calendar, event }, target, true);
  return answer(eventJson(account, target, moved), { etag: etagOf(moved) });
}
