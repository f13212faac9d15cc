/**
 * What the stand-ins answer has the form that the official types give it. The compiler holds each written answer below to its type,
 * excess fields included; the test holds what a stand-in really says to what is written: the same fields, each of the same kind.
 */
import type { calendar_v3 } from "@googleapis/calendar";
import type { Calendar, Event, Subscription } from "@microsoft/microsoft-graph-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listen } from "./loopback.ts";

/** What OData puts beside the fields of a type. */
interface OData {
  readonly "@odata.context"?: string;
  readonly "@odata.etag"?: string;
}

const LINK = "https://meet.google.com/abc-defg-hij";
const WHOLE = { summary: "S", description: "D", location: "L" };
const GUEST = { email: "bea@example.test", displayName: "B", optional: true };
const TIMES = {
  start: { dateTime: "2026-12-10T10:00:00+00:00", timeZone: "UTC" },
  end: { dateTime: "2026-12-10T11:00:00+00:00", timeZone: "UTC" },
};
const REQUEST = { requestId: "r", conferenceSolutionKey: { type: "hangoutsMeet" } };
const REMINDERS = { useDefault: false, overrides: [{ method: "popup", minutes: 5 }] };
const PRIVATE = { private: { bookingId: "b-1" } };

const googleEvent = {
  kind: "calendar#event",
  etag: '"330000000500"',
  id: "qciso38uf8pggqu6svnrmqb0q2",
  status: "confirmed",
  htmlLink: "https://www.google.com/calendar/event?eid=1",
  created: "2026-11-26T23:43:12.131Z",
  updated: "2026-11-26T23:43:12.149Z",
  ...WHOLE,
  creator: { email: "ana@example.test", self: true },
  organizer: { email: "ana@example.test", self: true },
  ...TIMES,
  iCalUID: "qciso38uf8pggqu6svnrmqb0q2@google.com",
  sequence: 0,
  attendees: [{ ...GUEST, responseStatus: "needsAction" }],
  hangoutLink: LINK,
  conferenceData: {
    createRequest: { ...REQUEST, status: { statusCode: "success" } },
    entryPoints: [{ entryPointType: "video", uri: LINK, label: "meet.google.com/abc-defg-hij" }],
    conferenceSolution: { key: { type: "hangoutsMeet" }, name: "Google Meet" },
    conferenceId: "abc-defg-hij",
  },
  extendedProperties: PRIVATE,
  reminders: REMINDERS,
  eventType: "default",
} satisfies calendar_v3.Schema$Event;

const master = { ...googleEvent, recurrence: ["RRULE:FREQ=DAILY;COUNT=2"] } satisfies calendar_v3.Schema$Event;

const original = { dateTime: "2026-12-10T10:00:00+00:00", timeZone: "UTC" };
const instance = { ...googleEvent, recurringEventId: "q", originalStartTime: original } satisfies calendar_v3.Schema$Event;

const cancelled = {
  id: "q_20261210T100000Z",
  status: "cancelled",
  recurringEventId: "q",
  originalStartTime: original,
} satisfies calendar_v3.Schema$Event;

const eventList = {
  kind: "calendar#events",
  etag: '"p335"',
  summary: "ana@example.test",
  updated: "2026-11-26T23:43:12.160Z",
  timeZone: "UTC",
  accessRole: "owner",
  defaultReminders: [{ method: "popup", minutes: 10 }],
  items: [cancelled, instance],
  nextSyncToken: "s-1",
} satisfies calendar_v3.Schema$Events;

const entry = {
  kind: "calendar#calendarListEntry",
  etag: '"c-16"',
  id: "ana@example.test",
  summary: "ana@example.test",
  timeZone: "UTC",
  accessRole: "owner",
  selected: true,
  defaultReminders: [],
  conferenceProperties: { allowedConferenceSolutionTypes: ["hangoutsMeet"] },
} satisfies calendar_v3.Schema$CalendarListEntry;

