/**
 * Mail through Cloudflare's `send_email` binding. The binding builds the MIME message from its parts and sets the
 * Message-ID itself, refusing ours, so our own id travels as `X-Notice-Id`. Attachments are handed over as bytes: the
 * documentation calls a string base64 in one place and raw text in another. Reasons are codes, never the platform's
 * text, which may quote an address.
 */
import { ok, refused, type Result } from "../lib/result.ts";
import type { MailCalendar } from "./compose.ts";
import { MAIL_TIMEOUT_MS, type MailFault, type MailSender, unfitReason } from "./mail.ts";

/** Thrown before anything was sent, and would be again. Configuration errors are not among them: a person can mend those. */
const REJECTED_CODES: ReadonlySet<string> = new Set([
  "E_VALIDATION_ERROR",
  "E_FIELD_MISSING",
  "E_TOO_MANY_RECIPIENTS",
  "E_RECIPIENT_NOT_ALLOWED",
  "E_RECIPIENT_SUPPRESSED",
  "E_CONTENT_TOO_LARGE",
  "E_HEADER_NOT_ALLOWED",
  "E_HEADER_USE_API_FIELD",
  "E_HEADER_VALUE_INVALID",
  "E_HEADER_VALUE_TOO_LONG",
  "E_HEADER_NAME_INVALID",
  "E_HEADERS_TOO_LARGE",
  "E_HEADERS_TOO_MANY",
]);

/** Thrown before anything was sent, and will pass. */
const UNSENT_CODES: ReadonlySet<string> = new Set(["E_RATE_LIMIT_EXCEEDED", "E_SENDER_NOT_VERIFIED", "E_SENDER_DOMAIN_NOT_AVAILABLE"]);

export function cloudflareMail(binding: SendEmail, timeoutMs: number = MAIL_TIMEOUT_MS): MailSender {
  return {
    async send(message): Promise<Result<null, MailFault>> {
      const unfit = unfitReason(message);
      if (unfit !== null) return refused({ kind: "rejected", reason: unfit });
      const builder: EmailMessageBuilder = {
        to: message.to,
        from: { email: message.from, name: message.fromName },
        subject: message.subject,
        html: message.html,
        text: message.text,
        headers: { "Auto-Submitted": "auto-generated", "X-Notice-Id": message.messageId },
        attachments: message.calendar === null ? [] : [attachmentOf(message.calendar)],
      };
      return await settled(async () => await binding.send(builder), timeoutMs);
    },
  };
}

function attachmentOf({ method, text }: MailCalendar): EmailAttachment {
  // Mail programs take it for an invitation only where the type names the same method as the file (RFC 6047 section 2.4).
  const type = `text/calendar; method=${method}; charset=utf-8`;
  return { disposition: "attachment", filename: "invite.ics", type, content: new TextEncoder().encode(text) };
}

/** The binding takes no signal: after `timeoutMs` it is left to itself, and what becomes of the mail is not known. */
async function settled(send: () => Promise<unknown>, timeoutMs: number): Promise<Result<null, MailFault>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<Result<null, MailFault>>((resolve) => {
    timer = setTimeout(() => resolve(refused({ kind: "retry_later", reason: "timeout", mayHaveBeenSent: true })), timeoutMs);
  });
  const outcome = send().then(
    () => ok(null),
    (error: unknown) => refused(faultOf(error)),
  );
  try {
    return await Promise.race([outcome, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function faultOf(error: unknown): MailFault {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
  if (REJECTED_CODES.has(code)) return { kind: "rejected", reason: code };
  if (code === "E_DAILY_LIMIT_EXCEEDED") return { kind: "used_up", reason: code };
  if (code === "E_DELIVERY_FAILED") return { kind: "undelivered", reason: code };
  return { kind: "retry_later", reason: code, mayHaveBeenSent: !UNSENT_CODES.has(code) };
}
