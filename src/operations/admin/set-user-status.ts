/**
 * An admin admits or shuts out a person. A coach's activity goes through the coach's agenda, because it decides what can
 * be booked, and has a row in both chains; anybody else's is one batch with its row in the chain of admins' acts. Booked sessions stand either way.
 */
import { assert } from "../../lib/assert.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import { isErased } from "../../domain/person.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { changeStatus, noteStatusOrder } from "../../database/admin-acts.ts";
import { findUser, type User, type UserStatus } from "../../database/people.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";

export interface SetUserStatusInput {
  readonly userId: string;
  readonly status: UserStatus;
}

export interface UserStatusChanged {
  readonly user: User;
  /** Of the coach whose activity was changed; null for anybody else. */
  readonly availabilityVersion: number | null;
}

export async function setUserStatus(ctx: ActorContext, input: SetUserStatusInput): Promise<Result<UserStatusChanged, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const database = ctx.database;
  const user = await findUser(database, input.userId);
  if (user === null) return refused({ tag: "user_not_found" });
  if (user.id === ctx.actor.id && input.status === "inactive") return refused({ tag: "self_deactivation" });
  if (isErased(user) && input.status === "active") return refused({ tag: "user_erased" });
  if (user.status === input.status) return ok({ user, availabilityVersion: null });
  const { actor: author, auditKeys, now } = ctx;
  const change = { commandId: ctx.newId(), author, userId: user.id, status: input.status, now };
  let availabilityVersion: number | null = null;
  if (user.isCoach) {
    await noteStatusOrder(database, auditKeys, change);
    const { result } = await ctx.submit({ kind: "set_activity", ...envelopeOf(ctx, user.id), active: input.status === "active" });
    if (!result.ok) return result;
    assert(result.value.kind === "profile", "a change of activity is answered with the profile");
    ({ availabilityVersion } = result.value.profile);
  } else {
    await changeStatus(database, auditKeys, change);
  }
  const changed = await findUser(database, user.id);
  assert(changed !== null, "users are never deleted");
  return ok({ user: changed, availabilityVersion });
}
