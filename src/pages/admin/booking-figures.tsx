/** Figures of bookings: made, held, cancelled, lapsed, moved. */
import { type Analytics, LATENESS, type Lateness, MOVERS } from "../../domain/analytics/figures.ts";
import { ROLES } from "../../domain/actor.ts";
import { BOOKING_STATUSES } from "../../domain/booking.ts";
import { type MessageId, say } from "../../messages/say.ts";
import { Bars } from "../charts/bars.tsx";
import { Figure, Table } from "../charts/frame.tsx";

interface BookingFiguresProps {
  readonly figures: Analytics;
  /** Of the stretches: short ones below a chart, and whole ones in a table. */
  readonly labels: readonly string[];
  readonly names: readonly string[];
}

export function BookingFigures({ figures, labels, names }: BookingFiguresProps) {
  const { stretches } = figures;
  const made = BOOKING_STATUSES.map((status) => stretches.map((stretch) => stretch.made[status]));
  const sessions = BOOKING_STATUSES.map((status) => stretches.map((stretch) => stretch.sessions[status]));
  const held = stretches.map((stretch) => stretch.sessions.held);
  return (
    <>
      <ByStatus
        id="made"
        name={say("figures.made")}
        sum={say("figures.made.sum", { count: sumOf(made.flat()) })}
        definition={say("figures.made.definition")}
        counts={made}
        held={null}
        {...{ labels, names }}
      />
      <ByStatus
        id="sessions"
        name={say("figures.sessions")}
        sum={say("figures.sessions.sum", { count: sumOf(sessions.flat()), held: sumOf(held) })}
        definition={say("figures.sessions.definition")}
        counts={sessions}
        {...{ held, labels, names }}
      />
      <Cancellations cancellations={figures.cancellations} />
      <Lapsed lapsed={figures.lapsed} />
      <Moves moves={figures.moves} />
    </>
  );
}

interface ByStatusProps extends Omit<BookingFiguresProps, "figures"> {
  readonly id: string;
  readonly name: string;
  readonly sum: string;
  readonly definition: string;
  /** In the order of the statuses, each by stretch. */
  readonly counts: readonly (readonly number[])[];
  /** By stretch; null: not told of. */
  readonly held: readonly number[] | null;
}

function ByStatus({ id, name, sum, definition, counts, held, labels, names }: ByStatusProps) {
  const series = BOOKING_STATUSES.map((status, index) => ({
    name: say(`figures.status.${status}`),
    mark: MARKS[status],
    values: counts[index] ?? [],
  }));
  const shown = held === null ? series : [...series, { name: say("figures.held"), values: held }];
  return (
    <Figure {...{ id, name, sum, definition }} drawing={<Bars {...{ id, name, sum, labels, series }} />}>
      <Table
        caption={name}
        columns={[say("figures.when"), ...shown.map((one) => one.name)]}
        rows={names.map((head, place) => ({ head, cells: shown.map(({ values }) => String(values[place] ?? 0)) }))}
      />
    </Figure>
  );
}

const MARKS = { pending: 3, confirmed: 2, completed: 1, cancelled: 5 } as const;

const LATE = {
  after_start: "figures.late.after_start",
  under_2_hours: "figures.late.under_2_hours",
  under_24_hours: "figures.late.under_24_hours",
  under_7_days: "figures.late.under_7_days",
  earlier: "figures.late.earlier",
} as const satisfies Readonly<Record<Lateness, MessageId>>;

function Cancellations({ cancellations }: Pick<Analytics, "cancellations">) {
  const name = say("figures.cancelled");
  const roles = ROLES.map((role) => say(`figures.by.${role}`));
  const series = LATENESS.map((band, index) => ({
    name: say(LATE[band]),
    mark: index + 1,
    values: ROLES.map((role) => cancellations[role][band]),
  }));
  const sum = say("figures.cancelled.sum", { count: sumOf(series.flatMap(({ values }) => values)) });
  return (
    <Figure
      id="cancelled"
      {...{ name, sum }}
      definition={say("figures.cancelled.definition")}
      drawing={<Bars id="cancelled" {...{ name, sum, series }} labels={roles} />}
    >
      <Table
        caption={name}
        columns={[say("figures.cancelled.by"), ...series.map((one) => one.name), say("figures.total")]}
        rows={roles.map((head, place) => {
          const cells = series.map(({ values }) => values[place] ?? 0);
          return { head, cells: [...cells, sumOf(cells)].map(String) };
        })}
      />
    </Figure>
  );
}

function Lapsed({ lapsed: { unpaid, unanswered } }: Pick<Analytics, "lapsed">) {
  const name = say("figures.lapsed");
  return (
    <Figure id="lapsed" name={name} sum={null} definition={say("figures.lapsed.definition")} drawing={null}>
      <Table
        caption={name}
        columns={[name, say("figures.total")]}
        rows={[
          { head: say("figures.lapsed.unpaid"), cells: [String(unpaid)] },
          { head: say("figures.lapsed.unanswered"), cells: [String(unanswered)] },
        ]}
      />
    </Figure>
  );
}

function Moves({ moves }: Pick<Analytics, "moves">) {
  const name = say("figures.moves");
  return (
    <Figure id="moves" name={name} sum={null} definition={say("figures.moves.definition")} drawing={null}>
      <Table
        caption={name}
        columns={[say("figures.cancelled.by"), say("figures.total")]}
        rows={MOVERS.map((mover) => ({ head: say(`figures.by.${mover}`), cells: [String(moves[mover])] }))}
      />
    </Figure>
  );
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
