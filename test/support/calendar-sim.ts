/**
 * The calendar simulators as a test works them: a mailbox of its own, connected through the real consent; its events as
 * they stand; what its owner does by hand; failures on order; and notifications handed on to the Worker.
 */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import type { CalendarProviderName } from "../../src/domain/effect.ts";
import { call, type Person } from "./people.ts";
import { ALARM_DEFERRED_MS } from "./worker.ts";

export interface SimEvent {
  readonly id: string;
  readonly calendar_id: string;
  readonly etag: string;
  readonly status: string;
  readonly title: string;
  readonly description: string;
  /** What a person reads of it, and the links in it as `[words, address]`. */
  readonly description_shown: { readonly text: string; readonly links: readonly (readonly [string, string])[] };
  readonly location: string | null;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly time_zone: string;
  readonly attendees: readonly { readonly email: string; readonly response: string }[];
  readonly meeting: { readonly state: string; readonly link: string } | null;
  readonly properties: Readonly<Record<string, string>>;
}

/** How long a look for the next notification waits for one: what a step takes is rounded up to it. */
const PUSH_POLL_MS = 15;

export class Mailbox {
  readonly provider: CalendarProviderName;
  readonly address: string;
  readonly account: string;

  constructor(provider: CalendarProviderName, address = `${crypto.randomUUID()}@mailbox.test`) {
    this.provider = provider;
    this.address = address;
    this.account = `${provider === "google" ? "google" : "microsoft"}:${address}`;
  }

  /** Through the consent, as if the person had left all ticks set and the app finished it. */
  async connect(person: Person, withheld: readonly string[] = []): Promise<Response> {
    const { code, state, iss } = await this.consent(person, withheld);
    return await this.whilePushing(
      async () => await person.call("POST", `/calendar/${this.provider}/exchange-token`, { code, state, ...(iss === null ? {} : { iss }) }),
    );
  }

  /** What the browser would bring back; `withheld`: scopes whose tick was taken away. */
  async consent(person: Person, withheld: readonly string[] = []): Promise<{ code: string; state: string; iss: string | null }> {
    const started = await person.call("GET", `/calendar/${this.provider}/auth-url`);
    const { auth_url: authUrl } = await started.json<{ auth_url: string }>();
    const asked = new URL(authUrl).searchParams;
    return await this.admin("consent", {
      account: this.account,
      redirect_uri: asked.get("redirect_uri"),
      code_challenge: asked.get("code_challenge"),
      nonce: asked.get("nonce"),
      state: asked.get("state"),
      scopes: (asked.get("scope") ?? "").split(" ").filter((scope) => !withheld.includes(scope)),
    });
  }

  /** Puts the provider's clock where the test's stands, however much real time the test has taken by now. */
  async followClock(): Promise<void> {
    const realNow = performance.timeOrigin + performance.now();
    await this.admin("clock", { offset_ms: Math.round(Date.now() - realNow) });
  }

  async admin<Answer>(path: string, body: unknown = {}): Promise<Answer> {
    const response = await fetch(`https://sim.test/${path}?account=${encodeURIComponent(this.account)}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${text}`);
    return (text === "" ? null : JSON.parse(text)) as Answer;
  }

  async clearFaults(): Promise<void> {
    await fetch(`https://sim.test/faults?account=${encodeURIComponent(this.account)}`, { method: "DELETE" });
  }

  /** Failures on order that have not struck yet. */
  async pendingFaults(): Promise<readonly unknown[]> {
    const response = await fetch(`https://sim.test/faults?account=${encodeURIComponent(this.account)}`);
    return (await response.json<{ faults: unknown[] }>()).faults;
  }

  async log(): Promise<
    readonly { readonly method: string; readonly path: string; readonly status: number; readonly token: string | null }[]
  > {
    const response = await fetch(`https://sim.test/log?account=${encodeURIComponent(this.account)}`);
    return (await response.json<{ lines: [] }>()).lines;
  }

  async snapshot(): Promise<{
    readonly tokens: { refreshTokens: number; accessTokens: number };
    readonly channels: readonly unknown[];
    readonly calendars: readonly { id: string; events: SimEvent[] }[];
  }> {
    return await (await fetch(`https://sim.test/snapshot?account=${encodeURIComponent(this.account)}`)).json();
  }

  /** Of all calendars, cancelled ones left out. */
  async events(): Promise<SimEvent[]> {
    const { calendars } = await this.snapshot();
    return calendars.flatMap(({ events }) => events).filter(({ status }) => status !== "cancelled");
  }

  /** Hands notifications on to the Worker while something runs: Graph proves an address in the midst of a call. */
  async whilePushing<Value>(act: () => Promise<Value>): Promise<Value> {
    const work = act();
    const isOver = work.then(
      () => true,
      () => true,
    );
    for (;;) {
      const pushing = this.pushOne(PUSH_POLL_MS);
      const ended = await Promise.race([isOver, pushing.then(() => false)]);
      await pushing;
      if (ended) return await work;
    }
  }

  /** Hands one notification on; false: there was none. */
  async pushOne(waitMs = 0): Promise<boolean> {
    const response = await fetch(`https://sim.test/outgoing/next?account=${encodeURIComponent(this.account)}&wait_ms=${String(waitMs)}`);
    if (response.status !== 200) return false;
    const message = await response.json<{ id: string; method: string; url: string; headers: Record<string, string>; body: string }>();
    const { pathname, search } = new URL(message.url);
    const reply = await call(message.method, pathname + search, message.body === "" ? undefined : message.body, message.headers);
    const answer = { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() };
    await fetch(`https://sim.test/outgoing/${message.id}`, { method: "POST", body: JSON.stringify(answer) });
    return true;
  }

  async pushAll(): Promise<number> {
    let count = 0;
    while (await this.pushOne()) count += 1;
    return count;
  }

  /** When the alarm of the account's object is set to ring; null: it is not set. */
  async alarmOf(person: Person): Promise<number | null> {
    const at = await runInDurableObject(this.#object(person), async (_object, state) => await state.storage.getAlarm());
    return at === null ? null : at - ALARM_DEFERRED_MS;
  }

  /** Rings the alarm of the account's object, where it is set and due; false: it is not, and nothing rings. */
  async ring(person: Person): Promise<boolean> {
    const at = await this.alarmOf(person);
    if (at === null || at > Date.now()) return false;
    await this.whilePushing(
      async () =>
        await runInDurableObject(this.#object(person), async (object, state) => {
          // As the platform does: an alarm that rings is set no longer.
          await state.storage.deleteAlarm();
          await object.alarm();
        }),
    );
    return true;
  }

  #object(person: Person) {
    return env.CALENDAR_ACCOUNT.getByName(`${person.id}:${this.provider}`);
  }
}
