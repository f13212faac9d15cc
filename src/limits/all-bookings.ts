/** Bounds of the lists of admins. */
/** Rows that one page may look at where no index holds all that was asked for; the page is then shorter, and its cursor goes on. */
export const ALL_BOOKINGS_SCANNED_MAX = 2_000;
/** Of an id: by as much of it a booking is nearly always told from all others. */
export const ID_PREFIX_CHARACTERS_MIN = 8;
