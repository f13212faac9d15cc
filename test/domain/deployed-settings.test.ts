/** What a service that strangers can reach may not be configured with, and a local one may. */
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { isExampleHost, isLocalHost } from "../../src/lib/hosts.ts";
import { keyRingOf, localVariables } from "../../scripts/local-variables.ts";

const DEPLOYED = {
  ...localVariables({
    issuer: "https://identity.marketplace.com",
    audience: "booking",
    keys: { jwksUrl: "https://identity.marketplace.com/jwks" },
    auditKeys: keyRingOf("k1", btoa("0123456789abcdef0123456789abcdef")),
    tokenKeys: keyRingOf("k1", btoa("fedcba9876543210fedcba9876543210")),
    keyId: "k1",
    serviceUrl: "https://booking.marketplace.com",
    appUrl: "https://app.marketplace.com",
    mailUrl: "",
    mailFrom: "bookings@marketplace.com",
  }),
  CORS_ORIGINS: "https://app.marketplace.com",
  EMBED_ORIGINS: "",
};

describe("a service that strangers can reach", () => {
  test("starts with addresses of its own", () => {
    expect(readConfig(DEPLOYED).serviceUrl).toBe("https://booking.marketplace.com");
  });

  test.each([
    ["SERVICE_URL", "http://booking.marketplace.com", "https"],
    ["APP_URL", "http://app.marketplace.com", "https"],
    ["AUTH_JWKS_URL", "http://identity.marketplace.com/jwks", "https"],
    ["SERVICE_URL", "https://booking.example.com", "example"],
    ["APP_URL", "https://app.example.com", "example"],
    ["AUTH_ISSUER", "https://identity.example.com", "example"],
    ["AUTH_ISSUER", "identity.example.net", "example"],
    ["AUTH_JWKS_URL", "https://identity.example/jwks", "example"],
    ["MAIL_FROM", "bookings@mail.example.org", "example"],
    ["CORS_ORIGINS", "https://app.marketplace.com https://www.example.com", "example"],
    ["EMBED_ORIGINS", "https://www.example.com", "example"],
    ["STAND_IN_URL", "https://stand-in.marketplace.com", "stands in"],
    ["MAIL_STAND_IN_URL", "https://mailbox.marketplace.com", "stands in"],
    ["WEBHOOK_STAND_IN_URL", "https://hooks.marketplace.com", "stands in"],
  ])("refuses %s = %s", (name, value, why) => {
    const refusal = new RegExp(`configuration: ${name}: .*${why}`, "u");
    expect(() => readConfig({ ...DEPLOYED, [name]: value })).toThrow(refusal);
    expect(() => readConfig({ ...DEPLOYED, [name]: value })).not.toThrow(new RegExp(value.split(" ").at(-1) ?? "", "u"));
  });

  test.each(["http://127.0.0.1:8787", "http://localhost:8787", "https://booking.test"])("is not one at %s", (serviceUrl) => {
    const local = {
      ...DEPLOYED,
      SERVICE_URL: serviceUrl,
      AUTH_JWKS_URL: "http://127.0.0.1:8788/jwks",
      STAND_IN_URL: "http://127.0.0.1:8788",
    };
    expect(readConfig({ ...local, MAIL_FROM: "bookings@mail.example.org" }).serviceUrl).toBe(serviceUrl);
  });
});

test("a name that only looks local or like an example is neither", () => {
  for (const host of ["localhost.marketplace.com", "test.com", "127.0.0.1.marketplace.com", "1127.0.0.1"])
    expect([host, isLocalHost(host)]).toEqual([host, false]);
  for (const host of ["myexample.com", "example.com.marketplace.com", "examples.org"])
    expect([host, isExampleHost(host)]).toEqual([host, false]);
});
