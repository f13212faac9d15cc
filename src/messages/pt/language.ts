import type { LANGUAGE as EN_LANGUAGE } from "../en/language.ts";

export const LANGUAGE = {
  "language.choice": "Idioma",
} as const satisfies Readonly<Record<keyof typeof EN_LANGUAGE, string>>;
