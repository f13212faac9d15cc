/**
 * The admin surface about accounts. `?account=PROVIDER:ADDRESS` says whose, where it is needed.
 *
 * POST /reset [account] · GET /snapshot?account · GET /accounts · POST /revoke, /expire, /invalidate-sync ?account
 * POST /channels/expire ?account · POST /lifecycle ?account {event} · POST /settings ?account {name: value}
 * POST /calendars ?account {id, name?, access_role?, is_broken?, time_zone?, has_meetings?, data_owner?}: made, or changed in what is said
 * ("primary" is one); time_zone of the primary calendar is the mailbox's · POST /calendars/remove ?account {id}
 * POST /clock ?account {offset_ms}
 * POST /token ?account -> {access_token}, as an application of the person's own would have it
 * POST /consent {account, redirect_uri, code_challenge, scopes, nonce, state} -> {code, state, iss}
 */
import { Hono } from "hono";
import { z } from "zod";
import { accountAsked, accountNeeded, bodyAsked, DONE, isRefusal, refuse } from "./request.ts";
import { type Core, forget, type Sides } from "../core/core.ts";
import { isTimeZone } from "../core/wall-time.ts";
import type { Account, SimEvent } from "../core/world.ts";

const consentBody = z.object({
  account: z.string(),
  redirect_uri: z.string(),
  code_challenge: z.string(),
  scopes: z.array(z.string()),
  nonce: z.string().nullable().default(null),
  state: z.string().nullable().default(null),
});
const calendarBody = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  access_role: z.enum(["owner", "writer", "reader", "freeBusyReader"]).optional(),
  is_broken: z.boolean().optional(),
  time_zone: z.string().refine(isTimeZone, "must be an IANA time zone").optional(),
  has_meetings: z.boolean().optional(),
  data_owner: z.string().optional(),
});
const settingsBody = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const lifecycleBody = z.object({ event: z.enum(["reauthorizationRequired", "subscriptionRemoved", "missed"]) });

export function accountAdmin(core: Core, sides: Sides): Hono {
  const { world } = core;
  const app = new Hono();

  app.post("/reset", (context) => {
    const account = accountAsked(core, context);
    if (isRefusal(account)) return account;
    forget(core, account);
    return DONE();
  });
  app.get("/accounts", () => Response.json({ accounts: world.accounts().map(({ key }) => key) }));
  app.get("/snapshot", (context) => {
    const account = accountNeeded(core, context);
    return isRefusal(account) ? account : Response.json(snapshotOf(account, sides));
  });

  const onAccount = (path: string, act: (account: Account) => unknown): void => {
    app.post(path, (context) => {
      const account = accountNeeded(core, context);
      return isRefusal(account) ? account : Response.json({ done: act(account) ?? null });
    });
  };
  onAccount("/revoke", (account) => sides[account.provider].revoke(account));
  onAccount("/expire", (account) => sides[account.provider].expireAccess(account));
  onAccount("/channels/expire", (account) => sides[account.provider].expireChannels(account));
  onAccount("/invalidate-sync", (account) => (account.syncEpoch += 1));

  app.post("/lifecycle", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, lifecycleBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const { lifecycle } = sides[account.provider];
    return lifecycle === null ? refuse("this provider has no such messages") : Response.json({ done: lifecycle(account, body.event) });
  });
  app.post("/settings", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, settingsBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    for (const [name, value] of Object.entries(body)) account.settings.set(name, value);
    return DONE();
  });
  app.post("/clock", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, z.object({ offset_ms: z.number() }));
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    account.clockOffsetMs = body.offset_ms;
    return DONE();
  });
  app.post("/calendars", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, calendarBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const calendar = world.calendar(account, body.id) ?? world.addCalendar(account, { id: body.id, name: "Another calendar" });
    calendar.name = body.name ?? calendar.name;
    calendar.accessRole = body.access_role ?? calendar.accessRole;
    calendar.isBroken = body.is_broken ?? calendar.isBroken;
    calendar.timeZone = body.time_zone ?? calendar.timeZone;
    calendar.hasMeetings = body.has_meetings ?? calendar.hasMeetings;
    calendar.dataOwner = body.data_owner ?? calendar.dataOwner;
    return DONE();
  });
  app.post("/calendars/remove", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, z.object({ id: z.string() }));
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const calendar = world.calendar(account, body.id);
    if (calendar === null || calendar.isPrimary) return refuse("there is no such calendar that could be removed");
    account.calendars.delete(calendar.id);
    return DONE();
  });
  app.post("/token", (context) => {
    const account = accountNeeded(core, context);
    return isRefusal(account) ? account : Response.json({ access_token: sides[account.provider].accessToken(account) });
  });
  app.post("/consent", async (context) => {
    const body = await bodyAsked(context, consentBody);
    if (isRefusal(body)) return body;
    const account = world.accountOfKey(body.account);
    if (account === null) return refuse("account must be google:ADDRESS or microsoft:ADDRESS");
    const side = sides[account.provider];
    const { redirect_uri: redirectUri, code_challenge: codeChallenge, scopes, nonce, state } = body;
    return Response.json({ code: side.consent({ account, redirectUri, codeChallenge, scopes, nonce }), state, iss: side.issuerOnReturn });
  });
  return app;
}

function snapshotOf(account: Account, sides: Sides) {
  const side = sides[account.provider];
  return {
    account: account.key,
    settings: Object.fromEntries(account.settings),
    tokens: side.tokenCounts(account),
    channels: side.channels(account),
    guest_mails: account.guestMails,
    calendars: [...account.calendars.values()].map((calendar) => ({
      id: calendar.id,
      name: calendar.name,
      is_primary: calendar.isPrimary,
      access_role: calendar.accessRole,
      time_zone: calendar.timeZone,
      has_meetings: calendar.hasMeetings,
      events: [...calendar.events.values()].map((event) => eventJson(event, side)),
    })),
  };
}

function eventJson(event: SimEvent, side: Sides[Account["provider"]]) {
  return {
    id: event.id,
    calendar_id: event.calendarId,
    etag: side.etagOf(event),
    status: event.status,
    title: event.title,
    description: event.description,
    description_shown: side.shownDescription(event),
    location: event.wire["location"] ?? null,
    starts_at: new Date(event.startsAt).toISOString(),
    ends_at: new Date(event.endsAt).toISOString(),
    time_zone: event.timeZone,
    is_busy: event.isBusy,
    is_all_day: event.isAllDay,
    own_response: event.ownResponse,
    series_id: event.seriesId,
    is_series_master: event.isSeriesMaster,
    is_exception: event.isException,
    organizer: event.organizerEmail,
    attendees: event.attendees,
    meeting: event.meeting === null ? null : { state: event.meeting.state, link: event.meeting.link },
    properties: Object.fromEntries(event.properties),
  };
}
