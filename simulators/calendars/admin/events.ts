/**
 * What the owner of a mailbox does in it by hand, and what guests answer: as through the provider's own pages, so that
 * channels are told. Times are ISO 8601 with an offset. All take `?account=PROVIDER:ADDRESS`.
 *
 * POST /events/create {calendar_id?, title, starts_at, ends_at, is_busy?, is_tentative?, is_all_day?, organizer?, time_zone?,
 * event_type?} -> {id}; event_type: one of Google's, which brings what belongs to it
 * POST /events/create-series: the same, with {every: "day" | "week", count} -> {id, occurrence_ids}
 * POST /events/move {event_id, starts_at, ends_at?} · POST /events/delete {event_id} · POST /events/busy {event_id, is_busy}
 * POST /events/all-day {event_id, time_zone?} · POST /events/call-off {event_id}: its organizer cancels it
 * POST /events/transfer {event_id, calendar_id, keeps_id?} -> {id}: into another calendar of the same owner
 * POST /events/decline {event_id, email, response?}; the owner's own address declines the event itself
 * With a series' id they act on the whole of it, with an occurrence's on that one, which becomes an exception.
 * A form's `back` leads the browser back to where it came from.
 */
import { type Context, Hono } from "hono";
import { z } from "zod";
import { accountNeeded, bodyAsked, DONE, isRefusal, refuse } from "./request.ts";
import type { Core, Sides } from "../core/core.ts";
import {
  answerByHand,
  callOff,
  deleteByHand,
  type Held,
  makeAllDay,
  makeSeries,
  moveByHand,
  moveToCalendar,
  occurrencesOf,
  showAsFree,
} from "../core/hand.ts";
import { mailboxZone } from "../core/mailbox-zone.ts";
import { isTimeZone } from "../core/wall-time.ts";
import type { Account, NewEvent, SimCalendar } from "../core/world.ts";
import { ALWAYS_FREE, eventType, typeWire } from "../google/event-types.ts";

const SERIES_OCCURRENCES_MAX = 500;

const moment = z
  .string()
  .transform((text) => Date.parse(/(?:Z|[+-]\d\d:\d\d)$/u.test(text) ? text : `${text}Z`))
  .refine((at) => Number.isFinite(at), "must be a date and time");
const flag = z.union([z.boolean(), z.enum(["true", "false", "on"]).transform((text) => text !== "false")]);
const back = { back: z.string().optional() };
const createBody = z.object({
  calendar_id: z.string().optional(),
  title: z.string().default("Busy"),
  starts_at: moment,
  ends_at: moment,
  is_busy: flag.default(true),
  is_tentative: flag.default(false),
  is_all_day: flag.default(false),
  organizer: z.string().optional(),
  time_zone: z.string().refine(isTimeZone, "must be an IANA time zone").optional(),
  event_type: eventType.default("default"),
  ...back,
});
const seriesBody = createBody.extend({
  every: z.enum(["day", "week"]).default("week"),
  count: z.coerce.number().int().min(1).max(SERIES_OCCURRENCES_MAX),
});
const moveBody = z.object({ event_id: z.string(), starts_at: moment, ends_at: moment.optional(), ...back });
const deleteBody = z.object({ event_id: z.string(), ...back });
const busyBody = z.object({ event_id: z.string(), is_busy: flag, ...back });
const allDayBody = z.object({ event_id: z.string(), time_zone: createBody.shape.time_zone, ...back });
const transferBody = z.object({ event_id: z.string(), calendar_id: z.string(), keeps_id: flag.default(true), ...back });
const declineBody = z.object({
  event_id: z.string(),
  email: z.string(),
  response: z.enum(["none", "accepted", "declined", "tentative"]).default("declined"),
});

/** Outlook knows one zone for the whole mailbox, Google one for each calendar. */
function zoneOf(account: Account, calendar: SimCalendar): string {
  return account.provider === "microsoft" ? mailboxZone(account) : calendar.timeZone;
}

