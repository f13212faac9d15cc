/**
 * Fires the Worker's cron triggers, which the local runtime does not do by itself: each trigger of wrangler.toml at the
 * minutes it names, in UTC. Understands numbers, `*`, ranges, steps and lists; a trigger written in another way fires
 * every minute, because too often does no harm here and never would.
 */
import { readFileSync } from "node:fs";

const MINUTE_MS = 60_000;
const TICK_MS_MAX = 50_000;
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** The `crons` of a wrangler.toml, in order; comments are passed over. */
export function readCrons(wranglerToml: string): string[] {
  const text = readFileSync(wranglerToml, "utf8").replace(/^\s*#.*$/gm, "");
  const list = /^\s*crons\s*=\s*\[([^\]]*)\]/m.exec(text)?.[1] ?? "";
  return [...list.matchAll(/"([^"]+)"|'([^']+)'/g)].map(([, double, single]) => double ?? single ?? "");
}

function fieldMatches(field: string, value: number): boolean {
  return field.split(",").some((part) => {
    const parsed = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (parsed === null) return true;
    const [, low, high, step] = parsed;
    const first = Number(low ?? 0);
    const last = low === undefined || (high === undefined && step !== undefined) ? Infinity : Number(high ?? low);
    return value >= first && value <= last && (value - first) % Number(step ?? 1) === 0;
  });
}

/** Whether a trigger fires in the minute of `moment`. Cloudflare counts weekdays from Sunday = 1. */
function isDue(cron: string, moment: Date): boolean {
  const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = cron.trim().toUpperCase().split(/\s+/);
  const weekdayNumber = WEEKDAYS.reduce((text, name, index) => text.replaceAll(name, String(index + 1)), weekday);
  return (
    fieldMatches(minute, moment.getUTCMinutes()) &&
    fieldMatches(hour, moment.getUTCHours()) &&
    fieldMatches(day, moment.getUTCDate()) &&
    fieldMatches(month, moment.getUTCMonth() + 1) &&
    fieldMatches(weekdayNumber, moment.getUTCDay() + 1)
  );
}

async function fire(workerUrl: string, cron: string, moment: Date): Promise<void> {
  const query = new URLSearchParams({ cron, time: String(moment.getTime()) });
  const url = `${workerUrl}/cdn-cgi/local/scheduled?${query.toString()}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(TICK_MS_MAX) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`answered ${String(response.status)}`);
}

export interface CronOptions {
  readonly workerUrl: string;
  readonly crons: readonly string[];
  readonly onFailure: (cron: string, reason: string) => void;
}

/** Begins at the next full minute. Returns what ends it. */
export function startCron({ workerUrl, crons, onFailure }: CronOptions): () => void {
  let timer: NodeJS.Timeout;
  const schedule = (): void => {
    timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS));
  };
  const tick = (): void => {
    const moment = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
    for (const cron of crons.filter((each) => isDue(each, moment))) {
      fire(workerUrl, cron, moment).catch((error: unknown) => {
        onFailure(cron, error instanceof Error ? error.message : String(error));
      });
    }
    schedule();
  };
  schedule();
  return () => {
    clearTimeout(timer);
  };
}
