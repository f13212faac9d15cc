/**
 * Push channels: opened for what is followed, replaced before they end, closed at the end. A notification is a hint and no
 * more: it is believed only with the channel's own secret, and all it brings about is a sync that would have come anyway.
 */
import type { CalendarInfo, ProviderFault } from "../providers/port.ts";
import { PROVIDERS } from "../providers/registry.ts";
import { notePush } from "../database/calendar-connections.ts";
import type { CalendarConnection, PushHint } from "../domain/calendar-account.ts";
import { after, instant, type Instant } from "../domain/instant.ts";
import { log } from "../lib/log.ts";
import { ok, type Result } from "../lib/result.ts";
import { isSameSecret } from "../lib/same-secret.ts";
import { CHANNEL_KEPT_MS_MIN, CHANNEL_MS, CHANNEL_RENEWED_BEFORE_MS, SWEEP_WITHOUT_PUSH_MS } from "../limits.ts";
import { type AccountContext, callProviderAs, isDisconnected } from "./context.ts";
import { CHANNELS, type KeptChannel } from "./storage-keys.ts";
import { divide } from "./read-calendars.ts";

/** Graph watches all of a mailbox with one subscription, Google each calendar with its own channel. */
const WHOLE_MAILBOX = "*";

interface PushState {
  /** All that is wanted is open. */
  readonly isWhole: boolean;
  /** Something is watched that was not until now. */
  readonly hasBegun: boolean;
}

/** Opens what is missing, renews what ends soon, closes what is watched no longer. A fault leaves the sweep in its place. */
export async function keepChannels(
  context: AccountContext,
  connection: CalendarConnection,
  infos: readonly CalendarInfo[],
): Promise<PushState> {
  const { database, providerName, storage } = context;
  const now = context.now();
  const kept = (await storage.get<readonly KeptChannel[]>(CHANNELS)) ?? [];
  const { followed } = divide(connection, infos);
  const wanted = followed.length === 0 ? [] : PROVIDERS[providerName].watches === "mailbox" ? [WHOLE_MAILBOX] : followed;
  const next: KeptChannel[] = [];
  const closing: KeptChannel[] = kept.filter(({ calendarId }) => !wanted.includes(calendarId));
  let [isFailing, hasBegun] = [false, false];
  for (const calendarId of wanted) {
    const channel = kept.find((one) => one.calendarId === calendarId);
    // One whose secret today's key has not signed is replaced: its notifications will not be heard for ever.
    const isSigned = channel !== undefined && (await context.pushSecrets.isCurrent(channel.secret, providerName));
    if (channel !== undefined && isSigned && renewalOf(channel) > now) {
      next.push(channel);
      continue;
    }
    const renewed = channel === undefined || !isSigned ? null : await renew(context, connection, channel);
    const opened = renewed ?? (await open(context, connection, calendarId));
    if (opened.ok) {
      next.push(lasting(opened.value, now));
      if (channel === undefined || channel.expiresAt <= now) hasBegun = true;
      if (renewed === null && channel !== undefined) closing.push(channel);
    } else {
      isFailing = true;
      // Not before the next sync, which comes as soon as without push.
      if (channel !== undefined && channel.expiresAt > now) next.push({ ...channel, renewAt: after(now, SWEEP_WITHOUT_PUSH_MS) });
    }
  }
  if (await isDisconnected(context)) {
    await close(context, connection, next);
    return { isWhole: false, hasBegun: false };
  }
  // Kept before the old ones are closed: what is lost here in between ends by itself.
  if (JSON.stringify(next) !== JSON.stringify(kept)) await storage.put<readonly KeptChannel[]>(CHANNELS, next);
  const isWhole = next.length === wanted.length && next.length > 0;
  const pushUntil = isWhole ? instant(Math.min(...next.map(({ expiresAt }) => expiresAt))) : null;
  if (pushUntil !== connection.pushUntil) await notePush(database, connection.id, { pushUntil, isSigned: !isFailing }, now);
  await close(context, connection, closing);
  return { isWhole: !isFailing, hasBegun };
}

