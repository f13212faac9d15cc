/**
 * Outlook calendars through Microsoft Graph, v1.0, behind the port; our own events are written in `writes.ts`. Delta lists
 * follow the primary calendar and carry no properties: events in them are known as ours by their ids alone. Other calendars
 * are read whole.
 */
import { z } from "zod";
import { after, instant, type Interval } from "../../domain/instant.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { ok, refused } from "../../lib/result.ts";
import { askGraph, graphBody, pathOfEvent, succeeds } from "./call.ts";
import { EXPAND_MARK, type GraphEvent, graphEvent, readGraphEvent } from "./event.ts";
import { outlookWrites } from "./writes.ts";
import type { CalendarChange, CalendarInfo, CalendarProvider, ChannelRequest, ProviderEvent, ProviderResult } from "../port.ts";
import type { ProviderOptions } from "../call.ts";

const DELTA_PAGE_SIZE = 200;
const VIEW_PAGE_SIZE = 200;
const PAGES_MAX = 200;
/** Asked for where the longer life is refused. */
const SHORT_SUBSCRIPTION_MS = 4_200 * MINUTE_MS;

const pageSchema = z.object({
  value: z.array(z.unknown()),
  "@odata.nextLink": z.string().optional(),
  "@odata.deltaLink": z.string().optional(),
});
const calendarSchema = z.object({
  id: z.string(),
  name: z.string().default(""),
  isDefaultCalendar: z.boolean().default(false),
  canEdit: z.boolean().default(false),
  allowedOnlineMeetingProviders: z.array(z.string()).default([]),
});
const removedSchema = z.object({ id: z.string(), "@removed": z.object({}) });
const subscriptionSchema = z.object({ id: z.string(), expirationDateTime: z.iso.datetime({ offset: true }) });

