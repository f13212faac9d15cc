/** How Google's client writes our events: a row for each rule that recorded answers of the real service have taught. */
import { describe, expect, test } from "vitest";
import type { EventDraft } from "../../src/providers/port.ts";
import { after } from "../../src/domain/instant.ts";
import { CALENDAR, client, DRAFT, EVENT, fault, ID, json, type Json, refusal, rejected, retryLater, STARTS } from "./google-fetch.ts";

const saying = (message: string, reason = "invalid") =>
  json({ error: { code: 400, message, errors: [{ domain: "global", reason, message }] } }, 400);
const NO_MEET = saying("Invalid conference type value.");
const NO_GUEST = saying("Invalid attendee email.");
const WITHOUT_LINK = { ...EVENT, hangoutLink: undefined };
const LEAST_NEW = ["end", "extendedProperties", "id", "start", "status", "summary", "transparency"];

function namesOf(body: Json | undefined): string[] {
  return Object.keys(body ?? {}).toSorted();
}

/** What a patch of `present` says. */
async function patched(draft: Partial<EventDraft>, present: Json): Promise<Json> {
  const { google, asked } = client(json({ ...EVENT, ...present }), json(EVENT));
  expect(await google.update(CALENDAR, ID, { ...DRAFT, ...draft }, null)).toMatchObject({ ok: true });
  return asked[1]?.body ?? {};
}

test("H3: a 412 of a change that named no version is tried again", async () => {
  const { google, asked } = client(json(EVENT), refusal(412, "conditionNotMet"));
  expect(await google.update(CALENDAR, ID, DRAFT, null)).toEqual(retryLater("conflict"));
  expect(asked[1]?.headers.has("if-match")).toBe(false);
});

describe("H4: what is acknowledged and not done", () => {
  const hourLater = { start: { dateTime: "2026-12-01T11:00:00Z" }, end: { dateTime: "2026-12-01T12:00:00Z" } };
  test.each([
    ["the time stays as it was", hourLater],
    ["the event stays an all-day one", { start: { date: "2026-12-01" }, end: { date: "2026-12-02" } }],
    ["its end alone stays as it was", { end: { dateTime: "2026-12-01T11:30:00Z" } }],
  ])("has a word of its own: %s", async (_what, answered) => {
    const { google } = client(json({ ...EVENT, ...hourLater }), json({ ...EVENT, ...answered }));
    expect(await google.update(CALENDAR, ID, DRAFT, null)).toMatchObject(fault({ kind: "not_applied", event: { eventId: ID } }));
  });

  test("a time without its milliseconds is the time", async () => {
    const { google } = client(json(EVENT), json(EVENT));
    expect(await google.update(CALENDAR, ID, { ...DRAFT, startsAt: after(STARTS, 999) }, null)).toMatchObject({ ok: true });
  });
});

describe("H5: a calendar without Meet", () => {
  test("is not asked for a link", async () => {
    const { google, asked } = client(json(WITHOUT_LINK));
    await google.create(CALENDAR, { ...DRAFT, conference: "welcome" });
    expect(namesOf(asked[0]?.body)).not.toContain("conferenceData");
    expect(namesOf(await patched({ conference: "welcome" }, { hangoutLink: undefined }))).not.toContain("conferenceData");
  });

  test("gets the event all the same where it refuses the link, and nobody waits for one", async () => {
    const { google, asked } = client(NO_MEET, json(WITHOUT_LINK));
    expect(await google.create(CALENDAR, DRAFT)).toMatchObject({ ok: true, value: { meetingLink: null, isMeetingPending: false } });
    const [first, second] = asked.map(({ body }) => body);
    expect({ ...second, conferenceData: first?.["conferenceData"] }).toEqual(first);
    expect(namesOf(second)).not.toContain("conferenceData");
  });

  test("has the change of an event all the same", async () => {
    const { google, asked } = client(json(WITHOUT_LINK), NO_MEET, json(WITHOUT_LINK));
    expect(await google.update(CALENDAR, ID, DRAFT, '"7"')).toMatchObject({ ok: true });
    const [, first, second] = asked;
    expect({ ...second?.body, conferenceData: first?.body["conferenceData"] }).toEqual(first?.body);
    expect(second?.headers.get("if-match")).toBe('"7"');
  });
});

describe("M2: guests", () => {
  const own = { email: CALENDAR, self: true, organizer: true, responseStatus: "accepted" };
  const cleo = { email: "cleo@example.test", optional: true, comment: "late", additionalGuests: 1, responseStatus: "tentative" };
  const fresh = { email: "new@example.test", name: null };

  test("gw01: who are the same are left out, with the owner's answer", async () => {
    const coach = { email: CALENDAR, name: "Ana" };
    expect(namesOf(await patched({}, { attendees: [own, cleo] }))).not.toContain("attendees");
    expect(namesOf(await patched({ attendees: [...DRAFT.attendees, coach] }, { attendees: [cleo, own] }))).not.toContain("attendees");
  });

  test("who stay in a list that is sent keep all that is said of them", async () => {
    const { attendees } = await patched({ attendees: [...DRAFT.attendees, fresh] }, { attendees: [own, cleo] });
    expect(attendees).toEqual([own, cleo, { email: fresh.email }]);
  });

  test("whom the owner added by hand stay while nobody else is to come", async () => {
    const added = { email: "colleague@example.test", responseStatus: "accepted" };
    expect(namesOf(await patched({}, { attendees: [own, cleo, added] }))).not.toContain("attendees");
  });

  test("go where nobody is invited from here any more, and the owner stays", async () => {
    expect(await patched({ attendees: [] }, { attendees: [own, cleo] })).toMatchObject({ attendees: [own] });
    expect(namesOf(await patched({ attendees: [] }, { attendees: [own] }))).not.toContain("attendees");
  });

  test("a list that is missing has nobody in it", async () => {
    expect(await patched({}, { attendees: undefined })).toMatchObject({ attendees: [{ email: "Cleo@example.test" }] });
  });
});

