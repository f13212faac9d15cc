/**
 * The troubles of a game, by dice of its own: D1 loses its connection before or after a statement, Stripe and the mail sender fail, an
 * object is evicted, an answer is lost. One seed gives the same troubles again. None is a licence: a call is sent again with its
 * key until there is an answer, so that one outcome is told.
 */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { dice } from "../../../simulators/kit/seeded-random.ts";
import { orderMailFault } from "../../support/mailbox.ts";
import { orderStripeFault } from "../../support/stripe-sim.ts";
import { faults } from "../../support/worker.ts";

/** Of a hundred statements of an agenda. */
const D1_FAULTS = 0.02;
/** A connection that was lost is lost again: three in a row are an outcome that nobody knows. */
const D1_FAULTS_AFTER_ONE = 0.4;
const PER_ACT = { stripe: 0.08, mail: 0.04, eviction: 0.05, lostAnswer: 0.08, keyless: 0.3 } as const;
const STRIPE_FAULTS = [{ mode: "answer", status: 500 }, { mode: "after_commit", status: 500 }, { mode: "cut" }];
/** The refund is made and answered by a 500 that Stripe keeps for its key. A fault of any path would strike the look-up before it instead. */
const REFUND_FAULT = { mode: "after_commit", status: 500, path: "/v1/refunds", method: "POST" };
/** Fewer than this many of a coach's first refunds in a game are struck. */
const REFUNDS_STRUCK_END = 3;

export class Troubles {
  readonly roll: () => number;
  /** How many of each kind there were. */
  readonly counts = { d1: 0, stripe: 0, mail: 0, evictions: 0, lostAnswers: 0, keyless: 0 };
  /** Of a call without a key: its commit is still to lose its answer, or has lost it. null: the call has a key. */
  #keyless: "to_lose" | "lost" | null = null;

  constructor(seed: number) {
    this.roll = dice(seed);
  }

  chance(probability: number): boolean {
    return this.roll() < probability;
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.roll() * items.length)];
  }

  /** From now on agendas meet faults of D1, and the first refunds of some coaches are made and answered by a 500. */
  async begin(coachIds: readonly string[]): Promise<void> {
    for (const scope of coachIds) {
      const times = Math.floor(this.roll() * REFUNDS_STRUCK_END);
      this.counts.stripe += times;
      if (times > 0) await orderStripeFault({ ...REFUND_FAULT, scope, times });
    }
    let isLost = false;
    faults.plan = {
      next: ({ writes }) => {
        if (this.#keyless !== null) {
          if (!writes || this.#keyless === "lost") return null;
          this.#keyless = "lost";
          this.counts.d1 += 1;
          return "after";
        }
        isLost = this.chance(isLost ? D1_FAULTS_AFTER_ONE : D1_FAULTS);
        if (!isLost) return null;
        this.counts.d1 += 1;
        return this.chance(0.5) ? "before" : "after";
      },
    };
  }

  /** Orders what is to befall the next act. */
  async order(coachIds: readonly string[], addresses: readonly string[]): Promise<void> {
    if (this.chance(PER_ACT.stripe)) {
      this.counts.stripe += 1;
      await orderStripeFault({ ...this.pick(STRIPE_FAULTS), scope: this.pick(coachIds) });
    }
    if (this.chance(PER_ACT.mail)) {
      this.counts.mail += 1;
      await orderMailFault({ to: this.pick(addresses) ?? "", status: 503, times: 1, after_commit: this.chance(0.5) });
    }
    if (this.chance(PER_ACT.eviction)) {
      this.counts.evictions += 1;
      // One that does not run has been evicted by the platform.
      await evictDurableObject(env.COACH_AGENDA.getByName(this.pick(coachIds) ?? "")).catch(() => undefined);
    }
  }

  /** Whether a call is sent without an idempotency key. */
  leavesOutKey(): boolean {
    return this.chance(PER_ACT.keyless);
  }

  /**
   * A call without a key: no stored answer can stand in for what the agenda knows of its commands. Its first commit loses its answer, and
   * D1 does nothing else to it, so that the agenda can always say what came of it.
   */
  async keyless<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    this.counts.keyless += 1;
    this.#keyless = "to_lose";
    try {
      return await send();
    } finally {
      this.#keyless = null;
    }
  }

  /** Whether the answer of a call does not reach its caller, who asks again. */
  losesAnswer(): boolean {
    const isLost = this.chance(PER_ACT.lostAnswer);
    if (isLost) this.counts.lostAnswers += 1;
    return isLost;
  }
}

export function endTroubles(): void {
  faults.plan = null;
}
