/** The life of a booking as a client and a coach live it, through the API. */
import { describe, expect, test } from "vitest";
import { call, person, seenCoach } from "../support/people.ts";
import { dayAhead, bookingRows } from "../support/days.ts";

describe("the three usage examples of a client", () => {
  test("creates a booking", async () => {
    const coach = await seenCoach();
    const client = await person("client");
    const body = { coach_id: coach.id, session_datetime: dayAhead(3, "10:00"), duration_minutes: 60, notes: "My first session" };
    const response = await client.call("POST", "/booking", body);
    const booking = await response.json<Record<string, unknown>>();
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe(`/booking/${String(booking["id"])}`);
    expect(response.headers.get("etag")).toBe('"1"');
    expect(booking).toMatchObject({
      coach_id: coach.id,
      client_id: client.id,
      status: "pending",
      duration_minutes: 60,
      notes: "My first session",
      revision: 1,
      availability_version: 2,
    });
  });

  test("lists what is available", async () => {
    const coach = await seenCoach();
    const query = new URLSearchParams({ start_date: dayAhead(3, "00:00"), end_date: dayAhead(4, "00:00"), duration_minutes: "60" });
    const response = await call("GET", `/booking/coach/${coach.id}/availability?${query.toString()}`);
    const found = await response.json<{ available_slots: { starts_at: string }[] }>();
    expect(response.status).toBe(200);
    expect(found).toMatchObject({ coach_id: coach.id, time_zone: "UTC", duration_minutes: 60, availability_version: 1 });
    expect(found.available_slots.map((slot) => slot.starts_at.slice(11, 16))).toEqual([
      "09:00",
      "10:00",
      "11:00",
      "12:00",
      "13:00",
      "14:00",
      "15:00",
      "16:00",
    ]);
  });

  test("is told that a time is taken, and what else there is", async () => {
    const coach = await seenCoach();
    const [first, second] = [await person("client"), await person("client")];
    const body = { coach_id: coach.id, session_datetime: dayAhead(3, "10:00"), duration_minutes: 60 };
    expect((await first.call("POST", "/booking", body)).status).toBe(201);
    const response = await second.call("POST", "/booking", { ...body, session_datetime: dayAhead(3, "10:30") });
    const problem = await response.json<{ code: string; alternatives: unknown[] }>();
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(problem.code).toBe("slot_taken");
    expect(problem.alternatives).toHaveLength(5);
    expect(problem.alternatives).toContainEqual({ starts_at: dayAhead(3, "11:00"), ends_at: dayAhead(3, "12:00") });
    expect(await bookingRows(coach.id)).toHaveLength(1);
  });
});
