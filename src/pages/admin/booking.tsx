/**
 * One booking with all that is known of it, for admins: where it stands, what can be done now, what was agreed, who did what, money, calendars,
 * effects and mails. Which acts are open was asked of the table of transitions.
 */
import type { ActsNow } from "../../domain/agreement/acts-now.ts";
import { VIDEO } from "../../domain/agreement/offer.ts";
import { type Booking, endingAt, openRequest, statusAt } from "../../domain/booking.ts";
import { isTimeZone } from "../../domain/slots/time-zone.ts";
import { say } from "../../messages/say.ts";
import { momentInWords, spanInWords, zoneInWords } from "../../messages/wording.ts";
import { lengthInWords } from "../desk/words.ts";
import type { Render } from "../layout.tsx";
import { Fact, FactRows, placeInWords } from "../session-facts.tsx";
import { titleOfSession } from "../session-parts.tsx";
import { actInWords, authorInWords, type PastAct, partyName, paymentInWords, type Reader, standingInWords } from "../session-words.ts";
import { namesOf } from "../session.tsx";
import { type Cut, type Lists, StoryLists } from "./booking-lists.tsx";
import { adminPage } from "./frame.tsx";

/** A row of the trail, with what only admins are told. */
export interface StoryAct extends PastAct {
  readonly authorId: string | null;
  readonly authorName: string | null;
  readonly onBehalfOf: "client" | "coach" | null;
  readonly isAccepted: boolean;
  readonly refundPercent: number | null;
  readonly capPercent: number | null;
}

interface Party {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

export interface StoryView {
  readonly story: Lists & { readonly booking: Booking; readonly client: Party; readonly coach: Party & { readonly timeZone: string } };
  readonly acts: ActsNow;
  readonly history: Cut<StoryAct>;
  readonly reader: Reader;
  readonly formKey: string;
  /** Something that has just been done, by the record; null: nothing is to be said. */
  readonly done: string | null;
}

export function bookingStoryPage(view: StoryView): Render {
  const { story, reader, done, formKey } = view;
  const { booking } = story;
  const names = namesOf(story);
  return adminPage({
    title: titleOfSession(reader.actor, names),
    at: "bookings",
    isPart: true,
    done,
    children: (
      <>
        <p class={statusAt(booking, reader.now) === "cancelled" ? "state off" : "state"}>{standingInWords(booking, reader, names)}</p>
        <Acts {...view} />
        <Terms {...view} />
        <Trail {...view} />
        <StoryLists story={story} timeZone={reader.timeZone} formKey={formKey} />
      </>
    ),
  });
}

function Acts({ story: { booking }, acts }: StoryView) {
  const isAnswerable = acts.accept_move === null || acts.decline_move === null || acts.withdraw_move === null;
  const links = [
    ...(isAnswerable ? [{ to: "move-request", label: say("act.answer"), look: "button" }] : []),
    ...(acts.confirm === null ? [{ to: "confirm", label: say("act.confirm"), look: "button" }] : []),
    ...(acts.confirm !== null && acts.waive === null ? [{ to: "confirm", label: say("act.waive"), look: "button" }] : []),
    ...(acts.complete === null ? [{ to: "complete", label: say("act.complete"), look: "button" }] : []),
    ...(acts.move === null ? [{ to: "move", label: say("act.move"), look: "button second" }] : []),
    ...(acts.cancel === null ? [{ to: "cancel", label: say("act.cancel"), look: "button danger" }] : []),
  ];
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{say("session.acts")}</h2>
      {links.length === 0 && <p>{say("session.acts.none")}</p>}
      <div class="acts">
        {links.map(({ to, label, look }) => (
          <a class={look} href={`/admin/bookings/${booking.id}/${to}`}>
            {label}
          </a>
        ))}
      </div>
    </section>
  );
}