const calendarList = {
  kind: "calendar#calendarList",
  etag: '"l"',
  items: [
    { ...entry, primary: true },
    { ...entry, dataOwner: "ana@example.test" },
  ],
} satisfies calendar_v3.Schema$CalendarList;

const freeBusy = {
  kind: "calendar#freeBusy",
  timeMin: "2026-12-01T00:00:00.000Z",
  timeMax: "2026-12-20T00:00:00.000Z",
  calendars: {
    primary: { busy: [{ start: "2026-12-11T10:00:00Z", end: "2026-12-11T11:00:00Z" }] },
    none: { errors: [{ domain: "global", reason: "notFound" }], busy: [] },
  },
} satisfies calendar_v3.Schema$FreeBusyResponse;

const channel = {
  kind: "api#channel",
  id: "c",
  resourceId: "r",
  resourceUri: "https://www.googleapis.com/calendar/v3/calendars/x/events?alt=json",
  token: "t",
  expiration: "1796341392187",
} satisfies calendar_v3.Schema$Channel;

const JOIN = "https://teams.microsoft.com/l/meetup-join/1";
const graphEvent = {
  "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users/events/$entity",
  "@odata.etag": 'W/"QVJVYm5rOjI="',
  id: "AAMkAG",
  createdDateTime: "2026-11-26T23:43:12.2100000Z",
  lastModifiedDateTime: "2026-11-26T23:43:12.2100000Z",
  changeKey: "QVJVYm5rOjI=",
  categories: [],
  transactionId: null,
  originalStartTimeZone: "UTC",
  originalEndTimeZone: "UTC",
  iCalUId: "040000008200E00074C5B7101A82E008",
  reminderMinutesBeforeStart: 15,
  isReminderOn: true,
  hasAttachments: false,
  subject: "S",
  bodyPreview: "D",
  importance: "normal",
  sensitivity: "normal",
  isAllDay: false,
  isCancelled: false,
  isOrganizer: true,
  responseRequested: true,
  seriesMasterId: null,
  showAs: "busy",
  type: "singleInstance",
  webLink: "https://outlook.office365.com/owa/?itemid=1",
  onlineMeetingUrl: null,
  isOnlineMeeting: true,
  onlineMeetingProvider: "teamsForBusiness",
  onlineMeeting: { joinUrl: JOIN },
  allowNewTimeProposals: true,
  responseStatus: { response: "organizer", time: "0001-01-01T00:00:00Z" },
  body: { contentType: "html", content: "<html><body>D</body></html>" },
  start: { dateTime: "2026-12-10T10:00:00.0000000", timeZone: "UTC" },
  end: { dateTime: "2026-12-10T11:00:00.0000000", timeZone: "UTC" },
  location: { displayName: "", locationType: "default" },
  attendees: [
    {
      type: "required",
      status: { response: "none", time: "0001-01-01T00:00:00Z" },
      emailAddress: { name: "B", address: "bea@example.test" },
    },
  ],
  organizer: { emailAddress: { name: "ana@example.test", address: "ana@example.test" } },
  recurrence: null,
} satisfies Event & OData;

const graphCalendar = {
  id: "calendar-1",
  name: "Calendar",
  color: "auto",
  isDefaultCalendar: true,
  canShare: true,
  canViewPrivateItems: true,
  canEdit: true,
  isRemovable: false,
  isTallyingResponses: true,
  allowedOnlineMeetingProviders: ["teamsForBusiness"],
  defaultOnlineMeetingProvider: "teamsForBusiness",
  owner: { name: "ana@example.test", address: "ana@example.test" },
} satisfies Calendar & OData;

const subscription = {
  "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#subscriptions/$entity",
  id: "cbd6e136",
  resource: "me/events",
  changeType: "created,updated,deleted",
  clientState: "s",
  notificationUrl: "https://app.example.test/hooks",
  lifecycleNotificationUrl: "https://app.example.test/hooks?life=1",
  expirationDateTime: "2026-11-30T11:03:12.234Z",
} satisfies Subscription & OData;

