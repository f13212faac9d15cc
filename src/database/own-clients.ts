/**
 * The clients of a coach: those who, or for whom an admin, have booked with the coach, as a coach may book for no others. Looked for among the
 * latest bookings, so that a long history costs no more than a bounded walk of the index.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Instant } from "../domain/instant.ts";
import { CLIENTS_LISTED_MAX, CLIENTS_LOOKED_AT_MAX } from "../limits.ts";
import type { Database } from "./open.ts";
import { all, atMost, first, fieldsOf, nullable, query, value } from "./packing.ts";
import { bookings } from "./schema.ts";

export interface OwnClient {
  readonly id: string;
  readonly name: string | null;
  /** The start of the latest session. */
  readonly latestAt: Instant;
}

const OWN = { id: value<string>("id"), name: nullable<string>("name"), latestAt: { ...fieldsOf(bookings).startsAt, column: "latest_at" } };

interface OwnClientsQuery {
  readonly coachId: string;
  /** A part of the name, in either case of the Latin letters that SQLite knows (A to Z); null: everybody. */
  readonly name: string | null;
}

/** Those with the latest session first; one more than are listed, at most. */
export async function listOwnClients(database: Database, { coachId, name }: OwnClientsQuery): Promise<readonly OwnClient[]> {
  const named = name === null ? sql`` : sql`AND instr(lower(client.name), lower(${name})) > 0`;
  return await all(
    database,
    query(
      OWN,
      sql`SELECT client.id, client.name, max(recent.starts_at) AS latest_at FROM (${latestBookings(coachId)}) AS recent
        JOIN users AS client ON client.id = recent.client_id
      WHERE recent.created_by <> 'coach' AND client.status = 'active' ${named}
      GROUP BY client.id ORDER BY latest_at DESC, client.id ${atMost(CLIENTS_LISTED_MAX + 1)}`,
    ),
  );
}

/** @internal */
export function latestBookings(coachId: string): SQL {
  return sql`SELECT client_id, created_by, starts_at FROM bookings WHERE coach_id = ${coachId}
    ORDER BY starts_at DESC, id DESC ${atMost(CLIENTS_LOOKED_AT_MAX)}`;
}

/** However long ago the session was; null: the coach may not book for that person. */
export async function findOwnClient(database: Database, coachId: string, clientId: string): Promise<OwnClient | null> {
  return await first(
    database,
    query(
      OWN,
      sql`SELECT client.id, client.name, booking.starts_at AS latest_at FROM bookings AS booking JOIN users AS client ON client.id = booking.client_id
      WHERE booking.client_id = ${clientId} AND booking.coach_id = ${coachId} AND booking.created_by <> 'coach'
      ORDER BY booking.starts_at DESC LIMIT 1`,
    ),
  );
}
