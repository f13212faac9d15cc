/** Bounds of what follows a change of a key. */

/** Accounts whose objects one cron sweep has seal their tokens anew: 57,600 a day. */
export const ACCOUNTS_SEALED_PER_SWEEP_MAX = 200;
