/** Ids: a UUID of any version of RFC 9562 is one, in path, query, body and token. */
import { expect, test } from "vitest";
import { apiWith, morning, someone } from "./app-under-test.ts";

const api = apiWith();

test.each([
  ["1", "323e4567-e89b-12d3-a456-426614174000"],
  ["2", "000003e8-e89b-21d3-a456-426614174001"],
  ["3", "5df41881-3aed-3515-88a7-2f4a814cf09e"],
  ["4", "919108f7-52d1-4320-9bac-f847db4148a8"],
  ["5", "2ed6657d-e927-568b-95e1-2665a8aea6a2"],
  ["6", "1ec9414c-232a-6b00-b3c8-9f6bdeced846"],
  ["7", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"],
  ["8", "2489e9ad-2ee2-8e00-8ec9-32d5f69181c0"],
])("a UUID of version %s is an id everywhere, in either case", async (version, id) => {
  const coach = await someone("coach", { id });
  const client = await someone("client", { id: id.replace(/.$/u, "f") });
  expect((await api("GET", `/coach/${id.toUpperCase()}/availability`, { as: coach })).status).toBe(200);
  const startsAt = morning(3);
  const query = `start_date=${startsAt}&end_date=${morning(4)}&duration_minutes=60`;
  expect((await api("GET", `/booking/coach/${id}/availability?${query}`)).status).toBe(200);
  expect((await api("GET", `/availability?coach_ids=${id}&${query}`)).status).toBe(200);
  const body = { coach_id: id.toUpperCase(), session_datetime: startsAt, duration_minutes: 60 };
  const booked = await api("POST", "/booking", { as: client, body });
  expect([version, booked.status, booked.body["coach_id"], booked.body["client_id"]]).toEqual([version, 201, id, client.id]);
  expect((await api("GET", `/booking/client/${client.id}`, { as: client })).body["total"]).toBe(1);
});

test("ids that the service makes are random", async () => {
  const coach = await someone("coach");
  const client = await someone("client");
  await api("GET", `/coach/${coach.id}/availability`, { as: coach });
  const body = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
  const booked = await api("POST", "/booking", { as: client, body });
  expect(booked.body["id"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
});

test.each(["323e4567e89b12d3a456426614174000", "{323e4567-e89b-12d3-a456-426614174000}", "323e4567-e89b-92d3-a456-426614174000", "me"])(
  "%s is no id",
  async (text) => {
    const answer = await api("GET", `/coach/${encodeURIComponent(text)}`);
    expect([answer.status, answer.body["errors"]]).toEqual([400, [{ pointer: "/id", detail: "must be a UUID" }]]);
  },
);
