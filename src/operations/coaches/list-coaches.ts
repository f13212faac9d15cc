/** The public directory: active coaches by name. */
import { type CoachesQuery, listPublicCoaches, type PublicCoach } from "../../database/people.ts";
import type { OperationContext } from "../context.ts";

export async function listCoaches(
  ctx: Pick<OperationContext, "database">,
  input: CoachesQuery,
): Promise<{ coaches: PublicCoach[]; total: number }> {
  return await listPublicCoaches(ctx.database, input);
}
