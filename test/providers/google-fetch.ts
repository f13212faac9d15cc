/**
 * A fetch function for Google's client: it gives the answers of a list, in order, and keeps what it was asked, with the
 * API's base and the mapping of addresses taken off. Also the words in which tests speak of answers and faults.
 */
import { expect } from "vitest";
import { googleProvider } from "../../src/providers/google/provider.ts";
import type { EventDraft } from "../../src/providers/port.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";

export type Json = Readonly<Record<string, unknown>>;
export type Answer = (init: RequestInit) => Response | Promise<Response>;
interface Asked {
  readonly request: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  readonly body: Json;
  readonly redirect: string | undefined;
}

const BASE = "https://www.googleapis.com/calendar/v3";
export const CALENDAR = "ana@example.test";
export const EVENTS = "/calendars/ana%40example.test/events";
export const STARTS = instant(Date.parse("2026-12-01T10:00:00Z"));

export const BOOKING = "0aA1b2c3-d4e5-4f60-8718-293a4b5c6d7e";
export const ID = "0aa1b2c3d4e54f608718293a4b5c6d7e";
export const DRAFT: EventDraft = {
  bookingId: BOOKING,
  generation: 0,
  isTentative: false,
  title: "Session",
  description: "Plain",
  startsAt: STARTS,
  endsAt: after(STARTS, HOUR_MS),
  timeZone: "Europe/Berlin",
  attendees: [{ email: "Cleo@example.test", name: "Cleo" }],
  reminderMinutes: [60, 60, 80_000],
  location: null,
  conference: "wanted",
};
export const EVENT = {
  id: ID,
  etag: '"7"',
  status: "confirmed",
  htmlLink: "https://www.google.com/calendar/event?eid=1",
  hangoutLink: "https://meet.google.com/abc-defg-hij",
  start: { dateTime: "2026-12-01T11:00:00+01:00", timeZone: "Europe/Berlin" },
  end: { dateTime: "2026-12-01T12:00:00+01:00", timeZone: "Europe/Berlin" },
  attendees: [{ email: "cleo@example.test", responseStatus: "accepted" }],
  extendedProperties: { private: { bookingId: BOOKING, generation: "0" } },
  unknownField: [1],
};

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response(JSON.stringify(body), { status, headers });
export const raw =
  (body: BodyInit | null, status = 200, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response(body, { status, headers });
export const refusal = (status: number, reason: string, headers: Record<string, string> = {}): Answer =>
  json({ error: { code: status, message: "m", errors: [{ domain: "global", reason }] } }, status, headers);

export function client(...answers: Answer[]) {
  const asked: Asked[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { origin, pathname, search, searchParams } = new URL(url);
    expect(init.signal).toBeInstanceOf(AbortSignal);
    asked.push({
      request: `${init.method ?? ""} ${`${origin}${pathname}`.replace("https://stand-in.test/", "https://").replace(BASE, "")}`,
      query: search === "" ? {} : Object.fromEntries(searchParams),
      headers: new Headers(init.headers),
      body: typeof init.body === "string" ? (JSON.parse(init.body) as Json) : {},
      redirect: init.redirect,
    });
    const answer = answers.shift();
    if (answer === undefined) throw new Error("asked more often than expected");
    return await answer(init);
  };
  const addressOf = (address: string) => address.replace("https://", "https://stand-in.test/");
  const google = googleProvider({ addressOf, fetch, now: () => STARTS, timeoutMs: 50 }, "token-1");
  return { google, asked, left: answers };
}

export const fault = (problem: Json) => ({ ok: false, problem });
export const rejected = (reason: string) => fault({ kind: "rejected", reason });
export const retryLater = (reason: string, afterMs: number | null = null) => fault({ kind: "retry_later", afterMs, reason });
export const unknown = (reason: string) => fault({ kind: "unknown", reason });
export const gone = fault({ kind: "gone" });
export const nothing = { ok: true, value: null };
