/** One person's sessions as that person's pages list them: to come or behind, and those among the former that may wait for an act. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isSelf } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { listSessionsOf, type SessionsPage, type SessionsQuery } from "../../database/sessions.ts";
import type { ActorContext } from "../context.ts";

export async function listSessions(ctx: ActorContext, input: Omit<SessionsQuery, "now">): Promise<Result<SessionsPage, Refusal>> {
  if (!isSelf(ctx.actor, input.of, input.personId)) return refused({ tag: "forbidden" });
  return ok(await listSessionsOf(ctx.database, { ...input, now: ctx.now }));
}
