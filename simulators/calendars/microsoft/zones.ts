/**
 * The names of time zones that Graph takes: those of Windows, here the common ones, and the IANA names that Microsoft's
 * page on `dateTimeTimeZone` lists. Any other name is refused, Europe/Vienna and America/Toronto among them: the real
 * service was seen to take some that are not listed, but which ones is not known. A wall time in the hour that the clocks
 * repeat means the second of the two instants; one that they skip means the instant an hour on.
 */
import { Temporal } from "temporal-polyfill";
import { setting } from "./settings.ts";
import { isTimeZone } from "../core/wall-time.ts";
import type { Account } from "../core/world.ts";

const IANA_OF_WINDOWS: Readonly<Record<string, string>> = {
  UTC: "UTC",
  "GMT Standard Time": "Europe/London",
  "Greenwich Standard Time": "Atlantic/Reykjavik",
  "W. Europe Standard Time": "Europe/Berlin",
  "Central Europe Standard Time": "Europe/Budapest",
  "Central European Standard Time": "Europe/Warsaw",
  "Romance Standard Time": "Europe/Paris",
  "GTB Standard Time": "Europe/Bucharest",
  "FLE Standard Time": "Europe/Kiev",
  "E. Europe Standard Time": "Europe/Chisinau",
  "Russian Standard Time": "Europe/Moscow",
  "Turkey Standard Time": "Europe/Istanbul",
  "Israel Standard Time": "Asia/Jerusalem",
  "Egypt Standard Time": "Africa/Cairo",
  "South Africa Standard Time": "Africa/Johannesburg",
  "W. Central Africa Standard Time": "Africa/Lagos",
  "E. Africa Standard Time": "Africa/Nairobi",
  "Morocco Standard Time": "Africa/Casablanca",
  "Arab Standard Time": "Asia/Riyadh",
  "Arabian Standard Time": "Asia/Dubai",
  "Iran Standard Time": "Asia/Tehran",
  "Pakistan Standard Time": "Asia/Karachi",
  "India Standard Time": "Asia/Kolkata",
  "Nepal Standard Time": "Asia/Kathmandu",
  "Bangladesh Standard Time": "Asia/Dhaka",
  "SE Asia Standard Time": "Asia/Bangkok",
  "China Standard Time": "Asia/Shanghai",
  "Singapore Standard Time": "Asia/Singapore",
  "Taipei Standard Time": "Asia/Taipei",
  "Tokyo Standard Time": "Asia/Tokyo",
  "Korea Standard Time": "Asia/Seoul",
  "W. Australia Standard Time": "Australia/Perth",
  "Cen. Australia Standard Time": "Australia/Adelaide",
  "AUS Central Standard Time": "Australia/Darwin",
  "E. Australia Standard Time": "Australia/Brisbane",
  "AUS Eastern Standard Time": "Australia/Sydney",
  "Tasmania Standard Time": "Australia/Hobart",
  "New Zealand Standard Time": "Pacific/Auckland",
  "Fiji Standard Time": "Pacific/Fiji",
  "Samoa Standard Time": "Pacific/Apia",
  "Line Islands Standard Time": "Pacific/Kiritimati",
  "Hawaiian Standard Time": "Pacific/Honolulu",
  "Alaskan Standard Time": "America/Anchorage",
  "Pacific Standard Time": "America/Los_Angeles",
  "US Mountain Standard Time": "America/Phoenix",
  "Mountain Standard Time": "America/Denver",
  "Central Standard Time": "America/Chicago",
  "Central Standard Time (Mexico)": "America/Mexico_City",
  "Canada Central Standard Time": "America/Regina",
  "Eastern Standard Time": "America/New_York",
  "US Eastern Standard Time": "America/Indiana/Indianapolis",
  "SA Pacific Standard Time": "America/Bogota",
  "Atlantic Standard Time": "America/Halifax",
  "Newfoundland Standard Time": "America/St_Johns",
  "E. South America Standard Time": "America/Sao_Paulo",
  "Argentina Standard Time": "America/Argentina/Buenos_Aires",
  "Pacific SA Standard Time": "America/Santiago",
  "Azores Standard Time": "Atlantic/Azores",
  "Cape Verde Standard Time": "Atlantic/Cape_Verde",
};
const WINDOWS_OF_IANA: ReadonlyMap<string, string> = new Map(Object.entries(IANA_OF_WINDOWS).map(([windows, iana]) => [iana, windows]));

