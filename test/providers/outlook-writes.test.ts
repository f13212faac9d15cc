/** How Graph's client writes our events: a row for each rule that recorded answers of the real service have taught. */
import { describe, expect, test } from "vitest";
import type { EventDraft } from "../../src/providers/port.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { fault, json, type Json, rejected, retryLater } from "./google-fetch.ts";
import { client, DRAFT, EVENT } from "./outlook-fetch.ts";

const refusal = (status: number, code: string) => json({ error: { code, message: "m" } }, status);
const CLEO = { email: "Cleo@example.test", name: "Cleo" };
const LEAST = ["end", "isAllDay", "showAs", "start", "subject"];
const LEAST_NEW = [...LEAST, "allowNewTimeProposals", "singleValueExtendedProperties", "transactionId"].toSorted();

function namesOf(body: Json | undefined): string[] {
  return Object.keys(body ?? {}).toSorted();
}

/** What a change of `present` says. */
async function patched(draft: Partial<EventDraft>, present: Json): Promise<Json> {
  const { graph, asked } = client(json({ ...EVENT, ...present }), json(EVENT));
  expect(await graph.update("c1", "e1", { ...DRAFT, ...draft }, null)).toMatchObject({ ok: true });
  return asked[1]?.body ?? {};
}

/** What a create says. */
async function created(draft: Partial<EventDraft>): Promise<Json> {
  const { graph, asked } = client(json(EVENT, 201));
  expect(await graph.create("c1", { ...DRAFT, ...draft })).toMatchObject({ ok: true });
  return asked[0]?.body ?? {};
}

describe("H3: a 412", () => {
  const conflict = refusal(412, "ErrorIrresolvableConflict");
  test.each([
    ["of a change that named no version is tried again", null, retryLater("conflict")],
    ["of a change that named one is stale", 'W/"7"', fault({ kind: "stale" })],
  ])("%s", async (_what, etag, expected) => {
    const { graph, asked } = client(json(EVENT), conflict);
    expect(await graph.update("c1", "e1", DRAFT, etag)).toEqual(expected);
    expect(asked[1]?.headers.get("if-match")).toBe(etag);
  });

  test("of a deletion is tried again", async () => {
    expect(await client(conflict).graph.remove("c1", "e1")).toEqual(retryLater("conflict"));
  });
});

describe("H4", () => {
  test("mw01: every time is sent with the word that it is one of the clock", async () => {
    expect(await created({})).toMatchObject({ isAllDay: false });
    expect(await patched({}, { isAllDay: true })).toMatchObject({ isAllDay: false });
  });

  const midnights = { start: { dateTime: "2026-12-01T00:00:00.0000000" }, end: { dateTime: "2026-12-02T00:00:00.0000000" } };
  test.each([
    ["the event stays an all-day one", { ...midnights, isAllDay: true }],
    ["the time stays as it was", { end: { dateTime: "2026-12-01T12:00:00.0000000" } }],
  ])("a change that is acknowledged and not made has a word of its own: %s", async (_what, answered) => {
    const { graph } = client(json({ ...EVENT, ...midnights }), json({ ...EVENT, ...answered }));
    expect(await graph.update("c1", "e1", DRAFT, null)).toMatchObject(fault({ kind: "not_applied", event: { eventId: "e1" } }));
  });
});

describe("M8: a meeting", () => {
  test("is asked for by name where the calendar lists Teams, and without a name where it does not", async () => {
    expect(await created({ conference: "wanted" })).toMatchObject({ isOnlineMeeting: true, onlineMeetingProvider: "teamsForBusiness" });
    for (const sent of [await created({ conference: "welcome" }), await patched({ conference: "welcome" }, {})]) {
      expect(sent).toMatchObject({ isOnlineMeeting: true });
      expect(namesOf(sent)).not.toContain("onlineMeetingProvider");
    }
    expect(namesOf(await created({ conference: "as_it_stands" }))).not.toContain("isOnlineMeeting");
  });

  test("mw04: that an account does not make is waited for by nobody", async () => {
    const answer = { ...EVENT, isOnlineMeeting: false, onlineMeetingProvider: null, onlineMeeting: null };
    const made = await client(json(answer, 201)).graph.create("c1", DRAFT);
    expect(made).toMatchObject({ ok: true, value: { meetingLink: null, isMeetingPending: false } });
  });

  test("H5: that is refused costs no event", async () => {
    const { graph, asked } = client(refusal(400, "ErrorOnlineMeetingProviderNotSupported"), json(EVENT, 201));
    expect(await graph.create("c1", DRAFT)).toMatchObject({ ok: true });
    const { isOnlineMeeting: _one, onlineMeetingProvider: _other, ...rest } = asked[0]?.body ?? {};
    expect(asked[1]?.body).toEqual(rest);
  });
});

describe("M9 and B1: times are instants", () => {
  test.each([
    ["of a zone whose name Graph may not know", "Europe/Vienna", "2026-12-01T10:00:00Z", "2026-12-01T10:00:00"],
    ["in the hour that the clock repeats, the first", "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T05:30:00"],
    ["in the hour that the clock repeats, the second", "America/New_York", "2026-11-01T06:30:00Z", "2026-11-01T06:30:00"],
  ])("%s", async (_what, timeZone, startsAt, dateTime) => {
    const time = { startsAt: instant(Date.parse(startsAt)), endsAt: after(instant(Date.parse(startsAt)), HOUR_MS) };
    expect(await created({ timeZone, ...time })).toMatchObject({ start: { dateTime, timeZone: "UTC" }, end: { timeZone: "UTC" } });
  });
});

