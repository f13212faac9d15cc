/** The choice of a language at the foot of every page. */
export const LANGUAGE = {
  "language.choice": "Language",
} as const;
