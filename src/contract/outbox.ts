/** The outbox on the wire, as an admin sees it: what has not happened yet, and what gave up. Ids, kinds and codes only. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Instant } from "../domain/instant.ts";
import { HOUR_MS } from "../lib/duration.ts";
import { OUTAGE_MS_MAX } from "../limits/patience.ts";
import { EFFECT_CODE_CHARACTERS_MAX, EFFECTS_LOOKED_AT_MAX, EFFECTS_RETRIED_MAX } from "../limits/people.ts";
import { bearer, json, requiredBody } from "./media.ts";
import { offsetPage } from "./paging.ts";
import { problems } from "./problem.ts";
import { instantIn, instantOut, presentInstant, uuid } from "./scalar.ts";

const EFFECT_ID_CHARACTERS_MAX = 300;

export const effectSchema = z
  .object({
    id: z.string().describe("The effect's: the same effect has the same id."),
    coach_id: uuid.openapi({ description: "Whose agenda carries it out." }),
    booking_id: uuid.nullable().describe("The booking that it follows from; null: it is about a calendar connection."),
    revision: z.int().openapi({ description: "Of the booking, when it was decided." }),
    kind: z.string().openapi({ example: "mail:confirmed:client", description: "As it is stored: its first word is what it does." }),
    state: z.enum(["due", "waiting", "done", "dropped", "failed"]).openapi({
      description:
        "`waiting`: due, and somebody whom it needs is down or has had enough for now, as `last_fault` says. It goes on by itself.",
    }),
    waiting_since: instantOut.nullable().openapi({ description: "Of one that is `waiting`; null of others." }),
    due_at: instantOut.openapi({ description: "The next try." }),
    attempts: z.int().describe("Tries that counted; waiting for somebody who is down is none."),
    last_fault: z.string().nullable().describe("Why the last try did not succeed; null: there was none, or it did."),
    created_at: instantOut,
  })
  .openapi("Effect");

/** The codes of Cloudflare's mail sender are capitals. */
const CODE = /^[A-Za-z0-9_:-]+$/u;

/** A kind or a reason, as it is stored. A refinement, because the generator writes the flags of an expression into the document. */
export const effectCode = z
  .string()
  .min(1)
  .max(EFFECT_CODE_CHARACTERS_MAX)
  .refine((code) => CODE.test(code), { error: "must be a kind or a reason, as the list shows it" });
const kind = effectCode.openapi({ example: "mail", description: "A kind as it is stored, or its first words: `mail` is every mail." });
const reason = effectCode.openapi({ example: "refused", description: "The `last_fault`." });

const effectListSchema = z
  .object({
    effects: z.array(effectSchema).describe("Those of this page."),
    limit: z.int().describe("The most that a page holds."),
    offset: z.int().describe("How many entries were passed over."),
  })
  .openapi("EffectList");

export const listOutboxRoute = createRoute({
  method: "get",
  path: "/admin/outbox",
  operationId: "listOutbox",
  summary: "Effects that gave up, or that wait",
  description: `What follows from a change of a booking is written down with it and carried out afterwards: mails, calendar entries, refunds. Failed ones come latest first, those that are due coach by coach; \`waiting\` are those of them that wait for a provider, a mail sender or a quota, which spends no tries for up to ${String(OUTAGE_MS_MAX / HOUR_MS)} hours. A filter looks at the first ${String(EFFECTS_LOOKED_AT_MAX)} of that order.`,
  tags: ["Admin"],
  security: bearer,
  request: {
    query: z.object({
      state: z.enum(["failed", "due", "waiting"]).default("failed").describe("Which are listed."),
      kind: kind.optional(),
      reason: reason.optional(),
      ...offsetPage,
    }),
  },
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
  request: { params: z.object({ id: z.string().min(1).max(EFFECT_ID_CHARACTERS_MAX).describe("The effect's, as the list shows it.") }) },
  responses: { 200: { description: "The effect, due again", content: json(effectSchema) }, ...problems(400, 401, 403, 404, 429) },
});

export const retryEffectsRoute = createRoute({
  method: "post",
  path: "/admin/outbox/retry",
  operationId: "retryEffects",
  summary: "Have many effects that gave up tried again",
  description: `By kind, reason and age, all of them optional. At most ${String(EFFECTS_RETRIED_MAX)} at once, the latest failures first, among the ${String(EFFECTS_LOOKED_AT_MAX)} latest before \`failed_before\`. Call again while \`has_more\` is true; where \`looked_back_to\` is not null, older ones are reached by naming it as \`failed_before\`. Written into the chain of the acts of admins.`,
  tags: ["Admin"],
  security: bearer,
  request: {
    body: requiredBody(
      z
        .strictObject({
          kind: kind.nullish(),
          reason: reason.nullish(),
          failed_before: instantIn.nullish().openapi({ description: "Only those that had given up before it." }),
        })
        .openapi("RetryEffects"),
    ),
  },
  responses: {
    200: {
      description: "How many are due again",
      content: json(
        z
          .object({
            retried: z.int().describe("How many are due again."),
            has_more: z.boolean().openapi({ description: "Whether more match: call again." }),
            looked_back_to: instantOut.nullable().openapi({ description: "Older failures were not looked at; null: all were." }),
          })
          .openapi("RetriedEffects"),
      ),
    },
    ...problems(400, 401, 403, 413, 415, 429),
  },
});

export interface RecordedEffect {
  readonly id: string;
  readonly coachId: string;
  readonly bookingId: string | null;
  readonly revision: number;
  readonly kind: string;
  readonly state: "due" | "done" | "dropped" | "failed";
  readonly waitingSince: Instant | null;
  readonly dueAt: Instant;
  readonly attempts: number;
  readonly lastFault: string | null;
  readonly createdAt: Instant;
}

export function presentEffect(effect: RecordedEffect): z.infer<typeof effectSchema> {
  return {
    id: effect.id,
    coach_id: effect.coachId,
    booking_id: effect.bookingId,
    revision: effect.revision,
    kind: effect.kind,
    state: effect.waitingSince === null ? effect.state : "waiting",
    waiting_since: effect.waitingSince === null ? null : presentInstant(effect.waitingSince),
    due_at: presentInstant(effect.dueAt),
    attempts: effect.attempts,
    last_fault: effect.lastFault,
    created_at: presentInstant(effect.createdAt),
  };
}
