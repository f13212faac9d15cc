/** Has the object of one calendar bring the booking's event there up to date. That object reads what stands now. */
import type { Handler } from "./handler.ts";

export const updateCalendar: Handler<"calendar"> = async (deps, { effect, bookingId }) => {
  if (bookingId === null) return { kind: "failed", reason: "unknown_kind" };
  return await deps.reconcile(effect.userId, effect.provider, bookingId);
};
