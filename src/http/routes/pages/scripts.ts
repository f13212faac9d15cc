/** The files of the scripts of pages. A name that is none of theirs is no file. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Admission } from "../../pipeline/admission.ts";
import { KEPT_FOR_EVER } from "../../pipeline/caching.ts";
import type { HttpEnv } from "../../pipeline/dependencies.ts";
import { noticeAnswer } from "../../pipeline/page.ts";
import { scriptAt } from "../../pipeline/scripts.ts";

export function addScripts(app: OpenAPIHono<HttpEnv>, { anybody }: Admission): void {
  app.get("/scripts/:name", anybody, async (c) => {
    const script = await scriptAt(c.req.path);
    if (script === null) return await noticeAnswer(c, "not_found");
    return c.body(script, 200, { "Content-Type": "text/javascript; charset=utf-8", ...KEPT_FOR_EVER });
  });
}
