/**
 * The mail port: how a composed notice leaves the service. There are two senders, Cloudflare's binding in production and
 * the mailbox among the simulators. A sender tries once and remembers nothing; trying again is the outbox's. Neither
 * knows a way to take a mail only once, so a failure says whether the mail may have gone out all the same.
 */
import { SECOND_MS } from "../lib/duration.ts";
import type { Result } from "../lib/result.ts";
import { isMailAddress, oneLine } from "../lib/clean-text.ts";
import type { MailCalendar } from "./compose.ts";

/** Must stay under half of the outbox's lease. */
export const MAIL_TIMEOUT_MS = 10 * SECOND_MS;

export interface MailMessage {
  /** A bare address. */
  readonly to: string;
  /** A bare address. */
  readonly from: string;
  readonly fromName: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly calendar: MailCalendar | null;
  /** The same for every try of one mail. */
  readonly messageId: string;
}

export type MailFault =
  /** Try again later. `mayHaveBeenSent`: nobody answered, or not clearly, so another try may be a second mail. */
  | { readonly kind: "retry_later"; readonly reason: string; readonly mayHaveBeenSent: boolean }
  /** Nothing was sent, and nothing will be before the next day of UTC. */
  | { readonly kind: "used_up"; readonly reason: string }
  /** The recipient's server refused it. It may take it later, and being asked often is held against the sender. */
  | { readonly kind: "undelivered"; readonly reason: string }
  /** Refused for good: the same mail would be refused again. */
  | { readonly kind: "rejected"; readonly reason: string };

export interface MailSender {
  send: (message: MailMessage) => Promise<Result<null, MailFault>>;
}

/** Why a message must not be handed to any sender; null: nothing is against it. The last gate before headers are made. */
export function unfitReason(message: MailMessage): string | null {
  if (!isMailAddress(message.to)) return "recipient_address";
  if (!isMailAddress(message.from)) return "sender_address";
  const headers = [message.subject, message.fromName, message.messageId];
  return headers.some((header) => header === "" || oneLine(header) !== header) ? "header_text" : null;
}
