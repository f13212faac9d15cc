/**
 * The fuzz itself: requests in small groups, those of a group at once, each chosen from what the answers before it have shown. All
 * choices follow from the seed; ids and times are the server's and the clock's. Counts what was asked, and keeps every answer that is
 * not as the document says.
 */
import { type Answer, atConcurrency } from "../http.ts";
import { randomFrom } from "../load.ts";
import type { LocalServer, Someone } from "../server.ts";
import { Contract, type Operation } from "./contract.ts";
import { asCurl, headersOf, mutated, payloadOf, type Request, targetOf, validRequest } from "./requests.ts";
import { type Chance, chanceFrom, dayAhead } from "./values.ts";
import { WISHES } from "./wishes.ts";
import { World } from "./world.ts";

const AT_ONCE = 8;
const COACHES = 6;
const CLIENTS = 24;
const MUTATED_OF_TEN = 6;
/** Of what has not succeeded yet: it is asked more, and as valid. */
const WANTED_OF_TEN = 2;
const TRIES_TO_CHOOSE_MAX = 200;
/** The local server is not given the secret that opens it, so that it answers 404 as to anybody. */
export const CLOSED_HERE = "deepHealth";
/** By this part more are asked than were ordered, where something has not succeeded yet: some operations need what others make first. */
const MORE_PART = 1;
/** Operations that fill the pool are asked more often than the rest. */
const OFTEN: Readonly<Record<string, number>> = {
  createBooking: 5,
  listAvailableSlots: 3,
  setBookingStatus: 3,
  openCheckout: 2,
  askMove: 3,
  acceptMove: 2,
  declineMove: 2,
  withdrawMove: 2,
};
const ANSWER_MS_MAX = 30_000;
const REASON_CHARACTERS_MAX = 160;
/** Spreads the numbers of requests over the seeds: 2^32 divided by the golden ratio. */
const SPREAD = 0x9e37_79b1;

interface Finding {
  readonly number: number;
  readonly fault: string;
  readonly mutation: string | null;
  readonly curl: string;
}

interface Tally {
  valid: number;
  succeeded: number;
  mutated: number;
  /** Why requests that were made as valid did not succeed, by status and code. */
  readonly refusals: Map<string, number>;
}

export interface FuzzResult {
  readonly findings: readonly Finding[];
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly asked: number;
}

export async function fuzz(server: LocalServer, seed: number, requests: number): Promise<FuzzResult> {
  const contract = new Contract();
  const world = await World.open(server, COACHES, CLIENTS);
  await prepare(world);
  const findings: Finding[] = [];
  const tallies = new Map<string, Tally>(
    contract.operations.map(({ id }) => [id, { valid: 0, succeeded: 0, mutated: 0, refusals: new Map() }]),
  );
  const often = contract.operations.flatMap((one) => Array.from({ length: OFTEN[one.id] ?? 1 }, () => one));
  let asked = 0;
  for (; asked < requests * (1 + MORE_PART); asked += AT_ONCE) {
    const wanted = contract.operations.filter(({ id }) => tallies.get(id)?.succeeded === 0 && id !== CLOSED_HERE);
    if (asked >= requests && wanted.length === 0) break;
    const group: (readonly [number, Request])[] = [];
    for (let number = asked; number < asked + AT_ONCE; number += 1) {
      const random = randomFrom(seed ^ Math.imul(number + 1, SPREAD));
      group.push([number, await chosenRequest({ contract, world, operations: often, wanted }, chanceFrom(seed + number, random))]);
    }
    await atConcurrency(AT_ONCE, group, async ([number, request]) => {
      const fault = await ask(contract, world, request, tallies);
      if (fault !== null) findings.push({ number, fault, mutation: request.mutation, curl: asCurl(request, server.local.workerUrl) });
    });
  }
  return { findings, tallies, asked };
}

interface Choice {
  readonly contract: Contract;
  readonly world: World;
  readonly operations: readonly Operation[];
  readonly wanted: readonly Operation[];
}

async function chosenRequest({ contract, world, operations, wanted }: Choice, chance: Chance): Promise<Request> {
  for (let tries = 0; tries < TRIES_TO_CHOOSE_MAX; tries += 1) {
    const isWanted = wanted.length > 0 && chance.often(WANTED_OF_TEN);
    const operation = chance.pick(isWanted ? wanted : operations);
    const wish = operation === undefined ? null : (WISHES[operation.id]?.(world, chance, operation) ?? null);
    if (operation === undefined || wish === null) continue;
    const valid = await validRequest(contract, chance, operation, wish);
    if (isWanted || !chance.often(MUTATED_OF_TEN)) return valid;
    const request = mutated(valid, chance, world);
    if (request !== null) return request;
  }
  throw new Error("no request could be chosen");
}

async function ask(contract: Contract, world: World, request: Request, tallies: ReadonlyMap<string, Tally>): Promise<string | null> {
  const { operation, as, path } = request;
  const target = targetOf(request);
  const raw = payloadOf(request);
  const tally = tallies.get(operation.id);
  const sent = { headers: headersOf(request), msMax: ANSWER_MS_MAX, ...(raw === undefined ? {} : { raw }) };
  try {
    const answer = await world.server.http.send(operation.method, target, sent);
    const isSuccess = answer.status >= 200 && answer.status < 300;
    if (tally !== undefined && request.mutation !== null) tally.mutated += 1;
    if (tally !== undefined && request.mutation === null) {
      tally.valid += 1;
      if (isSuccess) tally.succeeded += 1;
      else countRefusal(tally, answer);
    }
    const fault = contract.faultOf(operation, answer);
    if (fault !== null) return fault;
    world.learn({ operation, target, path, as }, answer);
    if (operation.id === "openCheckout" && isSuccess) await pay(answer.text);
    return null;
  } catch (error) {
    return `no answer: ${String(error)}`;
  }
}

function countRefusal({ refusals }: Tally, { status, text }: Answer): void {
  const reason = `${String(status)} ${/"code":"(\w+)"/u.exec(text)?.[1] ?? ""} ${/"errors":(\[.*\])/u.exec(text)?.[1] ?? ""}`.slice(
    0,
    REASON_CHARACTERS_MAX,
  );
  refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
}

/** At the stand-in for Stripe, as the client would; it tells the service by its webhook. */
async function pay(text: string): Promise<void> {
  const { checkout_url: url } = JSON.parse(text) as { checkout_url: string };
  await fetch(url, {
    method: "POST",
    body: "do=pay",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
}

/**
 * Things that chance alone would seldom bring about in time: prices, so that there is something to pay; and a mail that is refused for good,
 * so that there is an effect to be tried again.
 */
async function prepare(world: World): Promise<void> {
  const [first, second] = world.coaches as readonly [Someone, Someone];
  const [client] = world.clients as readonly [Someone];
  const offer = { title: "An hour", duration_minutes: 60, price: { amount_minor: 5_000, currency: "EUR" } };
  for (const coach of [first, second]) await must(world, coach, "POST", `/coach/${coach.id}/offers`, offer);
  await fetch(`${world.server.local.simulatorsUrl}/mailbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ status: 400, times: 1_000, to: `${client.id}@example.org` }),
  });
  const body = { coach_id: (world.coaches[2] as Someone).id, session_datetime: `${dayAhead(50)}T10:00:00Z`, duration_minutes: 60 };
  await must(world, client, "POST", "/booking", body);
}

async function must(world: World, { token }: Someone, method: string, path: string, body: unknown): Promise<void> {
  const answer = await world.server.http.send(method, path, { token, body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${String(answer.status)} ${answer.text}`);
}
