/** The words by which admins ask for bookings, beside persons, times and status. */

/** `unpaid`: it waits for its payment. `refunded`: something was given back. `disputed`: the client's bank was asked to take the money back. */
export const PAYMENT_FILTERS = ["unpaid", "paid", "refunded", "disputed"] as const;
export type PaymentFilter = (typeof PAYMENT_FILTERS)[number];

/** `answer`: one side has asked to move it. */
export const AWAITING_FILTERS = ["payment", "approval", "answer"] as const;
export type AwaitingFilter = (typeof AWAITING_FILTERS)[number];

export const LIST_ORDERS = ["latest_first", "earliest_first"] as const;
export type ListOrder = (typeof LIST_ORDERS)[number];
