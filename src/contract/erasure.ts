/** Erasing a person, for admins: what is asked, and what a step says. */
import { createRoute, z } from "@hono/zod-openapi";
import { bearer, json } from "./media.ts";
import { cursorIn, type Place, writeCursor } from "./paging.ts";
import { problems } from "./problem.ts";
import { uuid } from "./scalar.ts";

const provider = z.enum(["google", "outlook"]);

const erasedSchema = z
  .object({
    is_done: z
      .boolean()
      .openapi({ description: "Whether nothing is left to clear; else call again with `next_cursor`, where there is one." }),
    next_cursor: z.string().nullable().describe("To be sent as `cursor` of the next call; null: there is none."),
    cancelled: z.int().openapi({ description: "Sessions that this call has cancelled." }),
    bookings: z.int().openapi({ description: "Bookings that this call has cleared." }),
    copies: z
      .object({
        payments: z
          .array(z.string())
          .openapi({ description: "Ids of payment intents or sessions at Stripe, which keeps names and addresses." }),
        events: z
          .array(
            z.object({
              calendar_type: provider.describe("The provider of the calendar."),
              event_id: z.string().describe("The provider's."),
              user_id: uuid.describe("Whose calendar it is."),
            }),
          )
          .openapi({ description: "Events in the calendars of that person." }),
        consents: z
          .array(
            z.object({
              calendar_type: provider.describe("The provider of the calendar."),
              advice_url: z.string().nullable().describe("Where to withdraw it; null: it was withdrawn."),
            }),
          )
          .openapi({
            description: "Calendars that were disconnected; with an address where the person has to withdraw the consent by hand.",
          }),
      })
      .openapi({ description: "What others hold of these bookings. It is theirs to delete." }),
  })
  .openapi("Erased");

export const eraseUserRoute = createRoute({
  method: "post",
  path: "/admin/users/{id}/erase",
  operationId: "eraseUser",
  summary: "Erase a person: rows keep ids and times",
  description:
    "Takes away name, address, notes, reasons, tokens, feeds and stored answers of a person, for admins. It cannot be undone, and no later token brings the person back. It is refused with sessions ahead or an open payment, unless `cancel=true` has the sessions cancelled first. Each call does a bounded part: call again until `is_done`.",
  tags: ["Admin"],
  security: bearer,
  request: {
    params: z.object({ id: uuid.describe("The person's.") }),
    query: z.object({
      cancel: z.enum(["true", "false"]).default("false").openapi({ description: "Whether sessions ahead are cancelled first." }),
      cursor: cursorIn.optional().openapi({ type: "string", description: "`next_cursor` of the call before." }),
    }),
  },
  responses: { 200: { description: "What this call has done", content: json(erasedSchema) }, ...problems(400, 401, 403, 404, 409, 429) },
});

interface Step {
  readonly isDone: boolean;
  readonly next: Place | null;
  readonly cancelled: number;
  readonly bookings: number;
  readonly payments: readonly string[];
  readonly events: readonly { readonly provider: "google" | "outlook"; readonly eventId: string; readonly userId: string }[];
  readonly consents: readonly { readonly provider: "google" | "outlook"; readonly adviceUrl: string | null }[];
}

export function presentErased(step: Step): z.infer<typeof erasedSchema> {
  return {
    is_done: step.isDone,
    next_cursor: step.next === null ? null : writeCursor(step.next),
    cancelled: step.cancelled,
    bookings: step.bookings,
    copies: {
      payments: [...step.payments],
      events: step.events.map(({ provider: type, eventId, userId }) => ({ calendar_type: type, event_id: eventId, user_id: userId })),
      consents: step.consents.map(({ provider: type, adviceUrl }) => ({ calendar_type: type, advice_url: adviceUrl })),
    },
  };
}
