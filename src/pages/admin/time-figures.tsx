/** Figures of time: how long before its start a session is booked, and when in the week sessions start. */
import type { LeadTime } from "../../domain/analytics/figures.ts";
import { say } from "../../messages/say.ts";
import { weekdayInWords } from "../../messages/wording.ts";
import { Figure, Table } from "../charts/frame.tsx";
import { Heat } from "../charts/heat.tsx";
import { Quartiles } from "../charts/quartiles.tsx";

const HOURS_PER_DAY = 24;
/** From so many hours on the axis counts days. */
const DAYS_FROM_HOURS = 72;
/** 1970-01-05, in days since 1970-01-01. */
const SOME_MONDAY = 4;
const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;

export function LeadTimes({ leadTime: { quartiles } }: { readonly leadTime: LeadTime }) {
  const name = say("figures.lead");
  const definition = say("figures.lead.definition");
  if (quartiles === null) {
    return <Figure id="lead" name={name} sum={say("figures.none")} definition={definition} drawing={null} />;
  }
  const [lower, median, upper] = quartiles;
  const words = quartiles.map(lengthInWords);
  const sum = say("figures.lead.sum", { lower: words[0] ?? "", median: words[1] ?? "", upper: words[2] ?? "" });
  const isLong = upper >= DAYS_FROM_HOURS;
  const per = isLong ? HOURS_PER_DAY : 1;
  return (
    <Figure
      id="lead"
      {...{ name, sum, definition }}
      drawing={
        <Quartiles
          id="lead"
          {...{ name, sum }}
          quartiles={[lower / per, median / per, upper / per]}
          tickInWords={(value) => (isLong ? say("figures.days", { days: value }) : say("figures.hours", { hours: value }))}
        />
      }
    >
      <Table
        caption={name}
        columns={[name, say("figures.total")]}
        rows={[say("figures.lead.lower"), say("figures.lead.median"), say("figures.lead.upper")].map((head, place) => ({
          head,
          cells: [words[place] ?? ""],
        }))}
      />
    </Figure>
  );
}

function lengthInWords(length: number): string {
  const [days, hours] = [Math.floor(length / HOURS_PER_DAY), length % HOURS_PER_DAY];
  if (days === 0) return say("figures.hours", { hours });
  const inDays = say("figures.days", { days });
  return hours === 0 ? inDays : say("figures.days_hours", { days: inDays, hours: say("figures.hours", { hours }) });
}

export function HoursOfWeek({ hours }: { readonly hours: readonly (readonly number[])[] }) {
  const name = say("figures.busy");
  const most = Math.max(...hours.flat());
  const day = hours.findIndex((counts) => counts.includes(most));
  const at = hours[day]?.indexOf(most) ?? 0;
  const sum =
    most === 0
      ? say("figures.none")
      : say("figures.busy.sum", { day: weekdayInWords(SOME_MONDAY + day, "long"), hour: hourInWords(at), count: most });
  const days = DAYS.map((place) => weekdayInWords(SOME_MONDAY + place, "short"));
  return (
    <Figure
      id="busy"
      {...{ name, sum }}
      definition={say("figures.busy.definition")}
      drawing={most === 0 ? null : <Heat id="busy" {...{ name, sum, days, hours }} />}
    >
      <Table
        caption={name}
        columns={[say("figures.busy.day"), ...Array.from({ length: HOURS_PER_DAY }, (_, hour) => hourInWords(hour))]}
        rows={DAYS.map((place) => ({ head: weekdayInWords(SOME_MONDAY + place, "long"), cells: (hours[place] ?? []).map(String) }))}
      />
    </Figure>
  );
}

function hourInWords(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}
