/** The coach's feed in pages. Its address stands in the answer to the form and nowhere else, so that answer is no redirect. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { revokeFeedKey, rotateFeedKey, viewFeed } from "../../../operations/calendars/calendar-files.ts";
import { feedPage } from "../../../pages/desk/feed.tsx";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, SEE_OTHER } from "../../pipeline/form.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";

const PATH = "/desk/feed";

export function addDeskFeedPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get(PATH, only("coach"), async (c) => {
    const seen = await viewFeed(await actorContext(c, deps), { coachId: c.var.actor.id });
    if (!seen.ok) return await refusedAnswer(c, seen.problem);
    const isEnded = !seen.value && c.req.query("done") === "ended";
    return await pageAnswer(c, feedPage({ formKey: deps.newId(), hasFeed: seen.value, address: null, isEnded }), 200, {});
  });

  app.post(PATH, only("coach"), boundedForm, async (c) => {
    const coachId = c.var.actor.id;
    const rotated = await rotateFeedKey(await actorContext(c, deps), { coachId });
    if (!rotated.ok) return await refusedAnswer(c, rotated.problem);
    const address = `${deps.config.serviceUrl}/coach/${coachId}/calendar.ics?key=${rotated.value}`;
    return await pageAnswer(c, feedPage({ formKey: deps.newId(), hasFeed: true, address, isEnded: false }), 200, {});
  });

  app.post(`${PATH}/end`, only("coach"), boundedForm, async (c) => {
    const revoked = await revokeFeedKey(await actorContext(c, deps), { coachId: c.var.actor.id });
    return revoked.ok ? c.redirect(`${PATH}?done=ended`, SEE_OTHER) : await refusedAnswer(c, revoked.problem);
  });
}
