/** The Stripe stand-in as a test works it: its sessions, what a person does on the hosted page, and its webhooks. */
import { call } from "./people.ts";

const ADMIN = "https://stripe-sim.test";

/** Amounts in Stripe's units, the currency in lower case. */
interface Charge {
  readonly amount: number;
  readonly amount_refunded: number;
  readonly currency: string;
  readonly payment_intent: string;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Snapshot {
  readonly sessions: readonly {
    readonly id: string;
    readonly status: string;
    readonly amount_total: number;
    readonly payment_intent: string | null;
    readonly client_reference_id: string | null;
  }[];
  readonly intents: readonly { readonly id: string; readonly status: string }[];
  readonly charges: readonly Charge[];
  readonly refunds: readonly {
    readonly id: string;
    readonly amount: number;
    readonly status: string;
    readonly payment_intent: string;
    readonly metadata: Readonly<Record<string, string>>;
  }[];
  readonly disputes: readonly { readonly id: string; readonly status: string; readonly payment_intent: string }[];
}

export async function stripeSnapshot(scope: string): Promise<Snapshot> {
  return await (await fetch(`${ADMIN}/snapshot?scope=${scope}`)).json();
}

export async function onHostedPage(sessionId: string, act: "pay" | "decline" | "expire" | "pay_late" | "pay_again"): Promise<boolean> {
  return (await (await fetch(`${ADMIN}/sessions/${sessionId}/${act}`, { method: "POST" })).json<{ done: boolean }>()).done;
}

/** An act of a person in Stripe's dashboard, or of a bank: `refunds/begin`, `intents/{id}/refund`, `disputes/{id}/decide` and the like. */
export async function atStripe(path: string, body: Record<string, unknown> = {}): Promise<{ readonly id: string }> {
  const answer = await fetch(`${ADMIN}/${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  return answer.status === 204 ? { id: "" } : await answer.json();
}

export async function orderStripeFault(fault: Record<string, unknown>): Promise<void> {
  await fetch(`${ADMIN}/faults`, { method: "POST", body: JSON.stringify(fault) });
}

export async function endStripeFaults(scope: string): Promise<void> {
  await fetch(`${ADMIN}/faults?scope=${scope}`, { method: "DELETE" });
}

export async function setStripeClock(scope: string, offsetMs: number): Promise<void> {
  await fetch(`${ADMIN}/clock`, { method: "POST", body: JSON.stringify({ scope, offset_ms: offsetMs }) });
}

export interface Webhook {
  readonly body: string;
  readonly signature: string;
}

interface ListedWebhook {
  readonly id: string;
  readonly type: string;
  /** The ids of what it is about: the coach's, the booking's. */
  readonly scopes: readonly string[];
}

export async function webhooksOf(scope: string): Promise<readonly ListedWebhook[]> {
  return (await (await fetch(`${ADMIN}/outgoing?scope=${scope}`)).json<{ webhooks: ListedWebhook[] }>()).webhooks;
}

export async function webhook(id: string): Promise<Webhook> {
  return await (await fetch(`${ADMIN}/outgoing/${id}?at_ms=${String(Date.now())}`)).json();
}

/** Hands a webhook to the Worker as Stripe would. */
export async function deliver({ body, signature }: Webhook): Promise<Response> {
  return await call("POST", "/payments/webhook", body, { "stripe-signature": signature, "content-type": "application/json" });
}
