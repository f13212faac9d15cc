/**
 * The ports through which effects leave the service: the mail sender, the payment provider, the objects of connected
 * calendars. They are made from configuration and bindings; the agenda's object adds its queue, its clock and its dice.
 */
import type { Config } from "../config.ts";
import type { Instant } from "../domain/instant.ts";
import { RECONCILE_MS_MAX } from "../limits.ts";
import { cloudflareMail } from "../notices/cloudflare-mail.ts";
import { httpMail } from "../notices/http-mail.ts";
import { stripePayments } from "../payments/stripe-payments.ts";
import type { EffectDependencies } from "./handler.ts";
import type { EffectOutcome } from "./outcome.ts";

type EffectPorts = Pick<EffectDependencies, "mail" | "from" | "fromName" | "appUrl" | "payments" | "reconcile">;

export function effectPorts(config: Config, env: Pick<Env, "MAIL" | "CALENDAR_ACCOUNT">, now: () => Instant): EffectPorts {
  const { mail, appUrl, payments } = config;
  return {
    mail: mail.standInUrl === null ? cloudflareMail(env.MAIL) : httpMail(mail.standInUrl),
    from: mail.from,
    fromName: mail.fromName,
    appUrl,
    payments: payments === null ? null : stripePayments({ ...payments, fetch: (input, init) => fetch(input, init), now }),
    reconcile: async (userId, provider, bookingId) => await reconcile(env.CALENDAR_ACCOUNT, `${userId}:${provider}`, bookingId),
  };
}

/** Asks the object of that calendar; it may take long, but not longer than a lease allows. */
async function reconcile(accounts: Env["CALENDAR_ACCOUNT"], account: string, bookingId: string): Promise<EffectOutcome> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), RECONCILE_MS_MAX)));
  const asked = accounts.getByName(account).reconcile(account, bookingId);
  const text = await Promise.race([asked, late]).finally(() => clearTimeout(timer));
  if (text === null) return { kind: "retry", afterMs: null, reason: "calendar_slow" };
  const outcome = JSON.parse(text) as Exclude<EffectOutcome, { kind: "done" }> | { readonly kind: "done" };
  return outcome.kind === "done" ? { kind: "done", follow: [] } : outcome;
}
