/**
 * Disputes, which a person opens here as a cardholder does at a bank. From knowledge alone: the amount is withdrawn when the
 * dispute is opened and put back when it is won.
 */
import type { StripeCore } from "./core.ts";
import { disputeJson, disputeOf } from "./objects.ts";
import { type Dispute, type DisputeStatus, newId } from "./world.ts";

interface Claim {
  readonly amount?: number | undefined;
  readonly reason: string;
}

/** null: nothing was captured, or it is disputed already. */
export function openDispute(core: StripeCore, intentId: string, { amount, reason }: Claim): Dispute | null {
  const { world } = core;
  const chargeId = world.intents.get(intentId)?.chargeId ?? null;
  const charge = chargeId === null ? undefined : world.charges.get(chargeId);
  if (charge === undefined || disputeOf(world, charge.id) !== undefined) return null;
  const scopes = world.scopesOf(intentId);
  const dispute: Dispute = {
    id: newId("du_", 24),
    chargeId: charge.id,
    intentId,
    createdSeconds: world.nowSeconds(scopes),
    amount: amount ?? charge.amount,
    currency: charge.currency,
    reason,
    status: "needs_response",
    balance: [],
  };
  world.disputes.set(dispute.id, dispute);
  world.scopes.set(dispute.id, scopes);
  tell(core, "created", dispute);
  moveFunds(core, dispute, "funds_withdrawn");
  return dispute;
}

/** false: it is over. */
export function decideDispute(core: StripeCore, dispute: Dispute, status: DisputeStatus): boolean {
  if (dispute.status === "won" || dispute.status === "lost") return false;
  dispute.status = status;
  const isOver = status === "won" || status === "lost";
  tell(core, isOver ? "closed" : "updated", dispute);
  if (status === "won") moveFunds(core, dispute, "funds_reinstated");
  return true;
}

function moveFunds(core: StripeCore, dispute: Dispute, way: "funds_withdrawn" | "funds_reinstated"): void {
  dispute.balance = [...dispute.balance, way === "funds_withdrawn" ? -dispute.amount : dispute.amount];
  tell(core, way, dispute);
}

function tell({ world, webhooks }: StripeCore, what: string, dispute: Dispute): void {
  webhooks.emit(`charge.dispute.${what}`, disputeJson(dispute), world.scopesOf(dispute.id));
}
