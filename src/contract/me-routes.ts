/** The call under /me: the service's answer to a person who asks who they are here. */
import { createRoute } from "@hono/zod-openapi";
import { bearer, json } from "./media.ts";
import { problems } from "./problem.ts";
import { meSchema } from "./user.ts";

export const viewMeRoute = createRoute({
  method: "get",
  path: "/me",
  operationId: "viewMe",
  summary: "The id, role, name and address under which this service knows the bearer of the token",
  description:
    "Says who the service takes the bearer of the token for. Use it to check that tokens of your identity provider carry the claims that are meant. The first call with a token makes the person known here.",
  tags: ["People"],
  security: bearer,
  responses: { 200: { description: "The person", content: json(meSchema) }, ...problems(401, 403) },
});
