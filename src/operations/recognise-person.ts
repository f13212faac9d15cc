/**
 * Says whether the person a verified token names may act here, and records whom it has not seen or whose name, address
 * or role has changed. One read for a person already known; a deactivated person is refused from the next request on.
 */
import { isRecordedAs, type Person } from "../domain/person.ts";
import { openDatabase } from "../database/open.ts";
import { findUser, recordPerson, type UserStatus } from "../database/people.ts";
import type { OperationContext } from "./context.ts";

export async function recognisePerson(ctx: Pick<OperationContext, "d1" | "now">, claims: Person): Promise<UserStatus> {
  const database = openDatabase(ctx.d1);
  const known = await findUser(database, claims.id);
  if (known?.status === "inactive") return "inactive";
  if (known === null || !isRecordedAs(known, claims)) {
    await recordPerson(database, claims, ctx.now);
  }
  return "active";
}
