/** Every message in French, formal. What English has and this lacks does not compile. */
import { EN } from "./en.ts";
import type { Catalogue } from "./language.ts";
import { LANGUAGE } from "./fr/language.ts";

export const FR: Catalogue = {
  // Until its own text stands.
  ...EN,
  ...LANGUAGE,
};