test("B6: what people wrote stays text in Google's HTML: no tag, no link that looks like ours", async () => {
  const description =
    'Cleo wrote:\n> <a href="https://evil.test/?a=1&b=2">Manage this session</a>\nManage this session: https://app.test/1';
  const { google, asked } = client(json(EVENT));
  await google.create(CALENDAR, { ...DRAFT, description });
  const sent =
    "Cleo wrote:\n&gt; &lt;a href=&quot;https://evil.test/?a=1&amp;b=2&quot;&gt;Manage this session&lt;/a&gt;\nManage this session: https://app.test/1";
  expect(asked[0]?.body["description"]).toBe(sent);
  expect((await patched({ description }, {}))["description"]).toBe(sent);
});

test("B6: a description that escaping makes too long is cut, and its last line stays, which is ours", async () => {
  const { google, asked } = client(json(EVENT));
  const ours = "Manage this session: https://app.test/1?a=1&b=2";
  await google.create(CALENDAR, { ...DRAFT, description: `Cleo wrote:\n> ${'"'.repeat(2_000)}\n\n${ours}` });
  const sent = String(asked[0]?.body["description"]);
  expect(sent.length).toBeLessThanOrEqual(8_192);
  expect(sent.length).toBeGreaterThan(8_180);
  expect(sent).toMatch(/^Cleo wrote:\n&gt; (?:&quot;)+…\nManage this session: https:\/\/app\.test\/1\?a=1&amp;b=2$/u);
});

describe("B8: a field that is refused costs no event", () => {
  test("a title is shortened to what Google takes", async () => {
    const { google, asked } = client(json(EVENT));
    await google.create(CALENDAR, { ...DRAFT, title: "x".repeat(1_500) });
    expect(asked[0]?.body["summary"]).toBe(`${"x".repeat(1_023)}…`);
  });

  test("guests that are refused are left out, and nothing else", async () => {
    const { google, asked } = client(NO_GUEST, json({ ...EVENT, attendees: [] }));
    expect(await google.create(CALENDAR, DRAFT)).toMatchObject({ ok: true, value: { attendees: [] } });
    const [first, second] = asked.map(({ body }) => body);
    expect({ ...second, attendees: first?.["attendees"] }).toEqual(first);
    expect(namesOf(second)).not.toContain("attendees");
  });

  test("guests that are refused stay as they stand in an event that is changed", async () => {
    const { google, asked } = client(json({ ...EVENT, attendees: [] }), NO_GUEST, json(EVENT));
    expect(await google.update(CALENDAR, ID, DRAFT, null)).toMatchObject({ ok: true });
    expect(namesOf(asked[1]?.body)).toContain("attendees");
    expect(namesOf(asked[2]?.body)).toEqual(["description", "end", "reminders", "start", "status", "summary"]);
  });

  test("after any other 400 the least is written: title, time and our mark", async () => {
    const { google, asked } = client(saying("Invalid value for: location"), json(EVENT));
    expect(await google.create(CALENDAR, { ...DRAFT, location: "Room" })).toMatchObject({
      ok: true,
      value: { bookingId: expect.any(String) },
    });
    expect(namesOf(asked[1]?.body)).toEqual(LEAST_NEW);
    expect(asked[1]?.body["start"]).toEqual({ dateTime: "2026-12-01T10:00:00.000Z" });
  });

  test("after any other 400 of a change the least is changed", async () => {
    const { google, asked } = client(json(WITHOUT_LINK), saying("Bad Request", "badRequest"), json(EVENT));
    expect(await google.update(CALENDAR, ID, DRAFT, null)).toMatchObject({ ok: true });
    expect(namesOf(asked[2]?.body)).toEqual(["end", "start", "status", "summary"]);
  });

  test("four requests are the most, and then it is refused for good", async () => {
    const { google, asked } = client(NO_MEET, NO_GUEST, NO_GUEST, saying("Bad Request", "badRequest"));
    expect(await google.create(CALENDAR, DRAFT)).toEqual(rejected("badRequest"));
    expect(asked).toHaveLength(4);
    expect(namesOf(asked[3]?.body)).toEqual(LEAST_NEW);
  });

  test("no other refusal is tried again without a part", async () => {
    const { google, asked } = client(refusal(403, "forbiddenForNonOrganizer"));
    expect(await google.create(CALENDAR, DRAFT)).toEqual(rejected("forbiddenForNonOrganizer"));
    expect(asked).toHaveLength(1);
  });

  test("an event that stands from an earlier try is adopted in the midst of it", async () => {
    const { google } = client(NO_MEET, refusal(409, "duplicate"), json(EVENT));
    expect(await google.create(CALENDAR, DRAFT)).toMatchObject({ ok: true, value: { eventId: ID } });
  });
});
