/**
 * Where the data of one deployment live: near a region, or bound to a jurisdiction. Database and objects have the same home,
 * because each change is two calls from an object to the database.
 */

/** The regions that both D1 and Durable Objects take as a hint: https://developers.cloudflare.com/d1/configuration/data-location/. */
export const DATA_REGIONS = ["wnam", "enam", "weur", "eeur", "apac", "oc"] as const;
/** The jurisdictions that both can be bound to. */
export const JURISDICTIONS = ["eu", "us", "fedramp"] as const;

/** At most one of them; neither: wherever each is used first. */
export interface Home {
  readonly region: (typeof DATA_REGIONS)[number] | null;
  readonly jurisdiction: (typeof JURISDICTIONS)[number] | null;
}
