/** Signing in to the pages and out again. Everything that came with the browser is checked elsewhere; nothing of it is shown. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Role } from "../../../domain/actor.ts";
import { SECOND_MS } from "../../../lib/duration.ts";
import { SIGN_IN_MS_MAX } from "../../../limits.ts";
import { beginSession } from "../../../operations/people/begin-session.ts";
import { endSessions } from "../../../operations/people/end-sessions.ts";
import { type SignInFailure, signInFailedPage } from "../../../pages/sign-in.tsx";
import { type Admission, isForged } from "../../pipeline/admission.ts";
import { NO_STORE } from "../../pipeline/caching.ts";
import { type AppDependencies, type HttpEnv, operationContext } from "../../pipeline/dependencies.ts";
import { SEE_OTHER } from "../../pipeline/form.ts";
import { type OpenId, openId, type SignInFault } from "../../pipeline/openid.ts";
import { noticeAnswer, pageAnswer } from "../../pipeline/page.ts";
import { giveSession, takeSession } from "../../pipeline/session.ts";
import type { TokenVerifier } from "../../pipeline/token.ts";

/** Ties a sign-in to the browser that began it; the same for all that are under way. */
const COOKIE = "__Host-sign-in";
const BROWSER_SECRET = /^[0-9a-f-]{36}$/u;

const LANDINGS: Readonly<Record<Role, string>> = { client: "/bookings", coach: "/desk", admin: "/" };

const STATUSES = {
  invalid: 400,
  expired: 400,
  declined: 400,
  not_accepted: 400,
  unknown_role: 403,
  unavailable: 503,
} as const satisfies Record<SignInFault, number>;

export function addSignInPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, verifier: TokenVerifier, { anybody }: Admission): void {
  const { signIn } = deps.config;
  const provider = signIn === null ? null : openId({ config: deps.config, verifier, fetch: deps.fetch }, signIn);

  app.get("/sign-in", anybody, async (c) => {
    if (provider === null) return await failed(c, "not_offered");
    const known = browserSecretOf(c);
    const secret = known ?? deps.newId();
    const address = await provider.begin(c.req.query("to") ?? null, secret, c.var.now);
    if (!address.ok) return await failed(c, address.problem);
    setCookie(c, COOKIE, secret, { httpOnly: true, secure: true, sameSite: "Lax", path: "/", maxAge: SIGN_IN_MS_MAX / SECOND_MS });
    return away(c, address.value);
  });

  app.get("/sign-in/callback", anybody, async (c) =>
    provider === null ? await failed(c, "not_offered") : await finish(c, deps, provider),
  );

  // Not `only`: signing out works where the session is over, or the person deactivated.
  app.post("/sign-out", anybody, async (c) => {
    if (await isForged(c)) return await noticeAnswer(c, "forged");
    const { session = null } = c.var;
    if (session !== null) await endSessions(await operationContext(c, deps), session.person.id, session.epoch);
    takeSession(c);
    return away(c, "/");
  });
}

async function finish(c: Context<HttpEnv>, deps: AppDependencies, provider: OpenId): Promise<Response> {
  const { now } = c.var;
  const found = await provider.finish(new URL(c.req.url), browserSecretOf(c), now);
  if (!found.ok) return await failed(c, found.problem);
  const { person, to } = found.value;
  const begun = await beginSession(await operationContext(c, deps), person);
  if (!begun.ok) return await noticeAnswer(c, "inactive");
  // Always a new one: a session that somebody planted before is replaced.
  await giveSession(c, deps.config.calendars.sealKeys, { person, signedInAt: now, ...begun.value });
  return away(c, to ?? LANDINGS[person.role]);
}

function browserSecretOf(c: Context<HttpEnv>): string | null {
  const secret = getCookie(c, COOKIE) ?? "";
  return BROWSER_SECRET.test(secret) ? secret : null;
}

async function failed(c: Context<HttpEnv>, failure: SignInFailure): Promise<Response> {
  const status = failure === "not_offered" ? 404 : STATUSES[failure];
  return await pageAnswer(c, signInFailedPage(failure), status, { "Cache-Control": NO_STORE, "Referrer-Policy": "no-referrer" });
}

/** Addresses of a sign-in carry codes: no cache and no other site sees them. */
function away(c: Context<HttpEnv>, address: string): Response {
  c.header("Cache-Control", NO_STORE);
  c.header("Referrer-Policy", "no-referrer");
  return c.redirect(address, SEE_OTHER);
}
