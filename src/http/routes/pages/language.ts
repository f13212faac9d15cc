/** The choice of a language, at the foot of every page: kept on the record of whoever is signed in, and by the browser. Leads back to where it was made. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { zValidator } from "@hono/zod-validator";
import type { Context } from "hono";
import { z } from "zod";
import { LANGUAGES } from "../../../domain/language.ts";
import { safeReturnPath } from "../../../lib/return-path.ts";
import { recogniseSession } from "../../../operations/people/recognise-session.ts";
import { setOwnLanguage } from "../../../operations/people/set-language.ts";
import { type Admission, isForged } from "../../pipeline/admission.ts";
import { type AppDependencies, type HttpEnv, operationContext } from "../../pipeline/dependencies.ts";
import { boundedForm, SEE_OTHER } from "../../pipeline/form.ts";
import { keepLanguage } from "../../pipeline/language.ts";
import { isPersonOver } from "../../pipeline/metering.ts";
import { noticeAnswer } from "../../pipeline/page.ts";
import { giveSession } from "../../pipeline/session.ts";

/** A field that cannot be read changes nothing, and the answer leads back as well. */
const chosen = z.object({ language: z.enum(LANGUAGES).nullable().catch(null), to: z.string().catch("/") });

export function addLanguagePages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { anybody }: Admission): void {
  app.post("/language", anybody, boundedForm, zValidator("form", chosen), async (c) => {
    if (await isForged(c)) return await noticeAnswer(c, "forged");
    const { language, to } = c.req.valid("form");
    const back = safeReturnPath(to) ?? "/";
    if (language === null) return c.redirect(back, SEE_OTHER);
    const { session = null } = c.var;
    if (session !== null) {
      if (await isPersonOver(deps, session.person.id)) return await noticeAnswer(c, "too_many");
      await keepOnRecord(c, deps, session, language);
    }
    keepLanguage(c, language);
    return c.redirect(back, SEE_OTHER);
  });
}

type Session = NonNullable<HttpEnv["Variables"]["session"]>;

/** A session that has ended changes no record. */
async function keepOnRecord(
  c: Context<HttpEnv>,
  deps: AppDependencies,
  session: Session,
  language: (typeof LANGUAGES)[number],
): Promise<void> {
  const ctx = await operationContext(c, deps);
  const { person, epoch } = session;
  if ((await recogniseSession(ctx, person, epoch)).kind !== "active") return;
  await setOwnLanguage({ ...ctx, actor: { id: person.id, role: person.role } }, language);
  await giveSession(c, deps.config.calendars.sealKeys, { ...session, language });
}
