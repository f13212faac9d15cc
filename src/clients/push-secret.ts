/** A channel's secret: whose object it leads to, and what proves it. `{userId}.{random UUID}`. */
const SECRET = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.[0-9a-f-]{36}$/u;

/** null: not in our form, so no object is even made for it. */
export function uuidOf(secret: string): string | null {
  return SECRET.exec(secret)?.[1] ?? null;
}
