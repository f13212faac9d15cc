/** Events written with a token that the caller brought: used once, recorded in the history, followed by nobody (S60). */
import { afterEach, describe, expect, test, vi } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { apiWith, type Answer, morning, type Person, seenCoach, someone } from "../http/app-under-test.ts";
import { booked } from "../http/stories.ts";
import { Mailbox } from "../support/calendar-sim.ts";

const api = apiWith();

afterEach(() => {
  vi.restoreAllMocks();
});

async function history(as: Person, id: string): Promise<Record<string, unknown>[]> {
  return (await api("GET", `/booking/${id}/history`, { as })).body["history"] as Record<string, unknown>[];
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  async function scene() {
    const coach = await seenCoach(api);
    const client = await someone("client");
    const id = await booked(api, client, coach, morning());
    const mailbox = new Mailbox(provider);
    const token = async (): Promise<string> => (await mailbox.admin<{ access_token: string }>("token")).access_token;
    const sync = async (accessToken: string, as = client): Promise<Answer> =>
      await api("POST", "/calendar/sync-booking", {
        as,
        body: { booking_id: id, calendar_type: provider, timezone: "America/New_York", access_token: accessToken },
      });
    return { coach, client, id, mailbox, token, sync };
  }

  test("gives the event with its link, again the same one, and the act stands in the history once", async () => {
    const { client, id, mailbox, token, sync } = await scene();
    const accessToken = await token();
    const first = await sync(accessToken);
    expect([first.status, first.body["meeting_link_pending"]]).toEqual([200, false]);
    const [event, ...others] = await mailbox.events();
    expect(others).toEqual([]);
    expect(first.body).toMatchObject({ event_id: event?.id, meeting_link: event?.meeting?.link });
    expect(event).toMatchObject({ status: "tentative", time_zone: provider === "google" ? "America/New_York" : "UTC" });
    const second = await sync(await token());
    expect(second.body).toEqual(first.body);
    expect(await mailbox.events()).toHaveLength(1);
    expect(await history(client, id)).toMatchObject([
      { revision: 1, action: "created" },
      {
        revision: null,
        action: "event_written",
        author_id: client.id,
        author_role: "client",
        changes: { calendar_type: provider, state: "detached" },
      },
    ]);
    const booking = (await api("GET", `/booking/${id}`, { as: client })).body;
    expect(booking).toMatchObject({ revision: 1, calendars: [{ calendar_type: provider, state: "detached" }] });
  });

  test("the history goes on after it, and the chain verifies", async () => {
    const { coach, client, id, token, sync } = await scene();
    await sync(await token());
    await api("PATCH", `/booking/${id}/status`, { as: coach, body: { status: "confirmed" } });
    expect((await history(client, id)).map(({ action }) => action)).toEqual(["created", "event_written", "confirmed"]);
    const verdict = await api("GET", `/admin/audit/verify?coach_id=${coach.id}`, { as: await someone("admin") });
    expect(verdict.body).toMatchObject({ checked: 3, broken_seq: null, unaudited_booking_id: null });
  });

  test("an event that its owner deleted is written anew", async () => {
    const { mailbox, token, sync } = await scene();
    const first = await sync(await token());
    await mailbox.admin("events/delete", { event_id: first.body["event_id"] });
    const again = await sync(await token());
    expect(again.status).toBe(200);
    expect(again.body["event_id"]).not.toBe(first.body["event_id"]);
    expect(await mailbox.events()).toMatchObject([{ id: again.body["event_id"] }]);
  });

  test("a token that the provider turns down is 400 provider_token_refused and writes nothing", async () => {
    const { client, id, mailbox, token, sync } = await scene();
    const accessToken = await token();
    await mailbox.admin("expire");
    for (const text of [accessToken, "nothing-of-theirs"]) {
      const answer = await sync(text);
      expect([answer.status, answer.body["code"]]).toEqual([400, "provider_token_refused"]);
    }
    expect(await mailbox.events()).toEqual([]);
    expect((await history(client, id)).map(({ action }) => action)).toEqual(["created"]);
  });

  test("S60: a token that no header may hold is refused before anything is called or logged", async () => {
    const { sync } = await scene();
    const said: string[] = [];
    for (const method of ["log", "info", "warn", "error", "debug"] as const) {
      vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => void said.push(parts.map(String).join(" ")));
    }
    const fetched = vi.spyOn(globalThis, "fetch");
    for (const text of [
      "caf\u00e9-secret",
      "secret\r\nX-Evil: 1",
      "two secrets",
      "secret\u0000",
      "\u{1F600}secret",
      "",
      "x".repeat(9_000),
    ]) {
      const answer = await sync(text);
      expect([answer.status, answer.body["code"]]).toEqual([400, "validation_failed"]);
      expect(answer.body["errors"]).toMatchObject([{ pointer: "/access_token" }]);
      expect(answer.text).not.toContain("secret");
    }
    expect(fetched).not.toHaveBeenCalled();
    expect(said.filter((line) => line.includes("secret"))).toEqual([]);
  });
});

test("a link that Google is slow to make is looked for four times, then null is answered and said; asked again it is there", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const id = await booked(api, client, coach, morning());
  const mailbox = new Mailbox("google");
  await mailbox.admin("settings", { meetReadsUntilReady: 5 });
  const { access_token: accessToken } = await mailbox.admin<{ access_token: string }>("token");
  const body = { booking_id: id, calendar_type: "google", access_token: accessToken };
  const early = await api("POST", "/calendar/sync-booking", { as: client, body });
  expect([early.status, early.body["meeting_link"], early.body["meeting_link_pending"]]).toEqual([200, null, true]);
  const reads = (await mailbox.log()).filter(({ method, path }) => method === "GET" && path.includes("/events/"));
  expect(reads).toHaveLength(4);
  const late = await api("POST", "/calendar/sync-booking", { as: client, body });
  expect(late.body).toMatchObject({ event_id: early.body["event_id"], meeting_link_pending: false });
  expect(late.body["meeting_link"]).toMatch(/^https:\/\/meet\.google\.com\//u);
});

test("asked without a token, through a connection, a link in the making is said too", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const id = await booked(api, client, coach, morning());
  const mailbox = new Mailbox("google");
  await mailbox.admin("settings", { meetReadsUntilReady: 5 });
  await mailbox.connect({ ...coach, role: "coach", call: async (method, path, body) => await callAs(coach, method, path, body) });
  const synced = await api("POST", "/calendar/sync-booking", { as: coach, body: { booking_id: id, calendar_type: "google" } });
  expect(synced.body).toMatchObject({ meeting_link: null, meeting_link_pending: true });
});

async function callAs(as: Person, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { Authorization: `Bearer ${as.token}`, "Content-Type": "application/json" };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return await api.fetch(new Request(`https://booking.test${path}`, init));
}
