/**
 * The queue of one coach: every change to the coach's time waits here and is settled in groups, one group at a time. It
 * holds no truth that D1 does not. It may be evicted, or exist twice, at any instant: then two queues commit to the same
 * record, and the record's own guards decide between them.
 */
import { refused } from "../lib/result.ts";
import type { AgendaCommand, AgendaReply } from "../domain/command.ts";
import type { Instant } from "../domain/instant.ts";
import type { Refusal } from "../domain/refusal.ts";
import { GROUP_COMMANDS_MAX, IDEMPOTENCY_WAIT_MS_MAX, QUEUE_COMMANDS_MAX, QUEUE_WAIT_MS_MAX } from "../limits.ts";
import { claimScope } from "../database/group-read.ts";
import { type AgendaDependencies, settleGroup } from "./group-commit.ts";

interface Waiting {
  readonly command: AgendaCommand;
  readonly arrivedAt: number;
  readonly answer: (reply: AgendaReply) => void;
  readonly fail: (error: unknown) => void;
}

export class Agenda {
  readonly #deps: AgendaDependencies;
  #waiting: Waiting[] = [];
  #inFlight: readonly Waiting[] = [];
  #isDraining = false;
  #lastAskedAt: Instant | null = null;

  constructor(deps: AgendaDependencies) {
    this.#deps = deps;
  }

  /** Answers when the command has been decided and, if it changes anything, committed. */
  submit(command: AgendaCommand): Promise<AgendaReply> {
    if (command.kind !== "lapse") this.#lastAskedAt = this.#deps.now();
    if (this.#waiting.length >= QUEUE_COMMANDS_MAX) return Promise.resolve(turnAway(command, { tag: "busy" }));
    return new Promise((answer, fail) => {
      const waiting = { command, arrivedAt: this.#deps.now(), answer, fail };
      if (command.claim !== null) this.#limitWait(waiting, claimScope(command.claim));
      this.#waiting.push(waiting);
      void this.#drain();
    });
  }

  /** Whether somebody waits for an answer. */
  get isBusy(): boolean {
    return this.#waiting.length > 0 || this.#inFlight.length > 0;
  }

  /** When a command last came in, but for the agenda's own; null: none has. */
  get lastAskedAt(): Instant | null {
    return this.#lastAskedAt;
  }

  /** A request whose key is in flight already does not wait for ever: it is told to come back. */
  #limitWait(waiting: Waiting, scope: string): void {
    const isHeld = [...this.#waiting, ...this.#inFlight].some(({ command: { claim } }) => claim !== null && claimScope(claim) === scope);
    if (!isHeld) return;
    setTimeout(() => {
      if (!this.#waiting.includes(waiting)) return;
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      waiting.answer(turnAway(waiting.command, { tag: "idempotency_in_flight" }));
    }, IDEMPOTENCY_WAIT_MS_MAX);
  }

  async #drain(): Promise<void> {
    if (this.#isDraining) return;
    this.#isDraining = true;
    while (this.#waiting.length > 0) {
      this.#inFlight = this.#cutGroup();
      await this.#settle(this.#inFlight);
      const wasCrowded = this.#inFlight.length > 1;
      this.#inFlight = [];
      if (wasCrowded) await this.#gather();
    }
    this.#isDraining = false;
  }

  /**
   * After a crowded group more is on its way: those just answered ask again, and those behind them arrive. Cutting at
   * once would settle the first of them alone and make all others wait for it, so as long as each turn of the event loop
   * brings somebody, the next group is not cut. A quiet coach never waits here.
   */
  async #gather(): Promise<void> {
    for (let seen = -1; seen < this.#waiting.length && this.#waiting.length < GROUP_COMMANDS_MAX;) {
      seen = this.#waiting.length;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  async #settle(group: readonly Waiting[]): Promise<void> {
    if (group.length === 0) return;
    const begunAt = this.#deps.now();
    const measure = (outcome: "settled" | "failed"): void =>
      this.#deps.measure({ event: "group", outcome, commands: group.length, ms: this.#deps.now() - begunAt });
    try {
      const replies = await settleGroup(
        this.#deps,
        group.map(({ command }) => command),
      );
      for (const [index, waiting] of group.entries()) {
        const reply = replies[index];
        if (reply === undefined) waiting.fail(new Error("a command of the group got no reply"));
        else waiting.answer(reply);
      }
      measure(replies.some(({ result }) => !result.ok && result.problem.tag === "outcome_unknown") ? "failed" : "settled");
    } catch (error) {
      measure("failed");
      for (const waiting of group) waiting.fail(error);
    }
  }

  /**
   * Takes what can be decided together, in order of arrival. Commands that speak of the same booking or carry the same
   * idempotency key wait for the next group, and then read what the one before them wrote. Deadlines are checked here and nowhere later: once cut, a group is awaited, so
   * that no 503 hides a commit.
   */
  #cutGroup(): Waiting[] {
    const now = this.#deps.now();
    const group: Waiting[] = [];
    const left: Waiting[] = [];
    const taken = new Set<string>();
    for (const waiting of this.#waiting) {
      const { command, arrivedAt, answer } = waiting;
      const names = namesOf(command);
      if (now - arrivedAt > QUEUE_WAIT_MS_MAX) answer(turnAway(command, { tag: "busy" }));
      else if (names.some((name) => taken.has(name)) || group.length >= GROUP_COMMANDS_MAX) left.push(waiting);
      else group.push(waiting);
      for (const name of names) taken.add(name);
    }
    this.#waiting = left;
    return group;
  }
}

/** Commands whose answer, which is stored under their key, holds all hours and offers of the coach. */
const ANSWERED_WITH_PROFILE: ReadonlySet<AgendaCommand["kind"]> = new Set(["set_hours", "set_settings", "set_activity"]);

/** No two commands of one group may share one of these. */
function namesOf(command: AgendaCommand): string[] {
  const names: string[] = [];
  if ("bookingId" in command) names.push(command.bookingId);
  if (command.claim !== null) names.push(claimScope(command.claim));
  // Stored answers of a group travel as one value, of which D1 takes 2,000,000 bytes.
  if (command.claim !== null && ANSWERED_WITH_PROFILE.has(command.kind)) names.push("profile");
  return names;
}

function turnAway(command: AgendaCommand, problem: Refusal): AgendaReply {
  return { result: refused(problem), requestId: command.requestId, replayed: false };
}