describe("M2: guests", () => {
  const cleo = {
    type: "optional",
    status: { response: "accepted", time: "2026-11-30T10:00:00Z" },
    emailAddress: { address: "cleo@example.test", name: "Cleo C" },
  };
  const added = { type: "required", emailAddress: { address: "colleague@example.test", name: null } };

  test("who are the same are left out, and whom the owner added by hand stay", async () => {
    expect(namesOf(await patched({ attendees: [CLEO] }, { attendees: [cleo] }))).not.toContain("attendees");
    expect(namesOf(await patched({ attendees: [CLEO] }, { attendees: [added, cleo] }))).not.toContain("attendees");
  });

  test("who stay in a list that is sent keep what is said of them", async () => {
    const fresh = { email: "new@example.test", name: null };
    expect(
      await patched({ attendees: [CLEO, fresh, { email: "colleague@example.test", name: null }] }, { attendees: [cleo, added] }),
    ).toMatchObject({
      attendees: [
        { type: "optional", emailAddress: { address: "cleo@example.test", name: "Cleo C" } },
        { type: "required", emailAddress: { address: "new@example.test" } },
        { type: "required", emailAddress: { address: "colleague@example.test" } },
      ],
    });
  });

  test("go where nobody is invited from here any more", async () => {
    expect(await patched({ attendees: [] }, { attendees: [cleo] })).toMatchObject({ attendees: [] });
  });
});

describe("B8: a field that is refused costs no event", () => {
  test("a title is shortened to what Outlook takes", async () => {
    expect(await created({ title: "x".repeat(300) })).toMatchObject({ subject: `${"x".repeat(254)}…` });
  });

  test.each(["ErrorInvalidRecipients", "ErrorInvalidSmtpAddress", "ErrorMissingEmailAddress"])(
    "guests refused with %s are left out",
    async (code) => {
      const { graph, asked } = client(refusal(400, code), json(EVENT, 201));
      expect(await graph.create("c1", { ...DRAFT, attendees: [CLEO] })).toMatchObject({ ok: true });
      const { attendees: _left, ...rest } = asked[0]?.body ?? {};
      expect(asked[1]?.body).toEqual(rest);
    },
  );

  test("an event that Graph has made although it refused its guests is found, and not doubled", async () => {
    const { graph, asked } = client(
      refusal(400, "ErrorInvalidRecipients"),
      refusal(409, "ErrorDuplicateTransactionId"),
      json({ value: [EVENT] }),
    );
    expect(await graph.create("c1", { ...DRAFT, attendees: [CLEO] })).toMatchObject({ ok: true, value: { eventId: "e1" } });
    expect(asked[1]?.body["transactionId"]).toBe(asked[0]?.body["transactionId"]);
  });

  test("guests that are refused stay as they stand in an event that is changed", async () => {
    const { graph, asked } = client(json(EVENT), refusal(400, "ErrorInvalidRecipients"), json(EVENT));
    expect(await graph.update("c1", "e1", { ...DRAFT, attendees: [CLEO] }, 'W/"7"')).toMatchObject({ ok: true });
    expect(namesOf(asked[1]?.body)).toContain("attendees");
    expect(namesOf(asked[2]?.body)).not.toContain("attendees");
    expect(asked[2]?.headers.get("if-match")).toBe('W/"7"');
  });

  test("after any other 400 the least is written: title, time and our mark", async () => {
    const { graph, asked } = client(refusal(400, "ErrorPropertyValidationFailure"), json(EVENT, 201));
    expect(await graph.create("c1", { ...DRAFT, attendees: [CLEO], location: "Room" })).toMatchObject({ ok: true });
    expect(namesOf(asked[1]?.body)).toEqual(LEAST_NEW);
  });

  test("after any other 400 of a change the least is changed", async () => {
    const { graph, asked } = client(json(EVENT), refusal(400, "ErrorPropertyValidationFailure"), json(EVENT));
    expect(await graph.update("c1", "e1", DRAFT, null)).toMatchObject({ ok: true });
    expect(namesOf(asked[2]?.body)).toEqual(LEAST);
  });

  test("four requests are the most, and then it is refused for good", async () => {
    const noGuest = refusal(400, "ErrorInvalidRecipients");
    const { graph, asked } = client(refusal(400, "ErrorOnlineMeetingFailed"), noGuest, noGuest, refusal(400, "ErrorInvalidRequest"));
    expect(await graph.create("c1", { ...DRAFT, attendees: [CLEO] })).toEqual(rejected("ErrorInvalidRequest"));
    expect(asked).toHaveLength(4);
  });

  test("mw03: a transaction id that is taken, with a 400, is no field that is refused", async () => {
    const { graph, asked } = client(refusal(400, "ErrorDuplicateTransactionId"), json({ value: [EVENT] }));
    expect(await graph.create("c1", DRAFT)).toMatchObject({ ok: true, value: { eventId: "e1" } });
    expect(asked.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });
});
