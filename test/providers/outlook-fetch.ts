/**
 * A fetch function for Graph's client: it gives the answers of a list, in order, and keeps what it was asked. Also an event of
 * Graph's and a draft of ours that tests begin from.
 */
import { outlookProvider } from "../../src/providers/outlook/provider.ts";
import type { EventDraft } from "../../src/providers/port.ts";
import { after } from "../../src/domain/instant.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { type Answer, STARTS } from "./google-fetch.ts";

export const GRAPH = "https://graph.microsoft.com/v1.0";
export const BOOKING = "0aa1b2c3-d4e5-4f60-8718-293a4b5c6d7e";
export const DRAFT: EventDraft = {
  bookingId: BOOKING,
  generation: 2,
  isTentative: false,
  title: "Session",
  description: "Plain",
  startsAt: STARTS,
  endsAt: after(STARTS, HOUR_MS),
  timeZone: "Europe/Berlin",
  attendees: [],
  reminderMinutes: [60],
  location: null,
  conference: "wanted",
};
export const EVENT = {
  id: "e1",
  "@odata.etag": 'W/"7"',
  start: { dateTime: "2026-12-01T10:00:00.0000000", timeZone: "UTC" },
  end: { dateTime: "2026-12-01T11:00:00.0000000", timeZone: "UTC" },
};

interface Asked {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export function client(...answers: Answer[]) {
  const asked: Asked[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    asked.push({ url, method: init.method ?? "", headers: new Headers(init.headers), body });
    const answer = answers.shift();
    if (answer === undefined) throw new Error("asked more often than expected");
    return await answer(init);
  };
  const graph = outlookProvider({ addressOf: (address) => address, fetch, now: () => STARTS, timeoutMs: 50 }, "token-1");
  return { graph, asked };
}
