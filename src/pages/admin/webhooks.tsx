/** Where the marketplace is told of events: its addresses, one more, and what became of the messages to one. A secret stands on the page that answers its making, and on no other. */
import { type EventType, EVENT_TYPES } from "../../domain/booking-event.ts";
import type { Instant } from "../../domain/instant.ts";
import { WEBHOOK_URL_CHARACTERS_MAX } from "../../limits/webhooks.ts";
import { say } from "../../messages/say.ts";
import { momentInWords } from "../../messages/wording.ts";
import { About, Form, type FormState, Input } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { adminPage } from "./frame.tsx";

const PATH = "/admin/webhooks";

interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly events: readonly EventType[];
  readonly previousUntil: Instant | null;
  readonly createdAt: Instant;
}

export interface WebhooksView {
  readonly endpoints: readonly Endpoint[];
  readonly form: FormState;
  /** Of the form, by type. */
  readonly wanted: ReadonlySet<string>;
  /** As it was made just now; null: none was. */
  readonly made: { readonly url: string; readonly secret: string } | null;
  readonly done: string | null;
  readonly formKey: string;
  readonly timeZone: string;
  readonly now: Instant;
}

export function webhooksPage(view: WebhooksView): Render {
  const { endpoints, form, wanted, made, done, formKey } = view;
  return adminPage({
    title: say("webhooks.title"),
    at: "webhooks",
    form,
    done,
    children: (
      <>
        <p class="lead">{say("webhooks.lead")}</p>
        {made !== null && (
          <section class="onward" aria-labelledby="secret">
            <h2 id="secret" class="admin-long">
              {say("webhooks.secret", { url: made.url })}
            </h2>
            <p>{say("webhooks.secret.once")}</p>
            <pre class="code" tabindex={0}>
              {made.secret}
            </pre>
          </section>
        )}
        {endpoints.length === 0 ? (
          <p>{say("webhooks.none")}</p>
        ) : (
          <ul class="admin-rows">
            {endpoints.map((endpoint) => (
              <Line endpoint={endpoint} view={view} />
            ))}
          </ul>
        )}
        <section aria-labelledby="add">
          <h2 id="add">{say("webhooks.add")}</h2>
          <Form action={`${PATH}/new`} formKey={formKey}>
            <Input
              name="url"
              type="url"
              label={say("webhooks.url")}
              hint={say("webhooks.url.hint")}
              form={form}
              maxlength={WEBHOOK_URL_CHARACTERS_MAX}
              required
            />
            <fieldset class="field">
              <legend>{say("webhooks.types")}</legend>
              <About name="events" form={form} />
              {EVENT_TYPES.map((type, index) => (
                <label class="choice">
                  <input type="checkbox" id={index === 0 ? "events" : undefined} name="events" value={type} checked={wanted.has(type)} />
                  <span>{typeInWords(type)}</span>
                </label>
              ))}
            </fieldset>
            <button type="submit">{say("webhooks.add.do")}</button>
          </Form>
        </section>
      </>
    ),
  });
}

function Line({ endpoint, view }: { readonly endpoint: Endpoint; readonly view: WebhooksView }) {
  const { id, url, events, previousUntil, createdAt } = endpoint;
  const facts = [
    say("webhooks.events", { count: events.length }),
    say("webhooks.since", { moment: momentInWords(createdAt, view.timeZone) }),
    ...(previousUntil !== null && previousUntil > view.now
      ? [say("webhooks.rotating", { moment: momentInWords(previousUntil, view.timeZone) })]
      : []),
  ];
  return (
    <li>
      <div>
        <p>
          <strong>{url}</strong>
        </p>
        <p class="quiet">{facts.join(" · ")}</p>
        <p class="ways">
          <a href={deliveriesHref(id)} aria-label={say("webhooks.deliveries.of", { url })}>
            {say("webhooks.deliveries")}
          </a>
        </p>
      </div>
      <Form action={`${PATH}/one`} formKey={view.formKey} class="admin-act">
        <input type="hidden" name="endpoint" value={id} />
        <p class="admin-buttons">
          {(["test", "rotate", "remove"] as const).map((act) => (
            <button type="submit" class="second" name="act" value={act} aria-label={say(`webhooks.${act}.of`, { url })}>
              {say(`webhooks.${act}`)}
            </button>
          ))}
        </p>
      </Form>
    </li>
  );
}

interface Delivery {
  readonly id: string;
  readonly type: EventType;
  readonly at: Instant;
  readonly bookingId: string | null;
  readonly state: "due" | "done" | "dropped" | "failed";
  readonly attempts: number;
  readonly replays: number;
  readonly lastFault: string | null;
}

interface DeliveriesView {
  readonly endpoint: Pick<Endpoint, "id" | "url">;
  readonly deliveries: readonly Delivery[];
  readonly hasMore: boolean;
  readonly done: string | null;
  readonly formKey: string;
  readonly timeZone: string;
}

export function deliveriesPage({ endpoint, deliveries, hasMore, done, formKey, timeZone }: DeliveriesView): Render {
  return adminPage({
    title: say("webhooks.deliveries"),
    at: "webhooks",
    isPart: true,
    done,
    children: (
      <>
        <p class="lead admin-long">{say("webhooks.deliveries.of", { url: endpoint.url })}</p>
        {deliveries.length === 0 ? <p>{say("webhooks.deliveries.none")}</p> : null}
        {deliveries.length > 0 && (
          <ul class="admin-rows">
            {deliveries.map((delivery) => {
              const name = say("webhooks.delivery", { type: typeInWords(delivery.type), moment: momentInWords(delivery.at, timeZone) });
              return (
                <li>
                  <div>
                    <p>
                      <strong>{name}</strong>
                    </p>
                    <p class="quiet">{factsOf(delivery).join(" · ")}</p>
                    {delivery.bookingId !== null && (
                      <p class="ways">
                        <a href={`/admin/bookings/${delivery.bookingId}`}>{say("webhooks.booking")}</a>
                      </p>
                    )}
                  </div>
                  {delivery.state !== "due" && (
                    <Form action={deliveriesHref(endpoint.id)} formKey={formKey} class="admin-act">
                      <input type="hidden" name="delivery" value={delivery.id} />
                      <button type="submit" class="second" aria-label={say("webhooks.replay.of", { delivery: name })}>
                        {say("webhooks.replay")}
                      </button>
                    </Form>
                  )}
                </li>
              );
            })}
          </ul>
        )}
        {hasMore && <p class="quiet">{say("webhooks.deliveries.more")}</p>}
        <p>
          <a href={PATH}>{say("webhooks.back")}</a>
        </p>
      </>
    ),
  });
}

function factsOf({ state, attempts, replays, lastFault }: Delivery): string[] {
  return [
    say("webhooks.state", { state }),
    say("webhooks.tries", { count: attempts }),
    ...(replays === 0 ? [] : [say("webhooks.replays", { count: replays })]),
    ...(lastFault === null ? [] : [say("webhooks.reason", { reason: lastFault })]),
  ];
}

function typeInWords(type: EventType): string {
  return say("webhooks.type", { type: type.slice("booking.".length) });
}

export function deliveriesHref(endpointId: string): string {
  return `${PATH}/deliveries?endpoint=${endpointId}`;
}