function fieldsOf(body: z.output<typeof createBody>, account: Account, calendar: SimCalendar): Omit<NewEvent, "id"> & { timeZone: string } {
  return {
    title: body.title,
    startsAt: body.starts_at,
    endsAt: body.ends_at,
    isBusy: body.is_busy && !ALWAYS_FREE.includes(body.event_type),
    wire: typeWire(body.event_type),
    status: body.is_tentative ? "tentative" : "confirmed",
    isAllDay: body.is_all_day,
    organizerEmail: body.organizer ?? account.email,
    timeZone: body.time_zone ?? zoneOf(account, calendar),
  };
}

export function eventAdmin(core: Core, _sides: Sides): Hono {
  const { world, deps } = core;
  const app = new Hono();
  const done = (context: Context, to: string | undefined, answer: Response = DONE()): Response =>
    to === undefined ? answer : context.redirect(`${deps.publicPath}/__sim/${to.replace(/^\/+/u, "")}`);

  /** An act on one event that stands. */
  const onEvent = <Schema extends z.ZodType<{ event_id: string; back?: string | undefined }>>(
    path: string,
    schema: Schema,
    act: (account: Account, held: Held, body: z.output<Schema>) => Response | undefined,
  ): void => {
    app.post(`/events/${path}`, async (context) => {
      const account = accountNeeded(core, context);
      const body = await bodyAsked(context, schema);
      if (isRefusal(account)) return account;
      if (isRefusal(body)) return body;
      const held = world.findEvent(account, body.event_id);
      if (held === null || held.event.status === "cancelled") return refuse("there is no such event");
      return done(context, body.back, act(account, held, body));
    });
  };

  app.post("/events/create", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, createBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const calendar = world.calendar(account, body.calendar_id ?? "primary");
    if (calendar === null) return refuse("there is no such calendar");
    const id = world.hooks(account.provider).newEventId();
    const event = world.create(account, calendar, { id, ...fieldsOf(body, account, calendar) });
    return done(context, body.back, Response.json({ id: event.id }));
  });

  app.post("/events/create-series", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, seriesBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const calendar = world.calendar(account, body.calendar_id ?? "primary");
    if (calendar === null) return refuse("there is no such calendar");
    const recurrence = { every: body.every, count: body.count };
    const master = makeSeries(world, account, calendar, { ...fieldsOf(body, account, calendar), recurrence });
    const occurrences = occurrencesOf(calendar, master.id).map(({ id }) => id);
    return done(context, body.back, Response.json({ id: master.id, occurrence_ids: occurrences }));
  });

  onEvent("move", moveBody, (account, held, body) => {
    const endsAt = body.ends_at ?? body.starts_at + held.event.endsAt - held.event.startsAt;
    moveByHand(world, account, held, body.starts_at, endsAt);
    return undefined;
  });
  onEvent("delete", deleteBody, (account, held) => {
    deleteByHand(world, account, held);
    return undefined;
  });
  onEvent("call-off", deleteBody, (account, held) => {
    callOff(world, account, held);
    return undefined;
  });
  onEvent("busy", busyBody, (account, held, body) => {
    showAsFree(world, account, held, !body.is_busy);
    return undefined;
  });
  onEvent("all-day", allDayBody, (account, held, body) => {
    if (held.event.isSeriesMaster || held.event.isAllDay) return refuse("a single event with times can be made an all-day one");
    makeAllDay(world, account, held, body.time_zone ?? zoneOf(account, held.calendar));
    return undefined;
  });
  onEvent("transfer", transferBody, (account, held, body) => {
    const target = world.calendar(account, body.calendar_id);
    if (target === null || target === held.calendar) return refuse("there is no such other calendar");
    if (held.event.isSeriesMaster || held.event.seriesId !== null) return refuse("the simulator moves single events only");
    return Response.json({ id: moveToCalendar(world, account, held, target, body.keeps_id).id });
  });

  app.post("/events/decline", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, declineBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const found = world.findEvent(account, body.event_id);
    if (found === null) return refuse("there is no such event");
    const { calendar, event } = found;
    const guest = event.attendees.find(({ email }) => email.toLowerCase() === body.email.toLowerCase());
    const isOwnAnswer = body.email.toLowerCase() === account.email && (event.organizerEmail !== account.email || guest === undefined);
    if (isOwnAnswer) {
      answerByHand(world, account, found, body.response);
      return DONE();
    }
    if (guest === undefined) return refuse("nobody of that address is invited");
    guest.response = body.response;
    world.changed(account, calendar, event);
    return DONE();
  });
  return app;
}
