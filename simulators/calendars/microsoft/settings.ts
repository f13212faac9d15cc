/**
 * The knobs of a Microsoft mailbox: where the real service was seen to answer in more than one way, or where nobody
 * could find out, the answer is chosen here, by account. Values come as text, number or boolean from the admin surface
 * and are taken as they are; an unknown name changes nothing. The defaults are what the real service does most often. The
 * zone of a mailbox is that of its primary calendar (`/__sim/calendars {id: "primary", time_zone}`).
 */
import type { Account } from "../core/world.ts";

const DEFAULTS = {
  /** A personal account: no Teams, and the tenant that all of them share. Unset: told by the address's domain. */
  personal: null,
  /** A create with a `transactionId` that is taken: "409", "400", or "first_answer", which repeats the first 201. */
  transactionRepeat: "409",
  /** Whether that refusal names the id of the event that holds the `transactionId`. */
  transactionRepeatNamesEvent: false,
  /** Whether a `transactionId` stays taken once its event is deleted. */
  transactionOutlivesEvent: true,
  /** How a delta link that is no longer good is refused: the status, then the code. */
  syncLoss: "410 syncStateNotFound",
  /** Whether a page of a delta begins with the last item of the page before. */
  deltaDuplicates: true,
  /** Whether a delta tells of an occurrence of a series only its id, type, master and time. */
  deltaOccurrencesSlim: true,
  /** Times of an event that stays an all-day one: "ignored", which keeps their dates alone, or "refused" with 400. */
  allDayTimes: "ignored",
  /** So many changes of events are answered with 412 although they name no version; each takes one off. */
  conflictsNext: 0,
  /** So many changes of each new event are answered so: Exchange rewrites what was made just now. */
  conflictsAfterCreate: 0,
  /** Whether IANA names are taken that Microsoft does not list. */
  anyIanaZone: false,
  /** Whether what Microsoft's types let be null is null, where it would say the usual thing. */
  nulls: false,
  /** How long the HTML body of an event is at least; a tenth of it is text. */
  bodyCharacters: 0,
  /** The address of a guest whom Exchange cannot address, besides those that are no addresses. */
  unaddressableGuest: "",
  /** Calls carried out at a time; one more is answered with 429. */
  concurrentMax: 4,
  /** How long each call takes at least, so that calls can meet. */
  latencyMs: 0,
  /** What Retry-After says to one call too many. */
  retryAfterSeconds: 1,
  /** The longest life a subscription may ask for. */
  subscriptionMinutesMax: 10_080,
  accessTokenSeconds: 3_599,
  /** Whether a refresh token still works after it was used; the real service often lets it. */
  usedRefreshTokensLive: false,
  /** Whether granted scopes are named by their full address. */
  scopesAsAddresses: false,
} as const;

type Defaults = typeof DEFAULTS;
type Widened<Value> = Value extends boolean ? boolean : Value extends number ? number : Value extends string ? string : null;

export function setting<Name extends keyof Defaults>(account: Account, name: Name): Widened<Defaults[Name]> {
  const value = account.settings.get(name);
  const fallback = DEFAULTS[name];
  return (typeof value === typeof fallback ? value : fallback) as Widened<Defaults[Name]>;
}

/** @internal */
export const PERSONAL_TENANT_ID = "9188040d-6c67-4c5b-b112-36a304b66dad";
const WORK_TENANT_ID = "5b0c6d1e-93a7-4f0e-8a52-1d3f7c9e2b64";
const PERSONAL_DOMAINS = ["outlook.com", "hotmail.com", "live.com"];

export function isPersonal(account: Account): boolean {
  const chosen = account.settings.get("personal");
  return typeof chosen === "boolean" ? chosen : PERSONAL_DOMAINS.includes(account.email.split("@").at(-1) ?? "");
}

export function tenantIdOf(account: Account): string {
  return isPersonal(account) ? PERSONAL_TENANT_ID : WORK_TENANT_ID;
}
