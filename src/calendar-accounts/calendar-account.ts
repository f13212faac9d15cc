/**
 * The Durable Object of one person's account at one provider, named `{userId}:{provider}`: the only one that calls its
 * provider and refreshes its tokens. Its storage holds the sealed tokens, the cursors and the push channels; what others
 * read is in D1. Arguments and answers cross its RPC as JSON text. One alarm serves sync, sweep and channels.
 */
import { DurableObject } from "cloudflare:workers";
import { compose, type Composition } from "../compose.ts";
import { AccountTokens } from "../providers/tokens/account-tokens.ts";
import { addressMap } from "../lib/address-map.ts";
import { PROVIDERS } from "../providers/registry.ts";
import { oauthOf } from "../providers/oauth/oauth.ts";
import { PROVIDER_CALL_TIMEOUT_MS } from "../providers/call.ts";
import type { ProviderFault } from "../providers/port.ts";
import { tokenVault } from "../providers/tokens/token-vault.ts";
import { findConnection } from "../database/calendar-connections.ts";
import { findCalendarEvent } from "../database/calendar-events.ts";
import type {
  AccountCalendar,
  AccountRefusal,
  ConnectionPatch,
  ConsentFinish,
  PushHint,
  SyncedEvent,
  SyncRefusal,
} from "../domain/calendar-account.ts";
import { CALENDAR_PROVIDERS } from "../domain/effect.ts";
import { ringsBy } from "../domain/armed-alarm.ts";
import { after, instant, type Instant, later } from "../domain/instant.ts";
import { assert } from "../lib/assert.ts";
import { backoffMs } from "../lib/backoff.ts";
import { errorSummary, log } from "../lib/log.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { PUSH_SETTLE_MS, SWEEP_WITH_PUSH_MS, SWEEP_WITHOUT_PUSH_MS, SYNC_BACKOFF } from "../limits.ts";
import { type AccountContext, CallGate, isDisconnected } from "./context.ts";
import { ageChannels, channelsDue, dropChannels, isOurs, keepChannels } from "./channels.ts";
import { configureConnection, disconnectAccount, finishConsent, purgeUsedConsents } from "./connection.ts";
import { calendarsOf, faultWaitMs, faultWord, forgetCursors, syncAccount, type OwnChange } from "./sync.ts";
import { BookingLocks } from "./booking-locks.ts";
import { followOwner } from "./owner-changes.ts";
import { queueReconcile } from "./queue-reconcile.ts";
import { reconcile } from "./reconcile.ts";
import type { ReconcileOutcome } from "./reconcile-notes.ts";
import { isShutOut } from "./shut-out.ts";
import { DISCONNECTED, NAME, NOT_BEFORE, SYNC_AT, SYNC_FAILURES, SYNC_STATE, type SyncState, TOKENS } from "./storage-keys.ts";

export class CalendarAccount extends DurableObject<Env> {
  #made: Composition | null = null;
  readonly #locks = new BookingLocks();
  /** How long one call to the provider may take; a subclass made for tests waits less. */
  protected readonly callTimeoutMs: number = PROVIDER_CALL_TIMEOUT_MS;
  #context: AccountContext | null = null;

  async finish(name: string, text: string): Promise<string> {
    const context = this.#open(name);
    // Here alone, and where the sweep wakes an account on record: an object that somebody merely addresses stores nothing.
    await this.ctx.storage.put(NAME, name);
    const finished = await finishConsent(context, JSON.parse(text) as ConsentFinish);
    if (finished.ok) await this.#syncAt(context, context.now());
    return JSON.stringify(finished);
  }

