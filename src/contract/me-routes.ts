/** The calls under /me: who a person is here, and their own setting. */
import { createRoute } from "@hono/zod-openapi";
import { bearer, json } from "./media.ts";
import { problems } from "./problem.ts";
import { changeMeBody, meSchema } from "./user.ts";

export const viewMeRoute = createRoute({
  method: "get",
  path: "/me",
  operationId: "viewMe",
  summary: "The id, role, name and address under which this service knows the bearer of the token",
  tags: ["People"],
  security: bearer,
  responses: { 200: { description: "The person", content: json(meSchema) }, ...problems(401, 403) },
});

export const changeMeRoute = createRoute({
  method: "patch",
  path: "/me",
  operationId: "changeMe",
  summary: "Set the language in which the bearer reads pages, mails and calendar entries, or forget it",
  tags: ["People"],
  security: bearer,
  request: { body: { required: true, content: json(changeMeBody) } },
  responses: { 200: { description: "The person", content: json(meSchema) }, ...problems(400, 401, 403, 413, 415, 429) },
});
