/**
 * While the service is being maintained it is read and not changed: whatever might write is told 503 and when to come back, the notices of
 * providers too, which send them again. One call stays: the one that puts right what a restore has left behind. Objects and the sweep stand still by
 * themselves.
 */
import type { MiddlewareHandler } from "hono";
import type { Config } from "../../config.ts";
import { restoredRoute } from "../../contract/restored.ts";
import { MAINTENANCE_RETRY_SECONDS } from "../../limits/maintenance.ts";
import type { HttpEnv } from "./dependencies.ts";
import { noticeAnswer, wantsPage } from "./page.ts";
import { problemAnswer } from "./problem.ts";

const READING: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
/** A consent is finished by a GET. */
const FINISHES_CONSENT = /^\/calendar\/[^/]+\/callback$/u;

export function duringMaintenance({ isInMaintenance }: Config): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { method, path } = c.req;
    const isReading = READING.has(method) && !FINISHES_CONSENT.test(path);
    if (!isInMaintenance || isReading || path === restoredRoute.path) return await next();
    if (wantsPage(c)) return await noticeAnswer(c, "unavailable", { "Retry-After": String(MAINTENANCE_RETRY_SECONDS) });
    return problemAnswer(c, "maintenance", "Nothing was changed. Send the same request again later.", {
      headers: { "Retry-After": String(MAINTENANCE_RETRY_SECONDS) },
    });
  };
}
