/**
 * One call to Google Calendar as its handlers see it, the forms of its errors, and which scopes open which door.
 * Nothing here knows an event. `calendar.events.owned` is the narrow one: it opens only calendars that the account
 * itself owns, and it never opens free/busy. Whether "owns" means the owner's role or the data owner is not verified.
 *
 * Knob (`/__sim/settings`): `ownedMeans` "data_owner" (default) | "role".
 */
import type { Account, SimCalendar, World } from "../core/world.ts";

export const CALENDAR_HOST = "www.googleapis.com";
export const CALENDAR_URL = `https://${CALENDAR_HOST}/calendar/v3`;

export interface GoogleCall {
  readonly world: World;
  readonly account: Account;
  readonly scopes: readonly string[];
  readonly query: URLSearchParams;
  readonly ifMatch: string | null;
  /** The JSON body; undefined where there is none, or none that can be read. */
  readonly body: unknown;
}

const SAID: Readonly<Record<string, string>> = {
  authError: "Request had invalid authentication credentials.",
  insufficientPermissions: "Request had insufficient authentication scopes.",
  notFound: "Not Found",
  duplicate: "The requested identifier already exists.",
  deleted: "Resource has been deleted",
  conditionNotMet: "Precondition Failed",
  fullSyncRequired: "Sync token is no longer valid, a full sync is required.",
  rateLimitExceeded: "Rate Limit Exceeded",
  backendError: "Backend Error",
};

function domainOf(reason: string): string {
  if (/exceeded$/iu.test(reason)) return "usageLimits";
  return ["deleted", "fullSyncRequired", "forbiddenForNonOrganizer", "updatedMinTooLongAgo"].includes(reason) ? "calendar" : "global";
}

export function errorText(status: number, reason: string, said = SAID[reason] ?? reason): string {
  return JSON.stringify({ error: { code: status, message: said, errors: [{ domain: domainOf(reason), reason, message: said }] } });
}

export function refuse(status: number, reason: string, said?: string): Response {
  const headers = { "content-type": "application/json; charset=UTF-8", "cache-control": "private" };
  return new Response(errorText(status, reason, said), { status, headers });
}

export function answer(body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    headers: { "content-type": "application/json; charset=UTF-8", "cache-control": "private", ...headers },
  });
}

/** By Google's discovery document (calendar v3). */
const DOORS = {
  readEvents: ["calendar", "calendar.readonly", "calendar.events", "calendar.events.readonly"],
  readOwnEvents: ["calendar.events.owned", "calendar.events.owned.readonly"],
  writeEvents: ["calendar", "calendar.events"],
  writeOwnEvents: ["calendar.events.owned"],
  calendarList: ["calendar", "calendar.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly"],
  // No scope that shows or changes events is among them.
  freeBusy: ["calendar", "calendar.readonly", "calendar.freebusy", "calendar.events.freebusy"],
  calendars: ["calendar", "calendar.readonly", "calendar.calendars", "calendar.calendars.readonly"],
  acl: ["calendar", "calendar.acls", "calendar.acls.readonly"],
  settings: ["calendar", "calendar.readonly", "calendar.settings.readonly"],
  // What the simulator does not do: only the widest scope is told so, all others have no business there.
  unserved: ["calendar"],
} as const;

function opens(call: GoogleCall, door: keyof typeof DOORS): boolean {
  return DOORS[door].some((scope) => call.scopes.includes(`https://www.googleapis.com/auth/${scope}`));
}

/** null: the call may go on. */
export function scopeRefusal(call: GoogleCall, door: Exclude<keyof typeof DOORS, `${string}Events`>): Response | null {
  return opens(call, door) ? null : refuse(403, "insufficientPermissions");
}

/** The calendar of the path, if it is there and both the scopes and its own access role let the call in. */
export function openCalendar(call: GoogleCall, id: string, access: "read" | "write"): SimCalendar | Response {
  const calendar = call.world.calendar(call.account, id);
  const isOwn = call.account.settings.get("ownedMeans") === "role" || (calendar?.dataOwner ?? call.account.email) === call.account.email;
  const isOwned = calendar?.accessRole === "owner" && isOwn;
  const isOpen =
    access === "read"
      ? opens(call, "readEvents") || (opens(call, "readOwnEvents") && (isOwned || calendar === null))
      : opens(call, "writeEvents") || (opens(call, "writeOwnEvents") && (isOwned || calendar === null));
  if (!isOpen) return refuse(403, "insufficientPermissions");
  if (calendar === null) return refuse(404, "notFound");
  if (calendar.isBroken) return refuse(503, "backendError");
  if (calendar.accessRole === "freeBusyReader" || (access === "write" && calendar.accessRole === "reader")) {
    return refuse(403, "requiredAccessLevel", "You need to have a higher level of access to this calendar.");
  }
  return calendar;
}
