/**
 * The life of a booking as `docs/scale.md` counts it: it is asked for, confirmed, told of twice before it begins, and completed, each
 * act with the dispatch of its effects. Nobody has a calendar or a price; both sides have a mail address. Knows no runtime.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";

/** Before the start, as a coach has them who set nothing. */
const REMINDERS_HOURS = [24, 1] as const;

export interface LifeStage {
  readonly now: () => number;
  readonly passTo: (moment: number) => void;
  /** Asks for a session that begins then; its id. */
  readonly create: (startsAt: number) => Promise<string>;
  readonly setStatus: (id: string, status: "confirmed" | "completed") => Promise<void>;
  readonly move: (id: string, startsAt: number) => Promise<void>;
  readonly cancel: (id: string) => Promise<void>;
  /** Rings the coach's alarm and waits until it has done what was due. */
  readonly ring: () => Promise<void>;
}

type Act = (name: string, doIt: () => Promise<unknown>) => Promise<void>;

/** Lives it, each act by way of `act` under its name. Answers the booking's id. */
export async function liveOnce(stage: LifeStage, act: Act): Promise<string> {
  const startsAt = inThreeDays(stage);
  let id = "";
  await act("life: create", async () => (id = await stage.create(startsAt)));
  await act("life: dispatch after create", stage.ring);
  // Changes within two minutes of a mail are gathered; a coach seldom answers as fast.
  stage.passTo(stage.now() + 5 * MINUTE_MS);
  await act("life: confirm", async () => await stage.setStatus(id, "confirmed"));
  await act("life: dispatch after confirm", stage.ring);
  for (const hours of REMINDERS_HOURS) {
    stage.passTo(startsAt - hours * HOUR_MS);
    await act(`life: reminder ${String(hours)} h before`, stage.ring);
  }
  stage.passTo(startsAt + 2 * HOUR_MS);
  await act("life: complete", async () => await stage.setStatus(id, "completed"));
  await act("life: dispatch after complete", stage.ring);
  return id;
}

/** Another booking, confirmed, then moved by its client and cancelled, each by way of `act` with its dispatch; then a ring that finds nothing due. */
export async function moveAndCancel(stage: LifeStage, act: Act): Promise<void> {
  const startsAt = inThreeDays(stage);
  const id = await stage.create(startsAt);
  await stage.setStatus(id, "confirmed");
  await stage.ring();
  stage.passTo(stage.now() + 5 * MINUTE_MS);
  await act("move", async () => await stage.move(id, startsAt + 2 * HOUR_MS));
  await act("dispatch after move", stage.ring);
  stage.passTo(stage.now() + 5 * MINUTE_MS);
  await act("cancel", async () => await stage.cancel(id));
  await act("dispatch after cancel", stage.ring);
  await act("an idle ring", stage.ring);
}

function inThreeDays(stage: LifeStage): number {
  return Math.ceil(stage.now() / DAY_MS) * DAY_MS + 3 * DAY_MS + 10 * HOUR_MS;
}
