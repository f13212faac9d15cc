/**
 * One entry for each person (B7, and B8's last sentence): a client has the invitation that the coach's provider has in fact
 * sent, or an event in their own calendar, or our mail's file; and the one before goes when another comes.
 */
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { settleMails } from "../support/agenda-bell.ts";
import { Mailbox, type SimEvent } from "../support/calendar-sim.ts";
import { type MailboxMail, mailsTo } from "../support/mailbox.ts";
import { person, seenCoach } from "../support/people.ts";
import { at, book, confirmed, heard, pass, scene, type Scene, settle, useCalendarClock, viewed } from "./stage.ts";

useCalendarClock();

/** The client's own calendar, under the address that the coach's provider invites. */
async function ownCalendar({ client, clientMail, mailbox }: Scene): Promise<Mailbox> {
  const own = new Mailbox(mailbox.provider, clientMail);
  expect((await own.connect(client)).status).toBe(200);
  await own.ring(client);
  return own;
}

/** In the client's calendar: invitations, and events of our own making. */
async function entries(own: Mailbox): Promise<string[]> {
  const isOurs = ({ description }: SimEvent, events: readonly SimEvent[]): boolean =>
    events.length > 0 && description.includes("Manage this session");
  const events = await own.events();
  return events.map((event) => (isOurs(event, events) && event.attendees.length === 0 ? "own event" : "invitation"));
}

