/**
 * The health of the service for admins, with its figures over time where they can be read. Looking writes one row and takes it back, and asks
 * another service, so each look is counted as a write of the person.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { POINT_RANGES, type PointRange } from "../../../domain/point-counts.ts";
import { type PointFigure, viewPointCounts } from "../../../operations/service/view-point-counts.ts";
import { viewHealth } from "../../../operations/service/view-health.ts";
import { healthPage } from "../../../pages/admin/health.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import type { AppDependencies, HttpEnv } from "../../pipeline/dependencies.ts";
import { isPersonOver } from "../../pipeline/metering.ts";
import { noticeAnswer, pageAnswer } from "../../pipeline/page.ts";
import { zoneShown } from "./chosen.ts";

const healthQuery = z.object({ range: z.enum(POINT_RANGES).catch("day").default("day") });

export function addAdminHealthPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get("/admin/health", only("admin"), async (c) => {
    const { actor, now, session } = c.var;
    if (await isPersonOver(deps, actor.id)) return await noticeAnswer(c, "too_many");
    const { range } = healthQuery.parse(c.req.query());
    const [health, figures] = await Promise.all([viewHealth(deps), figuresOf(deps, range)]);
    const { timeZone } = zoneShown(undefined, session, "UTC");
    const points = { writtenTo: deps.config.dataPoints, figures, range, timeZone };
    return await pageAnswer(c, healthPage({ health, points, now, timeZone }), 200, {});
  });
}

/** null: figures go elsewhere, or nobody has said how they are read. */
async function figuresOf({ config, fetch, now }: AppDependencies, range: PointRange): Promise<readonly PointFigure[] | null> {
  const { analytics: account, dataPoints, calendars } = config;
  if (account === null || dataPoints !== "analytics") return null;
  return await viewPointCounts({ account, standInUrl: calendars.standInUrl, fetch, now }, { range });
}
