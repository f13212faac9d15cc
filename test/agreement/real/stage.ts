/**
 * The stage of a worked example: its people, the coach with two offers, and the booking, brought about by the calls that bring such a
 * booking about, each at its instant. Nothing is written to the database from here.
 */
import { vi } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../../src/lib/duration.ts";
import { person, type Person } from "../../support/people.ts";
import { setStripeClock } from "../../support/stripe-sim.ts";
import type { ExampleBooking, Party } from "./example.ts";
import { settle } from "./follows.ts";
import { captureAtStripe } from "./money.ts";

/** A price that no example has; the offer of the other length costs it. */
const OTHER_PRICE_MINOR = 70_001;
const OTHER_MINUTES = 480;
/** Well within the fifteen minutes that a client has. */
const CHECKOUT_AFTER_MS = 10 * MINUTE_MS;

export interface Stage {
  readonly people: Readonly<Record<Party, Person>>;
  readonly bookingId: string;
}

/** The clock of the service and of Stripe jumps; nothing is done by it. */
export async function jumpTo(coachId: string, at: number): Promise<void> {
  vi.setSystemTime(at);
  await setStripeClock(coachId, at - vi.getRealSystemTime());
}

/** Throws where a call of the setting up is refused. */
export async function done(who: Person, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await who.call(method, path, body);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${who.role} ${method} ${path}: ${String(answer.status)} ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

export async function setTheStage(booking: ExampleBooking): Promise<Stage> {
  const madeAt = Date.parse(booking.made_at);
  vi.setSystemTime(madeAt - DAY_MS);
  const lifetime = { lifetime: "800d" };
  const people = {
    client: await person("client", lifetime),
    coach: await person("coach", lifetime),
    admin: await person("admin", lifetime),
  };
  const { coach } = people;
  await jumpTo(coach.id, madeAt - DAY_MS);
  await openTheShop(people, booking);
  await jumpTo(coach.id, madeAt);
  const bookingId = await bookIt(people, booking);
  await bringToStatus({ people, bookingId }, booking);
  return { people, bookingId };
}

async function openTheShop({ coach, client, admin }: Stage["people"], booking: ExampleBooking): Promise<void> {
  const path = `/coach/${coach.id}`;
  const allDay = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" }));
  // The first call of each person puts them on record.
  await done(coach, "GET", `${path}/availability`);
  await done(client, "GET", `/booking/client/${client.id}`);
  await done(admin, "GET", `${path}/availability`);
  await done(coach, "PUT", `${path}/availability`, { time_zone: "UTC", weekly: allDay, overrides: [] });
  if (booking.made_by === "coach") await makeAcquainted(client, coach, Date.parse(booking.session_datetime) + DAY_MS);
  const { move_notice_minutes, price } = booking;
  await done(coach, "PATCH", `${path}/settings`, { move_notice_minutes, slot_step_minutes: 15, horizon_days: 365 });
  const terms = { cancellation_policy: booking.cancellation_policy, approval_required: booking.approval_required };
  await done(coach, "POST", `${path}/offers`, { title: "Own", duration_minutes: booking.duration_minutes, price, ...terms, position: 1 });
  const minutes = booking.duration_minutes === OTHER_MINUTES ? 60 : OTHER_MINUTES;
  const otherPrice = { amount_minor: price?.currency === "ISK" ? 70_100 : OTHER_PRICE_MINOR, currency: price?.currency ?? "EUR" };
  await done(coach, "POST", `${path}/offers`, { title: "Other", duration_minutes: minutes, price: otherPrice, ...terms, position: 2 });
}

/** A coach books for clients only who have booked with them: one session that the client takes and gives up. */
async function makeAcquainted(client: Person, coach: Person, at: number): Promise<void> {
  const body = { coach_id: coach.id, session_datetime: new Date(at).toISOString(), duration_minutes: 15 };
  const { id } = await done(client, "POST", "/booking", body);
  await done(client, "DELETE", `/booking/${String(id)}`);
}

async function bookIt({ coach, client, ...others }: Stage["people"], booking: ExampleBooking): Promise<string> {
  const { session_datetime, duration_minutes, made_by } = booking;
  const forWhom = made_by === "client" ? {} : { client_id: client.id };
  const by = { coach, client, ...others }[made_by];
  const { id } = await done(by, "POST", "/booking", { coach_id: coach.id, session_datetime, duration_minutes, ...forWhom });
  return String(id);
}

/** Paid when the example says so, then confirmed by its coach where nothing has confirmed it. */
async function bringToStatus(stage: Stage, booking: ExampleBooking): Promise<void> {
  const { people, bookingId } = stage;
  const { coach, client } = people;
  await settle(stage);
  if (booking.captured_at !== null) {
    const [madeAt, capturedAt] = [Date.parse(booking.made_at), Date.parse(booking.captured_at)];
    await jumpTo(coach.id, Math.min(capturedAt, madeAt + CHECKOUT_AFTER_MS));
    await done(client, "POST", "/payments/checkout", { booking_id: bookingId });
    await jumpTo(coach.id, capturedAt);
    await captureAtStripe(bookingId);
    await settle(stage);
  }
  const { status, awaiting } = await done(coach, "GET", `/booking/${bookingId}`);
  if (booking.status === "confirmed" && status === "pending") {
    const waives = awaiting === "payment" ? { waive_price: true } : {};
    await done(coach, "PATCH", `/booking/${bookingId}/status`, { status: "confirmed", ...waives });
    await settle(stage);
  }
  const stands = await done(coach, "GET", `/booking/${bookingId}`);
  if (stands["status"] !== booking.status) throw new Error(`the booking stands as ${String(stands["status"])}, not as ${booking.status}`);
}
