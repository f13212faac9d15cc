/** Bounds of the reports. */
/** Rows that are read, written and sent before the next are read. */
export const REPORT_ROWS_PER_PAGE = 1_000;
/** Of coaches, each of whom is counted over the whole range. */
export const REPORT_COACHES_PER_PAGE = 50;
/** D1 takes 1,000 queries for one request: https://developers.cloudflare.com/d1/platform/limits/. The rest are for asking who asks. */
export const REPORT_PAGES_MAX = 900;
