/** The doors of the acts: each is a call of the API by the party that does it, or an act on the admin surface of Stripe's stand-in. */
import type { ExampleAct } from "./example.ts";
import { captureAtStripe, refundAtStripe, standingPayment } from "./money.ts";
import type { Stage } from "./stage.ts";

/** Null: the act was accepted. Else the code of its refusal. */
export async function play(stage: Stage, act: ExampleAct): Promise<string | null> {
  if (act.by === "system") return null;
  if (act.by === "stripe") return await atTheirs(stage.bookingId, act);
  const [method, path, body] = act.do === "refund" ? await refundOf(stage, act) : callOn(stage.bookingId, act);
  const answer = await stage.people[act.by].call(method, path, body);
  if (answer.ok) return null;
  const { code } = await answer.json<{ code?: string }>();
  if (answer.status >= 500 || code === undefined) throw new Error(`${act.do} was answered ${String(answer.status)}`);
  return code;
}

export type Call = readonly [method: string, path: string, body?: object];

type ActOnBooking = { readonly by: string } & Pick<ExampleAct, "do" | "to" | "duration_minutes" | "on_behalf_of" | "waive_price">;

export function callOn(bookingId: string, act: ActOnBooking): Call {
  const path = `/booking/${bookingId}`;
  const behalf = act.on_behalf_of === undefined ? {} : { on_behalf_of: act.on_behalf_of };
  const target = { session_datetime: act.to, duration_minutes: act.duration_minutes };
  switch (act.do) {
    case "cancel":
      return ["DELETE", act.on_behalf_of === undefined ? path : `${path}?on_behalf_of=${act.on_behalf_of}`];
    case "move":
      return ["PATCH", path, { ...target, ...behalf }];
    case "ask_move":
      return ["POST", `${path}/move-request`, target];
    case "accept_move":
      return ["POST", `${path}/move-request/accept`];
    case "decline_move":
      return ["POST", `${path}/move-request/decline`];
    case "withdraw_move":
      return ["DELETE", `${path}/move-request`];
    case "confirm":
      return ["PATCH", `${path}/status`, { status: "confirmed", waive_price: act.waive_price }];
    case "complete":
      return ["PATCH", `${path}/status`, { status: "completed" }];
    case "checkout":
      return ["POST", "/payments/checkout", { booking_id: bookingId }];
    default:
      throw new Error(`no door is known for ${act.by} ${act.do}`);
  }
}

async function refundOf({ bookingId }: Stage, { amount_minor }: ExampleAct): Promise<Call> {
  return ["POST", `/admin/payments/${await standingPayment(bookingId)}/refund`, { amount_minor }];
}

async function atTheirs(bookingId: string, act: ExampleAct): Promise<null> {
  if (act.do === "capture") await captureAtStripe(bookingId);
  else if (act.do === "refund") await refundAtStripe(bookingId, act.amount_minor);
  else throw new Error(`no door is known for stripe ${act.do}`);
  return null;
}
