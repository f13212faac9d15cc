/** Turns the configured audit secrets into keys that sign and check: once an isolate, because an import costs a call. */
import type { AuditKeys } from "./audit.ts";

export interface AuditSecrets {
  readonly currentId: string;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
}

export async function importAuditKeys({ currentId, secrets }: AuditSecrets): Promise<AuditKeys> {
  const byId = new Map<string, CryptoKey>();
  for (const [id, secret] of secrets) {
    byId.set(id, await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]));
  }
  return { currentId, byId };
}
