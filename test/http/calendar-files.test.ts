/** Calendar files for those without a connection, read back by a library that did not write them (S46). */
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { apiWith, morning, seenCoach, someone } from "./app-under-test.ts";
import { booked, setStatus } from "./stories.ts";

const api = apiWith();

function eventsOf(text: string) {
  return new ICAL.Component(ICAL.parse(text) as never).getAllSubcomponents("vevent").map((component) => new ICAL.Event(component));
}

test("a party downloads the session as a file that says what the booking says", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client", { name: "Ann, B; C\\D 🎉\r\nX-EVIL: 1" })];
  const id = await booked(api, client, coach, morning());
  const file = await api("GET", `/booking/${id}/invite.ics`, { as: coach });
  expect(file.headers.get("Content-Type")).toBe("text/calendar; charset=utf-8");
  const [event, ...others] = eventsOf(file.text);
  expect(others).toEqual([]);
  expect(event?.uid).toBe(`${id}@culturebridge-booking`);
  expect(event?.startDate.toJSDate().toISOString()).toBe(new Date(morning()).toISOString());
  expect(event?.summary).toContain("Ann, B; C\\D 🎉");
  expect(file.text).not.toMatch(/^X-EVIL/mu);
  for (const line of file.text.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
});

test("S59: a client's name is no link in a file or a feed, and notes are introduced as theirs", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client", { name: "Ann https://evil.example/pay" })];
  const asked = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60, notes: "First\nSecond" };
  const id = String((await api("POST", "/booking", { as: client, body: asked })).body["id"]);
  const rotated = await api("POST", `/coach/${coach.id}/calendar-key`, { as: coach });
  const feed = await api("GET", `/coach/${coach.id}/calendar.ics${new URL(String(rotated.body["feed_url"])).search}`);
  for (const { text } of [await api("GET", `/booking/${id}/invite.ics`, { as: coach }), feed]) {
    const [event] = eventsOf(text);
    expect(event?.summary).toMatch(/Session with Ann$/u);
    expect(event?.description).toBe("Ann wrote:\n> First\n> Second");
  }
});

test("a coach's feed opens with its key alone, and a new key closes it to the old one", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  const [kept, gone] = [await booked(api, client, coach, morning(3)), await booked(api, client, coach, morning(4))];
  await setStatus(api, client, gone, "cancelled");
  const rotate = async (): Promise<string> => {
    const answer = await api("POST", `/coach/${coach.id}/calendar-key`, { as: coach });
    return new URL(String(answer.body["feed_url"])).search;
  };
  const first = await rotate();
  const feed = await api("GET", `/coach/${coach.id}/calendar.ics${first}`);
  expect(eventsOf(feed.text).map(({ uid }) => uid)).toEqual([`${kept}@culturebridge-booking`]);
  expect((await api("GET", `/coach/${coach.id}/calendar.ics`)).status).toBe(404);
  const second = await rotate();
  expect(second).not.toBe(first);
  expect((await api("GET", `/coach/${coach.id}/calendar.ics${first}`)).status).toBe(404);
  expect((await api("GET", `/coach/${coach.id}/calendar.ics${second}`)).status).toBe(200);
});

test("S65: a feed is ended without another, is not indexed, and says of long notes how they begin", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  const notes = "🎉".repeat(150) + "x".repeat(150);
  const asked = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60, notes };
  expect((await api("POST", "/booking", { as: client, body: asked })).status).toBe(201);
  const key = await api("POST", `/coach/${coach.id}/calendar-key`, { as: coach });
  const path = `/coach/${coach.id}/calendar.ics${new URL(String(key.body["feed_url"])).search}`;
  const feed = await api("GET", path);
  const begun = `${"🎉".repeat(150)}${"x".repeat(50)}…`;
  expect(eventsOf(feed.text).map(({ description }) => description.split("> ").at(-1))).toEqual([begun]);
  expect([feed.status, feed.headers.get("X-Robots-Tag")]).toEqual([200, "noindex"]);
  for (let time = 0; time < 2; time += 1) {
    expect((await api("DELETE", `/coach/${coach.id}/calendar-key`, { as: coach })).status).toBe(204);
    const ended = await api("GET", path);
    expect([ended.status, ended.headers.get("X-Robots-Tag")]).toEqual([404, "noindex"]);
  }
  expect((await api("DELETE", `/coach/${coach.id}/calendar-key`, { as: await seenCoach(api) })).status).toBe(403);
});
