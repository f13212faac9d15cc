/**
 * Comparing a secret that somebody sent with those that are known, in a time that says nothing of them: all are compared, as digests of one
 * length, whatever has been found by then.
 */
export async function isOneOf(known: readonly string[], given: string): Promise<boolean> {
  const digest = await digestOf(given);
  let isFound = false;
  for (const secret of known) isFound = crypto.subtle.timingSafeEqual(digest, await digestOf(secret)) || isFound;
  return isFound;
}

async function digestOf(text: string): Promise<ArrayBuffer> {
  return await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}
