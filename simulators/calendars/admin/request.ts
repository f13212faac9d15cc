/** How the admin surface reads what it is asked: the account from the query, the body as a schema has it, refusals as 400. */
import type { Context } from "hono";
import type { z } from "zod";
import type { Core } from "../core/core.ts";
import type { Account } from "../core/world.ts";

export const DONE = (): Response => new Response(null, { status: 204 });

export function refuse(detail: string): Response {
  return Response.json({ error: detail }, { status: 400 });
}

/** `?account=google:ana@example.test`; null without one. */
export function accountAsked(core: Core, context: Context): Account | null | Response {
  const key = context.req.query("account");
  if (key === undefined) return null;
  return core.world.accountOfKey(key) ?? refuse("account must be google:ADDRESS or microsoft:ADDRESS");
}

/** The same where one is needed. */
export function accountNeeded(core: Core, context: Context): Account | Response {
  return accountAsked(core, context) ?? refuse("say which account: ?account=google:ADDRESS");
}

/** JSON, or a form as a page sends it. */
export async function bodyAsked<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.output<Schema> | Response> {
  const isForm = context.req.header("content-type")?.startsWith("application/x-www-form-urlencoded") === true;
  const text = await context.req.text();
  const given: unknown = isForm ? Object.fromEntries(new URLSearchParams(text)) : text === "" ? {} : JSON.parse(text);
  const read = schema.safeParse(given);
  return read.success ? read.data : refuse(read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}

export function isRefusal(value: unknown): value is Response {
  return value instanceof Response;
}
