/** A person who is recorded again: what the token says is taken over, what an admin decided stays. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { findUser, recordPerson, upsertPeople } from "../../src/database/people.ts";
import type { PersonClaims } from "../../src/domain/person.ts";
import { after } from "../../src/domain/instant.ts";
import { database, MONDAY } from "../support/agenda.ts";

const LATER = after(MONDAY, 1);

function somebody(role: PersonClaims["role"]): PersonClaims {
  return { id: crypto.randomUUID(), role, email: "old@people.test", name: "Old name", timeZone: "UTC", locale: null, issuedAt: MONDAY };
}

async function shutOut({ id }: PersonClaims): Promise<void> {
  await database.run(sql`UPDATE users SET status = 'inactive' WHERE id = ${id}`);
}

test.each(["client", "coach", "admin"] as const)("a %s who was deactivated stays so, under the new name", async (role) => {
  for (const again of [
    async (person: PersonClaims) => await recordPerson(database, person, LATER),
    async (person: PersonClaims) => void (await database.run(upsertPeople([person], LATER))),
  ]) {
    const person = somebody(role);
    await recordPerson(database, person, MONDAY);
    await shutOut(person);
    const { issuedAt: _issuedAt, ...renamed } = { ...person, name: "New name", email: "new@people.test", timeZone: "Asia/Tokyo" };
    await again({ ...renamed, issuedAt: LATER });
    const stands = {
      status: "inactive",
      isCoach: role === "coach",
      claimsIssuedAt: LATER,
      sessionEpoch: 0,
      language: null,
      createdAt: MONDAY,
      updatedAt: LATER,
    };
    expect(await findUser(database, person.id)).toEqual({ ...renamed, ...stands });
  }
});

test("a coach's own hours and settings are not set back when the coach is seen again", async () => {
  const coach = somebody("coach");
  await recordPerson(database, coach, MONDAY);
  await database.run(
    sql`UPDATE coach_profiles SET settings = '{"noticeMinutesMin":7}', settings_revision = 4 WHERE coach_id = ${coach.id}`,
  );
  await recordPerson(database, { ...coach, timeZone: "Asia/Tokyo" }, LATER);
  const profile = await database.get(
    sql`SELECT settings, settings_revision, hours ->> 'timeZone' AS zone FROM coach_profiles WHERE coach_id = ${coach.id}`,
  );
  expect(profile).toEqual({ settings: '{"noticeMinutesMin":7}', settings_revision: 4, zone: "UTC" });
});
