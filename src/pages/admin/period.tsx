/** Cancelling the sessions of one person in a period: each with the money that it gives back, before anything is done. */
import type { Booking } from "../../domain/booking.ts";
import type { Money } from "../../domain/money.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { moneyInWords } from "../../messages/money.ts";
import { say } from "../../messages/say.ts";
import { spanInWords } from "../../messages/wording.ts";
import { Form, NEW_FORM, Input } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { refusalInWords } from "../refusals.ts";
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
  /** Sessions that have just been asked for and could not be cancelled. */
  readonly failed: readonly { readonly booking: Booking; readonly problem: Refusal }[];
}

export function periodPage(view: PeriodView): Render {
  const { sessions, totals, side, hasMore, done, failed } = view;
  return adminPage({
    title: say("period.title", { name: view.name ?? say("people.nameless") }),
    at: "people",
    isPart: true,
    done,
    children: (
      <>
        {failed.length > 0 && (
          <section aria-labelledby="failed">
            <h2 id="failed">{say("period.failed")}</h2>
            <ul class="admin-rows">
              {failed.map(({ booking, problem }) => (
                <Row booking={booking} timeZone={view.timeZone} about={refusalInWords(problem)} />
              ))}
            </ul>
          </section>
        )}
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
            <Row
              booking={booking}
              timeZone={view.timeZone}
              about={refund === null ? say("period.gives.nothing") : say("period.gives", { money: moneyInWords(refund) })}
            />
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

interface RowProps extends Pick<PeriodView, "timeZone"> {
  readonly booking: Booking;
  readonly about: string;
}

function Row({ booking, timeZone, about }: RowProps) {
  return (
    <li>
      <div>
        <p>
          <a href={`/admin/bookings/${booking.id}`}>{spanInWords(booking, timeZone)}</a>
        </p>
        <p class="quiet">{about}</p>
      </div>
    </li>
  );
}

export function periodHref({ userId, side, from, to }: Pick<PeriodView, "userId" | "side" | "from" | "to">): string {
  return `/admin/people/${userId}/cancel?${new URLSearchParams({ as: side, from, to }).toString()}`;
}