  async calendars(name: string): Promise<string> {
    const context = this.#open(name);
    return JSON.stringify(await this.#calendars(context));
  }

  async configure(name: string, text: string): Promise<string> {
    const context = this.#open(name);
    const changed = await configureConnection(context, JSON.parse(text) as ConnectionPatch);
    if (changed.ok) await this.#syncAt(context, context.now());
    return JSON.stringify(changed);
  }

  async disconnect(name: string): Promise<string> {
    return JSON.stringify(await disconnectAccount(this.#open(name)));
  }

  /** Brings a booking's event up to date (JSON of `ReconcileOutcome`). */
  async reconcile(name: string, bookingId: string): Promise<string> {
    const context = this.#open(name);
    return JSON.stringify(await this.#locks.hold(bookingId, async () => await reconcile(context, bookingId, null)));
  }

  async syncBooking(name: string, text: string): Promise<string> {
    const context = this.#open(name);
    const { bookingId, timeZone } = JSON.parse(text) as { bookingId: string; timeZone: string | null };
    return JSON.stringify(await this.#syncBooking(context, bookingId, timeZone));
  }

  /** A notification: however many come, they are one sync, a moment later (S44). */
  async hint(name: string, text: string): Promise<void> {
    const context = this.#open(name);
    const hint = JSON.parse(text) as PushHint;
    if (!(await isOurs(context, hint))) return;
    const lifecycle = hint.provider === "outlook" ? hint.lifecycle : null;
    if (lifecycle === "reauthorizationRequired") await ageChannels(context);
    if (lifecycle === "subscriptionRemoved") await dropChannels(context);
    if (lifecycle === "missed") await forgetCursors(context);
    const notBefore = (await this.ctx.storage.get<number>(NOT_BEFORE)) ?? 0;
    await this.#syncAt(context, instant(Math.max(after(context.now(), PUSH_SETTLE_MS), notBefore)));
  }

  /** Has the alarm ring where it was lost: for the sweep, about a connection on record. What is planned is not brought forward. */
  async wake(name: string): Promise<void> {
    if ((await this.ctx.storage.get<string>(NAME)) === undefined) await this.ctx.storage.put(NAME, name);
    const planned = await this.ctx.storage.get<number>(SYNC_AT);
    await this.arm(later(instant(planned ?? 0), this.#now()));
  }

  override async alarm(): Promise<void> {
    const name = await this.ctx.storage.get<string>(NAME);
    if (name === undefined) return;
    try {
      const context = this.#open(name);
      await purgeUsedConsents(context);
      const connection = await findConnection(context.database, context.userId, context.providerName);
      // Nothing is tried again until the owner has connected anew (S38).
      if (connection?.state !== "active") return;
      if (await isShutOut(context, connection)) return;
      const syncAt = await this.ctx.storage.get<number>(SYNC_AT);
      if (syncAt === undefined || syncAt <= context.now()) await this.#sync(context);
      await this.#armNext(context);
    } catch (error) {
      // Caught, because an alarm that throws is retried six times and then never again.
      log("error", "account_alarm_failed", { account: name, error: errorSummary(error) });
      if (await isDisconnected(this.ctx)) return;
      await this.#putOff(null);
      await this.arm(instant((await this.ctx.storage.get<number>(SYNC_AT)) ?? this.#now()));
    }
  }

  /** At first use and not in the constructor: one that throws ends an object's alarms for good, a moment's wrong variable with it. */
  get #parts(): Composition {
    return (this.#made ??= this.compose());
  }

  /** Also where nothing can be composed. */
  #now(): Instant {
    return this.#made?.now() ?? instant(Date.now());
  }

  /** A subclass made for tests puts faults in the way of the database. */
  protected compose(): Composition {
    return compose(this.env);
  }

  /** One alarm serves everything: it rings at the earliest moment asked for. A subclass made for tests rings by hand. */
  protected async arm(at: Instant): Promise<void> {
    if (!ringsBy(await this.ctx.storage.getAlarm(), at, this.#now())) await this.ctx.storage.setAlarm(at);
  }

  async #sync(context: AccountContext): Promise<void> {
    // Set before, so that a hint that comes in the midst of it brings another.
    await this.ctx.storage.delete(SYNC_AT);
    const synced = await this.#readAndFollow(context);
    if (await isDisconnected(context)) return;
    if (!synced.ok) {
      log("warn", "sync_failed", { user_id: context.userId, provider: context.providerName, fault: faultWord(synced.problem) });
      await this.#putOff(faultWaitMs(synced.problem));
      return;
    }
    await this.ctx.storage.delete([SYNC_FAILURES, NOT_BEFORE]);
    const hasPush = await this.#keepChannels(context);
    const hinted = await this.ctx.storage.get<number>(SYNC_AT);
    const next = after(context.now(), hasPush ? SWEEP_WITH_PUSH_MS : SWEEP_WITHOUT_PUSH_MS);
    if (hinted === undefined || hinted > next) await this.ctx.storage.put(SYNC_AT, next);
  }

  /** The cursors are kept last, so that what a crash or a fault leaves half-done is read again. */
  async #readAndFollow(context: AccountContext): Promise<Result<null, ProviderFault>> {
    const found = await syncAccount(context);
    if (!found.ok) return found;
    for (const change of found.value.ownChanges) {
      const followed = await this.#follow(context, change);
      if (!followed.ok) return followed;
    }
    // Whoever has disconnected meanwhile leaves nothing behind.
    if (await isDisconnected(context)) return ok(null);
    await found.value.keepCursors();
    return ok(null);
  }

  async #keepChannels(context: AccountContext): Promise<boolean> {
    const connection = await findConnection(context.database, context.userId, context.providerName);
    if (connection?.state !== "active") return false;
    const state = await context.storage.get<SyncState>(SYNC_STATE);
    const kept = await keepChannels(context, connection, state?.calendars ?? []);
    return kept.ok;
  }

  /** One of the owner's changes, under the lock of its booking; an event that was put back is written at once. */
  async #follow(context: AccountContext, { bookingId, eventId, event }: OwnChange) {
    return await this.#locks.hold(bookingId, async () => {
      const followed = await followOwner(context, bookingId, eventId, event);
      if (!followed.ok) return followed;
      if (followed.value === "put_back") {
        // It is in no effect's hands yet; what fails now is tried again by one.
        const { kind } = await reconcile(context, bookingId, null);
        if (kind === "retry" || kind === "wait") await queueReconcile(context, bookingId);
      }
      return ok(null);
    });
  }

  async #calendars(context: AccountContext): Promise<Result<readonly AccountCalendar[], AccountRefusal>> {
    const connection = await findConnection(context.database, context.userId, context.providerName);
    if (connection === null) return refused({ tag: "connection_not_found" });
    if (connection.state !== "active") return refused({ tag: "needs_reconnect" });
    const infos = await calendarsOf(context, connection);
    if (!infos.ok) return refused({ tag: infos.problem.kind === "reconnect" ? "needs_reconnect" : "provider_unavailable" });
    return ok(infos.value.map(({ id, name, isPrimary, isWritable, hasMeetings }) => ({ id, name, isPrimary, isWritable, hasMeetings })));
  }

  async #syncBooking(context: AccountContext, bookingId: string, timeZone: string | null): Promise<Result<SyncedEvent, SyncRefusal>> {
    const connection = await findConnection(context.database, context.userId, context.providerName);
    if (connection === null) return refused({ tag: "connection_not_found" });
    if (connection.state !== "active") return refused({ tag: "needs_reconnect" });
    if (connection.eventCalendar === null) return refused({ tag: "no_event_calendar" });
    const outcome: ReconcileOutcome = await this.#locks.hold(bookingId, async () => await reconcile(context, bookingId, { timeZone }));
    const record = await findCalendarEvent(context.database, bookingId, context.userId, context.providerName);
    if (record === null) return refused({ tag: "booking_not_active" });
    if (record.state === "needs_reconnect") return refused({ tag: "needs_reconnect" });
    // The calendar that was to receive it has gone, and its owner has been told.
    if (record.state === "pending" && record.eventId === null && outcome.kind === "done") return refused({ tag: "no_event_calendar" });
    if (record.eventId === null || record.time === null) {
      return refused({ tag: outcome.kind === "done" ? "booking_not_active" : "provider_unavailable" });
    }
    // The link may still be in the making: it is asked after until it is there.
    if (outcome.kind !== "done") await queueReconcile(context, bookingId);
    const { eventId, eventLink, meetingLink } = record;
    return ok({ eventId, eventLink, meetingLink, isMeetingPending: meetingLink === null && outcome.kind === "wait" });
  }

  /** A failed sync comes again, later each time. */
  async #putOff(afterMs: number | null): Promise<void> {
    const failures = ((await this.ctx.storage.get<number>(SYNC_FAILURES)) ?? 0) + 1;
    const waitMs = Math.max(afterMs ?? 0, backoffMs(failures, SYNC_BACKOFF, this.#made?.random() ?? Math.random()));
    const at = after(this.#now(), waitMs);
    await this.ctx.storage.put<number>({ [SYNC_FAILURES]: failures, [NOT_BEFORE]: at, [SYNC_AT]: at });
  }

  async #syncAt(context: AccountContext, at: Instant): Promise<void> {
    const planned = await this.ctx.storage.get<number>(SYNC_AT);
    if (planned === undefined || planned > at) await this.ctx.storage.put(SYNC_AT, at);
    await context.arm(at);
  }

  async #armNext(context: AccountContext): Promise<void> {
    const syncAt = await this.ctx.storage.get<number>(SYNC_AT);
    if (syncAt !== undefined) await context.arm(instant(syncAt));
    const channelsAt = await channelsDue(context);
    if (channelsAt === null) return;
    // A channel is renewed by the sync that is due with it.
    if (syncAt === undefined || channelsAt < syncAt)
      await this.ctx.storage.put(SYNC_AT, Math.max(channelsAt, after(context.now(), PUSH_SETTLE_MS)));
    await context.arm(instant(Math.max(channelsAt, after(context.now(), PUSH_SETTLE_MS))));
  }

  #open(name: string): AccountContext {
    return (this.#context ??= this.#make(name));
  }

  #make(name: string): AccountContext {
    const split = name.lastIndexOf(":");
    const userId = name.slice(0, split);
    const providerName = CALENDAR_PROVIDERS.find((known) => known === name.slice(split + 1));
    assert(providerName !== undefined, "an account object is named by user and provider");
    const { config, database, now, newId } = this.#parts;
    const { calendars, serviceUrl, appUrl } = config;
    const client = calendars.clients[providerName];
    assert(client !== null, "a provider that is not configured is not called");
    const { storage } = this.ctx;
    const registered = PROVIDERS[providerName];
    const vault = tokenVault(this.env.TOKENS, calendars.sealKeys);
    const options = {
      addressOf: addressMap(calendars.standInUrl),
      fetch: this.#parts.fetch,
      timeoutMs: this.callTimeoutMs,
      now,
    };
    const oauth = oauthOf(registered.signIn, { ...options, ...client });
    const tokens = new Map<string, AccountTokens>();
    return {
      userId,
      providerName,
      database,
      calendarsWith: (accessToken) => registered.client(options, accessToken),
      oauth,
      redirectUri: client.redirectUri,
      serviceUrl,
      appUrl,
      storage,
      pushSecrets: this.#parts.pushSecrets,
      tokensOf: (accountId) => {
        const known = tokens.get(accountId);
        if (known !== undefined) return known;
        const owner = { userId, provider: providerName, accountId };
        const store = {
          isDisconnected: async () => (await storage.get(DISCONNECTED)) !== undefined,
          read: async () => await storage.get<string>(TOKENS),
          write: async (sealed: string) => await storage.put(TOKENS, sealed),
        };
        const made = new AccountTokens({ owner, store, vault, ring: calendars.sealKeys, oauth, now });
        tokens.set(accountId, made);
        return made;
      },
      leaveNothing: async () => {
        await storage.deleteAlarm();
        await storage.deleteAll();
        await storage.put(DISCONNECTED, now());
        await vault.delete(userId, providerName);
      },
      calls: new CallGate(),
      submit: this.#parts.submit,
      wakeAgenda: this.#parts.wake,
      arm: async (at) => await this.arm(at),
      now,
      newId,
    };
  }
}
