/**
 * Graph's change notifications: subscriptions, the handshake that proves both addresses while the creating call still
 * waits, the notification after each change, and the three lifecycle messages, which a test asks for. A notification
 * carries no event, only its id. One that asked for reauthorization stays silent until it is renewed; one that was
 * removed is gone without the owner having done anything.
 */
import { z } from "zod";
import { answer, graphError, type GraphCall, GRAPH_URL, idGivenOut } from "./call.ts";
import { etagOf, eventUrl } from "./event.ts";
import { setting, tenantIdOf } from "./settings.ts";
import type { Outgoing } from "../core/outgoing.ts";
import type { Account, ChangeKind, SimEvent, World } from "../core/world.ts";

const MINUTE_MS = 60_000;
const SUBSCRIPTIONS_PER_MAILBOX_MAX = 1000;
const LIFECYCLE_EVENTS = ["reauthorizationRequired", "subscriptionRemoved", "missed"] as const;
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

interface Subscription {
  readonly id: string;
  readonly changeTypes: readonly ChangeKind[];
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly resource: string;
  /** null: of every calendar of the mailbox. */
  readonly calendarId: string | null;
  readonly clientState: string | null;
  readonly immutableIds: boolean;
  expiresAt: number;
  needsReauthorization: boolean;
}

const asked = z.strictObject({
  changeType: z
    .string()
    .transform((text) => text.split(",").map((word) => word.trim()))
    .pipe(z.array(z.enum(["created", "updated", "deleted"])).min(1)),
  notificationUrl: z.url(),
  lifecycleNotificationUrl: z.url().optional(),
  resource: z.string(),
  expirationDateTime: z.iso.datetime({ offset: true }),
  clientState: z.string().max(128).optional(),
  latestSupportedTlsVersion: z.string().optional(),
});

function validationError(message: string): Response {
  return graphError(400, "ValidationError", message);
}

/** https, or the machine itself, which the real service would refuse but the local one needs. */
function isAddress(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
}

function withQuery(address: string, name: string, value: string): string {
  return `${address}${address.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value)}`;
}

export class Subscriptions {
  readonly #world: World;
  readonly #outgoing: Outgoing;
  /** Keyed by the account object: a mailbox that is reset has none. */
  readonly #mailboxes = new WeakMap<Account, Map<string, Subscription>>();

  constructor(world: World, outgoing: Outgoing) {
    this.#world = world;
    this.#outgoing = outgoing;
  }

  /** Those that still live. */
  list(account: Account): Subscription[] {
    const mine = this.#mine(account);
    const now = this.#world.now(account);
    for (const [id, { expiresAt }] of mine) if (expiresAt <= now) mine.delete(id);
    return [...mine.values()];
  }

