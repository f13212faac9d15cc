/**
 * Mail to the mailbox among the simulators: one POST of the message as JSON. For development and tests; it has no
 * credentials and follows no redirect. 2xx is acceptance, whatever the body says, which is never read.
 */
import { ok, refused, type Result } from "../lib/result.ts";
import { within } from "../lib/within.ts";
import { MAIL_TIMEOUT_MS, type MailFault, type MailSender, unfitReason } from "./mail.ts";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export function httpMail(
  url: string,
  call: Fetch = (address, init) => fetch(address, init),
  timeoutMs: number = MAIL_TIMEOUT_MS,
): MailSender {
  return {
    async send(message): Promise<Result<null, MailFault>> {
      const unfit = unfitReason(message);
      if (unfit !== null) return refused({ kind: "rejected", reason: unfit });
      try {
        return await within(timeoutMs, async (signal) => {
          const response = await call(url, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(message),
            redirect: "manual",
            signal,
          });
          await response.body?.cancel();
          return response.ok ? ok(null) : refused(faultOf(response.status));
        });
      } catch (error) {
        const isTimeout = error instanceof Error && error.name === "TimeoutError";
        return refused({ kind: "retry_later", reason: isTimeout ? "timeout" : "connection", mayHaveBeenSent: true });
      }
    },
  };
}

function faultOf(status: number): MailFault {
  const reason = `status_${status}`;
  if (status === 429 || status === 503) return { kind: "retry_later", reason, mayHaveBeenSent: false };
  return status >= 500 || status === 408 ? { kind: "retry_later", reason, mayHaveBeenSent: true } : { kind: "rejected", reason };
}
