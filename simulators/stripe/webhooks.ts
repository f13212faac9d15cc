/**
 * Signed webhooks, as Stripe sends them: `Stripe-Signature: t=...,v1=HMAC-SHA256(t.body)`. Live, each is sent at once and
 * again a few times while it is not taken; where the product cannot be reached from here they wait in a list, which a test
 * takes in whatever order and however often it likes.
 */
import type { Scopes } from "./world.ts";
import { inScope, newId } from "./world.ts";

export interface OutgoingWebhook {
  readonly id: string;
  readonly type: string;
  readonly url: string;
  readonly body: string;
  readonly scopes: Scopes;
}

const KEPT_MAX = 5_000;
const TRIES_MAX = 5;
const RETRY_MS = 1_000;

export interface WebhookDependencies {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Sends a webhook to the product; null: they wait to be taken at `/__sim/stripe/outgoing`. */
  readonly deliver: ((request: Request) => Promise<Response>) | null;
  readonly webhookSecret: string;
  readonly webhookUrl: string;
}

export class Webhooks {
  readonly #deps: WebhookDependencies;
  readonly #nowSeconds: (scopes: Scopes) => number;
  #sent: OutgoingWebhook[] = [];

  constructor(deps: WebhookDependencies, nowSeconds: (scopes: Scopes) => number) {
    this.#deps = deps;
    this.#nowSeconds = nowSeconds;
  }

  emit(type: string, object: unknown, scopes: Scopes): void {
    const { deliver, webhookUrl } = this.#deps;
    const id = newId("evt_", 24);
    const created = this.#nowSeconds(scopes);
    const event = { id, object: "event", api_version: "2026-10-28.endive", created, livemode: false, type, data: { object } };
    const webhook = { id, type, url: webhookUrl, body: JSON.stringify(event), scopes };
    this.#sent.push(webhook);
    if (this.#sent.length > KEPT_MAX) this.#sent.shift();
    if (deliver !== null) void this.#send(webhook, deliver);
  }

  list(scope: string | null): readonly OutgoingWebhook[] {
    return this.#sent.filter(({ scopes }) => inScope(scopes, scope));
  }

  find(id: string): OutgoingWebhook | null {
    return this.#sent.find((webhook) => webhook.id === id) ?? null;
  }

  async signatureOf(body: string, atMs = this.#deps.now()): Promise<string> {
    const { webhookSecret } = this.#deps;
    const seconds = Math.floor(atMs / 1000);
    const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(webhookSecret), { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
    const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${String(seconds)}.${body}`)));
    return `t=${String(seconds)},v1=${[...mac].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  }

  async #send({ url, body }: OutgoingWebhook, deliver: (request: Request) => Promise<Response>): Promise<void> {
    for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
      try {
        const headers = { "content-type": "application/json", "stripe-signature": await this.signatureOf(body) };
        const answer = await deliver(new Request(url, { method: "POST", headers, body }));
        await answer.body?.cancel();
        if (answer.ok) return;
      } catch {
        // Tried again below.
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      setTimeout(resolve, RETRY_MS * 2 ** tries);
      await promise;
    }
  }
}
