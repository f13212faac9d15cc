/**
 * From a request with an `Idempotency-Key` to the claim that is committed with its change: who, which route, which key,
 * and a fingerprint of what was asked. What becomes of a claim is the agenda's business.
 */
import type { Place } from "../../domain/agreement/offer.ts";
import type { IdempotencyClaim } from "../../domain/command.ts";
import { sha256Hex } from "../../lib/sha256.ts";

/** What was asked, after validation: path parameters and body, one value each. */
type Asked = Readonly<Record<string, string | number | boolean | Place | null>>;

export async function claimOf(
  principal: string,
  route: { readonly method: string; readonly path: string },
  key: string | undefined,
  asked: Asked,
): Promise<IdempotencyClaim | null> {
  if (key === undefined) return null;
  const fingerprint = await sha256Hex(canonicalJson(asked));
  return { principal, method: route.method.toUpperCase(), route: route.path, key, fingerprint };
}

/** `If-Match` is a part of what was asked: with another revision it is another request. */
export function ifMatchIn(ifMatch: string | undefined): { readonly ifMatch?: string } {
  return ifMatch === undefined ? {} : { ifMatch };
}

/** One text for one meaning: names in order, so that neither the caller's order nor ours counts. */
function canonicalJson(asked: Asked): string {
  return JSON.stringify(Object.entries(asked).sort(([one], [other]) => (one < other ? -1 : 1)));
}
