/** Where an admin begins. Each part of the administration has a file of its own. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { adminStartPage } from "../../../pages/admin/start.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import type { HttpEnv } from "../../pipeline/dependencies.ts";
import { pageAnswer } from "../../pipeline/page.ts";

export function addAdminPages(app: OpenAPIHono<HttpEnv>, { only }: Admission): void {
  app.get("/admin", only("admin"), async (c) => await pageAnswer(c, adminStartPage(), 200, {}));
}
