/**
 * The sessions on the app's page: what was agreed, and what may be done about it. A move is tried alone first; where the
 * service says that the other side has a say in it, they are asked. Before a cancellation stands what it would give back.
 */
export const SESSION_SCRIPT = String.raw`
const HAS_TO_BE_ASKED = ["move_needs_client", "move_needs_approval", "move_notice_too_short"];

function otherSide(person) { return person.role === "client" ? "coach" : "client"; }

async function move(booking, person, at) {
  const body = { session_datetime: new Date(at).toISOString() };
  try {
    await call("PATCH", "/booking/" + booking.id, body);
  } catch (error) {
    if (!HAS_TO_BE_ASKED.includes(error.code)) throw error;
    await call("POST", "/booking/" + booking.id + "/move-request", body);
    await show();
    return say("Your " + otherSide(person) + " has been asked. The session stays where it is until they accept.");
  }
  await show();
}

function moveForm(booking, person) {
  const time = field("New time", { type: "datetime-local", value: wallTime(booking.session_datetime) });
  return unfolded("Another time", [time], "Move", () => move(booking, person, time.input.value));
}

function questionLine({ move_request: question }, person) {
  if (!question) return null;
  const asker = question.asked_by === person.role ? "You asked" : "Your " + question.asked_by + " asks";
  return asker + " to move it to " + when(question.session_datetime) + ". Open until " + when(question.expires_at) + ".";
}

function questionButtons(booking, person) {
  if (!booking.move_request) return [];
  const path = "/booking/" + booking.id + "/move-request";
  const answer = (text, method, end) => button(text, async () => { await call(method, path + end); await show(); });
  if (booking.move_request.asked_by === person.role) return [answer("Withdraw", "DELETE", "")];
  return [answer("Accept", "POST", "/accept"), answer("Decline", "POST", "/decline")];
}

function givenBackInWords(booking, payment, person, { refund, refund_percent: percent, holds_until: until }) {
  if (!payment) return "Nothing has been paid, so nothing comes back.";
  if (!refund) return "Nothing comes back.";
  if (person.role !== "client") return money(refund) + " goes back to your client.";
  const start = Date.parse(booking.session_datetime);
  const step = until && booking.cancellation_policy.find(({ before_minutes: before }) => start - before * 60000 === Date.parse(until));
  const why = step && step.refund_percent === percent ? stepInWords(step) : percent + " %";
  return money(refund) + " comes back to you: " + why + ". It is as much until " + (until ? when(until) : "the start") + ".";
}

// In the place of the buttons of its card.
async function previewCancellation(actions, booking, payment, person) {
  const preview = await call("GET", "/booking/" + booking.id + "/cancellation");
  actions.replaceChildren(
    el("p", {}, givenBackInWords(booking, payment, person, preview)),
    button("Yes, cancel", async () => { await call("DELETE", "/booking/" + booking.id); await show(); }),
    button("Keep it", show),
  );
}

function stateInWords(booking, payment) {
  const { status, awaiting, expires_at: until, cancelled_by: by, cancel_reason: reason } = booking;
  const state = status + (awaiting ? ", awaiting " + awaiting : "") + (until ? ", lapses " + when(until) : "");
  const ending = status === "cancelled" ? (by ? " by " + by : "") + (reason ? ": " + reason : "") : "";
  const back = payment && payment.refunded_minor > 0 ? money({ amount_minor: payment.refunded_minor, currency: payment.currency }) + " given back" : null;
  const events = booking.calendars.map((event) => event.calendar_type + ": " + event.state);
  return [state + ending, payment ? "paid" : null, back, ...events].filter(Boolean).join(" · ");
}

async function bookingCard(booking, person) {
  const payment = booking.payment_id ? await call("GET", "/payments/" + booking.payment_id) : null;
  const isOpen = booking.status === "pending" || booking.status === "confirmed";
  const whom = "with " + nameOf(person.role === "client" ? booking.coach_id : booking.client_id);
  const what = [whom, booking.offer_title, booking.duration_minutes + " minutes", priced(booking.price) + (booking.price_waived ? ", waived" : "")];
  const terms = isOpen && booking.price ? policyInWords(booking.cancellation_policy) : null;
  const actions = [];
  if (booking.meeting_link) actions.push(el("a", { href: booking.meeting_link }, "Meeting"));
  if (booking.awaiting === "payment" && person.role === "client") {
    actions.push(button("Pay", async () => { location.assign((await call("POST", "/payments/checkout", { booking_id: booking.id })).checkout_url); }));
  }
  if (booking.status === "pending" && booking.awaiting !== "payment" && person.role === "coach") {
    actions.push(button("Confirm", async () => { await call("PATCH", "/booking/" + booking.id + "/status", { status: "confirmed" }); await show(); }));
  }
  actions.push(...questionButtons(booking, person));
  // What is pending and has a price its coach confirms or cancels, and does not move.
  const isClients = person.role === "client" || booking.status === "confirmed" || !booking.price;
  if (isOpen && isClients) actions.push(moveForm(booking, person));
  if (isOpen) {
    actions.push(button("Cancel", async () => { await previewCancellation(made.lastElementChild, booking, payment, person); }));
  }
  const lines = [stateInWords(booking, payment), what.filter(Boolean).join(" · "), terms, questionLine(booking, person)];
  const made = card(when(booking.session_datetime), lines, ...actions);
  return made;
}

async function sessionCards(person) {
  const { bookings } = await call("GET", "/booking/" + person.role + "/" + person.id + "?limit=10");
  return await Promise.all(bookings.map((booking) => bookingCard(booking, person)));
}
`;
