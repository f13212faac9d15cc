/** The choice of a language at the foot of every page, and of a frame's on another site's page. */
export const LANGUAGE = {
  "language.choice": "Language",
  "embed.attribute.lang": "A language by its tag, such as de or pt-BR. Without it, what the visitor’s browser asks for.",
} as const;
