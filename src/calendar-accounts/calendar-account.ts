/**
 * The Durable Object of one person's account at one provider, named `{userId}:{provider}`: the only one that calls its
 * provider and refreshes its tokens. Its storage holds the sealed tokens, the cursors and the push channels; what others
 * read is in D1. Arguments and answers cross its RPC as JSON text. One alarm serves sync, sweep and channels.
 */
import { DurableObject } from "cloudflare:workers";
import { compose, type Composition } from "../compose.ts";
import { PROVIDER_CALL_TIMEOUT_MS } from "../providers/call.ts";
import type { ProviderFault } from "../providers/port.ts";
import { type AccountState, findAccountState, findConnection } from "../database/calendar-connections.ts";
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
import { ringsBy } from "../domain/armed-alarm.ts";
import { after, earlier, instant, type Instant, later } from "../domain/instant.ts";
import { KeyedLocks } from "../lib/keyed-locks.ts";
import { errorSummary, log } from "../lib/log.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { PUSH_SETTLE_MS, SWEEP_WITH_PUSH_MS, SWEEP_WITHOUT_PUSH_MS } from "../limits.ts";
import { MAINTENANCE_LOOK_MS } from "../limits/maintenance.ts";
import { type AccountContext, isDisconnected } from "./context.ts";
import { openAccount } from "./open-account.ts";
import { ageChannels, channelsDue, dropChannels, isOurs, keepChannels } from "./channels.ts";
import { configureConnection, disconnectAccount, finishConsent, purgeUsedConsents } from "./connection.ts";
import { knowledgeOf, noteAge } from "./knowledge.ts";
import type { OwnChange } from "./own-changes.ts";
import { calendarsOf } from "./read-calendars.ts";
import { SyncPlan } from "./sync-plan.ts";
import { faultWaitMs, faultWord, forgetCursors, syncAccount, type Synced } from "./sync.ts";
import { followOwner } from "./owner-changes.ts";
import { queueReconcile } from "./queue-reconcile.ts";
import { reconcile } from "./reconcile.ts";
import type { ReconcileOutcome } from "./reconcile-notes.ts";
import { sealAccountAnew } from "./seal-account-anew.ts";
import { isShutOut } from "./shut-out.ts";
import { NAME, READ_ANEW } from "./storage-keys.ts";

export class CalendarAccount extends DurableObject<Env> {
  #made: Composition | null = null;
  readonly #locks = new KeyedLocks();
  readonly #plan = new SyncPlan(this.ctx.storage);
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
    return JSON.stringify(await this.#calendars(this.#open(name)));
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
    await this.#syncAt(context, later(after(context.now(), PUSH_SETTLE_MS), await this.#plan.notBefore()));
  }

