/**
 * What the demo is to look like: working hours, offers, and bookings in several states. Only wishes, without dates: `demo.ts`
 * finds the times that are free. Each client has at most one booking with a coach; the filling relies on that.
 */
import type { Person } from "../simulators/identity/tokens.ts";
import { DEMO } from "./demo-people.ts";

interface WeeklyHours {
  readonly weekday: number;
  readonly start: string;
  readonly end: string;
}

export interface DemoBooking {
  readonly client: Person;
  readonly coach: Person;
  /** Which of the coming weekdays with free time, and which slot of that day. */
  readonly day: number;
  readonly slot: number;
  readonly durationMinutes: number;
  readonly status: "pending" | "confirmed" | "cancelled";
  /** The admin books it for the client, who then has two days to pay instead of fifteen minutes. */
  readonly byAdmin?: true;
  readonly notes?: string;
}

/** An offer as the API takes it; the title tells the offers of one coach apart. */
export interface DemoOffer {
  readonly title: string;
  readonly duration_minutes: number;
  readonly [member: string]: unknown;
}

export interface DemoShop {
  readonly coach: Person;
  readonly offers: readonly DemoOffer[];
}

export interface DemoHours {
  readonly coach: Person;
  readonly weekly: readonly WeeklyHours[];
  /** Whole days off, in days from today. */
  readonly daysOff: readonly number[];
}

const onDays = (weekdays: readonly number[], start: string, end: string): WeeklyHours[] =>
  weekdays.map((weekday) => ({ weekday, start, end }));

/** A coach that is not listed keeps the hours of a new coach. */
export const DEMO_HOURS: readonly DemoHours[] = [
  {
    coach: DEMO.COACH_LISBON,
    weekly: [...onDays([1, 2, 3, 4, 5], "09:00", "13:00"), ...onDays([1, 2, 3, 4], "14:00", "18:00")],
    daysOff: [9],
  },
  {
    coach: DEMO.COACH_NEW_YORK,
    weekly: [...onDays([1, 2, 3, 4, 5], "10:00", "16:30"), ...onDays([6], "10:00", "12:00")],
    daysOff: [],
  },
];

const IN_LISBON = { kind: "in_person", city: "Lisbon", address: "Rua das Flores 12, 2.º" } as const;

/** A coach that is not listed sells every length for nothing, as a new coach does. */
export const DEMO_SHOPS: readonly DemoShop[] = [
  {
    coach: DEMO.COACH_LISBON,
    offers: [
      { title: "Session by video", duration_minutes: 60 },
      { title: "Morning in Lisbon", duration_minutes: 120, place: IN_LISBON },
      { title: "Short call", duration_minutes: 30, place: { kind: "phone" } },
    ],
  },
  {
    coach: DEMO.COACH_NEW_YORK,
    offers: [
      {
        title: "Presenting in America",
        description: "One hour on a talk or a pitch of yours.",
        duration_minutes: 60,
        price: { amount_minor: 9_000, currency: "USD" },
        cancellation_policy: [
          { before_minutes: 2_880, refund_percent: 100 },
          { before_minutes: 1_440, refund_percent: 50 },
        ],
      },
      { title: "Getting to know each other", duration_minutes: 45 },
      {
        title: "A workshop prepared for your team",
        duration_minutes: 120,
        price: { amount_minor: 24_000, currency: "USD" },
        cancellation_policy: [
          { before_minutes: 20_160, refund_percent: 100 },
          { before_minutes: 1_440, refund_percent: 50 },
        ],
      },
    ],
  },
  {
    coach: DEMO.COACH_KOLKATA,
    offers: [
      { title: "Working with teams in India", duration_minutes: 60, approval_required: true },
      { title: "The same, with a case of yours", duration_minutes: 90, approval_required: true },
    ],
  },
];

export const DEMO_BOOKINGS: readonly DemoBooking[] = [
  {
    client: DEMO.SOFIA,
    coach: DEMO.COACH_LISBON,
    day: 0,
    slot: 1,
    durationMinutes: 60,
    status: "confirmed",
    notes: "First session: moving to Lisbon in spring, would like to talk about the first weeks.",
  },
  {
    client: DEMO.DANIEL,
    coach: DEMO.COACH_LISBON,
    day: 1,
    slot: 2,
    durationMinutes: 30,
    status: "pending",
    notes: "Short follow-up on the interview preparation.",
  },
  { client: DEMO.HANA, coach: DEMO.COACH_LISBON, day: 0, slot: 4, durationMinutes: 60, status: "cancelled" },
  { client: DEMO.DANIEL, coach: DEMO.COACH_NEW_YORK, day: 2, slot: 0, durationMinutes: 45, status: "confirmed" },
  {
    client: DEMO.LUCAS,
    coach: DEMO.COACH_NEW_YORK,
    day: 1,
    slot: 1,
    durationMinutes: 60,
    status: "pending",
    byAdmin: true,
    notes: "Presenting to an American board for the first time.",
  },
  { client: DEMO.SOFIA, coach: DEMO.COACH_KOLKATA, day: 2, slot: 3, durationMinutes: 60, status: "confirmed" },
  { client: DEMO.HANA, coach: DEMO.COACH_KOLKATA, day: 3, slot: 0, durationMinutes: 90, status: "pending" },
  { client: DEMO.LUCAS, coach: DEMO.COACH_KOLKATA, day: 0, slot: 2, durationMinutes: 60, status: "cancelled" },
];
