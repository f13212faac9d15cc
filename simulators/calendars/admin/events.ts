/**
 * What the owner of a mailbox does in it by hand, and what guests answer: as through the provider's own pages, so that
 * channels are told. Times are ISO 8601 with an offset. All take `?account=PROVIDER:ADDRESS`.
 *
 * POST /events/create {calendar_id?, title, starts_at, ends_at, is_busy?, is_tentative?, is_all_day?, organizer?} -> {id}
 * POST /events/move {event_id, starts_at, ends_at} · POST /events/delete {event_id}
 * POST /events/decline {event_id, email, response?}; the owner's own address declines the event itself
 * A form's `back` leads the browser back to where it came from.
 */
import { type Context, Hono } from "hono";
import { z } from "zod";
import { accountNeeded, bodyAsked, DONE, isRefusal, refuse } from "./request.ts";
import type { Core, Sides } from "../core/core.ts";

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
  ...back,
});
const moveBody = z.object({ event_id: z.string(), starts_at: moment, ends_at: moment.optional(), ...back });
const deleteBody = z.object({ event_id: z.string(), ...back });
const declineBody = z.object({
  event_id: z.string(),
  email: z.string(),
  response: z.enum(["none", "accepted", "declined", "tentative"]).default("declined"),
});

export function eventAdmin(core: Core, _sides: Sides): Hono {
  const { world, deps } = core;
  const app = new Hono();
  const done = (context: Context, to: string | undefined, answer: Response = DONE()): Response =>
    to === undefined ? answer : context.redirect(`${deps.publicPath}/__sim/${to.replace(/^\/+/u, "")}`);

  app.post("/events/create", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, createBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const calendar = body.calendar_id === undefined ? world.primary(account) : world.calendar(account, body.calendar_id);
    if (calendar === null) return refuse("there is no such calendar");
    const event = world.create(account, calendar, {
      id: world.hooks(account.provider).newEventId(),
      title: body.title,
      startsAt: body.starts_at,
      endsAt: body.ends_at,
      isBusy: body.is_busy,
      status: body.is_tentative ? "tentative" : "confirmed",
      isAllDay: body.is_all_day,
      organizerEmail: body.organizer ?? account.email,
    });
    return done(context, body.back, Response.json({ id: event.id }));
  });

  app.post("/events/move", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, moveBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const found = world.findEvent(account, body.event_id);
    if (found === null || found.event.status === "cancelled") return refuse("there is no such event");
    const { calendar, event } = found;
    const lengthMs = event.endsAt - event.startsAt;
    event.startsAt = body.starts_at;
    event.endsAt = body.ends_at ?? body.starts_at + lengthMs;
    event.sequence += 1;
    world.changed(account, calendar, event);
    return done(context, body.back);
  });

  app.post("/events/delete", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, deleteBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const found = world.findEvent(account, body.event_id);
    if (found === null || found.event.status === "cancelled") return refuse("there is no such event");
    found.event.wire["isDeleted"] = true;
    world.changed(account, found.calendar, found.event, "deleted");
    return done(context, body.back);
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
    if (guest !== undefined) guest.response = body.response;
    else if (body.email === account.email) event.ownResponse = body.response;
    else return refuse("nobody of that address is invited");
    world.changed(account, calendar, event);
    return DONE();
  });
  return app;
}
