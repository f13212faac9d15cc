/** The use of each key of tokens: it tells an operator when an old key may go. */

/** `seals`: the current one; `opens`: in the ring beside it; `missing`: no longer in the ring, though something stands sealed by it. */
export const KEY_STANDINGS = ["seals", "opens", "missing"] as const;

export interface KeyUse {
  readonly id: string;
  readonly standing: (typeof KEY_STANDINGS)[number];
  /** Connected calendars whose tokens it seals. */
  readonly calendars: number;
  /** Secrets of webhooks that it seals, those before the current one among them. */
  readonly webhooks: number;
}

export interface KeyUses {
  /** The current one first. */
  readonly keys: readonly KeyUse[];
  /** Connected calendars of which it is not noted yet. */
  readonly calendarsUnseen: number;
  /** Connected calendars whose tokens no key opens. */
  readonly calendarsUnreadable: number;
}
