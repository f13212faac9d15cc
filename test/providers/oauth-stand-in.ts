/**
 * An authorization server inside a test, as a fetch function: it keeps PKCE, nonce and redirect address of each consent
 * and signs id_tokens with a key of its own. Everything it would answer can be replaced, once or for good.
 */
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { GOOGLE, MICROSOFT } from "../../src/providers/addresses.ts";
import type { CalendarProviderName } from "../../src/domain/effect.ts";

export const CLIENT_ID = "client-of-the-tests";
export const CLIENT_SECRET = "secret-of-the-tests";
export const TENANT = "11111111-2222-4333-8444-555555555555";

interface Consent {
  readonly challenge: string | null;
  readonly nonce: string | null;
  readonly redirectUri: string | null;
  readonly scope: string;
}

interface Call {
  readonly url: string;
  readonly form: URLSearchParams;
  readonly redirect: string | undefined;
}

type Replacement = (signal: AbortSignal | null | undefined) => Response | Promise<Response>;

export async function standInOf(type: CalendarProviderName, addressOf: (address: string) => string = (address) => address) {
  const addresses = type === "google" ? GOOGLE : MICROSOFT;
  const keys = await generateKeyPair("RS256", { extractable: true });
  const published = { ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "RS256", use: "sig" };
  const consents = new Map<string, Consent>();
  let minted = 0;
  const mint = (kind: string) => `${kind}-${(minted += 1)}`;

  const standIn = {
    calls: [] as Call[],
    /** Answers instead, once each, for requests to an address that ends so. */
    instead: [] as { readonly to: string; readonly answer: Replacement }[],
    /** What the person ticks; null: all. */
    ticked: null as string | null,
    claims: {} as Record<string, unknown>,
    /** Merged into each token answer; an undefined value takes a field out. */
    answer: {} as Record<string, unknown>,
    signingKey: keys.privateKey,
    idTokenOnRefresh: type === "outlook",

    /** The person agrees: what the browser brings back. */
    consent(authUrl: string): URLSearchParams {
      const asked = new URL(authUrl).searchParams;
      const code = mint("code");
      consents.set(code, {
        challenge: asked.get("code_challenge"),
        nonce: asked.get("nonce"),
        redirectUri: asked.get("redirect_uri"),
        scope: asked.get("scope") ?? "",
      });
      return new URLSearchParams({ code, state: asked.get("state") ?? "" });
    },

    fetch: async (url: string, init: RequestInit): Promise<Response> => {
      const form = new URLSearchParams(init.body instanceof URLSearchParams ? init.body : "");
      standIn.calls.push({ url, form, redirect: init.redirect });
      const at = standIn.instead.findIndex(({ to }) => url.endsWith(to));
      const replaced = at === -1 ? undefined : standIn.instead.splice(at, 1)[0];
      if (replaced !== undefined) return await replaced.answer(init.signal);
      if (url === addressOf(addresses.keys)) return Response.json({ keys: [published] });
      if (type === "google" && url === addressOf(GOOGLE.revoke)) return new Response("{}");
      if (url !== addressOf(addresses.token)) return new Response("no such page", { status: 404 });
      if (form.get("client_id") !== CLIENT_ID || form.get("client_secret") !== CLIENT_SECRET) return failure("invalid_client", 401);
      return form.get("grant_type") === "refresh_token" ? await refreshed(form) : await exchanged(form);
    },
  };

  async function exchanged(form: URLSearchParams): Promise<Response> {
    const code = form.get("code") ?? "";
    const consent = consents.get(code);
    consents.delete(code);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(form.get("code_verifier") ?? ""));
    const challenge = btoa(String.fromCharCode(...new Uint8Array(digest)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
    if (consent === undefined || consent.challenge !== challenge || consent.redirectUri !== form.get("redirect_uri")) {
      return failure("invalid_grant", 400);
    }
    return Response.json({
      ...fresh(standIn.ticked ?? consent.scope),
      refresh_token: mint("refresh"),
      id_token: await idToken({ nonce: consent.nonce }),
      ...standIn.answer,
    });
  }

  async function refreshed(form: URLSearchParams): Promise<Response> {
    return Response.json({
      ...fresh(standIn.ticked ?? form.get("scope") ?? undefined),
      ...(type === "outlook" ? { refresh_token: mint("refresh") } : {}),
      ...(standIn.idTokenOnRefresh ? { id_token: await idToken({}) } : {}),
      ...standIn.answer,
    });
  }

  function fresh(scope: string | undefined) {
    return { access_token: mint("access"), token_type: "Bearer", expires_in: 3599, scope };
  }

  async function idToken(more: Record<string, unknown>): Promise<string> {
    const own =
      type === "google"
        ? { iss: GOOGLE.issuer, sub: "google-account-1", email: "coach@example.com" }
        : { iss: MICROSOFT.issuerOf(TENANT), sub: "pairwise-1", oid: "object-1", tid: TENANT, preferred_username: "coach@example.com" };
    return await new SignJWT({ ...own, aud: CLIENT_ID, ...more, ...standIn.claims })
      .setProtectedHeader({ alg: "RS256", kid: "k1" })
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(standIn.signingKey);
  }

  return standIn;
}

export function failure(error: string, status: number, headers: Record<string, string> = {}): Response {
  return Response.json({ error, error_description: "told to nobody: code-1 refresh-1" }, { status, headers });
}
