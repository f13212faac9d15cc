/** The pages for developers. They are for anybody, and for each the same but for the language of the frame. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { docsPage, guidePage, problemsPage } from "../../../pages/docs.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { REVALIDATED } from "../../pipeline/caching.ts";
import type { AppDependencies, HttpEnv } from "../../pipeline/dependencies.ts";
import { noticeAnswer, pageAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";

export function addDocsPages(app: OpenAPIHono<HttpEnv>, { config }: AppDependencies, { anybody }: Admission): void {
  app.get("/docs", anybody, async (c) => await pageAnswer(c, docsPage(), 200, REVALIDATED));

  app.get("/docs/guides/:name", anybody, async (c) => {
    const page = guidePage(c.req.param("name"), config.serviceUrl);
    return page === null ? await noticeAnswer(c, "not_found") : await pageAnswer(c, page, 200, REVALIDATED);
  });

  app.get("/docs/problems", anybody, async (c) => {
    const problems = Object.entries(PROBLEMS).map(([code, { status, meaning }]) => ({ code, status, meaning }));
    return await pageAnswer(c, problemsPage(problems), 200, REVALIDATED);
  });
}
