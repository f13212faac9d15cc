/**
 * The conversation with a provider's authorization server: begin a consent, finish it, refresh, revoke (RFC 6749 with
 * PKCE, RFC 7636, and OpenID Connect). Stores nothing, retries nothing and logs nothing: the CalendarAccount object
 * decides, and must keep a refreshed set durable before it is used. Only addresses are mapped to the simulators; issuer
 * checks are the same in development.
 */
import { decodeJwt } from "jose";
import * as oauth from "oauth4webapi";
import { after, type Instant } from "../../domain/instant.ts";
import { MINUTE_MS, SECOND_MS } from "../../lib/duration.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { type CallOptions, oauthCalls } from "./calls.ts";
import type { OAuthDialect } from "./dialect.ts";
import { faultOfCall, faultOfCallback, invalidCallback, isOtherClaim, type OAuthFault } from "./fault.ts";
import type { CalendarRole, ProviderAccount, TokenSet } from "../tokens/token-set.ts";

const OAUTH_CLOCK_SKEW_SECONDS_MAX = 60;
/** The life of an access token whose answer does not say, and the longest life that is believed. */
const ACCESS_TOKEN_ASSUMED_MS = 5 * MINUTE_MS;
const ACCESS_TOKEN_MS_MAX = 24 * 60 * MINUTE_MS;

export interface OAuthOptions extends CallOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly now: () => Instant;
}

interface ConsentRequest {
  readonly role: CalendarRole;
  readonly state: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly loginHint: string | null;
}

