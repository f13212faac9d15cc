/** The public directory: active coaches by name. */
import { listPublicCoaches, type PublicCoach } from "../../database/people.ts";
import type { OperationContext } from "../context.ts";

export async function listCoaches(
  ctx: Pick<OperationContext, "database">,
  input: { readonly limit: number; readonly offset: number },
): Promise<{ coaches: PublicCoach[]; total: number }> {
  return await listPublicCoaches(ctx.database, input.limit, input.offset);
}