function Terms({ story, reader: { now, timeZone } }: StoryView) {
  const { booking, client, coach, payments } = story;
  const names = namesOf(story);
  const paid = payments.listed.find(({ id }) => id === booking.paymentId) ?? null;
  const request = openRequest(booking, now);
  const status = statusAt(booking, now);
  const { cancelReason } = endingAt(booking, now);
  const place = booking.place ?? VIDEO;
  const moment = (at: Booking["startsAt"]) => momentInWords(at, timeZone);
  return (
    <FactRows>
      <Fact name={say("session.session")}>{booking.offerTitle ?? say("coach.offer.any")}</Fact>
      <PartyFact label={say("session.client")} party={client} name={partyName("client", names)} />
      <PartyFact label={say("session.coach")} party={coach} name={partyName("coach", names)} />
      <Fact name={say("session.when")}>
        <strong>
          <time datetime={new Date(booking.startsAt).toISOString()}>{spanInWords(booking, timeZone)}</time>
        </strong>
        <br />
        {zoneInWords(timeZone, booking.startsAt)}
        <ZoneLine side="coach" booking={booking} zone={coach.timeZone} shown={timeZone} />
        <ZoneLine side="client" booking={booking} zone={booking.clientTimeZone} shown={timeZone} />
      </Fact>
      {request !== null && (
        <Fact name={say("session.wished")}>
          {moment(request.startsAt)}
          <br />
          {say("session.open.other", { name: partyName(request.askedBy, names), until: moment(request.expiresAt) })}
        </Fact>
      )}
      <Fact name={say("session.place")}>
        {placeInWords(place)}
        {[place.address, place.link, booking.meetingLink].map((line) => line && <p>{line}</p>)}
      </Fact>
      <Fact name={say("session.price")}>{paymentInWords({ ...booking, status }, paid).join(" ")}</Fact>
      <Fact name={say("session.policy")}>
        <Policy booking={booking} />
      </Fact>
      {booking.price !== null && (
        <Fact name={say("story.cap")}>{say("story.cap.percent", { percent: booking.refundPercent ?? booking.refundCapPercent })}</Fact>
      )}
      <Fact name={say("story.approval")}>{booking.approvalRequired ? say("story.approval.yes") : say("story.approval.no")}</Fact>
      <Fact name={say("story.notice")}>
        {booking.moveNoticeMinutes === 0
          ? say("story.notice.start")
          : say("story.notice.length", { length: lengthInWords(booking.moveNoticeMinutes) })}
      </Fact>
      {status === "pending" && booking.expiresAt !== null && <Fact name={say("story.due")}>{moment(booking.expiresAt)}</Fact>}
      {status === "confirmed" && booking.completesAt !== null && <Fact name={say("story.completes")}>{moment(booking.completesAt)}</Fact>}
      {booking.notes !== null && (
        <Fact name={say("session.notes", { name: partyName("client", names) })}>
          <span class="said">{booking.notes}</span>
        </Fact>
      )}
      {status === "cancelled" && cancelReason !== null && (
        <Fact name={say("story.reason")}>
          <span class="said">{cancelReason}</span>
        </Fact>
      )}
      <Fact name={say("story.made")}>{say("story.made.by", { at: moment(booking.createdAt), by: booking.createdBy })}</Fact>
      <Fact name={say("story.moves")}>{booking.moves}</Fact>
      <Fact name={say("story.revision")}>{booking.revision}</Fact>
      <Fact name={say("story.id")}>
        <code>{booking.id}</code>
      </Fact>
    </FactRows>
  );
}

function PartyFact({ label, party, name }: { readonly label: string; readonly party: Party; readonly name: string }) {
  return (
    <Fact name={label}>
      <a href={`/admin/people/${party.id}`} aria-label={say("story.person", { name })}>
        {name}
      </a>
      {party.email !== null && (
        <>
          <br />
          <a href={`mailto:${encodeURIComponent(party.email)}`}>{party.email}</a>
        </>
      )}
    </Fact>
  );
}

interface ZoneLineProps {
  readonly side: "client" | "coach";
  readonly booking: Booking;
  readonly zone: string | null;
  readonly shown: string;
}

function ZoneLine({ side, booking, zone, shown }: ZoneLineProps) {
  if (zone === null || zone === shown || !isTimeZone(zone)) return null;
  return (
    <>
      <br />
      <span class="quiet">
        {say(`story.when.${side}`, { time: spanInWords(booking, zone), zone: zoneInWords(zone, booking.startsAt) })}
      </span>
    </>
  );
}

/** As it was agreed, whatever of it lies behind. */
function Policy({ booking: { price, cancellationPolicy } }: { readonly booking: Booking }) {
  if (price === null) return <>{say("policy.free")}</>;
  const steps = cancellationPolicy ?? [];
  if (steps.length === 0) return <>{say("story.policy.none")}</>;
  return (
    <ul class="plain">
      {steps.map(({ beforeMinutes, refundPercent: percent }) => (
        <li>
          {beforeMinutes === 0
            ? say("story.policy.start", { percent })
            : say("story.policy.step", { length: lengthInWords(beforeMinutes), percent })}
        </li>
      ))}
      <li>{say("story.policy.else")}</li>
      <li>{say("policy.coach")}</li>
    </ul>
  );
}

function Trail({ story, history, reader: { actor, timeZone } }: StoryView) {
  const names = namesOf(story);
  return (
    <section aria-labelledby="history">
      <h2 id="history">{say("session.history")}</h2>
      {history.hasMore && <p class="quiet">{say("story.history.more")}</p>}
      <ol class="history" reversed>
        {history.listed.map((act) => {
          const isSelf = act.authorId === actor.id && act.by === "admin";
          const plain = isSelf ? say("person.you") : authorInWords(act, { ...actor, role: "admin" }, names);
          const isNamed = !isSelf && act.authorName !== null && act.by !== "system";
          return (
            <li>
              <time datetime={new Date(act.at).toISOString()}>{momentInWords(act.at, timeZone)}</time>
              <strong>{isNamed ? say("story.by.named", { name: act.authorName ?? "", role: act.by }) : plain}</strong> ·{" "}
              {[actInWords(act, timeZone), ...furtherOf(act)].join(". ")}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function furtherOf({ onBehalfOf, isAccepted, refundPercent, capPercent }: StoryAct): readonly string[] {
  return [
    ...(onBehalfOf === null ? [] : [say("story.act.behalf", { side: onBehalfOf })]),
    ...(isAccepted ? [say("story.act.accepted")] : []),
    ...(refundPercent === null ? [] : [say("story.act.refund", { percent: refundPercent })]),
    ...(capPercent === null ? [] : [say("story.act.cap", { percent: capPercent })]),
  ];
}
