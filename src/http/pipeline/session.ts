/**
 * The session of the pages: a person as the ID token named them, sealed in a cookie that no script reads. It holds no token, lives for a
 * working day at most, and is read by pages alone: the API knows access tokens only. Whether it has been ended, the record says
 * (`operations/people/recognise-session.ts`).
 */
import { getCookie, setCookie } from "hono/cookie";
import type { Context } from "hono";
import { z } from "zod";
import { ROLES } from "../../domain/actor.ts";
import { after, type Instant } from "../../domain/instant.ts";
import { type Language, LANGUAGES } from "../../domain/language.ts";
import type { PersonClaims } from "../../domain/person.ts";
import { SECOND_MS } from "../../lib/duration.ts";
import { seal, type SealKeyRing, type SealLabel, unseal } from "../../lib/seal-key-ring.ts";
import { SESSION_CHARACTERS_MAX, SESSION_MS_MAX } from "../../limits.ts";

/** The prefix holds a browser to `Secure`, to our own host and to the whole site (RFC 6265bis section 4.1.3.2). */
const COOKIE = "__Host-session";
const LABEL: SealLabel = { purpose: "session", boundTo: {} };

export interface Session {
  readonly person: PersonClaims;
  /** The own setting, as this browser last heard of it; null: not said. */
  readonly language: Language | null;
  readonly signedInAt: Instant;
  /** The person's epoch at sign-in. */
  readonly epoch: number;
}

const moment = z.int().transform((epochMs) => epochMs as Instant);

const sealed = z.strictObject({
  person: z.strictObject({
    id: z.uuid(),
    role: z.enum(ROLES),
    email: z.string().nullable(),
    name: z.string().nullable(),
    timeZone: z.string().nullable(),
    locale: z.string().nullable(),
    issuedAt: moment.nullable(),
  }),
  language: z.enum(LANGUAGES).nullable(),
  signedInAt: moment,
  epoch: z.int().min(0),
});

/**
 * The value of the cookie.
 * @internal
 */
export async function sealSession(ring: SealKeyRing, session: Session): Promise<string> {
  return await seal(ring, LABEL, JSON.stringify(session));
}

/** null: there is none, it is not ours, or its time is over. */
export async function readSession(c: Pick<Context, "req">, ring: SealKeyRing, now: Instant): Promise<Session | null> {
  const value = getCookie(c as Context, COOKIE);
  if (value === undefined || value.length > SESSION_CHARACTERS_MAX) return null;
  const opened = await unseal(ring, LABEL, value);
  if (!opened.ok) return null;
  const session = sealed.safeParse(JSON.parse(opened.value.plaintext));
  if (!session.success || after(session.data.signedInAt, SESSION_MS_MAX) <= now) return null;
  return session.data;
}

export async function giveSession(c: Context, ring: SealKeyRing, session: Session): Promise<void> {
  const value = await sealSession(ring, session);
  setCookie(c, COOKIE, value, { httpOnly: true, secure: true, sameSite: "Lax", path: "/", maxAge: SESSION_MS_MAX / SECOND_MS });
}

export function takeSession(c: Context): void {
  setCookie(c, COOKIE, "", { httpOnly: true, secure: true, sameSite: "Lax", path: "/", maxAge: 0 });
}
