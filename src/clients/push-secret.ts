/**
 * The secret of a push channel, `{userId}.{nonce}.{mac}`: it leads a notification to an object, and proves, before that
 * object is addressed at all, that the service itself handed it out. Without it anybody could make lasting objects without
 * a token. It proves nothing else: which channel it belongs to is known to the object. 117 characters; Graph's
 * `clientState` holds 128 (https://learn.microsoft.com/graph/api/resources/subscription).
 */
import { assert } from "../lib/assert.ts";

interface Keys {
  readonly currentId: string;
  /** Key id to 32 bytes: the ring that seals tokens. */
  readonly secrets: ReadonlyMap<string, Uint8Array>;
}

export interface PushSecrets {
  readonly draw: (userId: string, provider: string) => Promise<string>;
  /** Whose object it leads to; null: none of our keys has signed it. */
  readonly ownerOf: (secret: string, provider: string) => Promise<string | null>;
  /** Whether today's key has signed it; any other channel is to be opened anew. */
  readonly isCurrent: (secret: string, provider: string) => Promise<boolean>;
}

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const SIGNED = new RegExp(`^(${UUID})\\.(${UUID})\\.([\\w-]{43})$`, "u");
/** As the version before drew them. */
const UNSIGNED = new RegExp(`^(${UUID})\\.${UUID}$`, "u");

/** The form alone: only a connection on record may be asked about it. */
export function unsignedOwnerOf(secret: string): string | null {
  return UNSIGNED.exec(secret)?.[1] ?? null;
}

export function pushSecretsOf({ currentId, secrets }: Keys): PushSecrets {
  const derived = new Map<string, Promise<CryptoKey>>();
  const keyOf = async (id: string, secret: Uint8Array): Promise<CryptoKey> => {
    const known = derived.get(id) ?? derive(secret);
    derived.set(id, known);
    return await known;
  };
  const isSignedBy = async (id: string, secret: string, provider: string): Promise<boolean> => {
    const [, userId = "", nonce = "", mac = ""] = SIGNED.exec(secret) ?? [];
    const bytes = secrets.get(id);
    if (mac === "" || bytes === undefined) return false;
    return await crypto.subtle.verify("HMAC", await keyOf(id, bytes), bytesOf(mac), messageOf(userId, provider, nonce));
  };
  return {
    draw: async (userId, provider) => {
      const nonce = crypto.randomUUID();
      const bytes = secrets.get(currentId);
      assert(bytes !== undefined, "the current key is in its ring");
      const mac = await crypto.subtle.sign("HMAC", await keyOf(currentId, bytes), messageOf(userId, provider, nonce));
      return `${userId}.${nonce}.${textOf(new Uint8Array(mac))}`;
    },
    ownerOf: async (secret, provider) => {
      for (const id of secrets.keys()) {
        if (await isSignedBy(id, secret, provider)) return SIGNED.exec(secret)?.[1] ?? null;
      }
      return null;
    },
    isCurrent: async (secret, provider) => await isSignedBy(currentId, secret, provider),
  };
}

/** RFC 5869: another key than the one that seals, from the same secret. */
async function derive(secret: Uint8Array): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("push-channel");
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return await crypto.subtle.deriveKey(how, base, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign", "verify"]);
}

function messageOf(userId: string, provider: string, nonce: string): Uint8Array {
  return new TextEncoder().encode(`${userId}.${provider}.${nonce}`);
}

/** Base64url without padding (RFC 4648 section 5). */
function textOf(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
