/**
 * The published prices that `npm run cost` reckons with: US dollars, the Workers Paid plan, without tax. A change of a price is made here and
 * nowhere else; the day on which the pages were read changes with it.
 */
export const PRICES_READ_ON = "2026-11-28";

/** By the title of the page. */
const PAGES = {
  "Workers: Pricing": "https://developers.cloudflare.com/workers/platform/pricing/",
  "Durable Objects: Pricing": "https://developers.cloudflare.com/durable-objects/platform/pricing/",
  "D1: Pricing": "https://developers.cloudflare.com/d1/platform/pricing/",
  "Workers KV: Pricing": "https://developers.cloudflare.com/kv/platform/pricing/",
  "Email Service: Pricing": "https://developers.cloudflare.com/email-service/platform/pricing/",
} as const;

interface Price {
  readonly label: string;
  readonly usd: number;
  /** So many of them for that. */
  readonly per: number;
  /** In the plan, each month. */
  readonly included: number;
  readonly page: keyof typeof PAGES;
}

const MILLION = 1_000_000;
const BILLION = 1_000 * MILLION;

/** A month of the plan itself ("Workers: Pricing"). */
export const PLAN_USD = 5;

/** GB are 10^9 bytes here; whether the platform counts so, its pages do not say. */
export const PRICES = {
  requests: { label: "requests of the Worker", usd: 0.3, per: MILLION, included: 10 * MILLION, page: "Workers: Pricing" },
  cpuMs: { label: "milliseconds of computing in the Worker", usd: 0.02, per: MILLION, included: 30 * MILLION, page: "Workers: Pricing" },
  objectCalls: {
    label: "calls and alarms of objects",
    usd: 0.15,
    per: MILLION,
    included: MILLION,
    page: "Durable Objects: Pricing",
  },
  gbSeconds: { label: "GB-seconds of objects", usd: 12.5, per: MILLION, included: 400_000, page: "Durable Objects: Pricing" },
  objectRead: {
    label: "rows read in objects",
    usd: 0.001,
    per: MILLION,
    included: 25 * BILLION,
    page: "Durable Objects: Pricing",
  },
  objectWritten: {
    label: "rows written in objects, alarms included",
    usd: 1,
    per: MILLION,
    included: 50 * MILLION,
    page: "Durable Objects: Pricing",
  },
  objectGb: { label: "GB kept in objects, for a month", usd: 0.2, per: 1, included: 5, page: "Durable Objects: Pricing" },
  rowsRead: { label: "rows read in D1", usd: 0.001, per: MILLION, included: 25 * BILLION, page: "D1: Pricing" },
  rowsWritten: { label: "rows written in D1", usd: 1, per: MILLION, included: 50 * MILLION, page: "D1: Pricing" },
  d1Gb: { label: "GB kept in D1, for a month", usd: 0.75, per: 1, included: 5, page: "D1: Pricing" },
  kvRead: { label: "keys read in KV", usd: 0.5, per: MILLION, included: 10 * MILLION, page: "Workers KV: Pricing" },
  kvWritten: { label: "keys written in KV", usd: 5, per: MILLION, included: MILLION, page: "Workers KV: Pricing" },
  mails: { label: "mails", usd: 0.35, per: 1_000, included: 3_000, page: "Email Service: Pricing" },
} as const satisfies Readonly<Record<string, Price>>;

/**
 * Times are not counted: the clock of the runtime stands still while it computes, and nothing here is at the distance that it has in life. These
 * stand in for them, on the careful side. The memory is the one that the platform bills ("Durable Objects: Pricing", footnote 5).
 */
export const ASSUMED = { cpuMsPerRequest: 10, tripMs: 10, mailMs: 300, providerCallMs: 300, objectCallMs: 5, objectGb: 0.128 } as const;
