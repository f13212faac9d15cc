/**
 * Where the providers' notifications come to. A notification is a hint: it is answered at once, and one whose secret
 * the service has signed is handed to the one object that can tell whether it is true. A handshake is answered before anything else is read.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { googlePushRoute, outlookLifecycleRoute, outlookPushRoute } from "../../contract/calendar-routes.ts";
import type { PushHint } from "../../domain/calendar-account.ts";
import { BODY_BYTES_MAX } from "../../limits.ts";
import { readAtMost } from "../pipeline/body.ts";
import type { AppDependencies, HttpEnv } from "../pipeline/dependencies.ts";

const HINTS_PER_CALL_MAX = 100;

const noticesSchema = z.object({
  value: z.array(
    z.object({
      subscriptionId: z.string(),
      clientState: z.string().nullish(),
      lifecycleEvent: z.string().nullish(),
    }),
  ),
});

export function addPushRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies): void {
  app.openapi(googlePushRoute, (c) => {
    const { "x-goog-channel-id": channelId, "x-goog-channel-token": token, "x-goog-resource-state": state } = c.req.valid("header");
    // The first message of a channel says that it is open, and not that anything has changed.
    if (channelId !== undefined && token !== undefined && state !== "sync")
      deps.waitUntil(deps.deliverHints([{ provider: "google", channelId, token }]));
    return c.body(null, 204);
  });
  app.openapi(outlookPushRoute, async (c) => {
    const { validationToken } = c.req.valid("query");
    return validationToken === undefined ? await hear(c, deps) : proof(c, validationToken);
  });
  app.openapi(outlookLifecycleRoute, async (c) => {
    const { validationToken } = c.req.valid("query");
    return validationToken === undefined ? await hear(c, deps) : proof(c, validationToken);
  });
}

/** As plain text, which no browser makes a page of: `nosniff` stands on every answer. */
function proof(c: Context<HttpEnv>, token: string) {
  return c.text(token, 200, { "Content-Type": "text/plain; charset=utf-8" });
}

/** One message may speak of several subscriptions; each is believed by its own secret. */
async function hear(c: Context<HttpEnv>, deps: AppDependencies) {
  const bytes = await readAtMost(c.req.raw, BODY_BYTES_MAX);
  const hints = bytes === null ? [] : hintsIn(bytes);
  if (hints.length > 0) deps.waitUntil(deps.deliverHints(hints));
  return c.body(null, 202);
}

function hintsIn(bytes: Uint8Array): PushHint[] {
  let notices: z.output<typeof noticesSchema>["value"];
  try {
    notices = noticesSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).value;
  } catch {
    return [];
  }
  const seen = new Map<string, PushHint>();
  for (const { subscriptionId: channelId, clientState, lifecycleEvent } of notices.slice(0, HINTS_PER_CALL_MAX)) {
    if (typeof clientState !== "string") continue;
    const lifecycle = LIFECYCLES.find((known) => known === lifecycleEvent) ?? null;
    seen.set(`${channelId}/${clientState}/${lifecycle ?? ""}`, { provider: "outlook", channelId, token: clientState, lifecycle });
  }
  return [...seen.values()];
}

const LIFECYCLES = ["reauthorizationRequired", "subscriptionRemoved", "missed"] as const;
