/** The person who asks, as on record. Authentication has recorded them by then. */
import { assert } from "../../lib/assert.ts";
import { findUser, type User } from "../../database/people.ts";
import type { ActorContext } from "../context.ts";

export async function viewMe(ctx: ActorContext): Promise<User> {
  const user = await findUser(ctx.database, ctx.actor.id);
  assert(user !== null, "an authenticated person has been recorded");
  return user;
}
