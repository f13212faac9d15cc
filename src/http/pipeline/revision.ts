/**
 * Revisions as entity tags (RFC 9110 sections 8.8.3 and 13.1.1): strong, compared strongly. Beside them the version of
 * what can be booked, which every answer to a write carries.
 */

/** Matches nothing: revisions count from 1. */
const NO_REVISION = -1;

export function etagOf(revision: number): string {
  return `"${String(revision)}"`;
}

/** null: nothing was changed that a look-up shows. */
export function versionHeaders(availabilityVersion: number | null): Record<string, string> {
  return availabilityVersion === null ? {} : { "Availability-Version": String(availabilityVersion) };
}

/** Of an answer to a write. */
export function changeHeaders(revision: number, availabilityVersion: number): Record<string, string> {
  return { ETag: etagOf(revision), ...versionHeaders(availabilityVersion) };
}

/**
 * The revision that `If-Match` asks for; null where any will do. A tag that is weak, malformed or not ours can match no
 * revision: it is handed on as such, so that 404 and 403 still come before 412.
 */
export function ifRevisionOf(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch.trim() === "*") return null;
  const match = /^\s*"([1-9]\d{0,14})"\s*$/u.exec(ifMatch);
  return match === null ? NO_REVISION : Number(match[1]);
}
