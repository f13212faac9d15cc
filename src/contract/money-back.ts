/** Money that needs an admin's eye, on the wire: refunds that failed, and disputes. Ids, amounts and codes only. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Instant } from "../domain/instant.ts";
import { REFUND_CAUSES } from "../domain/refund.ts";
import { bearer, json } from "./media.ts";
import { offsetPage } from "./paging.ts";
import { problems } from "./problem.ts";
import { instantOut, presentInstant, uuid } from "./scalar.ts";

export const moneyBackShape = {
  id: z.string().describe("Ours where we asked for it, else Stripe's."),
  payment_id: uuid.nullable().openapi({ description: "null while its capture is not known." }),
  booking_id: uuid.nullable().describe("The booking that was paid; null while its capture is not known."),
  payment_intent_id: z.string().nullable().openapi({ description: "Stripe's." }),
  amount_minor: z.int().openapi({ description: "In the minor unit of the currency." }),
  currency: z.string().openapi({ example: "EUR" }).describe("ISO 4217, in capitals."),
  created_at: instantOut,
  updated_at: instantOut,
};

const refundSchema = z
  .object({
    ...moneyBackShape,
    provider_id: z.string().nullable().openapi({ description: "Stripe's; null where it took no such refund." }),
    cause: z
      .enum(REFUND_CAUSES)
      .describe(
        "Why it goes back: `came_late` and `came_twice` are money that the booking did not stand on, `goodwill` an admin's, `by_hand` at Stripe.",
      ),
  })
  .openapi("FailedRefund");

export const disputeSchema = z
  .object({
    ...moneyBackShape,
    state: z.string().openapi({ description: "In Stripe's words." }),
    reason: z.string().nullable().describe("In Stripe's words; null: it gives none."),
  })
  .openapi("Dispute");

export const listFailedRefundsRoute = createRoute({
  method: "get",
  path: "/admin/refunds/failed",
  operationId: "listFailedRefunds",
  summary: "Refunds that failed, latest first: their money has not gone back",
  description:
    "Lists refunds that failed, latest first. For admins: the money of each has not gone back and needs a way by hand, for instance in Stripe's dashboard. Page with `limit` and `offset`.",
  tags: ["Admin"],
  security: bearer,
  request: { query: z.object(offsetPage) },
  responses: {
    200: {
      description: "A page of refunds",
      content: json(
        z
          .object({
            refunds: z.array(refundSchema).describe("Latest first."),
            limit: z.int().describe("The most that a page holds."),
            offset: z.int().describe("How many entries were passed over."),
          })
          .openapi("FailedRefundList"),
      ),
    },
    ...problems(400, 401, 403),
  },
});

export const listDisputesRoute = createRoute({
  method: "get",
  path: "/admin/disputes",
  operationId: "listDisputes",
  summary: "Payments that were disputed, newest first",
  description:
    "Lists payments that a client's bank disputes, newest first. For admins; a dispute is answered in Stripe's dashboard, and the state follows here. Page with `limit` and `offset`.",
  tags: ["Admin"],
  security: bearer,
  request: { query: z.object(offsetPage) },
  responses: {
    200: {
      description: "A page of disputes",
      content: json(
        z
          .object({
            disputes: z.array(disputeSchema).describe("Newest first."),
            limit: z.int().describe("The most that a page holds."),
            offset: z.int().describe("How many entries were passed over."),
          })
          .openapi("DisputeList"),
      ),
    },
    ...problems(400, 401, 403),
  },
});

export interface Subject {
  readonly id: string;
  readonly paymentId: string | null;
  readonly bookingId: string | null;
  readonly paymentIntentId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

interface FailedRefund extends Subject {
  readonly providerId: string | null;
  readonly cause: (typeof REFUND_CAUSES)[number];
}

export interface Dispute extends Subject {
  readonly state: string;
  readonly reason: string | null;
}

export function presentSubject(one: Subject) {
  return {
    id: one.id,
    payment_id: one.paymentId,
    booking_id: one.bookingId,
    payment_intent_id: one.paymentIntentId,
    amount_minor: one.amountMinor,
    currency: one.currency,
    created_at: presentInstant(one.createdAt),
    updated_at: presentInstant(one.updatedAt),
  };
}

export function presentRefund(refund: FailedRefund): z.infer<typeof refundSchema> {
  return { ...presentSubject(refund), provider_id: refund.providerId, cause: refund.cause };
}

export function presentDispute(dispute: Dispute): z.infer<typeof disputeSchema> {
  return { ...presentSubject(dispute), state: dispute.state, reason: dispute.reason };
}
