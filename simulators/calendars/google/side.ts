/**
 * The stand-in for Google: sign-in, tokens and Calendar v3 at their real hosts and paths. This file knows the addresses
 * and whose token a call carries; what happens behind each is next door. A method that the real service has and this one
 * does not is a 403 for scopes that do not open it, as there, and a 501 for those that do. Anything else is a 404.
 */
import { type Context, Hono } from "hono";
import type { Core, ProviderSide } from "../core/core.ts";
import { listAccessRules, listCalendars, listSettings, queryFreeBusy, readCalendar, readCalendarEntry, readSetting } from "./calendars.ts";
import { answer, CALENDAR_HOST, type GoogleCall, openCalendar, refuse, scopeRefusal } from "./call.ts";
import { GoogleChannels } from "./channels.ts";
import { shownDescription } from "./description.ts";
import { etagOf, eventJson, iCalUidOf, newEventId, occurrenceId, ripenMeeting } from "./event.ts";
import { listEvents, listInstances } from "./event-list.ts";
import { importEvent, moveEvent } from "./event-transfers.ts";
import { deleteEvent, insertEvent, patchEvent, updateEvent } from "./event-writes.ts";
import { faultBody, googleGate } from "./gate.ts";
import { GoogleGrants } from "./grants.ts";
import { GOOGLE_ISSUER, googleOAuth } from "./oauth.ts";
import { isTimeZone } from "../core/wall-time.ts";
import type { SimCalendar } from "../core/world.ts";

const BASE = `/${CALENDAR_HOST}/calendar/v3`;

const OWN_TOKEN_SCOPE = "https://www.googleapis.com/auth/calendar";
const OWN_TOKEN_SECONDS = 3_600;

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readEvent({ world, account, query }: GoogleCall, calendar: SimCalendar, eventId: string): Response {
  const event = calendar.events.get(eventId);
  if (event === undefined) return refuse(404, "notFound");
  const zone = query.get("timeZone");
  if (zone !== null && !isTimeZone(zone)) return refuse(400, "invalid", "Invalid time zone value.");
  ripenMeeting(world, account, calendar, event);
  return answer(eventJson(account, calendar, event, zone), { etag: etagOf(event) });
}

function unserved(call: GoogleCall): Response {
  return scopeRefusal(call, "unserved") ?? refuse(501, "notImplemented", "The simulator does not serve this method.");
}

export function googleSide(core: Core): ProviderSide {
  const { world } = core;
  const grants = new GoogleGrants(world);
  const channels = new GoogleChannels(world, core.outgoing);
  const gate = googleGate(core, grants);
  world.register("google", {
    newEventId,
    occurrenceId,
    iCalUidOf,
    faultBody,
    changed: (account, calendar) => {
      channels.changed(account, calendar);
    },
  });

  const onCall =
    (handler: (call: GoogleCall, context: Context) => Response) =>
    async (context: Context): Promise<Response> => {
      const request = context.req.raw;
      const secret = /^Bearer (.+)$/iu.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
      const body = parseBody(await request.text());
      const query = new URL(request.url).searchParams;
      const ifMatch = request.headers.get("if-match");
      return await gate({ request, host: CALENDAR_HOST, secret }, async () => {
        const grant = grants.access(secret);
        return grant === null ? refuse(401, "authError") : handler({ world, ...grant, query, ifMatch, body }, context);
      });
    };

  const inCalendar = (access: "read" | "write", handler: (call: GoogleCall, calendar: SimCalendar, eventId: string) => Response) =>
    onCall((call, context) => {
      const calendar = openCalendar(call, context.req.param("calendar") ?? "", access);
      return calendar instanceof Response ? calendar : handler(call, calendar, context.req.param("event") ?? "");
    });

  const routes = new Hono()
    .route("/", googleOAuth({ core, grants, gate }))
    .get(`${BASE}/users/me/calendarList`, onCall(listCalendars))
    .get(
      `${BASE}/users/me/calendarList/:calendar`,
      onCall((call, context) => readCalendarEntry(call, context.req.param("calendar") ?? "")),
    )
    .post(`${BASE}/freeBusy`, onCall(queryFreeBusy))
    .post(
      `${BASE}/channels/stop`,
      onCall((call) => channels.stop(call)),
    )
    .post(
      `${BASE}/calendars/:calendar/events/watch`,
      inCalendar("read", (call, calendar) => channels.watch(call, calendar)),
    )
    .get(`${BASE}/calendars/:calendar/events`, inCalendar("read", listEvents))
    .post(`${BASE}/calendars/:calendar/events`, inCalendar("write", insertEvent))
    .get(`${BASE}/calendars/:calendar/events/:event`, inCalendar("read", readEvent))
    .patch(`${BASE}/calendars/:calendar/events/:event`, inCalendar("write", patchEvent))
    .get(`${BASE}/calendars/:calendar/events/:event/instances`, inCalendar("read", listInstances))
    .post(`${BASE}/calendars/:calendar/events/import`, inCalendar("write", importEvent))
    .post(`${BASE}/calendars/:calendar/events/:event/move`, inCalendar("write", moveEvent))
    .put(`${BASE}/calendars/:calendar/events/:event`, inCalendar("write", updateEvent))
    .delete(`${BASE}/calendars/:calendar/events/:event`, inCalendar("write", deleteEvent))
    .get(
      `${BASE}/calendars/:calendar`,
      onCall((call, context) => readCalendar(call, context.req.param("calendar") ?? "")),
    )
    .get(
      `${BASE}/calendars/:calendar/acl`,
      onCall((call, context) => listAccessRules(call, context.req.param("calendar") ?? "")),
    )
    .get(`${BASE}/users/me/settings`, onCall(listSettings))
    .get(
      `${BASE}/users/me/settings/:setting`,
      onCall((call, context) => readSetting(call, context.req.param("setting") ?? "")),
    )
    .all(`${BASE}/calendars/*`, onCall(unserved))
    .all(`${BASE}/calendars`, onCall(unserved))
    .all(`${BASE}/users/me/*`, onCall(unserved))
    .all(`/${CALENDAR_HOST}/*`, () => refuse(404, "notFound", "The simulator knows no such method."));

  return {
    routes,
    issuerOnReturn: GOOGLE_ISSUER,
    consent: (given) => grants.newCode(given, { isOffline: true, addsGranted: false }),
    accessToken: (account) => grants.newAccessToken({ account, scopes: [OWN_TOKEN_SCOPE] }, OWN_TOKEN_SECONDS),
    revoke: (account) => grants.revoke(account),
    expireAccess: (account) => grants.expireAccess(account),
    tokenCounts: (account) => grants.counts(account),
    channels: (account) => channels.list(account),
    expireChannels: (account) => channels.expire(account),
    lifecycle: null,
    etagOf,
    shownDescription: ({ description }) => shownDescription(description),
  };
}
