/** Every message in Spanish, formal. What English has and this lacks does not compile. */
import { EN } from "./en.ts";
import type { Catalogue } from "./language.ts";
import { LANGUAGE } from "./es/language.ts";

export const ES: Catalogue = {
  // Until its own text stands.
  ...EN,
  ...LANGUAGE,
};
