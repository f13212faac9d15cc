/**
 * How a request that ought to succeed is made, one row for each operation: who asks, about which things of the pool, and which fields
 * follow from them. What a row does not name comes from the schema. A row gives null where the pool holds nothing that fits yet.
 */
import type { Someone } from "../server.ts";
import { giveConsent, signedEvent } from "./outside.ts";
import { OPERATOR_WISHES } from "./operator-wishes.ts";
import { type Chance, dayAhead } from "./values.ts";
import type { Make, Wish } from "./wish.ts";
import type { FreeTime, KnownBooking, World } from "./world.ts";

const LOOK_AHEAD_DAYS = 40;
const PROVIDERS = ["google", "outlook"] as const;

const ofAdmin: Make = ({ admin }) => ({ as: admin });
const ofAnybody: Make = (world, chance) => someoneOr(chance.pick(world.people), (as) => ({ as }));
const page = { cursor: undefined, offset: undefined, from: undefined, to: undefined } as const;

function someoneOr(person: Someone | undefined, wish: (person: Someone) => Wish): Wish | null {
  return person === undefined ? null : wish(person);
}

const ofOwnCoach: Make = ({ coaches }, chance) => someoneOr(chance.pick(coaches), (as) => ({ as, path: { id: as.id } }));

/** With the tag of the last answer to the same person, now and then. */
function ifUnchanged(world: World, chance: Chance, as: Someone, target: string): { readonly headers?: Record<string, string> } {
  const tag = world.tags.get(`${as.id} ${target}`);
  return tag === undefined || !chance.often(3) ? {} : { headers: { "If-Match": tag } };
}

type Party = "client" | "coach" | "either" | "admin";

function withBooking(
  holds: (booking: KnownBooking) => boolean,
  party: Party,
  wish: (world: World, chance: Chance, booking: KnownBooking) => Partial<Wish> | null = () => ({}),
): Make {
  return (world, chance) => {
    const booking = chance.pick(world.bookingsWhere(holds));
    if (booking === undefined) return null;
    const isClient = party === "client" || (party === "either" && chance.often(5));
    const as = party === "admin" ? world.admin : world.person(isClient ? booking.client_id : booking.coach_id);
    const more = as === undefined ? null : wish(world, chance, booking);
    return as === undefined || more === null ? null : { as, path: { id: booking.id }, ...more };
  };
}

const isActive = ({ status }: KnownBooking): boolean => status === "pending" || status === "confirmed";
const isConfirmed = ({ status }: KnownBooking): boolean => status === "confirmed";

/** A free time, which is then no longer offered to the next. */
function takeSlot({ slots }: World, chance: Chance, coachId: string | null): FreeTime | null {
  const fitting = slots.flatMap((slot, index) => (coachId === null || slot.coachId === coachId ? [index] : []));
  const index = chance.pick(fitting);
  return index === undefined ? null : (slots.splice(index, 1)[0] ?? null);
}

function days(chance: Chance, lengthMax: number, names: readonly [string, string]): Record<string, string> {
  const first = 1 + chance.under(LOOK_AHEAD_DAYS);
  return { [names[0]]: dayAhead(first), [names[1]]: dayAhead(first + chance.under(lengthMax)) };
}

const LOOK_UP_DAYS = ["start_date", "end_date"] as const;
const REPORT_DAYS = ["from", "to"] as const;

const moveTo = (world: World, chance: Chance, { coach_id: coachId }: KnownBooking): Partial<Wish> | null => {
  const slot = takeSlot(world, chance, coachId);
  return slot === null
    ? null
    : { body: { session_datetime: slot.startsAt, duration_minutes: undefined, place: undefined, on_behalf_of: undefined } };
};

const aboutMove = (answering: "asker" | "asked"): Make => {
  return (world, chance) => {
    const booking = chance.pick(world.bookingsWhere((one) => isActive(one) && one.move_request !== null));
    if (booking?.move_request === undefined || booking.move_request === null) return null;
    const isCoach = (booking.move_request.asked_by === "coach") === (answering === "asker");
    return someoneOr(world.person(isCoach ? booking.coach_id : booking.client_id), (as) => ({ as, path: { id: booking.id } }));
  };
};

const withConnection = (wish: (world: World, chance: Chance, calendars: readonly string[], as: Someone) => Partial<Wish> | null): Make => {
  return (world, chance) => {
    const [key, calendars] = chance.pick([...world.connections]) ?? [];
    const [provider = "", id = ""] = key?.split(" ") ?? [];
    const as = world.person(id);
    const more = as === undefined || calendars === undefined ? null : wish(world, chance, calendars, as);
    return as === undefined || more === null ? null : { as, path: { provider }, ...more };
  };
};

const notification: Make = (_, chance) => ({
  as: null,
  query: chance.often(5) ? { validationToken: "Validation: a token of the provider" } : { validationToken: undefined },
  body: { value: [] },
});

