/** Whose a thing is decides who may see and change it (S11-S14, S16). */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { routes } from "../../src/contract/document.ts";
import { apiWith, morning, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked, expectRefused, sell, setStatus, wholeRecord } from "./stories.ts";

const api = apiWith();

async function seenClient(): Promise<Person> {
  const client = await someone("client");
  expect((await api("GET", `/booking/client/${client.id}`, { as: client })).status).toBe(200);
  return client;
}

describe("the parties to a booking and nobody else", () => {
  test("S11: client A cannot read, cancel, move, confirm, trace or list what is client B's", async () => {
    const [coach, owner, stranger] = [await seenCoach(api), await seenClient(), await seenClient()];
    const id = await booked(api, owner, coach, morning(), { notes: "between us two" });
    for (const [method, path, body] of [
      ["GET", `/booking/${id}`, undefined],
      ["DELETE", `/booking/${id}`, undefined],
      ["PATCH", `/booking/${id}`, { session_datetime: morning(4) }],
      ["PATCH", `/booking/${id}/status`, { status: "confirmed" }],
      ["PATCH", `/booking/${id}/status`, { status: "cancelled" }],
      ["POST", `/booking/${id}/move-request`, { session_datetime: morning(4) }],
      ["POST", `/booking/${id}/move-request/accept`, undefined],
      ["POST", `/booking/${id}/move-request/decline`, undefined],
      ["DELETE", `/booking/${id}/move-request`, undefined],
      ["GET", `/booking/${id}/cancellation`, undefined],
      ["GET", `/booking/${id}/history`, undefined],
      ["GET", `/booking/client/${owner.id}`, undefined],
      ["GET", `/booking/client/${owner.id.toUpperCase()}?status=pending`, undefined],
      ["GET", `/booking/coach/${coach.id}`, undefined],
    ] as const) {
      const answer = await expectRefused(
        async () => await api(method, path, { as: stranger, body }),
        403,
        "forbidden",
        `${method} ${path}`,
      );
      expect(answer.text).not.toContain("between us two");
      // With a key and a revision that fit, it is refused all the same, and the key is not kept.
      const headers = { "Idempotency-Key": crypto.randomUUID(), "If-Match": '"1"' };
      await expectRefused(async () => await api(method, path, { as: stranger, body, headers }), 403, "forbidden", `${method} ${path}`);
    }
    const own = await api("GET", `/booking/client/${stranger.id}`, { as: stranger });
    expect([own.body["bookings"], own.body["total"]]).toEqual([[], 0]);
  });

  test("S12: coach A cannot touch coach B's bookings, working hours or settings", async () => {
    const [owner, stranger, client] = [await seenCoach(api), await seenCoach(api), await seenClient()];
    const [id, offerId] = [await booked(api, client, owner, morning()), await sell(api, owner)];
    for (const [method, path, body] of [
      ["GET", `/booking/${id}`, undefined],
      ["GET", `/booking/${id}/history`, undefined],
      ["DELETE", `/booking/${id}`, undefined],
      ["PATCH", `/booking/${id}`, { session_datetime: morning(4) }],
      ["PATCH", `/booking/${id}/status`, { status: "confirmed" }],
      ["POST", `/booking/${id}/move-request`, { session_datetime: morning(4) }],
      ["POST", `/booking/${id}/move-request/accept`, undefined],
      ["GET", `/booking/${id}/cancellation`, undefined],
      ["POST", `/coach/${owner.id}/offers`, { title: "Not mine", duration_minutes: 60 }],
      ["PATCH", `/coach/${owner.id}/offers/${offerId}`, { title: "Not mine" }],
      ["DELETE", `/coach/${owner.id}/offers/${offerId}`, undefined],
      ["GET", `/booking/coach/${owner.id}`, undefined],
      ["GET", `/booking/client/${client.id}`, undefined],
      ["GET", `/coach/${owner.id}/availability`, undefined],
      ["PUT", `/coach/${owner.id}/availability`, { time_zone: "UTC", weekly: [] }],
      ["GET", `/coach/${owner.id}/settings`, undefined],
      ["PATCH", `/coach/${owner.id}/settings`, { buffer_after_minutes: 30 }],
    ] as const) {
      await expectRefused(async () => await api(method, path, { as: stranger, body }), 403, "forbidden", `${method} ${path}`);
    }
  });

  test("S11: the id of a client in a coach's token, and the reverse, opens nothing", async () => {
    const [coach, client] = [await seenCoach(api), await seenClient()];
    const id = await booked(api, client, coach, morning());
    const before = await wholeRecord();
    // The role decides which party one can be: being named in the other place of the booking is no right.
    const disguised = await someone("coach", { id: client.id });
    expect((await api("GET", `/booking/${id}`, { as: disguised })).status).toBe(403);
    expect((await api("DELETE", `/booking/${id}`, { as: disguised })).status).toBe(403);
    const { coach_profiles: profiles, ...rest } = await wholeRecord();
    const { coach_profiles: earlier, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect(profiles?.length).toBe((earlier?.length ?? 0) + 1);
  });
});

const CALLERS = ["anonymous", "client", "otherClient", "coach", "otherCoach", "admin"] as const;
type Caller = (typeof CALLERS)[number];

interface Subject {
  readonly people: Readonly<Record<Exclude<Caller, "anonymous">, Person>>;
  readonly bookingId: string;
  readonly offerId: string;
  /** Of an effect that gave up. */
  readonly effectId: string;
  readonly paymentId: string;
}

interface Rule {
  readonly may: readonly Caller[];
  /** A refusal that only those get who may: it lies behind the check of who asks. */
  readonly reaches?: string;
  readonly ask: (subject: Subject) => { readonly path: string; readonly body?: unknown };
}

const everyone = CALLERS;
const parties: readonly Caller[] = ["client", "coach", "admin"];
/** Whoever can connect a calendar. */
const signedIn: readonly Caller[] = ["client", "otherClient", "coach", "otherCoach"];
const thatCoach: readonly Caller[] = ["coach", "admin"];
const day = morning().slice(0, 10);

const RULES: Readonly<Record<string, Rule>> = {
  createBooking: {
    may: ["client", "otherClient"],
    ask: ({ people }) => ({ path: "/booking", body: { coach_id: people.coach.id, session_datetime: morning(5), duration_minutes: 60 } }),
  },
  listClientBookings: { may: ["client", "admin"], ask: ({ people }) => ({ path: `/booking/client/${people.client.id}` }) },
  listCoachBookings: { may: thatCoach, ask: ({ people }) => ({ path: `/booking/coach/${people.coach.id}` }) },
  listAvailableSlots: {
    may: everyone,
    ask: ({ people }) => ({ path: `/booking/coach/${people.coach.id}/availability?start_date=${day}&end_date=${day}` }),
  },
  listSlotsOfSeveralCoaches: {
    may: everyone,
    ask: ({ people }) => ({ path: `/availability?coach_ids=${people.coach.id},${people.otherCoach.id}&start_date=${day}&end_date=${day}` }),
  },
  explainAvailability: {
    may: thatCoach,
    ask: ({ people }) => ({ path: `/booking/coach/${people.coach.id}/availability/explain?date=${day}` }),
  },
  viewBooking: { may: parties, ask: ({ bookingId }) => ({ path: `/booking/${bookingId}` }) },
  rescheduleBooking: { may: parties, ask: ({ bookingId }) => ({ path: `/booking/${bookingId}`, body: { session_datetime: morning(6) } }) },
  cancelBooking: { may: parties, ask: ({ bookingId }) => ({ path: `/booking/${bookingId}` }) },
  setBookingStatus: { may: parties, ask: ({ bookingId }) => ({ path: `/booking/${bookingId}/status`, body: { status: "confirmed" } }) },
  viewBookingHistory: { may: parties, ask: ({ bookingId }) => ({ path: `/booking/${bookingId}/history` }) },
  // The booking is pending: it is moved, and nobody has to be asked.
  askMove: {
    may: parties,
    reaches: "invalid_transition",
    ask: ({ bookingId }) => ({ path: `/booking/${bookingId}/move-request`, body: { session_datetime: morning(6) } }),
  },
  acceptMove: {
    may: parties,
    reaches: "move_request_not_found",
    ask: ({ bookingId }) => ({ path: `/booking/${bookingId}/move-request/accept` }),
  },
  declineMove: {
    may: parties,
    reaches: "move_request_not_found",
    ask: ({ bookingId }) => ({ path: `/booking/${bookingId}/move-request/decline` }),
  },
  withdrawMove: {
    may: parties,
    reaches: "move_request_not_found",
    ask: ({ bookingId }) => ({ path: `/booking/${bookingId}/move-request` }),
  },
  viewCancellation: { may: parties, ask: ({ bookingId }) => ({ path: `/booking/${bookingId}/cancellation` }) },
  listOffers: { may: everyone, ask: ({ people }) => ({ path: `/coach/${people.coach.id}/offers` }) },
  makeOffer: {
    may: thatCoach,
    ask: ({ people }) => ({ path: `/coach/${people.coach.id}/offers`, body: { title: "Another", duration_minutes: 30 } }),
  },
  changeOffer: {
    may: thatCoach,
    ask: ({ people, offerId }) => ({ path: `/coach/${people.coach.id}/offers/${offerId}`, body: { title: "Another" } }),
  },
  retireOffer: { may: thatCoach, ask: ({ people, offerId }) => ({ path: `/coach/${people.coach.id}/offers/${offerId}` }) },
  changeMe: { may: [...signedIn, "admin"], ask: () => ({ path: "/me", body: { language: null } }) },
  viewMe: { may: [...signedIn, "admin"], ask: () => ({ path: "/me" }) },
  listCoaches: { may: everyone, ask: () => ({ path: "/coach" }) },
  viewCoach: { may: everyone, ask: ({ people }) => ({ path: `/coach/${people.coach.id}` }) },
  viewAvailability: { may: thatCoach, ask: ({ people }) => ({ path: `/coach/${people.coach.id}/availability` }) },
  setAvailability: {
    may: thatCoach,
    ask: ({ people }) => ({ path: `/coach/${people.coach.id}/availability`, body: { time_zone: "UTC", weekly: [] } }),
  },
  viewSettings: { may: thatCoach, ask: ({ people }) => ({ path: `/coach/${people.coach.id}/settings` }) },
  setSettings: { may: thatCoach, ask: ({ people }) => ({ path: `/coach/${people.coach.id}/settings`, body: { auto_confirm: true } }) },
  listUsers: { may: ["admin"], ask: () => ({ path: "/admin/users" }) },
  setUserStatus: { may: ["admin"], ask: ({ people }) => ({ path: `/admin/users/${people.otherClient.id}`, body: { status: "inactive" } }) },
  eraseUser: { may: ["admin"], ask: ({ people }) => ({ path: `/admin/users/${people.otherClient.id}/erase` }) },
  verifyAudit: { may: ["admin"], ask: ({ people }) => ({ path: `/admin/audit/verify?coach_id=${people.coach.id}` }) },
  viewKeys: { may: ["admin"], ask: () => ({ path: "/admin/keys" }) },
  listOutbox: { may: ["admin"], ask: () => ({ path: "/admin/outbox" }) },
  listFailedRefunds: { may: ["admin"], ask: () => ({ path: "/admin/refunds/failed" }) },
  listDisputes: { may: ["admin"], ask: () => ({ path: "/admin/disputes" }) },
  listAllBookings: { may: ["admin"], ask: () => ({ path: "/admin/bookings" }) },
  viewBookingStory: { may: ["admin"], ask: ({ bookingId }) => ({ path: `/admin/bookings/${bookingId}` }) },
  viewAnalytics: { may: ["admin"], ask: () => ({ path: "/admin/analytics?from=2026-12-01&to=2026-12-07" }) },
  readReport: { may: ["admin"], ask: () => ({ path: "/admin/reports/bookings.csv?from=2026-12-01&to=2026-12-07" }) },
  viewUser: { may: ["admin"], ask: ({ people }) => ({ path: `/admin/users/${people.client.id}` }) },
  retryEffects: { may: ["admin"], ask: () => ({ path: "/admin/outbox/retry", body: { reason: "refused" } }) },
  retryEffect: { may: ["admin"], ask: ({ effectId }) => ({ path: `/admin/outbox/${encodeURIComponent(effectId)}/retry` }) },
  downloadInvite: { may: parties, ask: ({ bookingId }) => ({ path: `/booking/${bookingId}/invite.ics` }) },
  rotateCalendarKey: { may: ["coach"], ask: ({ people }) => ({ path: `/coach/${people.coach.id}/calendar-key` }) },
  exportMe: { may: [...signedIn, "admin"], ask: () => ({ path: "/me/export" }) },
  exportMyCalendar: { may: [...signedIn, "admin"], ask: () => ({ path: "/me/export.ics" }) },
  revokeCalendarKey: { may: ["coach"], ask: ({ people }) => ({ path: `/coach/${people.coach.id}/calendar-key` }) },
  readCalendarFeed: {
    may: everyone,
    reaches: "coach_not_found",
    ask: ({ people }) => ({ path: `/coach/${people.coach.id}/calendar.ics?key=guessed` }),
  },
  startCalendarConsent: { may: signedIn, ask: () => ({ path: "/calendar/google/auth-url" }) },
  finishCalendarConsent: {
    may: signedIn,
    reaches: "consent_invalid",
    ask: () => ({ path: "/calendar/google/exchange-token", body: { code: "c", state: "s" } }),
  },
  listCalendarConnections: { may: signedIn, ask: () => ({ path: "/calendar/connections" }) },
  listAccountCalendars: { may: signedIn, reaches: "connection_not_found", ask: () => ({ path: "/calendar/google/calendars" }) },
  configureCalendarConnection: {
    may: signedIn,
    reaches: "connection_not_found",
    ask: () => ({ path: "/calendar/google/connection", body: { is_organizer: true } }),
  },
  disconnectCalendar: { may: signedIn, reaches: "connection_not_found", ask: () => ({ path: "/calendar/google/connection" }) },
  syncBooking: {
    may: ["client", "coach"],
    reaches: "connection_not_found",
    ask: ({ bookingId }) => ({ path: "/calendar/sync-booking", body: { booking_id: bookingId, calendar_type: "google" } }),
  },
  googleNotification: { may: everyone, ask: () => ({ path: "/calendar/google/notifications" }) },
  outlookNotification: { may: everyone, ask: () => ({ path: "/calendar/outlook/notifications", body: { value: [] } }) },
  outlookLifecycle: { may: everyone, ask: () => ({ path: "/calendar/outlook/lifecycle", body: { value: [] } }) },
  openCheckout: {
    may: ["client"],
    reaches: "nothing_to_pay",
    ask: ({ bookingId }) => ({ path: "/payments/checkout", body: { booking_id: bookingId } }),
  },
  viewPayment: { may: parties, ask: ({ paymentId }) => ({ path: `/payments/${paymentId}` }) },
  paymentWebhook: { may: everyone, reaches: "signature_invalid", ask: () => ({ path: "/payments/webhook", body: {} }) },
  refundPayment: { may: ["admin"], ask: ({ paymentId }) => ({ path: `/admin/payments/${paymentId}/refund`, body: { amount_minor: 1 } }) },
  putRightAfterRestore: { may: ["admin"], ask: () => ({ path: "/admin/restored", body: { restored_to: morning(-1) } }) },
  cancelPeriod: {
    may: ["admin"],
    ask: ({ people }) => ({
      path: "/admin/bookings/cancel",
      body: { coach_id: people.coach.id, from: morning(1), to: morning(9) },
    }),
  },
  addWebhook: { may: ["admin"], ask: () => ({ path: "/admin/webhooks", body: { url: "https://market.test/hooks/nobody" } }) },
  listWebhooks: { may: ["admin"], ask: () => ({ path: "/admin/webhooks" }) },
  removeWebhook: { may: ["admin"], reaches: "webhook_not_found", ask: ({ bookingId }) => ({ path: `/admin/webhooks/${bookingId}` }) },
  rotateWebhookSecret: {
    may: ["admin"],
    reaches: "webhook_not_found",
    ask: ({ bookingId }) => ({ path: `/admin/webhooks/${bookingId}/rotate` }),
  },
  testWebhook: { may: ["admin"], reaches: "webhook_not_found", ask: ({ bookingId }) => ({ path: `/admin/webhooks/${bookingId}/test` }) },
  listWebhookDeliveries: {
    may: ["admin"],
    reaches: "webhook_not_found",
    ask: ({ bookingId }) => ({ path: `/admin/webhooks/${bookingId}/deliveries` }),
  },
  replayWebhookDelivery: {
    may: ["admin"],
    reaches: "webhook_not_found",
    ask: ({ bookingId, effectId }) => ({ path: `/admin/webhooks/${bookingId}/deliveries/${encodeURIComponent(effectId)}/replay` }),
  },
  listEvents: { may: ["admin"], ask: () => ({ path: "/admin/events" }) },
  // No token opens it, an admin's neither: its secret alone.
  deepHealth: { may: everyone, reaches: "not_found", ask: () => ({ path: "/health/deep" }) },
  health: { may: everyone, ask: () => ({ path: "/health" }) },
};

async function newSubject(): Promise<Subject> {
  const [client, otherClient, coach, otherCoach] = [await seenClient(), await seenClient(), await seenCoach(api), await seenCoach(api)];
  const people = { client, otherClient, coach, otherCoach, admin: await someone("admin") };
  const bookingId = await booked(api, client, coach, morning());
  const offerId = await sell(api, coach);
  const effectId = `${bookingId}:mail:created:client:1`;
  await env.DB.prepare(
    `INSERT INTO outbox (id, coach_id, booking_id, revision, kind, state, due_at, settled_at, created_at)
     VALUES (?1, ?2, ?3, 1, 'mail:created:client', 'failed', 0, 0, 0)`,
  )
    .bind(effectId, coach.id, bookingId)
    .run();
  const paymentId = crypto.randomUUID();
  await env.DB.prepare(
    `INSERT INTO payments (id, booking_id, coach_id, client_id, amount_minor, currency, state, captured_minor, refunded_minor,
       cutoff_minutes, late_refund_percent, expires_at, created_at, updated_at)
     VALUES (?1, ?2, ?3, ?4, 100, 'EUR', 'paid', 100, 0, 0, 0, 0, 0, 0)`,
  )
    .bind(paymentId, bookingId, coach.id, client.id)
    .run();
  return { people, bookingId, offerId, effectId, paymentId };
}

describe("S13: role x operation x ownership", () => {
  test("the matrix knows every operation of the contract", () => {
    const operations = (routes as readonly { readonly operationId?: string }[]).map(({ operationId }) => operationId);
    expect(new Set(Object.keys(RULES))).toEqual(new Set(operations));
  });

  test.each(routes.map((route) => [route.operationId, route.method] as const))(
    "%s is for those who may, and leaves no trace of the others",
    async (operationId, method) => {
      const rule = RULES[operationId];
      if (rule === undefined) throw new Error(`${operationId} is not in the matrix`);
      const subject = await newSubject();
      const askAs = async (caller: Caller, { people, ...things }: Subject) => {
        const { path, body } = rule.ask({ people, ...things });
        return await api(method.toUpperCase(), path, { body, ...(caller === "anonymous" ? {} : { as: people[caller] }) });
      };
      for (const caller of CALLERS.filter((one) => !rule.may.includes(one))) {
        const [status, code] = caller === "anonymous" ? ([401, "unauthenticated"] as const) : ([403, "forbidden"] as const);
        await expectRefused(async () => await askAs(caller, subject), status, code, caller);
      }
      for (const caller of rule.may) {
        const answer = await askAs(caller, method === "get" ? subject : await newSubject());
        const isAdmitted = answer.status < 300 || answer.body["code"] === rule.reaches;
        expect([caller, isAdmitted, answer.text]).toEqual([caller, true, answer.text]);
      }
    },
  );
});

test("S14: an id in the body cannot stand for the one in the path or in the token", async () => {
  const [coach, otherCoach, owner, stranger] = [await seenCoach(api), await seenCoach(api), await seenClient(), await seenClient()];
  const [id, other] = [await booked(api, owner, coach, morning()), await booked(api, stranger, otherCoach, morning())];
  const move = { session_datetime: morning(4) };
  for (const [method, path, body, as] of [
    ["PATCH", `/booking/${id}`, { ...move, coach_id: otherCoach.id }, owner],
    ["PATCH", `/booking/${id}`, { ...move, client_id: stranger.id }, owner],
    ["PATCH", `/booking/${id}`, { ...move, id: other }, owner],
    ["PATCH", `/booking/${id}/status`, { status: "cancelled", booking_id: other }, owner],
    ["PUT", `/coach/${otherCoach.id}/availability`, { time_zone: "UTC", weekly: [], id: coach.id }, otherCoach],
    ["PATCH", `/coach/${otherCoach.id}/settings`, { auto_confirm: true, coach_id: coach.id }, otherCoach],
  ] as const) {
    await expectRefused(async () => await api(method, path, { as, body }), 400, "validation_failed", `${method} ${JSON.stringify(body)}`);
  }
  // A client books for nobody else, and a coach or an admin for somebody who is named.
  const create = { coach_id: coach.id, ...move, duration_minutes: 60 };
  for (const [as, body] of [
    [stranger, { ...create, client_id: owner.id }],
    [coach, create],
    [await someone("admin"), create],
    [otherCoach, { ...create, client_id: owner.id }],
  ] as const) {
    await expectRefused(async () => await api("POST", "/booking", { as, body }), 403, "forbidden", JSON.stringify(body));
  }
  // Somebody else's path with one's own id in the body is no better.
  await expectRefused(async () => await api("PATCH", `/booking/${id}`, { as: stranger, body: move }), 403, "forbidden");
  // A person who is no coach cannot be booked.
  await expectRefused(
    async () => await api("POST", "/booking", { as: stranger, body: { coach_id: owner.id, ...move, duration_minutes: 60 } }),
    404,
    "coach_not_found",
  );
});

test("S16: no answer to one who is not a party holds another's address, notes or reason", async () => {
  const [coach, owner, stranger] = [await seenCoach(api), await someone("client", { name: "A client of secrets" }), await seenClient()];
  const [id, cancelled] = [
    await booked(api, owner, coach, morning(), { notes: "a private note" }),
    await booked(api, owner, coach, morning(4), { notes: "a private note" }),
  ];
  expect((await setStatus(api, owner, cancelled, "cancelled", "a private reason")).status).toBe(200);
  const days = `start_date=${day}&end_date=${day}`;
  const refusedTime = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
  for (const [method, path, as, body] of [
    ["GET", "/coach?limit=100", undefined, undefined],
    ["GET", `/coach/${coach.id}`, undefined, undefined],
    ["GET", `/booking/coach/${coach.id}/availability?${days}`, undefined, undefined],
    ["POST", "/booking", stranger, refusedTime],
    ["GET", `/booking/${id}`, stranger, undefined],
    ["GET", `/booking/${id}/history`, stranger, undefined],
    ["PATCH", `/booking/${cancelled}/status`, stranger, { status: "confirmed" }],
    ["GET", `/booking/client/${stranger.id}`, stranger, undefined],
  ] as const) {
    const answer = await api(method, path, { body, ...(as === undefined ? {} : { as }) });
    for (const secret of ["@people.test", "a private", owner.id, "A client of secrets"])
      expect([path, answer.text.includes(secret)]).toEqual([path, false]);
  }
  // The parties see each other, and that is all they see; each other's address once both have said yes.
  const seen = await api("GET", `/booking/${id}`, { as: coach });
  expect(seen.body).toMatchObject({
    notes: "a private note",
    client: { id: owner.id, name: "A client of secrets", email: null },
    coach: { id: coach.id, name: "A coach", email: `${coach.id}@people.test`, time_zone: "UTC" },
  });
  // The trail names people by id alone.
  for (const as of [owner, coach]) {
    const trail = await api("GET", `/booking/${cancelled}/history`, { as });
    for (const secret of ["@people.test", "A client", "A coach", "a private"]) expect(trail.text).not.toContain(secret);
  }
});
