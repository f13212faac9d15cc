/** The configuration of a Worker under test: a shared secret stands in for the identity provider, except where a test says otherwise. */
import { keyRingOf, localVariables } from "../../scripts/local-variables.ts";

export const TEST_ISSUER = "https://identity.test";
export const TEST_AUDIENCE = "culturebridge-booking";
export const TEST_SECRET = "a secret of the tests, long enough to sign with";

const GIVEN = {
  CORS_ORIGINS: "https://app.test",
  EMBED_ORIGINS: "https://app.test https://shop.test:8443",
  STAND_IN_URL: "",
  DATA_POINTS: "off",
  // The first is that of the reference's example.
  HEALTH_SECRET: "the-secret-that-the-monitor-of-the-service-knows the-secret-before-that-one-still-accepted",
  OIDC_CLIENT_ID: "pages-client",
  OIDC_CLIENT_SECRET: "the secret of the pages under test",
  GOOGLE_CLIENT_ID: "google-client",
  GOOGLE_CLIENT_SECRET: "the Google secret of the tests",
  MICROSOFT_CLIENT_ID: "microsoft-client",
  MICROSOFT_CLIENT_SECRET: "the Microsoft secret of the tests",
  STRIPE_SECRET_KEY: "sk_test_of_the_tests",
  STRIPE_WEBHOOK_SECRET: "whsec_of_the_tests",
};

export const LOCAL_BINDINGS = {
  ...localVariables({
    issuer: TEST_ISSUER,
    audience: TEST_AUDIENCE,
    keys: { secret: TEST_SECRET },
    auditKeys: keyRingOf("k1", btoa("0123456789abcdef0123456789abcdef")),
    tokenKeys: keyRingOf("k1", btoa("fedcba9876543210fedcba9876543210")),
    keyId: "k1",
    serviceUrl: "https://booking.test",
    appUrl: "https://app.test",
    mailUrl: "https://mail.test/messages",
    mailFrom: "bookings@culturebridge.test",
  }),
  ...GIVEN,
};
