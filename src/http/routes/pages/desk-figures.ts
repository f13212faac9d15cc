/** A coach's own figures on the desk. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { viewOwnFigures } from "../../../operations/coaches/view-own-figures.ts";
import { ownFiguresPage } from "../../../pages/desk/figures.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";

export function addDeskFigurePages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get("/desk/figures", only("coach"), async (c) => {
    const seen = await viewOwnFigures(await actorContext(c, deps), { coachId: c.var.actor.id });
    if (!seen.ok) return await refusedAnswer(c, seen.problem);
    return await pageAnswer(c, ownFiguresPage({ ...seen.value, now: c.var.now }), 200, {});
  });
}
