/** Every message in Brazilian Portuguese, formal. What English has and this lacks does not compile. */
import type { Catalogue } from "./language.ts";
import { ANALYTICS } from "./pt/analytics.ts";
import { ADMIN_REPORTS } from "./pt/admin-reports.ts";
import { ADMIN_BOOKINGS } from "./pt/admin-bookings.ts";
import { ADMIN_BOOKING } from "./pt/admin-booking.ts";
import { ADMIN_EFFECTS } from "./pt/admin-effects.ts";
import { ADMIN_ERASE } from "./pt/admin-erase.ts";
import { ADMIN_HAND } from "./pt/admin-hand.ts";
import { ADMIN_HEALTH } from "./pt/admin-health.ts";
import { ADMIN_PEOPLE } from "./pt/admin-people.ts";
import { ADMIN_POINTS } from "./pt/admin-points.ts";
import { ADMIN_WEBHOOKS } from "./pt/admin-webhooks.ts";
import { ADMIN } from "./pt/admin.ts";
import { BOOK_TIME } from "./pt/book-time.ts";
import { BOOK } from "./pt/book.ts";
import { CALENDAR_ENTRY } from "./pt/calendar-entry.ts";
import { CALENDARS } from "./pt/calendars.ts";
import { CONSENT } from "./pt/consent.ts";
import { DESK_BOOK } from "./pt/desk-book.ts";
import { DESK_FORMS } from "./pt/desk-forms.ts";
import { DESK_OFFERS } from "./pt/desk-offers.ts";
import { DESK } from "./pt/desk.ts";
import { EMBED } from "./pt/embed.ts";
import { HOURS } from "./pt/hours.ts";
import { LANGUAGE } from "./pt/language.ts";
import { MAIL } from "./pt/mail.ts";
import { REFERENCE } from "./pt/reference.ts";
import { REFUSALS } from "./pt/refusals.ts";
import { SESSIONS } from "./pt/sessions.ts";
import { SIGN_IN } from "./pt/sign-in.ts";
import { SITE } from "./pt/site.ts";

export const PT: Catalogue = {
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
