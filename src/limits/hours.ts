/** Bounds of the page of a coach's hours: what it shows at once. What a coach may have is bounded in `limits.ts`. */
/** Overrides that the page of a coach's hours shows at once, of those that are not over. */
export const OVERRIDES_SHOWN_MAX = 20;
/** Empty rows beside the windows of a weekday, and pairs of times for a day with other hours. */
export const WINDOW_ROWS_MIN = 2;
export const OVERRIDE_ROWS = 3;
/** Of a day of the preview, and of a day that is explained. */
export const PREVIEW_TIMES_MAX = 24;
export const PREVIEW_DAYS = 14;
export const PREVIEW_MONTHS = 12;
export const EXPLAINED_STARTS_MAX = 300;
/** Ranges and dates that a sentence lists, before it says how many more there are. */
export const LISTED_IN_WORDS_MAX = 6;
