/**
 * A kind of effect is complete or does not compile: it has fields, a codec and a handler, and a notice has a codec and its
 * row in the table of notices. The compiler is the test here (`tsc` in `npm run check`): each `@ts-expect-error` is itself an
 * error as soon as the line below it compiles.
 */
import { expect, test } from "vitest";
import { EFFECT_CODECS, type EffectCodecs, NOTICE_CODECS, type NoticeCodecs } from "../../src/database/effect-codec.ts";
import { bookingEffect, type Effect, type EffectKind } from "../../src/domain/effect.ts";
import { instant } from "../../src/domain/instant.ts";
import { NOTICE_KINDS } from "../../src/domain/notice-kind.ts";
import { type EffectHandlers, HANDLERS } from "../../src/effects/handlers.ts";
import { NOTICES, type NoticeTable } from "../../src/notices/kinds.ts";

const booking = { id: "B", coachId: "C", revision: 1 };
const now = instant(0);

test("a kind of effect without a handler does not compile", () => {
  const { refund, ...others } = HANDLERS;
  // @ts-expect-error: `refund` is missing.
  const incomplete: EffectHandlers = others;
  const complete: EffectHandlers = { ...others, refund };
  expect(Object.keys(complete)).toHaveLength(Object.keys(incomplete).length + 1);
});

test("a handler of another kind does not compile", () => {
  // @ts-expect-error: a handler of reminders knows nothing of refunds.
  const confused: EffectHandlers = { ...HANDLERS, refund: HANDLERS.reminder };
  expect(confused.refund).toBe(HANDLERS.reminder);
});

test("a kind of effect or notice without a codec does not compile", () => {
  const { calendar, ...effects } = EFFECT_CODECS;
  // @ts-expect-error: `calendar` is missing.
  const unstored: EffectCodecs = effects;
  const { reminder, ...notices } = NOTICE_CODECS;
  // @ts-expect-error: `reminder` is missing.
  const unwritten: NoticeCodecs = notices;
  expect([calendar, reminder].every((codec) => typeof codec.decode === "function")).toBe(true);
  expect([Object.keys(unstored).length, Object.keys(unwritten).length]).toEqual([
    Object.keys(EFFECT_CODECS).length - 1,
    NOTICE_KINDS.length - 1,
  ]);
});

test("a kind of notice without audiences does not compile", () => {
  const { refunded, ...others } = NOTICES;
  // @ts-expect-error: `refunded` is missing.
  const incomplete: NoticeTable = others;
  const { audiences, ...silent } = refunded;
  // @ts-expect-error: it says nothing of who is told.
  const untold: NoticeTable = { ...others, refunded: silent };
  expect([audiences, Object.keys(incomplete).length, Object.keys(untold).length]).toEqual([
    ["client", "coach"],
    NOTICE_KINDS.length - 1,
    NOTICE_KINDS.length,
  ]);
});

test("an effect of an unknown kind, or without what its kind needs, does not compile", () => {
  // @ts-expect-error: there is no such kind.
  const unknown: EffectKind = "parade";
  const wrong: Effect[] = [
    // @ts-expect-error: a calendar is one person's at one provider.
    { kind: "calendar", userId: "U" },
    // @ts-expect-error: a notice about money says how much.
    { kind: "mail", to: "client", notice: { kind: "refunded", paymentId: "P" } },
    // @ts-expect-error: nobody else is told.
    { kind: "mail", to: "admin", notice: { kind: "created" } },
  ];
  // @ts-expect-error: the stored kind is the codec's alone.
  const written = bookingEffect(booking, { kind: "mail:created:client" }, now);
  expect([unknown, wrong.length, written.bookingId]).toEqual(["parade", 3, "B"]);
});
