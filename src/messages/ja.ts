/** Every message in Japanese, polite. What English has and this lacks does not compile. */
import { EN } from "./en.ts";
import type { Catalogue } from "./language.ts";
import { LANGUAGE } from "./ja/language.ts";

export const JA: Catalogue = {
  // Until its own text stands.
  ...EN,
  ...LANGUAGE,
};
