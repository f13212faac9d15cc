/**
 * The variables and secrets of a Worker that does not run on the platform: `npm start`, the tests and the bench make
 * theirs here. What has a default in `wrangler.toml` or `src/config.ts` is not named, so a new variable with a default
 * needs no line here. Pure: keys and addresses are handed in.
 */

export interface LocalSetting {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer's keys are, or the secret that it signs with. */
  readonly keys: { readonly jwksUrl: string } | { readonly secret: string };
  /** One key of the audit trail, one that seals calendar tokens: base64 of 32 bytes, or the JSON that was kept. */
  readonly auditKeys: string;
  readonly tokenKeys: string;
  readonly keyId: string;
  readonly serviceUrl: string;
  readonly appUrl: string;
  readonly mailUrl: string;
  readonly mailFrom: string;
  /** Beside these: what only one of them sets. */
  readonly others?: Readonly<Record<string, string>>;
}

export function keyRingOf(keyId: string, base64Key: string): string {
  return JSON.stringify({ [keyId]: base64Key });
}

export function localVariables(setting: LocalSetting) {
  const { issuer, audience, keys, auditKeys, tokenKeys, keyId, serviceUrl, appUrl, mailUrl, mailFrom, others } = setting;
  return {
    AUTH_ISSUER: issuer,
    AUTH_AUDIENCE: audience,
    ...("secret" in keys
      ? { AUTH_JWKS_URL: "", AUTH_JWT_SECRET: keys.secret, AUTH_ALGORITHMS: "HS256" }
      : { AUTH_JWKS_URL: keys.jwksUrl, AUTH_ALGORITHMS: "RS256" }),
    AUTH_TOKEN_TYPE: "at+jwt",
    AUDIT_KEYS: auditKeys,
    AUDIT_KEY_CURRENT: keyId,
    TOKEN_KEYS: tokenKeys,
    TOKEN_KEY_CURRENT: keyId,
    SERVICE_URL: serviceUrl,
    APP_URL: appUrl,
    MAIL_STAND_IN_URL: mailUrl,
    MAIL_FROM: mailFrom,
    MAIL_FROM_NAME: "CultureBridge Booking",
    ...others,
  };
}
