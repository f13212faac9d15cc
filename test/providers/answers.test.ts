/**
 * Recorded answers of Google and Microsoft, case by case: what our clients make of them is what a careful reader makes of them. The file is
 * made of publicly recorded answers that nobody here wrote; `npm run answers` plays it, or any file of its shape, outside of the tests.
 */
import { expect, test } from "vitest";
import { playRecorded, type RecordedCase, recordedAnswers } from "../../scripts/recorded-answers.ts";
import vectors from "../vectors/provider-answers.json" with { type: "json" };

const { cases } = recordedAnswers.parse(vectors);

test("there are 67 of them", () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(67);
});

test("of which one is for clients that keep delta links, as ours does not", async () => {
  const played = await Promise.all(cases.map(playRecorded));
  expect(played.filter(({ isNotAsked }) => isNotAsked).map(({ id }) => id)).toEqual(["me01"]);
});

test.each(cases)("$id: $what", async (recorded) => {
  expect((await playRecorded(recorded)).differences).toEqual([]);
});

test("the player takes nothing for right that it is not: another expectation, another request and a missing answer all differ", async () => {
  const known = recordedAnswers.parse({
    cases: [
      {
        id: "x",
        what: "a free day",
        provider: "outlook",
        run: "busy",
        answers: [{ body: { value: [] } }],
        expected: { busy: [] },
      },
    ],
  }).cases[0];
  const differing = async (fields: Partial<RecordedCase>): Promise<readonly string[]> => {
    if (known === undefined) return [];
    return (await playRecorded({ ...known, ...fields })).differences;
  };
  expect(await differing({})).toEqual([]);
  expect(await differing({ expected: { busy: ["2026-12-10T08:00:00Z/2026-12-10T09:00:00Z"] } })).toHaveLength(1);
  expect(await differing({ expected: { fault: { kind: "gone" } } })).toHaveLength(1);
  expect(await differing({ run: "update", expected: { ok: true }, plain: { value: [] }, answers: [] })).toHaveLength(3);
  expect(await differing({ run: "guess" })).toContain('came to "no such run: guess"');
  expect((await differing({ answers: [] }))[0]).toMatch(/^asked what the case does not hold: GET https:\/\/graph\.microsoft\.com\//u);
});
