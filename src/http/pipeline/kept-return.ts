/**
 * The return address of a booking while its client is at the checkout, which leads back to an address of its own: a cookie of our pages,
 * written when a form of theirs opens the checkout. It is looked at anew when it is read, and the frame never sees it.
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { SECOND_MS } from "../../lib/duration.ts";
import { RETURN_KEPT_MS } from "../../limits.ts";
import { readReturnAddress } from "./return-origin.ts";

const COOKIE = "__Host-return";

/** The id tells it from the address of another booking, that the browser went through meanwhile. */
export function keepReturn(c: Context, bookingId: string, to: URL): void {
  const value = `${bookingId} ${to.href}`;
  setCookie(c, COOKIE, value, { httpOnly: true, secure: true, sameSite: "Lax", path: "/", maxAge: RETURN_KEPT_MS / SECOND_MS });
}

/** null: nothing was kept of this booking, or it leads to no listed origin. */
export function keptReturn(c: Pick<Context, "req">, bookingId: string, origins: readonly string[]): URL | null {
  const [id, address] = (getCookie(c as Context, COOKIE) ?? "").split(" ");
  return id === bookingId ? readReturnAddress(address, origins) : null;
}