async function mailOf(address: string, subject: string): Promise<MailboxMail | undefined> {
  return (await mailsTo(address)).findLast((mail) => mail.subject.startsWith(subject));
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("B7: a client whom the coach's provider has invited has the invitation alone, and no file with the mail", async () => {
    const stage = await scene(provider);
    const own = await ownCalendar(stage);
    const id = await confirmed(stage, at(3));
    await settleMails(stage.coach.id);
    expect(await entries(own)).toEqual(["invitation"]);
    expect(await mailOf(stage.clientMail, "Confirmed")).toMatchObject({ calendar: null });
    const moved = at(4);
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: moved });
    await settle(stage);
    expect(await own.events()).toMatchObject([{ starts_at: moved }]);
    await stage.client.call("DELETE", `/booking/${id}`);
    await settle(stage);
    expect(await entries(own)).toEqual([]);
  });

  test("B7: an event of the client's own goes when the invitation has come", async () => {
    const stage = await scene(provider);
    const own = await ownCalendar(stage);
    const patch = async (isOrganizer: boolean) =>
      (await stage.coach.call("PATCH", `/calendar/${provider}/connection`, { is_organizer: isOrganizer })).status;
    expect(await patch(false)).toBe(200);
    const id = await confirmed(stage, at(3));
    expect(await entries(own)).toEqual(["own event"]);
    expect(await patch(true)).toBe(200);
    const moved = at(4);
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: moved });
    await settle(stage);
    expect(await entries(own)).toEqual(["invitation"]);
    expect(await own.events()).toMatchObject([{ starts_at: moved }]);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed" });
  });

  test("B7: a client whom the invitation leaves has an event of their own", async () => {
    const stage = await scene(provider);
    const own = await ownCalendar(stage);
    await stage.coach.call("PATCH", `/coach/${stage.coach.id}/settings`, { on_event_deleted: "ask" });
    const id = await confirmed(stage, at(3));
    await heard(stage);
    expect(await entries(own)).toEqual(["invitation"]);
    const [event] = await stage.mailbox.events();
    await stage.mailbox.admin("events/delete", { event_id: event?.id });
    await heard(stage);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed" });
    expect(await entries(own)).toEqual(["own event"]);
  });

  test("B7: where the coach's provider refuses the event, the client's own calendar has it, and the mail no file", async () => {
    const stage = await scene(provider);
    const own = await ownCalendar(stage);
    const fault = { match: { method: "POST", path: "/events" }, status: 400, times: 50, body: '{"error":{"code":"invalid"}}' };
    await stage.mailbox.admin("faults", fault);
    await confirmed(stage, at(3));
    await settle(stage);
    await settleMails(stage.coach.id);
    expect(await stage.mailbox.events()).toEqual([]);
    expect(await entries(own)).toEqual(["own event"]);
    expect(await mailOf(stage.clientMail, "Confirmed")).toMatchObject({ calendar: null });
    // The coach has no calendar that shows it: theirs is the file.
    expect(await mailOf(stage.coachMail, "Confirmed")).toMatchObject({ calendar: { method: "REQUEST" } });
  });

  test("S63: an event that is asked for while the booking is pending shows nobody's address, and invites once it is confirmed", async () => {
    const stage = await scene(provider);
    const own = await ownCalendar(stage);
    const id = await book(stage, at(3));
    const asked = { booking_id: id, calendar_type: provider };
    expect((await stage.coach.call("POST", "/calendar/sync-booking", asked)).status).toBe(200);
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(3), attendees: [] }]);
    expect(await own.events()).toEqual([]);
    await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" });
    await settle(stage);
    await settleMails(stage.coach.id);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(3), attendees: [{ email: stage.clientMail }] }]);
    expect(await entries(own)).toEqual(["invitation"]);
    expect(await mailOf(stage.clientMail, "Confirmed")).toMatchObject({ calendar: null });
  });

  test("B8: the mail carries our own file where no invitation has in fact been made", async () => {
    const stage = await scene(provider);
    const fault = { match: { method: "POST", path: "/events" }, status: 400, times: 50, body: '{"error":{"code":"invalid"}}' };
    await stage.mailbox.admin("faults", fault);
    const id = await confirmed(stage, at(3));
    await settleMails(stage.coach.id);
    expect(await mailOf(stage.clientMail, "Confirmed")).toMatchObject({ calendar: { method: "REQUEST" } });
    await stage.client.call("DELETE", `/booking/${id}`);
    await settle(stage);
    await pass(3 * MINUTE_MS, stage.mailbox);
    await settle(stage);
    expect(await mailOf(stage.clientMail, "Cancelled")).toMatchObject({ calendar: { method: "CANCEL" } });
  });

  test("B7: the entry that a mail's file made is taken away by the next mail, once the invitation has come", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("faults", { match: { method: "POST", path: "/events" }, status: 503, times: 100 });
    const id = await confirmed(stage, at(3));
    const passMinutes = async (minutes: number) => {
      for (let n = 0; n < minutes; n += 2) {
        await pass(2 * MINUTE_MS, stage.mailbox);
        await settle(stage);
      }
    };
    await passMinutes(6);
    expect(await mailOf(stage.clientMail, "Confirmed")).toMatchObject({ calendar: { method: "REQUEST" } });
    await stage.mailbox.clearFaults();
    await passMinutes(20);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
    await stage.coach.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    await settle(stage);
    const moved = await mailOf(stage.clientMail, "Moved");
    expect(moved).toMatchObject({ calendar: { method: "CANCEL" } });
    expect(moved?.text).toContain("the session stands");
    await pass(3 * MINUTE_MS, stage.mailbox);
    await stage.coach.call("PATCH", `/booking/${id}`, { session_datetime: at(5) });
    await settle(stage);
    expect((await mailsTo(stage.clientMail)).filter(({ calendar }) => calendar !== null)).toHaveLength(2);
  });

  test("B8: the mail of a session without a link waits for the invitation too, and carries no file beside it", async () => {
    const stage = await scene(provider);
    const place = { kind: "in_person", city: "Lisbon", address: "Rua A 1" };
    await stage.coach.call("POST", `/coach/${stage.coach.id}/offers`, { title: "Session", duration_minutes: 60, place });
    await stage.mailbox.admin("faults", { match: { method: "POST", path: "/events" }, status: 503, times: 1 });
    await book(stage, at(3));
    await settle(stage);
    expect(await mailOf(stage.clientMail, "Confirmed")).toBeUndefined();
    const id = await confirmed(stage, at(4));
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
    expect(await mailOf(stage.clientMail, "Confirmed")).toMatchObject({ calendar: null });
  });
});

test("B7: without a calendar on either side the mail is the entry", async () => {
  const coach = await seenCoach({ name: "Ida", email: `coach-${crypto.randomUUID()}@people.test`, lifetime: "90d" });
  const clientMail = `client-${crypto.randomUUID()}@people.test`;
  const client = await person("client", { name: "Sam", email: clientMail, lifetime: "90d" });
  const stage: Scene = { coach, client, coachMail: "", clientMail, mailbox: new Mailbox("google") };
  await confirmed(stage, at(3));
  await settleMails(coach.id);
  expect(await mailOf(clientMail, "Confirmed")).toMatchObject({ calendar: { method: "REQUEST" } });
});
