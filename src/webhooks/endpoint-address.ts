/**
 * Says which addresses events may be sent to: https, by a name that is public, on a port of https. Addresses by number are refused whole, so
 * that no way of writing a private one has to be known; URL parsers turn all of them into the same form. Names are not resolved: a Worker
 * reaches no private network by a name either. The one exception is the stand-in of the configuration, for local use.
 */
import { WEBHOOK_URL_CHARACTERS_MAX } from "../limits/webhooks.ts";

const PORTS: ReadonlySet<string> = new Set(["", "8443"]);
/** RFC 6762, RFC 6761, RFC 8375, RFC 9476, RFC 7686, and what networks of their own are named. */
const PRIVATE_ENDINGS = ["local", "internal", "localhost", "arpa", "alt", "onion", "lan", "home", "corp", "intranet", "private"] as const;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/u;

type AddressFault = "not_an_address" | "too_long" | "not_https" | "credentials" | "port" | "fragment" | "number" | "private_name" | "own";

interface Allowed {
  /** Where a receiver stands in, by its origin; null: nowhere. */
  readonly standInUrl: string | null;
  /** Of this service: events that it sent to itself would go round. */
  readonly serviceUrl: string;
}

/** null: events may be sent there. */
export function refuseAddress(text: string, { standInUrl, serviceUrl }: Allowed): AddressFault | null {
  if (text.length > WEBHOOK_URL_CHARACTERS_MAX) return "too_long";
  const url = URL.parse(text);
  if (url === null) return "not_an_address";
  if (url.username !== "" || url.password !== "") return "credentials";
  if (url.hash !== "") return "fragment";
  if (standInUrl !== null && url.origin === URL.parse(standInUrl)?.origin) return null;
  if (url.protocol !== "https:") return "not_https";
  if (!PORTS.has(url.port)) return "port";
  const name = url.hostname.replace(/\.$/u, "");
  if (IPV4.test(name) || name.startsWith("[")) return "number";
  const labels = name.split(".");
  if (labels.length < 2 || PRIVATE_ENDINGS.some((ending) => ending === labels.at(-1))) return "private_name";
  return url.hostname === URL.parse(serviceUrl)?.hostname ? "own" : null;
}
