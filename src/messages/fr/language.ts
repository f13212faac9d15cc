import type { LANGUAGE as EN_LANGUAGE } from "../en/language.ts";

export const LANGUAGE = {
  "language.choice": "Langue",
  "embed.attribute.lang": "Une langue par son code, comme de ou pt-BR. Sinon, celle que demande le navigateur du visiteur.",
} as const satisfies Readonly<Record<keyof typeof EN_LANGUAGE, string>>;
