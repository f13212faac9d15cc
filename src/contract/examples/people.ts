/** Examples of the calls tagged People. */
import type { Example } from "./example.ts";
import { BOOKING } from "./shapes.ts";
import { BOOKING_ID, CLIENT_ID, MADE_AT } from "./world.ts";

export const peopleExamples = {
  viewMe: {
    as: "client",
    answer: {
      status: 200,
      body: {
        id: CLIENT_ID,
        role: "client",
        name: "Sofia Lindqvist",
        email: "sofia.lindqvist@clients.example.org",
        time_zone: null,
        language: "en",
        language_follows: "none",
      },
    },
  },
  changeMe: {
    as: "client",
    request: { body: { language: "de" } },
    answer: {
      status: 200,
      body: {
        id: CLIENT_ID,
        role: "client",
        name: "Sofia Lindqvist",
        email: "sofia.lindqvist@clients.example.org",
        time_zone: null,
        language: "de",
        language_follows: "own",
      },
    },
  },
  exportMe: {
    as: "client",
    answer: {
      status: 200,
      body: {
        exported_at: MADE_AT,
        person: {
          id: CLIENT_ID,
          role: "client",
          name: "Sofia Lindqvist",
          email: "sofia.lindqvist@clients.example.org",
          time_zone: null,
          language: "en",
          language_follows: "none",
        },
        known_since: MADE_AT,
        calendars: [],
        coach: null,
        sessions: [{ ...BOOKING, id: BOOKING_ID, payments: [] }],
      },
    },
  },
  exportMyCalendar: {
    as: "client",
    answer: {
      status: 200,
      body: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//CultureBridge//CultureBridge Booking//EN\r\nMETHOD:PUBLISH\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\nBEGIN:VEVENT\r\nUID:8f14e45f-ceea-467f-a9d1-1f2b3c4d5e6f@culturebridge-booking\r\nSEQUENCE:0\r\nDTSTAMP:20270301T081500Z\r\nDTSTART:20270304T100000Z\r\nDTEND:20270304T110000Z\r\nSUMMARY:Requested: Session with Inês Carvalho\r\nDESCRIPTION:Looking forward to it\r\nORGANIZER;CN="CultureBridge Booking":mailto:bookings@culturebridge.test\r\nURL;VALUE=URI:https://app.example.com/bookings/8f14e45f-ceea-467f-a9d1-1f2b3c4d5e\r\n 6f\r\nSTATUS:TENTATIVE\r\nCREATED:20270301T081500Z\r\nLAST-MODIFIED:20270301T081500Z\r\nEND:VEVENT\r\nX-WR-CALNAME:My sessions\r\nEND:VCALENDAR\r\n',
    },
  },
} satisfies Readonly<Record<string, Example>>;
