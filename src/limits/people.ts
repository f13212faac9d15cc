/** Bounds of what an admin looks after: effects, people, what needs a hand, the check of the trail. */
/** Failed or waiting effects that a filter looks at: what it costs, however many have failed. */
export const EFFECTS_LOOKED_AT_MAX = 5_000;
/** Effects that one call has tried again, each of which may wake a coach's agenda. */
export const EFFECTS_RETRIED_MAX = 100;
/** Of a page, and pairs of kind and reason that it groups by. */
export const EFFECTS_SHOWN_MAX = 25;
export const EFFECT_GROUPS_SHOWN_MAX = 20;
/** Pages of a list that can be turned. */
export const PAGES_SHOWN_MAX = 1_000;
/** Characters of a kind or a reason as they are stored. */
export const EFFECT_CODE_CHARACTERS_MAX = 100;
/** People that one search looks at: what it costs, however many there are. It says where it stopped. */
export const PEOPLE_LOOKED_AT_MAX = 20_000;
export const PEOPLE_SHOWN_MAX = 25;
export const PEOPLE_SEARCH_CHARACTERS_MAX = 80;
/** The latest bookings of a person that the figures count. */
export const FIGURES_BOOKINGS_MAX = 5_000;
/** A cancellation less than so many hours before the start is late. */
export const LATE_HOURS = 24;
