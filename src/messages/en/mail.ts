/**
 * The texts of mails: subject, first sentence and further sentences of each kind of notice, and the labels of facts. `other` is the other party's
 * name, or what they are, inside a sentence; `starting` is the same at the beginning of one; `reader` is `client` or `coach`. Sentences state
 * what is so when the mail is read, not how soon something is: a reminder that was delivered late must not lie.
 */
export const MAIL = {
  "mail.greeting": "Hello {name},",
  "mail.greeting.client": "Hello client,",
  "mail.greeting.coach": "Hello coach,",
  "mail.footer": "CultureBridge Booking sends this mail because of your sessions or calendars there. Answers to it are not read.",

  "mail.created.subject": "Booked: session with {other} on {time}",
  "mail.created.opening": "{reader, select, client {Your session with {other} is booked.} other {{starting} booked a session with you.}}",
  "mail.requested.subject": "Requested: session with {other} on {time}",
  "mail.requested.opening":
    "{reader, select, client {You asked for a session with {other}.} other {{starting} asked for a session with you.}}",
  "mail.requested.closing":
    "{reader, select, client {The time is held for you. We write again as soon as the session is confirmed.} other {The time is held. The session takes place only once it is confirmed.}}",
  "mail.confirmed.subject": "Confirmed: session with {other} on {time}",
  "mail.confirmed.opening": "Your session with {other} is confirmed.",
  "mail.confirmed.also": "The session is confirmed.",
  "mail.rescheduled.subject": "Moved: session with {other} on {time}",
  "mail.rescheduled.opening": "Your session with {other} has a new time.",
  "mail.rescheduled.closing": "It is not confirmed yet.",
  "mail.rescheduled.also": "The session has a new time.",
  "mail.cancelled.subject": "Cancelled: session with {other} on {time}",
  "mail.cancelled.opening":
    "{by, select, reader {You cancelled your session with {other}.} other_side {{starting} cancelled the session with you.} admin {An administrator cancelled your session with {other}.} other {Your session with {other} was cancelled.}}",
  "mail.lapsed.subject": "Not confirmed: session with {other} on {time}",
  "mail.lapsed.opening": "Your session with {other} was not confirmed in time and will not take place.",
  "mail.refund_to_come":
    "{reader, select, client {The refund goes back to the card you paid with.} other {The refund goes back to the client’s card.}}",
  "mail.completed.subject": "Completed: session with {other} on {time}",
  "mail.completed.opening": "Your session with {other} has taken place.",
  "mail.move_asked.subject": "May it be moved? Session with {other} on {time}",
  "mail.move_asked.opening": "{starting} asks to move the session with you.",
  "mail.move_asked.closing": "Nothing is held for the wished time. The session stays where it is unless you accept, and you can decline.",
  "mail.move_asked.action": "Accept or decline",
  "mail.move_withdrawn.subject": "Not to be moved: session with {other} on {time}",
  "mail.move_withdrawn.opening": "{starting} no longer asks to move the session with you.",
  "mail.move_declined.subject": "Not moved: session with {other} on {time}",
  "mail.move_declined.opening": "Your wish to move your session with {other} was declined.",
  "mail.move_lapsed.subject": "Not moved: session with {other} on {time}",
  "mail.move_lapsed.opening": "Your wish to move your session with {other} was not answered in time.",
  "mail.stays": "The session stays at the time written here.",
  "mail.place_changed.subject": "New place: session with {other} on {time}",
  "mail.place_changed.opening": "Your session with {other} has a new place.",
  "mail.place_changed.also": "The session has a new place.",
  "mail.reminder.subject": "Reminder: session with {other} on {time}",
  "mail.reminder.opening":
    "{ahead, select, none {This reminds you of your session with {other}.} other {This is your reminder, {ahead} ahead, of your session with {other}.}}",
  "mail.payment_received.subject": "Payment received: session with {other} on {time}",
  "mail.payment_received.opening":
    "{reader, select, client {We received your payment for your session with {other}.} other {{starting} paid for the session with you.}}",
  "mail.payment_received.closing":
    "{status, select, pending {{reader, select, client {The session still waits for your coach to confirm it.} other {The session still waits for you to confirm it.}}} cancelled {The session had been cancelled by then, so the payment is refunded.} other {The session is confirmed.}}",
  "mail.payment_failed.subject": "Payment failed: session with {other} on {time}",
  "mail.payment_failed.opening":
    "{reader, select, client {The payment for your session with {other} did not go through.} other {The payment for the session with {other} did not go through.}}",
  "mail.payment_failed.held": "The time is still held, and you can try again.",
  "mail.payment_failed.freed": "The session will not take place, and its time is free again.",
  "mail.payment_failed.action": "Pay or manage this session",
  "mail.refunded.subject": "Refund: session with {other} on {time}",
  "mail.refunded.opening":
    "{reader, select, client {Your payment for the session with {other} has been refunded.} other {The payment for the session with {other} has been refunded.}}",
  "mail.refunded.closing": "How soon it shows depends on your bank.",
  "mail.event_deleted_ask.subject": "Did you mean to cancel? Session with {other} on {time}",
  "mail.event_deleted_ask.opening": "The event of your session with {other} was deleted from your calendar.",
  "mail.event_deleted_ask.closing":
    "The session still stands. If it should not take place, cancel it here; otherwise there is nothing to do.",
  "mail.calendar_conflict.subject": "Calendar conflict: session with {other} on {time}",
  "mail.calendar_conflict.opening": "Your calendar is in conflict with your session with {other}.",
  "mail.calendar_conflict.closing": "The session stands at the time written here until somebody moves or cancels it.",
  "mail.withdrawn":
    "Your calendar has this session by itself now. The entry that our earlier mail made there is taken away; the session stands.",

  "mail.calendar": "calendar",
  "mail.calendars": "Look at your calendars",
  "mail.calendar_needs_reconnect.subject": "Please connect your {calendar} again",
  "mail.calendar_needs_reconnect.opening": "We can no longer reach your {calendar}.",
  "mail.calendar_needs_reconnect.closing":
    "Until you connect it again, your sessions are not written into it and its busy time is not read. What waits to be written is kept and follows by itself.",
  "mail.calendar_needs_reconnect.action": "Connect again",
  "mail.calendar_unread.subject": "Your {calendar} could not be read for hours",
  "mail.calendar_unread.opening": "We have not been able to read your {calendar} for some hours.",
  "mail.calendar_unread.closing":
    "What has changed in it since then is not known here. Whether you can be booked meanwhile is said by your own setting for a lost connection. We go on trying, and tell you when it works again. If it does not, connect it again, or take away a calendar that cannot be read.",
  "mail.calendar_read_again.subject": "Your {calendar} is read again",
  "mail.calendar_read_again.opening": "Your {calendar} can be read again, and what has changed in it is known here.",
  "mail.calendar_read_again.closing": "There is nothing to do.",
  "mail.calendar_gone.subject": "A calendar of your {calendar} is gone",
  "mail.calendar_gone.opening": "A calendar of your {calendar} is not there any more.",
  "mail.calendar_gone.closing":
    "It no longer counts, and the others do as before. Look whether the calendars that should block your time are chosen. Your sessions stand. If they were written into that calendar, choose another one for them.",

  "mail.fact.when": "When",
  "mail.fact.before": "Before",
  "mail.fact.wished": "Wished time",
  "mail.fact.answer_until": "Answer until",
  "mail.fact.with": "With",
  "mail.fact.held_until": "Held until",
  "mail.fact.price": "Price",
  "mail.fact.paid": "Paid",
  "mail.fact.refund_to_come": "To be refunded",
  "mail.fact.refunded": "Refunded",
  "mail.fact.place": "Place",
  "mail.fact.link": "Meeting link",
  "mail.fact.reason": "Reason",

  "mail.place.in_person": "In person",
  "mail.place.phone": "By phone",
  "mail.place.online": "Online",
  "mail.place.video": "By video",

  "mail.zone": "({zone}, {offset})",
  "mail.zone.utc": "({offset})",
  "mail.offsets": "{first} to {last}",
} as const;
