/** Everybody's bookings, for admins: a filter whose address holds it, the bookings that fit, and the acts that each is open for. */
import { AWAITING_FILTERS, LIST_ORDERS, PAYMENT_FILTERS } from "../../domain/all-bookings.ts";
import { type Booking, BOOKING_STATUSES, statusAt } from "../../domain/booking.ts";
import { moneyInWords } from "../../messages/money.ts";
import { say } from "../../messages/say.ts";
import { spanInWords, zoneInWords } from "../../messages/wording.ts";
import { type FormState, Input } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { partyName, type Reader, standingInWords } from "../session-words.ts";
import { adminPage } from "./frame.tsx";

interface Listed {
  readonly booking: Booking;
  readonly clientName: string | null;
  readonly coachName: string | null;
  readonly capturedMinor: number;
  readonly givenBackMinor: number;
}

export interface AllBookingsView {
  /** The filter as it was asked for, and what is wrong with it. */
  readonly form: FormState;
  readonly bookings: readonly Listed[];
  /** The address of the next page; null: this is the last. */
  readonly nextHref: string | null;
  readonly firstHref: string | null;
  readonly reader: Reader;
}

export function allBookingsPage(view: AllBookingsView): Render {
  const { form, bookings, nextHref, firstHref, reader } = view;
  return adminPage({
    title: say("all_bookings.title"),
    at: "bookings",
    form,
    children: (
      <>
        <Filter form={form} />
        {bookings.length === 0 ? (
          <p>{nextHref === null ? say("all_bookings.none") : say("all_bookings.none.more")}</p>
        ) : (
          <ul class="sessions">
            {bookings.map((listed) => (
              <Line {...listed} reader={reader} />
            ))}
          </ul>
        )}
        {(firstHref !== null || nextHref !== null) && (
          <nav class="ways" aria-label={say("sessions.pages")}>
            {firstHref !== null && <a href={firstHref}>{say("all_bookings.first")}</a>}{" "}
            {nextHref !== null && (
              <a href={nextHref} rel="next">
                {say("all_bookings.next")}
              </a>
            )}
          </nav>
        )}
        <p class="quiet">{say("sessions.zone", { zone: zoneInWords(reader.timeZone, reader.now) })}</p>
      </>
    ),
  });
}

function Filter({ form }: { readonly form: FormState }) {
  return (
    <details class="more" open={form.faults.size > 0 || Object.values(form.typed).some((typed) => typed !== "")}>
      <summary>{say("all_bookings.filter")}</summary>
      <form method="get" action="/admin/bookings" class="form filter" novalidate>
        <Input name="id" label={say("all_bookings.id")} hint={say("all_bookings.id.hint")} form={form} maxlength={36} />
        <Input name="coach" label={say("all_bookings.coach")} hint={say("all_bookings.person.hint")} form={form} maxlength={36} />
        <Input name="client" label={say("all_bookings.client")} hint={say("all_bookings.person.hint")} form={form} maxlength={36} />
        <Choice name="status" words={BOOKING_STATUSES} form={form} />
        <Choice name="payment" words={PAYMENT_FILTERS} form={form} />
        <Choice name="awaiting" words={AWAITING_FILTERS} form={form} />
        <Input name="from" label={say("all_bookings.from")} type="date" form={form} />
        <Input name="to" label={say("all_bookings.to")} type="date" form={form} />
        <Choice name="order" words={LIST_ORDERS} form={form} />
        <p class="ways">
          <button type="submit">{say("all_bookings.show")}</button> <a href="/admin/bookings">{say("all_bookings.clear")}</a>
        </p>
      </form>
    </details>
  );
}

type ChoiceName = "status" | "payment" | "awaiting" | "order";

function Choice({ name, words, form }: { readonly name: ChoiceName; readonly words: readonly string[]; readonly form: FormState }) {
  const chosen = form.typed[name] ?? "";
  return (
    <div class="field">
      <label for={name}>{say(`all_bookings.${name}`)}</label>
      <select id={name} name={name}>
        {name !== "order" && <option value="">{say("all_bookings.any")}</option>}
        {words.map((word) => (
          <option value={word} selected={word === chosen}>
            {say(`all_bookings.${name}.${word}` as Parameters<typeof say>[0])}
          </option>
        ))}
      </select>
    </div>
  );
}

function Line({ booking, clientName, coachName, capturedMinor, givenBackMinor, reader }: Listed & { readonly reader: Reader }) {
  const names = { client: clientName, coach: coachName };
  const time = spanInWords(booking, reader.timeZone);
  const page = `/admin/bookings/${booking.id}`;
  const acts = actsOn(booking, capturedMinor - givenBackMinor, reader.now);
  return (
    <li>
      <div class="what">
        <a href={page}>
          <time datetime={new Date(booking.startsAt).toISOString()}>{time}</time>
        </a>
        <p>{say("all_bookings.parties", { client: partyName("client", names), coach: partyName("coach", names) })}</p>
        <p class="quiet">
          {booking.offerTitle === null ? "" : `${booking.offerTitle} · `}
          {standingInWords(booking, reader, names)}
        </p>
        <Money booking={booking} capturedMinor={capturedMinor} givenBackMinor={givenBackMinor} />
        {acts.length > 0 && (
          <p class="ways" role="group" aria-label={say("all_bookings.acts", { time })}>
            {acts.map((act) => (
              <>
                <a href={`${page}/${act}`} aria-label={`${say(`all_bookings.${act}`)}: ${time}`}>
                  {say(`all_bookings.${act}`)}
                </a>{" "}
              </>
            ))}
          </p>
        )}
      </div>
    </li>
  );
}

/** The acts that may be open: each form asks the table of transitions itself, and says why where it is not. */
function actsOn(booking: Booking, keptMinor: number, now: Reader["now"]): ("confirm" | "move" | "cancel" | "refund")[] {
  const status = statusAt(booking, now);
  const refund = keptMinor > 0 ? (["refund"] as const) : [];
  if (status === "pending") return ["confirm", "move", "cancel", ...refund];
  return status === "confirmed" && booking.startsAt > now ? ["move", "cancel", ...refund] : [...refund];
}

function Money({ booking: { price }, capturedMinor, givenBackMinor }: Pick<Listed, "booking" | "capturedMinor" | "givenBackMinor">) {
  if (price === null) return null;
  const { currency } = price;
  const taken = {
    captured: moneyInWords({ minor: capturedMinor, currency }),
    given_back: moneyInWords({ minor: givenBackMinor, currency }),
  };
  return <p class="quiet">{`${moneyInWords(price)} · ${say("all_bookings.captured", taken)}`}</p>;
}
