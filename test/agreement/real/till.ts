/**
 * Stripe's side of a game: money that comes and goes at the stand-in, and its hooks, which arrive in any order, twice, late, or again. A hook
 * that the service does not take is sent until it is taken. Refused is what Stripe itself cannot do.
 */
import type { StripeAct } from "../acts.ts";
import { unreachable } from "../rules.ts";
import { atStripe, deliver, onHostedPage, setStripeClock, stripeSnapshot, webhook, webhooksOf } from "../../support/stripe-sim.ts";
import type { Cast } from "./cast.ts";
import { unitsOf } from "./money.ts";
import type { Troubles } from "./troubles.ts";

const TRIES_MAX = 30;
const TWICE = 0.2;

type Snapshot = Awaited<ReturnType<typeof stripeSnapshot>>;

export class Till {
  /** The coaches for whose bookings a checkout was asked for. */
  readonly payees = new Set<string>();
  readonly #cast: Cast;
  readonly #troubles: Troubles;
  readonly #seen = new Set<string>();
  /** By booking, oldest first; each the hooks of one act. */
  readonly #held = new Map<string, (readonly string[])[]>();
  readonly #delivered = new Map<string, string[]>();

  #hasMoved = false;
  #heldBefore: ReadonlyMap<string, number> = new Map();

  constructor(cast: Cast, troubles: Troubles) {
    this.#cast = cast;
    this.#troubles = troubles;
  }

  /** By booking, in ISO 4217 minor units, disputes left out. Money does not move without a hook, so without one nothing is asked. */
  async held(): Promise<ReadonlyMap<string, number>> {
    if (!this.#hasMoved) return this.#heldBefore;
    const held = new Map<string, number>();
    for (const { charges } of await Promise.all([...this.payees].map(stripeSnapshot))) {
      for (const { amount, amount_refunded, currency, metadata } of charges) {
        const bookingId = metadata["booking_id"] ?? "";
        held.set(bookingId, (held.get(bookingId) ?? 0) + (amount - amount_refunded) / unitsOf(currency));
      }
    }
    this.#hasMoved = false;
    this.#heldBefore = held;
    return held;
  }

  /** Stripe's clock stands where the game's stands; it runs on with the real one meanwhile. */
  async setClock(realNow: number): Promise<void> {
    const offsetMs = Date.now() - realNow;
    await Promise.all([...this.payees].map(async (coachId) => await setStripeClock(coachId, offsetMs)));
  }

  /** Hands over all hooks that are not held. */
  async handOver(): Promise<void> {
    const fresh = await this.#fresh();
    const inAnyOrder = fresh.map((hook) => ({ hook, place: this.#troubles.roll() })).toSorted((a, b) => a.place - b.place);
    for (const { hook } of inAnyOrder) {
      await this.#deliver(hook.bookingId, hook.id);
      if (this.#troubles.chance(TWICE)) await this.#deliver(hook.bookingId, hook.id);
    }
  }

  async play(act: StripeAct): Promise<string | null> {
    const bookingId = this.#cast.bookings.idOf(act.booking);
    const at = await stripeSnapshot(bookingId);
    switch (act.do) {
      case "capture": {
        const session = at.sessions[act.session];
        if (session === undefined) return "no_session";
        if (!(await this.#pay(session.id))) throw new Error(`session ${session.id} takes no money`);
        return await this.#sent(bookingId, act.hook);
      }
      case "refund_by_hand": {
        const intent = at.sessions[act.session]?.payment_intent ?? null;
        const charge = at.charges.find(({ payment_intent }) => payment_intent === intent);
        if (charge === undefined) return "no_payment";
        const amount = act.amount_minor * unitsOf(charge.currency);
        if (amount > charge.amount - charge.amount_refunded) return "more_than_is_left";
        if (isWithdrawn(at, charge.payment_intent)) return "charge_disputed";
        await atStripe(`intents/${charge.payment_intent}/refund`, { amount });
        return await this.#sent(bookingId, act.hook);
      }
      case "refund_fails": {
        const ours = at.refunds.filter(
          ({ status, metadata }) => metadata["key"] !== undefined && (status === "succeeded" || status === "pending"),
        );
        const last = ours.at(-1);
        if (last === undefined) return "no_refund";
        await atStripe(`refunds/${last.id}/settle`, { status: "failed" });
        return null;
      }
      case "dispute":
        return await dispute(at, act);
      case "deliver": {
        const held = this.#held.get(bookingId) ?? [];
        const hooks = act.which === "oldest" ? held.shift() : held.pop();
        if (hooks === undefined) return "nothing_held";
        for (const id of hooks) await this.#deliver(bookingId, id);
        return null;
      }
      case "redeliver":
        for (const id of this.#delivered.get(bookingId) ?? []) await this.#deliver(bookingId, id);
        return null;
      default:
        return unreachable(act);
    }
  }

  /** On its page; late in a session that was ended; a second time in one that is paid. */
  async #pay(session: string): Promise<boolean> {
    for (const way of ["pay", "pay_late", "pay_again"] as const) if (await onHostedPage(session, way)) return true;
    return false;
  }

  async #sent(bookingId: string, hook: "now" | "held"): Promise<null> {
    if (hook === "now") return null;
    const about = (await this.#fresh()).filter((one) => one.bookingId === bookingId);
    this.#held.set(bookingId, [...(this.#held.get(bookingId) ?? []), about.map(({ id }) => id)]);
    return null;
  }

  async #fresh(): Promise<readonly { readonly id: string; readonly bookingId: string }[]> {
    const listed = (await Promise.all([...this.payees].map(webhooksOf))).flat();
    const fresh = listed.filter(({ id }) => !this.#seen.has(id));
    for (const { id } of fresh) this.#seen.add(id);
    this.#hasMoved ||= fresh.length > 0;
    return fresh.map(({ id, scopes }) => ({ id, bookingId: scopes.find((scope) => !this.payees.has(scope)) ?? "" }));
  }

  async #deliver(bookingId: string, id: string): Promise<void> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const answer = await deliver(await webhook(id));
      const text = await answer.text();
      if (answer.ok) {
        const delivered = this.#delivered.get(bookingId) ?? [];
        if (!delivered.includes(id)) this.#delivered.set(bookingId, [...delivered, id]);
        return;
      }
      if (answer.status !== 503) throw new Error(`a hook was answered ${String(answer.status)}: ${text}`);
    }
    throw new Error(`a hook was not taken in ${String(TRIES_MAX)} tries`);
  }
}

/** Stripe refuses refunds of a charge whose money a dispute has withdrawn. */
function isWithdrawn({ disputes }: Snapshot, intent: string): boolean {
  return disputes.some(({ payment_intent, status }) => payment_intent === intent && status !== "won");
}

async function dispute(at: Snapshot, { session, state }: Extract<StripeAct, { do: "dispute" }>): Promise<string | null> {
  const intent = at.sessions[session]?.payment_intent ?? null;
  if (!at.charges.some(({ payment_intent }) => payment_intent === intent)) return "no_payment";
  const open = at.disputes.find(({ payment_intent }) => payment_intent === intent);
  const { id } = open ?? (await atStripe(`intents/${String(intent)}/dispute`));
  if (state !== "opened") await atStripe(`disputes/${id}/decide`, { status: state });
  return null;
}
