/** Coaches with their hours, a page at a time, in order of their names. */
import type { CoachFigures } from "../../domain/analytics/figures.ts";
import { nameOr } from "../../lib/clean-text.ts";
import { HOUR_MS } from "../../lib/duration.ts";
import { ANALYTICS_COACHES_PER_PAGE } from "../../limits/analytics.ts";
import { say } from "../../messages/say.ts";
import { Figure, Table } from "../charts/frame.tsx";

interface CoachTableProps {
  readonly coaches: readonly CoachFigures[];
  readonly total: number;
  readonly offset: number;
  readonly hrefOf: (offset: number) => string;
}

export function CoachTable({ coaches, total, offset, hrefOf }: CoachTableProps) {
  const name = say("figures.coaches");
  const isAhead = coaches.some(({ offeredMs }) => offeredMs !== null);
  const columns = [say("figures.coaches.name"), say("figures.coaches.booked"), say("figures.coaches.cancellations")];
  return (
    <Figure
      id="coaches"
      name={name}
      sum={coaches.length === 0 ? say("figures.coaches.none") : null}
      definition={say("figures.coaches.definition")}
      drawing={null}
    >
      {coaches.length > 0 && (
        <Table
          caption={name}
          columns={isAhead ? [...columns, say("figures.coaches.offered")] : columns}
          rows={coaches.map((coach) => ({
            head: nameOr(coach.name, say("figures.coaches.nameless")),
            cells: [
              hoursInWords(coach.bookedMs),
              String(coach.cancellations),
              ...(coach.offeredMs === null ? [] : [hoursInWords(coach.offeredMs)]),
            ],
          }))}
        />
      )}
      <p class="ways">
        {offset > 0 && <a href={hrefOf(Math.max(0, offset - ANALYTICS_COACHES_PER_PAGE))}>{say("figures.coaches.before")}</a>}
        {offset + coaches.length < total && coaches.length > 0 && (
          <a href={hrefOf(offset + ANALYTICS_COACHES_PER_PAGE)}>{say("figures.coaches.after")}</a>
        )}
      </p>
    </Figure>
  );
}

/** A number of hours, to a hundredth. */
function hoursInWords(lengthMs: number): string {
  return String(Math.round((lengthMs / HOUR_MS) * 100) / 100);
}
