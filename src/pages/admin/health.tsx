/**
 * The health of the service, part by part: the figure, its thresholds, and a way on where one is reached. A part that gave no answer is told as
 * unknown and never as well. Reading alone; works without a script.
 */
import { type Health, HEALTH_STATES, HEALTH_UNITS, type HealthPart } from "../../domain/health.ts";
import type { Instant } from "../../domain/instant.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../lib/duration.ts";
import { HEALTH_THRESHOLDS } from "../../limits/health.ts";
import { numberFormat } from "../../messages/formats.ts";
import { tongueSpoken } from "../../messages/language.ts";
import { say } from "../../messages/say.ts";
import { momentInWords } from "../../messages/wording.ts";
import type { Render } from "../layout.tsx";
import { adminPage } from "./frame.tsx";
import { PointFigures, type PointFiguresView } from "./point-figures.tsx";

const GUIDE = "/docs/guides/operations";
/** Sections of the guide. */
const SECTIONS: Readonly<Record<HealthPart, string>> = {
  database_read: "is-it-well",
  database_write: "is-it-well",
  objects: "is-it-well",
  database_size: "a-quota-is-reached",
  overdue_effects: "a-provider-is-down",
  silent_accounts: "a-calendar-is-silent",
  anchor_lag: "is-it-well",
};
const MEGABYTE = 1e6;
const GIGABYTE = 1e9;
/** A length is told in the larger unit from so many of it on. */
const UNITS_MIN = 2;

interface HealthView {
  readonly health: Health;
  readonly points: PointFiguresView;
  /** When it was looked at. */
  readonly now: Instant;
  /** IANA. */
  readonly timeZone: string;
}

export function healthPage({ health: { state, figures }, points, now, timeZone }: HealthView): Render {
  const gravest = figures.toSorted((one, other) => HEALTH_STATES.indexOf(other.state) - HEALTH_STATES.indexOf(one.state));
  const count = figures.filter((figure) => figure.state === state).length;
  return adminPage({
    title: say("health.title"),
    at: "health",
    children: (
      <>
        {state === "failing" ? (
          <div class="fault" role="alert">
            <p>
              <strong>{say("health.failing", { count })}</strong>
            </p>
          </div>
        ) : (
          <p class="state" role="status">
            {state === "ok" ? say("health.ok") : say("health.warning", { count })}
          </p>
        )}
        <p class="quiet">{say("health.checked", { moment: momentInWords(now, timeZone) })}</p>
        <p class="ways">
          <a class="button second" href="/admin/health">
            {say("health.again")}
          </a>
        </p>
        <section aria-labelledby="parts">
          <h2 id="parts">{say("health.parts")}</h2>
          <ul class="story-list">
            {gravest.map((figure) => (
              <Part figure={figure} />
            ))}
          </ul>
        </section>
        <p>
          <a href={`${GUIDE}#is-it-well`} hreflang="en">
            {say("health.monitor")}
          </a>
        </p>
        <PointFigures {...points} />
        {tongueSpoken().language !== "en" && <p class="quiet">{say("docs.english")}</p>}
      </>
    ),
  });
}

function Part({ figure: { part, state, measured } }: { readonly figure: Health["figures"][number] }) {
  const { warningFrom, failingFrom } = HEALTH_THRESHOLDS[part];
  const told = measured === null ? "unknown" : state;
  const facts = [
    ...(measured === null ? [] : [say("health.measured", { figure: inWords(part, measured) })]),
    say("health.warning_from", { figure: inWords(part, warningFrom) }),
    say("health.failing_from", { figure: inWords(part, failingFrom) }),
  ];
  return (
    <li class={state === "failing" ? "story-failed" : undefined}>
      <h3>{say(`health.part.${part}`)}</h3>
      <p class={state === "failing" ? "story-alarm" : undefined}>
        {state === "ok" ? say(`health.state.${told}`) : <strong>{say(`health.state.${told}`)}</strong>}
      </p>
      <p class="quiet">{facts.join(" · ")}</p>
      {state !== "ok" && <WayOn part={part} isUnknown={measured === null} />}
    </li>
  );
}

function WayOn({ part, isUnknown }: { readonly part: HealthPart; readonly isUnknown: boolean }) {
  return (
    <>
      {isUnknown && <p>{say("health.do.unknown")}</p>}
      <p>{say(`health.do.${part}`)}</p>
      <p class="ways">
        {part === "overdue_effects" && <a href="/admin/effects?state=due">{say("health.effects")}</a>}
        <a href={`${GUIDE}#${SECTIONS[part]}`} hreflang="en">
          {say("health.guide", { part: say(`health.part.${part}`) })}
        </a>
      </p>
    </>
  );
}

function inWords(part: HealthPart, figure: number): string {
  switch (HEALTH_UNITS[part]) {
    case "milliseconds":
      return unitInWords("millisecond", figure);
    case "bytes":
      return figure >= GIGABYTE ? unitInWords("gigabyte", figure / GIGABYTE) : unitInWords("megabyte", figure / MEGABYTE);
    case "seconds":
      return lengthInWords(figure * SECOND_MS);
    default:
      return say("health.calendars", { count: figure });
  }
}

function lengthInWords(ms: number): string {
  if (ms >= UNITS_MIN * HOUR_MS) return unitInWords("hour", ms / HOUR_MS);
  return ms >= UNITS_MIN * MINUTE_MS ? unitInWords("minute", ms / MINUTE_MS) : unitInWords("second", ms / SECOND_MS);
}

function unitInWords(unit: string, figure: number): string {
  return numberFormat({ style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 }).format(figure);
}
