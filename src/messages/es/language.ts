import type { LANGUAGE as EN_LANGUAGE } from "../en/language.ts";

export const LANGUAGE = {
  "language.choice": "Idioma",
  "embed.attribute.lang": "Un idioma por su código, como de o pt-BR. Si falta, el que pida el navegador del visitante.",
} as const satisfies Readonly<Record<keyof typeof EN_LANGUAGE, string>>;
