/** The API's word on what the pages show, read with a token of the page's person. */
import { loadIssuer, mintAccessToken, type Person } from "../../simulators/identity/tokens.ts";
import type { LocalServer } from "../local/server.ts";

const TOKEN_SECONDS = 60;

interface Money {
  readonly amount_minor: number;
  readonly currency: string;
}

export interface ShownBooking {
  readonly id: string;
  readonly session_datetime: string;
  readonly status: string;
  readonly offer_title: string | null;
  readonly price: Money | null;
  readonly payment_id: string | null;
  readonly refund_cap_percent: number;
  readonly cancelled_by: string | null;
  readonly cancel_reason: string | null;
  readonly move_request: { readonly session_datetime: string; readonly asked_by: string } | null;
}

export interface ShownPayment {
  readonly captured_minor: number;
  readonly refunded_minor: number;
}

export interface ShownCancellation {
  readonly refund: Money | null;
  readonly refund_percent: number;
  readonly holds_until: string | null;
}

/** Throws unless it was answered. */
export async function send<Answer>(server: LocalServer, person: Person, call: `${string} /${string}`, body?: unknown): Promise<Answer> {
  const [method = "", path = ""] = call.split(" ");
  const { issuerUrl, identityKeyFile: keyFile } = server.local;
  const token = await mintAccessToken(await loadIssuer({ issuerUrl, keyFile }), person, TOKEN_SECONDS);
  const answer = await server.http.send(method, path, { token, body });
  if (answer.status >= 300) throw new Error(`${call}: ${String(answer.status)} ${answer.text}`);
  return JSON.parse(answer.text) as Answer;
}

/** The client's booking at that time. */
export async function bookingAt(server: LocalServer, client: Person, at: Date): Promise<ShownBooking> {
  const { bookings } = await send<{ bookings: ShownBooking[] }>(server, client, `GET /booking/client/${client.id}?limit=100`);
  const found = bookings.find((booking) => Date.parse(booking.session_datetime) === at.getTime());
  if (found === undefined) throw new Error(`${client.name} has no booking at ${at.toISOString()}`);
  return found;
}

export async function freeTimes(server: LocalServer, coach: Person, durationMinutes: number, firstDay: string): Promise<Date[]> {
  const query = `start_date=${firstDay}&end_date=${dayAfter(3, new Date(firstDay))}&duration_minutes=${String(durationMinutes)}`;
  const answer = await server.http.send("GET", `/booking/coach/${coach.id}/availability?${query}`);
  const { available_slots: slots } = JSON.parse(answer.text) as { available_slots: { starts_at: string }[] };
  return slots.map(({ starts_at: at }) => new Date(at));
}

/** The date, in UTC. */
export function dayAfter(days: number, start = new Date()): string {
  return new Date(start.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
