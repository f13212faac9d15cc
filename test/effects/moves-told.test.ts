/** A question to move a session and a change of its place, from the call to the mails: who is told, and what is left alone. */
import { describe, expect, test } from "vitest";
import { settleMails } from "../support/agenda-bell.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person } from "../support/people.ts";
import { at, book, scene, type Scene, subjects, viewed } from "../payments/scene.ts";

/** A confirmed session whose price has been waived. */
async function confirmedSession(): Promise<{ stage: Scene; id: string; startsAt: string }> {
  const stage = await scene();
  // Kept, because the mails may come after midnight, when three days from now are another day.
  const startsAt = at(3);
  const id = await book(stage, startsAt);
  const confirmed = await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed", waive_price: true });
  expect(confirmed.status).toBe(200);
  await settleMails(stage.coach.id);
  return { stage, id, startsAt };
}

async function versionOf({ coach }: Scene): Promise<unknown> {
  return (await (await coach.call("GET", `/coach/${coach.id}/settings`)).json<Record<string, unknown>>())["availability_version"];
}

describe("a question to move", () => {
  test.each([
    ["client", "coach"],
    ["coach", "client"],
  ] as const)("of the %s is told to the %s with the wished time, and declined to the asker alone", async (asker, asked) => {
    const { stage, id, startsAt } = await confirmedSession();
    const mails = { client: stage.clientMail, coach: stage.coachMail };
    const version = await versionOf(stage);
    const question = await stage[asker].call("POST", `/booking/${id}/move-request`, { session_datetime: at(4) });
    expect(question.status).toBe(201);
    await settleMails(stage.coach.id);
    const [told] = (await mailsTo(mails[asked])).filter(({ subject }) => subject.startsWith("May it be moved?"));
    expect(told?.text).toContain("Nothing is held for the wished time.");
    expect(told?.text).toMatch(/Wished time: .*\n(?:.*\n)?Answer until: /u);
    expect(await subjects(mails[asker])).not.toContain("May it be moved?");

    expect((await stage[asked].call("POST", `/booking/${id}/move-request/decline`)).status).toBe(200);
    await settleMails(stage.coach.id);
    expect(await subjects(mails[asker])).toContain("Not moved");
    expect(await subjects(mails[asked])).not.toContain("Not moved");
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: startsAt, move_request: null });
    expect(await versionOf(stage)).toBe(version);
  });

  test("that is withdrawn is told to the other side", async () => {
    const { stage, id } = await confirmedSession();
    await stage.client.call("POST", `/booking/${id}/move-request`, { session_datetime: at(4) });
    await settleMails(stage.coach.id);
    expect((await stage.client.call("DELETE", `/booking/${id}/move-request`)).status).toBe(200);
    await settleMails(stage.coach.id);
    expect(await subjects(stage.coachMail)).toContain("Not to be moved");
    expect(await subjects(stage.clientMail)).not.toContain("Not to be moved");
  });

  test("that is accepted is a move, told to both", async () => {
    const { stage, id } = await confirmedSession();
    await stage.client.call("POST", `/booking/${id}/move-request`, { session_datetime: at(4) });
    expect((await stage.coach.call("POST", `/booking/${id}/move-request/accept`)).status).toBe(200);
    await settleMails(stage.coach.id);
    expect(await subjects(stage.coachMail)).toContain("Moved");
    expect(await subjects(stage.clientMail)).toContain("Moved");
  });
});

test("another place is told to the client, with its address once the session is confirmed", async () => {
  const { stage, id } = await confirmedSession();
  const place = { kind: "in_person", city: "Lisbon", address: "Rua A 1" };
  for (const who of [stage.coach, await person("admin")]) {
    const set = await who.call("PATCH", `/booking/${id}`, { place: who === stage.coach ? place : { ...place, address: "Rua B 2" } });
    expect([set.status, await set.json()]).toMatchObject([200, { meeting_link: null, place: { kind: "in_person", city: "Lisbon" } }]);
    await settleMails(stage.coach.id);
  }
  const told = (await mailsTo(stage.clientMail)).filter(({ subject }) => subject.startsWith("New place"));
  expect(told.map(({ text }) => /Place: (.*)/u.exec(text)?.[1] ?? "").toSorted()).toEqual(["Rua A 1, Lisbon", "Rua B 2, Lisbon"]);
  expect(await subjects(stage.coachMail)).not.toContain("New place");
});
