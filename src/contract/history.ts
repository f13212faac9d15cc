/**
 * The history of a booking on the wire: its audit rows without the chain's own columns, which mean nothing to a party.
 */
import { z } from "@hono/zod-openapi";
import { AUTHOR_ROLES } from "../domain/actor.ts";
import { instant, type Instant } from "../domain/instant.ts";
import { instantOut, presentInstant, uuid } from "./scalar.ts";

export const actSchema = z.object({
  seq: z.int().openapi({ description: "The place in the coach's audit trail." }),
  revision: z.int().nullable().describe("That the act made; null: it changed nothing of the booking itself."),
  action: z.string().describe("What was done, as the audit trail names it."),
  author_id: uuid.nullable().openapi({ description: "null: the passing of time." }),
  author_role: z.enum(AUTHOR_ROLES).describe("As whom it was done; `system`: by the passing of time, or for a payment."),
  at: instantOut,
  changes: z.record(z.string(), z.unknown()).describe("What the act says of itself: ids, times, states. Members differ by action."),
});

export const historySchema = z.object({ history: z.array(actSchema).describe("In order, oldest first.") }).openapi("BookingHistory");

/** An audit row as the record holds it: JSON in `changes`. */
export interface RecordedAct {
  readonly seq: number;
  readonly revision: number | null;
  readonly action: string;
  readonly authorId: string | null;
  readonly authorRole: (typeof AUTHOR_ROLES)[number];
  readonly at: Instant;
  readonly changes: string;
}

export function presentHistory(acts: readonly RecordedAct[]): z.infer<typeof historySchema> {
  return { history: acts.map(presentAct) };
}

export function presentAct(act: RecordedAct): z.infer<typeof actSchema> {
  return {
    seq: act.seq,
    revision: act.revision,
    action: act.action,
    author_id: act.authorId,
    author_role: act.authorRole,
    at: presentInstant(act.at),
    changes: presentChanges(withoutSeals(JSON.parse(act.changes) as Record<string, unknown>)),
  };
}

/** A row's seals are for the check of the trail alone. */
function withoutSeals({ sealed: _booking, sealed_payments: _payments, ...changes }: Readonly<Record<string, unknown>>): object {
  return changes;
}

/** The trail keeps instants as the record does, in milliseconds; on the wire they look as everywhere else. */
function presentChanges(changes: object): Record<string, unknown> {
  const shown = Object.entries(changes).map(([name, value]: [string, unknown]) => [name, presentChange(name, value)]);
  return Object.fromEntries(shown) as Record<string, unknown>;
}

function presentChange(name: string, value: unknown): unknown {
  if (name.endsWith("_at") && typeof value === "number") return presentInstant(instant(value));
  return typeof value === "object" && value !== null && !Array.isArray(value) ? presentChanges(value) : value;
}
