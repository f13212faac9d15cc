/** The deep look at the service's health, for monitors that know its secret. */
import { createRoute, z } from "@hono/zod-openapi";
import { type Health, HEALTH_PARTS, HEALTH_STATES, HEALTH_UNITS, type HealthPart } from "../domain/health.ts";
import type { Instant } from "../domain/instant.ts";
import { HEALTH_THRESHOLDS } from "../limits/health.ts";
import { everyone, json } from "./media.ts";
import { problems } from "./problem.ts";
import { instantOut, presentInstant } from "./scalar.ts";

const SECRET_CHARACTERS_MAX = 500;

const state = z.enum(HEALTH_STATES);

const partSchema = z.object({
  state: state.describe("As the measure stands to the two bounds."),
  measured: z.number().nullable().openapi({ description: "null: there was no answer, which is a failure." }),
  unit: z.string().describe("Of the three figures."),
  warning_from: z.number().describe("Measured so much or more, it is a warning."),
  failing_from: z.number().describe("Measured so much or more, it fails."),
});

const ofPart = partSchema.describe("One thing that was looked at.");

const deepHealthSchema = z
  .object({
    status: state.openapi({ description: "The worst state of the parts." }),
    checked_at: instantOut,
    parts: z
      .object(Object.fromEntries(HEALTH_PARTS.map((part) => [part, ofPart])) as Record<HealthPart, typeof partSchema>)
      .describe("Each with its figure and bounds."),
  })
  .openapi("DeepHealth");

export const deepHealthRoute = createRoute({
  method: "get",
  path: "/health/deep",
  operationId: "deepHealth",
  summary: "What works and what is late",
  description:
    "Reads the database and writes to it, asks one object of each class, and looks for the oldest effect that is due, for calendars that have fallen silent, for when the audit trail was last anchored and at the size of the database. It is for monitors that know the secret of the service; to anybody else the path does not exist. The status is 503 where a part fails, with the same body; a warning is still 200. Ask about once a minute.",
  tags: ["Service"],
  security: everyone,
  request: {
    headers: z.object({
      "Health-Secret": z
        .string()
        .max(SECRET_CHARACTERS_MAX)
        .optional()
        .openapi({ description: "A secret of the operator, as `HEALTH_SECRET` of the service has it." }),
    }),
  },
  responses: {
    ...problems(400, 404, 429),
    200: { description: "No part fails", content: json(deepHealthSchema) },
    503: {
      description: "A part fails, or the service cannot answer now",
      content: { ...json(deepHealthSchema), ...problems()[503].content },
    },
  },
});

export function presentHealth({ state: worst, figures }: Health, at: Instant): z.infer<typeof deepHealthSchema> {
  const parts = figures.map(({ part, state: found, measured }) => {
    const { warningFrom, failingFrom } = HEALTH_THRESHOLDS[part];
    const shown = { state: found, measured, unit: HEALTH_UNITS[part], warning_from: warningFrom, failing_from: failingFrom };
    return [part, shown] as const;
  });
  return {
    status: worst,
    checked_at: presentInstant(at),
    parts: Object.fromEntries(parts) as Record<HealthPart, z.infer<typeof partSchema>>,
  };
}
