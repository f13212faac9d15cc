/** A person signs out: every session of theirs is over, on every device. A session that is over already ends nothing. */
import { raiseSessionEpoch } from "../../database/people.ts";
import type { OperationContext } from "../context.ts";

export async function endSessions(ctx: Pick<OperationContext, "database">, personId: string, epoch: number): Promise<void> {
  await raiseSessionEpoch(ctx.database, personId, epoch);
}
