/**
 * The health of the service as its parts tell it: can the database be read and written, do objects answer, is anything late, does a calendar
 * fall silent, when was the audit trail last anchored, how full is the database. Each part is asked by itself, so that one that fails
 * hides no other. It mends nothing.
 */
import { countSilentAccounts, databaseSizeBytes, oldestDueEffect, writeAndTakeBack } from "../../database/health.ts";
import type { Database } from "../../database/open.ts";
import { type Health, HEALTH_PARTS, type HealthPart, healthOf } from "../../domain/health.ts";
import type { Instant } from "../../domain/instant.ts";
import { SECOND_MS } from "../../lib/duration.ts";
import { errorSummary, log } from "../../lib/log.ts";
import { within } from "../../lib/within.ts";
import { HEALTH_CALL_MS_MAX, HEALTH_THRESHOLDS } from "../../limits/health.ts";
import { lastAnchored } from "../sweep-record.ts";

export interface HealthContext {
  readonly database: Database;
  /** Where the sweep notes that it came, outside of the database. */
  readonly kept: KVNamespace;
  /** Has an object of each class answer that bears this name. It stores nothing. */
  readonly lookAtObjects: (name: string) => Promise<void>;
  readonly now: () => Instant;
  readonly newId: () => string;
}

export async function viewHealth(ctx: HealthContext): Promise<Health> {
  const questions = questionsOf(ctx);
  const answers = await Promise.all(HEALTH_PARTS.map(async (part) => [part, await measure(part, questions[part])] as const));
  return healthOf(Object.fromEntries(answers.filter(([, measured]) => measured !== null)) as Partial<Record<HealthPart, number>>);
}

function questionsOf({ database, kept, lookAtObjects, now, newId }: HealthContext): Readonly<Record<HealthPart, () => Promise<number>>> {
  return {
    database_read: async () => await timed(now, async () => await databaseSizeBytes(database)),
    database_write: async () => await timed(now, async () => await writeAndTakeBack(database, newId(), now())),
    // By a new name each time: the version that an object runs hangs on its name while two versions share the requests.
    objects: async () => await timed(now, async () => await lookAtObjects(`health:${newId()}`)),
    database_size: async () => await databaseSizeBytes(database),
    overdue_effects: async () => {
      const oldest = await oldestDueEffect(database);
      return oldest === null ? 0 : secondsSince(oldest, now());
    },
    silent_accounts: async () => await countSilentAccounts(database, now()),
    anchor_lag: async () => {
      const anchoredAt = await lastAnchored(kept);
      // A service that was just deployed has had no sweep: no failure, and nothing to be silent about.
      return anchoredAt === null ? HEALTH_THRESHOLDS.anchor_lag.warningFrom : secondsSince(anchoredAt, now());
    },
  };
}

function secondsSince(at: Instant, now: Instant): number {
  return Math.max(0, Math.floor((now - at) / SECOND_MS));
}

/** Milliseconds. */
async function timed(now: () => Instant, act: () => Promise<unknown>): Promise<number> {
  const begun = now();
  await act();
  return now() - begun;
}

async function measure(part: HealthPart, ask: () => Promise<number>): Promise<number | null> {
  try {
    return await within(HEALTH_CALL_MS_MAX, async (signal) => await Promise.race([ask(), ended(signal)]));
  } catch (error) {
    log("warn", "health_part_silent", { part, error: errorSummary(error) });
    return null;
  }
}

async function ended(signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });
}
