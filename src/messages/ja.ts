/** To be translated: English stands in until the catalogue is whole. */
export { EN as JA } from "./en.ts";
