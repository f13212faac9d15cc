/**
 * Sealing with the keys of the configuration: compact JWE (RFC 7516), `dir` with A256GCM. The key's id, the purpose and
 * whatever the text is bound to stand in the protected header, which GCM authenticates: a sealed text that is moved to
 * another owner or used for another purpose does not open. The header can be read by anybody, so what is bound there must
 * be no secret. A retired key is one that was taken out of the ring: what it sealed is lost, by intention.
 */
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from "jose";
import { assert } from "./assert.ts";
import { ok, refused, type Result } from "./result.ts";

const SEAL_KEY_BYTES = 32;

export interface SealKeyRing {
  /** The key that seals; all of `secrets` open. */
  readonly currentId: string;
  /** Key id to 32 bytes. */
  readonly secrets: ReadonlyMap<string, Uint8Array>;
}

/** The purpose of the text and its owner; both must be the same again when it is opened. */
export interface SealLabel {
  readonly purpose: "calendar-tokens" | "webhook-secret" | "oauth-state" | "session" | "sign-in";
  readonly boundTo: Readonly<Record<string, string>>;
}

export type SealFault =
  /** No sealed text of ours: cut, altered, or made with another key under a known id. */
  | "altered"
  /** Sealed with a key that is no longer in the ring. */
  | "unknown_key"
  /** Whole, but sealed for another owner or purpose. */
  | "other_owner";

export async function seal(ring: SealKeyRing, label: SealLabel, plaintext: string): Promise<string> {
  const secret = ring.secrets.get(ring.currentId);
  assert(secret !== undefined, "the current seal key is not in its ring");
  assert(secret.length === SEAL_KEY_BYTES, "a seal key is not 32 bytes long");
  return await new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", kid: ring.currentId, ...labelFields(label) })
    .encrypt(secret);
}

/** `isCurrent`: whether the key that opened it is the one that seals today; otherwise seal it again. */
export async function unseal(
  ring: SealKeyRing,
  label: SealLabel,
  sealed: string,
): Promise<Result<{ readonly plaintext: string; readonly isCurrent: boolean }, SealFault>> {
  const kid = keyIdOf(sealed);
  if (kid === null) return refused("altered");
  const secret = ring.secrets.get(kid);
  if (secret === undefined) return refused("unknown_key");
  try {
    const opened = await compactDecrypt(sealed, secret, {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    const header: Readonly<Record<string, unknown>> = opened.protectedHeader;
    const isOurs = Object.entries(labelFields(label)).every(([name, value]) => header[name] === value);
    if (!isOurs) return refused("other_owner");
    return ok({ plaintext: new TextDecoder().decode(opened.plaintext), isCurrent: kid === ring.currentId });
  } catch (error) {
    assert(error instanceof errors.JOSEError, "opening a sealed text failed for a reason of ours");
    return refused("altered");
  }
}

/** One value for all that it is bound to: a field that is missing on either side is a difference too. */
function labelFields({ purpose, boundTo }: SealLabel): Readonly<Record<string, string>> {
  const sorted = Object.entries(boundTo).sort(([one], [other]) => (one < other ? -1 : 1));
  return { purpose, bound_to: JSON.stringify(sorted) };
}

/** The id of the key that sealed a text, as it says itself; null: it is no sealed text. */
export function keyIdOf(sealed: string): string | null {
  try {
    return decodeProtectedHeader(sealed).kid ?? null;
  } catch {
    return null;
  }
}
