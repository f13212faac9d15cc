/** Many want one slot. The first test of the project, and the one nothing may ever break. */
import { expect, test } from "vitest";
import { instant } from "../../src/domain/instant.ts";
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

test("I11: decided in one group, every alternative of every refusal can be booked afterwards", async () => {
  const coachId = await newCoach();
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { agenda } = await handMadeAgenda({ now: MONDAY }, { next: () => null, pause: async () => await opened });
  // The first goes alone and holds the door, so that all others come into one group behind it.
  const first = agenda.submit(createCommand(coachId, await newClient(), at(16)));
  const clients = await Promise.all(Array.from({ length: 24 }, newClient));
  const wanted = [10, 10, 10, 10, 10, 11, 11, 13];
  const replies = clients.map((clientId, index) =>
    agenda.submit(createCommand(coachId, clientId, at(wanted[index % wanted.length] ?? 10))),
  );
  open();
  expect((await first).result.ok).toBe(true);
  const problems = (await Promise.all(replies)).flatMap(({ result }) => (result.ok ? [] : [result.problem]));
  expect(problems).toHaveLength(24 - 3);
  const offered = new Set<number>();
  for (const problem of problems) {
    if (problem.tag !== "slot_taken") throw new Error(problem.tag);
    expect(problem.alternatives).toHaveLength(5);
    for (const { startsAt } of problem.alternatives) offered.add(startsAt);
  }
  expect(offered.size).toBeGreaterThanOrEqual(5);
  for (const startsAt of offered) {
    const { result } = await agenda.submit(createCommand(coachId, await newClient(), instant(startsAt)));
    expect([new Date(startsAt).toISOString(), result.ok]).toEqual([new Date(startsAt).toISOString(), true]);
  }
});
