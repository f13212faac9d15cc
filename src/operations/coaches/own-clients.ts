/** The clients for whom a coach may book: a list to choose from, and one of them by id. For that coach alone. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { CLIENTS_LISTED_MAX } from "../../limits.ts";
import { isSelf } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findOwnClient, listOwnClients, type OwnClient } from "../../database/own-clients.ts";
import type { ActorContext } from "../context.ts";

interface OwnClients {
  readonly clients: readonly OwnClient[];
  readonly hasMore: boolean;
}

export async function listClientsOfCoach(
  ctx: ActorContext,
  { coachId, name }: { readonly coachId: string; readonly name: string | null },
): Promise<Result<OwnClients, Refusal>> {
  if (!isSelf(ctx.actor, "coach", coachId)) return refused({ tag: "forbidden" });
  const found = await listOwnClients(ctx.database, { coachId, name });
  return ok({ clients: found.slice(0, CLIENTS_LISTED_MAX), hasMore: found.length > CLIENTS_LISTED_MAX });
}

export async function viewClientOfCoach(
  ctx: ActorContext,
  { coachId, clientId }: { readonly coachId: string; readonly clientId: string },
): Promise<Result<OwnClient, Refusal>> {
  if (!isSelf(ctx.actor, "coach", coachId)) return refused({ tag: "forbidden" });
  const client = await findOwnClient(ctx.database, coachId, clientId);
  return client === null ? refused({ tag: "client_unknown_to_coach" }) : ok(client);
}
