/** A mail that a provider would have sent to the guests of an event, noted down instead. */

export interface GuestMail {
  readonly at: number;
  readonly eventId: string;
  readonly kind: "created" | "updated" | "deleted";
  readonly to: readonly string[];
}