  async create(call: GraphCall): Promise<Response> {
    const { account } = call;
    const parsed = asked.safeParse(call.body);
    if (!parsed.success)
      return validationError(`The subscription cannot be read: ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
    const wanted = parsed.data;
    const resource = /^\/?me(?:\/calendars\/([^/]+)|\/calendar)?\/events$/u.exec(wanted.resource);
    if (resource === null) return validationError("The simulator knows subscriptions to events only.");
    const late = this.#lifeRefused(account, Date.parse(wanted.expirationDateTime));
    if (late !== null) return late;
    if (this.list(account).length >= SUBSCRIPTIONS_PER_MAILBOX_MAX)
      return graphError(403, "TooManyRequests", "This mailbox has too many subscriptions.");

    const addresses = [wanted.notificationUrl, wanted.lifecycleNotificationUrl].filter((address) => address !== undefined);
    if (!addresses.every(isAddress)) return validationError("A notification address must use https.");
    const proofs = await Promise.all(addresses.map(async (address) => this.#proves(account, address)));
    if (proofs.includes(false))
      return validationError("Subscription validation request failed: the address did not answer with the token in time.");

    const subscription: Subscription = {
      id: crypto.randomUUID(),
      changeTypes: wanted.changeType,
      notificationUrl: wanted.notificationUrl,
      lifecycleNotificationUrl: wanted.lifecycleNotificationUrl ?? null,
      resource: wanted.resource,
      calendarId: resource[1] ?? null,
      clientState: wanted.clientState ?? null,
      immutableIds: call.prefer.immutableIds,
      expiresAt: Date.parse(wanted.expirationDateTime),
      needsReauthorization: false,
    };
    this.#mine(account).set(subscription.id, subscription);
    return answer(201, this.#json(subscription));
  }

  renew(call: GraphCall, id: string): Response {
    const subscription = this.list(call.account).find((each) => each.id === id);
    if (subscription === undefined) return this.#unknown();
    const parsed = z.strictObject({ expirationDateTime: asked.shape.expirationDateTime }).safeParse(call.body);
    if (!parsed.success) return validationError("Only expirationDateTime of a subscription can be changed here.");
    const expiresAt = Date.parse(parsed.data.expirationDateTime);
    const late = this.#lifeRefused(call.account, expiresAt);
    if (late !== null) return late;
    subscription.expiresAt = expiresAt;
    subscription.needsReauthorization = false;
    return answer(200, this.#json(subscription));
  }

  read(call: GraphCall, id: string): Response {
    const subscription = this.list(call.account).find((each) => each.id === id);
    return subscription === undefined ? this.#unknown() : answer(200, this.#json(subscription));
  }

  readAll(call: GraphCall): Response {
    return answer(200, { value: this.list(call.account).map((subscription) => this.#json(subscription)) });
  }

  remove(call: GraphCall, id: string): Response {
    return this.#mine(call.account).delete(id) ? new Response(null, { status: 204 }) : this.#unknown();
  }

  /** All of the mailbox end now, without a word. */
  expire(account: Account): number {
    const count = this.list(account).length;
    this.#mine(account).clear();
    return count;
  }

  notify(account: Account, event: SimEvent, kind: ChangeKind): void {
    for (const subscription of this.list(account)) {
      const { calendarId } = subscription;
      const concerns = calendarId === null || calendarId === event.calendarId;
      if (!concerns || subscription.needsReauthorization || !subscription.changeTypes.includes(kind)) continue;
      const id = idGivenOut(event.id, subscription);
      this.#send(account, subscription.notificationUrl, {
        ...this.#about(account, subscription),
        changeType: kind,
        resource: `Users/${account.subject}/Events/${id}`,
        resourceData: { "@odata.type": "#Microsoft.Graph.Event", "@odata.id": eventUrl(account, id), "@odata.etag": etagOf(event), id },
      });
    }
  }

  /** To every subscription of the mailbox that gave an address for it; says how many. */
  lifecycle(account: Account, lifecycleEvent: LifecycleEvent): number {
    const told = this.list(account).filter(({ lifecycleNotificationUrl }) => lifecycleNotificationUrl !== null);
    for (const subscription of told) {
      if (lifecycleEvent === "reauthorizationRequired") subscription.needsReauthorization = true;
      if (lifecycleEvent === "subscriptionRemoved") this.#mine(account).delete(subscription.id);
      this.#send(account, subscription.lifecycleNotificationUrl ?? "", { ...this.#about(account, subscription), lifecycleEvent });
    }
    return told.length;
  }

  #mine(account: Account): Map<string, Subscription> {
    const known = this.#mailboxes.get(account) ?? new Map<string, Subscription>();
    this.#mailboxes.set(account, known);
    return known;
  }

  #about(account: Account, { id, clientState, expiresAt }: Subscription): Record<string, unknown> {
    const subscriptionExpirationDateTime = new Date(expiresAt).toISOString();
    return { subscriptionId: id, subscriptionExpirationDateTime, clientState, tenantId: tenantIdOf(account) };
  }

  #send(account: Account, url: string, value: unknown): void {
    const body = JSON.stringify({ value: [value] });
    this.#outgoing.notify(account, { method: "POST", url, headers: { "content-type": "application/json; charset=utf-8" }, body });
  }

  /** The address must give the decoded token back, as plain text, before any authentication of its own. */
  async #proves(account: Account, address: string): Promise<boolean> {
    const token = `Validation: Testing client application reachability for subscription Request-Id: ${crypto.randomUUID()}`;
    const url = withQuery(address, "validationToken", token);
    const reply = await this.#outgoing.ask(account, {
      method: "POST",
      url,
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: "",
    });
    const contentType = Object.entries(reply?.headers ?? {}).find(([name]) => name.toLowerCase() === "content-type")?.[1];
    return reply?.status === 200 && reply.body === token && contentType?.startsWith("text/plain") === true;
  }

  #lifeRefused(account: Account, expiresAt: number): Response | null {
    const minutesMax = setting(account, "subscriptionMinutesMax");
    const now = this.#world.now(account);
    if (expiresAt <= now) return validationError("A subscription cannot expire in the past.");
    if (expiresAt <= now + minutesMax * MINUTE_MS) return null;
    return graphError(400, "InvalidRequest", `Subscription expiration can only be ${minutesMax} minutes in the future.`);
  }

  #unknown(): Response {
    return graphError(404, "ResourceNotFound", "There is no such subscription.");
  }

  #json(subscription: Subscription): Record<string, unknown> {
    return {
      "@odata.context": `${GRAPH_URL}/$metadata#subscriptions/$entity`,
      id: subscription.id,
      resource: subscription.resource,
      changeType: subscription.changeTypes.join(","),
      clientState: subscription.clientState,
      notificationUrl: subscription.notificationUrl,
      lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
      expirationDateTime: new Date(subscription.expiresAt).toISOString(),
    };
  }
}
