/** Users as an admin sees them. */
import { ok, refused, type Result } from "../lib/result.ts";
import type { Refusal } from "../domain/refusal.ts";
import { openDatabase } from "../database/open.ts";
import { listUsersBy, type User, type UsersQuery } from "../database/people.ts";
import type { ActorContext } from "./context.ts";

export async function listUsers(ctx: ActorContext, input: UsersQuery): Promise<Result<{ users: User[]; total: number }, Refusal>> {
  if (ctx.actor.role !== "admin") return refused({ tag: "forbidden" });
  return ok(await listUsersBy(openDatabase(ctx.d1), input));
}
