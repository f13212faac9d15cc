/**
 * The exact judge: a naive machine plays every act beside the system, and the answers and the states must agree. Where the agreement leaves a
 * choice the machine takes the system's. Where several codes are right any of them is; revisions are compared by the other judge.
 */
import type { Act } from "./acts.ts";
import { type Complaint, complain } from "./judge-doors.ts";
import { Machine, type Seen } from "./machine.ts";
import type { Played, VisibleBooking, World } from "./system.ts";

export class ExactJudge {
  private readonly machine: Machine;

  constructor(world: World) {
    this.machine = new Machine(world);
  }

  weigh(act: Act, played: Played, shown: ReadonlyMap<string, VisibleBooking>): Complaint | null {
    const isDoorless = act.do === "drag" || act.do === "delete_event";
    // A move to where the booking stands changes nothing, accepted or refused: the agreement does not say which rules come before that one.
    const isIdle = act.do === "move" && this.isIdle(act.at, act.to, act.duration_minutes, act.booking);
    const still = isDoorless && this.isStill(act.at, act.booking, shown);
    const codes = this.machine.play(still ? { at: act.at, by: "system", do: "pass" } : act, (booking) => shown.get(booking));
    if (!isDoorless && !isIdle && played.accepted !== (codes.length === 0)) {
      return complain("exact", played.accepted ? `accepted, not ${codes.join(" or ")}` : `refused as ${played.code}, not accepted`);
    }
    if (!isDoorless && !isIdle && !played.accepted && !codes.includes("*") && !codes.includes(played.code)) {
      return complain("exact", `refused as ${played.code}, not ${codes.join(" or ")}`);
    }
    for (const expected of this.machine.show()) {
      const found = differs(expected, shown.get(expected.booking));
      if (found !== null) return found;
    }
    return null;
  }

  private isIdle(at: number, to: number, minutes: number | undefined, booking: string): boolean {
    const before = this.before(at, booking);
    return before !== undefined && to === before.session_datetime && (minutes ?? before.duration_minutes) === before.duration_minutes;
  }

  /** The booking after what was due and before the act. */
  private before(at: number, named: string, seen?: Seen): VisibleBooking | undefined {
    this.machine.play({ at, by: "system", do: "pass" }, seen);
    return this.machine.show().find(({ booking }) => booking === named);
  }

  /** A pending booking may have no event in the calendar, and then nothing comes of what its owner does. */
  private isStill(at: number, named: string, shown: ReadonlyMap<string, VisibleBooking>): boolean {
    // Money that was found when a session came to its end may have left it waiting for approval.
    const before = this.before(at, named, (booking) => shown.get(booking));
    const after = shown.get(named);
    return after?.status === "pending" && before !== undefined && differs(before, after) === null;
  }
}

const MEMBERS = [
  "status",
  "awaiting",
  "session_datetime",
  "duration_minutes",
  "expires_at",
  "offer",
  "price_waived",
  "refund_cap_percent",
  "captured_minor",
  "refunded_minor",
  "cancelled_by",
] as const;

function differs(expected: VisibleBooking, shown: VisibleBooking | undefined): Complaint | null {
  if (shown === undefined) return complain("exact", `${expected.booking} is missing`);
  const member = MEMBERS.find((name) => expected[name] !== shown[name]);
  if (member !== undefined) return complain("exact", `${expected.booking} has ${member} ${shown[member]}, not ${expected[member]}`);
  return expected.move_request?.expires_at === shown.move_request?.expires_at
    ? null
    : complain("exact", `${expected.booking} has another request`);
}
