/** The moment of a reminder has come: queues its mails, if the session is still what the reminder was planned for. */
import { effectsOfReminder } from "./derive.ts";
import type { Handler } from "./handler.ts";
import { readersIn } from "./telling.ts";

export const remind: Handler<"reminder"> = (deps, { effect, revision }, context) => {
  if (context === null) return { kind: "dropped", reason: "no_booking" };
  const readers = readersIn(context);
  if (readers.length === 0) return { kind: "dropped", reason: "no_address" };
  const mails = effectsOfReminder(effect.minutesBefore, revision, { booking: context.booking, readers, now: deps.now() });
  return mails.length === 0 ? { kind: "dropped", reason: "later_revision" } : { kind: "done", follow: mails };
};
