/**
 * Sign-in of the pages: OpenID Connect, code flow with PKCE and a nonce, at the configured identity provider. What a sign-in has to remember
 * travels sealed in `state`; a secret in the browser's cookie ties it to the browser that began it. The ID token is verified with the keys
 * that access tokens are verified with, and read through the same claim paths. Keeps no token and knows no record.
 */
import * as oauth from "oauth4webapi";
import { z } from "zod";
import type { Config } from "../../config.ts";
import { after, type Instant } from "../../domain/instant.ts";
import type { PersonClaims } from "../../domain/person.ts";
import { errorSummary, log } from "../../lib/log.ts";
import { pathAfterSignIn } from "../../lib/return-path.ts";
import { refused, ok, type Result } from "../../lib/result.ts";
import { seal, type SealLabel, unseal } from "../../lib/seal-key-ring.ts";
import { sha256Hex } from "../../lib/sha256.ts";
import { within } from "../../lib/within.ts";
import {
  OPENID_ANSWER_BYTES_MAX,
  OPENID_DISCOVERY_KEPT_MS,
  OPENID_TIMEOUT_MS,
  SIGN_IN_MS_MAX,
  SIGN_IN_STATE_CHARACTERS_MAX,
} from "../../limits.ts";
import { streamAtMost } from "./body.ts";
import type { TokenVerifier } from "./token.ts";

const LABEL: SealLabel = { purpose: "sign-in", boundTo: {} };
const SCOPE = "openid profile email";
const OAUTH_ERROR_CHARACTERS_MAX = 40;

const sealed = z.strictObject({
  nonce: z.string(),
  verifier: z.string(),
  /** Where the sign-in leads; null: where the role has its pages. */
  to: z.string().nullable(),
  browserBinding: z.string(),
  expiresAt: z.int().transform((epochMs) => epochMs as Instant),
});

export type SignInFault =
  /** Not ours, cut, or of another browser. */
  | "invalid"
  | "expired"
  | "declined"
  /** The code or the ID token is not accepted: used, forged, or of somebody else's. */
  | "not_accepted"
  | "unknown_role"
  | "unavailable";

interface SignedIn {
  readonly person: PersonClaims;
  readonly to: string | null;
}

export interface OpenId {
  /** The address to send the browser to. */
  readonly begin: (to: string | null, browserSecret: string, now: Instant) => Promise<Result<string, SignInFault>>;
  /** Ends the sign-in by the address that came back, from the browser with that secret. */
  readonly finish: (returned: URL, browserSecret: string | null, now: Instant) => Promise<Result<SignedIn, SignInFault>>;
}

