/** Bounds of the analytics and of a coach's own figures. */
/** Local days of one range, the first and the last included; a stretch is a day at least, so there are no more stretches. */
export const ANALYTICS_DAYS_MAX = 366;
export const ANALYTICS_COACHES_PER_PAGE = 50;
/** Months of a coach's own figures, the present one included. */
export const OWN_FIGURES_MONTHS = 12;
