/** Requests of the fuzz: one that fits the document, made from a wish, and what a single mutation makes of it. Sends nothing. */
import fc from "fast-check";
import type { Someone } from "../server.ts";
import type { Contract, Operation } from "./contract.ts";
import { type Chance, fitting, hostile, hostileText } from "./values.ts";
import type { World } from "./world.ts";
import type { Wish } from "./wish.ts";

const TARGET_CHARACTERS_MAX = 6_000;
const OPTIONAL_OF_TEN = 3;
const BODY_TOO_LARGE = 70_000;

export interface Request {
  readonly operation: Operation;
  readonly as: Someone | null;
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: none. */
  readonly body: unknown;
  /** The text of the body where it is not the body's JSON. */
  readonly raw: string | undefined;
  /** The name of the mutation; null: made as valid. */
  readonly mutation: string | null;
}

export async function validRequest(contract: Contract, chance: Chance, operation: Operation, wish: Wish): Promise<Request> {
  const has = (name: string): boolean => operation.parameters.some((one) => one.in === "header" && one.name === name);
  const query = operation.parameters
    .filter((one) => one.in === "query" && !(one.name in (wish.query ?? {})))
    .filter(({ required }) => required === true || chance.often(OPTIONAL_OF_TEN))
    .map(({ name, schema }) => [name, String(fitting(contract, chance, schema, name))] as const);
  const chosen = Object.entries(wish.query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const path = Object.fromEntries(
    operation.parameters
      .filter((one) => one.in === "path")
      .map(({ name, schema }) => [name, String(fitting(contract, chance, schema, name))]),
  );
  const made = operation.body === null ? {} : fitting(contract, chance, operation.body);
  const body = { ...(made as object), ...wish.body, ...(await wish.before?.()) };
  const isSent = operation.body !== null || wish.body !== undefined;
  return {
    operation,
    as: wish.as,
    path: { ...path, ...wish.path },
    query: [...query, ...chosen],
    headers: {
      ...(has("Idempotency-Key") && chance.often(OPTIONAL_OF_TEN) ? { "Idempotency-Key": chance.of(fc.uuid()) } : {}),
      ...wish.headers,
    },
    body: isSent ? body : undefined,
    raw: wish.raw,
    mutation: null,
  };
}

type Mutate = (request: Request, chance: Chance, world: World) => Partial<Request> | null;

const OPTIONAL_HEADERS = [
  "If-Match",
  "If-None-Match",
  "Idempotency-Key",
  "Accept-Language",
  "Accept",
  "Origin",
  "Cookie",
  "x-goog-channel-token",
  "stripe-signature",
];
const TAGS = ['"0"', "*", '"1"', 'W/"1"', "1", '"1", "2"', '""', `"${"9".repeat(30)}"`];

/** A place anywhere in a JSON value, as the steps to it. */
function placesIn(value: unknown, steps: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [steps];
  const inner = Object.entries(value).flatMap(([name, member]) => placesIn(member, [...steps, Array.isArray(value) ? Number(name) : name]));
  return [steps, ...inner];
}

function withPlace(value: unknown, [first, ...rest]: readonly (string | number)[], put: unknown): unknown {
  if (first === undefined) return put;
  if (Array.isArray(value)) return value.map((one, index) => (index === first ? withPlace(one, rest, put) : (one as unknown)));
  const members = value as Record<string, unknown>;
  return { ...members, [first]: withPlace(members[first], rest, put) };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const MUTATIONS: Readonly<Record<string, Mutate>> = {
  "a hostile value in the body": ({ body }, chance) =>
    body === undefined ? null : { body: withPlace(body, chance.pick(placesIn(body)) ?? [], chance.of(hostile)) },
  "a hostile value of a field that was left out": ({ body, operation }, chance) => {
    const name = chance.pick(Object.keys(operation.body?.properties ?? {}));
    return isObject(body) ? { body: { ...body, [name ?? chance.of(hostileText)]: chance.of(hostile) } } : null;
  },
  "a field less": ({ body }, chance) => {
    const name = isObject(body) ? chance.pick(Object.keys(body)) : undefined;
    return name === undefined ? null : { body: Object.fromEntries(Object.entries(body as object).filter(([one]) => one !== name)) };
  },
  "no JSON": ({ body }, chance) => {
    const text = JSON.stringify(body ?? {});
    return {
      raw: chance.pick([
        text.slice(0, -1),
        `${text}}`,
        "",
        "[",
        "nul",
        `\ufeff${text}`,
        "{'a':1}",
        '{"a":1,"a":2}',
        "[".repeat(5_000),
        " ".repeat(BODY_TOO_LARGE),
      ]),
    };
  },
  "another content type": ({ body }, chance) => ({
    raw: JSON.stringify(body ?? {}),
    headers: {
      "content-type":
        chance.pick(["text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data", "", "a/b/c"]) ?? "",
    },
  }),
  "a hostile query": ({ query, operation }, chance) => {
    const names = operation.parameters.filter((one) => one.in === "query").map(({ name }) => name);
    const name = chance.pick(names) ?? "anything";
    return { query: [...query.filter(([one]) => one !== name), [name, chance.of(hostileText)]] };
  },
  "a parameter twice, or one that is not known": ({ query }, chance) => {
    const again = chance.pick(query);
    return { query: [...query, again === undefined || chance.often(5) ? ["unknown", "1"] : again] };
  },
  "a required parameter less": ({ query }, chance) => {
    const name = chance.pick(query)?.[0];
    return name === undefined ? null : { query: query.filter(([one]) => one !== name) };
  },
  "a hostile path": ({ path }, chance) => {
    const name = chance.pick(Object.keys(path));
    return name === undefined ? null : { path: { ...path, [name]: chance.of(hostileText) } };
  },
  "another thing of the pool": ({ path }, chance, world) => {
    const name = chance.pick(Object.keys(path));
    const ids = [...world.bookings.keys(), ...world.payments, ...world.offers.keys(), ...world.people.map(({ id }) => id)];
    return name === undefined ? null : { path: { ...path, [name]: chance.pick(ids) ?? "" } };
  },
  "somebody else": (_, chance, world) => ({ as: chance.pick([null, world.spare, ...world.people]) ?? null }),
  "a hostile header": ({ headers }, chance) => {
    const name = chance.pick(OPTIONAL_HEADERS) ?? "If-Match";
    return { headers: { ...headers, [name]: chance.often(5) ? (chance.pick(TAGS) ?? "") : headerText(chance.of(hostileText)) } };
  },
  "a hostile token": ({ headers, as }, chance) => {
    const token = as?.token ?? "e30.e30.e30";
    const bad = [
      `Bearer ${token}x`,
      `Bearer ${token} ${token}`,
      "Bearer",
      `Basic ${token}`,
      "Bearer e30.e30.",
      `bearer  ${token}`,
      `Bearer ${headerText(chance.of(hostileText))}`,
    ];
    return { as: null, headers: { ...headers, authorization: chance.pick(bad) ?? "" } };
  },
};

/** Node refuses to send what no header may hold. */
function headerText(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/gu, "?").slice(0, 2_000);
}

/** Null where the mutation has nothing to act on. */
export function mutated(request: Request, chance: Chance, world: World): Request | null {
  const name = chance.pick(Object.keys(MUTATIONS)) ?? "";
  const change = MUTATIONS[name]?.(request, chance, world) ?? null;
  const result = change === null ? null : { ...request, ...change, mutation: name };
  // Such a path is another address: clients resolve dots, and nothing between two slashes is no parameter.
  const isOther = Object.values(result?.path ?? {}).some((value) => /^(?:\.|%2e){0,2}$/iu.test(value) || value.includes("\\"));
  return result === null || isOther || targetOf(result).length > TARGET_CHARACTERS_MAX ? null : result;
}

function encoded(text: string): string {
  // Text that is no sound encoding stays as it is: it is part of the attack.
  return /^%(?:zz|00)?$/u.test(text) ? text : encodeURIComponent(text.toWellFormed());
}

export function targetOf({ operation, path, query }: Request): string {
  const filled = operation.path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => encoded(path[name] ?? ""));
  const asked = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join("&");
  return asked === "" ? filled : `${filled}?${asked}`;
}

export function payloadOf({ body, raw }: Request): string | undefined {
  return raw ?? (body === undefined ? undefined : JSON.stringify(body));
}

export function headersOf({ as, headers, body, raw }: Request): Record<string, string> {
  const hasBody = body !== undefined || raw !== undefined;
  return {
    ...(as === null ? {} : { authorization: `Bearer ${as.token}` }),
    ...(hasBody ? { "content-type": "application/json" } : {}),
    ...headers,
  };
}

/** The request for a shell. The token is replaced: `npm run -s token` gives another of the same person. */
export function asCurl(request: Request, workerUrl: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const { as } = request;
  const token = as === null ? "" : `TOKEN=$(npm run -s token -- --role ${as.role} --sub ${as.id}) && `;
  const headers = Object.entries(headersOf(request)).map(([name, value]) =>
    name === "authorization" && as !== null ? `-H "authorization: Bearer $TOKEN"` : `-H ${quoted(`${name}: ${value}`)}`,
  );
  const payload = payloadOf(request);
  const body = payload === undefined ? [] : [`--data-raw ${quoted(payload)}`];
  return `${token}curl -i -X ${request.operation.method} ${[...headers, ...body, quoted(`${workerUrl}${targetOf(request)}`)].join(" ")}`;
}
