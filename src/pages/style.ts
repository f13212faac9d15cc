/**
 * The one style sheet of all pages: tokens and common parts, then a file for each subject. System fonts, light and dark by the reader's
 * preference, logical properties so that it can turn right to left. It loads nothing.
 */
import { ADMIN_PEOPLE } from "./style/admin-people.ts";
import { ADMIN } from "./style/admin.ts";
import { ADMIN_BOOKING } from "./style/admin-booking.ts";
import { BASE, PRINTED } from "./style/base.ts";
import { BOOK } from "./style/book.ts";
import { CHARTS } from "./style/charts.ts";
import { DESK } from "./style/desk.ts";
import { DOCS } from "./style/docs.ts";
import { EMBED } from "./style/embed.ts";
import { HOURS } from "./style/hours.ts";
import { LANGUAGE } from "./style/language.ts";
import { REPORTS } from "./style/reports.ts";
import { SESSIONS } from "./style/sessions.ts";

export const STYLE = [
  BASE,
  ADMIN,
  ADMIN_BOOKING,
  ADMIN_PEOPLE,
  BOOK,
  CHARTS,
  DESK,
  DOCS,
  EMBED,
  HOURS,
  LANGUAGE,
  REPORTS,
  SESSIONS,
  PRINTED,
].join("");
