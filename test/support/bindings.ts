/** The configuration of a Worker under test: a shared secret stands in for the identity provider, except where a test says otherwise. */
export const TEST_ISSUER = "https://identity.test";
export const TEST_AUDIENCE = "culturebridge-booking";
export const TEST_SECRET = "a secret of the tests, long enough to sign with";

export const LOCAL_BINDINGS = {
  AUTH_ISSUER: TEST_ISSUER,
  AUTH_AUDIENCE: TEST_AUDIENCE,
  AUTH_JWKS_URL: "",
  AUTH_JWT_SECRET: TEST_SECRET,
  AUTH_ALGORITHMS: "HS256",
  AUTH_TOKEN_TYPE: "at+jwt",
  AUDIT_KEYS: JSON.stringify({ k1: btoa("0123456789abcdef0123456789abcdef") }),
  AUDIT_KEY_CURRENT: "k1",
  CORS_ORIGINS: "https://app.test",
};
