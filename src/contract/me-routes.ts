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
  description:
    "Says who the service takes the bearer of the token for. Use it to check that tokens of your identity provider carry the claims that are meant. The first call with a token makes the person known here.",
  tags: ["People"],
  security: bearer,
  responses: { 200: { description: "The person", content: json(meSchema) }, ...problems(401, 403) },
});

export const changeMeRoute = createRoute({
  method: "patch",
  path: "/me",
  operationId: "changeMe",
  summary: "Set the language in which the bearer reads pages, mails and calendar entries, or forget it",
  description:
    "Keeps the person's own choice of a language, which counts before the `locale` of their token. With null it is forgotten, and the token counts again.",
  tags: ["People"],
  security: bearer,
  request: { body: { required: true, content: json(changeMeBody) } },
  responses: { 200: { description: "The person", content: json(meSchema) }, ...problems(400, 401, 403, 413, 415, 429) },
});
