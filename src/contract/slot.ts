/** One slot on the wire. */
import { z } from "@hono/zod-openapi";
import { after, type Instant } from "../domain/instant.ts";
import { instantOut, presentInstant } from "./scalar.ts";

export const slotSchema = z.object({ starts_at: instantOut, ends_at: instantOut });

export function presentSlot(start: Instant, lengthMs: number): z.infer<typeof slotSchema> {
  return { starts_at: presentInstant(start), ends_at: presentInstant(after(start, lengthMs)) };
}
