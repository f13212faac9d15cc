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
  SERVICE_URL: "https://booking.test",
  APP_URL: "https://app.test",
  STAND_IN_URL: "",
  MAIL_STAND_IN_URL: "https://mail.test/messages",
  MAIL_FROM: "bookings@culturebridge.test",
  MAIL_FROM_NAME: "CultureBridge Booking",
  GOOGLE_CLIENT_ID: "google-client",
  GOOGLE_CLIENT_SECRET: "the Google secret of the tests",
  MICROSOFT_CLIENT_ID: "microsoft-client",
  MICROSOFT_CLIENT_SECRET: "the Microsoft secret of the tests",
  TOKEN_KEYS: JSON.stringify({ t1: btoa("fedcba9876543210fedcba9876543210") }),
  TOKEN_KEY_CURRENT: "t1",
  STRIPE_SECRET_KEY: "sk_test_of_the_tests",
  STRIPE_WEBHOOK_SECRET: "whsec_of_the_tests",
};
