/** What the providers' notifications may do: be heard, and prove an address. Nothing in them is believed here (S42, S43). */
import { expect, test } from "vitest";
import type { PushHint } from "../../src/domain/calendar-account.ts";
import { apiWith } from "./app-under-test.ts";

const hints: PushHint[] = [];
const api = apiWith({
  deliverHints: (heard) => {
    hints.push(...heard);
    return Promise.resolve();
  },
});

test("S43: Graph's validation token is given back as plain text, as it was, before anything else is read", async () => {
  const token = "Validation: <script>alert(1)</script> & ünïcode";
  for (const path of ["notifications", "lifecycle"]) {
    const answer = await api("POST", `/calendar/outlook/${path}?validationToken=${encodeURIComponent(token)}`, { body: "not json" });
    expect([answer.status, answer.text]).toEqual([200, token]);
    expect(answer.headers.get("Content-Type")).toMatch(/^text\/plain/u);
    expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect((await api("POST", `/calendar/outlook/${path}?validationToken=${"a".repeat(1_025)}`)).status).toBe(400);
  }
  expect(hints).toEqual([]);
});

test("S42, S43: a notification without its proof is heard and leads to no sync, whatever it holds", async () => {
  for (const headers of [{}, { "X-Goog-Channel-ID": "c" }, { "X-Goog-Channel-Token": "t" }] as Record<string, string>[]) {
    expect((await api("POST", "/calendar/google/notifications", { headers })).status).toBe(204);
  }
  for (const body of ["", "{", "[]", '{"value":{}}', '{"value":[{"subscriptionId":"s"}]}', '{"value":[{"clientState":"c"}]}']) {
    expect((await api("POST", "/calendar/outlook/notifications", { body })).status).toBe(202);
  }
  expect(hints).toEqual([]);
});

test("one message may speak of several subscriptions, each with its own secret", async () => {
  const value = [
    { subscriptionId: "one", clientState: "a" },
    { subscriptionId: "two", clientState: "b", lifecycleEvent: "missed" },
    { subscriptionId: "one", clientState: "a" },
  ];
  expect((await api("POST", "/calendar/outlook/lifecycle", { body: { value } })).status).toBe(202);
  expect(hints).toEqual([
    { provider: "outlook", channelId: "one", token: "a", lifecycle: null },
    { provider: "outlook", channelId: "two", token: "b", lifecycle: "missed" },
  ]);
});

test("a message over 64 KiB is heard and not read, and of one message a hundred subscriptions at most", async () => {
  hints.length = 0;
  const notice = (index: number) => ({ subscriptionId: String(index), clientState: "s" });
  const value = Array.from({ length: 101 }, (_, index) => notice(index));
  const post = async (body: object) => (await api("POST", "/calendar/outlook/notifications", { body })).status;
  expect([await post({ value, padding: "x".repeat(64 * 1_024) }), hints.length]).toEqual([202, 0]);
  expect([await post({ value }), hints.length]).toEqual([202, 100]);
});
