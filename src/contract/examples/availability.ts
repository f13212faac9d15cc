/** Examples of the calls tagged Availability. */
import type { Example } from "./example.ts";
import { COACH_ID, OFFER_ID, SESSION, SESSION_ENDS } from "./world.ts";

export const availabilityExamples = {
  listAvailableSlots: {
    as: null,
    request: {
      path: { coach_id: COACH_ID },
      query: { start_date: "2027-03-04", end_date: "2027-03-04", offer_id: OFFER_ID, time_zone: "Europe/Lisbon" },
    },
    answer: {
      status: 200,
      body: {
        coach_id: COACH_ID,
        offer_id: OFFER_ID,
        time_zone: "Europe/Lisbon",
        duration_minutes: 60,
        availability_version: 2,
        complete: true,
        next_start_date: null,
        available_slots: [
          { starts_at: "2027-03-04T09:00:00.000Z", ends_at: SESSION },
          { starts_at: SESSION, ends_at: SESSION_ENDS },
          { starts_at: SESSION_ENDS, ends_at: "2027-03-04T12:00:00.000Z" },
          { starts_at: "2027-03-04T12:00:00.000Z", ends_at: "2027-03-04T13:00:00.000Z" },
          { starts_at: "2027-03-04T13:00:00.000Z", ends_at: "2027-03-04T14:00:00.000Z" },
          { starts_at: "2027-03-04T14:00:00.000Z", ends_at: "2027-03-04T15:00:00.000Z" },
          { starts_at: "2027-03-04T15:00:00.000Z", ends_at: "2027-03-04T16:00:00.000Z" },
          { starts_at: "2027-03-04T16:00:00.000Z", ends_at: "2027-03-04T17:00:00.000Z" },
        ],
      },
    },
  },
  listSlotsOfSeveralCoaches: {
    as: null,
    request: { query: { coach_ids: COACH_ID, start_date: "2027-03-04", end_date: "2027-03-04", duration_minutes: "60", group_by: "day" } },
    answer: {
      status: 200,
      body: {
        complete: true,
        next_start_date: null,
        coaches: [
          {
            coach_id: COACH_ID,
            offer_id: OFFER_ID,
            time_zone: "UTC",
            duration_minutes: 60,
            availability_version: 2,
            available_days: [
              {
                date: "2027-03-04",
                available_slots: [
                  { starts_at: "2027-03-04T09:00:00.000Z", ends_at: "2027-03-04T10:00:00.000Z" },
                  { starts_at: "2027-03-04T10:00:00.000Z", ends_at: "2027-03-04T11:00:00.000Z" },
                  { starts_at: "2027-03-04T11:00:00.000Z", ends_at: "2027-03-04T12:00:00.000Z" },
                  { starts_at: "2027-03-04T12:00:00.000Z", ends_at: "2027-03-04T13:00:00.000Z" },
                  { starts_at: "2027-03-04T13:00:00.000Z", ends_at: "2027-03-04T14:00:00.000Z" },
                  { starts_at: "2027-03-04T14:00:00.000Z", ends_at: "2027-03-04T15:00:00.000Z" },
                  { starts_at: "2027-03-04T15:00:00.000Z", ends_at: "2027-03-04T16:00:00.000Z" },
                  { starts_at: "2027-03-04T16:00:00.000Z", ends_at: "2027-03-04T17:00:00.000Z" },
                ],
              },
            ],
          },
        ],
        not_listed: [],
      },
    },
  },
  explainAvailability: {
    as: "coach",
    request: { path: { coach_id: COACH_ID }, query: { date: "2027-03-04", duration_minutes: "60" } },
    answer: {
      status: 200,
      body: {
        coach_id: COACH_ID,
        offer_id: OFFER_ID,
        time_zone: "UTC",
        duration_minutes: 60,
        availability_version: 3,
        date: "2027-03-04",
        coach_active: true,
        candidates: [
          { starts_at: "2027-03-04T09:00:00.000Z", ends_at: SESSION, reason: null },
          { starts_at: SESSION, ends_at: SESSION_ENDS, reason: "slot_taken" },
          { starts_at: SESSION_ENDS, ends_at: "2027-03-04T12:00:00.000Z", reason: null },
          { starts_at: "2027-03-04T12:00:00.000Z", ends_at: "2027-03-04T13:00:00.000Z", reason: null },
          { starts_at: "2027-03-04T13:00:00.000Z", ends_at: "2027-03-04T14:00:00.000Z", reason: null },
          { starts_at: "2027-03-04T14:00:00.000Z", ends_at: "2027-03-04T15:00:00.000Z", reason: null },
          { starts_at: "2027-03-04T15:00:00.000Z", ends_at: "2027-03-04T16:00:00.000Z", reason: null },
          { starts_at: "2027-03-04T16:00:00.000Z", ends_at: "2027-03-04T17:00:00.000Z", reason: null },
        ],
      },
    },
  },
} satisfies Readonly<Record<string, Example>>;
