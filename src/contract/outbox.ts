/** The outbox on the wire, as an admin sees it: what has not happened yet, and what gave up. Ids, kinds and codes only. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Instant } from "../domain/instant.ts";
import { bearer, json } from "./media.ts";
import { offsetPage } from "./paging.ts";
import { problems } from "./problem.ts";
import { instantOut, presentInstant, uuid } from "./scalar.ts";

const EFFECT_ID_CHARACTERS_MAX = 300;

const effectSchema = z
  .object({
    id: z.string(),
    coach_id: uuid.openapi({ description: "Whose agenda carries it out." }),
    booking_id: uuid.nullable(),
    revision: z.int().openapi({ description: "Of the booking, when it was decided." }),
    kind: z.string().openapi({ example: "mail:confirmed:client" }),
    state: z.enum(["due", "done", "dropped", "failed"]),
    due_at: instantOut.openapi({ description: "The next try." }),
    attempts: z.int(),
    last_fault: z.string().nullable(),
    created_at: instantOut,
  })
  .openapi("Effect");

const effectListSchema = z.object({ effects: z.array(effectSchema), limit: z.int(), offset: z.int() }).openapi("EffectList");

export const listOutboxRoute = createRoute({
  method: "get",
  path: "/admin/outbox",
  operationId: "listOutbox",
  summary: "Effects that gave up, or that wait",
  description:
    "Lists effects, such as mails, calendar writes and refunds, that gave up or that wait. For admins. It holds ids, kinds and codes, and nothing of what a mail says. Page with `limit` and `offset`.",
  tags: ["Admin"],
  security: bearer,
  request: { query: z.object({ state: z.enum(["failed", "due"]).default("failed"), ...offsetPage }) },
  responses: { 200: { description: "A page of effects", content: json(effectListSchema) }, ...problems(400, 401, 403) },
});

export const retryEffectRoute = createRoute({
  method: "post",
  path: "/admin/outbox/{id}/retry",
  operationId: "retryEffect",
  summary: "Have an effect that gave up tried again",
  description:
    "Has an effect that gave up tried again, for admins. Do it once the cause is mended: `last_fault` says what it was. An effect that has been carried out is not carried out twice.",
  tags: ["Admin"],
  security: bearer,
  request: { params: z.object({ id: z.string().min(1).max(EFFECT_ID_CHARACTERS_MAX) }) },
  responses: { 200: { description: "The effect, due again", content: json(effectSchema) }, ...problems(400, 401, 403, 404, 429) },
});

interface Effect {
  readonly id: string;
  readonly coachId: string;
  readonly bookingId: string | null;
  readonly revision: number;
  readonly kind: string;
  readonly state: "due" | "done" | "dropped" | "failed";
  readonly dueAt: Instant;
  readonly attempts: number;
  readonly lastFault: string | null;
  readonly createdAt: Instant;
}

export function presentEffect(effect: Effect): z.infer<typeof effectSchema> {
  return {
    id: effect.id,
    coach_id: effect.coachId,
    booking_id: effect.bookingId,
    revision: effect.revision,
    kind: effect.kind,
    state: effect.state,
    due_at: presentInstant(effect.dueAt),
    attempts: effect.attempts,
    last_fault: effect.lastFault,
    created_at: presentInstant(effect.createdAt),
  };
}
