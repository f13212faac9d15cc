/**
 * A person as a verified token names them, and what a token may change about one on record. The role in the token decides
 * what its bearer may do; the record keeps the role in which the person was first seen.
 */
import type { Role } from "./actor.ts";
import { instant, type Instant } from "./instant.ts";

export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly email: string | null;
  readonly name: string | null;
  /** IANA; null: not said. */
  readonly timeZone: string | null;
  /** BCP 47, as the identity provider says; null: not said. */
  readonly locale: string | null;
}

/** The claims of one token; one that it leaves out is null. */
export interface PersonClaims extends Person {
  /** The token's `iat`; null where it has none. */
  readonly issuedAt: Instant | null;
}

export interface RecordedPerson extends Person {
  /** `iat` of the token that said so; null: not known. */
  readonly claimsIssuedAt: Instant | null;
}

/**
 * Whether a token changes what is on record. A token of another role changes nothing, nor does one without `iat`, nor one
 * that is older than the token that was recorded; a claim that is absent leaves what stands. The upsert in
 * `database/people.ts` says the same in SQL, because two tokens may come at once.
 */
export function changesRecord(recorded: RecordedPerson, claims: PersonClaims): boolean {
  if (claims.role !== recorded.role || claims.issuedAt === null) return false;
  if (recorded.claimsIssuedAt !== null && claims.issuedAt < recorded.claimsIssuedAt) return false;
  return (["email", "name", "timeZone", "locale"] as const).some((claim) => differs(claims[claim], recorded[claim]));
}

function differs(claim: string | null, recorded: string | null): boolean {
  return claim !== null && claim !== recorded;
}

/**
 * Erasure: stands in the place of the time of a token, and is later than any token's. So no token changes the record of an erased
 * person again, by the rule above and by the same rule in SQL.
 */
export const ERASED_CLAIMS_AT = instant(8_640_000_000_000_000);

export function isErased({ claimsIssuedAt }: Pick<RecordedPerson, "claimsIssuedAt">): boolean {
  return claimsIssuedAt === ERASED_CLAIMS_AT;
}
