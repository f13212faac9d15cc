/** The one media type bodies come and go in, and the one way to sign in, in the words of OpenAPI. */
import type { z } from "@hono/zod-openapi";

export function json<Schema extends z.ZodType>(schema: Schema) {
  return { "application/json": { schema } };
}

/** Without `required` a request that has no body would pass as an empty one. */
export function requiredBody<Schema extends z.ZodType>(schema: Schema) {
  return { content: json(schema), required: true };
}

export const bearer = [{ bearer: [] }];
/** Written out, so that a route without it stands out as forgotten. */
export const everyone = [];
