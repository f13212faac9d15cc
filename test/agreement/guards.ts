/**
 * The rules that the reference system can be told to forget, one at a time. The first eleven are the eleven acts at the head of the
 * agreement, in their order; the others are rules of the same weight that those acts do not name.
 */
export const ELEVEN = [
  "length keeps its price",
  "own moves lower the cap",
  "the clock is asked",
  "a priced move needs the client",
  "the caps count every state",
  "approval binds moves",
  "the price is copied",
  "one capture stands",
  "refunds by hand count",
  "deadlines survive moves",
  "the same time is no change",
] as const;

export const FURTHER = [
  "terms are copied",
  "the deactivated are shut out",
  "a coach's cancellation gives all back",
  "a lapse gives all back",
  "late money is given back",
  "a request is judged when asked",
  "a waiver is the coach's",
  "accepting asks for free time",
  "nothing but a first checkout prolongs",
  "goodwill is counted in",
  "a calendar is a coach's door",
  "a lapsed start comes back late",
  "an unpaid hold is of minutes",
  "only the parties act",
  "a coach books for clients it has had",
  "the other side answers a request",
  "a retired offer is not sold",
  "money for the deactivated goes back",
  "only an unpaid price is waived",
  "what was never confirmed is given back whole",
] as const;

export type Guard = (typeof ELEVEN)[number] | (typeof FURTHER)[number];
