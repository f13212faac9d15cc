/** What mails tell of the other side: a name, and never an address, in no part of the mail and in no state of the booking (S63). */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settleMails } from "../support/agenda-bell.ts";
import { dayAhead } from "../support/days.ts";
import { type MailboxMail, mailsTo } from "../support/mailbox.ts";
import { person, seenCoach } from "../support/people.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

const whole = ({ subject, text, html, calendar }: MailboxMail): string => [subject, text, html, calendar?.text ?? ""].join("\n");

test("S63: no mail of a session's life holds the other side's address, or a client's account, its calendar file included", async () => {
  const mark = crypto.randomUUID();
  const [coachMail, clientMail] = [`coach-${mark}@people.test`, `client-${mark}@people.test`];
  const coach = await seenCoach({ email: coachMail, name: "Ottilie" });
  const client = await person("client", { email: clientMail, name: "Winfried" });
  const body = { coach_id: coach.id, session_datetime: dayAhead(3, "10:00"), duration_minutes: 60 };
  const { id } = await (await client.call("POST", "/booking", body)).json<{ id: string }>();
  await settleMails(coach.id);
  expect((await coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" })).status).toBe(200);
  await settleMails(coach.id);
  expect((await coach.call("PATCH", `/booking/${id}`, { session_datetime: dayAhead(4, "10:00") })).status).toBe(200);
  await settleMails(coach.id);
  expect((await coach.call("PATCH", `/booking/${id}/status`, { status: "cancelled", reason: "Ill" })).status).toBe(200);
  await settleMails(coach.id);
  const [toClient, toCoach] = [(await mailsTo(clientMail)).map(whole), (await mailsTo(coachMail)).map(whole)];
  expect(Math.min(toClient.length, toCoach.length)).toBeGreaterThanOrEqual(3);
  // The mails are about the two: each is named to the other, and the file is there.
  expect([toClient.some((mail) => mail.includes("Ottilie")), toCoach.some((mail) => mail.includes("Winfried"))]).toEqual([true, true]);
  expect(toClient.some((mail) => mail.includes("BEGIN:VEVENT"))).toBe(true);
  expect(toClient.filter((mail) => mail.includes(coachMail))).toEqual([]);
  expect(toCoach.filter((mail) => mail.includes(clientMail) || mail.includes(client.id))).toEqual([]);
});
