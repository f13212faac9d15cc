/**
 * The admin surface about traffic, by `?account=PROVIDER:ADDRESS`: failures on order, notifications, the log of requests.
 *
 * POST /faults {match?: {method?, path?}, mode?, status?, headers?, body?, times?} · GET /faults · DELETE /faults
 * POST /faults/chaos {probability, seed, kinds?}; DELETE /faults ends it too
 * POST /push {drop?, duplicate?, hold?} · POST /push/release · GET /outgoing/next [?wait_ms] · POST /outgoing/{id} {status, headers, body}
 * GET /log
 */
import { Hono } from "hono";
import { z } from "zod";
import { accountAsked, accountNeeded, bodyAsked, DONE, isRefusal, refuse } from "./request.ts";
import type { Core, Sides } from "../core/core.ts";
import { CHAOS_KINDS, FAULT_MODES } from "../core/faults.ts";

const WAIT_MS_MAX = 2_000;

const faultBody = z.object({
  match: z.object({ method: z.string().optional(), path: z.string().optional() }).default({}),
  mode: z.enum(FAULT_MODES).default("answer"),
  status: z.int().min(200).max(599).nullable().default(null),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().nullable().default(null),
  times: z.int().min(1).default(1),
});
const chaosBody = z.object({
  probability: z.number().min(0).max(1),
  seed: z.int(),
  kinds: z
    .array(z.enum(CHAOS_KINDS))
    .min(1)
    .default(CHAOS_KINDS.filter((kind) => kind !== "412")),
});
const pushBody = z.object({ drop: z.boolean().optional(), duplicate: z.boolean().optional(), hold: z.boolean().optional() });
const replyBody = z.object({ status: z.int(), headers: z.record(z.string(), z.string()).default({}), body: z.string().default("") });

export function trafficAdmin(core: Core, _sides: Sides): Hono {
  const { faults, outgoing, log } = core;
  const app = new Hono();

  app.post("/faults", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, faultBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    faults.add(account.key, body);
    return DONE();
  });
  app.get("/faults", (context) => {
    const account = accountNeeded(core, context);
    return isRefusal(account) ? account : Response.json({ faults: faults.pending(account.key) });
  });
  app.delete("/faults", (context) => {
    const account = accountAsked(core, context);
    if (isRefusal(account)) return account;
    faults.clear(account?.key ?? null);
    return DONE();
  });
  app.post("/faults/chaos", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, chaosBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    faults.setChaos(account.key, body);
    return DONE();
  });

  app.post("/push", async (context) => {
    const account = accountNeeded(core, context);
    const body = await bodyAsked(context, pushBody);
    if (isRefusal(account)) return account;
    if (isRefusal(body)) return body;
    const chosen = Object.entries(body).filter(([, value]) => value !== undefined);
    outgoing.setSwitches(account.key, Object.fromEntries(chosen));
    return DONE();
  });
  app.post("/push/release", (context) => {
    const account = accountNeeded(core, context);
    if (isRefusal(account)) return account;
    outgoing.release(account.key);
    return DONE();
  });
  app.get("/outgoing/next", async (context) => {
    const account = accountNeeded(core, context);
    if (isRefusal(account)) return account;
    const waitMs = Math.min(Number(context.req.query("wait_ms") ?? 0), WAIT_MS_MAX);
    const next = await outgoing.next(account.key, waitMs);
    return next === null ? DONE() : Response.json(next);
  });
  app.post("/outgoing/:id", async (context) => {
    const body = await bodyAsked(context, replyBody);
    if (isRefusal(body)) return body;
    return outgoing.reply(context.req.param("id"), body) ? DONE() : refuse("nobody waits for that reply");
  });

  app.get("/log", (context) => {
    const account = accountNeeded(core, context);
    return isRefusal(account) ? account : Response.json({ lines: log.list(account.key) });
  });
  return app;
}
