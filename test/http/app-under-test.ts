/**
 * The HTTP layer with the test's own D1 and agendas behind it, called as the Worker calls it; a test may put something
 * else in the place of one dependency. Makes callers, and counts what stands in the record.
 */
import { env, waitUntil } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { compose } from "../../src/compose.ts";
import { type Config, readConfig } from "../../src/config.ts";
import type { Role } from "../../src/domain/actor.ts";
import { type App, createApp } from "../../src/http/app.ts";
import { EdgeCache } from "../../src/http/pipeline/edge-cache.ts";
import type { AppDependencies } from "../../src/http/pipeline/dependencies.ts";
import { instant } from "../../src/domain/instant.ts";
import type { Language } from "../../src/domain/language.ts";
import { sealSession } from "../../src/http/pipeline/session.ts";
import { personOf } from "../../src/http/pipeline/token-claims.ts";
import { asInvocation } from "../support/d1-limits.ts";
import { signToken, type TokenOptions } from "../support/people.ts";
import { expectDocumented } from "./documented.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; empty where there is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Call {
  (method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** For requests that only a Request can be. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** What the router serves, `METHOD /path/{id}`. */
  readonly served: readonly string[];
}

interface CallOptions {
  readonly as?: { readonly token: string };
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const config: Config = readConfig(env);

export function apiWith(overrides: Partial<AppDependencies> = {}): Call {
  const app = createApp({
    ...compose(env),
    assets: env.ASSETS,
    version: "",
    edgeCache: new EdgeCache(caches.default, waitUntil, config.serviceUrl),
    lookUpRate: unlimited,
    writeRate: unlimited,
    bookingRate: unlimited,
    providerRate: unlimited,
    wait: () => Promise.resolve(),
    waitUntil,
    ...overrides,
  });
  const fetch = async (request: Request): Promise<Response> => await asInvocation(async () => await app.fetch(request));
  const call = async (method: string, path: string, { as, body, headers = {} }: CallOptions = {}): Promise<Answer> => {
    const init: RequestInit = {
      method,
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(as === undefined ? {} : { Authorization: `Bearer ${as.token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    };
    // Read within the invocation too: a report asks the database for as long as it is read.
    const { response, text } = await asInvocation(async () => {
      const answered = await app.fetch(new Request(`https://booking.test${path}`, init));
      return { response: answered, text: await answered.text() };
    });
    // Under that root a browser gets pages where a program gets what is documented.
    const isOfPages = path.startsWith("/admin") && headers["Accept"]?.includes("text/html") === true;
    if (!isOfPages) expectDocumented(method, path, response.status, response.headers.get("Content-Type"), text);
    const isJson = /^application\/(?:problem\+)?json/u.test(response.headers.get("Content-Type") ?? "");
    return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
  };
  return Object.assign(call, { fetch, served: servedBy(app.routes) });
}

function servedBy(routes: App["routes"]): string[] {
  const served = routes.filter(({ method }) => method !== "ALL");
  // Hono names a parameter `:id`, with what it must look like in braces behind it.
  return [...new Set(served.map(({ method, path }) => `${method} ${path.replaceAll(/:([a-z_]+)(?:\{.*\})?/gu, "{$1}")}`))];
}

/** Counts like the binding, without its clock. */
export function counting(max: number): RateLimit & { readonly keys: Map<string, number> } {
  const keys = new Map<string, number>();
  return {
    keys,
    limit: async ({ key }) => {
      keys.set(key, (keys.get(key) ?? 0) + 1);
      return await Promise.resolve({ success: (keys.get(key) ?? 0) <= max });
    },
  };
}

const unlimited: RateLimit = { limit: async () => ({ success: true }) };

export interface Person {
  readonly id: string;
  readonly token: string;
}

export async function someone(role: Role, options: TokenOptions = {}): Promise<Person> {
  const id = options.id ?? crypto.randomUUID();
  return { id, token: await signToken(role, { email: `${id}@people.test`, name: `A ${role}`, ...options, id }) };
}

const FROM_A_BROWSER = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Site": "same-origin" };

export interface Browsing {
  readonly see: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  /** Sends a form as a page of ours would. */
  readonly submit: (path: string, fields: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
}

/** A browser that asks for pages: of nobody in particular, or of somebody whose session began `at`. */
export async function browserOf(api: Call, person: Person | null = null, at = Date.now(), epoch = 0): Promise<Browsing> {
  const cookie = person === null ? {} : { Cookie: `__Host-session=${await sessionOf(person, at, epoch)}` };
  return {
    see: async (path, headers = {}) => await api("GET", path, { headers: { ...FROM_A_BROWSER, ...cookie, ...headers } }),
    submit: async (path, fields, headers = {}) =>
      await api("POST", path, {
        body: new URLSearchParams(fields).toString(),
        headers: { ...FROM_A_BROWSER, ...cookie, "Content-Type": "application/x-www-form-urlencoded", ...headers },
      }),
  };
}

/** The value of a session's cookie, as signing in would give it. */
export async function sessionOf({ token }: Person, at = Date.now(), epoch = 0, language: Language | null = null): Promise<string> {
  const claims = personOf(config.identity, decodeJwt(token));
  if (!claims.ok) throw new Error("the token names nobody");
  return await sealSession(config.calendars.sealKeys, { person: claims.value, language, signedInAt: instant(at), epoch });
}

/** A coach whom the service has seen: open 09:00-17:00 UTC every day. */
export async function seenCoach(api: Call): Promise<Person> {
  const coach = await someone("coach");
  await api("GET", `/coach/${coach.id}/availability`, { as: coach });
  return coach;
}

/** 09:00 UTC that many days ahead. */
export function morning(daysAhead = 3): string {
  return `${new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10)}T09:00:00.000Z`;
}

/** How much stands in every table that a refused request must leave alone. */
export async function record(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of ["bookings", "audit_log", "outbox", "idempotency_keys"]) {
    counts[table] = (await env.DB.prepare(`SELECT count(*) AS rows FROM ${table}`).first<{ rows: number }>())?.rows ?? -1;
  }
  counts["revisions"] =
    (await env.DB.prepare("SELECT sum(settings_revision + availability_version) AS sum FROM coach_profiles").first<{ sum: number }>())
      ?.sum ?? 0;
  return counts;
}
