/** To be translated: English stands in until the catalogue is whole. */
export { EN as DE } from "./en.ts";
