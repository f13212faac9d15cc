import type { ADMIN as EN } from "../en/admin.ts";

/** The frame of the pages of admins, and their start. */
export const ADMIN = {
  "admin.nav": "Verwaltung",
  "admin.nav.figures": "Kennzahlen",
  "admin.title": "Verwaltung",
  "admin.lead": "Alles, worum sich die Verwaltung kümmert.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