  /** Has the alarm ring where it was lost: for the sweep, about a connection on record. A planned sync is not brought forward. */
  async wake(name: string): Promise<void> {
    if ((await this.ctx.storage.get<string>(NAME)) === undefined) await this.ctx.storage.put(NAME, name);
    await this.arm(later((await this.#plan.next()) ?? instant(0), this.#now()));
  }

  /** Forgets where it had read to: the record has been restored to a time before that. */
  async startAnew(name: string): Promise<void> {
    const context = this.#open(name);
    await this.ctx.storage.put(NAME, name);
    await forgetCursors(context);
    await this.#syncAt(context, context.now());
  }

  /** Seals its tokens by today's key, and notes by which key they stand sealed. */
  async sealAnew(name: string): Promise<void> {
    await sealAccountAnew(this.#open(name));
  }

  /** Composes what it works with, and stores nothing: for the deep look at the service's health. */
  look(): void {
    void this.#parts;
  }

  override async alarm(): Promise<void> {
    const name = await this.ctx.storage.get<string>(NAME);
    if (name === undefined) return;
    try {
      if (this.#parts.config.isInMaintenance) return await this.arm(after(this.#now(), MAINTENANCE_LOOK_MS));
      const context = this.#open(name);
      await purgeUsedConsents(context);
      const state = await findAccountState(context.database, context.userId, context.providerName);
      // Nothing is tried again until the owner has connected anew (S38).
      if (state?.connection.state !== "active") return;
      if (await isShutOut(context, state)) return;
      const next = await this.#plan.next();
      if (next === null || next <= context.now()) await this.#sync(context, state);
      await this.#armNext();
    } catch (error) {
      // Caught, because an alarm that throws is retried six times and then never again.
      log("error", "account_alarm_failed", { account: name, error: errorSummary(error) });
      if (await isDisconnected(this.ctx)) return;
      await this.#plan.putOff(this.#now(), { afterMs: null, random: this.#random() });
      await this.#armNext();
      await this.#noteFailure(name);
    }
  }

  /** Once a fault has kept an account from reading for long, the provider's or ours, its owner is told. */
  async #noteFailure(name: string): Promise<void> {
    try {
      const context = this.#open(name);
      const state = await findAccountState(context.database, context.userId, context.providerName);
      if (state?.connection.state === "active" && state.isOwnerActive)
        await noteAge(context, state, await knowledgeOf(context, state), true);
    } catch (error) {
      log("error", "account_age_not_noted", { account: name, error: errorSummary(error) });
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

  /** In [0, 1). */
  #random(): number {
    return this.#made?.random() ?? Math.random();
  }

  /** A subclass made for tests puts faults in the way of the database. */
  protected compose(): Composition {
    return compose(this.env);
  }

  /** One alarm serves everything: it rings at the earliest moment asked for. A subclass made for tests rings by hand. */
  protected async arm(at: Instant): Promise<void> {
    if (!ringsBy(await this.ctx.storage.getAlarm(), at, this.#now())) await this.ctx.storage.setAlarm(at);
  }

  /** Read and record, follow each change, keep the cursors; then the channels, and when to read next. */
  async #sync(context: AccountContext, state: AccountState): Promise<void> {
    this.#plan.begin();
    const begunAt = context.now();
    try {
      const synced = await syncAccount(context, state);
      const found = synced.ok ? synced.value : null;
      const fault = synced.ok ? await this.#followAll(context, found) : synced.problem;
      const told = fault ?? found?.fault ?? null;
      const ms = context.now() - begunAt;
      this.#parts.measure({ event: "sync", provider: context.providerName, fault: told === null ? null : faultWord(told), ms });
      // An owner who has disconnected meanwhile leaves nothing behind.
      if (await isDisconnected(context)) return;
      const isPartly = found !== null && found.fault !== null;
      const knowledge = found?.knowledge ?? (await knowledgeOf(context, state));
      await noteAge(context, state, knowledge, isPartly || fault !== null);
      if (fault !== null) {
        log("warn", "sync_failed", { user_id: context.userId, provider: context.providerName, fault: faultWord(fault) });
        await this.#plan.putOff(context.now(), { afterMs: faultWaitMs(fault), random: this.#random() });
        return;
      }
      await this.#plan.settle(await this.#nextAfter(context, found));
    } finally {
      this.#plan.end();
    }
  }

  /** The cursors are kept last, so that what a crash or a fault leaves half-done is read again. */
  async #followAll(context: AccountContext, found: Synced | null): Promise<ProviderFault | null> {
    if (found === null) return null;
    for (const change of found.ownChanges) {
      const followed = await this.#follow(context, change);
      if (!followed.ok) return followed.problem;
    }
    if (await isDisconnected(context)) return null;
    const isAnew = found.ownChanges.length > 0 && (await context.storage.delete(READ_ANEW));
    await (isAnew ? forgetCursors(context) : found.keepCursors());
    return null;
  }

  async #nextAfter(context: AccountContext, found: Synced | null): Promise<Instant> {
    if (found === null) return after(context.now(), SWEEP_WITHOUT_PUSH_MS);
    const push = await keepChannels(context, found.connection, found.calendars);
    const cadence = after(context.now(), push.isWhole ? SWEEP_WITH_PUSH_MS : SWEEP_WITHOUT_PUSH_MS);
    const soon = after(context.now(), PUSH_SETTLE_MS);
    // A channel is renewed by the sync that is due with it.
    const channelsAt = await channelsDue(context);
    const next = channelsAt === null ? cadence : earlier(cadence, later(channelsAt, soon));
    if (found.fault === null) {
      await this.#plan.forgetFailures();
      // Of what changed between the reading and the opening nobody tells: it is looked for once more.
      return push.hasBegun ? soon : next;
    }
    log("warn", "calendar_unreadable", { user_id: context.userId, provider: context.providerName, fault: faultWord(found.fault) });
    return earlier(next, after(context.now(), await this.#plan.waitMs({ afterMs: faultWaitMs(found.fault), random: this.#random() })));
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

  async #syncAt(context: AccountContext, at: Instant): Promise<void> {
    await this.#plan.ask(at);
    await context.arm(at);
  }

  async #armNext(): Promise<void> {
    const next = await this.#plan.next();
    if (next !== null) await this.arm(next);
  }

  #open(name: string): AccountContext {
    const own = { storage: this.ctx.storage, vault: this.env.TOKENS, callTimeoutMs: this.callTimeoutMs };
    return (this.#context ??= openAccount(name, { ...own, parts: this.#parts, arm: async (at) => await this.arm(at) }));
  }
}
