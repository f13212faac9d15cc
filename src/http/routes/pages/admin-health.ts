/** The health of the service for admins. Looking writes one row and takes it back, so each look is counted as a write of the person. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { viewHealth } from "../../../operations/service/view-health.ts";
import { healthPage } from "../../../pages/admin/health.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import type { AppDependencies, HttpEnv } from "../../pipeline/dependencies.ts";
import { isPersonOver } from "../../pipeline/metering.ts";
import { noticeAnswer, pageAnswer } from "../../pipeline/page.ts";
import { zoneShown } from "./chosen.ts";

export function addAdminHealthPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get("/admin/health", only("admin"), async (c) => {
    const { actor, now, session } = c.var;
    if (await isPersonOver(deps, actor.id)) return await noticeAnswer(c, "too_many");
    const health = await viewHealth(deps);
    const { timeZone } = zoneShown(undefined, session, "UTC");
    return await pageAnswer(c, healthPage({ health, now, timeZone }), 200, {});
  });
}
