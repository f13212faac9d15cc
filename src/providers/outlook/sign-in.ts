/**
 * Microsoft's dialect of OAuth. The `common` tenant serves everybody, and each id_token names the issuer of its own
 * tenant, so the issuer is known only once `tid` is. An account is `oid` within `tid`; `sub` is another number for each
 * app. Nothing can be revoked from here: people withdraw consent on a page of their account.
 */
import { MICROSOFT } from "../addresses.ts";
import { type OAuthDialect, textOf, words } from "../oauth/dialect.ts";

/** The tenant of all personal accounts. */
const PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";
const RESOURCE = /^https:\/\/graph\.microsoft\.com\//iu;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const TENANT_IN_ISSUER = /^https:\/\/login\.microsoftonline\.com\/([^/]+)\/v2\.0$/u;

const NEEDED = ["Calendars.ReadWrite"] as const;
// `oid` and `preferred_username` are in the id_token only where `profile` was asked for.
const SCOPES = ["openid", "profile", "email", "offline_access", ...NEEDED];

export const outlookDialect: OAuthDialect = {
  authorize: MICROSOFT.authorize,
  token: MICROSOFT.token,
  keys: MICROSOFT.keys,
  revoke: null,
  // Until the tenant is known, an issuer that no token has.
  issuerOf: (tenantId) => MICROSOFT.issuerOf(tenantId ?? "{tenantid}"),
  tenantOf: (issuer) => guidOf(TENANT_IN_ISSUER.exec(issuer)?.[1]),
  hasTenants: true,
  authorizeParameters: { prompt: "select_account", response_mode: "query" },
  scopes: { coach: SCOPES, client: SCOPES },
  needed: { coach: NEEDED, client: NEEDED },
  refreshScope: SCOPES.join(" "),
  // Scopes come back with or without the resource in front, and in a case of Microsoft's choosing.
  scopesOf: (scope) => words(scope).map((word) => ours(word.replace(RESOURCE, ""))),
  accountOf(claims) {
    const id = textOf(claims["oid"]);
    const tenantId = guidOf(claims["tid"]);
    if (id === null || tenantId === null) return null;
    return { id, email: textOf(claims["email"]) ?? textOf(claims["preferred_username"]), tenantId };
  },
  adviceUrlOf: ({ tenantId }) =>
    tenantId === PERSONAL_TENANT ? "https://account.live.com/consent/Manage" : "https://myapplications.microsoft.com/",
};

function ours(scope: string): string {
  return SCOPES.find((known) => known.toLowerCase() === scope.toLowerCase()) ?? scope;
}

/** Only a GUID may be put into an address. */
function guidOf(value: unknown): string | null {
  return typeof value === "string" && GUID.test(value) ? value : null;
}
