/** Every message in German, formal. What English has and this lacks does not compile. */
import { EN } from "./en.ts";
import type { Catalogue } from "./language.ts";
import { LANGUAGE } from "./de/language.ts";

export const DE: Catalogue = {
  // Until its own text stands.
  ...EN,
  ...LANGUAGE,
};
