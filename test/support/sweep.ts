/** One coming of the cron sweep over the record of the tests, now, with nobody to wake; a test hands in what it asks about. */
import { env } from "cloudflare:workers";
import { compose } from "../../src/compose.ts";
import { instant } from "../../src/domain/instant.ts";
import { sweep, type SweepContext } from "../../src/operations/sweep.ts";
import { auditKeys, database } from "./agenda.ts";
import { asInvocation } from "./d1-limits.ts";

export async function sweepOnce(given: Partial<SweepContext> = {}): Promise<void> {
  const { sealKeys } = compose(env).config.calendars;
  const wake = async (): Promise<void> => await Promise.resolve();
  const ports = { wake, wakeAccount: wake, sealAccountAnew: wake };
  const context = { database, kept: env.KEPT, auditKeys, sealKeys, ...ports, now: instant(Date.now()), ...given };
  await asInvocation(async () => await sweep(context));
}
