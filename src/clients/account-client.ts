/** The CalendarAccount object as its callers see it: typed, over its text-only RPC. */
import type { CalendarAccountClient, PushHint } from "../domain/calendar-account.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { errorSummary, log } from "../lib/log.ts";
import { uuidOf } from "./push-secret.ts";

type AccountNamespace = Env["CALENDAR_ACCOUNT"];

/** The name of the object of a person at a provider. */
export function accountName(userId: string, provider: CalendarProviderName): string {
  return `${userId}:${provider}`;
}

export function accountClient(accounts: AccountNamespace, userId: string, provider: CalendarProviderName): CalendarAccountClient {
  const name = accountName(userId, provider);
  const account = accounts.getByName(name);
  return {
    finish: async (input) => JSON.parse(await account.finish(name, JSON.stringify(input))) as never,
    calendars: async () => JSON.parse(await account.calendars(name)) as never,
    configure: async (patch) => JSON.parse(await account.configure(name, JSON.stringify(patch))) as never,
    disconnect: async () => JSON.parse(await account.disconnect(name)) as never,
    syncBooking: async (input) => JSON.parse(await account.syncBooking(name, JSON.stringify(input))) as never,
  };
}

/** Hands a notification to the object that its secret names; one that names none goes nowhere. */
export async function deliverHint(accounts: AccountNamespace, hint: PushHint): Promise<void> {
  const userId = uuidOf(hint.token);
  if (userId === null) return;
  const name = accountName(userId, hint.provider);
  try {
    await accounts.getByName(name).hint(name, JSON.stringify(hint));
  } catch (error) {
    // The sweep comes anyway.
    log("warn", "hint_lost", { provider: hint.provider, error: errorSummary(error) });
  }
}
