/**
 * The gate in front of a page: pages for anybody, and pages of a person who is signed in. It reads the session, asks the record whether it
 * still stands, admits roles, counts, and turns forms away that another site's page sent. A page's route decides none of this.
 */
import type { Context, MiddlewareHandler } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import type { Role } from "../../domain/actor.ts";
import type { Language } from "../../domain/language.ts";
import { inLanguage } from "../../messages/language.ts";
import { recogniseSession } from "../../operations/people/recognise-session.ts";
import { type AppDependencies, type HttpEnv, operationContext, type OwnPageEnv } from "./dependencies.ts";
import { languageFor, languageOfFrame } from "./language.ts";
import { isAddressOver, isPersonOver } from "./metering.ts";
import { noticeAnswer, signInAddress } from "./page.ts";
import { giveSession, readSession, takeSession } from "./session.ts";

const SEE_OTHER = 303;
/** RFC 9110 section 9.2.1: those that only read. */
const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

export interface Admission {
  /** Counted for its address. The session is read and not looked up: the page may show the name in it, and nothing else. */
  readonly anybody: MiddlewareHandler<HttpEnv>;
  /** Counted for its address; the session is not even read. For what stands on other sites' pages. */
  readonly nameless: MiddlewareHandler<HttpEnv>;
  /** Signed in, active, in one of these roles; a form counted for its person. Everybody else is led to sign in, or told why not. */
  readonly only: (...roles: readonly Role[]) => MiddlewareHandler<OwnPageEnv>;
}

const forgery = csrf();

export function admitting(deps: AppDependencies): Admission {
  const { sealKeys } = deps.config.calendars;
  return {
    anybody: async (c, next) => {
      if (await isAddressOver(c, deps)) return await noticeAnswer(c, "too_many");
      const session = await readSession(c, sealKeys, c.var.now);
      c.set("session", session);
      return await speaking(c, languageFor(c, session, session?.language ?? null), next);
    },
    nameless: async (c, next) =>
      (await isAddressOver(c, deps)) ? await noticeAnswer(c, "too_many") : await speaking(c, languageOfFrame(c), next),
    only:
      (...roles) =>
      async (c, next) => {
        const session = await readSession(c, sealKeys, c.var.now);
        if (session === null) return toSignIn(c);
        const { person, epoch } = session;
        const standing = await recogniseSession(await operationContext(c, deps), person, epoch);
        switch (standing.kind) {
          case "ended":
            takeSession(c);
            return toSignIn(c);
          case "inactive":
            takeSession(c);
            return await noticeAnswer(c, "inactive");
          default:
        }
        const { language } = standing;
        // Set elsewhere since: pages that do not ask the record hear of it as well.
        if (language !== session.language) await giveSession(c, sealKeys, { ...session, language });
        c.set("session", session);
        c.set("person", person);
        c.set("actor", { id: person.id, role: person.role });
        return await speaking(c, languageFor(c, session, language), async () => {
          if (await isForged(c)) return await noticeAnswer(c, "forged");
          if (!roles.includes(person.role)) return await noticeAnswer(c, "forbidden");
          if (!SAFE_METHODS.has(c.req.method) && (await isPersonOver(deps, person.id))) return await noticeAnswer(c, "too_many");
          return await next();
        });
      },
  };
}

/** The rest of the request, in that language. */
async function speaking<Env extends HttpEnv>(
  c: Context<Env>,
  language: Language,
  run: () => Promise<Response | void>,
): Promise<Response | undefined> {
  (c as unknown as Context<HttpEnv>).set("language", language);
  return (await inLanguage(language, run)) ?? undefined;
}

/** Whether a form was sent by a page that is not ours. */
export async function isForged(c: Context): Promise<boolean> {
  try {
    await forgery(c, async () => await Promise.resolve());
    return false;
  } catch (error) {
    if (error instanceof HTTPException && error.status === 403) return true;
    throw error;
  }
}

/** A form's own page has the same address as the form is sent to, so signing in leads back to it. */
function toSignIn(c: Context): Response {
  return c.redirect(signInAddress(c), SEE_OTHER);
}
