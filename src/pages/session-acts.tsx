/**
 * The page of an act on one session: what it does, said before it is done, and the form. One that is refused says why and leads back. Each
 * form carries the revision that its page has shown.
 */
import type { Child } from "hono/jsx";
import { awaitingOf, type Booking, openRequest } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { REASON_CHARACTERS_MAX } from "../limits.ts";
import { say } from "../messages/say.ts";
import { moneyInWords } from "../messages/money.ts";
import { Checkbox, Faults, Form, type FormState, isFaulty, TextArea } from "./form.tsx";
import { AdminNav } from "./admin/nav.tsx";
import { document, type Render } from "./layout.tsx";
import { Fact, FactRows } from "./session-facts.tsx";
import { TimeInZones, titleOfSession } from "./session-parts.tsx";
import { otherName, partyName, type Reader, standingInWords } from "./session-words.ts";
import { namesOf, type Parties } from "./session.tsx";
import { momentInWords } from "../messages/wording.ts";

export interface ActView {
  readonly booking: Booking;
  readonly parties: Parties;
  readonly reader: Reader;
  readonly form: FormState;
  readonly formKey: string;
  /** The address of the booking's own page: of a party's pages or of an admin's. */
  readonly home: string;
  /** On whose behalf an admin acts; null: nobody's, or nobody has said. */
  readonly onBehalfOf: "client" | "coach" | null;
}

export function isAdministered({ home }: Pick<ActView, "home">): boolean {
  return home.startsWith("/admin/");
}

interface Act {
  readonly title: string;
  readonly children: Child;
}

/** The frame of every act. Where something was refused the session is shown as it stands now. */
export function actPage(view: ActView, { title, children }: Act): Render {
  const { booking, parties, reader, form } = view;
  return (frame) =>
    document(frame, {
      title,
      isFaulty: isFaulty(form),
      children: (
        <>
          {isAdministered(view) && <AdminNav at="bookings" isPart />}
          <Faults form={form} />
          <FactRows>
            <Fact name={say("session.session")}>{booking.offerTitle ?? say("coach.offer.any")}</Fact>
            <TimeInZones label={say("session.when")} time={booking} booking={booking} parties={parties} reader={reader} />
            <Fact name={say("session.now")}>{standingInWords(booking, reader, namesOf(parties))}</Fact>
          </FactRows>
          {children}
          <p>
            <a href={view.home}>{say("act.back")}</a>
          </p>
        </>
      ),
    });
}

/** There is no form: the act is not open to the reader now. */
export function actRefusedPage(view: ActView, sentence: string): Render {
  return actPage(view, {
    title: titleOfSession(view.reader.actor, namesOf(view.parties)),
    children: (
      <p class="state off">
        {say("act.refused")}: {sentence}
      </p>
    ),
  });
}

interface ActFormProps {
  readonly view: ActView;
  /** The last part of the address. */
  readonly to: string;
  readonly children: Child;
}

export function ActForm({ view: { booking, formKey, home }, to, children }: ActFormProps) {
  return (
    <Form action={`${home}/${to}`} formKey={formKey}>
      <input type="hidden" name="revision" value={String(booking.revision)} />
      {children}
    </Form>
  );
}

export interface Cancelling extends ActView {
  readonly refund: Money | null;
  readonly refundPercent: number;
  /** null: until the start. */
  readonly holdsUntil: Instant | null;
}

export function cancelPage(view: Cancelling): Render {
  const { booking, parties, reader, form, refund, refundPercent } = view;
  const name = otherName(reader.actor, namesOf(parties));
  const isDeclining = reader.actor.role === "coach" && booking.status === "pending";
  const title = isDeclining ? say("cancelling.title.decline", { name }) : say("cancelling.title", { name });
  return actPage(view, {
    title: reader.actor.role === "admin" ? say("cancelling.title.admin") : title,
    children: (
      <>
        {isAdministered(view) && <BehalfChoice view={view} to="cancel" sides={["none", "client", "coach"]} />}
        <section aria-labelledby="refund">
          <h2 id="refund">{say("cancelling.refund")}</h2>
          <p class="state">{refundInWords(view)}</p>
        </section>
        <ActForm view={view} to={view.onBehalfOf === null ? "cancel" : `cancel?for=${view.onBehalfOf}`}>
          <input type="hidden" name="refund" value={String(refund?.minor ?? 0)} />
          <input type="hidden" name="percent" value={String(refundPercent)} />
          <TextArea
            name="reason"
            label={say("cancelling.reason")}
            hint={say("cancelling.reason.hint", { max: REASON_CHARACTERS_MAX })}
            form={form}
            maxlength={REASON_CHARACTERS_MAX}
            rows={3}
          />
          <p class="acts">
            <button type="submit" class="danger">
              {isDeclining ? say("cancelling.submit.decline") : say("cancelling.submit")}
            </button>
            <a class="button second" href={view.home}>
              {say("cancelling.keep")}
            </a>
          </p>
        </ActForm>
      </>
    ),
  });
}