/** The page names four of these with an older name in brackets; here both are taken. */
const LISTED: ReadonlySet<string> = new Set(
  `Etc/GMT+12 Etc/GMT+11 Etc/GMT+2 Etc/GMT Etc/GMT-12 UTC
  Pacific/Honolulu Pacific/Port_Moresby Pacific/Guadalcanal Pacific/Auckland Pacific/Fiji Pacific/Tongatapu Pacific/Apia
  Pacific/Kiritimati America/Anchorage America/Santa_Isabel America/Los_Angeles America/Phoenix America/Chihuahua
  America/Denver America/Guatemala America/Chicago America/Mexico_City America/Regina America/Bogota America/New_York
  America/Indiana/Indianapolis America/Caracas America/Asuncion America/Halifax America/Cuiaba America/La_Paz
  America/Santiago America/St_Johns America/Sao_Paulo America/Argentina/Buenos_Aires America/Cayenne America/Godthab
  America/Montevideo America/Bahia Atlantic/Azores Atlantic/Cape_Verde Atlantic/Reykjavik Africa/Casablanca Africa/Lagos
  Africa/Windhoek Africa/Cairo Africa/Johannesburg Africa/Nairobi Europe/London Europe/Berlin Europe/Budapest Europe/Paris
  Europe/Warsaw Europe/Bucharest Europe/Kyiv Europe/Kiev Europe/Istanbul Europe/Kaliningrad Europe/Moscow Asia/Beirut
  Asia/Damascus Asia/Jerusalem Asia/Amman Asia/Baghdad Asia/Riyadh Asia/Tehran Asia/Dubai Asia/Baku Asia/Tbilisi
  Asia/Yerevan Asia/Kabul Asia/Karachi Asia/Tashkent Asia/Kolkata Asia/Colombo Asia/Kathmandu Asia/Almaty Asia/Dhaka
  Asia/Yekaterinburg Asia/Yangon Asia/Rangoon Asia/Bangkok Asia/Novosibirsk Asia/Shanghai Asia/Krasnoyarsk Asia/Singapore
  Asia/Taipei Asia/Ulaanbaatar Asia/Irkutsk Asia/Tokyo Asia/Seoul Asia/Yakutsk Asia/Vladivostok Asia/Magadan
  Indian/Mauritius Australia/Perth Australia/Adelaide Australia/Darwin Australia/Brisbane Australia/Sydney Australia/Hobart`.split(/\s+/u),
);

/** The IANA zone that a name stands for in that mailbox; null: Graph does not take the name. */
export function zoneOf(account: Account, name: string): string | null {
  const windows = Object.hasOwn(IANA_OF_WINDOWS, name) ? IANA_OF_WINDOWS[name] : undefined;
  if (windows !== undefined) return windows;
  return (LISTED.has(name) || setting(account, "anyIanaZone")) && isTimeZone(name) ? name : null;
}

/** As Outlook names a zone by itself; a zone that Windows has no name for here keeps its own. */
export function windowsNameOf(iana: string): string {
  return WINDOWS_OF_IANA.get(iana) ?? iana;
}

/** `2026-12-02T10:00:00.0000000`: what the zone's clocks show. */
export function wallTime(epochMs: number, timeZone: string): string {
  const wall = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return wall.toString({ fractionalSecondDigits: 7 });
}

/** A time with `Z` or an offset says itself what it means; any other is the zone's. null: no time at all. */
export function readTime(text: string, timeZone: string): number | null {
  try {
    if (/(?:Z|[+-]\d\d:\d\d)$/u.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
    return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone, { disambiguation: "later" }).epochMilliseconds;
  } catch {
    return null;
  }
}
