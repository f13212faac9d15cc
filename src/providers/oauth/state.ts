/**
 * The `state` of a consent: sealed, so that it can travel through the browser and still carry the PKCE verifier and the
 * nonce, and bound to who began it. It proves who may finish; it does not prove that nobody has finished yet: the
 * CalendarAccount object records `id` as used before the code is exchanged. Sealed and not merely signed, because a
 * verifier that can be read would undo PKCE (RFC 7636).
 */
import { generateRandomCodeVerifier, generateRandomNonce } from "oauth4webapi";
import { z } from "zod";
import { after, type Instant } from "../../domain/instant.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { CALENDAR_PROVIDERS, type CalendarProviderName } from "../../domain/effect.ts";
import { safeReturnPath } from "../../lib/return-path.ts";
import { seal, type SealKeyRing, type SealLabel, unseal } from "../../lib/seal-key-ring.ts";
import { CALENDAR_ROLES, type CalendarRole } from "../tokens/token-set.ts";
import { sha256Hex } from "../../lib/sha256.ts";

const OAUTH_STATE_MS = 10 * MINUTE_MS;
/** Longer ones are not ours and are not opened. @internal */
export const OAUTH_STATE_CHARACTERS_MAX = 2_048;

const LABEL: SealLabel = { purpose: "oauth-state", boundTo: {} };

const stateSchema = z.strictObject({
  id: z.uuid(),
  userId: z.string().min(1),
  provider: z.enum(CALENDAR_PROVIDERS),
  role: z.enum(CALENDAR_ROLES),
  verifier: z.string().min(43),
  nonce: z.string().min(1),
  /** Where the hosted flow leads afterwards; null: nowhere in particular. */
  returnPath: z
    .string()
    .refine((path) => safeReturnPath(path) !== null)
    .nullable(),
  /** SHA-256 of the cookie's secret; null: begun by an app, and only an app can finish it. */
  browserBinding: z.string().nullable(),
  expiresAt: z
    .number()
    .int()
    .transform((epochMs) => epochMs as Instant),
});
export type OAuthState = Readonly<z.infer<typeof stateSchema>>;

/** In order of precedence. */
export type StateFault = "unreadable" | "expired" | "other_provider" | "other_user" | "other_browser";

/** Who wants to finish: somebody with an access token, or a browser with the cookie's value (null: it brought none). */
export type Finisher =
  | { readonly kind: "user"; readonly userId: string }
  | { readonly kind: "browser"; readonly cookieSecret: string | null };

export interface ConsentStart {
  readonly userId: string;
  readonly provider: CalendarProviderName;
  readonly role: CalendarRole;
  readonly returnPath: string | null;
  readonly browserBinding: string | null;
}

/** A fresh id, verifier and nonce, good for ten minutes. */
export function drawState(start: ConsentStart, now: Instant): OAuthState {
  return {
    ...start,
    id: crypto.randomUUID(),
    verifier: generateRandomCodeVerifier(),
    nonce: generateRandomNonce(),
    expiresAt: after(now, OAUTH_STATE_MS),
  };
}

export async function sealState(ring: SealKeyRing, state: OAuthState): Promise<string> {
  return await seal(ring, LABEL, JSON.stringify(state));
}

export async function openState(
  ring: SealKeyRing,
  text: string,
  expected: { readonly provider: CalendarProviderName; readonly finisher: Finisher; readonly now: Instant },
): Promise<Result<OAuthState, StateFault>> {
  if (text.length > OAUTH_STATE_CHARACTERS_MAX) return refused("unreadable");
  const opened = await unseal(ring, LABEL, text);
  if (!opened.ok) return refused("unreadable");
  const parsed = stateSchema.safeParse(JSON.parse(opened.value.plaintext));
  if (!parsed.success) return refused("unreadable");
  const state = parsed.data;
  if (state.expiresAt <= expected.now) return refused("expired");
  if (state.provider !== expected.provider) return refused("other_provider");
  const { finisher } = expected;
  if (finisher.kind === "user") return state.userId === finisher.userId ? ok(state) : refused("other_user");
  if (finisher.cookieSecret === null || state.browserBinding === null) return refused("other_browser");
  return (await bindingOf(finisher.cookieSecret)) === state.browserBinding ? ok(state) : refused("other_browser");
}

/** What the state holds of the cookie. Its hash, so that whoever opens states still cannot forge the cookie. */
export async function bindingOf(cookieSecret: string): Promise<string> {
  return await sha256Hex(cookieSecret);
}
