/** The service about itself: health, the OpenAPI document, and its reference. The guides are pages like the others. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { deepHealthRoute, presentHealth } from "../../contract/deep-health.ts";
import { openApiDocument } from "../../contract/document.ts";
import { healthRoute } from "../../contract/service-routes.ts";
import { isOneOf } from "../../lib/same-secret.ts";
import { HEALTH_METER_KEY } from "../../limits/health.ts";
import { viewHealth } from "../../operations/service/view-health.ts";
import { REFERENCE_FILES, REFERENCE_POLICY, REFERENCE_SCRIPT, referencePage } from "../../pages/reference.tsx";
import { KEPT_AN_HOUR, REVALIDATED } from "../pipeline/caching.ts";
import type { AppDependencies, HttpEnv } from "../pipeline/dependencies.ts";
import { isAddressOver, isPersonOver, rateLimited } from "../pipeline/metering.ts";
import { problemAnswer } from "../pipeline/problem.ts";

const PAGE = { "Content-Security-Policy": REFERENCE_POLICY, ...REVALIDATED };

export function addServiceRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies): void {
  app.openapi(healthRoute, (c) =>
    // A deployment asks which version has answered.
    c.json({ status: "ok" as const }, 200, deps.version === "" ? {} : { "Worker-Version": deps.version }),
  );

  app.openapi(deepHealthRoute, async (c) => {
    const { "Health-Secret": secret = "" } = c.req.valid("header");
    if (!isOneOf(deps.config.healthSecrets, secret)) return problemAnswer(c, "not_found", "There is nothing under this path.");
    // A caller who knows the secret may not make the database work for nothing either.
    if (await isPersonOver(deps, HEALTH_METER_KEY)) return rateLimited(c);
    const health = await viewHealth(deps);
    return c.json(presentHealth(health, c.var.now), health.state === "failing" ? 503 : 200);
  });

  // They are served outside of the contract.
  const files = Object.keys(REFERENCE_FILES).map((name) => `/docs/${name}`);
  for (const path of ["/openapi.json", "/docs/reference", "/docs/init.js", ...files]) {
    app.use(path, async (c, next) => ((await isAddressOver(c, deps)) ? rateLimited(c) : await next()));
  }

  let document: string | null = null;
  app.get("/openapi.json", (c) => {
    document ??= JSON.stringify(openApiDocument(deps.config.serviceUrl));
    return c.body(document, 200, { "Content-Type": "application/json", ...REVALIDATED });
  });

  app.get("/docs/reference", (c) => c.html(referencePage(), 200, PAGE));
  app.get("/docs/init.js", (c) => c.body(REFERENCE_SCRIPT, 200, { "Content-Type": "text/javascript; charset=utf-8", ...PAGE }));

  for (const [name, contentType] of Object.entries(REFERENCE_FILES)) {
    app.get(`/docs/${name}`, async (c) => {
      // Only the path counts for the binding; the host is never resolved.
      const file = await deps.assets.fetch(`https://assets.invalid/${name}`);
      if (!file.ok) return await c.notFound();
      return new Response(file.body, {
        headers: { "Content-Type": contentType, "Content-Security-Policy": REFERENCE_POLICY, ...KEPT_AN_HOUR },
      });
    });
  }
}
