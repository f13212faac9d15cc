import type { LANGUAGE as EN_LANGUAGE } from "../en/language.ts";

export const LANGUAGE = {
  "language.choice": "言語",
  "embed.attribute.lang": "言語タグ（de、pt-BR など）。指定がない場合は、閲覧者のブラウザーの言語になります。",
} as const satisfies Readonly<Record<keyof typeof EN_LANGUAGE, string>>;
