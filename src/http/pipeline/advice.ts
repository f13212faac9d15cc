/**
 * Advice to somebody who was refused: the `detail` of a problem document, in one sentence or two. It repeats
 * nothing that was sent, and tells nothing of others. Statuses and titles are in `problem.ts`.
 */
import type { Refusal } from "../../domain/refusal.ts";
import { unreachable } from "../../lib/assert.ts";

export function adviceOn(refusal: Refusal): string {
  switch (refusal.tag) {
    case "booking_not_found":
    case "coach_not_found":
    case "effect_not_found":
    case "webhook_not_found":
    case "delivery_not_found":
    case "payment_not_found":
    case "offer_not_found":
    case "user_not_found":
      return "Check the id.";
    case "user_inactive":
      return "Ask the operator of the marketplace.";
    case "forbidden":
      return "You may not do this.";
    case "rate_limited":
      return `Wait ${String(refusal.retryAfterSeconds)} seconds.`;
    case "too_many_pending":
      return `At most ${String(refusal.pendingMax)} bookings may be pending at once. Cancel one, or wait until one is confirmed.`;
    case "too_many_sessions":
      return `At most ${String(refusal.sessionsMax)} sessions may lie ahead. Cancel one, or wait until one is over.`;
    case "too_many_moves":
      return `A client moves a booking at most ${String(refusal.movesMax)} times in a day.`;
    case "client_inactive":
      return "Cancel the session, or ask the operator of the marketplace.";
    case "client_unknown_to_coach":
      return "Ask the client to make the first booking.";
    case "session_started":
    case "session_ended":
      return "Nothing of it can be changed any more in this way.";
    case "move_needs_client":
    case "move_needs_approval":
    case "move_notice_too_short":
      return "Ask the other side with POST /booking/{id}/move-request.";
    case "price_differs":
      return "Keep the length, or cancel and book anew.";
    case "price_changed":
      return "Show the client the present price, and book again if it is agreed to.";
    case "move_request_open":
      return "Wait for the answer, or withdraw the question with DELETE /booking/{id}/move-request.";
    case "move_request_not_found":
      return "Read the booking: it may have been answered, or have lapsed.";
    case "offer_retired":
      return "Choose another offer.";
    case "too_many_webhooks":
      return `Remove one first: at most ${String(refusal.webhooksMax)} may be registered.`;
    case "webhook_url_refused":
      return `Name an https address with a public name, on port 443 or 8443, without credentials or fragment (${refusal.reason}).`;
    case "too_many_offers":
      return `Retire one first: at most ${String(refusal.offersMax)} may be active.`;
    case "setting_replaced":
      return `Replaced: ${refusal.settings.join(", ")}. Prices are offers (POST /coach/{id}/offers); see docs/changes.md.`;
    case "idempotency_in_flight":
      return "Send the same request again in a moment to get its answer.";
    case "idempotency_key_reused":
      return "Use a new key for a new request.";
    case "revision_mismatch":
      return "Read it again, and send If-Match with the ETag you get.";
    case "coach_inactive":
      return "Choose another coach.";
    case "client_overlap":
      return "Choose a time at which the client has no other session.";
    case "payment_required":
      return "Pay for the booking; it can be confirmed after that.";
    case "signature_invalid":
      return "Sign the bytes that are sent, with the secret of this address.";
    case "nothing_to_pay":
      return "Read the booking to see its status.";
    case "already_paid":
      return "There is nothing left to do.";
    case "checkout_too_late":
      return "Book again, and pay at once.";
    case "payment_refused":
      return "Ask the coach for another price; this one cannot be charged.";
    case "refund_too_large":
      return "Read the payment to see what has been given back already.";
    case "return_path_refused":
      return "Send a path such as /done, or none.";
    case "calendar_not_offered":
      return "Choose another provider.";
    case "consent_invalid":
    case "consent_used":
      return "Begin again with GET /calendar/{provider}/auth-url.";
    case "consent_declined":
      return "Nothing was changed. Begin again when you want to.";
    case "account_without_calendar":
      return "Connect another account, or have who administers this one give it a mailbox.";
    case "scopes_missing":
      return `Begin again and leave these permissions ticked: ${refusal.scopes.join(" ")}.`;
    case "connection_not_found":
      return "Connect a calendar first.";
    case "provider_token_refused":
      return "Get a new token of that provider, with a scope that lets events be written, and send the request again.";
    case "needs_reconnect":
      return "Connect the calendar again; what waits to be written follows.";
    case "calendar_unknown":
      return "Choose one that GET /calendar/{provider}/calendars lists.";
    case "no_event_calendar":
      return "Choose one with PATCH /calendar/{provider}/connection.";
    case "booking_not_active":
      return "Read the booking to see its status.";
    case "provider_unavailable":
    case "payments_unavailable":
      return "Send the same request again in a moment.";
    case "approval_required":
      return "Wait for the coach to confirm.";
    case "session_not_ended":
      return "Complete the booking after its end.";
    case "self_deactivation":
      return "Ask another admin.";
    case "user_erased":
      return "An erased person does not come back. Somebody who returns has to come with another subject of the identity provider.";
    case "erasure_blocked":
      return "Wait until the sessions are over and the payment has ended, or send cancel=true to have the sessions cancelled first.";
    case "duration_not_offered":
      return refusal.durationsMinutes.length === 0
        ? "The coach sells nothing at the moment."
        : `Choose one of these durations, in minutes: ${refusal.durationsMinutes.join(", ")}.`;
    case "invalid_transition":
      return refusal.to === "rescheduled" || refusal.to === "move_asked"
        ? `A ${refusal.from} booking cannot be moved.`
        : `A ${refusal.from} booking cannot become ${refusal.to}.`;
    case "in_the_past":
    case "notice_too_short":
    case "beyond_horizon":
    case "slot_taken":
    case "outside_hours":
    case "day_full":
    case "off_grid":
      return refusal.alternatives.length > 0
        ? "Choose one of the alternatives, or look up other times."
        : "Look up the times that can be booked.";
    case "busy":
      return "Nothing happened. Send the same request again.";
    case "outcome_unknown":
      return "It may have happened. Send the same request again with the same Idempotency-Key, or read the booking.";
    default:
      return unreachable(refusal);
  }
}