export function outlookProvider(options: ProviderOptions, accessToken: string): CalendarProvider {
  const ask = askGraph(options, accessToken);

  const readRaw = async (eventId: string): Promise<ProviderResult<GraphEvent>> =>
    graphBody(await ask({ effect: "read", method: "GET", path: `${pathOfEvent(eventId)}?${EXPAND_MARK}` }), graphEvent);

  const read = async (eventId: string): Promise<ProviderResult<ProviderEvent>> => {
    const event = await readRaw(eventId);
    return event.ok ? ok(readGraphEvent(event.value)) : event;
  };

  /** Every item of a paged list. */
  const readAll = async (first: string): Promise<ProviderResult<unknown[]>> => {
    const items: unknown[] = [];
    let path: string | undefined = first;
    for (let pages = 0; pages < PAGES_MAX && path !== undefined; pages += 1) {
      const page: ProviderResult<z.output<typeof pageSchema>> = graphBody(await ask({ effect: "read", method: "GET", path }), pageSchema);
      if (!page.ok) return page;
      items.push(...page.value.value);
      path = page.value["@odata.nextLink"];
    }
    return path === undefined ? ok(items) : refused({ kind: "rejected", reason: "list_without_end" });
  };

  const subscribe = async (request: ChannelRequest, expiresAt: number) =>
    await ask({
      effect: "write",
      method: "POST",
      path: "/subscriptions",
      body: {
        changeType: "created,updated,deleted",
        notificationUrl: request.notifyUrl,
        lifecycleNotificationUrl: request.lifecycleUrl,
        resource: "me/events",
        expirationDateTime: new Date(expiresAt).toISOString(),
        clientState: request.secret,
      },
    });

  return {
    ...outlookWrites(ask, { readRaw, readAll }),
    read: async (_calendarId, eventId) => await read(eventId),

    async calendars() {
      const items = await readAll("/me/calendars?$top=100");
      if (!items.ok) return items;
      return ok(items.value.flatMap((item) => calendarSchema.safeParse(item).data ?? []).map(calendarFrom));
    },

    async changes(_calendarId, window, cursor) {
      const query = `startDateTime=${new Date(window.startsAt).toISOString()}&endDateTime=${new Date(window.endsAt).toISOString()}`;
      const path = cursor ?? `/me/calendarView/delta?${query}`;
      const prefer = `odata.maxpagesize=${String(DELTA_PAGE_SIZE)}`;
      const page = graphBody(await ask({ effect: "read", method: "GET", path, prefer }), pageSchema);
      if (!page.ok) return page;
      const changes: CalendarChange[] = [];
      for (const item of page.value.value) {
        const removed = removedSchema.safeParse(item).data;
        if (removed === undefined) {
          const event = graphEvent.safeParse(item);
          if (!event.success) return refused({ kind: "retry_later", afterMs: null, reason: "no_sound_answer" });
          changes.push({ kind: "event", event: readGraphEvent(event.data) });
          continue;
        }
        // It may only have left the window: what it is now is asked before anybody believes that it is gone.
        const now = await read(removed.id);
        if (now.ok) changes.push({ kind: "event", event: now.value });
        else if (now.problem.kind === "gone") changes.push({ kind: "removed", eventId: removed.id });
        else return now;
      }
      const { "@odata.nextLink": next, "@odata.deltaLink": delta } = page.value;
      const link = next ?? delta;
      if (link === undefined) return refused({ kind: "retry_later", afterMs: null, reason: "no_delta_link" });
      return ok({ changes, cursor: link, isLast: next === undefined });
    },

    async busy(calendarIds, window) {
      const found = new Map<string, Interval[]>();
      for (const id of calendarIds) {
        const query = `startDateTime=${new Date(window.startsAt).toISOString()}&endDateTime=${new Date(window.endsAt).toISOString()}`;
        const select = "$select=id,start,end,showAs,isCancelled,responseStatus";
        const path = `/me/calendars/${encodeURIComponent(id)}/calendarView?${query}&$top=${String(VIEW_PAGE_SIZE)}&${select}`;
        const items = await readAll(path);
        if (!items.ok) return items;
        const intervals: Interval[] = [];
        for (const item of items.value) {
          const event = graphEvent.safeParse(item);
          if (!event.success) return refused({ kind: "retry_later", afterMs: null, reason: "no_sound_answer" });
          const { isBusy, isCancelled, isDeclined, time } = readGraphEvent(event.data);
          if (isBusy && !isCancelled && !isDeclined && time !== null) intervals.push(time);
        }
        found.set(id, intervals);
      }
      return ok(found);
    },

    async openChannel(request) {
      const first = await subscribe(request, request.wantedExpiresAt);
      const isTooLong = first.ok && first.value.status === 400;
      const answer = isTooLong ? await subscribe(request, after(options.now(), SHORT_SUBSCRIPTION_MS)) : first;
      const opened = graphBody(answer, subscriptionSchema);
      if (!opened.ok) return opened;
      return ok({ channelId: opened.value.id, resourceId: null, expiresAt: instant(Date.parse(opened.value.expirationDateTime)) });
    },

    renewChannel: async (channel, wantedExpiresAt) => {
      const renew = async (expiresAt: number) =>
        await ask({
          effect: "write",
          method: "PATCH",
          path: `/subscriptions/${encodeURIComponent(channel.channelId)}`,
          body: { expirationDateTime: new Date(expiresAt).toISOString() },
        });
      const first = await renew(wantedExpiresAt);
      const isTooLong = first.ok && first.value.status === 400;
      const renewed = graphBody(isTooLong ? await renew(after(options.now(), SHORT_SUBSCRIPTION_MS)) : first, subscriptionSchema);
      return renewed.ok ? ok({ ...channel, expiresAt: instant(Date.parse(renewed.value.expirationDateTime)) }) : renewed;
    },

    async closeChannel({ channelId }) {
      return await succeeds(ask({ effect: "write", method: "DELETE", path: `/subscriptions/${encodeURIComponent(channelId)}` }));
    },
  };
}

function calendarFrom(item: z.output<typeof calendarSchema>): CalendarInfo {
  return {
    id: item.id,
    name: item.name,
    isPrimary: item.isDefaultCalendar,
    isWritable: item.canEdit,
    // Graph's delta is of the primary calendar.
    canFollow: item.isDefaultCalendar,
    hasMeetings: item.allowedOnlineMeetingProviders.includes("teamsForBusiness"),
  };
}