interface ConsentAnswer {
  readonly role: CalendarRole;
  /** All that the browser brought, or just `code` and `state`. */
  readonly callbackParameters: URLSearchParams;
  readonly state: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

export interface OAuth {
  /** The address to send the browser to. */
  begin: (request: ConsentRequest) => Promise<string>;
  finish: (answer: ConsentAnswer) => Promise<Result<TokenSet, OAuthFault>>;
  /** The newest set: keep it before use, because Microsoft's refresh token is a new one each time. */
  refresh: (tokens: TokenSet) => Promise<Result<TokenSet, OAuthFault>>;
  /** Ends the whole grant of this account. That it had ended already is success, and so is a provider that revokes nothing. */
  revoke: (tokens: TokenSet) => Promise<Result<null, OAuthFault>>;
  /** Whether `revoke` does anything. Where not, point people to `adviceUrlOf`. */
  readonly canRevoke: boolean;
  adviceUrlOf: (account: ProviderAccount) => string;
}

/** The scopes that the role needs and that were not granted. @internal */
export function missingScopes(dialect: OAuthDialect, role: CalendarRole, granted: readonly string[]): readonly string[] {
  return dialect.needed[role].filter((scope) => !granted.includes(scope));
}

/** Made once for each provider and CalendarAccount object: the provider's signing keys are kept with it for five minutes. */
export function oauthOf(dialect: OAuthDialect, options: OAuthOptions): OAuth {
  const calls = oauthCalls(dialect, options);
  const client: oauth.Client = { client_id: options.clientId, [oauth.clockTolerance]: OAUTH_CLOCK_SKEW_SECONDS_MAX };
  const authentication = oauth.ClientSecretPost(options.clientSecret);
  const serverOf = (tenantId: string | null): oauth.AuthorizationServer => ({
    ...calls.endpoints,
    issuer: dialect.issuerOf(tenantId),
    id_token_signing_alg_values_supported: ["RS256"],
  });
  // Each tenant's server is another object, so the library's own memory of keys would never be asked.
  const keys: oauth.JWKSCacheInput = {};

  return {
    async begin(request) {
      const url = new URL(calls.endpoints.authorization_endpoint);
      const parameters = {
        ...dialect.authorizeParameters,
        client_id: options.clientId,
        redirect_uri: request.redirectUri,
        response_type: "code",
        scope: dialect.scopes[request.role].join(" "),
        state: request.state,
        nonce: request.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(request.verifier),
        code_challenge_method: "S256",
        ...(request.loginHint === null ? {} : { login_hint: request.loginHint }),
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },

    async finish(answer) {
      // 1. Is it an answer to what we asked? (`state`; `iss` of RFC 9207 where it is given)
      const saidTenant = dialect.tenantOf(answer.callbackParameters.get("iss") ?? "");
      let callback: URLSearchParams;
      try {
        callback = oauth.validateAuthResponse(serverOf(saidTenant), client, answer.callbackParameters, answer.state);
      } catch (error) {
        return refused(faultOfCallback(error));
      }
      if (callback.getAll("code").join("") === "") return refused(invalidCallback("no_code"));
      if (callback.getAll("code").length > 1) return refused(invalidCallback("not_our_answer"));

      // 2. Exchange the code, and believe the id_token only with nonce, audience, issuer, time and signature.
      const askedAt = options.now();
      let body: oauth.TokenEndpointResponse;
      try {
        const { redirectUri, verifier } = answer;
        const response = await oauth.authorizationCodeGrantRequest(
          serverOf(null),
          client,
          authentication,
          callback,
          redirectUri,
          verifier,
          calls.http,
        );
        const tenantId = dialect.hasTenants ? await tenantIn(response, dialect) : null;
        if (saidTenant !== null && tenantId !== saidTenant) return refused({ kind: "rejected", reason: "answer_not_trusted" });
        const server = serverOf(tenantId);
        body = await oauth.processAuthorizationCodeResponse(server, client, response, {
          expectedNonce: answer.nonce,
          requireIdToken: true,
        });
        await oauth.validateApplicationLevelSignature(server, response, { ...calls.http, [oauth.jwksCache]: keys });
      } catch (error) {
        return refused(faultOfCall(error));
      }

      // 3. Whose account, and is what they granted enough? Tokens of too small a grant are dropped, not revoked: revoking
      // would end the whole grant, and with it a connection of the same account that works.
      const claims = oauth.getValidatedIdTokenClaims(body);
      const account = claims === undefined ? null : dialect.accountOf(claims);
      if (account === null) return refused({ kind: "rejected", reason: "account_not_named" });
      // RFC 6749 section 5.1: without `scope` it is what was asked for.
      const scopes = body.scope === undefined ? dialect.scopes[answer.role] : dialect.scopesOf(body.scope);
      const missing = missingScopes(dialect, answer.role, scopes);
      if (missing.length > 0) return refused({ kind: "scopes_missing", scopes: missing });
      if (body.refresh_token === undefined) return refused({ kind: "rejected", reason: "no_refresh_token" });
      return ok({
        accessToken: body.access_token,
        refreshToken: body.refresh_token,
        expiresAt: endOf(body, askedAt),
        scopes,
        account,
      });
    },

    async refresh(tokens) {
      const askedAt = options.now();
      let body: oauth.TokenEndpointResponse;
      try {
        const server = serverOf(tokens.account.tenantId);
        const response = await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refreshToken, {
          ...calls.http,
          ...(dialect.refreshScope === null ? {} : { additionalParameters: { scope: dialect.refreshScope } }),
        });
        body = await oauth.processRefreshTokenResponse(server, client, response);
      } catch (error) {
        // The pinned tenant's issuer was expected, and somebody else's came.
        if (isOtherClaim(error)) return refused({ kind: "reconnect", reason: "account_changed" });
        return refused(faultOfCall(error));
      }
      // Its signature is not fetched keys for: it came over TLS from the token endpoint (OpenID Connect Core, 3.1.3.7),
      // and a failing key server must not cost us the new refresh token.
      const claims = oauth.getValidatedIdTokenClaims(body);
      if (claims !== undefined) {
        const account = dialect.accountOf(claims);
        const isPinned = account !== null && account.id === tokens.account.id && account.tenantId === tokens.account.tenantId;
        if (!isPinned) return refused({ kind: "reconnect", reason: "account_changed" });
      }
      return ok({
        ...tokens,
        accessToken: body.access_token,
        refreshToken: body.refresh_token ?? tokens.refreshToken,
        expiresAt: endOf(body, askedAt),
        scopes: body.scope === undefined ? tokens.scopes : dialect.scopesOf(body.scope),
      });
    },

    async revoke(tokens) {
      if (dialect.revoke === null) return ok(null);
      try {
        // The token is proof enough: Google takes `token` and nothing else (RFC 7009 would have the client's secret too).
        const response = await oauth.revocationRequest(serverOf(null), client, () => undefined, tokens.refreshToken, calls.http);
        await oauth.processRevocationResponse(response);
        await response.body?.cancel();
        return ok(null);
      } catch (error) {
        if (error instanceof oauth.ResponseBodyError && error.error === "invalid_token") return ok(null);
        return refused(faultOfCall(error));
      }
    },

    canRevoke: dialect.revoke !== null,
    adviceUrlOf: dialect.adviceUrlOf,
  };
}

/** The tenant the id_token names, read before anything is believed; null leaves an issuer that no token has. */
async function tenantIn(response: Response, dialect: OAuthDialect): Promise<string | null> {
  if (!response.ok) return null;
  try {
    const body: { id_token?: unknown } = await response.clone().json();
    const { tid } = decodeJwt(String(body.id_token));
    return dialect.tenantOf(dialect.issuerOf(String(tid)));
  } catch {
    return null;
  }
}

function endOf(body: oauth.TokenEndpointResponse, askedAt: Instant): Instant {
  const lifeMs = body.expires_in === undefined ? ACCESS_TOKEN_ASSUMED_MS : Math.floor(body.expires_in * SECOND_MS);
  return after(askedAt, Math.min(lifeMs, ACCESS_TOKEN_MS_MAX));
}
