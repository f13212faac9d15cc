/**
 * Refunds: by the API, by hand in the dashboard, and what becomes of them. A card's refund succeeds at once, unless somebody
 * ordered another beginning; one that succeeded may fail days later. A refund bears the metadata it was made with, so one made
 * by hand bears none. From knowledge alone: which events come with which change, and that one of an amount that is too large
 * has no code.
 */
import { z } from "zod";
import { ok, type Result } from "../../src/lib/result.ts";
import { checkShape, shown } from "./amounts.ts";
import type { StripeCore } from "./core.ts";
import { listing, metadata, readForm, readParameters, wholeNumber } from "./form.ts";
import { chargeJson, disputeOf, isRefundable, refundedOf, refundJson } from "./objects.ts";
import { invalid, missing, type StripeProblem } from "./problem.ts";
import { newId, type Metadata, type Refund, type RefundStatus } from "./world.ts";

type Answer = Result<Record<string, unknown>, StripeProblem>;

const refundBody = z.strictObject({
  payment_intent: z.string(),
  amount: wholeNumber.pipe(z.int().min(1)).optional(),
  metadata: metadata.default({}),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
});
const listBody = z.strictObject({ ...listing, payment_intent: z.string().optional() });

interface Wanted {
  readonly intentId: string;
  /** null: all that is left. */
  readonly amount: number | null;
  readonly metadata: Metadata;
  readonly reason: string | null;
}

export function createRefund(core: StripeCore, body: string): Answer {
  const read = readParameters(readForm(body), refundBody);
  if (!read.ok) return read;
  const { payment_intent: intentId, amount = null, metadata: given, reason = null } = read.value;
  const made = refund(core, { intentId, amount, metadata: given, reason });
  return made.ok ? ok(refundJson(made.value)) : made;
}

export function refund(core: StripeCore, { intentId, amount, metadata: given, reason }: Wanted): Result<Refund, StripeProblem> {
  const { world, webhooks } = core;
  const intent = world.intents.get(intentId);
  if (intent === undefined) return missing("payment_intent", intentId);
  const charge = intent.chargeId === null ? undefined : world.charges.get(intent.chargeId);
  if (charge === undefined) return invalid(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`);
  const dispute = disputeOf(world, charge.id);
  if (dispute !== undefined && !isRefundable(dispute)) {
    return invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: "charge_disputed" });
  }
  const left = charge.amount - refundedOf(world, charge.id);
  if (left === 0) return invalid(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  const wanted = amount ?? left;
  if (wanted > left) {
    const [much, little] = [shown(wanted, charge.currency), shown(left, charge.currency)];
    return invalid(`Refund amount (${much}) is greater than unrefunded amount on charge (${little})`, { param: "amount" });
  }
  const shape = checkShape(wanted, charge.currency);
  if (!shape.ok) return shape;
  const scopes = world.scopesOf(intent.id);
  const begins = scopes.map((scope) => world.refundsBegin.get(scope)).find((status) => status !== undefined);
  const made: Refund = {
    id: newId("re_", 24),
    chargeId: charge.id,
    intentId: intent.id,
    createdSeconds: world.nowSeconds(scopes),
    amount: wanted,
    currency: charge.currency,
    metadata: given,
    reason,
    status: begins ?? "succeeded",
  };
  world.refunds.set(made.id, made);
  world.scopes.set(made.id, scopes);
  webhooks.emit("refund.created", refundJson(made), scopes);
  if (made.status === "failed") webhooks.emit("refund.failed", refundJson(made), scopes);
  webhooks.emit("charge.refunded", chargeJson(world, charge), scopes);
  return ok(made);
}

/** false: it cannot become that. */
export function settleRefund({ world, webhooks }: StripeCore, one: Refund, status: RefundStatus): boolean {
  const next: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
    pending: ["succeeded", "failed", "canceled"],
    succeeded: ["failed"],
    failed: [],
    canceled: [],
  };
  if (!next[one.status].includes(status)) return false;
  one.status = status;
  const scopes = world.scopesOf(one.id);
  for (const type of ["charge.refund.updated", "refund.updated"]) webhooks.emit(type, refundJson(one), scopes);
  if (status === "failed") webhooks.emit("refund.failed", refundJson(one), scopes);
  return true;
}

/** Newest first. */
export function listRefunds({ world }: StripeCore, query: string): Answer {
  const read = readParameters(readForm(query), listBody);
  if (!read.ok) return read;
  const { payment_intent: intentId, starting_after: startingAfter, limit } = read.value;
  const all = [...world.refunds.values()].filter((one) => intentId === undefined || one.intentId === intentId).toReversed();
  const first = startingAfter === undefined ? 0 : all.findIndex(({ id }) => id === startingAfter) + 1;
  const page = all.slice(first, first + limit);
  return ok({ object: "list", has_more: first + limit < all.length, url: "/v1/refunds", data: page.map(refundJson) });
}
