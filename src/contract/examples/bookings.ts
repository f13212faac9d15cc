/** Examples of the calls tagged Bookings. */
import type { Example } from "./example.ts";
import { BOOKING } from "./shapes.ts";
import { BOOKING_ID, CLIENT_ID, COACH_ID, MADE_AT, OFFER_ID, SESSION, SESSION_ENDS } from "./world.ts";

export const bookingsExamples = {
  createBooking: {
    as: "client",
    request: {
      headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324" },
      body: { coach_id: COACH_ID, session_datetime: "2027-03-04T10:00:00Z", offer_id: OFFER_ID, notes: "Looking forward to it" },
    },
    answer: { status: 201, body: { ...BOOKING, availability_version: 3 } },
  },
  listClientBookings: {
    as: "client",
    request: { path: { client_id: CLIENT_ID }, query: { status: "pending", limit: "10" } },
    answer: { status: 200, body: { bookings: [{ ...BOOKING, id: BOOKING_ID }], limit: 10, offset: 0, total: 1, next_cursor: null } },
  },
  listCoachBookings: {
    as: "coach",
    request: { path: { coach_id: COACH_ID }, query: { from: "2027-03-01T00:00:00Z", limit: "10" } },
    answer: { status: 200, body: { bookings: [{ ...BOOKING, id: BOOKING_ID }], limit: 10, offset: 0, total: 1, next_cursor: null } },
  },
  viewBooking: {
    as: "client",
    request: { path: { id: BOOKING_ID } },
    answer: {
      status: 200,
      body: {
        ...BOOKING,
        id: BOOKING_ID,
        status: "confirmed",
        expires_at: null,
        revision: 2,
        client: { id: CLIENT_ID, name: "Sofia Lindqvist", email: "sofia.lindqvist@clients.example.org" },
        coach: { id: COACH_ID, name: "Inês Carvalho", email: "ines.carvalho@coaches.example.org", time_zone: "UTC" },
      },
    },
  },
  rescheduleBooking: {
    as: "client",
    request: {
      path: { id: BOOKING_ID },
      headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324", "If-Match": '"1"' },
      body: { session_datetime: "2027-03-05T14:00:00Z" },
    },
    answer: {
      status: 200,
      body: {
        ...BOOKING,
        id: BOOKING_ID,
        moves: 1,
        session_datetime: "2027-03-05T14:00:00.000Z",
        ends_at: "2027-03-05T15:00:00.000Z",
        revision: 2,
        availability_version: 4,
      },
    },
  },
  cancelBooking: {
    as: "client",
    request: {
      path: { id: BOOKING_ID },
      query: { reason: "Ill" },
      headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324", "If-Match": '"1"' },
    },
    answer: { status: 204 },
  },
  setBookingStatus: {
    as: "coach",
    request: {
      path: { id: BOOKING_ID },
      headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324", "If-Match": '"1"' },
      body: { status: "confirmed" },
    },
    answer: {
      status: 200,
      body: { ...BOOKING, id: BOOKING_ID, status: "confirmed", expires_at: null, revision: 2, availability_version: 3 },
    },
  },
  askMove: {
    as: "coach",
    request: {
      path: { id: BOOKING_ID },
      headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324" },
      body: { session_datetime: "2027-03-05T14:00:00Z" },
    },
    answer: {
      status: 201,
      body: {
        ...BOOKING,
        id: BOOKING_ID,
        move_request: {
          session_datetime: "2027-03-05T14:00:00.000Z",
          duration_minutes: 60,
          asked_by: "coach",
          asked_at: MADE_AT,
          expires_at: "2027-03-02T08:15:00.000Z",
        },
        status: "confirmed",
        expires_at: null,
        revision: 3,
        availability_version: 3,
      },
    },
  },
  acceptMove: {
    as: "client",
    request: { path: { id: BOOKING_ID }, headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324" } },
    answer: {
      status: 200,
      body: {
        ...BOOKING,
        id: BOOKING_ID,
        moves: 1,
        session_datetime: "2027-03-05T14:00:00.000Z",
        ends_at: "2027-03-05T15:00:00.000Z",
        status: "confirmed",
        expires_at: null,
        revision: 4,
        availability_version: 4,
      },
    },
  },
  declineMove: {
    as: "client",
    request: { path: { id: BOOKING_ID }, headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324" } },
    answer: {
      status: 200,
      body: { ...BOOKING, id: BOOKING_ID, status: "confirmed", expires_at: null, revision: 4, availability_version: 3 },
    },
  },
  withdrawMove: {
    as: "coach",
    request: { path: { id: BOOKING_ID }, headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324" } },
    answer: {
      status: 200,
      body: { ...BOOKING, id: BOOKING_ID, status: "confirmed", expires_at: null, revision: 4, availability_version: 3 },
    },
  },
  viewCancellation: {
    as: "client",
    request: { path: { id: BOOKING_ID } },
    answer: { status: 200, body: { refund: { amount_minor: 6000, currency: "EUR" }, refund_percent: 100, holds_until: null } },
  },
  viewBookingHistory: {
    as: "client",
    request: { path: { id: BOOKING_ID } },
    answer: {
      status: 200,
      body: {
        history: [
          {
            seq: 2,
            revision: 1,
            action: "created",
            author_id: CLIENT_ID,
            author_role: "client",
            at: MADE_AT,
            changes: {
              client_id: CLIENT_ID,
              status: "pending",
              starts_at: SESSION,
              ends_at: SESSION_ENDS,
              buffer_before_ms: 0,
              buffer_after_ms: 0,
            },
          },
        ],
      },
    },
  },
  downloadInvite: {
    as: "client",
    request: { path: { id: BOOKING_ID } },
    answer: {
      status: 200,
      body: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//CultureBridge//CultureBridge Booking//EN\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:8f14e45f-ceea-467f-a9d1-1f2b3c4d5e6f@culturebridge-booking\r\nSEQUENCE:1\r\nDTSTAMP:20270301T081500Z\r\nDTSTART:20270304T100000Z\r\nDTEND:20270304T110000Z\r\nSUMMARY:Session with Inês Carvalho\r\nDESCRIPTION:\r\nORGANIZER;CN="CultureBridge Booking":mailto:bookings@culturebridge.test\r\nURL;VALUE=URI:https://app.example.com/bookings/8f14e45f-ceea-467f-a9d1-1f2b3c4d5e\r\n 6f\r\nSTATUS:CONFIRMED\r\nCREATED:20270301T081500Z\r\nLAST-MODIFIED:20270301T081500Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    },
  },
} satisfies Readonly<Record<string, Example>>;
