/** An amount of money. Nothing here converts or rounds. */
export interface Money {
  /** In the smallest unit of the currency. */
  readonly minor: number;
  /** ISO 4217. */
  readonly currency: string;
}
