/**
 * Outlook calendars through Microsoft Graph, v1.0, behind the port; our own events are written in `writes.ts`. Every calendar is
 * read by its plain view (`view.ts`), which carries no properties: events in it are known as ours by their ids alone.
 */
import { z } from "zod";
import { after, instant, type Interval } from "../../domain/instant.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { ok, refused } from "../../lib/result.ts";
import { askGraph, graphBody, pathOfEvent, succeeds } from "./call.ts";
import { EXPAND_MARK, type GraphEvent, graphEvent, readGraphEvent } from "./event.ts";
import { outlookWrites } from "./writes.ts";
import {
  CALENDAR_FORBIDDEN,
  type CalendarInfo,
  type CalendarProvider,
  type ChannelRequest,
  holdsTime,
  isOfCalendar,
  type ProviderEvent,
  type ProviderResult,
} from "../port.ts";
import { readView } from "./view.ts";
import type { ProviderOptions } from "../call.ts";

const PAGES_MAX = 200;
/** Asked for where the longer life is refused. */
const SHORT_SUBSCRIPTION_MS = 4_200 * MINUTE_MS;

const pageSchema = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string().nullish() });
/** All but the id may be null, and the calendar is there all the same. */
const calendarSchema = z.object({
  id: z.string().min(1),
  name: z.string().nullish().catch(null),
  isDefaultCalendar: z.boolean().nullish().catch(null),
  canEdit: z.boolean().nullish().catch(null),
  allowedOnlineMeetingProviders: z.array(z.string()).nullish().catch(null),
});
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
      path = page.value["@odata.nextLink"] ?? undefined;
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
    ...outlookWrites(ask, readAll),
    read: async (_calendarId, eventId) => await read(eventId),

    async calendars() {
      const items = await readAll("/me/calendars?$top=100");
      if (!items.ok) return items;
      return ok(items.value.flatMap((item) => calendarSchema.safeParse(item).data ?? []).map(calendarFrom));
    },

    // Nothing is followed by a link: delta lists tell of a series by halves, and of what is no longer there not at all.
    async changes(calendarId, window) {
      const events = await readView(readAll, calendarId, window);
      if (!events.ok) return events;
      return ok({ changes: events.value.map((event) => ({ kind: "event", event })), isWhole: true, isLast: true, cursor: null });
    },

    async busy(calendarIds, window) {
      const found = new Map<string, ProviderResult<readonly Interval[]>>();
      for (const id of calendarIds) {
        const events = await readView(readAll, id, window);
        if (events.ok) found.set(id, ok(events.value.filter(holdsTime).flatMap(({ time }) => time ?? [])));
        // None of these is the primary one: it may be another's to refuse.
        else if (events.problem.kind === "reconnect") found.set(id, refused(CALENDAR_FORBIDDEN));
        else if (isOfCalendar(events.problem)) found.set(id, events);
        else return events;
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
  const isPrimary = item.isDefaultCalendar === true;
  const isWritable = item.canEdit === true;
  return {
    id: item.id,
    name: item.name ?? "",
    isPrimary,
    isWritable,
    // Events of ours can be in every calendar that can be written into.
    canFollow: isPrimary || isWritable,
    hasMeetings: item.allowedOnlineMeetingProviders?.includes("teamsForBusiness") === true,
  };
}
