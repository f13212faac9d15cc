/**
 * What every part of the calendar simulators is handed: what came from outside (clock, delivery, registered clients),
 * and the shared state made from it. Also what the admin surface may ask of either provider, whose tokens and channels
 * are its own affair. Nothing here knows an address of a provider.
 */
import type { Hono } from "hono";
import { Faults } from "./faults.ts";
import { shareWithGuests } from "./invitations.ts";
import { Outgoing } from "./outgoing.ts";
import { RequestLog } from "./request-log.ts";
import { type Account, type Provider, type SimEvent, World } from "./world.ts";

interface RegisteredClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: readonly string[];
}

export interface CalendarSimulatorDependencies {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Sends a notification to the product; null: they wait to be taken at `/__sim/outgoing/next`. */
  readonly deliver: ((request: Request) => Promise<Response>) | null;
  /** The prefix under which the app is mounted, for forms and links in pages: "/providers" or "". */
  readonly publicPath: string;
  readonly clients: Readonly<Record<Provider, RegisteredClient>>;
}

export interface Core {
  readonly deps: CalendarSimulatorDependencies;
  readonly world: World;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly outgoing: Outgoing;
}

export interface GivenConsent {
  readonly account: Account;
  readonly redirectUri: string;
  /** PKCE, S256. */
  readonly codeChallenge: string;
  readonly scopes: readonly string[];
  readonly nonce: string | null;
}

export interface ChannelInfo {
  readonly id: string;
  /** null: every calendar of the mailbox. */
  readonly calendarId: string | null;
  readonly address: string;
  readonly expiresAt: number;
}

/** One provider as the admin surface sees it. */
export interface ProviderSide {
  /** Serves `/HOST/PATH` for each of the provider's hosts. */
  readonly routes: Hono;
  /** The `iss` that comes back beside a code (RFC 9207); null where the provider sends none. */
  readonly issuerOnReturn: string | null;
  /** A code, as if the person had ticked those scopes. */
  readonly consent: (consent: GivenConsent) => string;
  /** An access token, as if an application of the person's own had got it; good for an hour. */
  readonly accessToken: (account: Account) => string;
  /** Consent is withdrawn: refresh tokens die. Says how many. */
  readonly revoke: (account: Account) => number;
  /** Access tokens end now. Says how many. */
  readonly expireAccess: (account: Account) => number;
  readonly tokenCounts: (account: Account) => { readonly refreshTokens: number; readonly accessTokens: number };
  readonly channels: (account: Account) => readonly ChannelInfo[];
  /** Channels end now, without a word. Says how many. */
  readonly expireChannels: (account: Account) => number;
  /** Sends that lifecycle message; null: the provider knows none. */
  readonly lifecycle: ((account: Account, event: "reauthorizationRequired" | "subscriptionRemoved" | "missed") => number) | null;
  readonly etagOf: (event: SimEvent) => string;
  /** The description as a person reads it, and the links in it as `[words, address]`. */
  readonly shownDescription: (event: SimEvent) => { readonly text: string; readonly links: readonly (readonly [string, string])[] };
}

export type Sides = Readonly<Record<Provider, ProviderSide>>;

export function makeCore(deps: CalendarSimulatorDependencies): Core {
  const { now, deliver } = deps;
  const world = new World(now);
  world.whenChanged((account, event) => {
    shareWithGuests(world, account, event);
  });
  return { deps, world, faults: new Faults(), log: new RequestLog(), outgoing: new Outgoing(deliver) };
}

/** Everything of one account, or of all. What a provider holds for an account is bound to the object and goes with it. */
export function forget(core: Core, account: Account | null): void {
  const key = account?.key ?? null;
  core.faults.clear(key);
  core.log.clear(key);
  core.outgoing.clear(key);
  core.world.forget(account);
}
