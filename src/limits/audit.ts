/** Bounds of the check of all audit chains. */
/** Pages of a chain, of `AUDIT_ROWS_PER_PAGE_MAX` rows each, that one step of the check reads. */
export const AUDIT_PAGES_PER_STEP = 20;
