/**
 * Says whether the person of a page's session may act here, as `recognisePerson` does for a token, and whether the session itself has been
 * ended: signing out and a deactivation raise the epoch on the person's row, and a session of another epoch is over everywhere.
 */
import { findUser, recordPerson } from "../../database/people.ts";
import type { Language } from "../../domain/language.ts";
import type { PersonClaims } from "../../domain/person.ts";
import type { OperationContext } from "../context.ts";
import { isRecognisedFrom } from "./recognise-person.ts";

type Standing =
  | { readonly kind: "inactive" | "ended" }
  /** With the own setting; null: not said. */
  | { readonly kind: "active"; readonly language: Language | null };

export async function recogniseSession(
  ctx: Pick<OperationContext, "database" | "now">,
  claims: PersonClaims,
  epoch: number,
): Promise<Standing> {
  const known = await findUser(ctx.database, claims.id);
  if (known?.status === "inactive") return { kind: "inactive" };
  if ((known?.sessionEpoch ?? 0) !== epoch) return { kind: "ended" };
  if (!isRecognisedFrom(known, claims)) await recordPerson(ctx.database, claims, ctx.now);
  return { kind: "active", language: known?.language ?? null };
}
