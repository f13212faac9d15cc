/** Cancelling the sessions of one person in a period: each with the money that it gives back, before anything is done. */
import type { Booking } from "../../domain/booking.ts";
import type { Money } from "../../domain/money.ts";
import { moneyInWords } from "../../messages/money.ts";
import { say } from "../../messages/say.ts";
import { spanInWords } from "../../messages/wording.ts";
import { Form, NEW_FORM, Input } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { adminPage } from "./frame.tsx";

export interface PeriodView {
  readonly userId: string;
  readonly name: string | null;
  readonly side: "client" | "coach";
  /** ISO dates, both included; "" where none is named. */
  readonly from: string;
  readonly to: string;
  readonly sessions: readonly { readonly booking: Booking; readonly refund: Money | null; readonly refundPercent: number }[];
  readonly totals: readonly Money[];
  readonly hasMore: boolean;
  readonly timeZone: string;
  readonly formKey: string;
  readonly done: string | null;
}

export function periodPage(view: PeriodView): Render {
  const { sessions, totals, side, hasMore, done } = view;
  return adminPage({
    title: say("period.title", { name: view.name ?? say("people.nameless") }),
    at: "people",
    isPart: true,
    done,
    children: (
      <>
        <form method="get" action={`/admin/people/${view.userId}/cancel`} class="admin-filter">
          <input type="hidden" name="as" value={side} />
          <Input name="from" type="date" label={say("period.from")} form={NEW_FORM} value={view.from} />
          <Input name="to" type="date" label={say("period.to")} form={NEW_FORM} value={view.to} />
          <p class="ways">
            <button type="submit" class="second">
              {say("period.show")}
            </button>
          </p>
        </form>
        {sessions.length === 0 && <p>{say("period.none")}</p>}
        <ul class="admin-rows">
          {sessions.map(({ booking, refund }) => (
            <li>
              <div>
                <p>
                  <a href={`/admin/bookings/${booking.id}`}>{spanInWords(booking, view.timeZone)}</a>
                </p>
                <p class="quiet">{refund === null ? say("period.gives.nothing") : say("period.gives", { money: moneyInWords(refund) })}</p>
              </div>
            </li>
          ))}
        </ul>
        {sessions.length > 0 && (
          <Form action={periodHref(view)} formKey={view.formKey}>
            <p>{say(`period.by.${side}`)}</p>
            {totals.map((money) => (
              <p class="state">{say("period.total", { money: moneyInWords(money) })}</p>
            ))}
            {hasMore && <p>{say("period.more")}</p>}
            <input
              type="hidden"
              name="shown"
              value={sessions.map(({ booking, refundPercent }) => `${booking.id}:${String(refundPercent)}`).join(" ")}
            />
            <button type="submit" class="danger">
              {say("period.do", { count: sessions.length })}
            </button>
          </Form>
        )}
      </>
    ),
  });
}

export function periodHref({ userId, side, from, to }: Pick<PeriodView, "userId" | "side" | "from" | "to">): string {
  return `/admin/people/${userId}/cancel?${new URLSearchParams({ as: side, from, to }).toString()}`;
}
