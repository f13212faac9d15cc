/**
 * Where a session takes place, as far as it may be said. Address and link of a place are told only of a session that is
 * agreed; kind and city are known to everybody. The link that a calendar has made is nobody's secret and counts only while
 * the session is by video.
 */
import type { Booking } from "../booking.ts";

type Placed = Pick<Booking, "place" | "status" | "meetingLink">;

/** Whether the organizer's calendar makes the link: also where nothing is said of the place. */
export function asksForConference({ place }: Pick<Booking, "place">): boolean {
  return place === null || place.kind === "video";
}

function isAgreed({ status }: Pick<Booking, "status">): boolean {
  return status === "confirmed" || status === "completed";
}

/** The way into the meeting; null where there is none, or where it may not be told yet. */
export function meetingLinkOf(booking: Placed): string | null {
  if (asksForConference(booking)) return booking.meetingLink;
  return booking.place?.kind === "link" && isAgreed(booking) ? booking.place.link : null;
}

/** Address and city on one line; null where the session is not somewhere, or nothing may be told. */
export function locationOf({ place, status }: Placed): string | null {
  if (place === null || place.kind === "video" || place.kind === "link") return null;
  const parts = [isAgreed({ status }) ? place.address : null, place.city];
  const told = parts.filter((part) => part !== null && part.trim() !== "");
  return told.length === 0 ? null : told.join(", ");
}
