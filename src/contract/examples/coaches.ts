/** Examples of the calls tagged Coaches. */
import type { Example } from "./example.ts";
import { COACH_ID } from "./world.ts";

export const coachesExamples = {
  listCoaches: {
    as: null,
    request: { query: { limit: "10", offset: "0" } },
    answer: { status: 200, body: { coaches: [{ id: COACH_ID, name: "Inês Carvalho", time_zone: "UTC" }], limit: 10, offset: 0, total: 1 } },
  },
  viewCoach: {
    as: null,
    request: { path: { id: COACH_ID } },
    answer: { status: 200, body: { id: COACH_ID, name: "Inês Carvalho", time_zone: "UTC" } },
  },
  viewAvailability: {
    as: "coach",
    request: { path: { id: COACH_ID } },
    answer: {
      status: 200,
      body: {
        time_zone: "UTC",
        weekly: [
          { weekday: 0, start: "09:00", end: "17:00" },
          { weekday: 1, start: "09:00", end: "17:00" },
          { weekday: 2, start: "09:00", end: "17:00" },
          { weekday: 3, start: "09:00", end: "17:00" },
          { weekday: 4, start: "09:00", end: "17:00" },
          { weekday: 5, start: "09:00", end: "17:00" },
          { weekday: 6, start: "09:00", end: "17:00" },
        ],
        recurrences: [],
        overrides: [],
      },
    },
  },
  setAvailability: {
    as: "coach",
    request: {
      path: { id: COACH_ID },
      body: {
        time_zone: "Europe/Lisbon",
        weekly: [
          { weekday: 1, start: "09:00", end: "12:30" },
          { weekday: 3, start: "14:00", end: "18:00" },
        ],
        recurrences: [{ rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", dtstart: "2027-03-02", start: "18:00", end: "20:00" }],
        overrides: [{ date: "2027-03-22", until: "2027-03-26", intervals: [] }],
      },
    },
    answer: {
      status: 200,
      body: {
        time_zone: "Europe/Lisbon",
        weekly: [
          { weekday: 1, start: "09:00", end: "12:30" },
          { weekday: 3, start: "14:00", end: "18:00" },
        ],
        recurrences: [{ rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", dtstart: "2027-03-02", start: "18:00", end: "20:00", exdates: [] }],
        overrides: [{ date: "2027-03-22", until: "2027-03-26", intervals: [] }],
        availability_version: 4,
      },
    },
  },
  viewSettings: {
    as: "coach",
    request: { path: { id: COACH_ID } },
    answer: {
      status: 200,
      body: {
        slot_step_minutes: null,
        buffer_before_minutes: 0,
        buffer_after_minutes: 0,
        notice_minutes_min: 0,
        horizon_days: 365,
        sessions_per_day_max: null,
        approval_required: false,
        auto_confirm: false,
        cancellation_policy: [{ before_minutes: 0, refund_percent: 100 }],
        move_notice_minutes: 0,
        payment_minutes: 15,
        approval_minutes: 2880,
        reminder_minutes: [1440, 60],
        on_event_deleted: "cancel",
        on_connection_lost: "keep_booking",
        client_overlap_allowed: true,
      },
    },
  },
  setSettings: {
    as: "coach",
    request: { path: { id: COACH_ID }, body: { buffer_after_minutes: 15, notice_minutes_min: 1440, reminder_minutes: [1440, 60] } },
    answer: {
      status: 200,
      body: {
        slot_step_minutes: null,
        buffer_before_minutes: 0,
        buffer_after_minutes: 15,
        notice_minutes_min: 1440,
        horizon_days: 365,
        sessions_per_day_max: null,
        approval_required: false,
        auto_confirm: false,
        cancellation_policy: [{ before_minutes: 0, refund_percent: 100 }],
        move_notice_minutes: 0,
        payment_minutes: 15,
        approval_minutes: 2880,
        reminder_minutes: [1440, 60],
        on_event_deleted: "cancel",
        on_connection_lost: "keep_booking",
        client_overlap_allowed: true,
        availability_version: 4,
      },
    },
  },
  readCalendarFeed: {
    as: null,
    request: { path: { id: COACH_ID }, query: { key: "KEY-OF-THE-FEED" } },
    answer: {
      status: 200,
      body: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//CultureBridge//CultureBridge Booking//EN\r\nMETHOD:PUBLISH\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\nBEGIN:VEVENT\r\nUID:8f14e45f-ceea-467f-a9d1-1f2b3c4d5e6f@culturebridge-booking\r\nSEQUENCE:1\r\nDTSTAMP:20270301T081500Z\r\nDTSTART:20270304T100000Z\r\nDTEND:20270304T110000Z\r\nSUMMARY:Session with Sofia Lindqvist\r\nDESCRIPTION:Sofia Lindqvist wrote:\\n> Looking forward to it\r\nORGANIZER;CN="CultureBridge Booking":mailto:bookings@culturebridge.test\r\nURL;VALUE=URI:https://app.example.com/bookings/8f14e45f-ceea-467f-a9d1-1f2b3c4d5e\r\n 6f\r\nSTATUS:CONFIRMED\r\nCREATED:20270301T081500Z\r\nLAST-MODIFIED:20270301T081500Z\r\nEND:VEVENT\r\nX-WR-CALNAME:Sessions of Inês Carvalho\r\nEND:VCALENDAR\r\n',
    },
  },
  rotateCalendarKey: {
    as: "coach",
    request: { path: { id: COACH_ID } },
    answer: {
      status: 200,
      body: {
        feed_url:
          "https://booking.example.com/coach/c47510a4-b005-40a5-8050-8c8be032e433/calendar.ics?key=fbc765589f084e6bbc5dade15d348d58781fad60022d437d9bf75c1159383b1d",
      },
    },
  },
  revokeCalendarKey: { as: "coach", request: { path: { id: COACH_ID } }, answer: { status: 204 } },
} satisfies Readonly<Record<string, Example>>;
