/** Deliveries of events: rows of the outbox, as their handler reads them and as an admin sees them. */
import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { EventType } from "../domain/booking-event.ts";
import type { Instant } from "../domain/instant.ts";
import { type Act, actChecked } from "./admin-acts.ts";
import type { AuditKeys } from "./audit.ts";
import { type BookingWithParties, bookingWithPartiesFrom, withParties } from "./bookings.ts";
import { decodeEffect, deliveryKind, EFFECT_IDS } from "./effect-codec.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, fieldsOf, nullable, parsedObject, query, value } from "./packing.ts";
import { outbox } from "./schema-effects.ts";
import { IS_DELIVERY } from "./schema-webhooks.ts";
import { endpointQuery, type WebhookEndpoint } from "./webhook-endpoints.ts";

const ROW = fieldsOf(outbox);
const EARLIER = {
  kind: ROW.kind,
  revision: ROW.revision,
  position: value<number>("position"),
  dueAt: ROW.dueAt,
  lease: nullable<string>("lease"),
};

interface DeliveryRead {
  /** null: it has been removed. */
  readonly endpoint: WebhookEndpoint | null;
  /** As it stands now; null: there is none. */
  readonly told: BookingWithParties | null;
  /** When it is to be looked again whether an earlier event has been told; null: none waits. */
  readonly earlier: { readonly dueAt: Instant; readonly isUnderWay: boolean } | null;
}

interface Delivery {
  readonly id: string;
  readonly bookingId: string;
  readonly revision: number;
  readonly endpointId: string;
}

/**
 * All that a delivery needs, in one trip. Earlier is what was decided of a lower revision of the booking, or of the same and was queued
 * before: a delivery to the same endpoint that is due, or a change from which its deliveries have not been derived yet.
 */
export async function readDelivery(database: Database, { id, bookingId, revision, endpointId }: Delivery): Promise<DeliveryRead> {
  const mine = sql`SELECT rowid FROM outbox WHERE id = ${id}`;
  const found = await batch(database, {
    endpoint: endpointQuery(endpointId),
    booking: withParties(bookingId),
    due: query(
      EARLIER,
      sql`SELECT kind, revision, rowid AS position, due_at, lease FROM outbox
        WHERE id > ${bookingId + EFFECT_IDS.after} AND id < ${bookingId + EFFECT_IDS.before} AND state = 'due'
          AND (revision, rowid) < (${revision}, (${mine})) ORDER BY revision, rowid`,
    ),
  });
  const [row] = found.booking;
  const before = found.due.find(({ kind }) => {
    // A delivery about a refund has the revision of a change that need not have been derived yet.
    return kind === deliveryKind(endpointId) || decodeEffect(kind, null)?.kind === "booking_changed";
  });
  return {
    endpoint: found.endpoint[0] ?? null,
    told: row === undefined ? null : await bookingWithPartiesFrom(database, row),
    earlier: before === undefined ? null : { dueAt: before.dueAt, isUnderWay: before.lease !== null },
  };
}

/** A delivery as an admin sees it. */
export interface ListedDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly type: EventType;
  readonly at: Instant;
  readonly bookingId: string | null;
  readonly state: InferSelectModel<typeof outbox>["state"];
  readonly attempts: number;
  readonly lastFault: string | null;
  readonly dueAt: Instant;
  readonly settledAt: Instant | null;
  readonly createdAt: Instant;
  readonly replays: number;
}

interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** Latest first. */
export async function listDeliveries(database: Database, endpointId: string, page: Page): Promise<ListedDelivery[]> {
  return (await all(database, query(ROW, deliveriesListed(endpointId, page)))).flatMap(deliveryFrom);
}

/** @internal */
export function deliveriesListed(endpointId: string, { limit, offset }: Page): SQL {
  return sql`SELECT * FROM outbox WHERE ${sql.raw(IS_DELIVERY)} AND kind = ${deliveryKind(endpointId)}
    ORDER BY created_at DESC, id DESC ${atMost(limit)} OFFSET ${offset}`;
}

function deliveryFrom(row: InferSelectModel<typeof outbox>): ListedDelivery[] {
  const { id, bookingId, state, attempts, lastFault, dueAt, settledAt, createdAt, kind, detail } = row;
  const effect = decodeEffect(kind, detail);
  if (effect?.kind !== "webhook") return [];
  const { id: eventId, type, at } = effect.event;
  const { replays } = parsedObject(detail ?? "{}");
  const told = { id, eventId, type, at, bookingId, state, attempts, lastFault, dueAt, settledAt, createdAt };
  return [{ ...told, replays: typeof replays === "number" ? replays : 0 }];
}

interface Replay {
  readonly endpointId: string;
  readonly deliveryId: string;
}

interface Replayed {
  readonly coachId: string;
  readonly delivery: ListedDelivery;
}

/** Makes a delivery due again, whatever became of it, with all its tries. null: there is none; one that waits stays as it is. */
export async function replayDelivery(database: Database, keys: AuditKeys, act: Act, asked: Replay): Promise<Replayed | null> {
  const { endpointId, deliveryId } = asked;
  const isIt = sql`id = ${deliveryId} AND kind = ${deliveryKind(endpointId)}`;
  const done = await actChecked(database, keys, {
    ...act,
    action: "webhook_replayed",
    changes: { endpoint_id: endpointId, effect_id: deliveryId },
    check: query({ id: ROW.id }, sql`SELECT id FROM outbox WHERE ${isIt}`),
    mayAct: (found) => found.length > 0,
    change: query(
      ROW,
      sql`UPDATE outbox SET state = 'due', settled_at = NULL,
          attempts = iif(state = 'due', attempts, 0), due_at = iif(state = 'due', due_at, ${act.now}), lease = iif(state = 'due', lease, NULL),
          detail = iif(state = 'due', detail, json_set(detail, '$.replays', coalesce(detail ->> '$.replays', 0) + 1))
        WHERE ${isIt} RETURNING *`,
    ),
  });
  const row = done?.[0];
  const delivery = row === undefined ? undefined : deliveryFrom(row)[0];
  return row === undefined || delivery === undefined ? null : { coachId: row.coachId, delivery };
}
