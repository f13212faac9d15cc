/**
 * The ports of effects beside the database, out of the composition: the mail sender, the payment provider, the sender of
 * webhooks, the objects of connected calendars. The object whose alarm carries effects out adds its queue.
 */
import type { Composition } from "../compose.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { RECONCILE_MS_MAX } from "../limits.ts";
import type { DispatchDependencies } from "./dispatch.ts";
import type { EffectOutcome } from "./outcome.ts";

export function effectPorts(parts: Composition): Omit<DispatchDependencies, "submit" | "patienceMs" | "goesOn"> {
  const { config, database, mail, measure, payments, webhooks, now, newId, random } = parts;
  return {
    database,
    mail,
    from: config.mail.from,
    fromName: config.mail.fromName,
    appUrl: config.appUrl,
    serviceUrl: config.serviceUrl,
    payments,
    webhooks,
    sealKeys: config.calendars.sealKeys,
    reconcile: async (userId, provider, bookingId) => await reconcile(parts, userId, provider, bookingId),
    measure,
    now,
    newId,
    random,
  };
}

/** Asks the object of that calendar; it may take long, but not longer than a lease allows. */
async function reconcile(parts: Composition, userId: string, provider: CalendarProviderName, bookingId: string): Promise<EffectOutcome> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), RECONCILE_MS_MAX)));
  const asked = parts.reconcile(userId, provider, bookingId);
  const text = await Promise.race([asked, late]).finally(() => clearTimeout(timer));
  if (text === null) return { kind: "retry", afterMs: null, reason: "calendar_slow", isOutage: true };
  const outcome = JSON.parse(text) as Exclude<EffectOutcome, { kind: "done" }> | { readonly kind: "done" };
  return outcome.kind === "done" ? { kind: "done", follow: [] } : outcome;
}
