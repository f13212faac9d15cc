/** Bounds of what browsers, tokens and people say of their language, and of what is kept of a language. */

import { DAY_MS } from "../lib/duration.ts";

/** Longer tags name no language (RFC 5646 section 4.4.1 asks for 35 at least). */
export const LANGUAGE_TAG_CHARACTERS_MAX = 64;
/** Of the header `Accept-Language`. Browsers send a few dozen. */
export const ACCEPT_LANGUAGE_CHARACTERS_MAX = 512;
export const ACCEPTED_LANGUAGES_MAX = 32;

/** Of the cookie of a visitor's choice: as long as browsers keep one (RFC 6265bis section 5.6.2). */
export const LANGUAGE_KEPT_MS = 400 * DAY_MS;

/** Formats of dates, amounts and lists that an isolate keeps: time zones are chosen by visitors, so the oldest gives way. */
export const FORMATS_KEPT_MAX = 256;
