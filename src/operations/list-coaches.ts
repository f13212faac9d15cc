/** The public directory: active coaches by name. */
import { openDatabase } from "../database/open.ts";
import { listPublicCoaches, type PublicCoach } from "../database/people.ts";
import type { OperationContext } from "./context.ts";

export async function listCoaches(
  ctx: Pick<OperationContext, "d1">,
  input: { readonly limit: number; readonly offset: number },
): Promise<{ coaches: PublicCoach[]; total: number }> {
  return await listPublicCoaches(openDatabase(ctx.d1), input.limit, input.offset);
}
