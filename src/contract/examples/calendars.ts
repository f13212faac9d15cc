/** Examples of the calls tagged Calendars. */
import type { Example } from "./example.ts";
import { BOOKING_ID } from "./world.ts";

export const calendarsExamples = {
  startCalendarConsent: {
    as: "coach",
    request: { path: { provider: "google" }, query: { return_path: "/settings" } },
    answer: {
      status: 200,
      body: {
        auth_url:
          "https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent&include_granted_scopes=true&client_id=google-client&redirect_uri=https%3A%2F%2Fbooking.example.com%2Fcalendar%2Fgoogle%2Fcallback&response_type=code&scope=openid+email+https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcalendar.events.owned+https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcalendar.freebusy+https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcalendar.calendarlist.readonly&state=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0.sealed-by-the-service-1&nonce=lJDgEqVlZr6r5DDRbZWaHoymB7Ebd5pBgK6AK5BptX4&code_challenge=TvPZmRaIaoytRMLHpX1rmPm8rq85XQ65veeYmQC3ZL8&code_challenge_method=S256&login_hint=ines.carvalho%40coaches.example.org",
        state: "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0.sealed-by-the-service-1",
        expires_at: "2027-03-02T08:15:00.000Z",
      },
    },
  },
  finishCalendarConsent: {
    as: "coach",
    request: { path: { provider: "google" }, body: { code: "4/0AVG7fiQ-code-of-the-provider", state: "state-of-the-address" } },
    answer: {
      status: 200,
      body: {
        provider: "google",
        account: "ines.carvalho@coaches.example.org",
        state: "active",
        scopes: [
          "openid",
          "https://www.googleapis.com/auth/userinfo.email",
          "https://www.googleapis.com/auth/calendar.events.owned",
          "https://www.googleapis.com/auth/calendar.freebusy",
          "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
        ],
        blocking_calendars: ["ines.carvalho@coaches.example.org"],
        event_calendar: "ines.carvalho@coaches.example.org",
        is_organizer: true,
        last_synced_at: null,
        busy_until: null,
        push_until: null,
      },
    },
  },
  listCalendarConnections: {
    as: "coach",
    answer: {
      status: 200,
      body: {
        connections: [
          {
            provider: "google",
            account: "ines.carvalho@coaches.example.org",
            state: "active",
            scopes: [
              "openid",
              "https://www.googleapis.com/auth/userinfo.email",
              "https://www.googleapis.com/auth/calendar.events.owned",
              "https://www.googleapis.com/auth/calendar.freebusy",
              "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
            ],
            blocking_calendars: ["ines.carvalho@coaches.example.org"],
            event_calendar: "ines.carvalho@coaches.example.org",
            is_organizer: true,
            last_synced_at: null,
            busy_until: null,
            push_until: null,
          },
        ],
      },
    },
  },
  listAccountCalendars: {
    as: "coach",
    request: { path: { provider: "google" } },
    answer: {
      status: 200,
      body: {
        calendars: [
          {
            id: "ines.carvalho@coaches.example.org",
            name: "ines.carvalho@coaches.example.org",
            is_primary: true,
            is_writable: true,
            has_meetings: true,
          },
        ],
      },
    },
  },
  configureCalendarConnection: {
    as: "coach",
    request: { path: { provider: "google" }, body: { is_organizer: false } },
    answer: {
      status: 200,
      body: {
        provider: "google",
        account: "ines.carvalho@coaches.example.org",
        state: "active",
        scopes: [
          "openid",
          "https://www.googleapis.com/auth/userinfo.email",
          "https://www.googleapis.com/auth/calendar.events.owned",
          "https://www.googleapis.com/auth/calendar.freebusy",
          "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
        ],
        blocking_calendars: ["ines.carvalho@coaches.example.org"],
        event_calendar: "ines.carvalho@coaches.example.org",
        is_organizer: false,
        last_synced_at: null,
        busy_until: null,
        push_until: null,
      },
    },
  },
  disconnectCalendar: { as: "coach", request: { path: { provider: "google" } }, answer: { status: 200, body: { advice_url: null } } },
  syncBooking: {
    as: "coach",
    request: { body: { booking_id: BOOKING_ID, calendar_type: "google", timezone: "Europe/Lisbon" } },
    answer: {
      status: 200,
      body: {
        event_id: "0d9e57023ef74e6b821c9298283d5fd9",
        event_link:
          "https://www.google.com/calendar/event?eid=MGQ5ZTU3MDIzZWY3NGU2YjgyMWM5Mjk4MjgzZDVmZDkgaW5lcy5jYXJ2YWxob0Bjb2FjaGVzLmV4YW1wbGUub3Jn",
        meeting_link: null,
        meeting_link_pending: true,
      },
    },
  },
  googleNotification: {
    as: null,
    request: {
      headers: { "x-goog-channel-id": "7d1f3c9e", "x-goog-channel-token": "secret-of-the-channel", "x-goog-resource-state": "exists" },
    },
    answer: { status: 204 },
  },
  outlookNotification: {
    as: null,
    request: { query: { validationToken: "Validation: Testing client application reachability" } },
    answer: { status: 200, body: "Validation: Testing client application reachability" },
  },
  outlookLifecycle: {
    as: null,
    request: { query: { validationToken: "Validation: Testing client application reachability" } },
    answer: { status: 200, body: "Validation: Testing client application reachability" },
  },
} satisfies Readonly<Record<string, Example>>;
