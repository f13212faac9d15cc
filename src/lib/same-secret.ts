/** Comparing secrets without telling by time how much of one was right. The length of a secret may be told. */

export function isSameSecret(given: string, known: string): boolean {
  const [one, other] = [new TextEncoder().encode(given), new TextEncoder().encode(known)];
  return one.byteLength === other.byteLength && crypto.subtle.timingSafeEqual(one, other);
}

/** All are compared, whatever has been found by then. */
export function isOneOf(known: readonly string[], given: string): boolean {
  let isFound = false;
  for (const secret of known) isFound = isSameSecret(given, secret) || isFound;
  return isFound;
}
