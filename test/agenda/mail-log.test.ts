/** What the agenda's effects write into the log: ids, counts and codes, and nobody's name, address, notes or token (S54). */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settleMails } from "../support/agenda-bell.ts";
import { dayAhead } from "../support/days.ts";
import { mailsTo, orderMailFault } from "../support/mailbox.ts";
import { person, seenCoach } from "../support/people.ts";

const METHODS = ["log", "error", "warn", "info", "debug"] as const;
const lines: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  lines.length = 0;
  for (const method of METHODS) vi.spyOn(console, method).mockImplementation((...args: unknown[]) => void lines.push(args.join(" ")));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("S54: from the request to the mail that is refused for good, no line of the log names a person", async () => {
  const mark = crypto.randomUUID();
  const [coachMail, clientMail] = [`coach-${mark}@people.test`, `client-${mark}@people.test`];
  const coach = await seenCoach({ email: coachMail, name: "Ottilie Coachname" });
  const client = await person("client", { email: clientMail, name: "Winfried Clientname" });
  const body = { coach_id: coach.id, session_datetime: dayAhead(3, "10:00"), duration_minutes: 60, notes: "A private matter" };
  // Mails of every outcome: one sender's fault that passes, one refusal for good, and the rest accepted.
  await orderMailFault({ to: clientMail, status: 503, times: 1 });
  await orderMailFault({ to: coachMail, status: 400, times: 1 });
  const { id } = await (await client.call("POST", "/booking", body)).json<{ id: string }>();
  await settleMails(coach.id);
  expect((await coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" })).status).toBe(200);
  await settleMails(coach.id);
  expect((await client.call("PATCH", `/booking/${id}/status`, { status: "cancelled", reason: "Gone fishing" })).status).toBe(200);
  await settleMails(coach.id);
  expect((await mailsTo(clientMail)).length).toBeGreaterThanOrEqual(2);
  expect((await mailsTo(coachMail)).length).toBeGreaterThanOrEqual(2);
  const whole = lines.join("\n");
  // The spy hears what the agenda says: the refused mail is in the log, by its kind and its booking.
  expect(lines.filter((line) => line.includes("effect_failed") && line.includes("mail:created:coach") && line.includes(id))).toHaveLength(
    1,
  );
  for (const secret of [
    mark,
    "people.test",
    "Ottilie",
    "Coachname",
    "Winfried",
    "Clientname",
    "private matter",
    "fishing",
    coach.token,
    client.token,
  ]) {
    expect([secret, whole.includes(secret)]).toEqual([secret, false]);
  }
});
