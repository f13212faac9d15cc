/** Every message in Brazilian Portuguese, formal. What English has and this lacks does not compile. */
import { EN } from "./en.ts";
import type { Catalogue } from "./language.ts";
import { LANGUAGE } from "./pt/language.ts";

export const PT: Catalogue = {
  // Until its own text stands.
  ...EN,
  ...LANGUAGE,
};
