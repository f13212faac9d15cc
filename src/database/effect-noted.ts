/** The part of an effect's stored detail that is noted when it is tried, beside the part that names the effect (`effect-codec.ts`). */
import { sql } from "drizzle-orm";
import type { Instant } from "../domain/instant.ts";
import type { NewOutboxRow } from "./effect-codec.ts";
import { parsedObject } from "./packing.ts";

/** The part of a row's detail that is noted with its outcome, beside what the effect needs. `undefined`: as it stands; null: no longer. */
interface NotedDetail {
  /** The method of the calendar file that a mail left with. */
  readonly file?: string | undefined;
  readonly waitingSince?: Instant | null;
}

/** `detail`: what is to be merged into the row's own (RFC 7396). */
export function settlementRowOf<Noted extends NotedDetail>({ file, waitingSince, ...row }: Noted) {
  return file === undefined && waitingSince === undefined ? row : { ...row, detail: { file, waiting_since: waitingSince } };
}

/** The detail of a row that is first written with what was noted of a try. */
export function detailWith(detailText: string | null, { waitingSince }: NotedDetail): string | null {
  if (waitingSince === undefined || waitingSince === null) return detailText;
  return JSON.stringify({ ...(detailText === null ? {} : parsedObject(detailText)), waiting_since: waitingSince });
}

/** The same of a row in SQL: whether it is waiting. */
export const IS_WAITING = sql.raw("detail ->> 'waiting_since' IS NOT NULL");

/** Since when the effect has been waiting for somebody who is down; null: it is not. */
export function waitingSinceOf(detailText: string | null): Instant | null {
  const since = detailText === null ? null : parsedObject(detailText)["waiting_since"];
  return typeof since === "number" ? (since as Instant) : null;
}

/** A mail that left with the change or reminder that it tells of, and has no row of its own. */
interface LeftMail {
  readonly id: string;
  readonly kind: string;
  readonly detail: string | null;
}

/** The mails that left with a stored effect, as rows of their own would name them. */
export function mailsLeftWith({ bookingId, revision, detail }: Pick<NewOutboxRow, "bookingId" | "revision" | "detail">): LeftMail[] {
  const left = detail === null ? null : parsedObject(detail)["left"];
  if (bookingId === null || typeof left !== "object" || left === null) return [];
  return Object.entries(left).map(([kind, file]) => {
    const method: unknown = file;
    return { id: `${bookingId}:${kind}:${String(revision)}`, kind, detail: method === null ? null : JSON.stringify({ file: method }) };
  });
}
