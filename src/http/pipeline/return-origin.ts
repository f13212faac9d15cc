/**
 * Return addresses of a booking that began on another site's page: the one place that says where `return` may lead. An address of an origin
 * that is not listed is passed over in silence, and the booking goes on without it. It follows no address and knows no page.
 */
import { RETURN_ADDRESS_CHARACTERS_MAX } from "../../limits.ts";

/** The URL parser would take `https:\\host` and an address behind blanks for one as well; what it gives out is written anew in any case. */
const ABSOLUTE = /^https?:\/\/[^/\\]/iu;

/** null: there is none, or it leads to no listed origin. */
export function readReturnAddress(text: string | undefined, origins: readonly string[]): URL | null {
  if (text === undefined || text.length > RETURN_ADDRESS_CHARACTERS_MAX || !ABSOLUTE.test(text)) return null;
  const url = URL.parse(text);
  if (url === null || encodeURIComponent(url.href).length > RETURN_ADDRESS_CHARACTERS_MAX) return null;
  if (url.username !== "" || url.password !== "" || !origins.includes(url.origin)) return null;
  return url;
}

/** The way back, with what became of the booking. The site's own parameters of these names give way. */
export function wayBack(to: URL, { id, status }: { readonly id: string; readonly status: string }): { href: string; host: string } {
  const url = new URL(to);
  url.searchParams.set("booking", id);
  url.searchParams.set("status", status);
  return { href: url.href, host: url.host };
}
