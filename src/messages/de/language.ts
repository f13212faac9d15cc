import type { LANGUAGE as EN_LANGUAGE } from "../en/language.ts";

export const LANGUAGE = {
  "language.choice": "Sprache",
} as const satisfies Readonly<Record<keyof typeof EN_LANGUAGE, string>>;
