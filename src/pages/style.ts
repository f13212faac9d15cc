/**
 * The one style sheet of all pages: tokens and common parts, then a file for each subject. System fonts, light and dark by the reader's
 * preference, logical properties so that it can turn right to left. It loads nothing.
 */
import { ADMIN } from "./style/admin.ts";
import { BASE, PRINTED } from "./style/base.ts";
import { BOOK } from "./style/book.ts";
import { DESK } from "./style/desk.ts";
import { EMBED } from "./style/embed.ts";
import { HOURS } from "./style/hours.ts";
import { LANGUAGE } from "./style/language.ts";
import { REPORTS } from "./style/reports.ts";
import { SESSIONS } from "./style/sessions.ts";

export const STYLE = [BASE, ADMIN, BOOK, DESK, EMBED, HOURS, LANGUAGE, REPORTS, SESSIONS, PRINTED].join("");
