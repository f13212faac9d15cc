/** The parts of an agreement on the wire: prices, steps of a cancellation policy, places. Offers and bookings are made of them. */
import { z } from "@hono/zod-openapi";
import { type Place, PLACE_KINDS } from "../domain/agreement/offer.ts";
import { isFalling, type PolicyStep } from "../domain/agreement/policy.ts";
import type { Money } from "../domain/money.ts";
import { PLACE_CHARACTERS_MAX, POLICY_BEFORE_MINUTES_MAX, POLICY_STEPS_MAX, PRICE_AMOUNT_MINOR_MAX } from "../limits.ts";
import { freeText } from "./scalar.ts";

/** ISO 4217. As a refinement, because the generator writes the flags of a regular expression into the document's pattern. */
const CURRENCY = /^[A-Z]{3}$/u;

export const price = z
  .strictObject({
    amount_minor: z.int().min(0).max(PRICE_AMOUNT_MINOR_MAX).openapi({
      description: "In the currency's ISO 4217 minor unit; 0 is no price.",
      example: 6000,
    }),
    currency: z
      .string()
      .refine((code) => CURRENCY.test(code), "must be an ISO 4217 code in capitals")
      .openapi({ description: "ISO 4217, in capitals.", example: "EUR", pattern: CURRENCY.source }),
  })
  .openapi("Price");

const policyStep = z
  .strictObject({
    before_minutes: z.int().min(0).max(POLICY_BEFORE_MINUTES_MAX).describe("This long before the start, or longer."),
    refund_percent: z.int().min(1).max(100).describe("Of what was paid."),
  })
  .openapi("CancellationStep");

export const cancellationPolicy = z
  .array(policyStep)
  .max(POLICY_STEPS_MAX)
  .refine((steps) => isFalling(steps.map(policyStepFrom)), "must fall from step to step, in minutes and in percent")
  .openapi({
    description: "What a client's cancellation gives back: the percent of the first step that it is in time for, else nothing.",
    example: [
      { before_minutes: 2_880, refund_percent: 100 },
      { before_minutes: 1_440, refund_percent: 50 },
    ],
  });

const line = freeText(PLACE_CHARACTERS_MAX).nullish();

export const placeIn = z
  .strictObject({
    kind: z.enum(PLACE_KINDS).describe("How the two meet; `link` is a page of the coach's own."),
    city: line.describe("Shown to everybody."),
    address: line.describe("Told to the parties of a confirmed booking."),
    link: z
      .url({ protocol: /^https?$/u })
      .max(PLACE_CHARACTERS_MAX)
      .nullish()
      .describe("Told to the parties of a confirmed booking; needed where the kind is `link`."),
  })
  .refine(({ kind, link }) => kind !== "link" || Boolean(link), { message: "is needed where the place is a link", path: ["link"] })
  .openapi("SetPlace");

export const placeSchema = z
  .object({
    kind: z.enum(PLACE_KINDS).describe("How the two meet; `link` is a page of the coach's own."),
    city: z.string().nullable().describe("Shown to everybody."),
    address: z.string().nullable().openapi({ description: "Told to the parties of a confirmed booking." }),
    link: z.string().nullable().openapi({ description: "Told to the parties of a confirmed booking." }),
  })
  .openapi("Place");

export function policyStepFrom(step: z.infer<typeof policyStep>): PolicyStep {
  return { beforeMinutes: step.before_minutes, refundPercent: step.refund_percent };
}

export function presentPolicyStep({ beforeMinutes, refundPercent }: PolicyStep): z.infer<typeof policyStep> {
  return { before_minutes: beforeMinutes, refund_percent: refundPercent };
}

export function placeFrom({ kind, city, address, link }: z.infer<typeof placeIn>): Place {
  return { kind, city: city ?? null, address: address ?? null, link: link ?? null };
}

/** `isTold`: to those who are told where it is; others see kind and city. */
export function presentPlace({ kind, city, address, link }: Place, isTold: boolean): z.infer<typeof placeSchema> {
  return { kind, city, address: isTold ? address : null, link: isTold ? link : null };
}

/** 0 is no price. */
export function priceFrom(sent: z.infer<typeof price> | null): Money | null {
  return sent === null || sent.amount_minor === 0 ? null : { minor: sent.amount_minor, currency: sent.currency };
}

export function presentPrice(money: Money | null): z.infer<typeof price> | null {
  return money === null ? null : { amount_minor: money.minor, currency: money.currency };
}
