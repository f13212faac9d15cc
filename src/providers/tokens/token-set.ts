/**
 * What a finished consent leaves us with: the two tokens, whose account they open and what they may do. `expiresAt` is
 * one absolute instant and the only record of the access token's life, so that no sum over "seconds since" can go wrong.
 * Holds no key and seals nothing (`token-vault.ts`); a token set in plain text lives in memory only.
 */
import { z } from "zod";
import type { Role } from "../../domain/actor.ts";
import type { Instant } from "../../domain/instant.ts";

/** As what somebody connects a calendar: a coach's one blocks and receives bookings, a client's one only receives them. */
export type CalendarRole = Extract<Role, "coach" | "client">;
export const CALENDAR_ROLES = ["coach", "client"] as const satisfies readonly CalendarRole[];

/** The account at the provider. `id` and `tenantId` never change and are pinned to the connection; `email` is for people to read. */
const accountSchema = z.strictObject({
  /** Google's `sub`, Microsoft's `oid`. */
  id: z.string().min(1),
  email: z.string().nullable(),
  /** Microsoft's `tid`; null for Google. */
  tenantId: z.string().nullable(),
});
export type ProviderAccount = Readonly<z.infer<typeof accountSchema>>;

export const tokenSetSchema = z.strictObject({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  /** When the access token ends. */
  expiresAt: z
    .number()
    .int()
    .transform((epochMs) => epochMs as Instant),
  /** What was granted, in the provider's words but without Microsoft's resource prefix. */
  scopes: z.array(z.string()).readonly(),
  account: accountSchema,
});
export type TokenSet = Readonly<z.infer<typeof tokenSetSchema>>;
