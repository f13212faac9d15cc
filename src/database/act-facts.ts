/** The facts, beside a booking itself, that the table of transitions asks for: whether both sides are active, and the client's moves of a day. */
import { sql } from "drizzle-orm";
import type { Booking } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import { clientMoves } from "./client-holdings.ts";
import type { Database } from "./open.ts";
import { query, together } from "./packing.ts";
import { USER } from "./people.ts";

export interface ActFacts {
  readonly isCoachActive: boolean;
  readonly isClientActive: boolean;
  readonly moves: number;
}

export async function readActFacts(
  database: Database,
  { id, coachId, clientId }: Pick<Booking, "id" | "coachId" | "clientId">,
  now: Instant,
): Promise<ActFacts> {
  const { moves, people } = await together(database, {
    moves: clientMoves([id], now),
    people: query({ id: USER.id, status: USER.status }, sql`SELECT id, status FROM users WHERE id IN (${coachId}, ${clientId})`),
  });
  const isActive = (personId: string) => people.every((person) => person.id !== personId || person.status === "active");
  return { isCoachActive: isActive(coachId), isClientActive: isActive(clientId), moves: moves[0]?.count ?? 0 };
}
