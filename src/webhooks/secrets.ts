/** Secrets of endpoints as they are kept: sealed by the ring of keys, each for its endpoint alone. */
import { seal, type SealKeyRing, unseal } from "../lib/seal-key-ring.ts";

interface SealedSecrets {
  readonly id: string;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly previousUntil: number | null;
}

interface OpenedSecrets {
  /** Those that sign now, the current one first. */
  readonly signing: readonly string[];
  /** The same sealed by today's key; null: they are. */
  readonly sealedAnew: { readonly secret: string; readonly previousSecret: string | null } | null;
}

export async function sealSecret(ring: SealKeyRing, endpointId: string, secret: string): Promise<string> {
  return await seal(ring, labelOf(endpointId), secret);
}

/** null: the key that sealed the current one is gone, or it is not what was sealed. `now`: epoch milliseconds. */
export async function openSecrets(ring: SealKeyRing, sealed: SealedSecrets, now: number): Promise<OpenedSecrets | null> {
  const label = labelOf(sealed.id);
  const current = await unseal(ring, label, sealed.secret);
  if (!current.ok) return null;
  const isPreviousKept = sealed.previousSecret !== null && sealed.previousUntil !== null && sealed.previousUntil > now;
  const previous = isPreviousKept && sealed.previousSecret !== null ? await unseal(ring, label, sealed.previousSecret) : null;
  const before = previous?.ok === true ? previous.value : null;
  const signing = [current.value.plaintext, ...(before === null ? [] : [before.plaintext])];
  const isCurrent = current.value.isCurrent && before?.isCurrent !== false;
  if (isCurrent) return { signing, sealedAnew: null };
  const secret = await seal(ring, label, current.value.plaintext);
  return { signing, sealedAnew: { secret, previousSecret: before === null ? null : await seal(ring, label, before.plaintext) } };
}

function labelOf(endpointId: string) {
  return { purpose: "webhook-secret", boundTo: { endpoint: endpointId } } as const;
}