interface Parts {
  readonly config: Config;
  readonly verifier: TokenVerifier;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** Made once for each isolate. `registration`: of these pages at the identity provider. */
export function openId({ config, verifier, fetch: send }: Parts, registration: NonNullable<Config["signIn"]>): OpenId {
  const { issuer, algorithms } = config.identity;
  const ring = config.calendars.sealKeys;
  const client: oauth.Client = { client_id: registration.clientId };
  const redirectUri = `${config.serviceUrl}/sign-in/callback`;
  const http = callsOf(new URL(issuer), send);
  let known: { readonly server: oauth.AuthorizationServer; readonly readAt: Instant } | null = null;

  /** null: not to be had now. A value and not a promise is kept: a promise belongs to the request that made it. */
  const discover = async (now: Instant): Promise<oauth.AuthorizationServer | null> => {
    if (known !== null && now >= known.readAt && now < after(known.readAt, OPENID_DISCOVERY_KEPT_MS)) return known.server;
    try {
      const response = await oauth.discoveryRequest(new URL(issuer), http());
      // Which algorithms are accepted, we decide, and not the document.
      const server = {
        ...(await oauth.processDiscoveryResponse(new URL(issuer), response)),
        id_token_signing_alg_values_supported: [...algorithms],
      };
      known = { server, readAt: now };
      return server;
    } catch (error) {
      logUnavailable(error);
      return null;
    }
  };

  return {
    begin: async (to, browserSecret, now) => {
      const server = await discover(now);
      if (server === null || !URL.canParse(server.authorization_endpoint ?? "")) return refused("unavailable");
      const [nonce, verifierText] = [oauth.generateRandomNonce(), oauth.generateRandomCodeVerifier()];
      const state = {
        nonce,
        verifier: verifierText,
        to: to === null ? null : pathAfterSignIn(to),
        browserBinding: await sha256Hex(browserSecret),
        expiresAt: after(now, SIGN_IN_MS_MAX),
      };
      const address = new URL(server.authorization_endpoint ?? "");
      const asked = {
        client_id: client.client_id,
        redirect_uri: redirectUri,
        response_type: "code",
        scope: SCOPE,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifierText),
        code_challenge_method: "S256",
        nonce,
        state: await seal(ring, LABEL, JSON.stringify(state)),
      };
      for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
      return ok(address.href);
    },

    finish: async (returned, browserSecret, now) => {
      const stateText = returned.searchParams.get("state") ?? "";
      if (stateText.length > SIGN_IN_STATE_CHARACTERS_MAX) return refused("invalid");
      const opened = await unseal(ring, LABEL, stateText);
      if (!opened.ok) return refused("invalid");
      const state = sealed.safeParse(JSON.parse(opened.value.plaintext));
      if (!state.success || browserSecret === null) return refused("invalid");
      const { nonce, verifier: codeVerifier, to, browserBinding, expiresAt } = state.data;
      if ((await sha256Hex(browserSecret)) !== browserBinding) return refused("invalid");
      if (expiresAt <= now) return refused("expired");
      const server = await discover(now);
      if (server === null) return refused("unavailable");
      let idToken: string;
      try {
        const returnedParameters = oauth.validateAuthResponse(server, client, returned, stateText);
        const authentication = isBasic(server)
          ? oauth.ClientSecretBasic(registration.clientSecret)
          : oauth.ClientSecretPost(registration.clientSecret);
        const answer = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          authentication,
          returnedParameters,
          redirectUri,
          codeVerifier,
          http(),
        );
        const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, { expectedNonce: nonce, requireIdToken: true });
        idToken = tokens.id_token ?? "";
      } catch (error) {
        const fault = faultOf(error);
        if (fault === "unavailable") logUnavailable(error);
        return refused(fault);
      }
      const verified = await verifier.verifyIdToken(idToken, { clientId: registration.clientId, nonce }, now);
      if (verified.ok) return ok({ person: verified.value, to });
      switch (verified.problem.tag) {
        case "unknown_role":
          return refused("unknown_role");
        case "invalid_token":
          return refused("not_accepted");
        default:
          logUnavailable(verified.problem.cause);
          return refused("unavailable");
      }
    },
  };
}

/** RFC 8414 section 2: `client_secret_basic` where nothing is said. */
function isBasic({ token_endpoint_auth_methods_supported: methods }: oauth.AuthorizationServer): boolean {
  return methods === undefined || methods.includes("client_secret_basic");
}

function faultOf(error: unknown): SignInFault {
  // RFC 6749 section 4.1.2.1.
  if (error instanceof oauth.AuthorizationResponseError) {
    if (error.error === "access_denied") return "declined";
    return ["server_error", "temporarily_unavailable"].includes(error.error) ? "unavailable" : "not_accepted";
  }
  // RFC 6749 section 5.2: any other error than this one is about our registration, which beginning again does not mend.
  if (error instanceof oauth.ResponseBodyError) return error.error === "invalid_grant" ? "not_accepted" : "unavailable";
  return error instanceof oauth.OperationProcessingError ? "not_accepted" : "unavailable";
}

/** The code of an OAuth error, or what kind of fault it was; never what was sent. */
function logUnavailable(error: unknown): void {
  const isCoded = error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError;
  log("error", "sign_in_unavailable", { error: isCoded ? error.error.slice(0, OAUTH_ERROR_CHARACTERS_MAX) : errorSummary(error) });
}

/** Bounded in time and in size, following no redirect; plain http on this machine alone. */
function callsOf(issuer: URL, send: Parts["fetch"]) {
  const isLocal = issuer.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(issuer.hostname);
  return () => ({
    [oauth.allowInsecureRequests]: isLocal,
    [oauth.customFetch]: async (url: string, { body, ...init }: oauth.CustomFetchOptions<string, URLSearchParams | undefined>) =>
      await within(OPENID_TIMEOUT_MS, async (signal) => {
        const response = await send(url, { ...init, body: body ?? null, redirect: "manual", signal });
        const { status, headers } = response;
        if (status >= 500 || status === 429) {
          await response.body?.cancel();
          throw new Error(`the identity provider answers ${String(status)}`);
        }
        if (response.body === null) return new Response(null, { status, headers });
        const bytes = await streamAtMost(response.body, OPENID_ANSWER_BYTES_MAX);
        if (bytes === null) throw new Error("the identity provider answers more than it may");
        return new Response(bytes, { status, headers });
      }),
  });
}
