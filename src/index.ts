/**
 * The composition root: the Worker's fetch and scheduled handlers and its object classes. The one place where bindings,
 * configuration and rooms meet; it decides nothing. What is made here lives as long as the isolate.
 */
import { waitUntil } from "cloudflare:workers";
import { accountClient, deliverHint } from "./accounts/account-client.ts";
import { writeDetachedEvent } from "./accounts/detached-event.ts";
import { submitToAgenda } from "./agenda/submit.ts";
import { readConfig } from "./config.ts";
import { importAuditKeys } from "./database/audit-keys.ts";
import type { AuditKeys } from "./database/audit.ts";
import { openDatabase } from "./database/open.ts";
import { instant } from "./domain/instant.ts";
import { createApp, type App } from "./http/app.ts";
import { EdgeCache } from "./http/edge-cache.ts";
import { stripePayments } from "./payments/stripe-payments.ts";
import { sweep } from "./operations/sweep.ts";

export { CalendarAccount } from "./accounts/calendar-account.ts";
export { CoachAgenda } from "./agenda/coach-agenda.ts";

let made: { readonly env: Env; readonly app: App } | null = null;

function appOf(env: Env): App {
  if (made?.env === env) return made.app;
  const config = readConfig(env);
  let auditKeys: Promise<AuditKeys> | null = null;
  const app = createApp({
    config,
    d1: env.DB,
    assets: env.ASSETS,
    payments:
      config.payments === null
        ? null
        : stripePayments({ ...config.payments, fetch: (input, init) => fetch(input, init), now: () => instant(Date.now()) }),
    calendarAccount: (userId, provider) => accountClient(env.CALENDAR_ACCOUNT, userId, provider),
    syncDetached: async (input) =>
      await writeDetachedEvent(
        {
          database: openDatabase(env.DB),
          standInUrl: config.calendars.standInUrl,
          appUrl: config.appUrl,
          fetch: (url, init) => globalThis.fetch(url, init),
          wait: async (ms) => await scheduler.wait(ms),
          now: () => instant(Date.now()),
        },
        input,
      ),
    pushHint: (hint) => waitUntil(deliverHint(env.CALENDAR_ACCOUNT, hint)),
    edgeCache: new EdgeCache(caches.default, waitUntil),
    lookUpRate: env.LOOK_UP_RATE,
    bookingRate: env.BOOKING_RATE,
    auditKeys: () => (auditKeys ??= importAuditKeys(config.audit)),
    submit: (command) => submitToAgenda(env.COACH_AGENDA, command),
    wake: (coachId) => env.COACH_AGENDA.getByName(coachId).wake(coachId),
    now: () => instant(Date.now()),
    newId: () => crypto.randomUUID(),
  });
  made = { env, app };
  return app;
}

export default {
  fetch(request, env, ctx) {
    return appOf(env).fetch(request, env, ctx);
  },

  async scheduled(_controller, env) {
    const agendas = env.COACH_AGENDA;
    await sweep({ d1: env.DB, kept: env.KEPT, wake: (coachId) => agendas.getByName(coachId).wake(coachId), now: instant(Date.now()) });
  },
} satisfies ExportedHandler<Env>;
