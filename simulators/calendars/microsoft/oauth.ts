/**
 * Microsoft's identity platform, as far as the code flow with PKCE goes, for the tenant `common`. Two traps of the real
 * one are kept: the metadata's issuer is a template and each id_token's `iss` names the account's own tenant, and every
 * refresh hands out a new refresh token while the one used dies. There is no revocation endpoint, and the callback
 * carries no `iss`.
 */
import { type Context, Hono } from "hono";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { sendPage } from "../../kit/page.ts";
import { chooseAccountBody, consentBody, refusedBody } from "./consent-page.ts";
import type { Grant, GrantProblem, MicrosoftGrants } from "./grants.ts";
import { isPersonal, setting, tenantIdOf } from "./settings.ts";
import type { Account, World } from "../core/world.ts";

export const LOGIN_HOST = "login.microsoftonline.com";
const LOGIN_URL = `https://${LOGIN_HOST}`;
const ID_TOKEN_SECONDS = 3_600;
const GRAPH_ADDRESS = "https://graph.microsoft.com/";
const OPENID_SCOPES = ["openid", "email", "profile", "offline_access"];
const KNOWN_SCOPES = [...OPENID_SCOPES, "User.Read", "Calendars.Read", "Calendars.ReadWrite"];

export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: readonly string[];
}

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

interface MicrosoftOAuthParts {
  readonly world: World;
  readonly grants: MicrosoftGrants;
  readonly client: OAuthClient;
  /** The prefix under which the whole simulator is reached. */
  readonly publicPath: string;
  readonly signingKey: () => Promise<SigningKey>;
}

/** A key pair made on first use, and kept. */
export function ownSigningKey(): () => Promise<SigningKey> {
  let made: Promise<SigningKey> | null = null;
  const make = async (): Promise<SigningKey> => {
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    const kid = crypto.randomUUID();
    return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" } };
  };
  return async () => {
    made ??= make();
    return await made;
  };
}

function wordsOf(text: string | null): string[] {
  return (text ?? "").split(/\s+/u).filter((word) => word !== "");
}

/** Graph's scopes may be named in short or by their address. */
export function shortScopes(text: string | null): string[] {
  return wordsOf(text).map((word) => (word.startsWith(GRAPH_ADDRESS) ? word.slice(GRAPH_ADDRESS.length) : word));
}

