/**
 * The language of a page: the own setting of whoever is signed in, what their identity provider says, what this browser has chosen, what it asks
 * for. The cookie of the choice holds a language and nothing else, and names nobody.
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { type Language, languageOf, saidLanguage, TAGS } from "../../domain/language.ts";
import type { PersonClaims } from "../../domain/person.ts";
import { SECOND_MS } from "../../lib/duration.ts";
import { LANGUAGE_KEPT_MS } from "../../limits/languages.ts";
import type { RequestContext } from "./dependencies.ts";
import type { Session } from "./session.ts";

const COOKIE = "__Host-language";

type Asking = Pick<RequestContext, "req">;

/** `own`: of the person of the session, as far as it has been read. */
export function languageFor(c: Asking, session: Pick<Session, "person"> | null, own: Language | null): Language {
  const said = saidLanguage({ own, token: session?.person.locale ?? null });
  return said ?? languageOf({ own: getCookie(c as Context, COOKIE) ?? null, browser: acceptedBy(c) });
}

/** Of a page in a frame, which reads no cookie: as its address says, else as the browser asks. */
export function languageOfFrame(c: Asking): Language {
  return languageOf({ own: c.req.query("lang") ?? null, browser: acceptedBy(c) });
}

export function keepLanguage(c: Context, language: Language): void {
  setCookie(c, COOKIE, language, { httpOnly: true, secure: true, sameSite: "Lax", path: "/", maxAge: LANGUAGE_KEPT_MS / SECOND_MS });
}

/** The language in which a client books by the API; nothing where a coach books for one, or where none is said. */
export function languageOfClient(c: Asking, { role, locale }: Pick<PersonClaims, "role" | "locale">): { readonly locale?: string } {
  const said = role === "client" ? saidLanguage({ token: locale, browser: acceptedBy(c) }) : null;
  return said === null ? {} : { locale: TAGS[said] };
}

function acceptedBy({ req }: Asking): string | null {
  return req.header("Accept-Language") ?? null;
}
