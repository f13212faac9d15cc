/** What the files of a deployment say, what is refused before anything is sent, and what wrangler is handed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { experimental_readRawConfig as readRawConfig } from "wrangler";
import { describe, expect, test } from "vitest";
import { type Environment, readDeployment } from "../../scripts/deploy/deployment.ts";
import { planOf } from "../../scripts/deploy/plan.ts";
import { shown } from "../../scripts/deploy/show.ts";
import { NOTHING_YET } from "../../scripts/deploy/state.ts";
import { rateNamespaceOf, wranglerConfigOf } from "../../scripts/deploy/wrangler-config.ts";
import { checkoutWith, SECRETS } from "./checkout.ts";

const STAGING = "https://booking-staging.marketplace.com";
const IDS = { DB: "d1-1", KEPT: "kv-1", TOKENS: "kv-2" };

const refusalOf = (checkout: Parameters<typeof checkoutWith>[0], environment: Environment = "production"): string => {
  try {
    readDeployment(checkoutWith(checkout), environment);
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
};

describe("refused before anything is sent", () => {
  test.each([
    ["a value of the example", { vars: { AUTH_ISSUER: "https://identity.example.com" } }, "AUTH_ISSUER: is still the value of an example"],
    ["an address without https", { vars: { SERVICE_URL: "http://booking.marketplace.com" } }, "SERVICE_URL: must be https"],
    ["a stand-in", { vars: { STAND_IN_URL: "https://stand-in.marketplace.com" } }, "STAND_IN_URL: must be empty"],
    ["an address of this machine", { vars: { SERVICE_URL: "http://127.0.0.1:8787" } }, "SERVICE_URL is an address of this machine"],
    ["a path", { vars: { SERVICE_URL: "https://marketplace.com/booking" } }, "SERVICE_URL must be https and a host"],
    ["a port", { vars: { SERVICE_URL: "https://booking.marketplace.com:8443" } }, "SERVICE_URL must be https and a host"],
    ["no place for the data", { vars: { DATA_REGION: "" } }, "set DATA_REGION or JURISDICTION"],
    ["two places", { vars: { JURISDICTION: "eu" } }, "set one of DATA_REGION and JURISDICTION, not both"],
    ["a key that is not there", { vars: { AUDIT_KEY_CURRENT: "k2" } }, "AUDIT_KEY_CURRENT must name a key of AUDIT_KEYS"],
    [
      "missing secrets",
      { secrets: { AUDIT_KEYS: "{}", OIDC_CLIENT_SECRET: "" } },
      "missing in .secrets.production.json: TOKEN_KEYS, OIDC_CLIENT_SECRET",
    ],
    [
      "what does not fit, in the same round as missing secrets",
      { vars: { SERVICE_URL: "http://booking.marketplace.com" }, secrets: {} },
      "HEALTH_SECRET\nconfiguration: SERVICE_URL: must be https",
    ],
    ["a key of a wrong length", { secrets: { ...SECRETS, TOKEN_KEYS: '{"k1":"c2hvcnQ="}' } }, "TOKEN_KEYS"],
  ])("%s", (_what, checkout, message) => {
    expect(refusalOf(checkout)).toContain(message);
  });

  test("missing secrets, and nothing besides where the rest fits", () => {
    expect(refusalOf({ secrets: { ...SECRETS, AUDIT_KEYS: "", HEALTH_SECRET: "" } })).toBe(
      "missing in .secrets.production.json: AUDIT_KEYS, HEALTH_SECRET",
    );
  });

  test("staging without an address of its own", () => {
    expect(refusalOf({}, "staging")).toContain("SERVICE_URL: is still the value of an example");
    expect(refusalOf({ stagingUrl: "" }, "staging")).toBe("wrangler.staging.toml must have a SERVICE_URL of its own");
    expect(refusalOf({ stagingUrl: "https://booking.marketplace.com" }, "staging")).toBe(
      "staging and production have the same SERVICE_URL",
    );
  });

  test("and no refusal quotes a secret", () => {
    const secrets = { ...SECRETS, TOKEN_KEYS: '{"k1":"c2hvcnQ="}', STRIPE_SECRET_KEY: "sk_live_of_somebody" };
    expect(refusalOf({ secrets })).not.toMatch(/c2hvcnQ|sk_live/u);
  });
});

describe("what wrangler is handed", () => {
  const handed = (environment: Environment, vars = {}) =>
    wranglerConfigOf(readDeployment(checkoutWith({ vars, stagingUrl: STAGING }), environment), IDS);

  test("routes, sender, place and ids that follow from the deployment", () => {
    expect(handed("production")).toMatchObject({
      name: "culturebridge-booking",
      workers_dev: false,
      preview_urls: false,
      limits: { cpu_ms: 15_000 },
      routes: [{ pattern: "booking.marketplace.com", custom_domain: true }],
      placement: { region: "aws:eu-central-1" },
      d1_databases: [{ binding: "DB", database_name: "culturebridge-booking", database_id: "d1-1" }],
      kv_namespaces: [
        { binding: "KEPT", id: "kv-1" },
        { binding: "TOKENS", id: "kv-2" },
      ],
      send_email: [{ name: "MAIL", allowed_sender_addresses: ["bookings@marketplace.com"] }],
    });
  });

  test("another Worker, database and host for staging, and its own variables in the others' place", () => {
    expect(handed("staging")).toMatchObject({
      name: "culturebridge-booking-staging",
      routes: [{ pattern: "booking-staging.marketplace.com" }],
      d1_databases: [{ database_name: "culturebridge-booking-staging" }],
      vars: { SERVICE_URL: STAGING, AUTH_ISSUER: "https://identity.marketplace.com" },
    });
  });

  test("rate limits that no other Worker of the account shares; those of wrangler.toml are production's", () => {
    const idsOf = (config: object) =>
      (config as { ratelimits: { name: string; namespace_id: string }[] }).ratelimits.map((limit) => limit.namespace_id);
    const [production, staging] = [idsOf(handed("production")), idsOf(handed("staging"))];
    expect(new Set([...production, ...staging]).size).toBe(8);
    for (const id of [...production, ...staging]) expect(Number(id)).toBeGreaterThan(10_000);
    const { rawConfig } = readRawConfig({ config: join(import.meta.dirname, "../../wrangler.toml") });
    expect(idsOf(rawConfig)).toEqual(production);
    expect(production[0]).toBe(rateNamespaceOf("culturebridge-booking", "LOOK_UP_RATE"));
  });
});

test("a plan shows every step and call, without an account and without a secret", () => {
  const deployment = readDeployment(checkoutWith(), "production");
  const text = shown("The first deployment", planOf(deployment, NOTHING_YET), deployment);
  expect(text).toContain("to everybody at once, because it is the first deployment");
  expect(text).toContain('POST /accounts/<account>/d1/database {"name":"culturebridge-booking","primary_location_hint":"weur"}');
  expect(text).toContain("wrangler d1 migrations apply DB --remote --config .wrangler/deploy/production.json");
  expect(text).toContain("GET https://booking.marketplace.com/health, /health/deep");
  for (const secret of Object.values(SECRETS).filter((value) => value !== "none")) expect(text).not.toContain(secret);
});

test("files of secrets are not for the repository", () => {
  const ignored = readFileSync(join(import.meta.dirname, "../../.gitignore"), "utf8").split("\n");
  for (const name of [".env*", ".secrets.*", ".dev.vars*", ".wrangler/"]) expect(ignored).toContain(name);
});
