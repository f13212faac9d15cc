/**
 * The way back to the site that a booking began on, kept in a cookie from the first page to the last: a checkout lies between them, and an address in
 * every link would make no page lighter. Whether it may be followed is judged anew where it is shown.
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { SECOND_MS } from "../../lib/duration.ts";
import { RETURN_KEPT_MS } from "../../limits.ts";
import { readReturnAddress } from "./return-origin.ts";

const COOKIE = "__Host-return";

/** Where there is none, one that is kept stays. */
export function keepReturn(c: Context, text: string | undefined, origins: readonly string[]): void {
  const to = readReturnAddress(text, origins);
  if (to === null) return;
  setCookie(c, COOKIE, to.href, { httpOnly: true, secure: true, sameSite: "Lax", path: "/", maxAge: RETURN_KEPT_MS / SECOND_MS });
}

/** null: there is none, or it leads to no listed origin. */
export function keptReturn(c: Context, origins: readonly string[]): URL | null {
  return readReturnAddress(getCookie(c, COOKIE), origins);
}
