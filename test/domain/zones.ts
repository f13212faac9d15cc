/** Zones whose clocks misbehave in every way known, and some whose never do; and when they change. */
import { Temporal } from "temporal-polyfill";

export const ZONES: readonly string[] = [
  "Africa/Cairo",
  "Africa/Casablanca", // back an hour for Ramadan
  "Africa/El_Aaiun",
  "Africa/Lagos",
  "America/Adak",
  "America/Asuncion",
  "America/Chicago",
  "America/Godthab", // an alias
  "America/Havana",
  "America/Los_Angeles",
  "America/Mexico_City",
  "America/New_York",
  "America/Nuuk",
  "America/Port-au-Prince",
  "America/Santiago",
  "America/Sao_Paulo",
  "America/Scoresbysund",
  "America/St_Johns",
  "Antarctica/Troll", // two hours
  "Asia/Almaty",
  "Asia/Beirut",
  "Asia/Gaza",
  "Asia/Jerusalem",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Asia/Qyzylorda",
  "Asia/Tokyo",
  "Atlantic/Azores",
  "Australia/Adelaide",
  "Australia/Eucla",
  "Australia/Lord_Howe", // half an hour
  "Australia/Sydney",
  "Europe/Berlin",
  "Europe/Chisinau",
  "Europe/Dublin",
  "Europe/Istanbul",
  "Europe/Kyiv",
  "Europe/Lisbon",
  "Europe/London",
  "Pacific/Apia",
  "Pacific/Auckland",
  "Pacific/Chatham",
  "Pacific/Easter",
  "Pacific/Kiritimati",
  "Pacific/Marquesas",
  "Pacific/Norfolk",
  "UTC",
];

/** Every change of a zone's offset in the years 2024-2030. */
export function changesOf(timeZone: string): number[] {
  const end = Date.UTC(2031, 0, 1);
  const changes: number[] = [];
  let moment = Temporal.Instant.from("2024-01-01T00:00Z").toZonedDateTimeISO(timeZone).getTimeZoneTransition("next");
  for (; moment !== null && moment.epochMilliseconds < end; moment = moment.getTimeZoneTransition("next")) {
    changes.push(moment.epochMilliseconds);
  }
  return changes;
}
