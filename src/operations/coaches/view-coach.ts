/** The public profile of one coach. A deactivated coach is not shown. */
import { ok, refused, type Result } from "../../lib/result.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findPublicCoach, type PublicCoach } from "../../database/people.ts";
import type { OperationContext } from "../context.ts";

export async function viewCoach(
  ctx: Pick<OperationContext, "database">,
  input: { readonly coachId: string },
): Promise<Result<PublicCoach, Refusal>> {
  const coach = await findPublicCoach(ctx.database, input.coachId);
  return coach === null ? refused({ tag: "coach_not_found" }) : ok(coach);
}
