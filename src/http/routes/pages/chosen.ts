/**
 * The visitor's choice as the addresses of the booking pages carry it: what is wished, and in which zone times are
 * shown. What makes no sense is passed over, as an address that was typed or cut by hand should still lead somewhere.
 */
import { z } from "zod";
import { timeZone as zoneIn, uuid, wholeNumberInQuery } from "../../../contract/scalar.ts";
import { DURATION_MINUTES_MAX, DURATION_MINUTES_MIN } from "../../../limits.ts";
import type { Session } from "../../pipeline/session.ts";

/** Parameters that every page of booking understands. */
export const choiceQuery = z.object({
  offer: uuid.optional().catch(undefined),
  minutes: wholeNumberInQuery(DURATION_MINUTES_MIN, DURATION_MINUTES_MAX).optional().catch(undefined),
  time_zone: z.string().optional(),
});

export interface ZoneShown {
  readonly timeZone: string;
  /** The visitor chose it, so links carry it. */
  readonly isZoneChosen: boolean;
  /** The text that was asked for as a time zone and is none. */
  readonly unknownZone: string | null;
}

/** Of what is told back as no time zone. */
const ECHOED_CHARACTERS_MAX = 64;

/** The zone that was chosen, else the one of whoever is signed in, else the coach's. */
export function zoneShown(asked: string | undefined, session: Session | null, coachZone: string): ZoneShown {
  const own = zoneIn.safeParse(session?.person.timeZone);
  const usual = own.success ? own.data : coachZone;
  if (asked === undefined || asked === "") return { timeZone: usual, isZoneChosen: false, unknownZone: null };
  const zone = zoneIn.safeParse(asked);
  return zone.success
    ? { timeZone: zone.data, isZoneChosen: true, unknownZone: null }
    : { timeZone: usual, isZoneChosen: false, unknownZone: asked.slice(0, ECHOED_CHARACTERS_MAX) };
}
