/** The CalendarAccount object as its callers see it: typed, over its text-only RPC. */
import type { CalendarAccountClient, PushHint } from "../domain/calendar-account.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { errorSummary, log } from "../lib/log.ts";
import type { Stubs } from "./object-home.ts";
import { type PushSecrets, unsignedOwnerOf } from "./push-secret.ts";

type AccountNamespace = Stubs<Env["CALENDAR_ACCOUNT"]>;

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

export interface HintDelivery {
  readonly accounts: AccountNamespace;
  readonly secrets: PushSecrets;
  /** Those of the accounts named whose channels may still bear secrets of the version before. */
  readonly unsignedOnRecord: (accounts: readonly AccountOf[]) => Promise<readonly AccountOf[]>;
}

interface AccountOf {
  readonly userId: string;
  readonly provider: CalendarProviderName;
}

/** Hands notifications to the objects that their secrets name. A forged one addresses none. */
export async function deliverHints({ accounts, secrets, unsignedOnRecord }: HintDelivery, hints: readonly PushHint[]): Promise<void> {
  const unsigned: (readonly [name: string, hint: PushHint])[] = [];
  const proved: (readonly [name: string, hint: PushHint])[] = [];
  const asked: AccountOf[] = [];
  for (const hint of hints) {
    const { provider, token } = hint;
    const signer = await secrets.ownerOf(token, provider);
    const owner = signer ?? unsignedOwnerOf(token);
    if (owner === null) continue;
    (signer === null ? unsigned : proved).push([accountName(owner, provider), hint]);
    if (signer === null) asked.push({ userId: owner, provider });
  }
  if (unsigned.length > 0) {
    const onRecord = new Set((await unsignedOnRecord(asked)).map(({ userId, provider }) => accountName(userId, provider)));
    proved.push(...unsigned.filter(([name]) => onRecord.has(name)));
  }
  await Promise.all(proved.map(async ([name, hint]) => await deliver(accounts, name, hint)));
}

async function deliver(accounts: AccountNamespace, name: string, hint: PushHint): Promise<void> {
  try {
    await accounts.getByName(name).hint(name, JSON.stringify(hint));
  } catch (error) {
    // The sweep comes anyway.
    log("warn", "hint_lost", { provider: hint.provider, error: errorSummary(error) });
  }
}
