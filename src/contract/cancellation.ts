/** The preview of a cancellation on the wire: what it would give back, and until when. */
import { z } from "@hono/zod-openapi";
import type { Instant } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { presentPrice, price } from "./agreement.ts";
import { instantOut, presentInstant } from "./scalar.ts";

export const cancellationSchema = z
  .object({
    refund: price.nullable().openapi({ description: "null: nothing." }),
    refund_percent: z.int().describe("Of what was paid, 0 to 100."),
    holds_until: instantOut.nullable().openapi({ description: "The last instant at which it gives back as much; null: until the start." }),
  })
  .openapi("Cancellation");

interface CancellationPreview {
  readonly refund: Money | null;
  readonly refundPercent: number;
  readonly holdsUntil: Instant | null;
}

export function presentCancellation({ refund, refundPercent, holdsUntil }: CancellationPreview): z.infer<typeof cancellationSchema> {
  const until = holdsUntil === null ? null : presentInstant(holdsUntil);
  return { refund: presentPrice(refund), refund_percent: refundPercent, holds_until: until };
}
