/** Sessions and busy time of a day as lines by start, told apart by words and pattern. Of busy time nothing is shown but whose calendar it is in. */
import { meetingLinkOf } from "../../domain/agreement/place.ts";
import { awaitingOf, type Booking, openRequest, statusAt } from "../../domain/booking.ts";
import type { Instant, Interval } from "../../domain/instant.ts";
import { nameOr, shortened } from "../../lib/clean-text.ts";
import { DESK_NAME_CHARACTERS_MAX } from "../../limits.ts";
import { say } from "../../messages/say.ts";
import { clockOf } from "../../messages/wording.ts";

type DeskBooking = Pick<
  Booking,
  | "id"
  | "startsAt"
  | "endsAt"
  | "status"
  | "offerTitle"
  | "price"
  | "priceWaived"
  | "paymentId"
  | "approvalRequired"
  | "createdBy"
  | "place"
  | "meetingLink"
  | "moveRequest"
  | "expiresAt"
  | "completesAt"
>;

export interface Session {
  readonly booking: DeskBooking;
  readonly clientName: string | null;
}

interface Busy extends Interval {
  readonly provider: "google" | "outlook";
}

export interface Day {
  readonly epochDay: number;
  readonly sessions: readonly Session[];
  readonly busy: readonly Busy[];
}

interface LinesView {
  readonly view: { readonly timeZone: string; readonly now: Instant };
  readonly day: Day;
  readonly max: number;
  /** With the title of what was booked and the way into the meeting. */
  readonly isFull?: boolean;
}

/** Sessions and busy time by start. */
export function Lines({ view, day, max, isFull = false }: LinesView) {
  const clock = clockOf(view.timeZone);
  const entries = [
    ...day.sessions.map((session) => ({ time: session.booking, session, provider: null })),
    ...day.busy.map((piece) => ({ time: piece, session: null, provider: piece.provider })),
  ].toSorted((one, other) => one.time.startsAt - other.time.startsAt);
  if (entries.length === 0) return <p class="quiet">{say("desk.day.none")}</p>;
  const left = entries.length - max;
  return (
    <>
      <ul class={isFull ? "desk-lines full" : "desk-lines"}>
        {entries.slice(0, max).map(({ time, session, provider }) =>
          session === null ? (
            <li class="busy">
              <span class="at">{spanOf(time, clock)}</span> {say("desk.busy", { calendar: say(`calendar.${provider}`) })}
            </li>
          ) : (
            <SessionLine session={session} clock={clock} now={view.now} isFull={isFull} />
          ),
        )}
      </ul>
      {left > 0 && (
        <p class="quiet">
          {say("desk.day.more", { count: left })} <a href="/bookings">{say("desk.all")}</a>
        </p>
      )}
    </>
  );
}

interface LineView {
  readonly session: Session;
  readonly clock: (moment: Instant) => string;
  readonly now: Instant;
  readonly isFull: boolean;
}

function SessionLine({ session: { booking, clientName }, clock, now, isFull }: LineView) {
  const status = statusAt(booking, now);
  const link = isFull && status === "confirmed" && booking.endsAt > now ? meetingLinkOf({ ...booking, status }) : null;
  const name = nameOf(clientName);
  return (
    <li class={status === "pending" ? "waits" : "held"}>
      <a href={`/bookings/${booking.id}`}>
        <span class="at">{spanOf(booking, clock)}</span> {isFull ? name : shortened(name, DESK_NAME_CHARACTERS_MAX)}
      </a>{" "}
      {isFull && <span>{titleOf(booking)}</span>} <span class="quiet">{standingOf(booking, now)}</span>
      {link !== null && (
        <>
          {" "}
          <a href={link} rel="noreferrer">
            {say("desk.join")}
          </a>
        </>
      )}
    </li>
  );
}

function standingOf(booking: DeskBooking, now: Instant): string {
  const status = statusAt(booking, now);
  if (status === "completed") return say("desk.state.completed");
  if (status !== "pending") return openRequest(booking, now) === null ? say("desk.state.confirmed") : say("desk.state.asked");
  return awaitingOf(booking) === "payment" ? say("desk.state.payment") : say("desk.state.yours");
}

export function titleOf({ offerTitle }: DeskBooking): string {
  return offerTitle ?? say("coach.offer.any");
}

export function nameOf(name: string | null): string {
  return nameOr(name, say("desk.client.nameless"));
}

function spanOf({ startsAt, endsAt }: Interval, clock: (moment: Instant) => string): string {
  return `${clock(startsAt)}–${clock(endsAt)}`;
}
