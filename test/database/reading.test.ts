/** Where a look-up reads: any replica will do, unless the asker names the version of an own change. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openReplica } from "../../src/database/open.ts";
import { after } from "../../src/domain/instant.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { listAvailableSlots, listSlotsOfSeveral } from "../../src/operations/coaches/list-available-slots.ts";
import { MONDAY, newCoach } from "../support/agenda.ts";

/** The real database, which notes the sessions that are asked of it; nothing can be read of it without one. */
function watched(): { readonly d1: D1Database; readonly sessions: string[] } {
  const sessions: string[] = [];
  const withSession = (kind: string) => {
    sessions.push(kind);
    return env.DB.withSession(kind);
  };
  return { d1: { withSession } as unknown as D1Database, sessions };
}

const DAY = { start: MONDAY, end: after(MONDAY, DAY_MS), offerId: null, durationMinutes: 60, timeZone: null };

test.each([
  [null, "first-unconstrained"],
  [1, "first-primary"],
])("a look-up that names version %s reads a session that is %s", async (minVersion, kind) => {
  const { d1, sessions } = watched();
  const found = await listAvailableSlots(
    { reading: (fresh) => openReplica(d1, fresh), now: MONDAY },
    { coachId: await newCoach(), ...DAY, minVersion },
  );
  expect([found.ok, sessions]).toEqual([true, [kind]]);
});

test("a look-up of several coaches reads any replica", async () => {
  const { d1, sessions } = watched();
  const found = await listSlotsOfSeveral(
    { reading: (fresh) => openReplica(d1, fresh), now: MONDAY },
    { coachIds: [await newCoach(), await newCoach()], ...DAY },
  );
  expect([found.ok && found.value.found.length, sessions]).toEqual([2, ["first-unconstrained"]]);
});
