/** The tables of what the marketplace is told. `schema.ts` says how tables are kept. */
import { sql } from "drizzle-orm";
import { type AnySQLiteColumn, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { EventType } from "../domain/booking-event.ts";
import type { Instant } from "../domain/instant.ts";
import { bookings } from "./schema.ts";

/** Where events are delivered to. What waits for an endpoint that is gone is dropped when its turn comes. */
export const webhookEndpoints = sqliteTable("webhook_endpoints", {
  id: text("id").primaryKey(),
  url: text("url").notNull(),
  /** JSON list of the types that it wants. */
  events: text("events", { mode: "json" }).$type<readonly EventType[]>().notNull(),
  /** Sealed by the key ring of calendar tokens, bound to this row's id. */
  secret: text("secret").notNull(),
  /** The sealed secret before; it signs beside the other until `previous_until`. null: it has never been rotated. */
  previousSecret: text("previous_secret"),
  previousUntil: integer("previous_until").$type<Instant>(),
  createdBy: text("created_by").notNull(),
  createdAt: integer("created_at").$type<Instant>().notNull(),
  updatedAt: integer("updated_at").$type<Instant>().notNull(),
});

/**
 * Money that went back, in the order in which it became known: what the audit trail does not say. One row for each refund,
 * forgotten once its event is no longer listed.
 */
export const refundEvents = sqliteTable("refund_events", {
  /** Never given twice, also where all rows before are gone: a reader's cursor holds it. */
  position: integer("position").primaryKey({ autoIncrement: true }),
  refundId: text("refund_id").notNull().unique(),
  bookingId: text("booking_id")
    .notNull()
    .references(() => bookings.id),
  at: integer("at").$type<Instant>().notNull(),
});

/** A condition on `kind` by which a query may use the index of deliveries: SQLite wants the very words of it. */
export const IS_DELIVERY = "substr(kind, 1, 8) = 'webhook:'";

/** Of the outbox: the deliveries to one endpoint. No other row stands in it, so that a booking's own rows cost no more. */
export function deliveriesIndex(kind: AnySQLiteColumn, createdAt: AnySQLiteColumn, id: AnySQLiteColumn) {
  return index("outbox_deliveries").on(kind, createdAt, id).where(sql.raw(IS_DELIVERY));
}
