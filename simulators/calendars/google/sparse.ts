/**
 * Events with little in them. Google's own types call almost every field of an event absent or null, and some mailboxes have
 * such events; a reader that counts on the others must not lose more than that one event by it. Its time,
 * its owner and its status are never taken away.
 *
 * Knob (`/__sim/settings`): `sparseEvery` (default 0, none): of every so many changes of the mailbox, the event of one is
 * shown with its optional fields missing, and the next such one with nulls in their place.
 */
import type { Account, SimEvent } from "../core/world.ts";

const OPTIONAL = [
  "etag",
  "htmlLink",
  "hangoutLink",
  "conferenceData",
  "summary",
  "description",
  "location",
  "transparency",
  "eventType",
  "creator",
  "created",
  "updated",
  "sequence",
  "iCalUID",
  "reminders",
];

export function sparse(account: Account, event: SimEvent, json: Record<string, unknown>): Record<string, unknown> {
  const every = account.settings.get("sparseEvery");
  if (typeof every !== "number" || every < 1 || event.version % every !== 0 || event.properties.size > 0) return json;
  // A free event that does not say so would take time, and one that says null says so no more than that.
  const dropped = OPTIONAL.filter((name) => name !== "transparency" || event.isBusy);
  const rest = Object.fromEntries(Object.entries(json).filter(([name]) => !dropped.includes(name)));
  const isNulled = (event.version / every) % 2 === 0;
  return isNulled ? { ...rest, ...Object.fromEntries(dropped.map((name) => [name, null])) } : rest;
}
