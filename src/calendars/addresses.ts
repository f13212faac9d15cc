/**
 * Where the providers answer: their real addresses, in one place. In development every one of them leads to the
 * simulators instead: `https://HOST/PATH` becomes `BASE/HOST/PATH`. Names only; nothing is fetched here.
 */
export const GOOGLE = {
  issuer: "https://accounts.google.com",
  authorize: "https://accounts.google.com/o/oauth2/v2/auth",
  token: "https://oauth2.googleapis.com/token",
  revoke: "https://oauth2.googleapis.com/revoke",
  keys: "https://www.googleapis.com/oauth2/v3/certs",
  calendar: "https://www.googleapis.com/calendar/v3",
} as const;

export const MICROSOFT = {
  /** The tenant stands in for `{tenantid}`. */
  issuerOf: (tenantId: string): string => `https://login.microsoftonline.com/${tenantId}/v2.0`,
  authorize: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
  token: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
  keys: "https://login.microsoftonline.com/common/discovery/v2.0/keys",
  graph: "https://graph.microsoft.com/v1.0",
} as const;

/** Turns a provider's real address into the one to call. */
export type AddressMap = (address: string) => string;

/** `standInUrl`: where the simulators answer, without a slash at the end; null: the real providers. */
export function addressMap(standInUrl: string | null): AddressMap {
  return standInUrl === null ? (address) => address : (address) => address.replace(/^https:\/\//u, `${standInUrl}/`);
}
