/** Mails and entries in their reader's language: each side in its own, whatever the other reads. */
import { expect, test } from "vitest";
import { settleAgenda } from "../support/agenda-bell.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person, type Person, seenCoach, type TokenOptions } from "../support/people.ts";

const AHEAD_MS = 5 * 86_400_000;

async function booked(coachSays: TokenOptions, clientSays: TokenOptions, own: string | null = null, asked: Record<string, string> = {}) {
  const mark = crypto.randomUUID();
  const [coachMail, clientMail] = [`coach-${mark}@people.test`, `client-${mark}@people.test`];
  const coach = await seenCoach({ email: coachMail, name: "Ida", zoneinfo: "Europe/Lisbon", ...coachSays });
  const client = await person("client", { email: clientMail, name: "Sam", zoneinfo: "America/New_York", ...clientSays });
  if (own !== null) await client.call("PATCH", "/me", { language: own });
  await book(coach, client, asked);
  await settleAgenda(coach.id);
  const [toCoach] = await mailsTo(coachMail);
  const [toClient] = await mailsTo(clientMail);
  if (toCoach === undefined || toClient === undefined) throw new Error("a mail is missing");
  return { toCoach, toClient };
}

async function book(coach: Person, client: Person, headers: Record<string, string>): Promise<void> {
  const startsAt = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + AHEAD_MS + 15 * 3_600_000).toISOString();
  const body = { coach_id: coach.id, session_datetime: startsAt, duration_minutes: 60 };
  expect((await client.call("POST", "/booking", body, headers)).status).toBe(201);
}

const langOf = ({ html }: { readonly html: string }) => /<html lang="(?<tag>[^"]*)"/u.exec(html)?.groups?.["tag"];

test("each side is written to in the language of its token, dates and zones as that language has them", async () => {
  const { toCoach, toClient } = await booked({ locale: "de-CH" }, { locale: "ja" });
  expect([langOf(toCoach), langOf(toClient)]).toEqual(["de", "ja"]);
  expect(toCoach.text).toMatch(/\d+\. \S+ 20\d\d, 15:00–16:00 \(Westeuropäische Zeit, UTC\+00:00\)/u);
  expect(toClient.text).toMatch(/20\d\d年\d+月\d+日\S曜日 1[01]:00–1[12]:00 \((?:アメリカ|米国)東部時間, UTC-0[45]:00\)/u);
  expect(toClient.subject).toMatch(/20\d\d年/u);
});

test("the own setting goes before the token, and the booking's language counts for its client alone", async () => {
  const own = await booked({}, { locale: "ja" }, "fr");
  expect([langOf(own.toCoach), langOf(own.toClient)]).toEqual(["en", "fr"]);
  const made = await booked({}, {}, null, { "Accept-Language": "es-MX,en;q=0.2" });
  expect([langOf(made.toCoach), langOf(made.toClient)]).toEqual(["en", "es"]);
});
