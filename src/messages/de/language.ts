import type { LANGUAGE as EN_LANGUAGE } from "../en/language.ts";

export const LANGUAGE = {
  "language.choice": "Sprache",
  "embed.attribute.lang":
    "Eine Sprache mit ihrem Kürzel, etwa de oder pt-BR. Ohne Angabe die Sprache, die der Browser der Besuchenden verlangt.",
} as const satisfies Readonly<Record<keyof typeof EN_LANGUAGE, string>>;
