/**
 * Where the providers answer: their real addresses, in one place. In development `lib/address-map.ts` leads
 * each of them to the simulators instead.
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
