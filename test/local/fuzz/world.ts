/**
 * All that the fuzz knows of the service it asks: people of each role, and a pool of what answers have shown (bookings, free times,
 * offers, payments, keys, tags). It learns from answers alone, so nothing in it is a guess; it may be out of date, as with any client.
 */
import type { Answer } from "../http.ts";
import type { LocalServer, Someone } from "../server.ts";
import type { Operation } from "./contract.ts";

const SLOTS_KEPT_MAX = 3_000;
const KEPT_MAX = 2_000;

export interface KnownBooking {
  readonly id: string;
  readonly coach_id: string;
  readonly client_id: string;
  readonly status: "pending" | "confirmed" | "completed" | "cancelled";
  readonly awaiting: "payment" | "approval" | null;
  readonly price: unknown;
  readonly revision: number;
  readonly payment_id: string | null;
  readonly move_request: { readonly asked_by: "client" | "coach" } | null;
}

export interface FreeTime {
  readonly coachId: string;
  readonly startsAt: string;
  readonly minutes: number;
  readonly offerId: string | null;
}

interface Asked {
  readonly operation: Operation;
  readonly target: string;
  readonly path: Readonly<Record<string, string>>;
  readonly as: Someone | null;
}

type Json = Readonly<Record<string, unknown>>;

export class World {
  readonly server: LocalServer;
  readonly admin: Someone;
  readonly coaches: readonly Someone[];
  readonly clients: readonly Someone[];
  /** Somebody whom an admin may deactivate. */
  readonly spare: Someone;
  /** Somebody whose data are erased. */
  readonly leaver: Someone;

  readonly bookings = new Map<string, KnownBooking>();
  readonly slots: FreeTime[] = [];
  readonly offers = new Map<string, string>();
  readonly payments = new Set<string>();
  readonly effects = new Set<string>();
  readonly feedKeys = new Map<string, string>();
  readonly consents: { readonly as: Someone; readonly provider: string; readonly url: string }[] = [];
  /** `provider person` of connected calendars, with the ids of the calendars in them. */
  readonly connections = new Map<string, readonly string[]>();
  readonly webhooks = new Set<string>();
  /** To the webhook that each was for. */
  readonly deliveries = new Map<string, string>();
  readonly cursors = new Map<string, string>();
  /** The last tag of what an address shows to somebody. */
  readonly tags = new Map<string, string>();

  private constructor(
    server: LocalServer,
    [admin, spare, leaver]: readonly [Someone, Someone, Someone],
    coaches: readonly Someone[],
    clients: readonly Someone[],
  ) {
    this.server = server;
    this.admin = admin;
    this.spare = spare;
    this.leaver = leaver;
    this.coaches = coaches;
    this.clients = clients;
  }

  static async open(server: LocalServer, coaches: number, clients: number): Promise<World> {
    const [admin] = await server.people("admin", 1);
    const [spare, leaver, ...others] = await server.people("client", clients + 2);
    if (admin === undefined || spare === undefined || leaver === undefined) throw new Error("nobody was made");
    for (const { id, token } of [spare, leaver, ...others]) await server.http.send("GET", `/booking/client/${id}`, { token });
    return new World(server, [admin, spare, leaver], await server.coaches(coaches), others);
  }

  get people(): readonly Someone[] {
    return [this.admin, ...this.coaches, ...this.clients];
  }

  person(id: string): Someone | undefined {
    return this.people.find((one) => one.id === id);
  }

  bookingsWhere(holds: (booking: KnownBooking) => boolean): KnownBooking[] {
    return [...this.bookings.values()].filter(holds);
  }

  /** Takes what an answer of success shows into the pool. */
  learn({ operation, target, path, as }: Asked, { status, headers, text }: Answer): void {
    if (status < 200 || status >= 300) return;
    const tag = headers["etag"];
    if (typeof tag === "string") this.tags.set(`${as?.id ?? ""} ${target.split("?")[0] ?? ""}`, tag);
    if (operation.method === "DELETE") this.#forget(operation, path, as);
    if (!String(headers["content-type"]).includes("json")) return;
    const body = JSON.parse(text) as Json;
    this.#walk(body);
    this.#learnFrom(operation.id, path, as, body);
  }

