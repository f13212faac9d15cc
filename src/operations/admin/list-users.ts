/** Users as an admin sees them. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { listUsersBy, type User, type UsersQuery } from "../../database/people.ts";
import type { ActorContext } from "../context.ts";

export async function listUsers(
  ctx: ActorContext,
  input: UsersQuery,
): Promise<Result<{ users: readonly User[]; total: number | null }, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await listUsersBy(ctx.database, input));
}
