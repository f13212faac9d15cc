/** Figures of the service over time, for admins. */
export const ADMIN_POINTS = {
  "points.title": "Over time",
  "points.ranges": "Range",
  "points.range.day": "Last 24 hours",
  "points.range.week": "Last 7 days",
  "points.analytics":
    "Figures over time are taken, and are not connected to this page yet. It draws them once the service knows its account and a token that may read them.",
  "points.log":
    "Figures over time go to the log of this service, one line for each. This page draws them where they go to Analytics Engine.",
  "points.off": "No figures over time are taken here: the setting DATA_POINTS is off.",
  "points.connect": "Which figures there are, and how to connect them",
  "points.unread": "This cannot be read now, so nobody can tell how many there were. Please look again in a moment.",
  "points.sum": "{well}. {wrong}.",
  "points.group": "Groups",
  "points.group.definition":
    "Changes of one coach that were decided together. One that failed met a fault on its way, such as a database that did not answer.",
  "points.group.well": "Settled",
  "points.group.wrong": "Failed",
  "points.dispatch": "Dispatches",
  "points.dispatch.definition":
    "Turns in which mails, calendar entries, refunds and the like are carried out. With a fault: at least one was not done.",
  "points.dispatch.well": "All done",
  "points.dispatch.wrong": "With a fault",
  "points.sync": "Syncs",
  "points.sync.definition": "Readings of connected calendars.",
  "points.sync.well": "Read whole",
  "points.sync.wrong": "Not read whole",
  "points.refusal": "Refusals",
  "points.refusal.definition": "Requests that were refused. Those from status 500 on are faults of the service.",
  "points.refusal.well": "Refused",
  "points.refusal.wrong": "Fault of the service",
} as const;
