/**
 * Counts of data points, read from Cloudflare's Analytics Engine over its SQL API. One fixed query for each event and range; nothing that anybody
 * typed is part of one. A point may stand for many, so a count is the sum of `_sample_interval`. It never answers none for what it could not read.
 * https://developers.cloudflare.com/analytics/analytics-engine/sql-api/
 */
import { z } from "zod";
import { instant } from "../domain/instant.ts";
import { POINT_OUTCOMES, type PointCount, type PointEvent, type PointRange } from "../domain/point-counts.ts";
import { SECOND_MS } from "../lib/duration.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { callProvider, type ProviderOptions } from "./call.ts";

/** A page waits for it. */
const CALL_MS_MAX = 5 * SECOND_MS;
/** Far more than the rows of a range take. @internal */
export const POINT_ANSWER_BYTES_MAX = 64 * 1024;
/** A range has fewer: two for each of its stretches. */
const ROWS_MAX = 100;
/** `dataset` of the binding in wrangler.toml. */
const DATASET = "culturebridge_booking";

export interface AnalyticsAccount {
  readonly accountId: string;
  readonly token: string;
}

/** By the columns that `src/lib/data-point.ts` writes. */
const IS_WELL: Readonly<Record<PointEvent, string>> = {
  group: "blob2 = 'settled'",
  dispatch: "blob2 = 'done'",
  sync: "blob2 = 'whole'",
  refusal: "double3 < 500",
};

const INTERVALS: Readonly<Record<PointRange, { readonly range: string; readonly stretch: string }>> = {
  day: { range: "'1' DAY", stretch: "'1' HOUR" },
  week: { range: "'7' DAY", stretch: "'6' HOUR" },
};

/** A sum of whole numbers is written as text, because it may be larger than a number of JSON. */
const count = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}$/u)
      .transform(Number),
  ])
  .pipe(z.number().min(0).max(Number.MAX_SAFE_INTEGER));
const answerSchema = z
  .object({
    data: z.array(z.object({ at: count, outcome: z.enum(POINT_OUTCOMES), times: count })).max(ROWS_MAX),
    rows: count,
  })
  .refine(({ data, rows }) => data.length === rows);

/** Refused with a code of what was in the way: never the answer's own words, which may repeat what was sent. */
export async function countPoints(
  { accountId, token, ...options }: AnalyticsAccount & Pick<ProviderOptions, "addressOf" | "fetch" | "now">,
  event: PointEvent,
  range: PointRange,
): Promise<Result<readonly PointCount[], string>> {
  const answer = await callProvider(
    { ...options, timeoutMs: CALL_MS_MAX, answerBytesMax: POINT_ANSWER_BYTES_MAX },
    {
      effect: "read",
      method: "POST",
      address: `https://api.cloudflare.com/client/v4/accounts/${accountId}/analytics_engine/sql`,
      accessToken: token,
      text: queryOf(event, range),
    },
  );
  if (!answer.ok) return refused("reason" in answer.problem ? answer.problem.reason : answer.problem.kind);
  if (!answer.value.isSuccess) return refused(`status_${String(answer.value.status)}`);
  const read = answerSchema.safeParse(answer.value.body);
  if (!read.success) return refused("no_sound_answer");
  return ok(read.data.data.map(({ at, outcome, times }) => ({ at: instant(at * SECOND_MS), outcome, times })));
}

function queryOf(event: PointEvent, range: PointRange): string {
  const intervals = INTERVALS[range];
  return [
    `SELECT toUnixTimestamp(toStartOfInterval(timestamp, INTERVAL ${intervals.stretch})) AS at,`,
    `if(${IS_WELL[event]}, 'well', 'wrong') AS outcome, SUM(_sample_interval) AS times`,
    `FROM ${DATASET}`,
    `WHERE index1 = '${event}' AND timestamp > NOW() - INTERVAL ${intervals.range}`,
    `GROUP BY at, outcome ORDER BY at, outcome LIMIT ${String(ROWS_MAX)} FORMAT JSON`,
  ].join(" ");
}
