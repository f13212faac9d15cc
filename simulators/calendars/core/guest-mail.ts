/** A mail that a provider would have sent to the guests of an event, noted down instead. */
import type { ChangeKind } from "./world.ts";

export interface GuestMail {
  readonly at: number;
  readonly eventId: string;
  readonly kind: ChangeKind;
  readonly to: readonly string[];
}
