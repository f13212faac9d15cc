/** The page to copy from: lines that put a coach's times on another site's page, what can be set and heard there, and which sites may. */
import { document, type Render } from "./layout.tsx";
import { say } from "../messages/say.ts";

export interface EmbedView {
  /** Of this service, as the lines name it. */
  readonly serviceUrl: string;
  readonly origins: readonly string[];
  /** null: nobody in particular, and the lines say where the id goes. */
  readonly coachId: string | null;
}

const ATTRIBUTES = ["coach", "offer", "return", "zone", "theme", "lang"] as const;
const EVENTS = ["ready", "resize", "chosen", "booked"] as const;

const NO_COACH = "ID-OF-THE-COACH";

export function embedPage({ serviceUrl, origins, coachId }: EmbedView): Render {
  const attributes = ATTRIBUTES.map((name) => ({ name, meaning: say(`embed.attribute.${name}`) }));
  return (frame) =>
    document(frame, {
      title: say("embed.title"),
      children: (
        <>
          <p class="lead">{say("embed.lead")}</p>
          <form method="get" action="/embed" class="line">
            <label for="coach">{say("embed.coach")}</label>
            <input id="coach" name="coach" value={coachId ?? ""} aria-describedby="coach-hint" autocomplete="off" spellcheck={false} />
            <button type="submit">{say("embed.coach.submit")}</button>
            <span id="coach-hint" class="quiet">
              {say("embed.coach.hint")}
            </span>
          </form>
          <h2>{say("embed.copy")}</h2>
          <p>{say("embed.copy.text")}</p>
          <pre class="code" tabindex={0} aria-label={say("embed.copy")}>
            <code>{linesFor(serviceUrl, coachId ?? NO_COACH)}</code>
          </pre>
          <h2>{say("embed.attributes")}</h2>
          <Described
            heading={say("embed.attribute")}
            rows={[...attributes, { name: "aria-label", meaning: say("embed.attribute.label") }]}
          />
          <h2>{say("embed.events")}</h2>
          <p>{say("embed.events.text")}</p>
          <Described heading={say("embed.event")} rows={EVENTS.map((name) => ({ name, meaning: say(`embed.event.${name}`) }))} />
          <h2>{say("embed.origins")}</h2>
          {origins.length === 0 ? (
            <p>{say("embed.origins.none")}</p>
          ) : (
            <>
              <p>{say("embed.origins.text")}</p>
              <ul>
                {origins.map((origin) => (
                  <li>
                    <code>{origin}</code>
                  </li>
                ))}
              </ul>
            </>
          )}
          <p>{say("embed.policy", { origin: serviceUrl })}</p>
        </>
      ),
    });
}

function Described({ heading, rows }: { readonly heading: string; readonly rows: readonly { name: string; meaning: string }[] }) {
  return (
    <table class="described">
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col">{say("embed.meaning")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, meaning }) => (
          <tr>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function linesFor(serviceUrl: string, coach: string): string {
  return `<script src="${serviceUrl}/embed.js" async></script>
<culturebridge-booking coach="${coach}">
  <a href="${serviceUrl}/book/${coach}">Book a session</a>
</culturebridge-booking>`;
}
