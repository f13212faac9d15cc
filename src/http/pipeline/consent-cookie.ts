/**
 * The cookie of a consent to a calendar. Bound to this host and never read by a script; its secret shows that the browser that returns is the
 * one that left. The same for all consents that a browser has under way.
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";

const CONSENT_COOKIE = "__Host-calendar-consent";
const COOKIE_SECONDS = 600;

export function consentSecretIn(c: Context): string | null {
  return getCookie(c, CONSENT_COOKIE) ?? null;
}

export function keepConsentSecret(c: Context, secret: string): void {
  setCookie(c, CONSENT_COOKIE, secret, { httpOnly: true, secure: true, sameSite: "Lax", path: "/", maxAge: COOKIE_SECONDS });
}