function refundInWords({ booking, reader, refund, holdsUntil }: Cancelling): string {
  if (booking.price === null || booking.priceWaived) return say("cancelling.refund.free");
  if (booking.paymentId === null) return say("cancelling.refund.unpaid");
  if (refund === null) return say("cancelling.refund.none");
  const money = moneyInWords(refund);
  const given = reader.actor.role === "client" ? say("cancelling.refund.you", { money }) : say("cancelling.refund.client", { money });
  const until = holdsUntil === null ? "" : ` ${say("cancelling.refund.until", { until: momentInWords(holdsUntil, reader.timeZone) })}`;
  return `${given}${until}`;
}

export interface Confirming extends ActView {
  /** It can be confirmed only by letting the client have it for nothing. */
  readonly isWaiver: boolean;
}

export function confirmPage(view: Confirming): Render {
  const { booking, parties, reader, form, isWaiver } = view;
  const name = otherName(reader.actor, namesOf(parties));
  const isApproval = reader.actor.role === "coach" && awaitingOf(booking) === "approval";
  return actPage(view, {
    title: isApproval ? say("confirming.title.approve", { name }) : say("confirming.title", { name }),
    children: (
      <>
        {booking.notes !== null && reader.actor.role === "coach" && (
          <FactRows>
            <Fact name={say("session.notes", { name })}>
              <span class="said">{booking.notes}</span>
            </Fact>
          </FactRows>
        )}
        <p>{say("confirming.lead")}</p>
        <ActForm view={view} to="confirm">
          {isWaiver && booking.price !== null && (
            <Checkbox
              name="waive"
              label={say("confirming.waive")}
              hint={say("confirming.waive.hint", { price: moneyInWords(booking.price) })}
              form={form}
            />
          )}
          <button type="submit">{isApproval ? say("confirming.submit.approve") : say("confirming.submit")}</button>
        </ActForm>
        {reader.actor.role === "coach" && (
          <p>
            <a href={`${view.home}/cancel`}>{say("confirming.decline")}</a>
          </p>
        )}
      </>
    ),
  });
}

export function completePage(view: ActView): Render {
  return actPage(view, {
    title: say("completing.title"),
    children: (
      <>
        <p>{say("completing.lead")}</p>
        <ActForm view={view} to="complete">
          <button type="submit">{say("completing.submit")}</button>
        </ActForm>
      </>
    ),
  });
}

/** The question that is open: the other side answers it, the asker withdraws it. */
export function answerPage(view: ActView & { readonly isOwn: boolean }): Render {
  const { booking, parties, reader, isOwn } = view;
  const request = openRequest(booking, reader.now);
  if (request === null) return actRefusedPage(view, say("refusal.move_request_not_found"));
  const { startsAt, durationMs, expiresAt } = request;
  const wished = { startsAt, endsAt: (startsAt + durationMs) as Instant };
  const name = partyName(request.askedBy, namesOf(parties));
  return actPage(view, {
    title: isOwn ? say("answering.title.withdraw") : say("answering.title"),
    children: (
      <>
        <p>{isOwn ? say("answering.lead.withdraw") : say("answering.lead", { name })}</p>
        <FactRows>
          <TimeInZones label={say("session.wished")} time={wished} booking={booking} parties={parties} reader={reader} />
          <Fact name={say("answering.until")}>{momentInWords(expiresAt, reader.timeZone)}</Fact>
        </FactRows>
        <ActForm view={view} to="move-request">
          <p class="acts" id="answer">
            {isOwn ? (
              <button type="submit" name="answer" value="withdraw">
                {say("answering.withdraw")}
              </button>
            ) : (
              <>
                <button type="submit" name="answer" value="accept">
                  {say("answering.accept")}
                </button>
                <button type="submit" name="answer" value="decline" class="second">
                  {say("answering.decline")}
                </button>
                {isAdministered(view) && (
                  <button type="submit" name="answer" value="withdraw" class="second">
                    {say("answering.withdraw")}
                  </button>
                )}
              </>
            )}
          </p>
        </ActForm>
      </>
    ),
  });
}

interface BehalfProps {
  readonly view: ActView;
  readonly to: string;
  /** `none`: the admin alone. */
  readonly sides: readonly ("none" | "client" | "coach")[];
}

/** As whose act it is judged: a link for each side, so that what it comes to is shown before it is done. */
export function BehalfChoice({ view: { home, onBehalfOf }, to, sides }: BehalfProps) {
  return (
    <nav class="tabs" aria-label={say("behalf.title")}>
      {sides.map((side) => {
        const isChosen = side === (onBehalfOf ?? "none");
        return (
          <a href={side === "none" ? `${home}/${to}` : `${home}/${to}?for=${side}`} aria-current={isChosen ? "true" : undefined}>
            {say(`behalf.${side}`)}
          </a>
        );
      })}
    </nav>
  );
}