/** Just granted: renewed a day before its end, or when half of it is over where that is later. */
function lasting(channel: KeptChannel, now: Instant): KeptChannel {
  const renewAt = Math.max(
    after(channel.expiresAt, -CHANNEL_RENEWED_BEFORE_MS),
    now + (channel.expiresAt - now) / 2,
    after(now, CHANNEL_KEPT_MS_MIN),
  );
  return { ...channel, renewAt: instant(Math.ceil(renewAt)) };
}

function renewalOf({ renewAt, expiresAt }: KeptChannel): Instant {
  return renewAt ?? after(expiresAt, -CHANNEL_RENEWED_BEFORE_MS);
}

async function renew(
  context: AccountContext,
  connection: CalendarConnection,
  channel: KeptChannel,
): Promise<Result<KeptChannel, ProviderFault> | null> {
  const wanted = after(context.now(), CHANNEL_MS);
  const renewed = await callProviderAs(context, connection, async (provider) => await provider.renewChannel(channel, wanted));
  if (renewed.ok) return ok({ ...channel, ...renewed.value });
  return renewed.problem.kind === "gone" ? null : renewed;
}

async function open(
  context: AccountContext,
  connection: CalendarConnection,
  calendarId: string,
): Promise<Result<KeptChannel, ProviderFault>> {
  const { serviceUrl, userId, providerName } = context;
  // The owner's id leads the notification to this object without a look-up; the rest proves that we handed it out.
  const secret = await context.pushSecrets.draw(userId, providerName);
  const opened = await callProviderAs(
    context,
    connection,
    async (provider) =>
      await provider.openChannel({
        calendarId: calendarId === WHOLE_MAILBOX ? (connection.eventCalendar ?? "") : calendarId,
        channelId: context.newId(),
        secret,
        notifyUrl: `${serviceUrl}/calendar/${providerName}/notifications`,
        lifecycleUrl: `${serviceUrl}/calendar/${providerName}/lifecycle`,
        wantedExpiresAt: after(context.now(), CHANNEL_MS),
      }),
  );
  return opened.ok ? ok({ ...opened.value, calendarId, secret }) : opened;
}

async function close(context: AccountContext, connection: CalendarConnection, channels: readonly KeptChannel[]): Promise<void> {
  for (const channel of channels) {
    const closed = await callProviderAs(context, connection, async (provider) => await provider.closeChannel(channel));
    if (!closed.ok)
      log("warn", "channel_not_closed", { user_id: context.userId, provider: context.providerName, fault: closed.problem.kind });
  }
}

export async function closeChannels(context: AccountContext, connection: CalendarConnection): Promise<void> {
  const kept = (await context.storage.get<readonly KeptChannel[]>(CHANNELS)) ?? [];
  await context.storage.delete(CHANNELS);
  await close(context, connection, kept);
}

/** Forgets a channel that its provider has ended, so that another is opened. */
export async function dropChannels({ storage }: AccountContext): Promise<void> {
  await storage.delete(CHANNELS);
}

/** Makes every channel due for renewal. */
export async function ageChannels({ storage }: AccountContext): Promise<void> {
  const kept = (await storage.get<readonly KeptChannel[]>(CHANNELS)) ?? [];
  await storage.put<readonly KeptChannel[]>(
    CHANNELS,
    kept.map((channel) => ({ ...channel, renewAt: instant(0) })),
  );
}

/** Whether a notification is about a channel of ours. */
export async function isOurs({ storage }: AccountContext, hint: PushHint): Promise<boolean> {
  const kept = (await storage.get<readonly KeptChannel[]>(CHANNELS)) ?? [];
  const channel = kept.find(({ channelId }) => channelId === hint.channelId);
  return channel !== undefined && isSameSecret(hint.token, channel.secret);
}

/** When the first channel has to be renewed; null: none is open. */
export async function channelsDue({ storage }: AccountContext): Promise<Instant | null> {
  const kept = (await storage.get<readonly KeptChannel[]>(CHANNELS)) ?? [];
  if (kept.length === 0) return null;
  return instant(Math.min(...kept.map(renewalOf)));
}
