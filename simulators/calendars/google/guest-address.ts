/**
 * Which guests Google takes. Recorded: an address with a space at either end, and one with parentheses, are refused with
 * "Invalid attendee email.", a guest without an address with "Missing attendee email.", and the whole write with them. What
 * else it refuses nobody has recorded, so a test can name more.
 *
 * Knob (`/__sim/settings`): `refusedGuests`: addresses, with spaces between them.
 */
import type { Account } from "../core/world.ts";

const LOCAL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/u;
const LOCAL_MAX = 64;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/iu;

function isAddress(text: string): boolean {
  const [local = "", domain = "", ...more] = text.split("@");
  const labels = domain.split(".");
  const isDomain = labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/u.test(labels.at(-1) ?? "");
  return more.length === 0 && local.length <= LOCAL_MAX && LOCAL.test(local) && isDomain;
}

/** What Google says of these guests; null: nothing. */
export function guestFault(account: Account, emails: readonly (string | undefined)[]): string | null {
  const refused = String(account.settings.get("refusedGuests") ?? "").split(" ");
  if (emails.some((email) => (email ?? "") === "")) return "Missing attendee email.";
  return emails.every((email) => email !== undefined && isAddress(email) && !refused.includes(email.toLowerCase()))
    ? null
    : "Invalid attendee email.";
}
