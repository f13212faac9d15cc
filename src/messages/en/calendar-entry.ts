/** The texts of a session's entry in a calendar, in our files as in events at a provider, and of a change there that was not followed. */
export const CALENDAR_ENTRY = {
  "calendar.google": "Google Calendar",
  "calendar.outlook": "Outlook calendar",

  "entry.title": "Session with {other}",
  "entry.title.requested": "Requested: Session with {other}",
  "entry.feed": "Sessions of {name}",
  "entry.manage": "Manage this session",
  "entry.manage.at": "Manage this session: {url}",
  "entry.meeting": "Meeting: {url}",

  "person.client.starting": "Your client",
  "person.coach.starting": "Your coach",
  "person.a_client": "a client",
  "person.a_client.starting": "A client",

  "wrote.name": "{name} wrote",
  "wrote.you": "You wrote",
  "wrote.admin": "An administrator wrote",

  "conflict.overlap": "Another event in the calendar is at the same time.",
  "conflict.put_backs_ended":
    "The event in the calendar is changed again each time it is put back, so it is no longer put back. The session stands as it is written here.",
  "conflict.move_refused": "The event was moved in the calendar to a time that cannot be booked, and has been put back.",
  "conflict.client_asked":
    "The event was moved in the calendar, and has been put back: the session has a price, so your client has been asked whether they agree. If they accept, it moves.",
  "conflict.client_asks":
    "The event was moved in the calendar, and has been put back: your client has asked for another time, and waits for your answer.",
  "conflict.length_changed":
    "The event was moved in the calendar, and has been put back: the session has a price, and its length is part of what was agreed.",
  "conflict.not_confirmed":
    "The event was moved in the calendar, and has been put back: the session has a price and is not confirmed yet, so it can be confirmed or cancelled, and not moved.",
  "conflict.already_begun": "The event was changed in the calendar after the session had begun. The session stands as it was agreed.",
  "conflict.copy_moved":
    "The event was moved in the calendar, and has been put back: moving it here does not move the session. To move the session, use the page below.",
} as const;
