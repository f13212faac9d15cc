/** What the service says about itself: health, the OpenAPI document, and the pages that explain both. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { openApiDocument } from "../../contract/document.ts";
import { healthRoute } from "../../contract/service-routes.ts";
import { problemsPage, REFERENCE_FILES, REFERENCE_POLICY, REFERENCE_SCRIPT, referencePage } from "../../pages/reference.tsx";
import { KEPT_AN_HOUR, REVALIDATED } from "../pipeline/caching.ts";
import type { AppDependencies, HttpEnv } from "../pipeline/dependencies.ts";
import { isAddressOver, rateLimited } from "../pipeline/metering.ts";
import { PROBLEMS } from "../pipeline/problem.ts";

const PAGE = { "Content-Security-Policy": REFERENCE_POLICY, ...REVALIDATED };

export function addServiceRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies): void {
  app.openapi(healthRoute, (c) => c.json({ status: "ok" as const }, 200));

  // The pages are served outside of the contract.
  for (const path of ["/openapi.json", "/docs/*"]) {
    app.use(path, async (c, next) => ((await isAddressOver(c, deps)) ? rateLimited(c) : await next()));
  }

  let document: string | null = null;
  app.get("/openapi.json", (c) => {
    document ??= JSON.stringify(openApiDocument(deps.config.serviceUrl));
    return c.body(document, 200, { "Content-Type": "application/json", ...REVALIDATED });
  });

  app.get("/docs", (c) => c.html(referencePage(), 200, PAGE));
  app.get("/docs/init.js", (c) => c.body(REFERENCE_SCRIPT, 200, { "Content-Type": "text/javascript; charset=utf-8", ...PAGE }));
  app.get("/docs/problems", (c) => {
    const problems = Object.entries(PROBLEMS).map(([code, { status, meaning }]) => ({ code, status, meaning }));
    return c.html(problemsPage(problems), 200, PAGE);
  });

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
