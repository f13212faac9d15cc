/**
 * Fills a small believable demo, once for each DATA_DIR: working hours and offers of the coaches, and bookings in several
 * states on the coming weekdays. Everything goes through the HTTP API with tokens; nothing is written to the database from here.
 *
 * Cut off halfway it can be run again: each booking is the only one of its client with its coach, so what is there
 * already is found by listing, and the Idempotency-Key of a call is made from what the call says. A marker file says
 * that all is done; it does not count when the data it speaks of are gone.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Person } from "../simulators/identity/tokens.ts";
import { replaceFile } from "../simulators/kit/kept-file.ts";
import { Api, ApiError, localDate } from "./api.ts";
import { DEMO_BOOKINGS, DEMO_HOURS, DEMO_SHOPS, type DemoBooking, type DemoHours, type DemoShop } from "./demo-wishes.ts";
import { DEMO } from "./demo-people.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_AHEAD = 14;
const SLOTS_TRIED_MAX = 5;

export interface DemoOptions {
  readonly workerUrl: string;
  readonly simulatorsDir: string;
  readonly mint: (person: Person) => Promise<string>;
  readonly now: Date;
}

interface Tokens {
  readonly token: string;
  readonly adminToken: string;
}

interface BookingAnswer {
  readonly id: string;
  readonly coach_id: string;
  readonly status: string;
}

async function setHours(api: Api, token: string, hours: DemoHours, now: Date): Promise<void> {
  const { coach, weekly, daysOff } = hours;
  const path = `/coach/${coach.id}/availability`;
  const { recurrences } = await api.call<{ recurrences?: unknown }>("GET", path, { token });
  const overrides = daysOff.map((days) => ({
    date: localDate(new Date(now.getTime() + days * DAY_MS), coach.zoneinfo),
    intervals: [],
  }));
  const kept = recurrences === undefined ? {} : { recurrences };
  await api.call("PUT", path, { token, body: { time_zone: coach.zoneinfo, weekly, overrides, ...kept } });
}

async function openShop(api: Api, token: string, { coach, offers }: DemoShop): Promise<void> {
  const path = `/coach/${coach.id}/offers`;
  const { offers: present } = await api.call<{ offers: readonly { readonly title: string }[] }>("GET", path, { token });
  for (const offer of offers) {
    if (present.some(({ title }) => title === offer.title)) continue;
    const idempotencyKey = `demo-offer-${coach.id}-${String(offer.duration_minutes)}`;
    await api.call("POST", path, { token, body: offer, idempotencyKey });
  }
}

/** The starts of one booking's wished slot and of those after it, on the coming weekdays of the coach. */
async function candidates(api: Api, wish: DemoBooking, now: Date): Promise<string[]> {
  const timeZone = wish.coach.zoneinfo;
  const slots = await api.freeSlots(wish.coach.id, {
    startDate: localDate(new Date(now.getTime() + DAY_MS), timeZone),
    endDate: localDate(new Date(now.getTime() + DAYS_AHEAD * DAY_MS), timeZone),
    timeZone,
    durationMinutes: wish.durationMinutes,
  });
  const weekday = new Intl.DateTimeFormat("en", { timeZone, weekday: "short" });
  const days = new Map<string, string[]>();
  for (const { starts_at } of slots) {
    const moment = new Date(starts_at);
    if (["Sat", "Sun"].includes(weekday.format(moment))) continue;
    const date = localDate(moment, timeZone);
    days.set(date, [...(days.get(date) ?? []), starts_at]);
  }
  const fromWishedDay = [...days.values()].slice(wish.day);
  return [...(fromWishedDay[0] ?? []).slice(wish.slot), ...fromWishedDay.slice(1).flat()].slice(0, SLOTS_TRIED_MAX);
}

/** `adminToken`: of the admin who books for clients that pay later. */
async function book(api: Api, wish: DemoBooking, { token, adminToken }: Tokens, now: Date): Promise<BookingAnswer> {
  const { client, coach, durationMinutes, notes } = wish;
  const path = `/booking/client/${client.id}?limit=100`;
  const { bookings } = await api.call<{ bookings: readonly BookingAnswer[] }>("GET", path, { token });
  const present = bookings.find(({ coach_id }) => coach_id === coach.id);
  if (present !== undefined) return present;
  let refused: unknown = new Error(`${coach.name} has no free time on the coming weekdays`);
  for (const startsAt of await candidates(api, wish, now)) {
    const body = {
      coach_id: coach.id,
      session_datetime: startsAt,
      duration_minutes: durationMinutes,
      ...(notes === undefined ? {} : { notes }),
      ...(wish.byAdmin === true ? { client_id: client.id } : {}),
    };
    const idempotencyKey = `demo-book-${client.id}-${coach.id}-${startsAt}`;
    try {
      return await api.call<BookingAnswer>("POST", "/booking", {
        token: wish.byAdmin === true ? adminToken : token,
        body,
        idempotencyKey,
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 400) throw error;
      refused = error; // A business rule: someone was faster, or the client is elsewhere. The next slot may do.
    }
  }
  throw refused;
}

async function isFilled(api: Api, marker: string): Promise<boolean> {
  try {
    await readFile(marker, "utf8");
  } catch {
    return false;
  }
  try {
    await api.call("GET", `/coach/${DEMO.COACH_EXAMPLE.id}`);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/** Resolves to whether there was anything to fill. Throws ApiError, or what fetch throws. */
export async function fillDemo({ workerUrl, simulatorsDir, mint, now }: DemoOptions): Promise<boolean> {
  const api = new Api(workerUrl);
  const marker = join(simulatorsDir, "demo-filled.json");
  if (await isFilled(api, marker)) return false;

  // A person is recorded on the first call with their token. A coach needs no more than that to be bookable.
  for (const coach of [DEMO.COACH_LISBON, DEMO.COACH_NEW_YORK, DEMO.COACH_KOLKATA, DEMO.COACH_EXAMPLE]) {
    await api.call("GET", `/coach/${coach.id}/availability`, { token: await mint(coach) });
  }
  for (const hours of DEMO_HOURS) await setHours(api, await mint(hours.coach), hours, now);
  for (const shop of DEMO_SHOPS) await openShop(api, await mint(shop.coach), shop);
  const adminToken = await mint(DEMO.ADMIN);
  await api.call("GET", `/coach/${DEMO.COACH_KOLKATA.id}/availability`, { token: adminToken });

  for (const wish of DEMO_BOOKINGS) {
    const token = await mint(wish.client);
    const booking = await book(api, wish, { token, adminToken }, now);
    if (booking.status !== "pending" || wish.status === "pending") continue;
    const path = `/booking/${booking.id}`;
    if (wish.status === "cancelled") {
      await api.call("DELETE", path, { token, idempotencyKey: `demo-cancel-${booking.id}` });
    } else {
      const body = { status: wish.status };
      const idempotencyKey = `demo-${wish.status}-${booking.id}`;
      await api.call("PATCH", `${path}/status`, { token: await mint(wish.coach), body, idempotencyKey });
    }
  }
  await replaceFile(marker, `${JSON.stringify({ filled_at: now.toISOString() })}\n`);
  return true;
}
