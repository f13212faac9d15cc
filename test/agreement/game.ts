/**
 * Plays acts on a system before the judge, and makes a list of acts that drew a complaint as short as it can. A game is a list of acts
 * or a chooser that looks at what stands; the acts that were played are kept, so that they can be played again without the chooser.
 */
import type { Act } from "./acts.ts";
import type { Complaint } from "./judge-doors.ts";
import { Judge } from "./judge.ts";
import type { Played, SystemUnderTest, VisibleBooking, World } from "./system.ts";

export interface Verdict {
  readonly complaint: Complaint;
  /** The acts up to the one complained of. */
  readonly acts: readonly Act[];
}

export interface Mode {
  /** Hold every answer to the exact machine too. */
  readonly isExact: boolean;
}

/** The next act, or null at the end of the game. `played` is null before the first. */
type Choose = (standing: readonly VisibleBooking[], played: Played | null) => Act | null;

/** The first complaint, or null where the system kept the agreement to the end. */
export async function playGame(system: SystemUnderTest, world: World, choose: Choose, mode: Mode): Promise<Verdict | null> {
  let bookings = await system.begin(world);
  const judge = new Judge(world, bookings, mode);
  const acts: Act[] = [];
  let played: Played | null = null;
  for (let act = choose(bookings, played); act !== null; act = choose(bookings, played)) {
    acts.push(act);
    const answer = system.play(act);
    // A system without I/O answers at once; not awaiting it saves a turn of the loop for each of a million acts.
    played = answer instanceof Promise ? await answer : answer;
    bookings = played.bookings;
    const complaint = judge.weigh(act, played);
    if (complaint !== null) return { complaint, acts };
  }
  return null;
}

export function playActs(system: SystemUnderTest, world: World, acts: readonly Act[], mode: Mode): Promise<Verdict | null> {
  let next = 0;
  return playGame(system, world, () => acts[next++] ?? null, mode);
}

/** Leaves out acts, ever fewer at once, while the same rule is complained of; at most `tries` games are played. */
export async function shorten(system: SystemUnderTest, world: World, verdict: Verdict, mode: Mode, tries = 200): Promise<Verdict> {
  let best = verdict;
  let left = tries;
  for (let many = Math.ceil(best.acts.length / 2); many >= 1; many = many === 1 ? 0 : Math.ceil(many / 2)) {
    for (let from = 0; from < best.acts.length - 1 && left > 0; left -= 1) {
      const acts = best.acts.toSpliced(from, Math.min(many, best.acts.length - 1 - from));
      const again = await playActs(system, world, acts, mode);
      if (again?.complaint.rule === verdict.complaint.rule) best = again;
      else from += many;
    }
  }
  return best;
}

/** For a person who reads a failure: the complaint, and each act on a line of its own. */
export function tell({ complaint, acts }: Verdict): string {
  const lines = acts.map(({ at, ...act }) => `  ${new Date(at).toISOString()} ${JSON.stringify(act)}`);
  return [`${complaint.rule}: ${complaint.what}`, ...lines].join("\n");
}