/** The same, with the name of its kind in place of each value. */
function shapeOf(value: unknown): unknown {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

let simulators: Awaited<ReturnType<typeof listen>>;

beforeAll(async () => {
  simulators = await listen();
});
afterAll(() => {
  simulators.close();
});

type Json = Record<string, unknown>;

async function apiOf(account: string, base: string): Promise<(method: string, path: string, body?: unknown) => Promise<Json>> {
  const { access_token: token } = await simulators.sim<{ access_token: string }>(`token?account=${account}`, {});
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return async (method, path, body) => {
    const answer = await simulators.fetchReal(base + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    return answer.status === 204 ? {} : await answer.json<Json>();
  };
}

test("Google's", async () => {
  const account = "google:ana@example.test";
  const google = await apiOf(account, "https://www.googleapis.com/calendar/v3");
  const events = "/calendars/primary/events";
  const written = { ...WHOLE, ...TIMES, attendees: [GUEST], reminders: REMINDERS, extendedProperties: PRIVATE };
  const withLink = { ...written, conferenceData: { createRequest: REQUEST } };
  await simulators.sim(`settings?account=${account}`, { meet: "sync" });
  const single = await google("POST", `${events}?conferenceDataVersion=1`, withLink);
  expect(shapeOf(single)).toEqual(shapeOf(googleEvent));
  await google("DELETE", `${events}/${String(single["id"])}`);
  const { nextSyncToken: token } = await google("GET", `${events}?singleEvents=true`);
  const series = await google("POST", `${events}?conferenceDataVersion=1`, { ...withLink, recurrence: master.recurrence });
  expect(shapeOf(series)).toEqual(shapeOf(master));
  const { items = [] } = (await google("GET", `${events}/${String(series["id"])}/instances`)) as { items?: Json[] };
  await google("DELETE", `${events}/${String(items[0]?.["id"])}`);
  expect(shapeOf(await google("GET", `${events}?singleEvents=true&syncToken=${String(token)}`))).toEqual(shapeOf(eventList));
  await simulators.sim(`calendars?account=${account}`, { id: "team@group" });
  expect(shapeOf(await google("GET", "/users/me/calendarList"))).toEqual(shapeOf(calendarList));
  const window = { timeMin: freeBusy.timeMin, timeMax: freeBusy.timeMax, items: [{ id: "primary" }, { id: "none" }] };
  expect(shapeOf(await google("POST", "/freeBusy", window))).toEqual(shapeOf(freeBusy));
  const wanted = { id: "c", type: "web_hook", address: "https://app.example.test/push", token: "t" };
  expect(shapeOf(await google("POST", `${events}/watch`, wanted))).toEqual(shapeOf(channel));
});

test("Graph's", async () => {
  const graph = await apiOf("microsoft:ana@example.test", "https://graph.microsoft.com/v1.0");
  const { subject, body, start, end, isOnlineMeeting, onlineMeetingProvider, attendees } = graphEvent;
  const invited = attendees.map(({ type, emailAddress }) => ({ type, emailAddress }));
  const written = { subject, body, start, end, isOnlineMeeting, onlineMeetingProvider, attendees: invited };
  expect(shapeOf(await graph("POST", "/me/events", written))).toEqual(shapeOf(graphEvent));
  expect(shapeOf(await graph("GET", "/me/calendar"))).toEqual(shapeOf(graphCalendar));
  const { "@odata.context": _context, id: _id, ...wanted } = subscription;
  const expirationDateTime = new Date(Date.now() + 3_600_000).toISOString();
  expect(shapeOf(await graph("POST", "/subscriptions", { ...wanted, expirationDateTime }))).toEqual(shapeOf(subscription));
});
