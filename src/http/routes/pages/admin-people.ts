/** People found, one seen with figures, and the form that opens or closes an account. A search that makes no sense is passed over. */
import type { Context } from "hono";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { uuid, wholeNumberInQuery } from "../../../contract/scalar.ts";
import { ROLES } from "../../../domain/actor.ts";
import { isErased } from "../../../domain/person.ts";
import { isTimeZone } from "../../../domain/slots/time-zone.ts";
import { PAGES_SHOWN_MAX, PEOPLE_SEARCH_CHARACTERS_MAX, PEOPLE_SHOWN_MAX } from "../../../limits/people.ts";
import { say } from "../../../messages/say.ts";
import { listUsers } from "../../../operations/admin/list-users.ts";
import { findPeople } from "../../../operations/admin/search-people.ts";
import { setUserStatus } from "../../../operations/admin/set-user-status.ts";
import { viewPerson } from "../../../operations/admin/view-person.ts";
import { peopleHref, peoplePage, personPage } from "../../../pages/admin/people.tsx";
import { type FormState, NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, SEE_OTHER } from "../../pipeline/form.ts";
import { noticeAnswer, pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { PROBLEMS } from "../../pipeline/problem.ts";
import { zoneShown } from "./chosen.ts";

const PERSON = "/admin/people/:id";

const status = z.enum(["active", "inactive"]);
const peopleQuery = z.object({
  q: z.string().trim().min(1).max(PEOPLE_SEARCH_CHARACTERS_MAX).nullable().catch(null).default(null),
  role: z.enum(ROLES).nullable().catch(null).default(null),
  status: status.nullable().catch(null).default(null),
  after: uuid.nullable().catch(null).default(null),
  page: wholeNumberInQuery(1, PAGES_SHOWN_MAX).catch(1).default(1),
});
const personQuery = z.object({ done: status.nullable().catch(null).default(null) });
const statusFields = z.object({ status });

export function addAdminPeoplePages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  app.get("/admin/people", only("admin"), async (c) => {
    const { q: text, page, after, ...asked } = peopleQuery.parse(c.req.query());
    const filter = { ...asked, text };
    const ctx = await actorContext(c, deps);
    if (text !== null) {
      const found = await findPeople(ctx, { ...asked, text, after, limit: PEOPLE_SHOWN_MAX });
      if (!found.ok) return await refusedAnswer(c, found.problem);
      const { users: people, next } = found.value;
      const moreHref = next === null ? null : peopleHref(filter, { after: next });
      return await pageAnswer(c, peoplePage({ ...filter, people, moreHref, isFirst: after === null }), 200, {});
    }
    // One more than is shown says whether there are more; nobody is counted.
    const found = await listUsers(ctx, { ...asked, limit: PEOPLE_SHOWN_MAX + 1, offset: (page - 1) * PEOPLE_SHOWN_MAX, isCounted: false });
    if (!found.ok) return await refusedAnswer(c, found.problem);
    const people = found.value.users.slice(0, PEOPLE_SHOWN_MAX);
    const moreHref = found.value.users.length > PEOPLE_SHOWN_MAX ? peopleHref(filter, { page: String(page + 1) }) : null;
    return await pageAnswer(c, peoplePage({ ...filter, people, moreHref, isFirst: page === 1 }), 200, {});
  });

  const show = async (c: Context<OwnPageEnv>, form: FormState, code: Parameters<typeof pageAnswer>[2]) => {
    const userId = uuid.safeParse(c.req.param("id")).data;
    if (userId === undefined) return await noticeAnswer(c, "not_found");
    const seen = await viewPerson(await actorContext(c, deps), { userId });
    if (!seen.ok) return await noticeAnswer(c, "not_found");
    const { user } = seen.value;
    const { done } = personQuery.parse(c.req.query());
    const view = {
      ...seen.value,
      user: { ...user, timeZone: user.timeZone !== null && isTimeZone(user.timeZone) ? user.timeZone : null },
      isSelf: user.id === c.var.actor.id,
      isErased: isErased(user),
      now: c.var.now,
      timeZone: zoneShown(undefined, c.var.session, "UTC").timeZone,
      formKey: deps.newId(),
      form,
      done: done === user.status ? say(`status.done.${done}`) : null,
    };
    return await pageAnswer(c, personPage(view), code, {});
  };

  app.get(PERSON, only("admin"), async (c) => await show(c, NEW_FORM, 200));

  app.post(PERSON, only("admin"), boundedForm, async (c) => {
    const userId = uuid.safeParse(c.req.param("id")).data;
    const sent = statusFields.safeParse(await c.req.parseBody());
    if (userId === undefined || !sent.success) return await noticeAnswer(c, "not_found");
    // The status wished for is named, so that the form sent twice changes nothing the second time.
    const changed = await setUserStatus(await actorContext(c, deps), { userId, status: sent.data.status });
    if (changed.ok) return c.redirect(`/admin/people/${userId}?done=${sent.data.status}`, SEE_OTHER);
    return await show(c, refusedForm({}, refusalInWords(changed.problem)), PROBLEMS[changed.problem.tag].status);
  });
}
