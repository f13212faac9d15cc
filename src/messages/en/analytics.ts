/** The figures of admins, and a coach's own: names, definitions and what the charts say. */
export const ANALYTICS = {
  "figures.title": "Figures",
  "figures.from": "From",
  "figures.to": "To",
  "figures.interval": "By",
  "figures.interval.day": "day",
  "figures.interval.week": "week, from Monday",
  "figures.interval.month": "month",
  "figures.zone": "Time zone",
  "figures.show": "Show figures",
  "figures.fault.from": "Give the first day as a date.",
  "figures.fault.to": "Give the last day as a date, not before the first, and at most {days} days in all.",
  "figures.fault.interval": "Choose day, week or month.",
  "figures.fault.time_zone": "Choose a time zone from the list.",
  "figures.range": "{from} to {to}, in the time zone of {zone}. Each status is the one at {now}.",
  "figures.definition": "How this is counted",
  "figures.definition.of": ": {figure}",
  "figures.table": "As a table",
  "figures.table.of": ": {figure}",
  "figures.when": "When",
  "figures.total": "Total",
  "figures.none": "There is nothing to count in this range.",
  "figures.legend.stacked": "From bottom to top:",
  "figures.legend.lines": "Lines:",

  "figures.status.pending": "Pending",
  "figures.status.confirmed": "Confirmed",
  "figures.status.completed": "Completed",
  "figures.status.cancelled": "Cancelled",
  "figures.held": "Held",

  "figures.made": "Bookings made",
  "figures.made.sum":
    "{count, plural, =0 {No bookings were made} one {One booking was made} other {{count} bookings were made}} in this range.",
  "figures.made.definition": "Bookings by the moment they were made, with the status that they have now.",
  "figures.sessions": "Sessions",
  "figures.sessions.sum":
    "{count, plural, =0 {No sessions start} one {One session starts} other {{count} sessions start}} in this range; {held, plural, =0 {none was held} one {one was held} other {{held} were held}}.",
  "figures.sessions.definition":
    "Sessions by their start as it stands now, with the status that they have now. Held are those that are confirmed or completed and over. Nobody is asked whether both sides came.",
  "figures.lead": "Lead time",
  "figures.lead.sum":
    "Half of the bookings were made {median} or more before their start; the middle half between {lower} and {upper} before.",
  "figures.lead.lower": "Lower quartile",
  "figures.lead.median": "Median",
  "figures.lead.upper": "Upper quartile",
  "figures.lead.definition":
    "The time from making a booking to its start as it stands now, in whole hours, of all bookings made in this range, the cancelled ones included. A quarter of them have at most the lower quartile, and a quarter at least the upper one.",
  "figures.hours": "{hours, plural, one {# hour} other {# hours}}",
  "figures.days": "{days, plural, one {# day} other {# days}}",
  "figures.days_hours": "{days} {hours}",

  "figures.cancelled": "Cancellations",
  "figures.cancelled.sum":
    "{count, plural, =0 {Nobody cancelled} one {One booking was cancelled} other {{count} bookings were cancelled}} in this range.",
  "figures.cancelled.by": "By",
  "figures.cancelled.definition":
    "Bookings that somebody cancelled in this range, by who did it and how long before the start of the session. Bookings that lapsed are counted apart.",
  "figures.by.client": "Client",
  "figures.by.coach": "Coach",
  "figures.by.admin": "Admin",
  "figures.by.both": "Agreed by both",
  "figures.late.after_start": "At the start or later",
  "figures.late.under_2_hours": "Under 2 hours before",
  "figures.late.under_24_hours": "2 to 24 hours before",
  "figures.late.under_7_days": "1 to 7 days before",
  "figures.late.earlier": "7 days before or earlier",

  "figures.lapsed": "Lapsed",
  "figures.lapsed.unpaid": "Not paid in time",
  "figures.lapsed.unanswered": "Not answered in time",
  "figures.lapsed.definition":
    "Pending bookings whose deadline passed in this range: those whose price was still awaited, and those that waited for the coach.",
  "figures.moves": "Moves",
  "figures.moves.definition":
    "Moves made in this range, by who made them. A move that one side asked for and the other accepted is agreed by both. A session moved twice counts twice.",

  "figures.money": "Money in {currency}",
  "figures.money.sum": "{captured} was captured, {back} of it was given back, {kept} was kept.",
  "figures.money.disputed": "{amount} stands in disputes that are open or lost. It is not taken off.",
  "figures.money.captured": "Captured",
  "figures.money.given_back": "Given back",
  "figures.money.kept": "Kept",
  "figures.money.definition":
    "By the moment at which the payment was opened, at most about half an hour before its money came. Given back is what has been given back of that same money by now, whenever that was. Kept is the difference; fees of the payment provider are not taken off. Currencies are never added.",

  "figures.busy": "Busiest hours",
  "figures.busy.sum": "Most sessions start on {day} at {hour}: {count}.",
  "figures.busy.definition":
    "Confirmed and completed sessions of this range, by the weekday and the hour at which they start in the chosen time zone.",
  "figures.busy.day": "Day",

  "figures.coaches": "Coaches",
  "figures.coaches.name": "Coach",
  "figures.coaches.nameless": "A coach without a name",
  "figures.coaches.booked": "Booked hours",
  "figures.coaches.cancellations": "Cancelled by the coach",
  "figures.coaches.offered": "Hours offered, by today’s hours",
  "figures.coaches.definition":
    "Booked hours are those of confirmed and completed sessions that start in this range. Hours offered are what working hours open in it, by today’s hours, whether booked or not; they are told of ranges that begin today or later.",
  "figures.coaches.before": "Coaches before",
  "figures.coaches.after": "More coaches",
  "figures.coaches.none": "There are no coaches on this page.",

  "own.title": "Your figures",
  "own.lead": "Your last {months} months, this one included, in your zone, {zone}.",
  "own.hours": "Hours",
  "own.hours.sum": "{held} hours held, {ahead} still to come.",
  "own.hours.held": "Held",
  "own.hours.ahead": "Still to come",
  "own.hours.definition":
    "The length of your confirmed and completed sessions by the month in which they start: those that are over, and those to come.",
  "own.sessions": "Sessions",
  "own.no_money": "No payments came in these months.",
} as const;
