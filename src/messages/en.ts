/**
 * Every text of a page or a mail, in English, by its name: ICU MessageFormat, so that a translation can count as its language does. Holds
 * words only: no markup, and no dates, amounts or lists, which `Intl` writes. A file of `en/` for each subject; no name stands in two.
 */
import { ADMIN_EFFECTS } from "./en/admin-effects.ts";
import { ADMIN_ERASE } from "./en/admin-erase.ts";
import { ADMIN_HAND } from "./en/admin-hand.ts";
import { ADMIN_HEALTH } from "./en/admin-health.ts";
import { ADMIN_PEOPLE } from "./en/admin-people.ts";
import { ADMIN_POINTS } from "./en/admin-points.ts";
import { ADMIN_WEBHOOKS } from "./en/admin-webhooks.ts";
import { ADMIN } from "./en/admin.ts";
import { ADMIN_BOOKING } from "./en/admin-booking.ts";
import { ADMIN_BOOKINGS } from "./en/admin-bookings.ts";
import { ADMIN_REPORTS } from "./en/admin-reports.ts";
import { ANALYTICS } from "./en/analytics.ts";
import { BOOK_TIME } from "./en/book-time.ts";
import { BOOK } from "./en/book.ts";
import { CALENDAR_ENTRY } from "./en/calendar-entry.ts";
import { CALENDARS } from "./en/calendars.ts";
import { CONSENT } from "./en/consent.ts";
import { DESK_BOOK } from "./en/desk-book.ts";
import { DESK_FORMS } from "./en/desk-forms.ts";
import { DESK_OFFERS } from "./en/desk-offers.ts";
import { DESK } from "./en/desk.ts";
import { EMBED } from "./en/embed.ts";
import { HOURS } from "./en/hours.ts";
import { LANGUAGE } from "./en/language.ts";
import { MAIL } from "./en/mail.ts";
import { REFERENCE } from "./en/reference.ts";
import { REFUSALS } from "./en/refusals.ts";
import { SESSIONS } from "./en/sessions.ts";
import { SIGN_IN } from "./en/sign-in.ts";
import { SITE } from "./en/site.ts";

export const EN = {
  ...ADMIN,
  ...ADMIN_BOOKING,
  ...ADMIN_BOOKINGS,
  ...ADMIN_REPORTS,
  ...ANALYTICS,
  ...ADMIN_EFFECTS,
  ...ADMIN_ERASE,
  ...ADMIN_HAND,
  ...ADMIN_HEALTH,
  ...ADMIN_PEOPLE,
  ...ADMIN_POINTS,
  ...ADMIN_WEBHOOKS,
  ...BOOK,
  ...BOOK_TIME,
  ...CALENDARS,
  ...CALENDAR_ENTRY,
  ...CONSENT,
  ...DESK,
  ...DESK_BOOK,
  ...DESK_FORMS,
  ...DESK_OFFERS,
  ...EMBED,
  ...HOURS,
  ...LANGUAGE,
  ...MAIL,
  ...REFERENCE,
  ...REFUSALS,
  ...SESSIONS,
  ...SIGN_IN,
  ...SITE,
} as const satisfies Readonly<Record<string, string>>;
