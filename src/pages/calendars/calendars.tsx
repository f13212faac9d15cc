/** A person's calendars: for each provider whether it is connected, how well it is known, what is done with it, and the ways on. */
import type { CalendarConnection } from "../../domain/calendar-account.ts";
import type { CoachSettings } from "../../domain/coach.ts";
import type { CalendarProviderName } from "../../domain/effect.ts";
import type { Instant } from "../../domain/instant.ts";
import { say } from "../../messages/say.ts";
import { DeskNav } from "../desk/nav.tsx";
import { document, type Render } from "../layout.tsx";
import { ageInWords } from "./age.ts";

export interface CalendarsView {
  readonly isCoach: boolean;
  /** Of those that can be connected here, and those that are. */
  readonly providers: readonly {
    readonly provider: CalendarProviderName;
    readonly connection: CalendarConnection | null;
    readonly isOffered: boolean;
  }[];
  /** The coach's setting for a lost connection; null: a client, whom it does not bind. */
  readonly onConnectionLost: CoachSettings["onConnectionLost"] | null;
  readonly knowledgeMsMax: number;
  readonly now: Instant;
  /** The act that was just done. */
  readonly done: string | null;
  /** Another browser began the consent that ended here. */
  readonly isElsewhere: boolean;
}

export function nameOf(provider: CalendarProviderName): string {
  return say(`calendars.name.${provider}`);
}

export function calendarsPage(view: CalendarsView): Render {
  const { isCoach, providers, onConnectionLost, done, isElsewhere } = view;
  return (frame) =>
    document(frame, {
      title: say("calendars.title"),
      children: (
        <>
          {isCoach && <DeskNav at="calendars" />}
          {done !== null && (
            <p class="done" role="status">
              {done}
            </p>
          )}
          {isElsewhere && (
            <div class="fault" role="alert">
              <p>{say("calendars.other_browser")}</p>
            </div>
          )}
          <p class="lead">{say(isCoach ? "calendars.lead.coach" : "calendars.lead.client")}</p>
          {providers.length === 0 && <p>{say("calendars.none")}</p>}
          <ul class="cards">
            {providers.map((each) => (
              <li>
                <h2>{nameOf(each.provider)}</h2>
                <Connection {...each} view={view} />
              </li>
            ))}
          </ul>
          {onConnectionLost !== null && (
            <section aria-labelledby="lost">
              <h2 id="lost">{say("calendars.lost")}</h2>
              <p>
                {say(`calendars.lost.setting.${onConnectionLost}`)} <a href="/desk/settings">{say("calendars.lost.change")}</a>
              </p>
            </section>
          )}
        </>
      ),
    });
}

type ConnectionView = CalendarsView["providers"][number] & { readonly view: CalendarsView };

function Connection({ provider, connection, isOffered, view }: ConnectionView) {
  const name = nameOf(provider);
  const path = `/calendars/${provider}`;
  if (connection === null) {
    return (
      <>
        <p>{say("calendars.state.none")}</p>
        <p class="ways">
          <a class="button" href={`${path}/connect`}>
            {say("calendars.connect", { name })}
          </a>
        </p>
      </>
    );
  }
  const isLost = connection.state === "needs_reconnect";
  return (
    <>
      {connection.accountEmail !== null && <p class="quiet">{connection.accountEmail}</p>}
      <State connection={connection} name={name} view={view} />
      {view.isCoach && <p>{say("calendars.reads", { count: connection.blockingCalendars.length })}</p>}
      <p>{say(connection.eventCalendar === null ? "calendars.writes.none" : "calendars.writes")}</p>
      <p class="ways">
        {isLost && isOffered && (
          <a class="button" href={`${path}/connect`}>
            {say("calendars.reconnect", { name })}
          </a>
        )}
        {!isLost && isOffered && (
          <a class="button second" href={`${path}/choose`} aria-label={say("calendars.choose.of", { name })}>
            {say("calendars.choose")}
          </a>
        )}
        {isOffered && (
          <a href={`${path}/disconnect`} aria-label={say("calendars.disconnect.of", { name })}>
            {say("calendars.disconnect")}
          </a>
        )}
      </p>
    </>
  );
}

interface StateView {
  readonly connection: CalendarConnection;
  readonly name: string;
  readonly view: CalendarsView;
}

function State({ connection: { state, syncedAt }, name, view }: StateView) {
  const { now, knowledgeMsMax, onConnectionLost } = view;
  const lost = onConnectionLost === null ? null : say(`calendars.lost.${onConnectionLost}`);
  if (state === "needs_reconnect") {
    return (
      <p class="warned">
        <strong>{say("calendars.state.lost", { name })}</strong> {lost}
      </p>
    );
  }
  if (syncedAt === null) return <p>{say("calendars.state.new")}</p>;
  const age = ageInWords(now - syncedAt);
  if (now - syncedAt <= knowledgeMsMax) return <p>{say("calendars.state.active", { age })}</p>;
  return (
    <p class="warned">
      <strong>{say("calendars.state.old", { age })}</strong> {lost}
    </p>
  );
}
