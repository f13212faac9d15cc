/** The page on which an admin erases a person. The form says that it is meant; each time it is sent a bounded part is cleared. */
import type { Context } from "hono";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { cursorIn, type Place, writeCursor } from "../../../contract/paging.ts";
import { uuid, wholeNumberInQuery } from "../../../contract/scalar.ts";
import { isErased } from "../../../domain/person.ts";
import { ERASED_BOOKINGS_MAX } from "../../../limits/personal.ts";
import { say } from "../../../messages/say.ts";
import { erasePerson } from "../../../operations/admin/erase-person.ts";
import { viewPerson } from "../../../operations/admin/view-person.ts";
import { eraseHref, erasePage } from "../../../pages/admin/erase.tsx";
import { type FormState, NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, SEE_OTHER } from "../../pipeline/form.ts";
import { noticeAnswer, pageAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";

const ERASE = "/admin/people/:id/erase";
const cursor = cursorIn.nullable().catch(null).default(null);
const eraseQuery = z.object({ cleared: wholeNumberInQuery(0, ERASED_BOOKINGS_MAX).nullable().catch(null).default(null), cursor });
const eraseFields = z.object({ sure: z.string().optional().catch(undefined), cursor });

export function addAdminErasePages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  const show = async (c: Context<OwnPageEnv>, form: FormState, code: Parameters<typeof pageAnswer>[2]) => {
    const userId = uuid.safeParse(c.req.param("id")).data;
    if (userId === undefined) return await noticeAnswer(c, "not_found");
    const seen = await viewPerson(await actorContext(c, deps), { userId });
    if (!seen.ok) return await noticeAnswer(c, "not_found");
    const { user } = seen.value;
    const { cleared, cursor: next } = eraseQuery.parse(c.req.query());
    const hasErased = isErased(user);
    const told = cleared === null || !hasErased ? null : say(next === null ? "erase.done" : "erase.more", { count: cleared });
    const view = { userId, name: user.name, isErased: hasErased, cursor: textOf(next), formKey: deps.newId(), form, done: told };
    return await pageAnswer(c, erasePage(view), code, {});
  };

  app.get(ERASE, only("admin"), async (c) => await show(c, NEW_FORM, 200));

  app.post(ERASE, only("admin"), boundedForm, async (c) => {
    const userId = uuid.safeParse(c.req.param("id")).data;
    if (userId === undefined) return await noticeAnswer(c, "not_found");
    const sent = eraseFields.parse(await c.req.parseBody());
    if (sent.sure !== "on" && sent.cursor === null) return await show(c, refusedForm({}, say("erase.tick"), "sure"), 400);
    const ctx = { ...(await actorContext(c, deps)), calendarAccount: deps.calendarAccount };
    const erased = await erasePerson(ctx, { userId, cancels: false, from: sent.cursor });
    if (!erased.ok) return await show(c, refusedForm({}, refusalInWords(erased.problem)), PROBLEMS[erased.problem.tag].status);
    const { bookings, next } = erased.value;
    const place = textOf(next);
    const going = place === null ? "" : `&cursor=${place}`;
    return c.redirect(`${eraseHref(userId)}?cleared=${String(bookings)}${going}`, SEE_OTHER);
  });
}

function textOf(place: Place | null): string | null {
  return place === null ? null : writeCursor(place);
}
