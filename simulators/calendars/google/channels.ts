/**
 * Google's push channels. A channel greets its address with a `sync` message when it opens, which may arrive before
 * the caller has read the answer that made it; after that every change of the calendar sends an empty POST that says
 * only that something happened. A channel cannot be renewed, and may be granted a shorter life than was asked for.
 *
 * Knob (`/__sim/settings`): `channelHoursMax` (default 168): the longest life granted.
 */
import { z } from "zod";
import type { ChannelInfo } from "../core/core.ts";
import { answer, CALENDAR_URL, type GoogleCall, refuse } from "./call.ts";
import type { Outgoing } from "../core/outgoing.ts";
import type { Account, SimCalendar, World } from "../core/world.ts";

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS_MAX = 168;

interface Channel extends ChannelInfo {
  readonly calendarId: string;
  readonly resourceId: string;
  readonly token: string | null;
  messageNumber: number;
}

const asked = z.object({
  id: z.string().regex(/^[\w\-+/=]{1,64}$/u),
  type: z.enum(["web_hook", "webhook"]),
  address: z.url(),
  token: z.string().max(256).optional(),
  /** Epoch milliseconds. */
  expiration: z.union([z.string().regex(/^\d+$/u).transform(Number), z.int()]).optional(),
});

const toStop = z.object({ id: z.string(), resourceId: z.string() });

/** https, or the machine itself, which the real service would refuse but the local one needs. */
function isAddress(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
}

export class GoogleChannels {
  readonly #world: World;
  readonly #outgoing: Outgoing;
  /** Keyed by the account object: a mailbox that is reset has none. */
  readonly #mailboxes = new WeakMap<Account, Map<string, Channel>>();

  constructor(world: World, outgoing: Outgoing) {
    this.#world = world;
    this.#outgoing = outgoing;
  }

  /** Those that still live. */
  list(account: Account): Channel[] {
    const mine = this.#mine(account);
    const now = this.#world.now(account);
    for (const [id, { expiresAt }] of mine) if (expiresAt <= now) mine.delete(id);
    return [...mine.values()];
  }

  watch(call: GoogleCall, calendar: SimCalendar): Response {
    const { account } = call;
    const parsed = asked.safeParse(call.body);
    if (!parsed.success) return refuse(400, "invalid", `Invalid value for: ${parsed.error.issues[0]?.path.join(".") ?? "the whole"}`);
    const { id, address, token, expiration } = parsed.data;
    if (!isAddress(address)) return refuse(400, "push.webhookUrlNotHttps", "A channel's address must use https.");
    if (this.#mine(account).has(id)) return refuse(400, "channelIdNotUnique", "Channel id is not unique.");
    const hoursMax = account.settings.get("channelHoursMax");
    const now = this.#world.now(account);
    const longest = now + (typeof hoursMax === "number" ? hoursMax : DEFAULT_HOURS_MAX) * HOUR_MS;
    const expiresAt = Math.min(expiration ?? longest, longest);
    if (expiresAt <= now) return refuse(400, "invalid", "A channel cannot end in the past.");
    const resourceId = btoa(`events of ${calendar.id}`).replaceAll("=", "");
    const channel: Channel = { id, calendarId: calendar.id, address, token: token ?? null, expiresAt, resourceId, messageNumber: 0 };
    this.#mine(account).set(id, channel);
    this.#send(account, channel, "sync");
    return answer({
      kind: "api#channel",
      id,
      resourceId,
      resourceUri: this.#resourceUri(channel),
      ...(token !== undefined && { token }),
      expiration: String(expiresAt),
    });
  }

  stop(call: GoogleCall): Response {
    const parsed = toStop.safeParse(call.body);
    if (!parsed.success) return refuse(400, "required", "id and resourceId are needed.");
    const channel = this.list(call.account).find(({ id }) => id === parsed.data.id);
    if (channel?.resourceId !== parsed.data.resourceId) return refuse(404, "notFound", "Channel not found.");
    this.#mine(call.account).delete(channel.id);
    return new Response(null, { status: 204 });
  }

  /** All of the mailbox end now, without a word. */
  expire(account: Account): number {
    const count = this.list(account).length;
    this.#mine(account).clear();
    return count;
  }

  changed(account: Account, calendar: SimCalendar): void {
    for (const channel of this.list(account)) if (channel.calendarId === calendar.id) this.#send(account, channel, "exists");
  }

  #send(account: Account, channel: Channel, state: "sync" | "exists"): void {
    channel.messageNumber += 1;
    const headers = {
      "X-Goog-Channel-ID": channel.id,
      ...(channel.token !== null && { "X-Goog-Channel-Token": channel.token }),
      "X-Goog-Channel-Expiration": new Date(channel.expiresAt).toUTCString(),
      "X-Goog-Resource-ID": channel.resourceId,
      "X-Goog-Resource-URI": this.#resourceUri(channel),
      "X-Goog-Resource-State": state,
      "X-Goog-Message-Number": String(channel.messageNumber),
    };
    this.#outgoing.notify(account, { method: "POST", url: channel.address, headers, body: "" });
  }

  #resourceUri({ calendarId }: Channel): string {
    return `${CALENDAR_URL}/calendars/${encodeURIComponent(calendarId)}/events?alt=json`;
  }

  #mine(account: Account): Map<string, Channel> {
    const known = this.#mailboxes.get(account) ?? new Map<string, Channel>();
    this.#mailboxes.set(account, known);
    return known;
  }
}
