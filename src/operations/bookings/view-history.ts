/** The history of a booking, in order: its rows of the audit trail. */
import { ok, type Result } from "../../lib/result.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { AuditRow } from "../../database/audit.ts";
import { auditRowsOfBooking } from "../../database/audit-rows.ts";
import type { ActorContext } from "../context.ts";
import { findOwnBooking } from "./find-booking.ts";

export async function viewHistory(ctx: ActorContext, input: { readonly bookingId: string }): Promise<Result<AuditRow[], Refusal>> {
  const found = await findOwnBooking(ctx, input);
  if (!found.ok) return found;
  return ok(await auditRowsOfBooking(ctx.database, found.value.id));
}
