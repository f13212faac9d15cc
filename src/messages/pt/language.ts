import type { LANGUAGE as EN_LANGUAGE } from "../en/language.ts";

export const LANGUAGE = {
  "language.choice": "Idioma",
  "embed.attribute.lang": "Um idioma por seu código, como de ou pt-BR. Sem ele, o que o navegador do visitante pedir.",
} as const satisfies Readonly<Record<keyof typeof EN_LANGUAGE, string>>;
