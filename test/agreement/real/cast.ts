/** The people of a game and what its names mean: ids of people, offers and bookings. The world is set up by the calls that set one up. */
import { recordPerson } from "../../../src/database/people.ts";
import { instant } from "../../../src/domain/instant.ts";
import type { ClientName, CoachName, Offer, Person as Name } from "../acts.ts";
import type { World } from "../system.ts";
import { database } from "../../support/agenda.ts";
import { person, type Person } from "../../support/people.ts";

const ALL_DAY = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" }));
/** Longer than any game lasts. */
const LIFETIME = "3000d";

/** Names of one kind and the ids they stand for. */
class Names {
  readonly #ids = new Map<string, string>();
  readonly #names = new Map<string, string>();

  enter(name: string, id: string): void {
    this.#ids.set(name, id);
    this.#names.set(id, name);
  }

  /** An id that nobody has, where the name stands for nothing. */
  idOf(name: string): string {
    return this.#ids.get(name) ?? crypto.randomUUID();
  }

  isKnown(name: string): boolean {
    return this.#ids.has(name);
  }

  nameOf(id: string | null): string | null {
    return id === null ? null : (this.#names.get(id) ?? `unknown ${id}`);
  }
}

export interface Cast {
  readonly people: ReadonlyMap<Name, Person>;
  readonly coaches: readonly Person[];
  readonly bookings: Names;
  readonly offers: Names;
  /** By coach: the path of the private feed, where it was asked for. */
  readonly feeds: Map<string, string>;
  /** By booking, as of the act before. */
  readonly coachOf: Map<string, string>;
  readonly standingPayments: Map<string, string>;
}

export function one(cast: Cast, name: Name): Person {
  const found = cast.people.get(name);
  if (found === undefined) throw new Error(`no ${name} in this game`);
  return found;
}

export const addressOf = ({ id, role }: Pick<Person, "id" | "role">): string => `${role}-${id}@people.test`;

/** `areTold`: whether people have addresses. Mails are nobody's gain, and to write them costs more than all else. */
export async function assemble(world: World, areTold: boolean): Promise<Cast> {
  const everybody: readonly Name[] = [...world.clients, ...world.coaches.map(({ name }) => name), "admin"];
  const people = new Map(await Promise.all(everybody.map(async (name) => [name, await recorded(name, world.now, areTold)] as const)));
  const coaches = world.coaches.flatMap(({ name }) => people.get(name) ?? []);
  const names = { bookings: new Names(), offers: new Names() };
  const cast: Cast = { people, coaches, ...names, feeds: new Map(), coachOf: new Map(), standingPayments: new Map() };
  await Promise.all(
    world.coaches.map(async ({ name, settings, offers }) => {
      const coach = one(cast, name);
      const path = `/coach/${coach.id}`;
      await Promise.all([
        must(coach, "PUT", `${path}/availability`, { time_zone: "UTC", weekly: ALL_DAY, overrides: [] }),
        must(coach, "PATCH", `${path}/settings`, {
          ...settings,
          slot_step_minutes: 15,
          horizon_days: 365,
          ...(areTold ? {} : { reminder_minutes: [] }),
        }),
        ...offers.map(async (offer) => {
          const { id } = await must(coach, "POST", `${path}/offers`, offerBody(offer));
          cast.offers.enter(offer.name, String(id));
        }),
      ]);
    }),
  );
  return cast;
}

export function offerBody({ name, ...terms }: Offer): Record<string, unknown> {
  return { title: name, ...terms };
}

const roleOf = (name: ClientName | CoachName | "admin") => (name === "admin" ? name : name.startsWith("coach") ? "coach" : "client");

/** The path of a coach's private feed, which is asked for once; a feed outlives its coach's deactivation. */
export async function feedOf(coach: Person, { feeds }: Cast): Promise<string | null> {
  const known = feeds.get(coach.id);
  if (known !== undefined) return known;
  const answer = await coach.call("POST", `/coach/${coach.id}/calendar-key`);
  const { feed_url: address = null } = await answer.json<{ feed_url?: string }>();
  if (address === null) return null;
  const { pathname, search } = new URL(address);
  feeds.set(coach.id, pathname + search);
  return pathname + search;
}

async function recorded(name: Name, now: number, isTold: boolean): Promise<Person> {
  const id = crypto.randomUUID();
  const role = roleOf(name);
  const email = isTold ? addressOf({ id, role }) : null;
  const made = await person(role, { id, name, email: email ?? undefined, lifetime: LIFETIME });
  await recordPerson(database, { id, role, email, name, timeZone: "UTC", locale: null, issuedAt: null }, instant(now));
  return made;
}

async function must(who: Person, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await who.call(method, path, body);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
