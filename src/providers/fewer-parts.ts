/**
 * A write that a provider refuses because of one of its parts is sent again without that part, so that no field costs the
 * whole event: first without the meeting or the guests that were named as the reason, and at last with nothing but title,
 * time and our mark. It sends at most `WRITE_TRIES_MAX` requests, and only after a 400; every other answer is the answer.
 * Graph was seen to make an event that it had refused for its guests; the next try is told so by its transaction id.
 */
import type { EventDraft, ProviderEvent, ProviderResult } from "./port.ts";
import { ok, refused } from "../lib/result.ts";
import { SECOND_MS } from "../lib/duration.ts";
import type { ProviderAnswer } from "./call.ts";

/** Which parts of a draft are written. Title, time and our mark always are. */
export interface DraftParts {
  readonly conference: boolean;
  readonly guests: boolean;
  /** Description, location, reminders, and the zone that the time is shown in. */
  readonly words: boolean;
}

/** As a provider's own words name it; `unsaid`: they do not; null: the event is not what was refused. */
export type RefusedPart = "conference" | "guests" | "unsaid" | null;

export const ALL_PARTS: DraftParts = { conference: true, guests: true, words: true };
const LEAST_PARTS: DraftParts = { conference: false, guests: false, words: false };

/** Whole, without the meeting, without the guests as well, and the least. */
const WRITE_TRIES_MAX = 4;

export async function withFewerParts(
  send: (parts: DraftParts) => Promise<ProviderResult<ProviderAnswer>>,
  refusedPart: (answer: ProviderAnswer) => RefusedPart,
): Promise<ProviderResult<ProviderAnswer>> {
  let parts = ALL_PARTS;
  for (let tries = 1; ; tries += 1) {
    const answer = await send(parts);
    if (!answer.ok || answer.value.status !== 400 || tries === WRITE_TRIES_MAX || !parts.words) return answer;
    const part = refusedPart(answer.value);
    if (part === null) return answer;
    parts = part === "unsaid" || !parts[part] ? LEAST_PARTS : { ...parts, [part]: false };
  }
}

/**
 * The event of an answer, if it is at the time that was asked for: a provider that acknowledges a change and does not make
 * it would be asked the same without end. Compared by the second, which both providers keep.
 */
export function atWantedTime({ startsAt, endsAt }: EventDraft, event: ProviderEvent): ProviderResult<ProviderEvent> {
  const seconds = (moment: number): number => Math.floor(moment / SECOND_MS);
  const { time } = event;
  const isApplied = time !== null && seconds(time.startsAt) === seconds(startsAt) && seconds(time.endsAt) === seconds(endsAt);
  return isApplied ? ok(event) : refused({ kind: "not_applied", event });
}
