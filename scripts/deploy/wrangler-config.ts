/**
 * The configuration that wrangler deploys: wrangler.toml with what follows from one deployment. Routes follow from SERVICE_URL,
 * the sender of mails from MAIL_FROM, the place of the Worker from that of its data. Pure; ids of resources are handed in.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Home } from "../../src/domain/home.ts";
import type { Deployment } from "./deployment.ts";

/** Regions of clouds beside the data: https://developers.cloudflare.com/workers/configuration/placement/. */
const PLACEMENT = {
  wnam: "aws:us-west-2",
  enam: "aws:us-east-1",
  weur: "aws:eu-central-1",
  eeur: "gcp:europe-central2",
  apac: "aws:ap-southeast-1",
  oc: "aws:ap-southeast-2",
  eu: "aws:eu-central-1",
  us: "aws:us-east-1",
  fedramp: "aws:us-east-1",
} as const satisfies Record<NonNullable<Home["region"] | Home["jurisdiction"]>, string>;

/** Ids by binding: of the database and of each namespace. */
export type ResourceIds = Readonly<Record<string, string>>;

export function wranglerConfigOf({ name, root, raw, serviceUrl, mailFrom, home }: Deployment, ids: ResourceIds): object {
  const place = home.jurisdiction ?? home.region;
  const [database] = raw.d1_databases;
  return {
    ...raw,
    name,
    main: join(root, raw.main),
    routes: [{ pattern: new URL(serviceUrl).hostname, custom_domain: true }],
    ...(place === null ? {} : { placement: { region: PLACEMENT[place] } }),
    d1_databases: [
      { ...database, database_name: name, database_id: ids[database.binding], migrations_dir: join(root, database.migrations_dir) },
    ],
    kv_namespaces: raw.kv_namespaces.map((namespace) => ({ ...namespace, id: ids[namespace.binding] })),
    ratelimits: raw.ratelimits.map((limit) => ({ ...limit, namespace_id: rateNamespaceOf(name, limit.name) })),
    send_email: raw.send_email.map((binding) => ({ ...binding, allowed_sender_addresses: [mailFrom] })),
    assets: { ...raw.assets, directory: join(root, raw.assets.directory) },
  };
}

/**
 * A positive number, as good as random: all Workers of an account with the same one share its counts
 * (https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/).
 * @internal
 */
export function rateNamespaceOf(worker: string, binding: string): string {
  return String(createHash("sha256").update(`${worker}/${binding}`).digest().readUInt32BE() >>> 1);
}
