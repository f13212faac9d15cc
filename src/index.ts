/**
 * The Worker: its fetch and scheduled handlers and its object classes. What it works with is composed in `compose.ts`;
 * what is made here lives as long as the isolate.
 */
import { waitUntil } from "cloudflare:workers";
import { compose } from "./compose.ts";
import { createApp, type App } from "./http/app.ts";
import { EdgeCache } from "./http/pipeline/edge-cache.ts";
import { sweep } from "./operations/sweep.ts";

export { CalendarAccount } from "./calendar-accounts/calendar-account.ts";
export { CoachAgenda } from "./agenda/coach-agenda.ts";

let made: { readonly env: Env; readonly app: App } | null = null;

function appOf(env: Env): App {
  if (made?.env === env) return made.app;
  const composition = compose(env);
  const app = createApp({
    ...composition,
    assets: env.ASSETS,
    // A machine's own runtime may have none.
    version: (env.WORKER_VERSION as WorkerVersionMetadata | undefined)?.id ?? "",
    edgeCache: new EdgeCache(caches.default, waitUntil, composition.config.serviceUrl),
    lookUpRate: env.LOOK_UP_RATE,
    writeRate: env.WRITE_RATE,
    bookingRate: env.BOOKING_RATE,
    providerRate: env.PROVIDER_RATE,
    wait: async (ms) => await scheduler.wait(ms),
    waitUntil,
  });
  made = { env, app };
  return app;
}

export default {
  fetch(request, env, ctx) {
    return appOf(env).fetch(request, env, ctx);
  },

  async scheduled(_controller, env) {
    const { config, database, kept, auditKeys, wake, wakeAccount, sealAccountAnew, now } = compose(env);
    if (config.isInMaintenance) return;
    const { sealKeys } = config.calendars;
    await sweep({ database, kept, auditKeys, sealKeys, wake, wakeAccount, sealAccountAnew, now: now() });
  },
} satisfies ExportedHandler<Env>;
