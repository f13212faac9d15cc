/**
 * A mailbox at Microsoft as it really is, after what was publicly recorded: series in a delta, all-day events, zones,
 * conflicts that nobody caused, invitations, nulls, long bodies. Each of these once hid a fault of the product, because
 * the stand-in held the same belief. Runs in Node on the app alone; its owner's hand is the admin surface.
 */
import { beforeEach, describe, expect, test } from "vitest";
import { calendarSimulators } from "../../simulators/calendars/app.ts";

type Item = Record<string, unknown> & { readonly id: string };
interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown> & {
    readonly value?: Item[];
    readonly error?: { readonly code: string; readonly message: string };
  };
}

const NOW = Date.parse("2026-12-01T08:00:00Z");
const WINDOW = "startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z";
const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"';
const SLIM = ["@odata.etag", "@odata.type", "end", "id", "seriesMasterId", "start", "type"];
const client = { id: "client-1", secret: "secret-1", redirectUris: ["https://app.example.test/callback"] };
const app = calendarSimulators({ now: () => NOW, deliver: null, publicPath: "", clients: { google: client, microsoft: client } });
let people = 0;
let ana = "";

async function admin<Result>(path: string, body: unknown = {}, address = ana): Promise<Result> {
  const response = await app.request(`/__sim/${path}?account=microsoft:${address}`, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${text}`);
  return (text === "" ? null : JSON.parse(text)) as Result;
}

async function graph(method: string, path: string, body: unknown = null, prefer = PREFER, address = ana): Promise<Answer> {
  const { access_token: token } = await admin<{ access_token: string }>("token", {}, address);
  const url = path.startsWith("https://") ? path.replace("https:/", "") : `/graph.microsoft.com/v1.0${path}`;
  const response = await app.request(url, {
    method,
    headers: { authorization: `Bearer ${token}`, prefer, "content-type": "application/json" },
    body: body === null ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, json: text === "" ? {} : (JSON.parse(text) as Answer["json"]) };
}

/** A whole round of a delta: its items without repeats, and the link to the next. */
async function delta(path = `/me/calendarView/delta?${WINDOW}`): Promise<{ readonly items: readonly Item[]; readonly link: string }> {
  const items = new Map<string, Item>();
  let next = path;
  for (;;) {
    const { json } = await graph("GET", next);
    for (const item of json.value ?? []) items.set(item.id, item);
    const link = json["@odata.deltaLink"];
    if (typeof link === "string") return { items: [...items.values()], link };
    next = String(json["@odata.nextLink"]);
  }
}

async function view(window = WINDOW, address = ana): Promise<readonly Item[]> {
  return (await graph("GET", `/me/calendarView?${window}&$top=100`, null, PREFER, address)).json.value ?? [];
}

function draft(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    subject: "Session",
    start: { dateTime: "2026-12-10T10:00:00", timeZone: "UTC" },
    end: { dateTime: "2026-12-10T11:00:00", timeZone: "UTC" },
    ...more,
  };
}

async function made(more: Record<string, unknown> = {}): Promise<string> {
  const answer = await graph("POST", "/me/events", draft(more));
  expect(answer.status).toBe(201);
  return String(answer.json["id"]);
}

function startOf(item: Item | undefined): unknown {
  return (item?.["start"] as { readonly dateTime: string } | undefined)?.dateTime.slice(0, 16);
}

function typesOf(items: readonly Item[]): unknown[] {
  return items.map(({ type }) => type);
}

beforeEach(() => {
  people += 1;
  ana = `ana-${people}@example.test`;
});

describe("a series", () => {
  const series = async (more: object = {}): Promise<{ id: string; occurrence_ids: string[] }> =>
    await admin("events/create-series", {
      title: "Standing",
      starts_at: "2026-12-03T12:00:00Z",
      ends_at: "2026-12-03T13:00:00Z",
      every: "week",
      count: 3,
      ...more,
    });

  test("stands in a delta as its whole master, with the first occurrence's time, and slim occurrences", async () => {
    const { id } = await series({ is_busy: false });
    const { items } = await delta();
    expect(typesOf(items)).toEqual(["seriesMaster", "occurrence", "occurrence", "occurrence"]);
    expect(items[0]).toMatchObject({ id, showAs: "free", subject: "Standing", recurrence: { pattern: { daysOfWeek: ["thursday"] } } });
    expect(items.map(startOf)).toEqual(["2026-12-03T12:00", "2026-12-03T12:00", "2026-12-10T12:00", "2026-12-17T12:00"]);
    for (const item of items.slice(1)) {
      expect(Object.keys(item).sort()).toEqual(SLIM);
      expect(item["seriesMasterId"]).toBe(id);
    }
  });

  test("stands in a plain view as whole occurrences, without its master", async () => {
    await series({ is_busy: false });
    const items = await view();
    expect(typesOf(items)).toEqual(["occurrence", "occurrence", "occurrence"]);
    expect(items.map(({ showAs }) => showAs)).toEqual(["free", "free", "free"]);
  });

  test("has exceptions, which are whole", async () => {
    const { occurrence_ids: occurrences } = await series();
    await admin("events/move", { event_id: occurrences[1], starts_at: "2026-12-11T09:00:00Z" });
    const { items } = await delta();
    expect(items.find((item) => item.id === occurrences[1])).toMatchObject({ type: "exception", subject: "Standing", showAs: "busy" });
  });

  test("comes again as a whole when one occurrence is deleted, which is named nowhere, as its first time still is", async () => {
    const { id, occurrence_ids: occurrences } = await series();
    const { link } = await delta();
    await admin("events/delete", { event_id: occurrences[0] });
    const { items } = await delta(link);
    expect(items.map((item) => item.id)).toEqual([id, occurrences[1], occurrences[2]]);
    expect(startOf(items[0])).toBe("2026-12-03T12:00");
    expect((await graph("GET", `/me/events/${String(occurrences[0])}`)).status).toBe(404);
  });

  test("that is moved comes with new occurrences, and the old ones are named nowhere", async () => {
    const { id, occurrence_ids: before } = await series();
    const { link } = await delta();
    await admin("events/move", { event_id: id, starts_at: "2026-12-04T12:00:00Z" });
    const { items } = await delta(link);
    expect(items.map(startOf)).toEqual(["2026-12-04T12:00", "2026-12-04T12:00", "2026-12-11T12:00", "2026-12-18T12:00"]);
    expect(items.filter((item) => before.includes(item.id) || "@removed" in item)).toEqual([]);
    expect((await view()).map(startOf)).toEqual(["2026-12-04T12:00", "2026-12-11T12:00", "2026-12-18T12:00"]);
  });

  test("that its organizer calls off, or its owner declines, says so at the master alone", async () => {
    const { id } = await series({ organizer: "boss@example.test" });
    const { link } = await delta();
    await admin("events/decline", { event_id: id, email: ana });
    const declined = await delta(link);
    expect(declined.items[0]).toMatchObject({ id, responseStatus: { response: "declined" } });
    await admin("events/call-off", { event_id: id });
    const off = await delta(declined.link);
    expect(off.items[0]).toMatchObject({ id, isCancelled: true });
    expect(off.items.slice(1).map((item) => Object.keys(item).sort())).toEqual([SLIM, SLIM, SLIM]);
  });

  test("that is deleted names its master as removed", async () => {
    const { id } = await series();
    const { link } = await delta();
    await admin("events/delete", { event_id: id });
    expect((await delta(link)).items).toMatchObject([{ id, "@removed": { reason: "deleted" } }]);
    expect(await view()).toEqual([]);
  });
});

describe("an all-day event", () => {
  beforeEach(async () => {
    await admin("calendars", { id: "primary", time_zone: "America/New_York" });
  });
  const vacation = { title: "Vacation", starts_at: "2026-12-08T00:00:00Z", ends_at: "2026-12-09T00:00:00Z", is_all_day: true };

  test("is shown midnight to midnight in UTC whatever zone is preferred, and says the mailbox's zone", async () => {
    const { id } = await admin<{ id: string }>("events/create", vacation);
    const { json } = await graph("GET", `/me/events/${id}`, null, 'outlook.timezone="Pacific Standard Time"');
    expect(json).toMatchObject({
      isAllDay: true,
      start: { dateTime: "2026-12-08T00:00:00.0000000", timeZone: "UTC" },
      end: { dateTime: "2026-12-09T00:00:00.0000000", timeZone: "UTC" },
      originalStartTimeZone: "Eastern Standard Time",
      originalEndTimeZone: "Eastern Standard Time",
    });
  });

  test("takes its day by the mailbox's own clocks", async () => {
    await admin("events/create", vacation);
    expect(await view("startDateTime=2026-12-09T01:00:00Z&endDateTime=2026-12-09T02:00:00Z")).toHaveLength(1);
    expect(await view("startDateTime=2026-12-08T01:00:00Z&endDateTime=2026-12-08T02:00:00Z")).toEqual([]);
  });

  test("keeps its days when a change brings times, or refuses them, until the change says isAllDay false", async () => {
    const id = await made();
    await admin("events/all-day", { event_id: id });
    const back = { start: { dateTime: "2026-12-10T10:00:00", timeZone: "UTC" }, end: { dateTime: "2026-12-10T11:00:00", timeZone: "UTC" } };
    const ignored = await graph("PATCH", `/me/events/${id}`, back);
    expect([ignored.status, ignored.json["isAllDay"]]).toEqual([200, true]);
    expect(ignored.json).toMatchObject({
      start: { dateTime: "2026-12-10T00:00:00.0000000" },
      end: { dateTime: "2026-12-11T00:00:00.0000000" },
    });
    await admin("settings", { allDayTimes: "refused" });
    expect((await graph("PATCH", `/me/events/${id}`, back)).status).toBe(400);
    const timed = await graph("PATCH", `/me/events/${id}`, { ...back, isAllDay: false });
    expect(timed.json).toMatchObject({ isAllDay: false, start: { dateTime: "2026-12-10T10:00:00.0000000" } });
  });

  test("is made from midnight to midnight of one zone only", async () => {
    const at = (dateTime: string, timeZone = "Eastern Standard Time"): unknown => ({ dateTime, timeZone });
    const midnights = { isAllDay: true, start: at("2026-12-08T00:00:00"), end: at("2026-12-09T00:00:00") };
    expect((await graph("POST", "/me/events", draft(midnights))).status).toBe(201);
    expect((await graph("POST", "/me/events", draft({ ...midnights, end: at("2026-12-09T01:00:00") }))).status).toBe(400);
    expect((await graph("POST", "/me/events", draft({ ...midnights, end: at("2026-12-09T00:00:00", "UTC") }))).status).toBe(400);
  });
});

describe("zones", () => {
  const inZone = (timeZone: string, dateTime = "2026-12-10T10:00:00"): Record<string, unknown> =>
    draft({ start: { dateTime, timeZone }, end: { dateTime: dateTime.replace(":00:00", ":45:00"), timeZone } });

  test.each([
    ["W. Europe Standard Time", "2026-12-10T09:00"],
    ["Pacific Standard Time", "2026-12-10T18:00"],
    ["America/New_York", "2026-12-10T15:00"],
    ["Europe/Kiev", "2026-12-10T08:00"],
  ])("take %s", async (timeZone, expected) => {
    const { status, json } = await graph("POST", "/me/events", inZone(timeZone));
    expect([status, startOf(json as Item), json["originalStartTimeZone"]]).toEqual([201, expected, timeZone]);
  });

  test.each(["Europe/Vienna", "Europe/Lisbon", "Europe/Stockholm", "America/Toronto", "Mars/Base", "toString"])(
    "refuse %s in an event and in the header, but for a mailbox told otherwise",
    async (timeZone) => {
      const refused = await graph("POST", "/me/events", inZone(timeZone));
      expect([refused.status, refused.json.error?.code]).toEqual([400, "TimeZoneNotSupportedException"]);
      expect((await graph("GET", "/me/calendar", null, `outlook.timezone="${timeZone}"`)).status).toBe(400);
      await admin("settings", { anyIanaZone: true });
      expect((await graph("POST", "/me/events", inZone(timeZone))).status).toBe(
        timeZone.includes("Europe") || timeZone.includes("America") ? 201 : 400,
      );
    },
  );

  test("show the wall time of a zone of Windows that is preferred", async () => {
    const id = await made();
    const { json } = await graph("GET", `/me/events/${id}`, null, 'outlook.timezone="Pacific Standard Time"');
    expect(json["start"]).toEqual({ dateTime: "2026-12-10T02:00:00.0000000", timeZone: "Pacific Standard Time" });
  });

  test("take a wall time that the clocks repeat for the second of the two", async () => {
    const { json } = await graph("POST", "/me/events", inZone("Europe/Berlin", "2026-10-25T02:00:00"));
    expect(startOf(json as Item)).toBe("2026-10-25T01:00");
  });
});

describe("changes", () => {
  const change = async (id: string): Promise<Answer> => await graph("PATCH", `/me/events/${id}`, { subject: "Other" });

  test("meet a conflict that nobody caused, as often as was ordered", async () => {
    const id = await made();
    await admin("settings", { conflictsNext: 2 });
    const answers = [await change(id), await change(id), await change(id)];
    expect(answers.map(({ status }) => status)).toEqual([412, 412, 200]);
    expect(answers[0]?.json.error?.code).toBe("ErrorIrresolvableConflict");
  });

  test("meet one after each create, where a mailbox is like that", async () => {
    await admin("settings", { conflictsAfterCreate: 1 });
    for (const id of [await made(), await made()]) {
      expect([(await change(id)).status, (await change(id)).status]).toEqual([412, 200]);
    }
  });

  test("meet one by chance where chaos is told so, and nothing else does", async () => {
    const id = await made();
    await admin("faults/chaos", { probability: 1, seed: 1, kinds: ["412"] });
    const met = await change(id);
    expect([met.status, met.json.error?.code]).toEqual([412, "ErrorIrresolvableConflict"]);
    expect([(await graph("GET", `/me/events/${id}`)).status, (await graph("DELETE", `/me/events/${id}`)).status]).toEqual([200, 204]);
  });

  test("and creates refuse a long subject and a guest who cannot be addressed", async () => {
    const guest = (address: string): Record<string, unknown> => draft({ attendees: [{ emailAddress: { address } }] });
    expect((await graph("POST", "/me/events", draft({ subject: "x".repeat(256) }))).status).toBe(400);
    expect((await graph("POST", "/me/events", draft({ subject: "x".repeat(255) }))).status).toBe(201);
    await admin("settings", { unaddressableGuest: "lost@example.test" });
    for (const address of ["nobody", "a b@example.test", "lost@example.test"]) {
      const { status, json } = await graph("POST", "/me/events", guest(address));
      expect([status, json.error?.code]).toEqual([400, "ErrorInvalidRecipients"]);
    }
  });
});

describe("guests", () => {
  let bea = "";
  beforeEach(async () => {
    bea = `bea-${people}@example.test`;
    await graph("GET", "/me/calendar", null, PREFER, bea);
  });
  const invite = async (...addresses: string[]): Promise<string> =>
    await made({ attendees: addresses.map((address) => ({ emailAddress: { address } })) });

  test("have the invitation in their own mailbox, unanswered and holding time, and see it change and go", async () => {
    const id = await invite(bea, "no-mailbox@example.test");
    const [copy] = await view(WINDOW, bea);
    const { json: own } = await graph("GET", `/me/events/${id}`);
    expect(copy).toMatchObject({
      subject: "Session",
      isOrganizer: false,
      organizer: { emailAddress: { address: ana } },
      responseStatus: { response: "notResponded" },
      showAs: "tentative",
      iCalUId: own["iCalUId"],
    });
    expect(copy?.id).not.toBe(id);
    await graph("PATCH", `/me/events/${id}`, { start: { dateTime: "2026-12-10T10:30:00", timeZone: "UTC" } });
    expect((await view(WINDOW, bea)).map(startOf)).toEqual(["2026-12-10T10:30"]);
    await graph("POST", `/me/events/${id}/cancel`, { comment: "Ill" });
    expect(await view(WINDOW, bea)).toMatchObject([{ id: copy?.id, isCancelled: true }]);
  });

  test("answer, which the organizer sees; those who are taken off the list see it called off", async () => {
    const id = await invite(bea);
    const [copy] = await view(WINDOW, bea);
    await admin("events/decline", { event_id: copy?.id, email: bea, response: "accepted" }, bea);
    expect((await graph("GET", `/me/events/${id}`)).json["attendees"]).toMatchObject([{ status: { response: "accepted" } }]);
    expect(await view(WINDOW, bea)).toMatchObject([{ showAs: "busy", responseStatus: { response: "accepted" } }]);
    await graph("PATCH", `/me/events/${id}`, { attendees: [] });
    expect(await view(WINDOW, bea)).toMatchObject([{ isCancelled: true }]);
  });

  test("get none where their mailbox is told not to take any", async () => {
    await admin("settings", { takesInvitations: false }, bea);
    await invite(bea);
    expect(await view(WINDOW, bea)).toEqual([]);
  });

  test("may be the organizer, who then stands unanswered on the own list", async () => {
    const id = await invite(ana, bea);
    const { json } = await graph("GET", `/me/events/${id}`);
    expect(json["attendees"]).toMatchObject([{ emailAddress: { address: ana }, status: { response: "none" } }, {}]);
    expect(json["responseStatus"]).toMatchObject({ response: "organizer" });
    expect(await view()).toHaveLength(1);
  });
});

describe("what may be null and what is long", () => {
  test("is null where it would say the usual thing, for a mailbox told so", async () => {
    await admin("settings", { nulls: true });
    await admin("calendars", { id: "second", name: "Second", access_role: "reader", has_meetings: false });
    await made();
    await made({ showAs: "free", isOnlineMeeting: true });
    const [plain, other] = await view();
    const usual = { showAs: null, isCancelled: null, type: null, isOnlineMeeting: null, responseStatus: { response: null } };
    expect(plain).toMatchObject(usual);
    expect(other).toMatchObject({ ...usual, showAs: "free", isOnlineMeeting: true });
    expect((await graph("GET", "/me/calendars")).json.value).toMatchObject([
      { name: null, isDefaultCalendar: true, canEdit: true },
      { name: null, isDefaultCalendar: null, canEdit: null, allowedOnlineMeetingProviders: null },
    ]);
  });

  test("comes in a delta with its whole body, whose text alone is much shorter", async () => {
    await admin("settings", { bodyCharacters: 50_000 });
    await made();
    const path = `/me/calendarView/delta?${WINDOW}`;
    const lengthOf = async (prefer: string): Promise<number> => {
      const item = (await graph("GET", path, null, prefer)).json.value?.[0] ?? { id: "", body: { content: "" } };
      return (item["body"] as { readonly content: string }).content.length;
    };
    expect(await lengthOf(PREFER)).toBeGreaterThan(50_000);
    expect(await lengthOf(`${PREFER}, outlook.body-content-type="text"`)).toBeLessThan(10_000);
  });

  test("a calendar without meetings says so and gives no link", async () => {
    await admin("calendars", { id: "primary", has_meetings: false });
    expect((await graph("GET", "/me/calendar")).json["allowedOnlineMeetingProviders"]).toEqual([]);
    const { json } = await graph("POST", "/me/events", draft({ isOnlineMeeting: true, onlineMeetingProvider: "teamsForBusiness" }));
    expect(json["onlineMeeting"]).toBeNull();
  });

  test("an event that its owner moved into another calendar keeps its id there, and a delta of the first calls it removed", async () => {
    await admin("calendars", { id: "second" });
    const id = await made();
    const { link } = await delta();
    await admin("events/transfer", { event_id: id, calendar_id: "second" });
    expect((await delta(link)).items).toMatchObject([{ id, "@removed": { reason: "deleted" } }]);
    expect((await graph("GET", `/me/events/${id}`)).status).toBe(200);
    expect((await graph("GET", `/me/calendars/second/calendarView?${WINDOW}`)).json.value).toMatchObject([{ id }]);
    await admin("calendars/remove", { id: "second" });
    expect((await graph("GET", `/me/calendars/second/calendarView?${WINDOW}`)).status).toBe(404);
    expect((await graph("GET", `/me/events/${id}`)).status).toBe(404);
  });
});
