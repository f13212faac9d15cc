/** An effect of a booking: what it names, and what makes two of them the same. */
import { expect, test } from "vitest";
import { bookingEffect } from "../../src/domain/effect.ts";
import { at } from "./making.ts";

const SUBJECT = { id: "booking", coachId: "coach", revision: 7 };
const EFFECT = { kind: "end_checkout", paymentId: "payment" } as const;
const DUE_AT = at("2030-01-07T09:00Z");

test("names its booking, its coach and its revision; without a mark it is one for the revision", () => {
  expect(bookingEffect(SUBJECT, EFFECT, DUE_AT)).toEqual({
    effect: EFFECT,
    coachId: "coach",
    bookingId: "booking",
    revision: 7,
    identity: { subjectId: "booking", mark: null },
    dueAt: DUE_AT,
  });
});

test("with a mark is one for its mark", () => {
  expect(bookingEffect(SUBJECT, EFFECT, DUE_AT, "payment").identity).toEqual({ subjectId: "booking", mark: "payment" });
});
