/**
 * Says whether the person a verified token names may act here, and records whom it has not seen, what a newer token says
 * about one, and that a person has become a coach. One read for a person already known; a deactivated person is refused
 * from the next request on.
 */
import { changesRecord, type PersonClaims } from "../../domain/person.ts";
import { findUser, recordPerson, type User, type UserStatus } from "../../database/people.ts";
import type { OperationContext } from "../context.ts";

export async function recognisePerson(ctx: Pick<OperationContext, "database" | "now">, claims: PersonClaims): Promise<UserStatus> {
  const known = await findUser(ctx.database, claims.id);
  if (known?.status === "inactive") return "inactive";
  if (isNews(known, claims)) await recordPerson(ctx.database, claims, ctx.now);
  return "active";
}

/** Whether a person as on record is welcome, and the token leaves nothing to record about them. */
export function isRecognisedFrom(known: User | null, claims: PersonClaims): boolean {
  return known?.status === "active" && !isNews(known, claims);
}

function isNews(known: User | null, claims: PersonClaims): boolean {
  if (known === null) return true;
  const isNewCoach = claims.role === "coach" && !known.isCoach;
  return isNewCoach || changesRecord(known, claims);
}
