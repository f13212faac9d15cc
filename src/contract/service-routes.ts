/** What the service says about itself. */
import { createRoute, z } from "@hono/zod-openapi";
import { deepHealthRoute } from "./deep-health.ts";
import { everyone, json } from "./media.ts";
import { problems } from "./problem.ts";

const healthSchema = z.object({ status: z.literal("ok").describe("The service answers.") }).openapi("Health");

export const healthRoute = createRoute({
  method: "get",
  path: "/health",
  operationId: "health",
  summary: "Whether the service answers",
  description:
    "Answers while the Worker runs. It needs no token and reads nothing, so it says nothing about the database or the providers. For load balancers and monitors.",
  tags: ["Service"],
  security: everyone,
  responses: { 200: { description: "It does", content: json(healthSchema) }, ...problems() },
});

export const serviceRoutes = [healthRoute, deepHealthRoute] as const;
