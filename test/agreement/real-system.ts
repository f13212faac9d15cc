/**
 * The real agenda as a system under test: calls of the API by the people of the game, in workerd with D1 and the Durable Objects, the stand-in
 * for Stripe, a clock that jumps, and troubles. Before an act all is done that is due by its instant, and after it all that follows from
 * it; one trip then shows every booking. Needs a faked Date.
 */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { agendaVariables, workerVariables } from "../support/worker.ts";
import type { Act } from "./acts.ts";
import { addressOf, assemble, type Cast } from "./real/cast.ts";
import { through } from "./real/doors.ts";
import { byOwnersHand } from "./real/owners-hand.ts";
import { dueOf, hurry, type Standing, standing } from "./real/record.ts";
import { Till } from "./real/till.ts";
import { endTroubles, Troubles } from "./real/troubles.ts";
import type { Caps, Played, SystemUnderTest, VisibleBooking, World } from "./system.ts";
import { sweepOnce } from "../support/sweep.ts";

const ROUNDS_MAX = 60;
/** Of the jumps of the clock: the rest ring the alarms that are due. */
const SWEPT = 0.1;

/** Of the games: those whose people are sent mails. */
const TOLD = 0.25;

interface Game {
  readonly cast: Cast;
  readonly till: Till;
  readonly troubles: Troubles;
  shown: readonly VisibleBooking[];
}

export class RealSystem implements SystemUnderTest {
  readonly #seed: number;
  #game: Game | null = null;

  /** `seed`: of the troubles. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  async begin(world: World): Promise<readonly VisibleBooking[]> {
    if (world.bookings.length > 0) throw new Error("a game through the agenda begins without bookings");
    endTroubles();
    setCaps(world.caps);
    // Writes are not counted by the minute.
    Object.assign(workerVariables, { RATE_PROFILE: "load" });
    vi.setSystemTime(world.now);
    const troubles = new Troubles(this.#seed);
    const cast = await assemble(world, troubles.chance(TOLD));
    this.#game = { cast, troubles, till: new Till(cast, troubles), shown: [] };
    await troubles.begin(cast.coaches.map(({ id }) => id));
    return [];
  }

  async play(act: Act): Promise<Played> {
    const game = this.#game;
    if (game === null) throw new Error("no game has begun");
    const { cast, troubles } = game;
    await this.#jump(game, act.at);
    await troubles.order(
      cast.coaches.map(({ id }) => id),
      [...cast.people.values()].map(addressOf),
    );
    const code = await this.#playAct(game, act);
    const { bookings } = await settle(game);
    game.shown = bookings;
    return code === null ? { accepted: true, bookings } : { accepted: false, code, bookings };
  }

  async #jump(game: Game, at: number): Promise<void> {
    const isLater = at > Date.now();
    vi.setSystemTime(at);
    if (!isLater) return;
    await game.till.setClock(vi.getRealSystemTime());
    const isSwept = game.troubles.chance(SWEPT);
    if (isSwept) await sweepOver(game.cast);
    const { any } = await dueOf(game.cast);
    // What the sweep has done is no longer due, and has to be seen.
    if (any.length === 0 && !isSwept) return;
    await Promise.all(any.map(ring));
    game.shown = (await settle(game)).bookings;
  }

  async #playAct({ cast, till, troubles, shown }: Game, act: Act): Promise<string | null> {
    if (act.by === "system") return null;
    if (act.by === "stripe") return await till.play(act);
    if (act.do === "drag" || act.do === "delete_event")
      return await byOwnersHand(
        act,
        shown.find(({ booking }) => booking === act.booking),
        cast,
      );
    if (act.do === "checkout") {
      const coachId = cast.coachOf.get(cast.bookings.idOf(act.booking));
      if (coachId !== undefined) till.payees.add(coachId);
      // Not later than the service's by as long as the games of this instant have taken.
      await till.setClock(vi.getRealSystemTime());
    }
    return await through(act, cast, troubles, shown);
  }
}

function setCaps(caps: Caps): void {
  Object.assign(agendaVariables, {
    SESSIONS_PER_CLIENT_MAX: String(caps.sessions_ahead),
    UNPAID_SESSIONS_PER_COACH_MAX: String(caps.free_or_unpaid_with_one_coach),
    PENDING_BOOKINGS_PER_CLIENT_MAX: String(caps.pending),
    MOVES_PER_DAY_MAX: String(caps.moves_a_day),
  });
}

/** The cron sweep finds what is due and wakes its agendas; those of games that are over are left alone. */
async function sweepOver({ coaches }: Cast): Promise<void> {
  const wake = async (id: string): Promise<void> => {
    if (!coaches.some((coach) => coach.id === id)) return;
    const agenda = env.COACH_AGENDA.getByName(id);
    await agenda.wake(id);
    await runDurableObjectAlarm(agenda);
  };
  await sweepOnce({ wake });
}

/** What an act brings about is carried out, over and over until nothing is left that is due. The clock stands still meanwhile. */
async function settle({ cast, till }: Game): Promise<Standing> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await till.handOver();
    const stands = await standing(cast, await till.held());
    if (stands.due.urgent.length === 0) return stands;
    if (round > 0) await hurry(cast);
    await Promise.all(stands.due.urgent.map(ring));
  }
  throw new Error("what follows does not come to an end");
}

/** As the platform does: an alarm that rings is set no longer. */
async function ring(coachId: string): Promise<void> {
  await runInDurableObject(env.COACH_AGENDA.getByName(coachId), async (agenda, state) => {
    await state.storage.deleteAlarm();
    await agenda.alarm();
  });
}
