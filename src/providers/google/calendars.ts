/**
 * The calendars of a Google account, and the busy time of those that cannot be followed: with the scopes that are asked
 * for, only a calendar that the account owns shows its events, the others show only when they are taken. Free/busy hides
 * its failures: a calendar that cannot be answered for comes back inside a 200, with an empty list. That is a fault
 * of that calendar here, because unknown is never free.
 */
import { z } from "zod";
import { instant, type Instant, type Interval } from "../../domain/instant.ts";
import { DAY_MS } from "../../lib/duration.ts";
import { ok, refused } from "../../lib/result.ts";
import { type AskGoogle, googleBody } from "./call.ts";
import type { CalendarInfo, CalendarProvider, ProviderFault, ProviderResult } from "../port.ts";
import { lost } from "../call.ts";

const GOOGLE_FREE_BUSY_CALENDARS_MAX = 50;
const GOOGLE_FREE_BUSY_WINDOW_MS_MAX = 60 * DAY_MS;
const CALENDARS_PER_PAGE = 250;
/** A list that has not come to an end after so many pages is broken off as a fault. */
const CALENDAR_PAGES_MAX = 20;

const entry = z.object({
  id: z.string().min(1),
  summary: z.string().optional(),
  summaryOverride: z.string().optional(),
  accessRole: z.string(),
  primary: z.boolean().default(false),
  /** The address of the account that the calendar belongs to; absent for the primary one. */
  dataOwner: z.string().optional(),
  conferenceProperties: z.object({ allowedConferenceSolutionTypes: z.array(z.string()).default([]) }).optional(),
});

type CalendarEntry = z.output<typeof entry>;

const calendarList = z.object({ items: z.array(entry).default([]), nextPageToken: z.string().optional() });

const moment = z.iso.datetime({ offset: true }).transform((text) => instant(Date.parse(text)));
const freeBusy = z.object({ calendars: z.record(z.string(), z.unknown()) });
/** By itself: one calendar whose answer makes no sense says nothing of the others. */
const calendar = z.object({
  errors: z.array(z.object({ reason: z.string().optional() })).default([]),
  busy: z.array(z.object({ start: moment, end: moment })).default([]),
});

type Busy = Map<string, ProviderResult<Interval[]>>;

export function googleCalendars(ask: AskGoogle): Pick<CalendarProvider, "calendars" | "busy"> {
  return {
    async calendars() {
      const found: CalendarEntry[] = [];
      let pageToken: string | undefined;
      for (let pages = 0; pages < CALENDAR_PAGES_MAX; pages += 1) {
        const query = {
          maxResults: String(CALENDARS_PER_PAGE),
          fields: "nextPageToken,items(id,summary,summaryOverride,accessRole,primary,dataOwner,conferenceProperties)",
          ...(pageToken !== undefined && { pageToken }),
        };
        const answer = await ask({ effect: "read", method: "GET", path: "/users/me/calendarList", query });
        const page = googleBody(answer, calendarList);
        if (!page.ok) return page;
        found.push(...page.value.items);
        pageToken = page.value.nextPageToken;
        if (pageToken === undefined) return ok(infosOf(found));
      }
      return refused({ kind: "rejected", reason: "list_without_end" });
    },

    async busy(calendarIds, window) {
      const busy: Busy = new Map(calendarIds.map((calendarId) => [calendarId, ok([])]));
      const all = [...busy.keys()];
      for (let first = 0; first < all.length; first += GOOGLE_FREE_BUSY_CALENDARS_MAX) {
        const some = all.slice(first, first + GOOGLE_FREE_BUSY_CALENDARS_MAX);
        for (const piece of piecesOf(window)) {
          const added = await addBusy(ask, some, piece, busy);
          if (!added.ok) return added;
        }
      }
      return ok(new Map([...busy].map(([calendarId, read]) => [calendarId, read.ok ? ok(joined(read.value)) : read])));
    },
  };
}

async function addBusy(
  ask: AskGoogle,
  calendarIds: readonly string[],
  { startsAt, endsAt }: Interval,
  busy: Busy,
): Promise<ProviderResult<null>> {
  const body = {
    timeMin: new Date(startsAt).toISOString(),
    timeMax: new Date(endsAt).toISOString(),
    items: calendarIds.map((id) => ({ id })),
  };
  const answer = googleBody(await ask({ effect: "read", method: "POST", path: "/freeBusy", body }), freeBusy);
  if (!answer.ok) return answer;
  const { calendars } = answer.value;
  for (const calendarId of calendarIds) {
    // Asked by own property: a calendar's id is a text from outside.
    const one = calendar.safeParse(Object.hasOwn(calendars, calendarId) ? calendars[calendarId] : undefined).data;
    const error = one === undefined ? {} : one.errors[0];
    const before = busy.get(calendarId);
    if (before?.ok !== true) continue;
    if (one === undefined || error !== undefined) busy.set(calendarId, refused(faultOfCalendar(error?.reason)));
    else before.value.push(...one.busy.map(({ start, end }) => ({ startsAt: start, endsAt: end })));
  }
  return ok(null);
}

function faultOfCalendar(reason: string | undefined): ProviderFault {
  return reason === "notFound" ? { kind: "gone" } : lost("read", "calendar_unanswered");
}

/** The role does not tell whose a calendar is: several people can be its owners, and the scope of events reaches to those of one's own. */
function infosOf(entries: readonly CalendarEntry[]): CalendarInfo[] {
  // The primary calendar's id is its account's address.
  const ownAddress = entries.find(({ primary }) => primary)?.id.toLowerCase();
  return entries.map(({ id, summary, summaryOverride, accessRole, primary, dataOwner, conferenceProperties }) => {
    const isOwned = accessRole === "owner" && (primary || (dataOwner !== undefined && dataOwner.toLowerCase() === ownAddress));
    return {
      id,
      name: summaryOverride ?? summary ?? id,
      isPrimary: primary,
      isWritable: isOwned,
      canFollow: isOwned,
      hasMeetings: conferenceProperties?.allowedConferenceSolutionTypes.includes("hangoutsMeet") === true,
    };
  });
}

function piecesOf({ startsAt, endsAt }: Interval): Interval[] {
  const pieces: Interval[] = [];
  for (let from: number = startsAt; from < endsAt; from += GOOGLE_FREE_BUSY_WINDOW_MS_MAX) {
    pieces.push({ startsAt: instant(from), endsAt: instant(Math.min(from + GOOGLE_FREE_BUSY_WINDOW_MS_MAX, endsAt)) });
  }
  return pieces;
}

/** In order, and one where they touch: what spans two questions comes back in two pieces, or twice. */
function joined(intervals: readonly Interval[]): Interval[] {
  const whole: { readonly startsAt: Instant; endsAt: Instant }[] = [];
  for (const { startsAt, endsAt } of intervals.toSorted((one, other) => one.startsAt - other.startsAt)) {
    const last = whole.at(-1);
    if (endsAt <= startsAt) continue;
    if (last === undefined || startsAt > last.endsAt) whole.push({ startsAt, endsAt });
    else if (endsAt > last.endsAt) last.endsAt = endsAt;
  }
  return whole;
}
