/**
 * Reads what a caller asks for together with the caller's own row, so that a known caller costs no trip of their own.
 * Nothing of what was read is told before the caller is recognised. Where the row does not settle that, the caller is
 * recognised as everywhere else and all is read again: a new token may change a name that the answer shows.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import type { PersonClaims } from "../../domain/person.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { User } from "../../database/people.ts";
import type { OperationContext } from "../context.ts";
import { isRecognisedFrom, recognisePerson } from "./recognise-person.ts";

interface ReadForCaller {
  /** As on record at the moment of the read; null: not recorded. */
  readonly caller: User | null;
}

export async function readForCaller<Read extends ReadForCaller>(
  ctx: Pick<OperationContext, "database" | "now">,
  claims: PersonClaims,
  read: () => Promise<Read>,
): Promise<Result<Read, Refusal>> {
  const seen = await read();
  if (isRecognisedFrom(seen.caller, claims)) return ok(seen);
  const status = await recognisePerson(ctx, claims);
  return status === "inactive" ? refused({ tag: "user_inactive" }) : ok(await read());
}
