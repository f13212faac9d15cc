/** What every part of the Stripe stand-in is handed: the world, what was ordered to go wrong, and the way to the product. */
import { type FaultQueue, faultQueue, type Fault } from "./fault-queue.ts";
import type { KeptAnswer } from "./idempotency.ts";
import { later, type Later } from "./later.ts";
import { type WebhookDependencies, Webhooks } from "./webhooks.ts";
import { newWorld, type World } from "./world.ts";

export interface StripeDependencies extends WebhookDependencies {
  readonly secretKey: string;
  /** The prefix under which the app is mounted, for forms and links in pages. */
  readonly publicPath: string;
}

interface OrderedFault extends Fault {
  /** A piece of the path; anything where absent. */
  readonly path?: string | undefined;
  /** `GET` or `POST`; either where absent. */
  readonly method?: string | undefined;
  /** Only for what belongs to this coach, booking or session. */
  readonly scope?: string | undefined;
}

export interface StripeCore {
  readonly deps: StripeDependencies;
  readonly world: World;
  readonly faults: FaultQueue<OrderedFault>;
  readonly webhooks: Webhooks;
  readonly wait: Later;
  /** By idempotency key. */
  readonly answers: Map<string, KeptAnswer>;
}

export function stripeCore(deps: StripeDependencies): StripeCore {
  const world = newWorld(deps.now);
  return {
    deps,
    world,
    faults: faultQueue<OrderedFault>(),
    webhooks: new Webhooks(deps, world.nowSeconds),
    wait: later,
    answers: new Map(),
  };
}
