/**
 * What a mailbox's owner can do in it by hand through the admin surface of the stand-ins, and what of it reaches the
 * mailboxes of guests. Runs in Node on the app alone; what each provider then tells of it is tested by provider.
 */
import { beforeEach, describe, expect, test } from "vitest";
import { calendarSimulators } from "../../simulators/calendars/app.ts";

interface EventJson {
  readonly id: string;
  readonly status: string;
  readonly title: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly is_busy: boolean;
  readonly is_all_day: boolean;
  readonly own_response: string;
  readonly organizer: string;
  readonly series_id: string | null;
  readonly is_series_master: boolean;
  readonly is_exception: boolean;
  readonly attendees: readonly { readonly email: string; readonly response: string }[];
}
interface Snapshot {
  readonly calendars: readonly {
    readonly id: string;
    readonly name: string;
    readonly has_meetings: boolean;
    readonly time_zone: string;
    readonly events: readonly EventJson[];
  }[];
}

const NOW = Date.parse("2026-12-01T08:00:00Z");
const client = { id: "client-1", secret: "secret-1", redirectUris: ["https://app.example.test/callback"] };
const app = calendarSimulators({ now: () => NOW, deliver: null, publicPath: "", clients: { google: client, microsoft: client } });
let people = 0;
let ana = "";

async function admin<Answer>(path: string, body: unknown, account = ana): Promise<Answer> {
  const response = await app.request(`/__sim/${path}?account=${account}`, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${text}`);
  return (text === "" ? null : JSON.parse(text)) as Answer;
}

async function snapshot(account = ana): Promise<Snapshot> {
  return await (await app.request(`/__sim/snapshot?account=${account}`)).json<Snapshot>();
}

/** Of the primary calendar, masters and cancelled ones left out. */
async function standing(account = ana): Promise<readonly EventJson[]> {
  const events = (await snapshot(account)).calendars[0]?.events ?? [];
  return events.filter((event) => event.status !== "cancelled" && !event.is_series_master);
}

async function starts(): Promise<string[]> {
  return (await standing()).map(({ starts_at: startsAt }) => startsAt.slice(0, 16)).sort();
}

describe.each(["google", "microsoft"])("a mailbox of %s", (provider) => {
  beforeEach(() => {
    people += 1;
    ana = `${provider}:ana-${people}@example.test`;
  });

  const series = async (more: object = {}): Promise<{ id: string; occurrence_ids: string[] }> =>
    await admin("events/create-series", {
      starts_at: "2027-03-11T12:00:00Z",
      ends_at: "2027-03-11T13:00:00Z",
      time_zone: "America/New_York",
      every: "week",
      count: 3,
      ...more,
    });

  test("holds a series at the same wall time, with its master beside it", async () => {
    const { id, occurrence_ids: occurrences } = await series();
    expect(occurrences).toHaveLength(3);
    // The clocks of New York go forward on 14 March 2027.
    expect(await starts()).toEqual(["2027-03-11T12:00", "2027-03-18T11:00", "2027-03-25T11:00"]);
    const master = (await snapshot()).calendars[0]?.events.find((event) => event.id === id);
    expect(master).toMatchObject({ is_series_master: true, starts_at: "2027-03-11T12:00:00.000Z", ends_at: "2027-03-11T13:00:00.000Z" });
  });

  test("lets one occurrence be moved and one be deleted, and makes the whole anew when the series moves", async () => {
    const { id, occurrence_ids: occurrences } = await series();
    await admin("events/move", { event_id: occurrences[1], starts_at: "2027-03-19T09:00:00Z" });
    await admin("events/delete", { event_id: occurrences[0] });
    expect(await starts()).toEqual(["2027-03-19T09:00", "2027-03-25T11:00"]);
    expect((await standing()).map((event) => [event.id, event.is_exception])).toEqual([
      [occurrences[1], true],
      [occurrences[2], false],
    ]);
    await admin("events/move", { event_id: id, starts_at: "2027-03-12T12:00:00Z" });
    expect(await starts()).toEqual(["2027-03-12T12:00", "2027-03-19T11:00", "2027-03-26T11:00"]);
    await admin("events/delete", { event_id: id });
    expect(await standing()).toEqual([]);
  });

  test("shows a whole series as free, or declined, or called off", async () => {
    const { id } = await series({ organizer: "boss@example.test" });
    await admin("events/busy", { event_id: id, is_busy: false });
    expect((await standing()).map((event) => event.is_busy)).toEqual([false, false, false]);
    await admin("events/decline", { event_id: id, email: ana.split(":")[1] });
    expect((await standing()).map((event) => event.own_response)).toEqual(["declined", "declined", "declined"]);
    await admin("events/call-off", { event_id: id });
    expect(await standing()).toEqual([]);
  });

  test("lets an event become an all-day one, on the day on which it lay in the calendar's zone", async () => {
    await admin("calendars", { id: "primary", time_zone: "America/New_York" });
    const { id } = await admin<{ id: string }>("events/create", { starts_at: "2026-12-09T02:00:00Z", ends_at: "2026-12-09T03:00:00Z" });
    await admin("events/all-day", { event_id: id });
    expect(await standing()).toMatchObject([
      { is_all_day: true, starts_at: "2026-12-08T00:00:00.000Z", ends_at: "2026-12-09T00:00:00.000Z" },
    ]);
  });

  test("has calendars that are made, changed in what is said, and removed, but for the primary one", async () => {
    await admin("calendars", { id: "second", name: "Second", time_zone: "Asia/Tokyo" });
    await admin("calendars", { id: "second", name: "Renamed", has_meetings: false });
    expect((await snapshot()).calendars[1]).toMatchObject({ name: "Renamed", has_meetings: false, time_zone: "Asia/Tokyo" });
    await admin("calendars/remove", { id: "second" });
    expect((await snapshot()).calendars).toHaveLength(1);
    const refused = await app.request(`/__sim/calendars/remove?account=${ana}`, { method: "POST", body: '{"id":"primary"}' });
    expect(refused.status).toBe(400);
  });

  test.each([true, false])("moves an event into another calendar, its id going with it: %s", async (keepsId) => {
    await admin("calendars", { id: "second" });
    const { id } = await admin<{ id: string }>("events/create", { starts_at: "2026-12-09T02:00:00Z", ends_at: "2026-12-09T03:00:00Z" });
    const moved = await admin<{ id: string }>("events/transfer", { event_id: id, calendar_id: "second", keeps_id: keepsId });
    expect(moved.id === id).toBe(keepsId);
    const [primary, second] = (await snapshot()).calendars;
    expect(primary?.events).toMatchObject([{ id, status: "cancelled" }]);
    expect(second?.events).toMatchObject([{ id: moved.id, status: "confirmed" }]);
  });
});
