/** Erasing a person, for admins: the question before it, and what was done. */
export const ADMIN_ERASE = {
  "erase.title": "Erase {name}",
  "erase.what":
    "The account is closed for good. Name, address, notes, reasons, calendar feeds and calendar access go. Sessions stay in the record with their times and amounts, without saying whose they were.",
  "erase.undo": "This cannot be undone, and the person cannot come back under the same sign-in.",
  "erase.ahead": "While sessions are ahead or a payment is open, nothing is erased. Cancel those sessions first.",
  "erase.copies":
    "Stripe and the calendars of people keep what they hold. The list of it is in the answer of the API, and in the accounts there.",
  "erase.sure": "Yes, erase this person for good",
  "erase.tick": "Tick the box, so that nobody is erased by mistake.",
  "erase.do": "Erase this person",
  "erase.rest": "Erase the rest",
  "erase.more": "{count, plural, one {One session was cleared.} other {# sessions were cleared.}} There is more: go on.",
  "erase.done":
    "This person has been erased. {count, plural, =0 {} one {One session was cleared last.} other {# sessions were cleared last.}}",
  "erase.state": "Erased",
  "erase.lead": "On request, everything that says who this person is can be erased.",
  "erase.link": "Erase this person …",
} as const;
