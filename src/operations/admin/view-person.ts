/** One person as an admin sees them: who it is, and the figures as a client and, of a coach, as a coach. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findUser, type User } from "../../database/people.ts";
import { figuresOf, type PersonFigures } from "../../database/person-figures.ts";
import type { ActorContext } from "../context.ts";

export interface PersonSeen {
  readonly user: User;
  readonly asClient: PersonFigures;
  /** null: the person is no coach. */
  readonly asCoach: PersonFigures | null;
}

export async function viewPerson(ctx: ActorContext, { userId }: { readonly userId: string }): Promise<Result<PersonSeen, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const { database, now } = ctx;
  const user = await findUser(database, userId);
  if (user === null) return refused({ tag: "user_not_found" });
  const [asClient, asCoach] = await Promise.all([
    figuresOf(database, "client", userId, now),
    user.isCoach ? figuresOf(database, "coach", userId, now) : null,
  ]);
  return ok({ user, asClient, asCoach });
}
