/** Many want one slot. The first test of the project, and the one nothing may ever break. */
import { expect, test } from "vitest";
import { at, bookingsOf, createCommand, handMadeAgenda, MONDAY, newClient, newCoach } from "../support/agenda.ts";

test("I1: of a hundred clients who want one slot at once exactly one gets it, and the others are told what else there is", async () => {
  const coachId = await newCoach();
  const { agenda } = await handMadeAgenda({ now: MONDAY });
  const clients = await Promise.all(Array.from({ length: 100 }, newClient));
  const replies = await Promise.all(clients.map((clientId) => agenda.submit(createCommand(coachId, clientId, at(10)))));
  const granted = replies.filter(({ result }) => result.ok);
  const problems = replies.flatMap(({ result }) => (result.ok ? [] : [result.problem]));
  expect(granted).toHaveLength(1);
  expect(new Set(problems.map(({ tag }) => tag))).toEqual(new Set(["slot_taken"]));
  expect(problems[0]).toMatchObject({
    alternatives: [{ startsAt: at(9) }, { startsAt: at(11) }, { startsAt: at(12) }, { startsAt: at(13) }, { startsAt: at(14) }],
  });
  expect(await bookingsOf(coachId)).toHaveLength(1);
});

test("I1: two agendas of one coach at the same time still grant a slot once", async () => {
  const coachId = await newCoach();
  const twins = await Promise.all([handMadeAgenda({ now: MONDAY }), handMadeAgenda({ now: MONDAY })]);
  const clients = await Promise.all(Array.from({ length: 40 }, newClient));
  const replies = await Promise.all(
    clients.map((clientId, index) => (twins[index % 2] ?? twins[0]).agenda.submit(createCommand(coachId, clientId, at(9 + (index % 4))))),
  );
  expect(replies.filter(({ result }) => result.ok)).toHaveLength(4);
  expect(replies.flatMap(({ result }) => (result.ok ? [] : [result.problem.tag])).every((tag) => tag === "slot_taken")).toBe(true);
  expect((await bookingsOf(coachId)).map((booking) => booking.startsAt)).toEqual([at(9), at(10), at(11), at(12)]);
});
