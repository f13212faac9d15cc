/** The entity tag of a look-up: equal tags mean equal bytes, whatever changes meanwhile; and equal answers keep their tag. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { listingOf, presentSeveral, presentSingle, tagPartsOfSeveral, tagPartsOfSingle } from "../../src/contract/slot-listing.ts";
import { instant } from "../../src/domain/instant.ts";
import { EdgeCache } from "../../src/http/pipeline/edge-cache.ts";
import { entityTagOf } from "../../src/http/pipeline/entity-tag.ts";
import { dayAhead } from "../support/days.ts";
import { apiWith, type Person, someone } from "./app-under-test.ts";
import { book, setTerms } from "./stories.ts";

const seed = inject("seed") === undefined ? {} : { seed: Number(inject("seed")) };
const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Keeps nothing, so that every look-up is computed and tagged anew. */
class NoCache extends EdgeCache {
  override async find(): Promise<null> {
    return await Promise.resolve(null);
  }
}

/** Holds each tag to its body and each body to its tag. */
class Pairs {
  readonly #bodies = new Map<string, string>();
  readonly #tags = new Map<string, string>();
  repeated = 0;

  add(tag: string, body: string): void {
    if (this.#bodies.has(tag)) this.repeated += 1;
    expect(this.#bodies.get(tag) ?? body).toBe(body);
    expect(this.#tags.get(body) ?? tag).toBe(tag);
    this.#bodies.set(tag, body);
    this.#tags.set(body, tag);
  }

  get size(): number {
    return this.#bodies.size;
  }
}

/** Few values of each, so that equal listings are common and neighbours differ in one thing. */
const found = fc.record({
  coachId: fc.constantFrom("a", "b"),
  offerId: fc.constantFrom("c", "d", null),
  timeZone: fc.constantFrom("UTC", "Asia/Tokyo", "America/St_Johns"),
  durationMinutes: fc.constantFrom(15, 60),
  availabilityVersion: fc.constantFrom(1, 11),
  // Half an hour around a midnight of each zone, and one moment that is no whole minute.
  slots: fc.subarray([54_000_000, 54_060_000, 86_400_000, 86_400_001, 95_400_000].map(instant)),
});
const groupedBy = fc.constantFrom("day" as const, undefined);
const next = fc.constantFrom(null, "1970-01-03");
const others = fc.subarray([
  { coachId: "c", code: "coach_not_found" },
  { coachId: "d", code: "coach_not_found" },
]);

test("of any two answers, the tags are equal exactly where the bytes are", async () => {
  const pairs = new Pairs();
  const one = fc.asyncProperty(found, groupedBy, next, async (slots, by, nextStartDate) => {
    const single = { listing: listingOf(slots, by), nextStartDate };
    pairs.add(await entityTagOf(tagPartsOfSingle(single)), JSON.stringify(presentSingle(single)));
  });
  await fc.assert(one, { ...seed, numRuns: 2_000 });
  const several = fc.asyncProperty(fc.array(found, { maxLength: 2 }), groupedBy, others, next, async (list, by, left, nextStartDate) => {
    const listing = { listings: list.map((slots) => listingOf(slots, by)), others: left, nextStartDate };
    pairs.add(await entityTagOf(tagPartsOfSeveral(listing)), JSON.stringify(presentSeveral(listing)));
  });
  await fc.assert(several, { ...seed, numRuns: 2_000 });
  expect(pairs.repeated).toBeGreaterThan(200);
});

/** The clock goes on by days. */
const longLived = async (role: "coach" | "client") => await someone(role, { lifetime: "30d" });

interface Scene {
  readonly coach: Person;
  readonly client: Person;
  readonly booked: string[];
}

const uncached = apiWith({ edgeCache: new NoCache(caches.default, () => undefined, "https://booking.test") });

const change = fc.oneof(
  fc.record({ kind: fc.constant("book" as const), hour: fc.integer({ min: 9, max: 12 }) }),
  fc.record({ kind: fc.constant("cancel" as const) }),
  fc.record({ kind: fc.constant("hours" as const), end: fc.constantFrom("12:00", "13:00") }),
  fc.record({ kind: fc.constant("step" as const), minutes: fc.constantFrom(30, 60) }),
  fc.record({ kind: fc.constant("notice" as const), days: fc.constantFrom(0, 2, 3) }),
  fc.record({ kind: fc.constant("wait" as const), minutes: fc.constantFrom(0, 1, 45, 600) }),
);

type Change = typeof change extends fc.Arbitrary<infer Step> ? Step : never;

async function apply({ coach, client, booked }: Scene, step: Change): Promise<void> {
  switch (step.kind) {
    case "book": {
      const answer = await book(uncached, client, coach, dayAhead(3, `${String(step.hour).padStart(2, "0")}:00`));
      if (answer.status === 201) booked.push(String(answer.body["id"]));
      return;
    }
    case "cancel": {
      const id = booked.pop();
      if (id !== undefined) await uncached("DELETE", `/booking/${id}`, { as: client });
      return;
    }
    case "hours": {
      const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "09:00", end: step.end }));
      await uncached("PUT", `/coach/${coach.id}/availability`, { as: coach, body: { time_zone: "UTC", weekly } });
      return;
    }
    case "step":
      return await setTerms(uncached, coach, { slot_step_minutes: step.minutes });
    case "notice":
      return await setTerms(uncached, coach, { notice_minutes_min: step.days * 24 * 60 });
    case "wait":
      vi.setSystemTime(Date.now() + step.minutes * MINUTE_MS);
  }
}

test("while bookings, hours, settings and the time of day change, no tag ever stands for two bodies", async () => {
  const pairs = new Pairs();
  const history = fc.asyncProperty(fc.array(change, { minLength: 6, maxLength: 10 }), async (steps) => {
    const scene = { coach: await longLived("coach"), client: await longLived("client"), booked: [] };
    await uncached("GET", `/coach/${scene.coach.id}/availability`, { as: scene.coach });
    const day = dayAhead(3, "00:00").slice(0, 10);
    const query = `start_date=${day}&end_date=${day}`;
    for (const step of steps) {
      await apply(scene, step);
      for (const path of [
        `/booking/coach/${scene.coach.id}/availability?${query}`,
        `/booking/coach/${scene.coach.id}/availability?${query}&group_by=day`,
        `/availability?coach_ids=${scene.coach.id}&${query}`,
      ]) {
        const { headers, text } = await uncached("GET", path);
        pairs.add(headers.get("ETag") ?? "", text);
      }
    }
  });
  await fc.assert(history, { ...seed, numRuns: 12 });
  expect(pairs.repeated).toBeGreaterThan(20);
  expect(pairs.size).toBeGreaterThan(50);
});
