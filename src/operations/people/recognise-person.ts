/**
 * Says whether the person a verified token names may act here, and records whom it has not seen, what a newer token says
 * about one, and that a person has become a coach. One read for a person already known; a deactivated person is refused
 * from the next request on.
 */
import { changesRecord, type PersonClaims } from "../../domain/person.ts";
import { findUser, recordPerson, type UserStatus } from "../../database/people.ts";
import type { OperationContext } from "../context.ts";

export async function recognisePerson(ctx: Pick<OperationContext, "database" | "now">, claims: PersonClaims): Promise<UserStatus> {
  const known = await findUser(ctx.database, claims.id);
  if (known?.status === "inactive") return "inactive";
  const isNewCoach = known !== null && claims.role === "coach" && !known.isCoach;
  if (known === null || isNewCoach || changesRecord(known, claims)) await recordPerson(ctx.database, claims, ctx.now);
  return "active";
}
