/** How many bookings a client may leave pending, however many coaches are asked (S52). */
import { describe, expect, test } from "vitest";
import { bookingRows, dayAhead } from "../support/days.ts";
import { type Answer, apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { book, booked, expectRefused, setStatus, setTerms, tally, wholeRecord } from "./stories.ts";

const api = apiWith();

describe("S52: a client holds at most ten pending bookings", () => {
  const pendingOf = async (client: Person) =>
    (await api("GET", `/booking/client/${client.id}?status=pending`, { as: client })).body["total"];

  test("the eleventh is 429 with Retry-After, until one is confirmed or cancelled", async () => {
    const [coach, another, client] = [await seenCoach(api), await seenCoach(api), await someone("client")];
    const ids: string[] = [];
    for (let day = 1; day <= 10; day += 1) ids.push(await booked(api, client, coach, dayAhead(day + 1, "10:00")));
    const eleventh = async (): Promise<Answer> => await book(api, client, another, dayAhead(20, "10:00"));
    expect((await expectRefused(eleventh, 429, "too_many_pending")).headers.get("Retry-After")).toBe("60");
    // A limit comes before the rules of the time.
    await expectRefused(async () => await book(api, client, coach, dayAhead(2, "10:00")), 429, "too_many_pending");
    await setStatus(api, coach, ids[0] ?? "", "confirmed");
    expect((await eleventh()).status).toBe(201);
    await expectRefused(async () => await book(api, client, another, dayAhead(21, "10:00")), 429, "too_many_pending");
    expect(await pendingOf(client)).toBe(10);
    // A coach who confirms at once adds nothing to what is pending.
    const sure = await seenCoach(api);
    await setTerms(api, sure, { auto_confirm: true });
    await booked(api, client, sure, dayAhead(2, "10:00"));
  });

  test("and ten that are free or unpaid ahead with one coach, in whatever status", async () => {
    const [coach, another, client] = [await seenCoach(api), await seenCoach(api), await someone("client")];
    const ids: string[] = [];
    for (let day = 1; day <= 10; day += 1) {
      ids.push(await booked(api, client, coach, dayAhead(day + 1, "10:00")));
      if (day <= 5) expect((await setStatus(api, client, ids[day - 1] ?? "", "confirmed")).status).toBe(200);
    }
    const eleventh = async () => await book(api, client, coach, dayAhead(20, "10:00"));
    const refused = await expectRefused(eleventh, 429, "too_many_sessions");
    expect([refused.headers.get("Retry-After"), refused.body["detail"]]).toEqual([
      "60",
      "At most 10 sessions may lie ahead. Cancel one, or wait until one is over.",
    ]);
    await booked(api, client, another, dayAhead(20, "10:00"));
    expect((await api("DELETE", `/booking/${ids[0] ?? ""}`, { as: client })).status).toBe(204);
    expect((await eleventh()).status).toBe(201);
  });

  test("asked of twenty coaches at once: exactly ten", async () => {
    const client = await someone("client");
    const coaches = await Promise.all(Array.from({ length: 20 }, async () => await seenCoach(api)));
    const answers = await Promise.all(coaches.map(async (coach, index) => await book(api, client, coach, dayAhead(2 + index, "10:00"))));
    expect(tally(answers)).toEqual({ "201 ok": 10, "429 too_many_pending": 10 });
    expect(await pendingOf(client)).toBe(10);
    const record = await wholeRecord();
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body["id"]));
    const ofClient = (record["bookings"] as Record<string, unknown>[]).filter((row) => row["client_id"] === client.id);
    expect(new Set(ofClient.map((row) => row["id"]))).toEqual(ids);
    for (const table of ["audit_log", "outbox"]) {
      expect((record[table] as Record<string, unknown>[]).filter((row) => ids.has(row["booking_id"]))).toHaveLength(10);
    }
  });

  test("asked of one coach twenty times at once: exactly ten", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => await book(api, client, coach, dayAhead(2 + index, "10:00"))),
    );
    expect(tally(answers)).toEqual({ "201 ok": 10, "429 too_many_pending": 10 });
    expect(await bookingRows(coach.id)).toHaveLength(10);
  });
});
