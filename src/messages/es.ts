/** To be translated: English stands in until the catalogue is whole. */
export { EN as ES } from "./en.ts";
