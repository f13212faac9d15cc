/** Bounds of a booking's whole story, as an admin reads it: the newest of each list; that there are more is said. */
export const STORY_ACTS_MAX = 100;
export const STORY_PAYMENTS_MAX = 20;
export const STORY_REFUNDS_MAX = 50;
export const STORY_DISPUTES_MAX = 20;
/** Two people, two providers each. */
export const STORY_CALENDARS_MAX = 8;
export const STORY_EFFECTS_MAX = 100;
/** How long an admin's page says that a refund was ordered. */
export const REFUND_TOLD_MS = 600_000;
