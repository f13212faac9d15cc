/**
 * Google's dialect of OAuth. Two parameters carry the weight: without `access_type=offline` there is no refresh token,
 * and without `prompt=consent` there is none the second time somebody connects. People can untick single scopes on the
 * consent page, so what was granted is compared with what is needed.
 */
import { GOOGLE } from "../addresses.ts";
import { type OAuthDialect, textOf, words } from "../oauth/dialect.ts";

const ACCESS = "https://www.googleapis.com/auth/";
const OWN_EVENTS = `${ACCESS}calendar.events.owned`;
const NEEDED = {
  // `freebusy.query` does not accept a scope of events: busy time needs its own.
  coach: [OWN_EVENTS, `${ACCESS}calendar.freebusy`, `${ACCESS}calendar.calendarlist.readonly`],
  client: [OWN_EVENTS],
} as const;

export const googleDialect: OAuthDialect = {
  authorize: GOOGLE.authorize,
  token: GOOGLE.token,
  keys: GOOGLE.keys,
  revoke: GOOGLE.revoke,
  issuerOf: () => GOOGLE.issuer,
  tenantOf: () => null,
  hasTenants: false,
  authorizeParameters: { access_type: "offline", prompt: "consent", include_granted_scopes: "true" },
  scopes: { coach: ["openid", "email", ...NEEDED.coach], client: ["openid", "email", ...NEEDED.client] },
  needed: NEEDED,
  refreshScope: null,
  scopesOf: words,
  accountOf: (claims) => ({ id: claims.sub, email: textOf(claims["email"]), tenantId: null }),
  adviceUrlOf: () => "https://myaccount.google.com/connections",
};
