/**
 * The judge's ledger of a life that is over, for tests that let bookings live without a judge beside them: from what was agreed, which money
 * came and who cancelled when, what is owed back of each capture. Nobody moves in such a life.
 */
import type { PolicyStep, Price, Side } from "./acts.ts";
import { openAccount, openBooks, worthAt } from "./ledger.ts";
import { oweOfCancellation } from "./ledger-money.ts";
import type { VisibleBooking } from "./system.ts";

interface Life {
  readonly price: Price;
  readonly cancellation_policy: readonly PolicyStep[];
  readonly last: VisibleBooking;
  readonly was_confirmed: boolean;
  /** `stands`: it paid for the booking. */
  readonly captures: readonly { readonly at: number; readonly amount_minor: number; readonly stands: boolean }[];
  readonly cancelled: { readonly at: number; readonly by: Side | "admin" | "system" } | null;
}

/** Of each capture, in their order. */
export function owedBack({ price, cancellation_policy, last, was_confirmed, captures, cancelled }: Life): readonly number[] {
  const caps = { sessions_ahead: 0, free_or_unpaid_with_one_coach: 0, pending: 0, moves_a_day: 0 };
  const books = openBooks({ now: 0, clients: ["client-1"], coaches: [], caps, bookings: [] });
  const act = { at: 0, by: "client-1", do: "create", booking: last.booking, client: "client-1", coach: "coach-1", to: 0 } as const;
  const account = openAccount(books, act, { ...last, price, cancellation_policy }, last);
  account.was_confirmed = was_confirmed;
  for (const [session, { at, amount_minor, stands }] of captures.entries()) {
    const owed_minor = stands ? 0 : amount_minor;
    account.captures.push({ session, at, amount_minor, stands, owed_minor, is_known: true, hidden_minor: 0 });
  }
  if (cancelled !== null) oweOfCancellation(account, cancelled.by === "client" ? worthAt(account, cancelled.at) : 100);
  return account.captures.map(({ owed_minor }) => owed_minor);
}