function oauthError(status: number, error: string, aadsts: number, description: string): Response {
  const body = {
    error,
    error_description: `AADSTS${aadsts}: ${description} Trace ID: ${crypto.randomUUID()}`,
    error_codes: [aadsts],
    correlation_id: crypto.randomUUID(),
  };
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

function returnTo(redirectUri: string, parameters: Readonly<Record<string, string | null>>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

/** What must hold before anybody is sent anywhere; null: nothing is wrong. */
function authorizeFault(query: URLSearchParams, client: OAuthClient): string | null {
  if (query.get("client_id") !== client.id) return "AADSTS700016: no application of that client_id is known.";
  if (!client.redirectUris.includes(query.get("redirect_uri") ?? ""))
    return "AADSTS50011: the redirect_uri is not one of the application's.";
  if (query.get("response_type") !== "code") return "AADSTS70011: only response_type=code is served here.";
  if ((query.get("response_mode") ?? "query") !== "query") return "AADSTS90023: only response_mode=query is served here.";
  if (query.get("code_challenge_method") !== "S256" || (query.get("code_challenge") ?? "") === "") {
    return "AADSTS9002325: a code_challenge by S256 is required.";
  }
  const unknown = shortScopes(query.get("scope")).filter((scope) => !KNOWN_SCOPES.includes(scope));
  return unknown.length > 0 || !query.has("scope") ? `AADSTS70011: the scope ${unknown.join(" ")} is not valid.` : null;
}

async function idToken(parts: MicrosoftOAuthParts, { account, scopes }: Grant, nonce: string | null): Promise<string> {
  const { kid, privateKey } = await parts.signingKey();
  const issuedAt = Math.floor(parts.world.now(account) / 1000);
  const tenantId = tenantIdOf(account);
  const claims = {
    ver: "2.0",
    tid: tenantId,
    oid: isPersonal(account) ? `00000000-0000-0000-${account.subject.slice(-17)}` : account.subject,
    preferred_username: account.email,
    name: account.email,
    ...(scopes.includes("email") && { email: account.email }),
    ...(nonce !== null && { nonce }),
  };
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
    .setIssuer(`${LOGIN_URL}/${tenantId}/v2.0`)
    .setAudience(parts.client.id)
    // Not the `oid`: the subject is another one for each application.
    .setSubject(`for-this-client-${account.subject}`)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + ID_TOKEN_SECONDS)
    .sign(privateKey);
}

function scopeText(account: Account, scopes: readonly string[]): string {
  // `offline_access` is granted without being named.
  const named = scopes.filter((scope) => scope !== "offline_access");
  if (!setting(account, "scopesAsAddresses")) return named.join(" ");
  return named.map((scope) => (OPENID_SCOPES.includes(scope) ? scope : GRAPH_ADDRESS + scope)).join(" ");
}

/** Who it is, for a client that asks with `client_info=1`, as Microsoft's own library does. */
function clientInfo({ account }: Grant): string {
  return btoa(JSON.stringify({ uid: account.subject, utid: tenantIdOf(account) }))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

async function tokens(parts: MicrosoftOAuthParts, form: URLSearchParams, grant: Grant, nonce: string | null): Promise<Response> {
  const lifeSeconds = setting(grant.account, "accessTokenSeconds");
  const body = {
    token_type: "Bearer",
    scope: scopeText(grant.account, grant.scopes),
    expires_in: lifeSeconds,
    ext_expires_in: lifeSeconds,
    access_token: parts.grants.newAccessToken(grant, lifeSeconds),
    ...(grant.scopes.includes("offline_access") && { refresh_token: parts.grants.newRefreshToken(grant) }),
    ...(grant.scopes.includes("openid") && { id_token: await idToken(parts, grant, nonce) }),
    ...(form.get("client_info") === "1" && { client_info: clientInfo(grant) }),
  };
  return Response.json(body, { headers: { "cache-control": "no-store" } });
}

function grantRefused(problem: GrantProblem): Response {
  return oauthError(400, problem.error, problem.aadsts, problem.description);
}

/** The token endpoint, once the form is read. */
export async function exchange(parts: MicrosoftOAuthParts, form: URLSearchParams): Promise<Response> {
  if (form.get("client_id") !== parts.client.id) return oauthError(400, "unauthorized_client", 700_016, "No such application is known.");
  if (form.get("client_secret") !== parts.client.secret)
    return oauthError(401, "invalid_client", 7_000_215, "The client secret is not right.");
  switch (form.get("grant_type")) {
    case "authorization_code": {
      const consent = await parts.grants.redeemCode(
        form.get("code") ?? "",
        form.get("redirect_uri") ?? "",
        form.get("code_verifier") ?? "",
      );
      return consent.ok ? await tokens(parts, form, consent.value, consent.value.nonce) : grantRefused(consent.problem);
    }
    case "refresh_token": {
      const asked = form.has("scope") ? shortScopes(form.get("scope")) : null;
      const grant = parts.grants.redeemRefreshToken(form.get("refresh_token") ?? "", asked);
      return grant.ok ? await tokens(parts, form, grant.value, null) : grantRefused(grant.problem);
    }
    default:
      return oauthError(400, "unsupported_grant_type", 70_003, "That grant type is not served here.");
  }
}

async function authorize(context: Context, parts: MicrosoftOAuthParts): Promise<Response> {
  const query = new URL(context.req.url).searchParams;
  const fault = authorizeFault(query, parts.client);
  if (fault !== null) return await sendPage(context, { title: "Sign in", status: 400, body: refusedBody(fault) });
  const redirectUri = query.get("redirect_uri") ?? "";
  const state = query.get("state");
  if (query.get("prompt") === "none") {
    return context.redirect(
      returnTo(redirectUri, { error: "login_required", error_description: "AADSTS50058: nobody is signed in.", state }),
    );
  }
  const here = `${parts.publicPath}/${LOGIN_HOST}/common/oauth2/v2.0/authorize`;
  const linkOf = (more: Readonly<Record<string, string>>): string => {
    const next = new URLSearchParams([...query].filter(([name]) => name !== "account"));
    for (const [name, value] of Object.entries(more)) next.set(name, value);
    return `${here}?${next.toString()}`;
  };
  const email = query.get("account") ?? "";
  if (!email.includes("@")) {
    const body = chooseAccountBody({
      accounts: parts.world.accounts().filter(({ provider }) => provider === "microsoft"),
      clientId: parts.client.id,
      hint: query.get("login_hint") ?? "",
      query,
      action: here,
      linkOf: (account) => linkOf({ account }),
    });
    return await sendPage(context, { title: "Pick an account", body });
  }
  const account = parts.world.account("microsoft", email);
  const scopes = shortScopes(query.get("scope"));
  if (query.get("consent") === "accept") {
    const codeChallenge = query.get("code_challenge") ?? "";
    const code = parts.grants.newCode({ account, redirectUri, codeChallenge, scopes, nonce: query.get("nonce") });
    return context.redirect(returnTo(redirectUri, { code, state, session_state: crypto.randomUUID() }));
  }
  const cancelLink = returnTo(redirectUri, { error: "access_denied", error_description: "AADSTS65004: the person declined.", state });
  const acceptLink = linkOf({ account: account.email, consent: "accept" });
  const body = consentBody({ account, clientId: parts.client.id, scopes, acceptLink, cancelLink, otherLink: linkOf({}) });
  return await sendPage(context, { title: "Permissions requested", body });
}

/** Everything of `login.microsoftonline.com` but the token endpoint, which `microsoft.ts` serves because faults strike there. */
export function microsoftLogin(parts: MicrosoftOAuthParts): Hono {
  const tenant = `${LOGIN_URL}/common`;
  return new Hono()
    .get("/common/oauth2/v2.0/authorize", async (context) => authorize(context, parts))
    .get("/common/discovery/v2.0/keys", async () => Response.json({ keys: [(await parts.signingKey()).publicJwk] }))
    .get("/common/v2.0/.well-known/openid-configuration", () =>
      Response.json({
        issuer: `${LOGIN_URL}/{tenantid}/v2.0`,
        authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${tenant}/discovery/v2.0/keys`,
        response_types_supported: ["code"],
        response_modes_supported: ["query"],
        scopes_supported: OPENID_SCOPES,
        subject_types_supported: ["pairwise"],
        id_token_signing_alg_values_supported: ["RS256"],
        token_endpoint_auth_methods_supported: ["client_secret_post"],
      }),
    );
}
