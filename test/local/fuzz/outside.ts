/** Acts outside of the service that make a request sound: a consent at the stand-in for a calendar provider, a signature of Stripe's. */
import { createHmac } from "node:crypto";
import { registrationsOf } from "../../../simulators/registrations.ts";
import type { Someone } from "../server.ts";
import type { Chance } from "./values.ts";
import type { World } from "./world.ts";

/** What the browser would bring back of a consent that the person gave, all ticks set. */
export async function giveConsent(world: World, as: Someone, provider: string, url: string): Promise<Readonly<Record<string, unknown>>> {
  const asked = new URL(url).searchParams;
  const account = `${provider === "google" ? "google" : "microsoft"}:${as.id}@mailbox.test`;
  const response = await fetch(`${world.server.local.simulatorsUrl}/providers/__sim/consent`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      account,
      redirect_uri: asked.get("redirect_uri"),
      code_challenge: asked.get("code_challenge"),
      nonce: asked.get("nonce"),
      state: asked.get("state"),
      scopes: (asked.get("scope") ?? "").split(" "),
    }),
  });
  if (!response.ok) return {};
  const { code, state, iss } = await response.json<{ code: string; state: string; iss: string | null }>();
  return { code, state, iss: iss ?? undefined };
}

/** An event of Stripe's that means nothing to the service, signed as Stripe signs. */
export function signedEvent(world: World, chance: Chance): { readonly raw: string; readonly headers: Readonly<Record<string, string>> } {
  const raw = JSON.stringify({
    id: `evt_${String(chance.seed)}`,
    object: "event",
    type: "customer.created",
    data: { object: { id: "cus_1" } },
  });
  const seconds = String(Math.floor(Date.now() / 1000));
  const { webhookSecret } = registrationsOf(world.server.local).stripe;
  const signature = createHmac("sha256", webhookSecret).update(`${seconds}.${raw}`).digest("hex");
  return { raw, headers: { "stripe-signature": `t=${seconds},v1=${signature}` } };
}
