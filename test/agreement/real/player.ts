/**
 * Plays one worked example through the real agenda and says where it differs. Before each act all that was due by its instant is done; an
 * act that is refused must leave the booking as it was.
 */
import { play } from "./acts.ts";
import type { WorkedExample } from "./example.ts";
import { catchUp, settle } from "./follows.ts";
import { moneyOf } from "./money.ts";
import { done, jumpTo, setTheStage, type Stage } from "./stage.ts";

/** What was to be and what was; a member for each difference. */
export type Differences = Readonly<Record<string, { readonly expected: unknown; readonly got: unknown }>>;

export async function differencesOf(example: WorkedExample): Promise<Differences> {
  const stage = await setTheStage(example.booking);
  const before = await standing(stage);
  const differences: Record<string, { expected: unknown; got: unknown }> = {};
  for (const [index, act] of example.acts.entries()) {
    await jumpTo(stage.people.coach.id, Date.parse(act.at));
    await catchUp(stage);
    const stood = act.refused === undefined ? null : await standing(stage);
    const code = await play(stage, act);
    const name = `act ${String(index + 1)}, ${act.do}`;
    if (code !== (act.refused ?? null)) differences[name] = { expected: act.refused ?? "accepted", got: code ?? "accepted" };
    await settle(stage);
    const stands = stood === null ? null : await standing(stage);
    if (JSON.stringify(stands) !== JSON.stringify(stood)) differences[`${name}: left behind`] = { expected: stood, got: stands };
  }
  const stands = await standing(stage);
  const revision_added = Number(stands["revision"]) - Number(before["revision"]);
  const got: Record<string, unknown> = { ...stands, revision_added };
  for (const [name, expected] of Object.entries(example.expected)) {
    if (!isSame(name, expected, got[name])) differences[name] = { expected, got: got[name] };
  }
  return differences;
}

/** The booking as an admin reads it, and its money in both books. */
export async function standing({ people, bookingId }: Stage): Promise<Record<string, unknown>> {
  return { ...(await done(people.admin, "GET", `/booking/${bookingId}`)), ...(await moneyOf(bookingId)) };
}

/** An instant may be written with or without its milliseconds. */
function isSame(name: string, expected: unknown, got: unknown): boolean {
  const isInstant = /_at$|_datetime$/u.test(name) && typeof expected === "string" && typeof got === "string";
  return isInstant ? Date.parse(expected) === Date.parse(got) : JSON.stringify(expected) === JSON.stringify(got);
}
