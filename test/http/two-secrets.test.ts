/** A shared secret is changed without anybody noticing: the one before is accepted beside the new one, and a third is not. */
import { env } from "cloudflare:workers";
import { SignJWT } from "jose";
import { Stripe } from "stripe";
import { expect, test } from "vitest";
import { compose } from "../../src/compose.ts";
import { readConfig } from "../../src/config.ts";
import { TEST_AUDIENCE, TEST_ISSUER, TEST_SECRET } from "../support/bindings.ts";
import { apiWith } from "./app-under-test.ts";

const NEW = "a secret that is new, long enough to sign with";
const OTHER = "a secret of nobody, long enough to sign with";

async function tokenOf(secret: string): Promise<string> {
  return await new SignJWT({ role: "client" })
    .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
    .setSubject(crypto.randomUUID())
    .setIssuer(TEST_ISSUER)
    .setAudience(TEST_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(secret));
}

test("tokens of both shared secrets are accepted while one is being changed, of a third none; then the old one alone goes", async () => {
  const statusesOf = async (variables: Readonly<Record<string, string>>) => {
    const api = apiWith({ config: readConfig({ ...env, ...variables }) });
    const statuses = [];
    for (const secret of [TEST_SECRET, NEW, OTHER])
      statuses.push((await api("GET", "/me", { as: { token: await tokenOf(secret) } })).status);
    return statuses;
  };
  expect(await statusesOf({})).toEqual([200, 401, 401]);
  expect(await statusesOf({ AUTH_JWT_SECRET: NEW, AUTH_JWT_SECRET_BEFORE: TEST_SECRET })).toEqual([200, 200, 401]);
  expect(await statusesOf({ AUTH_JWT_SECRET: NEW, AUTH_JWT_SECRET_BEFORE: "none" })).toEqual([401, 200, 401]);
});

test("events of both webhook secrets are believed, of a third none", async () => {
  const body = JSON.stringify({ id: "evt_of_both", object: "event", type: "customer.created", data: { object: { object: "customer" } } });
  const statusesOf = async (variables: Readonly<Record<string, string>>) => {
    const { payments } = compose({ ...env, ...variables });
    const api = apiWith({ payments });
    const statuses = [];
    for (const secret of ["whsec_of_the_tests", "whsec_new", "whsec_other"]) {
      const header = await Stripe.webhooks.generateTestHeaderStringAsync({ payload: body, secret });
      statuses.push((await api("POST", "/payments/webhook", { body, headers: { "Stripe-Signature": header } })).status);
    }
    return statuses;
  };
  expect(await statusesOf({})).toEqual([200, 400, 400]);
  expect(await statusesOf({ STRIPE_WEBHOOK_SECRET: "whsec_new", STRIPE_WEBHOOK_SECRET_BEFORE: "whsec_of_the_tests" })).toEqual([
    200, 200, 400,
  ]);
  expect(await statusesOf({ STRIPE_WEBHOOK_SECRET: "whsec_new", STRIPE_WEBHOOK_SECRET_BEFORE: "none" })).toEqual([400, 200, 400]);
});
