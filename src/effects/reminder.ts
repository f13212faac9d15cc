/** The moment of a reminder has come: queues its mails, if the session is still what the reminder was planned for. */
import { effectsOfReminder } from "./derive.ts";
import type { Handler } from "./handler.ts";

export const remind: Handler<"reminder"> = (deps, { effect, revision }, context) => {
  if (context === null) return { kind: "dropped", reason: "no_booking" };
  const mails = effectsOfReminder(effect.minutesBefore, revision, context.booking, deps.now());
  return mails.length === 0 ? { kind: "dropped", reason: "later_revision" } : { kind: "done", follow: mails };
};
