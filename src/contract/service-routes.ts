/** What the service says about itself. */
import { createRoute, z } from "@hono/zod-openapi";
import { everyone, json } from "./media.ts";
import { problems } from "./problem.ts";

const healthSchema = z.object({ status: z.literal("ok") }).openapi("Health");

export const healthRoute = createRoute({
  method: "get",
  path: "/health",
  operationId: "health",
  summary: "Whether the service answers",
  tags: ["Service"],
  security: everyone,
  responses: { 200: { description: "It does", content: json(healthSchema) }, ...problems() },
});

export const serviceRoutes = [healthRoute] as const;
