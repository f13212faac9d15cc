/** Examples of the calls tagged Admin. */
import type { Example } from "./example.ts";
import { BOOKING_ID, CLIENT_ID, COACH_ID, MADE_AT, PAYMENT_ID, TODAY } from "./world.ts";

const REFUSED_MAIL = {
  id: `${BOOKING_ID}:mail:created:client:1`,
  coach_id: COACH_ID,
  booking_id: BOOKING_ID,
  revision: 1,
  kind: "mail:created:client",
  waiting_since: null,
  due_at: MADE_AT,
  last_fault: "mail_rejected",
  created_at: MADE_AT,
} as const;

export const adminExamples = {
  refundPayment: {
    as: "admin",
    request: { path: { id: PAYMENT_ID }, body: { amount_minor: 3000 } },
    answer: {
      status: 200,
      body: {
        id: PAYMENT_ID,
        booking_id: BOOKING_ID,
        amount_minor: 6000,
        currency: "EUR",
        state: "paid",
        captured_minor: 6000,
        refunded_minor: 0,
        expires_at: "2027-03-02T08:15:00.000Z",
        created_at: MADE_AT,
        updated_at: MADE_AT,
      },
    },
  },
  cancelPeriod: {
    as: "admin",
    request: { body: { coach_id: COACH_ID, from: "2027-03-04T00:00:00Z", to: "2027-03-06T00:00:00Z", reason: "The coach is ill" } },
    answer: { status: 200, body: { cancelled: [BOOKING_ID], failed: [], has_more: false } },
  },
  putRightAfterRestore: {
    as: "admin",
    request: { body: { restored_to: `${TODAY}T08:15:00Z` } },
    answer: { status: 200, body: { accounts: 0, coaches: 0, failed: 0, next_cursor: "coach:", payments: [] } },
  },
  listUsers: {
    as: "admin",
    request: { query: { role: "coach", limit: "10", offset: "0" } },
    answer: {
      status: 200,
      body: {
        users: [
          {
            id: COACH_ID,
            role: "coach",
            email: "ines.carvalho@coaches.example.org",
            name: "Inês Carvalho",
            status: "active",
            created_at: MADE_AT,
            updated_at: MADE_AT,
          },
        ],
        limit: 10,
        offset: 0,
        total: 1,
        next_after: null,
      },
    },
  },
  setUserStatus: {
    as: "admin",
    request: { path: { id: CLIENT_ID }, body: { status: "inactive" } },
    answer: {
      status: 200,
      body: {
        id: CLIENT_ID,
        role: "client",
        email: "sofia.lindqvist@clients.example.org",
        name: "Sofia Lindqvist",
        status: "inactive",
        created_at: MADE_AT,
        updated_at: MADE_AT,
      },
    },
  },
  eraseUser: {
    as: "admin",
    request: { path: { id: CLIENT_ID }, query: { cancel: "true" } },
    answer: {
      status: 200,
      body: { is_done: true, next_cursor: null, cancelled: 1, bookings: 1, copies: { payments: [], events: [], consents: [] } },
    },
  },
  viewKeys: {
    as: "admin",
    answer: {
      status: 200,
      body: { keys: [{ id: "k1", standing: "seals", calendars: 0, webhooks: 0 }], calendars_unseen: 0, calendars_unreadable: 0 },
    },
  },
  verifyAudit: {
    as: "admin",
    request: { query: { coach_id: COACH_ID, limit: "100" } },
    answer: {
      status: 200,
      body: {
        checked: 2,
        broken_seq: null,
        unaudited_booking_id: null,
        altered_booking_id: null,
        altered_payment_id: null,
        broken_anchor: null,
        next_seq: null,
        next_coach_id: null,
      },
    },
  },
  listOutbox: {
    as: "admin",
    request: { query: { state: "failed", limit: "10" } },
    answer: {
      status: 200,
      body: {
        effects: [{ ...REFUSED_MAIL, state: "failed", attempts: 12 }],
        limit: 10,
        offset: 0,
      },
    },
  },
  retryEffect: {
    as: "admin",
    request: { path: { id: "8f14e45f-ceea-467f-a9d1-1f2b3c4d5e6f:mail:created:client:1" } },
    answer: {
      status: 200,
      body: {
        ...REFUSED_MAIL,
        state: "due",
        attempts: 0,
      },
    },
  },
  listFailedRefunds: {
    as: "admin",
    request: { query: { limit: "10" } },
    answer: {
      status: 200,
      body: {
        refunds: [
          {
            id: "refund-1",
            payment_id: "b6d767d2-f8ed-4d21-a4e0-9c8b7a6f5e4d",
            booking_id: "8f14e45f-ceea-467f-a9d1-1f2b3c4d5e6f",
            payment_intent_id: "pi_example",
            amount_minor: 6000,
            currency: "EUR",
            created_at: "2027-03-01T08:15:00.000Z",
            updated_at: "2027-03-01T08:15:00.000Z",
            provider_id: "re_example",
            cause: "cancelled",
          },
        ],
        limit: 10,
        offset: 0,
      },
    },
  },
  listDisputes: {
    as: "admin",
    request: { query: { limit: "10" } },
    answer: {
      status: 200,
      body: {
        disputes: [
          {
            id: "dp_example",
            payment_id: PAYMENT_ID,
            booking_id: BOOKING_ID,
            payment_intent_id: "pi_example",
            amount_minor: 6000,
            currency: "EUR",
            created_at: MADE_AT,
            updated_at: MADE_AT,
            state: "needs_response",
            reason: "fraudulent",
          },
        ],
        limit: 10,
        offset: 0,
      },
    },
  },
  viewAnalytics: {
    as: "admin",
    request: { query: { from: "2027-03-01", to: "2027-03-07", interval: "day" } },
    answer: {
      status: 200,
      body: {
        from: "2027-03-01",
        to: "2027-03-07",
        interval: "day",
        time_zone: "UTC",
        as_of: "2027-03-01T08:15:00.000Z",
        intervals: [
          {
            from: "2027-03-01",
            to: "2027-03-01",
            bookings_made: { pending: 0, confirmed: 1, completed: 0, cancelled: 0 },
            sessions: { pending: 0, confirmed: 0, completed: 0, cancelled: 0, held: 0 },
          },
          {
            from: "2027-03-02",
            to: "2027-03-02",
            bookings_made: { pending: 0, confirmed: 0, completed: 0, cancelled: 0 },
            sessions: { pending: 0, confirmed: 0, completed: 0, cancelled: 0, held: 0 },
          },
          {
            from: "2027-03-03",
            to: "2027-03-03",
            bookings_made: { pending: 0, confirmed: 0, completed: 0, cancelled: 0 },
            sessions: { pending: 0, confirmed: 0, completed: 0, cancelled: 0, held: 0 },
          },
          {
            from: "2027-03-04",
            to: "2027-03-04",
            bookings_made: { pending: 0, confirmed: 0, completed: 0, cancelled: 0 },
            sessions: { pending: 0, confirmed: 1, completed: 0, cancelled: 0, held: 0 },
          },
          {
            from: "2027-03-05",
            to: "2027-03-05",
            bookings_made: { pending: 0, confirmed: 0, completed: 0, cancelled: 0 },
            sessions: { pending: 0, confirmed: 0, completed: 0, cancelled: 0, held: 0 },
          },
          {
            from: "2027-03-06",
            to: "2027-03-06",
            bookings_made: { pending: 0, confirmed: 0, completed: 0, cancelled: 0 },
            sessions: { pending: 0, confirmed: 0, completed: 0, cancelled: 0, held: 0 },
          },
          {
            from: "2027-03-07",
            to: "2027-03-07",
            bookings_made: { pending: 0, confirmed: 0, completed: 0, cancelled: 0 },
            sessions: { pending: 0, confirmed: 0, completed: 0, cancelled: 0, held: 0 },
          },
        ],
        lead_time: { bookings: 1, lower_quartile_hours: 59, median_hours: 59, upper_quartile_hours: 59 },
        cancellations: {
          client: { after_start: 0, under_2_hours: 0, under_24_hours: 0, under_7_days: 0, earlier: 0 },
          coach: { after_start: 0, under_2_hours: 0, under_24_hours: 0, under_7_days: 0, earlier: 0 },
          admin: { after_start: 0, under_2_hours: 0, under_24_hours: 0, under_7_days: 0, earlier: 0 },
        },
        lapsed: { unpaid: 0, unanswered: 0 },
        moves: { client: 0, coach: 0, admin: 0, both: 0 },
        money: [
          {
            currency: "EUR",
            captured_minor: 6000,
            given_back_minor: 0,
            kept_minor: 6000,
            disputed_minor: 0,
            intervals: [
              { captured_minor: 6000, given_back_minor: 0, kept_minor: 6000 },
              { captured_minor: 0, given_back_minor: 0, kept_minor: 0 },
              { captured_minor: 0, given_back_minor: 0, kept_minor: 0 },
              { captured_minor: 0, given_back_minor: 0, kept_minor: 0 },
              { captured_minor: 0, given_back_minor: 0, kept_minor: 0 },
              { captured_minor: 0, given_back_minor: 0, kept_minor: 0 },
              { captured_minor: 0, given_back_minor: 0, kept_minor: 0 },
            ],
          },
        ],
        busiest_hours: [
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ],
        coaches: [{ coach_id: COACH_ID, name: "Inês Carvalho", booked_minutes: 60, cancellations: 0, offered_minutes: 3360 }],
        offset: 0,
        limit: 50,
        total: 1,
      },
    },
  },
  readReport: {
    as: "admin",
    request: { path: { report: "payments.csv" }, query: { from: "2027-03-01", to: "2027-03-07", time_zone: "Europe/Lisbon" } },
    answer: {
      status: 200,
      body: "payment_id,booking_id,coach_id,coach_name,client_id,client_name,opened_at_utc,opened_at_local,state,currency,captured,given_back,kept,payment_intent_id,dispute\r\nb6d767d2-f8ed-4d21-a4e0-9c8b7a6f5e4d,8f14e45f-ceea-467f-a9d1-1f2b3c4d5e6f,c47510a4-b005-40a5-8050-8c8be032e433,Inês Carvalho,5d0e3c1b-8a4f-4f0b-9d27-6b1f2a7c9e10,Sofia Lindqvist,2027-03-01T08:15:00.000Z,2027-03-01 08:15,paid,EUR,60.00,0.00,60.00,pi_3QabcdEFGH1234567890ijkl,\r\n",
    },
  },
} satisfies Readonly<Record<string, Example>>;
