/** The zone of a whole mailbox, by which the days of Outlook's all-day events begin and end: that of its primary calendar. */
import type { Account } from "./world.ts";

export function mailboxZone(account: Account): string {
  return [...account.calendars.values()].find(({ isPrimary }) => isPrimary)?.timeZone ?? "UTC";
}
