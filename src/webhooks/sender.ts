/**
 * Sends one signed message to an endpoint, as Standard Webhooks asks for: https://www.standardwebhooks.com. One POST, once; trying again is the
 * outbox's. Follows no redirect, reads nothing of the answer but its status and `Retry-After`, and waits so long and no longer. Addresses are
 * asked again here, because the configuration may have changed since one was accepted.
 */
import { Webhook } from "standardwebhooks";
import { SECOND_MS } from "../lib/duration.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { within } from "../lib/within.ts";
import { WEBHOOK_RETRY_AFTER_MS_MAX, WEBHOOK_TIMEOUT_MS } from "../limits/webhooks.ts";
import { refuseAddress } from "./endpoint-address.ts";

const SECRET_BYTES = 32;
const GONE = 410;
/** Not now: a request that took too long, came too early, or was one too many. */
const NOT_NOW: readonly number[] = [408, 425, 429];

interface WebhookMessage {
  readonly url: string;
  /** The current one, and while it is being rotated the one before: each signs. */
  readonly secrets: readonly string[];
  /** The event's: the same for every try. */
  readonly id: string;
  /** Of this try: receivers refuse what is older than five minutes. Epoch milliseconds. */
  readonly sentAt: number;
  readonly body: string;
}

interface WebhookFault {
  /** Trying the same again would fail again. */
  readonly isFinal: boolean;
  /** The endpoint is down, or has had enough for now: it is waited for, and no try is spent. */
  readonly isOutage: boolean;
  /** The status, or why there is none. */
  readonly reason: string;
  /** The wait that the endpoint asked for, bounded; null: it did not. */
  readonly afterMs: number | null;
}

export interface WebhookSender {
  readonly send: (message: WebhookMessage) => Promise<Result<{ readonly status: number }, WebhookFault>>;
}

interface SenderOptions {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly standInUrl: string | null;
  readonly serviceUrl: string;
  readonly timeoutMs?: number;
}

export function webhookSender({ fetch, standInUrl, serviceUrl, timeoutMs = WEBHOOK_TIMEOUT_MS }: SenderOptions): WebhookSender {
  return {
    send: async ({ url, secrets, id, sentAt, body }) => {
      if (refuseAddress(url, { standInUrl, serviceUrl }) !== null)
        return refused({ isFinal: true, isOutage: false, reason: "address", afterMs: null });
      const at = new Date(sentAt);
      const headers = {
        "Content-Type": "application/json",
        "User-Agent": "CultureBridge-Booking",
        "Webhook-Id": id,
        "Webhook-Timestamp": String(Math.floor(sentAt / SECOND_MS)),
        "Webhook-Signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
      };
      try {
        return await within(timeoutMs, async (signal) => {
          const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
          await response.body?.cancel();
          return response.ok ? ok({ status: response.status }) : refused(faultOf(response));
        });
      } catch (error) {
        const isTimeout = error instanceof Error && error.name === "TimeoutError";
        return refused({ isFinal: false, isOutage: true, reason: isTimeout ? "timeout" : "connection", afterMs: null });
      }
    },
  };
}

function faultOf({ status, headers }: Response): WebhookFault {
  const seconds = /^\d{1,6}$/u.exec(headers.get("Retry-After") ?? "")?.[0];
  const afterMs = seconds === undefined ? null : Math.min(Number(seconds) * SECOND_MS, WEBHOOK_RETRY_AFTER_MS_MAX);
  return { isFinal: status === GONE, isOutage: status >= 500 || NOT_NOW.includes(status), reason: `status_${String(status)}`, afterMs };
}

/** As Standard Webhooks writes one: `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))))}`;
}
