/** A checkout to deploy from, in a folder of its own: this one's wrangler files with values of somebody's, and secrets. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { keyRingOf } from "../../scripts/local-variables.ts";

const ROOT = join(import.meta.dirname, "../..");

const OWN: Readonly<Record<string, string>> = {
  AUTH_ISSUER: "https://identity.marketplace.com",
  AUTH_JWKS_URL: "https://identity.marketplace.com/jwks",
  SERVICE_URL: "https://booking.marketplace.com",
  APP_URL: "https://app.marketplace.com",
  MAIL_FROM: "bookings@marketplace.com",
  DATA_REGION: "weur",
};

export const SECRETS: Readonly<Record<string, string>> = {
  AUDIT_KEYS: keyRingOf("k1", btoa("0123456789abcdef0123456789abcdef")),
  TOKEN_KEYS: keyRingOf("k1", btoa("fedcba9876543210fedcba9876543210")),
  OIDC_CLIENT_SECRET: "none",
  GOOGLE_CLIENT_SECRET: "none",
  MICROSOFT_CLIENT_SECRET: "none",
  STRIPE_SECRET_KEY: "none",
  STRIPE_WEBHOOK_SECRET: "none",
  HEALTH_SECRET: "a-secret-of-the-monitors-of-these-tests and-the-one-of-before-for-a-while-yet",
};

interface Checkout {
  readonly vars?: Readonly<Record<string, string>>;
  readonly stagingUrl?: string;
  readonly secrets?: Readonly<Record<string, string>>;
}

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** Its folder, which goes when the file that asked for it has ended. */
export function checkoutWith({ vars = {}, stagingUrl, secrets = SECRETS }: Checkout = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "checkout-"));
  made.push(folder);
  const valueSet = (text: string, [name, value]: [string, string]) =>
    text.replace(new RegExp(`^${name} = ".*"$`, "mu"), `${name} = "${value}"`);
  const production = Object.entries({ ...OWN, ...vars }).reduce(valueSet, readFileSync(join(ROOT, "wrangler.toml"), "utf8"));
  const staging = readFileSync(join(ROOT, "wrangler.staging.toml"), "utf8");
  writeFileSync(join(folder, "wrangler.toml"), production);
  writeFileSync(join(folder, "wrangler.staging.toml"), stagingUrl === undefined ? staging : valueSet(staging, ["SERVICE_URL", stagingUrl]));
  for (const environment of ["production", "staging"]) writeFileSync(join(folder, `.secrets.${environment}.json`), JSON.stringify(secrets));
  return folder;
}
