/**
 * The doors of a game: each act of a person is a call of the API by that person, sent again with its key until there is an answer, as a
 * client does; some are sent without a key, which the agenda must answer for itself. A 500 is no answer: it is thrown.
 */
import type { Act, BookingAct, CreateAct } from "../acts.ts";
import type { VisibleBooking } from "../system.ts";
import type { Person } from "../../support/people.ts";
import { type Call, callOn } from "./acts.ts";
import { type Cast, feedOf, offerBody, one } from "./cast.ts";
import type { Troubles } from "./troubles.ts";

const TRIES_MAX = 30;
/** Codes that say of a call that the driver made it wrongly: no rule of the agreement is behind them. */
const OF_THE_DRIVER: ReadonlySet<unknown> = new Set([
  "not_found",
  "method_not_allowed",
  "unauthenticated",
  "invalid_token",
  "unsupported_media_type",
  "malformed_json",
  "validation_failed",
  "rate_limited",
  "idempotency_key_reused",
  "revision_mismatch",
]);

type PersonalAct = Exclude<Act, { by: "stripe" | "system" } | { do: "drag" | "delete_event" }>;

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** The code of the refusal, or null. `shown`: the bookings as they stood after the act before. */
export async function through(act: PersonalAct, cast: Cast, troubles: Troubles, shown: readonly VisibleBooking[]): Promise<string | null> {
  if (act.do === "read" && act.door === "feed") return await readFeed(act, cast);
  if (act.do === "deactivate" && act.person.startsWith("coach")) await feedOf(one(cast, act.person), cast);
  const call = callOf(act, cast);
  if (call === null) return "payment_not_found";
  // A refund has its key: sent again without one it would be another. A checkout has one too: Stripe may not answer it.
  const mayBeKeyless = act.do !== "refund" && act.do !== "checkout" && act.do !== "read";
  const who = one(cast, act.by);
  const answer =
    mayBeKeyless && troubles.leavesOutKey()
      ? await troubles.keyless(async () => await answerOf(who, call, null))
      : await answered(who, call, troubles);
  if (answer.status >= 400) return String(answer.body["code"]);
  if (act.do === "read")
    checkRead(
      answer.body,
      shown.find(({ booking }) => booking === act.booking),
    );
  if (act.do === "create") cast.bookings.enter(act.booking, String(answer.body["id"]));
  if (act.do === "put_offer" && !cast.offers.isKnown(act.offer.name)) cast.offers.enter(act.offer.name, String(answer.body["id"]));
  return null;
}

function callOf(act: PersonalAct, cast: Cast): Call | null {
  switch (act.do) {
    case "change_settings":
      return ["PATCH", `/coach/${one(cast, act.coach).id}/settings`, act.settings];
    case "put_offer": {
      const path = `/coach/${one(cast, act.coach).id}/offers`;
      const { name } = act.offer;
      return cast.offers.isKnown(name)
        ? ["PATCH", `${path}/${cast.offers.idOf(name)}`, offerBody(act.offer)]
        : ["POST", path, offerBody(act.offer)];
    }
    case "retire_offer":
      return ["DELETE", `/coach/${one(cast, act.coach).id}/offers/${cast.offers.idOf(act.offer)}`];
    case "deactivate":
    case "reactivate":
      return ["PUT", `/admin/users/${one(cast, act.person).id}`, { status: act.do === "deactivate" ? "inactive" : "active" }];
    case "create":
      return ["POST", "/booking", createBody(act, cast)];
    case "refund": {
      const paymentId = cast.standingPayments.get(cast.bookings.idOf(act.booking));
      return paymentId === undefined ? null : ["POST", `/admin/payments/${paymentId}/refund`, { amount_minor: act.amount_minor }];
    }
    case "read":
      return ["GET", `/booking/${cast.bookings.idOf(act.booking)}`];
    default:
      return callOn(cast.bookings.idOf(act.booking), "to" in act ? { ...act, to: new Date(act.to).toISOString() } : act);
  }
}

function createBody({ by, client, coach, to, offer, duration_minutes }: CreateAct, cast: Cast): Record<string, unknown> {
  return {
    coach_id: one(cast, coach).id,
    session_datetime: new Date(to).toISOString(),
    duration_minutes,
    offer_id: offer === undefined ? undefined : cast.offers.idOf(offer),
    client_id: by === client ? undefined : one(cast, client).id,
  };
}

async function answered(who: Person, call: Call, troubles: Troubles): Promise<Answer> {
  const key = crypto.randomUUID();
  const first = await answerOf(who, call, key);
  if (!troubles.losesAnswer()) return first;
  const second = await answerOf(who, call, key);
  const told = ({ status, body }: Answer) => JSON.stringify([status, body["id"], body["code"], body["status"], body["revision"]]);
  if (told(first) !== told(second))
    throw new Error(`${call[0]} ${call[1]} came to ${told(first)}, and with the same key to ${told(second)}`);
  return second;
}

/** `key` null: sent without one. */
async function answerOf(who: Person, [method, path, body]: Call, key: string | null): Promise<Answer> {
  let last = "";
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const answer = await who.call(method, path, body, key === null ? {} : { "idempotency-key": key });
    const text = await answer.text();
    const told = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (OF_THE_DRIVER.has(told["code"])) throw new Error(`${method} ${path} was answered ${text}`);
    if (answer.status < 500 && told["code"] !== "idempotency_in_flight") return { status: answer.status, body: told };
    if (answer.status !== 503 && answer.status !== 409) throw new Error(`${method} ${path} was answered ${String(answer.status)}: ${text}`);
    last = text;
  }
  throw new Error(`${method} ${path} was not answered in ${String(TRIES_MAX)} tries: ${last}`);
}

/** Read is what the feed shows: a booking that is not in it was not read. */
async function readFeed({ by, booking }: Extract<BookingAct, { do: "read" }>, cast: Cast): Promise<string | null> {
  const feed = await feedOf(one(cast, by), cast);
  if (feed === null) return "no_feed";
  const answer = await one(cast, by).call("GET", feed);
  const text = await answer.text();
  if (answer.status >= 500) throw new Error(`the feed was answered ${String(answer.status)}`);
  return answer.ok && text.includes(cast.bookings.idOf(booking)) ? null : "not_in_feed";
}

/** The door says of a booking what the record says. */
function checkRead(body: Record<string, unknown>, shown: VisibleBooking | undefined): void {
  if (shown === undefined) throw new Error("a booking was read that does not stand");
  const { booking: _name, offer: _offer, move_request: request, ...members } = shown;
  for (const [member, value] of Object.entries({ ...members, asked_for: request?.session_datetime ?? null })) {
    const said =
      member === "asked_for" ? ((body["move_request"] as { session_datetime?: unknown } | null)?.session_datetime ?? null) : body[member];
    const isInstant = typeof value === "number" && typeof said === "string";
    if (said !== undefined && (isInstant ? Date.parse(said) !== value : JSON.stringify(said) !== JSON.stringify(value)))
      throw new Error(`${member} was read as ${JSON.stringify(said)} and stands as ${JSON.stringify(value)}`);
  }
}
