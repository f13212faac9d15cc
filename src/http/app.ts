/**
 * The router: what every request passes, then the routes. Made once for each isolate. Decides nothing about bookings;
 * the order of precedence (authentication, role, content type and size, validation, limits, then the operation) is kept by
 * `pipeline/guard.ts`, by the validators that run after it and by `pipeline/metering.ts`, which runs last.
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import { addAllBookingsRoutes } from "./routes/all-bookings.ts";
import { addAdminRoutes } from "./routes/admin.ts";
import { addAdminEffectPages } from "./routes/pages/admin-effects.ts";
import { addAdminErasePages } from "./routes/pages/admin-erase.ts";
import { addAdminHandPages } from "./routes/pages/admin-hand.ts";
import { addAdminHealthPages } from "./routes/pages/admin-health.ts";
import { addAdminPeoplePages } from "./routes/pages/admin-people.ts";
import { addAdminPeriodPages } from "./routes/pages/admin-period.ts";
import { addAdminPages } from "./routes/pages/admin.ts";
import { addAdminWebhookPages } from "./routes/pages/admin-webhooks.ts";
import { addAdminBookingActPages } from "./routes/pages/admin-booking-acts.ts";
import { addAdminBookingRoutes } from "./routes/pages/admin-booking.ts";
import { admitting } from "./pipeline/admission.ts";
import { authentication } from "./pipeline/authenticate.ts";
import { addBookingRoutes } from "./routes/bookings.ts";
import { NO_STORE } from "./pipeline/caching.ts";
import { addCalendarPages } from "./routes/pages/calendars.ts";
import { addCalendarFileRoutes } from "./routes/calendar-files.ts";
import { addCalendarRoutes } from "./routes/calendars.ts";
import { addCoachRoutes } from "./routes/coaches.ts";
import { addOfferRoutes } from "./routes/offers.ts";
import type { AppDependencies, HttpEnv } from "./pipeline/dependencies.ts";
import { faultAnswer } from "./pipeline/fault.ts";
import { guarding } from "./pipeline/guard.ts";
import { meterEveryRoute } from "./pipeline/metering.ts";
import { duringMaintenance } from "./pipeline/maintenance.ts";
import { addLanguagePages } from "./routes/pages/language.ts";
import { addHoursPages } from "./routes/pages/hours.ts";
import { addLookUpRoutes } from "./routes/look-up.ts";
import { addExportRoutes } from "./routes/export.ts";
import { addMeRoutes } from "./routes/me.ts";
import { addDeskPages } from "./routes/pages/desk.ts";
import { addDeskBookPages } from "./routes/pages/desk-book.ts";
import { addDeskFeedPages } from "./routes/pages/desk-feed.ts";
import { addDeskFigurePages } from "./routes/pages/desk-figures.ts";
import { addDeskOfferPages } from "./routes/pages/desk-offers.ts";
import { addDeskTermsPages } from "./routes/pages/desk-terms.ts";
import { addDocsPages } from "./routes/pages/docs.ts";
import { addEmbedPages } from "./routes/pages/embed.ts";
import { addBookTimePages } from "./routes/pages/book-time.ts";
import { addPayPages } from "./routes/pages/pay.ts";
import { addPublicPages } from "./routes/pages/public.ts";
import { addAdminActPages, addSessionActPages } from "./routes/pages/session-acts.ts";
import { addAdminMovePages, addSessionMovePages } from "./routes/pages/session-move.ts";
import { addSessionPages } from "./routes/pages/sessions.ts";
import { addPaymentRoutes } from "./routes/payments.ts";
import { addPushRoutes } from "./routes/push.ts";
import { addReportRoutes } from "./routes/reports.ts";
import { addScripts } from "./routes/pages/scripts.ts";
import { addSignInPages } from "./routes/pages/sign-in.ts";
import { addServiceRoutes } from "./routes/service.ts";
import { addWebhookRoutes } from "./routes/webhooks.ts";
import { noticeAnswer, wantsPage } from "./pipeline/page.ts";
import { codeTold, PROBLEMS } from "./pipeline/problem.ts";
import { KeepingRouter } from "./pipeline/router.ts";
import { createTokenVerifier } from "./pipeline/token.ts";
import { unmatched } from "./pipeline/unmatched.ts";
import { fieldErrorsOf, validationAnswer } from "./pipeline/validation.ts";

export type App = Pick<OpenAPIHono<HttpEnv>, "fetch" | "routes">;

const PREFLIGHT_SECONDS = 600;
const REFUSAL_STATUS_MIN = 400;

export function createApp(deps: AppDependencies): App {
  const app = new OpenAPIHono<HttpEnv>({
    router: new KeepingRouter(),
    defaultHook: (result, c) => (result.success ? undefined : validationAnswer(c, fieldErrorsOf(result.error))),
  });
  app.use(
    everyRequest(deps),
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      xFrameOptions: "DENY",
      // Pages, and the reference, bring a policy of their own.
      overwrite: false,
    }),
    listedOrigins(deps.config.corsOrigins),
    duringMaintenance(deps.config),
  );

  meterEveryRoute(app, deps);
  const verifier = deps.verifier ?? createTokenVerifier(deps.config.identity, deps.waitUntil);
  const guard = guarding(authentication(deps, verifier));
  const admission = admitting(deps);
  addLookUpRoutes(app, deps, guard);
  addBookingRoutes(app, deps, guard);
  addCoachRoutes(app, deps, guard);
  addOfferRoutes(app, deps, guard);
  addMeRoutes(app, deps, guard);
  addExportRoutes(app, deps, guard, admission);
  addCalendarFileRoutes(app, deps, guard);
  addCalendarRoutes(app, deps, guard, admission);
  addPushRoutes(app, deps);
  addPaymentRoutes(app, deps, guard);
  addAdminRoutes(app, deps, guard);
  addAdminBookingRoutes(app, deps, guard, admission);
  addAllBookingsRoutes(app, deps, guard, admission);
  addReportRoutes(app, deps, guard, admission);
  addServiceRoutes(app, deps);
  addAdminWebhookPages(app, deps, admission);
  addWebhookRoutes(app, deps, guard);

  addPublicPages(app, deps, admission);
  addAdminPages(app, deps, admission);
  addAdminActPages(app, deps, admission);
  addAdminBookingActPages(app, deps, admission);
  addAdminMovePages(app, deps, admission);
  addAdminEffectPages(app, deps, admission);
  addAdminErasePages(app, deps, admission);
  addAdminHandPages(app, deps, admission);
  addAdminHealthPages(app, deps, admission);
  addAdminPeoplePages(app, deps, admission);
  addAdminPeriodPages(app, deps, admission);
  addHoursPages(app, deps, admission);
  addLanguagePages(app, deps, admission);
  addCalendarPages(app, deps, admission);
  addScripts(app, admission);
  addBookTimePages(app, deps, admission);
  addPayPages(app, deps, admission);
  addSignInPages(app, deps, verifier, admission);
  addDocsPages(app, deps, admission);
  addEmbedPages(app, deps, admission);
  addSessionPages(app, deps, admission);
  addSessionActPages(app, deps, admission);
  addSessionMovePages(app, deps, admission);
  addDeskPages(app, deps, admission);
  addDeskTermsPages(app, deps, admission);
  addDeskBookPages(app, deps, admission);
  addDeskFeedPages(app, deps, admission);
  addDeskFigurePages(app, deps, admission);
  addDeskOfferPages(app, deps, admission);

  app.notFound(unmatched(app));
  app.onError(async (error, c) => {
    const problem = faultAnswer(error, c);
    if (!wantsPage(c)) return problem;
    return await noticeAnswer(c, problem.status === PROBLEMS.unavailable.status ? "unavailable" : "fault");
  });
  return app;
}

/** The request id is ours: one that the caller could choose would let them forge what the log says. */
function everyRequest(deps: AppDependencies): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    c.set("requestId", deps.newId());
    c.set("now", deps.now());
    c.set("canSignIn", deps.config.signIn !== null);
    await next();
    noteRefusal(deps, c);
    // The older header cannot name origins: beside `frame-ancestors` it would refuse them all where a browser reads it first.
    if (c.var.isFramed === true) c.res.headers.delete("X-Frame-Options");
    c.res.headers.set("X-Request-Id", c.var.requestId);
    if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", NO_STORE);
  };
}

function noteRefusal({ measure, now }: AppDependencies, c: Context<HttpEnv>): void {
  const { status } = c.res;
  if (status < REFUSAL_STATUS_MIN) return;
  measure({ event: "refusal", status, code: codeTold(c), method: c.req.method, ms: now() - c.var.now });
}

/** Pages of the listed origins may call the API; tokens travel in a header, so no cookie is ever allowed along. */
function listedOrigins(origins: readonly string[]): MiddlewareHandler<HttpEnv> {
  const allow = cors({
    origin: [...origins],
    allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"],
    exposeHeaders: ["ETag", "Availability-Version", "Location", "Retry-After", "X-Request-Id", "Idempotency-Replayed", "WWW-Authenticate"],
    maxAge: PREFLIGHT_SECONDS,
  });
  return async (c, next) => {
    if (origins.includes(c.req.header("Origin") ?? "")) return await allow(c, next);
    await next();
    // What a cache keeps for one origin must not be given to another.
    if (origins.length > 0) c.res.headers.append("Vary", "Origin");
  };
}
