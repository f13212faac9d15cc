/** Makes people and their tokens. Each test makes its own coach, so that tests share a database without meeting. */
import { exports } from "cloudflare:workers";
import { SignJWT } from "jose";
import { TEST_AUDIENCE, TEST_ISSUER, TEST_SECRET } from "./bindings.ts";
import type { Role } from "../../src/domain/actor.ts";

export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly token: string;
  /** Calls the API as this person. */
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
}

export interface TokenOptions {
  readonly id?: string;
  readonly name?: string;
  readonly email?: string | undefined;
  /** Of `email`; true where absent. */
  readonly emailVerified?: boolean;
  readonly zoneinfo?: string;
  /** BCP 47, or what an issuer takes for it. */
  readonly locale?: string;
  /** As jose takes it; an hour where absent. */
  readonly lifetime?: string;
}

export async function signToken(role: string, options: TokenOptions = {}): Promise<string> {
  const { name, email, zoneinfo, locale, emailVerified = true } = options;
  const claims = { role, name, email, email_verified: emailVerified, zoneinfo, locale };
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
    .setSubject(options.id ?? crypto.randomUUID())
    .setIssuer(TEST_ISSUER)
    .setAudience(TEST_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(options.lifetime ?? "1h")
    .sign(new TextEncoder().encode(TEST_SECRET));
}

export async function person(role: Role, options: TokenOptions = {}): Promise<Person> {
  const id = options.id ?? crypto.randomUUID();
  const token = await signToken(role, {
    name: `${role} ${id.slice(0, 4)}`,
    email: `${role}-${id.slice(0, 4)}@people.test`,
    ...options,
    id,
  });
  return {
    id,
    role,
    token,
    call: async (method, path, body, headers) => await call(method, path, body, { authorization: `Bearer ${token}`, ...headers }),
  };
}

/** A coach the service has seen: open 09:00-17:00 UTC every day unless told otherwise. */
export async function seenCoach(options: TokenOptions = {}): Promise<Person> {
  const coach = await person("coach", options);
  const seen = await coach.call("GET", `/coach/${coach.id}/availability`);
  if (seen.status !== 200) throw new Error(`coach not recorded: ${seen.status} ${await seen.text()}`);
  return coach;
}

let addresses = 0;

/** Calls the API from an address of its own, so that no test meets another's rate limit. */
export async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  addresses += 1;
  const init: RequestInit = {
    method,
    redirect: "manual",
    headers: { "cf-connecting-ip": `2001:db8::${addresses.toString(16)}`, ...headers },
  };
  if (body !== undefined) {
    init.body = typeof body === "string" ? body : JSON.stringify(body);
    init.headers = { "content-type": "application/json", ...(init.headers as Record<string, string>) };
  }
  return await (exports as unknown as { readonly default: Fetcher }).default.fetch(new Request(`https://booking.test${path}`, init));
}
