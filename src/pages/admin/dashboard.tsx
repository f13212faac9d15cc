/** The figures of an admin: a form for the range, whose answer the address holds, and a chart for each figure with its definition and its table. */
import type { Analytics } from "../../domain/analytics/figures.ts";
import { INTERVALS, type IntervalName, type Stretch } from "../../domain/analytics/stretches.ts";
import type { Instant } from "../../domain/instant.ts";
import { isoDateOf } from "../../domain/slots/calendar-date.ts";
import { say } from "../../messages/say.ts";
import { dayInWords, momentInWords, shortDayInWords, shortMonthInWords, zoneInWords } from "../../messages/wording.ts";
import { About, described, type FormState, Input, Select } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { ZoneOptions } from "../zones.tsx";
import { BookingFigures } from "./booking-figures.tsx";
import { CoachTable } from "./coach-table.tsx";
import { adminPage } from "./frame.tsx";
import { HoursOfWeek, LeadTimes } from "./time-figures.tsx";
import { MoneyFigures } from "../charts/money.tsx";

export interface Asked {
  /** ISO dates, both included. */
  readonly from: string;
  readonly to: string;
  readonly interval: IntervalName;
  readonly timeZone: string;
}

interface DashboardView {
  readonly asked: Asked;
  readonly form: FormState;
  /** null: what was asked for cannot be. */
  readonly figures: Analytics | null;
  /** Of the coaches. */
  readonly offset: number;
  readonly now: Instant;
}

export function dashboardPage({ asked, form, figures, offset, now }: DashboardView): Render {
  return adminPage({
    title: say("figures.title"),
    at: "figures",
    form,
    children: (
      <>
        <RangeForm asked={asked} form={form} />
        {figures !== null && <Figures asked={asked} figures={figures} offset={offset} now={now} />}
      </>
    ),
  });
}

function RangeForm({ asked, form }: Pick<DashboardView, "asked" | "form">) {
  return (
    <form method="get" action="/admin" class="figures-form">
      <Input name="from" type="date" label={say("figures.from")} value={asked.from} form={form} />
      <Input name="to" type="date" label={say("figures.to")} value={asked.to} form={form} />
      <Select
        name="interval"
        label={say("figures.interval")}
        value={asked.interval}
        form={form}
        options={INTERVALS.map((value) => ({ value, label: say(`figures.interval.${value}`) }))}
      />
      <div class="field">
        <label for="time_zone">{say("figures.zone")}</label>
        <About name="time_zone" form={form} />
        <select id="time_zone" name="time_zone" {...described("time_zone", form, undefined)}>
          <ZoneOptions timeZone={asked.timeZone} />
        </select>
      </div>
      <button type="submit">{say("figures.show")}</button>
    </form>
  );
}

function Figures({ asked, figures, offset, now }: { readonly figures: Analytics } & Pick<DashboardView, "asked" | "offset" | "now">) {
  const { from, to, timeZone, interval } = asked;
  const labels = figures.stretches.map((stretch) => labelOf(stretch, interval));
  const names = figures.stretches.map((stretch) => nameOf(stretch));
  const range = { from: dayInWords(from), to: dayInWords(to), zone: zoneInWords(timeZone, now), now: momentInWords(now, timeZone) };
  return (
    <>
      <p>{say("figures.range", range)}</p>
      <BookingFigures figures={figures} labels={labels} names={names} />
      <LeadTimes leadTime={figures.leadTime} />
      <MoneyFigures money={figures.money} labels={labels} names={names} />
      <HoursOfWeek hours={figures.hoursOfWeek} />
      <CoachTable coaches={figures.coaches} total={figures.coachesTotal} offset={offset} hrefOf={(other) => hrefOf(asked, other)} />
    </>
  );
}

function labelOf({ firstDay }: Stretch, interval: IntervalName): string {
  return interval === "month" ? shortMonthInWords(firstDay) : shortDayInWords(firstDay);
}

/** With its last day, where that is another. */
function nameOf({ firstDay, lastDay }: Stretch): string {
  return firstDay === lastDay ? isoDateOf(firstDay) : `${isoDateOf(firstDay)} – ${isoDateOf(lastDay)}`;
}

function hrefOf({ from, to, interval, timeZone }: Asked, offset: number): string {
  return `/admin?${new URLSearchParams({ from, to, interval, time_zone: timeZone, offset: String(offset) }).toString()}#coaches`;
}