const ofPayment: Make = (world, chance) => {
  const id = chance.pick([...world.payments]);
  return id === undefined ? null : { as: world.admin, path: { id } };
};

export const WISHES: Readonly<Record<string, Make>> = {
  listAvailableSlots: ({ coaches }, chance) => {
    const coach = chance.pick(coaches);
    const more = { duration_minutes: chance.pick([undefined, undefined, undefined, "60"]), offer_id: undefined, min_version: undefined };
    return coach === undefined ? null : { as: null, path: { coach_id: coach.id }, query: { ...days(chance, 7, LOOK_UP_DAYS), ...more } };
  },
  listSlotsOfSeveralCoaches: ({ coaches }, chance) => {
    const ids = coaches.filter(() => chance.often(5)).map(({ id }) => id);
    return ids.length === 0 ? null : { as: null, query: { ...days(chance, 3, LOOK_UP_DAYS), coach_ids: ids.join(",") } };
  },
  explainAvailability: ({ coaches }, chance) =>
    someoneOr(chance.pick(coaches), (as) => ({
      as,
      path: { coach_id: as.id },
      query: { date: dayAhead(1 + chance.under(30)), offer_id: undefined, duration_minutes: undefined },
    })),
  createBooking: (world, chance) => {
    const slot = takeSlot(world, chance, null);
    const client = chance.pick(world.clients);
    if (slot === null || client === undefined) return null;
    const body = { coach_id: slot.coachId, session_datetime: slot.startsAt, duration_minutes: slot.minutes, agreed_price: undefined };
    if (chance.often(8)) return { as: client, body: { ...body, offer_id: slot.offerId ?? undefined, client_id: undefined } };
    return {
      as: world.admin,
      body: { ...body, offer_id: undefined, client_id: client.id },
    };
  },
  listClientBookings: (world, chance) => someoneOr(chance.pick(world.clients), (as) => ({ as, path: { client_id: as.id }, query: page })),
  listCoachBookings: (world, chance) => someoneOr(chance.pick(world.coaches), (as) => ({ as, path: { coach_id: as.id }, query: page })),
  viewBooking: withBooking(() => true, "either"),
  rescheduleBooking: withBooking(isActive, "client", moveTo),
  cancelBooking: withBooking(isActive, "either", () => ({ query: { on_behalf_of: undefined } })),
  setBookingStatus: (world, chance, operation) => {
    const confirm = withBooking(
      ({ status }) => status === "pending",
      "coach",
      (_, __, { price }) => ({
        body: { status: "confirmed", waive_price: price === null ? undefined : true, on_behalf_of: undefined, reason: undefined },
      }),
    );
    const cancel = withBooking(isActive, "either", () => ({
      body: { status: "cancelled", waive_price: undefined, on_behalf_of: undefined },
    }));
    return (chance.often(7) ? confirm(world, chance, operation) : null) ?? cancel(world, chance, operation);
  },
  askMove: withBooking((one) => isConfirmed(one) && one.move_request === null, "either", moveTo),
  withdrawMove: aboutMove("asker"),
  acceptMove: aboutMove("asked"),
  declineMove: aboutMove("asked"),
  viewCancellation: withBooking(isActive, "either"),
  viewBookingHistory: withBooking(() => true, "either"),
  listCoaches: () => ({ as: null }),
  viewCoach: (world, chance) => someoneOr(chance.pick(world.coaches), (coach) => ({ as: null, path: { id: coach.id } })),
  viewAvailability: ofOwnCoach,
  setAvailability: (world, chance) =>
    someoneOr(world.coaches.at(-1), (as) => ({
      as,
      path: { id: as.id },
      ...ifUnchanged(world, chance, as, `/coach/${as.id}/availability`),
    })),
  viewSettings: ofOwnCoach,
  setSettings: (world, chance) =>
    someoneOr(world.coaches.at(-2), (as) => ({ as, path: { id: as.id }, ...ifUnchanged(world, chance, as, `/coach/${as.id}/settings`) })),
  listOffers: ofOwnCoach,
  makeOffer: ({ coaches }) => someoneOr(coaches.at(-1), (as) => ({ as, path: { id: as.id } })),
  changeOffer: (world, chance) => {
    const [offerId, coachId] = chance.pick([...world.offers]) ?? [];
    const as = world.person(coachId ?? "");
    return as === undefined || offerId === undefined ? null : { as, path: { id: as.id, offer_id: offerId } };
  },
  retireOffer: (world, chance) => {
    const [offerId, coachId] = chance.pick([...world.offers]) ?? [];
    const as = world.person(coachId ?? "");
    return as === undefined || offerId === undefined ? null : { as, path: { id: as.id, offer_id: offerId } };
  },
  viewMe: ofAnybody,
  changeMe: ofAnybody,
  startCalendarConsent: (world, chance) =>
    someoneOr(chance.pick([...world.coaches, ...world.clients]), (as) => ({
      as,
      path: { provider: chance.pick(PROVIDERS) ?? "google" },
      query: { return_path: chance.pick([undefined, "/calendars"]) },
    })),
  finishCalendarConsent: (world) => {
    const consent = world.consents.pop();
    if (consent === undefined) return null;
    const { as, provider, url } = consent;
    return { as, path: { provider }, before: async () => await giveConsent(world, as, provider, url) };
  },
  listCalendarConnections: (world, chance) => someoneOr(chance.pick([...world.coaches, ...world.clients]), (as) => ({ as })),
  listAccountCalendars: withConnection(() => ({})),
  configureCalendarConnection: withConnection((_, chance, calendars) => {
    const one = chance.pick(calendars);
    const chosen = { blocking_calendars: one === undefined ? [] : [one], event_calendar: chance.pick([undefined, null, one]) };
    return { body: { ...chosen, is_organizer: undefined } };
  }),
  disconnectCalendar: withConnection((_, chance) => (chance.often(3) ? {} : null)),
  syncBooking: (world, chance) => {
    const booking = chance.pick(
      world.bookingsWhere(
        (one) => isConfirmed(one) && [...world.connections.keys()].some((key) => key.endsWith(one.client_id) || key.endsWith(one.coach_id)),
      ),
    );
    const key = [...world.connections.keys()].find(
      (one) => booking !== undefined && (one.endsWith(booking.client_id) || one.endsWith(booking.coach_id)),
    );
    const [provider, id = ""] = key?.split(" ") ?? [];
    const as = world.person(id);
    if (booking === undefined || as === undefined) return null;
    return { as, body: { booking_id: booking.id, calendar_type: provider, access_token: undefined } };
  },
  googleNotification: () => ({ as: null }),
  outlookNotification: notification,
  outlookLifecycle: notification,
  downloadInvite: withBooking(isActive, "either"),
  readCalendarFeed: (world, chance) => {
    const [id, key] = chance.pick([...world.feedKeys]) ?? [];
    return id === undefined ? null : { as: null, path: { id }, query: { key } };
  },
  rotateCalendarKey: ofOwnCoach,
  openCheckout: withBooking(
    (one) => one.status === "pending" && one.price !== null && one.awaiting === "payment",
    "client",
    (_, __, { id }) => ({ path: {}, body: { booking_id: id } }),
  ),
  viewPayment: ofPayment,
  paymentWebhook: (world, chance) => ({ as: null, ...signedEvent(world, chance) }),
  refundPayment: (world, chance, operation) => {
    const wish = ofPayment(world, chance, operation);
    return wish === null ? null : { ...wish, body: { amount_minor: chance.pick([undefined, 1, 5]) } };
  },
  cancelPeriod: ({ admin, coaches }, chance) =>
    someoneOr(coaches.at(-1), ({ id }) => {
      const from = 1 + chance.under(LOOK_AHEAD_DAYS);
      return {
        as: admin,
        body: { coach_id: id, client_id: undefined, from: `${dayAhead(from)}T00:00:00Z`, to: `${dayAhead(from + 1)}T00:00:00Z` },
      };
    }),
  listUsers: ({ admin }) => ({ as: admin, query: { after: undefined } }),
  viewUser: (world, chance) =>
    someoneOr(chance.pick([...world.coaches, ...world.clients]), ({ id }) => ({ as: world.admin, path: { id } })),
  setUserStatus: ({ admin, spare }) => ({ as: admin, path: { id: spare.id } }),
  verifyAudit: (world, chance) => ({
    as: world.admin,
    query: { coach_id: chance.pick([undefined, ...world.coaches.map(({ id }) => id)]), after_seq: undefined },
  }),
  listOutbox: ({ admin }, chance) => ({
    as: admin,
    query: { state: chance.pick([undefined, "failed", "due"]), kind: chance.pick([undefined, "mail"]), reason: undefined },
  }),
  retryEffect: (world, chance) => {
    const id = chance.pick([...world.effects]);
    return id === undefined ? null : { as: world.admin, path: { id } };
  },
  retryEffects: ({ admin }, chance) => ({ as: admin, body: { kind: chance.pick([undefined, "mail"]), reason: undefined } }),
  listFailedRefunds: ofAdmin,
  listDisputes: ofAdmin,
  listAllBookings: ({ admin }) => ({ as: admin, query: { ...page, coach: undefined, client: undefined, id: undefined } }),
  viewAnalytics: ({ admin }, chance) => ({ as: admin, query: days(chance, 60, REPORT_DAYS) }),
  viewBookingStory: withBooking(() => true, "admin"),
  readReport: ({ admin }, chance) => ({ as: admin, query: days(chance, 30, REPORT_DAYS) }),
  health: () => ({ as: null }),
  ...OPERATOR_WISHES,
};
