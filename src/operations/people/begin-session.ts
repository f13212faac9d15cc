/**
 * A person has signed in to the pages: recorded as a token's bearer is, and told the epoch that their session belongs to and the language that
 * they have chosen.
 */
import { findUser, recordPerson } from "../../database/people.ts";
import type { Language } from "../../domain/language.ts";
import type { PersonClaims } from "../../domain/person.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import type { OperationContext } from "../context.ts";
import { isRecognisedFrom } from "./recognise-person.ts";

export async function beginSession(
  ctx: Pick<OperationContext, "database" | "now">,
  claims: PersonClaims,
): Promise<Result<{ readonly epoch: number; readonly language: Language | null }, Refusal>> {
  const known = await findUser(ctx.database, claims.id);
  if (known?.status === "inactive") return refused({ tag: "user_inactive" });
  if (!isRecognisedFrom(known, claims)) await recordPerson(ctx.database, claims, ctx.now);
  return ok({ epoch: known?.sessionEpoch ?? 0, language: known?.language ?? null });
}
