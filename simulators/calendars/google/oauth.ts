/**
 * Google's authorization server, as far as the code flow with PKCE goes. Three habits of the real one are kept: people
 * untick scopes, a refresh brings no new refresh token, and the callback carries `iss`. A second consent brings a
 * refresh token only when `prompt=consent` asked for it.
 */
import { type Context, Hono } from "hono";
import { sendPage } from "../../kit/page.ts";
import type { Core } from "../core/core.ts";
import { consentBody, refusedBody } from "./consent-page.ts";
import type { Gate } from "./gate.ts";
import type { GoogleGrants, Grant } from "./grants.ts";
import { makeSigning } from "./signing.ts";

export const GOOGLE_ISSUER = "https://accounts.google.com";
const ACCOUNTS = "accounts.google.com";
const TOKENS = "oauth2.googleapis.com";
const ACCESS_TOKEN_SECONDS = 3_599;
const ID_TOKEN_SECONDS = 3_600;
const SCOPE_URL = "https://www.googleapis.com/auth/";
/** Not for the person to untick. */
const IDENTITY_SCOPES = ["openid", "email", "profile", `${SCOPE_URL}userinfo.email`, `${SCOPE_URL}userinfo.profile`];
const CALENDAR_SCOPES = [
  "calendar",
  "calendar.readonly",
  "calendar.events",
  "calendar.events.readonly",
  "calendar.events.owned",
  "calendar.events.owned.readonly",
  "calendar.freebusy",
  "calendar.calendarlist",
  "calendar.calendarlist.readonly",
  "calendar.calendars",
  "calendar.calendars.readonly",
  "calendar.acls",
  "calendar.acls.readonly",
  "calendar.settings.readonly",
].map((name) => SCOPE_URL + name);

interface GoogleOAuthParts {
  readonly core: Core;
  readonly grants: GoogleGrants;
  readonly gate: Gate;
}

function words(text: string | null): string[] {
  return (text ?? "").split(/\s+/u).filter((word) => word !== "");
}

function oauthError(status: 400 | 401, error: string, description = "Bad Request"): Response {
  return Response.json({ error, error_description: description }, { status, headers: { "cache-control": "no-store" } });
}

/** What must hold before anybody is sent anywhere; null: nothing is wrong. */
function authorizeFault(query: URLSearchParams, { clients }: Core["deps"]): string | null {
  if (query.get("client_id") !== clients.google.id) return "Error 401: invalid_client. No application of that client_id is known.";
  if (!clients.google.redirectUris.includes(query.get("redirect_uri") ?? "")) {
    return "Error 400: redirect_uri_mismatch. The redirect_uri is not one of the application's.";
  }
  if (query.get("response_type") !== "code") return "Error 400: only response_type=code is served here.";
  if (query.get("code_challenge_method") !== "S256" || (query.get("code_challenge") ?? "") === "") {
    return "Error 400: a code_challenge by S256 is required here.";
  }
  const asked = words(query.get("scope"));
  const unknown = asked.filter((scope) => ![...IDENTITY_SCOPES, ...CALENDAR_SCOPES].includes(scope));
  return asked.length === 0 || unknown.length > 0 ? `Error 400: invalid_scope. ${unknown.join(" ")}` : null;
}

/** The form leads on to the product, and browsers judge that redirect by `form-action` too. */
function allowLeavingForm(page: Response): Response {
  const policy = page.headers.get("content-security-policy") ?? "";
  page.headers.set("content-security-policy", policy.replace("form-action 'self'", "form-action 'self' http: https:"));
  return page;
}

async function showConsent(context: Context, { core }: GoogleOAuthParts): Promise<Response> {
  const query = new URL(context.req.url).searchParams;
  const fault = authorizeFault(query, core.deps);
  if (fault !== null) return await sendPage(context, { title: "Access blocked", status: 400, body: refusedBody(fault) });
  const body = consentBody({
    accounts: core.world.accounts().filter(({ provider }) => provider === "google"),
    clientId: core.deps.clients.google.id,
    hint: query.get("login_hint") ?? "",
    scopes: words(query.get("scope")).filter((scope) => !IDENTITY_SCOPES.includes(scope)),
    query,
    action: `${core.deps.publicPath}/${ACCOUNTS}/o/oauth2/v2/auth`,
  });
  return allowLeavingForm(await sendPage(context, { title: "Sign in", body }));
}

async function decideConsent(context: Context, { core, grants }: GoogleOAuthParts): Promise<Response> {
  const form = new URLSearchParams(await context.req.text());
  const fault = authorizeFault(form, core.deps);
  if (fault !== null) return await sendPage(context, { title: "Access blocked", status: 400, body: refusedBody(fault) });
  const redirectUri = form.get("redirect_uri") ?? "";
  const back = new URL(redirectUri);
  const state = form.get("state");
  if (state !== null) back.searchParams.set("state", state);
  back.searchParams.set("iss", GOOGLE_ISSUER);
  const email = form.get("sim_account") ?? "";
  if (form.get("sim_decision") !== "allow" || !email.includes("@")) {
    back.searchParams.set("error", "access_denied");
    return context.redirect(back.href);
  }
  const account = core.world.account("google", email);
  const ticked = form.getAll("sim_scope");
  const scopes = words(form.get("scope")).filter((scope) => IDENTITY_SCOPES.includes(scope) || ticked.includes(scope));
  const isFirst = form.get("prompt")?.includes("consent") === true || !grants.hasConsented(account);
  const code = grants.newCode(
    { account, redirectUri, codeChallenge: form.get("code_challenge") ?? "", scopes, nonce: form.get("nonce") },
    { isOffline: form.get("access_type") === "offline" && isFirst, addsGranted: form.get("include_granted_scopes") === "true" },
  );
  back.searchParams.set("code", code);
  return context.redirect(back.href);
}

