/** The call after the database was restored to an earlier minute. */
import { createRoute, z } from "@hono/zod-openapi";
import type { RestoredStep } from "../domain/restored.ts";
import { RESTORED_CURSOR_CHARACTERS_MAX, RESTORED_PAYMENTS_MAX, RESTORED_PER_STEP_MAX } from "../limits/maintenance.ts";
import { bearer, json, requiredBody } from "./media.ts";
import { problems } from "./problem.ts";
import { instantIn, instantOut, presentInstant, uuid } from "./scalar.ts";

const restoredSchema = z
  .object({
    accounts: z.int().openapi({ description: "Connected calendars of this step, which read everything anew." }),
    coaches: z.int().openapi({ description: "Agendas of this step that were woken." }),
    failed: z.int().openapi({ description: "Of both, those that could not be reached. The sweep comes to them later." }),
    next_cursor: z.string().nullable().openapi({ description: "Call again with it; null: this was the last step." }),
    payments: z
      .array(z.object({ payment_id: uuid.describe("The payment's."), booking_id: uuid.describe("The booking's."), expires_at: instantOut }))
      .openapi({
        description: "In the first step: checkouts that were open at that minute. Whether they were paid since is known to Stripe alone.",
      }),
  })
  .openapi("Restored");

export const restoredRoute = createRoute({
  method: "post",
  path: "/admin/restored",
  operationId: "putRightAfterRestore",
  summary: "Put right what a restored database has left behind",
  description: `After the database was taken back to an earlier minute, what stands outside of it knows more than it does. Each step takes the next ${String(RESTORED_PER_STEP_MAX)} connected calendars, then agendas: calendars forget where they had read to, agendas are woken. The first step leaves a signed note in the audit trail, lets the anchors go on from what stands there now, and lists at most ${String(RESTORED_PAYMENTS_MAX)} checkouts to compare with Stripe. Call again with \`next_cursor\` until it is null. It is for admins and works during maintenance; a step that is repeated does no harm.`,
  tags: ["Admin"],
  security: bearer,
  request: {
    body: requiredBody(
      z.strictObject({
        restored_to: instantIn,
        cursor: z
          .string()
          .max(RESTORED_CURSOR_CHARACTERS_MAX)
          .refine((text) => /^(?:account|coach):[\da-f-]*$/u.test(text), { error: "must be a next_cursor of this call" })
          .optional()
          .describe("`next_cursor` of the step before; absent: the first step."),
      }),
    ),
  },
  responses: { 200: { description: "What the step has done", content: json(restoredSchema) }, ...problems(400, 401, 403, 413, 415, 429) },
});

export function presentRestored({ accounts, coaches, failed, next, payments }: RestoredStep): z.infer<typeof restoredSchema> {
  return {
    accounts,
    coaches,
    failed,
    next_cursor: next === null ? null : `${next.of}:${next.after}`,
    payments: payments.map(({ paymentId, bookingId, expiresAt }) => ({
      payment_id: paymentId,
      booking_id: bookingId,
      expires_at: presentInstant(expiresAt),
    })),
  };
}

/** From the beginning where there is none. */
export function placeOf(cursor: string | undefined): NonNullable<RestoredStep["next"]> | null {
  if (cursor === undefined) return null;
  const [of, after = ""] = cursor.split(":");
  return { of: of === "coach" ? "coach" : "account", after };
}
