/** Reports to download: one form, a button for each file. It loads nothing and works without a script. */
import { isTimeZone } from "../../domain/slots/time-zone.ts";
import { say } from "../../messages/say.ts";
import { type FormState, Input } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { ZoneSelect } from "../zones.tsx";
import { adminPage } from "./frame.tsx";

const REPORTS = ["bookings", "payments", "coaches"] as const;

export function reportsPage(form: FormState): Render {
  const zone = form.typed["time_zone"] ?? "UTC";
  return adminPage({
    title: say("reports.title"),
    at: "reports",
    form,
    children: (
      <>
        <p class="lead">{say("reports.lead")}</p>
        <form method="get" action="/admin/reports/bookings.csv" class="form" novalidate>
          <Input name="from" label={say("reports.from")} type="date" form={form} required />
          <Input name="to" label={say("reports.to")} type="date" form={form} hint={say("reports.to.hint")} required />
          <div class="field">
            <label for="time_zone">{say("reports.zone")}</label>
            <ZoneSelect id="time_zone" timeZone={isTimeZone(zone) ? zone : "UTC"} />
          </div>
          <ul class="reports">
            {REPORTS.map((name) => (
              <li>
                <h2 id={`report-${name}`}>{say(`reports.${name}`)}</h2>
                <p id={`about-${name}`}>{say(`reports.${name}.text`)}</p>
                <button type="submit" formaction={`/admin/reports/${name}.csv`} aria-describedby={`about-${name}`}>
                  {say(`reports.${name}.get`)}
                </button>
              </li>
            ))}
          </ul>
        </form>
        <p class="quiet">{say("reports.columns")}</p>
      </>
    ),
  });
}
