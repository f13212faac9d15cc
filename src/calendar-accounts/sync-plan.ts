/**
 * When an account is read next: at the moment planned, sooner when somebody asks for it, later each time it fails. A sync
 * that is asked for in the midst of another is one more. Sets no alarm and reads nothing; the plan is in the object's storage,
 * and while a sync runs it goes on naming the moment of that sync, so that one that dies is begun again.
 */
import { after, earlier, instant, type Instant } from "../domain/instant.ts";
import { backoffMs } from "../lib/backoff.ts";
import { SYNC_BACKOFF } from "../limits.ts";
import { NOT_BEFORE, SYNC_AT, SYNC_FAILURES } from "./storage-keys.ts";

export class SyncPlan {
  readonly #storage: DurableObjectStorage;
  #isSyncing = false;
  /** The sync that was asked for since the one that runs has begun. */
  #askedAt: Instant | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** null: nothing is planned. */
  async next(): Promise<Instant | null> {
    return (await this.#storage.get<Instant>(SYNC_AT)) ?? null;
  }

  /** A sync at that moment, unless one comes before it. */
  async ask(at: Instant): Promise<void> {
    if (this.#isSyncing) {
      this.#askedAt = this.#askedAt === null ? at : earlier(this.#askedAt, at);
      return;
    }
    const planned = await this.next();
    if (planned === null || planned > at) await this.#storage.put(SYNC_AT, at);
  }

  /** No notification is heeded before. */
  async notBefore(): Promise<Instant> {
    return (await this.#storage.get<Instant>(NOT_BEFORE)) ?? instant(0);
  }

  begin(): void {
    this.#isSyncing = true;
    this.#askedAt = null;
  }

  end(): void {
    this.#isSyncing = false;
  }

  /** A sync went well, as far as anything could be read: the next is at `at`, or when it was asked for meanwhile. */
  async settle(at: Instant): Promise<void> {
    if ((await this.notBefore()) > 0) await this.#storage.delete(NOT_BEFORE);
    let next = at;
    do {
      next = this.#askedAt === null ? at : earlier(this.#askedAt, at);
      await this.#storage.put(SYNC_AT, next);
      // Asked for while this was being written.
    } while (this.#askedAt !== null && this.#askedAt < next);
    this.end();
  }

  /** A failed sync comes again, later each time, and not before the moment that the provider has named. */
  async putOff(now: Instant, { afterMs, random }: { readonly afterMs: number | null; readonly random: number }): Promise<void> {
    const at = after(now, Math.max(afterMs ?? 0, await this.#backoff(random)));
    await this.#storage.put<number>({ [NOT_BEFORE]: at, [SYNC_AT]: at });
  }

  /** How long to wait for what could not be read of an account whose other calendars could. */
  async waitMs({ afterMs, random }: { readonly afterMs: number | null; readonly random: number }): Promise<number> {
    return Math.max(afterMs ?? 0, await this.#backoff(random));
  }

  async forgetFailures(): Promise<void> {
    if ((await this.#storage.get(SYNC_FAILURES)) !== undefined) await this.#storage.delete(SYNC_FAILURES);
  }

  async #backoff(random: number): Promise<number> {
    const failures = ((await this.#storage.get<number>(SYNC_FAILURES)) ?? 0) + 1;
    await this.#storage.put(SYNC_FAILURES, failures);
    return backoffMs(failures, SYNC_BACKOFF, random);
  }
}
