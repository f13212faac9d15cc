/**
 * What was agreed, at the calendar's door: an owner's hand on the event of a session with a price asks the client and moves
 * nothing, nothing follows once the session has begun, and of somebody deactivated nothing is read or written any more.
 */
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person } from "../support/people.ts";
import { onHostedPage } from "../support/stripe-sim.ts";
import { settleMails } from "../support/agenda-bell.ts";
import { checkout, deliverAll } from "../payments/scene.ts";
import { at, book, confirmed, heard, later, pass, scene, type Scene, settle, useCalendarClock, viewed } from "./stage.ts";

useCalendarClock();

const PRICE = { amount_minor: 6_000, currency: "EUR" };
const ROOM = { kind: "in_person", city: "Lisbon", address: "Rua A 1" };

async function offer({ coach }: Scene, terms: Record<string, unknown>): Promise<void> {
  const made = await coach.call("POST", `/coach/${coach.id}/offers`, { title: "Session", duration_minutes: 60, ...terms });
  expect(made.status).toBe(201);
}

async function paidSession(stage: Scene, startsAt: string): Promise<string> {
  const id = await book(stage, startsAt);
  const { session } = await checkout({ ...stage, began: Date.now() }, id);
  await onHostedPage(session, "pay");
  await deliverAll(id);
  await settle(stage);
  expect(await viewed(stage, id)).toMatchObject({ status: "confirmed" });
  return id;
}

async function drag(stage: Scene, startsAt: string, lengthMs = HOUR_MS): Promise<void> {
  const [event] = await stage.mailbox.events();
  await stage.mailbox.admin("events/move", { event_id: event?.id, starts_at: startsAt, ends_at: later(startsAt, lengthMs) });
  await heard(stage);
  await settle(stage);
}