  #forget(operation: Operation, path: Readonly<Record<string, string>>, as: Someone | null): void {
    if (operation.id === "revokeCalendarKey") this.feedKeys.delete(path["id"] ?? "");
    if (operation.id === "removeWebhook") {
      this.webhooks.delete(path["id"] ?? "");
      for (const [delivery, webhook] of this.deliveries) if (webhook === path["id"]) this.deliveries.delete(delivery);
    }
    if (operation.id === "retireOffer") this.offers.delete(path["offer_id"] ?? "");
    if (operation.path === "/calendar/{provider}/connection") this.connections.delete(`${path["provider"] ?? ""} ${as?.id ?? ""}`);
    if (operation.path === "/booking/{id}") this.bookings.delete(path["id"] ?? "");
  }

  /** Bookings stand in many answers, always in the same shape. */
  #walk(value: unknown): void {
    if (Array.isArray(value)) value.forEach((one) => this.#walk(one));
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    const known = value as Json;
    if (typeof known["revision"] === "number" && typeof known["client_id"] === "string" && typeof known["awaiting"] !== "undefined") {
      const booking = known as unknown as KnownBooking;
      if (this.bookings.size < KEPT_MAX || this.bookings.has(booking.id)) this.bookings.set(booking.id, booking);
      if (booking.payment_id !== null) this.payments.add(booking.payment_id);
      return;
    }
    for (const member of Object.values(known)) this.#walk(member);
  }

  #learnFrom(id: string, path: Readonly<Record<string, string>>, as: Someone | null, body: Json): void {
    const list = (name: string): readonly Json[] => (Array.isArray(body[name]) ? (body[name] as Json[]) : []);
    const mine = `${path["provider"] ?? ""} ${as?.id ?? ""}`;
    for (const slot of list("available_slots")) {
      if (this.slots.length >= SLOTS_KEPT_MAX) break;
      const coachId = String(slot["coach_id"] ?? body["coach_id"]);
      const minutes = Number(body["duration_minutes"]);
      const offerId = typeof body["offer_id"] === "string" ? body["offer_id"] : null;
      if (this.person(coachId) !== undefined) this.slots.push({ coachId, startsAt: String(slot["starts_at"]), minutes, offerId });
    }
    if (typeof body["title"] === "string" && typeof body["id"] === "string" && path["id"] !== undefined)
      this.offers.set(body["id"], path["id"]);
    if (typeof body["payment_id"] === "string") this.payments.add(body["payment_id"]);
    for (const effect of list("effects")) if (effect["state"] === "failed") this.effects.add(String(effect["id"]));
    if (typeof body["feed_url"] === "string") this.feedKeys.set(path["id"] ?? "", new URL(body["feed_url"]).searchParams.get("key") ?? "");
    if (typeof body["auth_url"] === "string" && as !== null)
      this.consents.push({ as, provider: path["provider"] ?? "", url: body["auth_url"] });
    if (list("calendars").length > 0 && as !== null && path["provider"] !== undefined)
      this.connections.set(
        mine,
        list("calendars").map((one) => String(one["id"])),
      );
    else if (id === "finishCalendarConsent") this.connections.set(mine, []);
    for (const webhook of list("webhooks")) this.webhooks.add(String(webhook["id"]));
    if (id === "addWebhook") this.webhooks.add(String(body["id"]));
    for (const delivery of list("deliveries")) this.deliveries.set(String(delivery["id"]), path["id"] ?? "");
    if (typeof body["next_cursor"] === "string") this.cursors.set(`${id} ${as?.id ?? ""}`, body["next_cursor"]);
  }
}
