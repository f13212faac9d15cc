import type { ADMIN as EN } from "../en/admin.ts";

/** The frame of the pages of admins, and their start. */
export const ADMIN = {
  "admin.nav": "Verwaltung",
  "admin.nav.figures": "Kennzahlen",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