/** The reasons that the coach has been told, in order. */
async function told({ coachMail }: Scene): Promise<string[]> {
  const mails = (await mailsTo(coachMail)).filter(({ subject }) => subject.startsWith("Calendar conflict"));
  return mails.map(({ text }) => /Reason: (.*)/u.exec(text)?.[1] ?? "");
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("a dragged event of a paid session is put back, the client is asked and the coach told; accepted, the event moves", async () => {
    const stage = await scene(provider);
    await offer(stage, { price: PRICE });
    const id = await paidSession(stage, at(3));
    const [first, second] = [at(5), at(6)];
    const stands = at(3);
    await drag(stage, first);
    expect(await viewed(stage, id)).toMatchObject({
      session_datetime: stands,
      move_request: { session_datetime: first, asked_by: "coach" },
    });
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: stands }]);
    expect(await told(stage)).toEqual([expect.stringContaining("your client has been asked")]);
    await settleMails(stage.coach.id);
    expect((await mailsTo(stage.clientMail)).filter(({ subject }) => subject.startsWith("May it be moved?"))).toHaveLength(1);

    // Another drag asks anew.
    await drag(stage, second);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: stands, move_request: { session_datetime: second } });
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: stands }]);

    expect((await stage.client.call("POST", `/booking/${id}/move-request/accept`)).status).toBe(200);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: second, move_request: null });
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: second }]);
  });

  test("asking, declining and withdrawing write nothing into a calendar", async () => {
    const stage = await scene(provider);
    await offer(stage, { price: PRICE });
    const id = await paidSession(stage, at(3));
    await heard(stage);
    const writes = async () => (await stage.mailbox.log()).filter(({ method }) => method !== "GET").length;
    const before = await writes();
    for (const answer of ["decline", "withdraw"]) {
      expect((await stage.client.call("POST", `/booking/${id}/move-request`, { session_datetime: at(5) })).status).toBe(201);
      const ended =
        answer === "decline"
          ? await stage.coach.call("POST", `/booking/${id}/move-request/decline`)
          : await stage.client.call("DELETE", `/booking/${id}/move-request`);
      expect(ended.status).toBe(200);
      await settle(stage);
    }
    expect(await writes()).toBe(before);
    // And the owner is still followed.
    const wished = at(6);
    await drag(stage, wished);
    expect(await viewed(stage, id)).toMatchObject({ move_request: { session_datetime: wished } });
  });

  test("nothing is asked while the client's question is open, or where another length is dragged", async () => {
    const stage = await scene(provider);
    await offer(stage, { price: PRICE });
    await offer(stage, { price: PRICE, duration_minutes: 90 });
    const id = await paidSession(stage, at(3));
    const [stands, wished, dragged] = [at(3), at(4), at(5)];
    await drag(stage, dragged, 90 * MINUTE_MS);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: stands, move_request: null });
    await stage.client.call("POST", `/booking/${id}/move-request`, { session_datetime: wished });
    await drag(stage, dragged);
    expect(await viewed(stage, id)).toMatchObject({
      session_datetime: stands,
      move_request: { session_datetime: wished, asked_by: "client" },
    });
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: stands, ends_at: later(stands, HOUR_MS) }]);
    expect(await told(stage)).toEqual([expect.stringContaining("its length"), expect.stringContaining("waits for your answer")]);
  });

  test("a pending session with a price is put back and told", async () => {
    const stage = await scene(provider);
    await offer(stage, { price: PRICE });
    await stage.coach.call("PATCH", `/coach/${stage.coach.id}/settings`, { payment_minutes: 1_440 });
    const id = await book(stage, at(3));
    const stands = at(3);
    const asked = { booking_id: id, calendar_type: provider, timezone: "Europe/Lisbon" };
    expect((await stage.coach.call("POST", "/calendar/sync-booking", asked)).status).toBe(200);
    await settle(stage);
    await drag(stage, at(5));
    expect(await viewed(stage, id)).toMatchObject({ status: "pending", session_datetime: stands, move_request: null });
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: stands }]);
    expect(await told(stage)).toEqual([expect.stringContaining("is not confirmed yet")]);
  });

  test("once it has begun nothing follows its event, moved or deleted, and the coach is told once", async () => {
    const stage = await scene(provider);
    const stands = at(1);
    const id = await confirmed(stage, stands);
    await heard(stage);
    await pass(Date.parse(stands) + 10 * MINUTE_MS - Date.now(), stage.mailbox);
    const before = await viewed(stage, id);
    await drag(stage, later(stands, 2 * HOUR_MS));
    await drag(stage, later(stands, 3 * HOUR_MS));
    const [event] = await stage.mailbox.events();
    expect(event).toMatchObject({ starts_at: later(stands, 3 * HOUR_MS) });
    await stage.mailbox.admin("events/delete", { event_id: event?.id });
    await heard(stage);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", session_datetime: stands, revision: before["revision"] });
    expect(await told(stage)).toEqual([expect.stringContaining("after the session had begun")]);
    expect(await stage.mailbox.events()).toEqual([]);
  });

  test("only a session by video asks for a conference; a room is the event's location, a link of one's own the meeting's", async () => {
    const stage = await scene(provider);
    await offer(stage, { place: ROOM });
    const room = await confirmed(stage, at(3));
    expect(await stage.mailbox.events()).toMatchObject([{ meeting: null, location: "Rua A 1, Lisbon" }]);
    expect(await viewed(stage, room)).toMatchObject({ meeting_link: null, calendars: [{ state: "ok" }] });
    await stage.client.call("DELETE", `/booking/${room}`);
    await settle(stage);

    const link = "https://rooms.example.com/ida";
    await offer(stage, { duration_minutes: 30, place: { kind: "link", link } });
    const made = await stage.client.call("POST", "/booking", { coach_id: stage.coach.id, session_datetime: at(4), duration_minutes: 30 });
    const booking = await made.json<{ id: string; meeting_link: unknown }>();
    expect(booking.meeting_link).toBeNull();
    await stage.coach.call("PATCH", `/booking/${booking.id}/status`, { status: "confirmed" });
    await settle(stage);
    const [event] = await stage.mailbox.events();
    expect(event).toMatchObject({ meeting: null, location: link });
    expect(event?.description).toContain(`Meeting: ${link}`);
    expect(await viewed(stage, booking.id)).toMatchObject({ meeting_link: link });
    const mail = (await mailsTo(stage.clientMail)).findLast(({ subject }) => subject.startsWith("Confirmed"));
    expect(mail?.text).toContain(`Meeting link: ${link}`);
  });

  test("a conference goes with the place that wanted it, and another is made where the place wants one again", async () => {
    const stage = await scene(provider);
    await offer(stage, {});
    const id = await confirmed(stage, at(3));
    const first = (await viewed(stage, id))["meeting_link"];
    expect(await stage.mailbox.events()).toMatchObject([{ meeting: { link: first } }]);
    const moveTo = async (place: object) => {
      expect((await stage.coach.call("PATCH", `/booking/${id}`, { place })).status).toBe(200);
      await settle(stage);
    };

    await moveTo(ROOM);
    const [event] = await stage.mailbox.events();
    expect(event).toMatchObject({ meeting: null, location: "Rua A 1, Lisbon" });
    expect(event?.description).toContain("Manage this session");
    expect(await viewed(stage, id)).toMatchObject({ meeting_link: null, calendars: [{ state: "ok" }] });

    await moveTo({ kind: "video" });
    const second = (await viewed(stage, id))["meeting_link"];
    expect(second).toMatch(/^https:/u);
    expect(second).not.toBe(first);
    expect(await stage.mailbox.events()).toMatchObject([{ meeting: { link: second } }]);
  });

  test("I20: of a deactivated coach nothing is read or written, a drag does nothing, and events are taken away", async () => {
    const stage = await scene(provider);
    const [kept, off] = [await confirmed(stage, at(3)), await confirmed(stage, at(4))];
    await heard(stage);
    const admin = await person("admin", { lifetime: "90d" });
    const set = async (status: string) => (await admin.call("PUT", `/admin/users/${stage.coach.id}`, { status })).status;
    expect(await set("inactive")).toBe(200);
    const stands = at(3);
    const moved = (await stage.mailbox.events()).find(({ starts_at: startsAt }) => startsAt === stands);
    const before = (await stage.mailbox.log()).length;
    await stage.mailbox.admin("events/move", { event_id: moved?.id, starts_at: at(6), ends_at: later(at(6), HOUR_MS) });
    await heard(stage);
    await pass(20 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect((await stage.mailbox.log()).length).toBe(before);
    const seen = async (id: string) => await (await admin.call("GET", `/booking/${id}`)).json();
    expect(await seen(kept)).toMatchObject({ session_datetime: stands, status: "confirmed" });
    expect((await stage.client.call("DELETE", `/booking/${off}`)).status).toBe(204);
    await settle(stage);
    expect((await stage.mailbox.events()).map(({ id }) => id)).toEqual([moved?.id]);
    expect(await told(stage)).toEqual([]);

    // Admitted again, the owner is followed from where the reading stopped.
    expect(await set("active")).toBe(200);
    await pass(20 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: String((await viewed(stage, kept))["session_datetime"]) }]);
  });
});
