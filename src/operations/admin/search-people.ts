/** An admin finds people by a part of the name or of the address, or by the beginning of the id. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type PeopleFound, type PeopleSearch, searchPeople } from "../../database/people-search.ts";
import type { ActorContext } from "../context.ts";

export async function findPeople(ctx: ActorContext, asked: PeopleSearch): Promise<Result<PeopleFound, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await searchPeople(ctx.database, asked));
}
