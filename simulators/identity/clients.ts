/**
 * Which applications the identity simulator knows, and what it asks of a request of theirs. A registered application proves itself with its
 * secret (`client_secret_basic`) and is led back to registered addresses alone. Any other name stands for a public client, of an app that
 * somebody is writing: it has no secret and comes back wherever it says. Both need PKCE. Signs nothing and keeps nothing.
 */
import { createHash, timingSafeEqual } from "node:crypto";

export interface Client {
  readonly id: string;
  readonly secret: string;
  /** To the letter (RFC 9700 section 4.1.3). */
  readonly redirectUris: readonly string[];
}

/** Why a sign-in is told to the person in front of it and not at the redirect URI, which cannot be trusted then; null: it can. */
export function untrustedBecause(clients: readonly Client[], query: URLSearchParams): string | null {
  const clientId = query.get("client_id") ?? "";
  const redirectUri = query.get("redirect_uri") ?? "";
  if (clientId === "") return "client_id is missing: the name of the application that asks.";
  const client = clients.find(({ id }) => id === clientId);
  if (client === undefined) return isWebAddress(redirectUri) ? null : "redirect_uri must be the http or https address to come back to.";
  return client.redirectUris.includes(redirectUri) ? null : "redirect_uri is none of those that this application is registered with.";
}

/** The error that the redirect URI is told in the place of a code (RFC 6749 section 4.1.2.1); null: the request is sound. */
export function requestErrorOf(query: URLSearchParams): "unsupported_response_type" | "invalid_request" | "invalid_scope" | null {
  if (query.get("response_type") !== "code") return "unsupported_response_type";
  // A challenge is 32 bytes in base64url (RFC 7636 section 4.2).
  const isChallenged = /^[\w-]{43}$/u.test(query.get("code_challenge") ?? "") && query.get("code_challenge_method") === "S256";
  if (!isChallenged) return "invalid_request";
  return (query.get("scope") ?? "").split(" ").includes("openid") ? null : "invalid_scope";
}

/** The application that a token request comes from (RFC 6749 section 2.3.1); null: it has not proved to be the one that it names. */
export function authenticatedClient(
  clients: readonly Client[],
  authorization: string | undefined,
  body: Readonly<Record<string, unknown>>,
): string | null {
  const basic = /^Basic (.+)$/iu.exec(authorization ?? "")?.[1];
  if (basic === undefined) {
    const { client_id: id } = body;
    const isPublic = typeof id === "string" && id !== "" && clients.every((client) => client.id !== id);
    return isPublic ? id : null;
  }
  const [id = "", secret = ""] = Buffer.from(basic, "base64").toString("utf8").split(":").map(formDecoded);
  const client = clients.find((known) => known.id === id);
  return client !== undefined && isSame(client.secret, secret) ? id : null;
}

/** Both halves are form-encoded before they become Basic credentials. */
function formDecoded(text: string): string {
  return new URLSearchParams(`text=${text}`).get("text") ?? "";
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && ["http:", "https:"].includes(new URL(value).protocol);
}
