/** An admin sees the money that needs a person: refunds that failed, and disputes. Nothing is changed here. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type Dispute, listDisputes } from "../../database/disputes.ts";
import { listFailedRefunds, type Refund } from "../../database/refunds.ts";
import type { ActorContext } from "../context.ts";

interface Page {
  readonly limit: number;
  readonly offset: number;
}

export async function viewFailedRefunds(ctx: ActorContext, { limit, offset }: Page): Promise<Result<Refund[], Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await listFailedRefunds(ctx.database, limit, offset));
}

export async function viewDisputes(ctx: ActorContext, { limit, offset }: Page): Promise<Result<Dispute[], Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await listDisputes(ctx.database, limit, offset));
}