/** `email` and `profile` are granted under their long names. */
function scopeText(scopes: readonly string[]): string {
  return scopes.map((scope) => (scope === "email" || scope === "profile" ? `${SCOPE_URL}userinfo.${scope}` : scope)).join(" ");
}

export function googleOAuth(parts: GoogleOAuthParts): Hono {
  const { core, grants, gate } = parts;
  const client = core.deps.clients.google;
  const signing = makeSigning();

  const tokens = async (grant: Grant, nonce: string | null, isOffline: boolean): Promise<Response> => {
    const { account, scopes } = grant;
    const issuedAt = Math.floor(core.world.now(account) / 1000);
    const idToken = scopes.includes("openid")
      ? await signing.sign({
          iss: GOOGLE_ISSUER,
          azp: client.id,
          aud: client.id,
          sub: account.subject,
          ...(scopes.includes("email") && { email: account.email, email_verified: true }),
          ...(nonce !== null && { nonce }),
          iat: issuedAt,
          exp: issuedAt + ID_TOKEN_SECONDS,
        })
      : null;
    const body = {
      access_token: grants.newAccessToken(grant, ACCESS_TOKEN_SECONDS),
      expires_in: ACCESS_TOKEN_SECONDS,
      ...(isOffline && { refresh_token: grants.newRefreshToken(grant) }),
      scope: scopeText(scopes),
      token_type: "Bearer",
      ...(idToken !== null && { id_token: idToken }),
    };
    return Response.json(body, { headers: { "cache-control": "no-store" } });
  };

  const tokenInfo = ({ account, scopes }: Grant): Response =>
    Response.json({
      azp: client.id,
      aud: client.id,
      sub: account.subject,
      scope: scopeText(scopes),
      expires_in: String(ACCESS_TOKEN_SECONDS),
      access_type: "offline",
      ...(scopes.includes("email") && { email: account.email, email_verified: "true" }),
    });

  const exchange = async (form: URLSearchParams): Promise<Response> => {
    if (form.get("client_id") !== client.id || form.get("client_secret") !== client.secret) {
      return oauthError(401, "invalid_client", "The client is not known, or its secret is wrong.");
    }
    switch (form.get("grant_type")) {
      case "authorization_code": {
        const code = await grants.redeemCode(form.get("code") ?? "", form.get("redirect_uri") ?? "", form.get("code_verifier") ?? "");
        return code === null ? oauthError(400, "invalid_grant") : await tokens(code, code.nonce, code.isOffline);
      }
      case "refresh_token": {
        const grant = grants.redeemRefreshToken(form.get("refresh_token") ?? "");
        return grant === null ? oauthError(400, "invalid_grant", "Token has been expired or revoked.") : await tokens(grant, null, false);
      }
      default:
        return oauthError(400, "unsupported_grant_type");
    }
  };

  const revoke = (token: string): Response => {
    const account = grants.accountOf(token);
    const isAlive = grants.redeemRefreshToken(token) !== null || grants.access(token) !== null;
    if (account === null || !isAlive) return oauthError(400, "invalid_token", "Token expired or revoked");
    grants.revoke(account);
    return Response.json({});
  };

  return (
    new Hono()
      .get(`/${ACCOUNTS}/o/oauth2/v2/auth`, async (context) => showConsent(context, parts))
      .post(`/${ACCOUNTS}/o/oauth2/v2/auth`, async (context) => decideConsent(context, parts))
      .get("/www.googleapis.com/oauth2/v3/certs", async () => Response.json(await signing.jwks()))
      // Google's own library asks for this one.
      .get("/www.googleapis.com/oauth2/v1/certs", async () => Response.json(await signing.pem()))
      .post(`/${TOKENS}/tokeninfo`, ({ req }) => {
        const secret = /^Bearer (.+)$/iu.exec(req.header("authorization") ?? "")?.[1] ?? req.query("access_token") ?? "";
        const grant = grants.access(secret);
        return grant === null ? oauthError(400, "invalid_token", "Invalid Value") : tokenInfo(grant);
      })
      .post(`/${TOKENS}/token`, async ({ req }) => {
        const form = new URLSearchParams(await req.text());
        const secret = form.get(form.get("grant_type") === "refresh_token" ? "refresh_token" : "code") ?? "";
        return await gate({ request: req.raw, host: TOKENS, secret }, async () => exchange(form));
      })
      .post(`/${TOKENS}/revoke`, async ({ req }) => {
        const form = new URLSearchParams(await req.text());
        const secret = form.get("token") ?? new URL(req.url).searchParams.get("token") ?? "";
        return await gate({ request: req.raw, host: TOKENS, secret }, async () => revoke(secret));
      })
  );
}
