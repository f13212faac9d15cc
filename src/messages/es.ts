/** Every message in Spanish, formal. What English has and this lacks does not compile. */
import type { Catalogue } from "./language.ts";
import { ANALYTICS } from "./es/analytics.ts";
import { ADMIN_REPORTS } from "./es/admin-reports.ts";
import { ADMIN_BOOKINGS } from "./es/admin-bookings.ts";
import { ADMIN_BOOKING } from "./es/admin-booking.ts";
import { ADMIN_EFFECTS } from "./es/admin-effects.ts";
import { ADMIN_ERASE } from "./es/admin-erase.ts";
import { ADMIN_HAND } from "./es/admin-hand.ts";
import { ADMIN_HEALTH } from "./es/admin-health.ts";
import { ADMIN_PEOPLE } from "./es/admin-people.ts";
import { ADMIN_POINTS } from "./es/admin-points.ts";
import { ADMIN_WEBHOOKS } from "./es/admin-webhooks.ts";
import { ADMIN } from "./es/admin.ts";
import { BOOK_TIME } from "./es/book-time.ts";
import { BOOK } from "./es/book.ts";
import { CALENDAR_ENTRY } from "./es/calendar-entry.ts";
import { CALENDARS } from "./es/calendars.ts";
import { CONSENT } from "./es/consent.ts";
import { DESK_BOOK } from "./es/desk-book.ts";
import { DESK_FORMS } from "./es/desk-forms.ts";
import { DESK_OFFERS } from "./es/desk-offers.ts";
import { DESK } from "./es/desk.ts";
import { EMBED } from "./es/embed.ts";
import { HOURS } from "./es/hours.ts";
import { LANGUAGE } from "./es/language.ts";
import { MAIL } from "./es/mail.ts";
import { REFERENCE } from "./es/reference.ts";
import { REFUSALS } from "./es/refusals.ts";
import { SESSIONS } from "./es/sessions.ts";
import { SIGN_IN } from "./es/sign-in.ts";
import { SITE } from "./es/site.ts";

export const ES: Catalogue = {
  ...ADMIN,
  ...ADMIN_ERASE,
  ...ADMIN_HAND,
  ...ADMIN_HEALTH,
  ...ADMIN_PEOPLE,
  ...ADMIN_POINTS,
  ...ADMIN_WEBHOOKS,
  ...ADMIN_EFFECTS,
  ...ADMIN_BOOKING,
  ...ADMIN_BOOKINGS,
  ...ANALYTICS,
  ...ADMIN_REPORTS,
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
};
