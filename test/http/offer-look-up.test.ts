/** Looking up the times of an offer: which offer is meant, by its own terms, and what is listed can be booked by it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EdgeCache } from "../../src/http/pipeline/edge-cache.ts";
import { dayAhead } from "../support/days.ts";
import { type Answer, apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { book, booked, euros, expectRefused, FRESH, sell, setTerms } from "./stories.ts";

const unfinished: Promise<unknown>[] = [];
const api = apiWith({ edgeCache: new EdgeCache(caches.default, (work) => void unfinished.push(work), "https://booking.test") });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

type Query = Readonly<Record<string, string>>;

const dateAhead = (days: number) => dayAhead(days, "00:00").slice(0, 10);
const theDay: Query = { start_date: dateAhead(3), end_date: dateAhead(3) };

async function lookUp(coach: Person, query: Query, headers: Record<string, string> = {}): Promise<Answer> {
  const asked = new URLSearchParams({ ...theDay, ...query }).toString();
  const answer = await api("GET", `/booking/coach/${coach.id}/availability?${asked}`, { headers });
  await Promise.all(unfinished.splice(0));
  return answer;
}

async function explained(coach: Person, query: Query): Promise<Answer> {
  const asked = new URLSearchParams({ date: dateAhead(3), ...query }).toString();
  return await api("GET", `/booking/coach/${coach.id}/availability/explain?${asked}`, { as: coach });
}

interface Candidate {
  readonly starts_at: string;
  readonly ends_at: string;
  readonly reason: string | null;
}

const slotsIn = ({ body }: Answer) => body["available_slots"] as readonly Candidate[];
const timesIn = (answer: Answer) => slotsIn(answer).map(({ starts_at: startsAt }) => startsAt.slice(11, 16));
const meant = ({ status, body }: Answer) => [status, body["code"], body["offer_id"], body["duration_minutes"]];

async function retire(coach: Person, id: string): Promise<void> {
  expect((await api("DELETE", `/coach/${coach.id}/offers/${id}`, { as: coach })).status).toBe(204);
}

describe("the offer that is meant", () => {
  test("is the one named, with its length; by length the first by position; by neither the first of an hour", async () => {
    const coach = await seenCoach(api);
    // Before there is one, every length is sold for nothing.
    expect(meant(await lookUp(coach, FRESH))).toEqual([200, undefined, null, 60]);
    expect(meant(await lookUp(coach, { ...FRESH, duration_minutes: "45" }))).toEqual([200, undefined, null, 45]);
    const second = await sell(api, coach, { position: 2 });
    const first = await sell(api, coach, { position: 1, price: euros(6_000) });
    const long = await sell(api, coach, { duration_minutes: 120, position: 0 });
    for (const ask of [lookUp, explained]) {
      const fresh = ask === lookUp ? FRESH : {};
      const of = async (query: Query) => meant(await ask(coach, { ...fresh, ...query }));
      expect(await of({})).toEqual([200, undefined, first, 60]);
      expect(await of({ duration_minutes: "60" })).toEqual([200, undefined, first, 60]);
      expect(await of({ duration_minutes: "120" })).toEqual([200, undefined, long, 120]);
      expect(await of({ offer_id: second })).toEqual([200, undefined, second, 60]);
      expect(await of({ offer_id: long })).toEqual([200, undefined, long, 120]);
      expect(await of({ offer_id: long.toUpperCase(), duration_minutes: "120" })).toEqual([200, undefined, long, 120]);
    }
    const several = await api("GET", `/availability?${new URLSearchParams({ ...theDay, coach_ids: coach.id }).toString()}`);
    expect(several.body["coaches"]).toMatchObject([{ offer_id: first, duration_minutes: 60 }]);
  });

  test("has to be the coach's, to be sold still, and to have the length named beside it", async () => {
    const [coach, other] = [await seenCoach(api), await seenCoach(api)];
    const [long, gone, foreign] = [await sell(api, coach, { duration_minutes: 120 }), await sell(api, coach), await sell(api, other)];
    await retire(coach, gone);
    for (const ask of [lookUp, explained]) {
      for (const [query, status, code] of [
        [{ offer_id: foreign }, 404, "offer_not_found"],
        [{ offer_id: crypto.randomUUID() }, 404, "offer_not_found"],
        [{ offer_id: gone }, 400, "offer_retired"],
        [{ offer_id: gone, duration_minutes: "60" }, 400, "offer_retired"],
        [{ offer_id: long, duration_minutes: "60" }, 400, "duration_not_offered"],
        [{ duration_minutes: "60" }, 400, "duration_not_offered"],
        [{}, 400, "duration_not_offered"],
        [{ offer_id: "the long one" }, 400, "validation_failed"],
        [{ offer_id: long, duration_minutes: "14" }, 400, "validation_failed"],
      ] as const) {
        await expectRefused(async () => await ask(coach, query), status, code, JSON.stringify(query));
      }
    }
    // With its last offer a coach stops to sell, and does not begin to give hours away.
    await retire(coach, long);
    const nothing = await expectRefused(async () => await lookUp(coach, { ...FRESH }), 400, "duration_not_offered");
    expect(nothing.body["detail"]).toBe("The coach sells nothing at the moment.");
  });

  test("is one coach's: of several coaches times are looked up by length", async () => {
    const [coach, other, third] = [await seenCoach(api), await seenCoach(api), await seenCoach(api)];
    const [mine, theirs] = [await sell(api, coach, { duration_minutes: 90 }), await sell(api, other, { duration_minutes: 90 })];
    await sell(api, third);
    const query = { ...theDay, coach_ids: [coach, other, third].map(({ id }) => id).join(","), duration_minutes: "90" };
    const answer = await api("GET", `/availability?${new URLSearchParams(query).toString()}`);
    expect(answer.body["coaches"]).toMatchObject([{ offer_id: mine }, { offer_id: theirs }]);
    expect(answer.body["not_listed"]).toEqual([{ coach_id: third.id, code: "duration_not_offered" }]);
  });
});

describe("an offer's own terms", () => {
  test("its buffers and its notice count in place of the coach's, in the list, in explain and when it is booked", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    await setTerms(api, coach, { slot_step_minutes: 60, buffer_after_minutes: 15, notice_minutes_min: 30 });
    const plain = await sell(api, coach, { title: "Plain" });
    const wide = await sell(api, coach, { title: "Wide", buffer_before_minutes: 120, buffer_after_minutes: 0 });
    const early = await sell(api, coach, { title: "Early", notice_minutes_min: 4 * 24 * 60 });
    const none = await sell(api, coach, { title: "None", buffer_after_minutes: 0, notice_minutes_min: 0 });
    await booked(api, client, coach, dayAhead(3, "11:00"), { offer_id: none });
    const times = async (offerId: string) => timesIn(await lookUp(coach, { offer_id: offerId, ...FRESH }));
    expect(await times(plain)).toEqual(["09:00", "12:00", "13:00", "14:00", "15:00", "16:00"]);
    expect(await times(wide)).toEqual(["09:00", "10:00", "14:00", "15:00", "16:00"]);
    expect(await times(none)).toEqual(["09:00", "10:00", "12:00", "13:00", "14:00", "15:00", "16:00"]);
    expect(await times(early)).toEqual([]);
    const reasons = (await explained(coach, { offer_id: early })).body["candidates"] as Candidate[];
    expect([...new Set(reasons.map(({ reason }) => reason))]).toEqual(["notice_too_short"]);
    for (const [offer, time, code] of [
      [plain, "10:00", "slot_taken"],
      [wide, "12:00", "slot_taken"],
      [early, "09:00", "notice_too_short"],
    ] as const) {
      await expectRefused(async () => await book(api, client, coach, dayAhead(3, time), { offer_id: offer }), 400, code, time);
    }
  });

  test("I11: every listed slot of an offer books by that offer, and every other candidate is refused as explain says", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    await setTerms(api, coach, { slot_step_minutes: 30, buffer_before_minutes: 30, notice_minutes_min: 60 });
    const offers = [
      await sell(api, coach, { title: "As the coach" }),
      await sell(api, coach, { title: "Own buffers", duration_minutes: 90, buffer_before_minutes: 0, buffer_after_minutes: 60 }),
      await sell(api, coach, { title: "Own notice", duration_minutes: 45, notice_minutes_min: 3 * 24 * 60 + 13 * 60 }),
    ];
    await booked(api, client, coach, dayAhead(3, "12:30"), { offer_id: offers[0] });
    for (const offerId of offers) {
      const candidates = (await explained(coach, { offer_id: offerId })).body["candidates"] as Candidate[];
      const listed = slotsIn(await lookUp(coach, { offer_id: offerId, ...FRESH }));
      expect(candidates.filter(({ reason }) => reason === null).map(({ starts_at: startsAt }) => startsAt)).toEqual(
        listed.map(({ starts_at: startsAt }) => startsAt),
      );
      for (const { starts_at: startsAt, ends_at: endsAt, reason } of candidates) {
        const ask = async () => {
          const body = { coach_id: coach.id, session_datetime: startsAt, offer_id: offerId };
          return await api("POST", "/booking", { as: client, body });
        };
        if (reason !== null) {
          await expectRefused(ask, 400, reason, startsAt);
          continue;
        }
        const answer = await ask();
        expect([answer.status, answer.body["offer_id"], answer.body["ends_at"]]).toEqual([201, offerId, endsAt]);
        expect((await api("DELETE", `/booking/${String(answer.body["id"])}`, { as: client })).status).toBe(204);
      }
    }
  });
});

describe("what is kept of it", () => {
  test("offers of one length are kept apart, and each spelling of one wish together", async () => {
    const coach = await seenCoach(api);
    const [one, two] = [await sell(api, coach), await sell(api, coach)];
    const [byOne, byTwo, simple] = [
      await lookUp(coach, { offer_id: one }),
      await lookUp(coach, { offer_id: two }),
      await lookUp(coach, {}),
    ];
    expect([byOne, byTwo, simple].map(({ body }) => body["offer_id"])).toEqual([one, two, one]);
    // The same times, and yet another answer.
    expect(timesIn(byOne)).toEqual(timesIn(byTwo));
    expect(byOne.headers.get("ETag")).not.toBe(byTwo.headers.get("ETag"));
    expect(byOne.headers.get("ETag")).toBe(simple.headers.get("ETag"));
    const known = { "If-None-Match": byOne.headers.get("ETag") ?? "" };
    expect([(await lookUp(coach, { offer_id: one }, known)).status, (await lookUp(coach, { offer_id: two }, known)).status]).toEqual([
      304, 200,
    ]);
    // What was kept is given to whoever asks the same in other words, though it has changed since.
    await booked(api, await someone("client"), coach, dayAhead(3, "10:00"));
    expect((await lookUp(coach, { offer_id: one.toUpperCase() })).text).toBe(byOne.text);
    expect((await lookUp(coach, { duration_minutes: "60" })).text).toBe(simple.text);
    expect(timesIn(await lookUp(coach, { offer_id: one, ...FRESH }))).not.toContain("10:00");
  });

  test("a change of an offer raises the version that a look-up can ask for", async () => {
    const coach = await seenCoach(api);
    const id = await sell(api, coach);
    expect(timesIn(await lookUp(coach, { offer_id: id }))).toContain("09:00");
    const changed = await api("PATCH", `/coach/${coach.id}/offers/${id}`, { as: coach, body: { notice_minutes_min: 10 * 24 * 60 } });
    const version = String(changed.body["availability_version"]);
    const now = await lookUp(coach, { offer_id: id, min_version: version });
    expect([timesIn(now), String(now.body["availability_version"])]).toEqual([[], version]);
    const retired = await api("DELETE", `/coach/${coach.id}/offers/${id}`, { as: coach });
    expect(Number(retired.headers.get("Availability-Version"))).toBe(Number(version) + 1);
  });
});
