/**
 * Carries a plan out, one step after the other, and stops at the first that fails: then it says what has been done, what has
 * not, and what to do next. Where the new version answers wrongly, the version before gets all requests back first. All that
 * reaches outside is handed in.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { errorSummary } from "../../src/lib/log.ts";
import type { Account } from "./account.ts";
import type { Deployment } from "./deployment.ts";
import type { ApiStep, AskStep, Plan, Step, WranglerStep } from "./plan.ts";
import { callOf } from "./show.ts";
import type { AccountState } from "./state.ts";
import type { ResourceIds } from "./wrangler-config.ts";

export interface Hands {
  readonly account: Account;
  /** Whether the command ended well, and the version that it uploaded. */
  readonly wrangler: (args: readonly string[]) => Promise<{ readonly ok: boolean; readonly version: string | null }>;
  readonly write: (ids: ResourceIds) => Promise<void>;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly wait?: (ms: number) => Promise<unknown>;
  readonly say: (line: string) => void;
}

const ASK_PAUSE_MS = 2_000;
const ASK_MS_MAX = 15_000;

/** Whether every step was done. */
export async function carryOut(plan: Plan, read: Deployment, state: AccountState, hands: Hands): Promise<boolean> {
  const deployment = state.worker === null ? read : await blamedForItself(read, hands);
  const known: Record<string, string> = { ...state.namespaces, secrets: deployment.secretsFile };
  if (state.database !== null) known[deployment.raw.d1_databases[0].binding] = state.database.uuid;
  if (state.worker?.version) known["previous"] = state.worker.version;
  for (const [index, step] of plan.steps.entries()) {
    hands.say(`${String(index + 1)}/${String(plan.steps.length)} ${step.what}: ${callOf(step, deployment, known)}`);
    const fault = await faultOf(step, deployment, known, hands);
    if (fault === null) continue;
    hands.say(`FAILED: ${step.what}: ${fault}`);
    if (step.kind === "ask" && step.undo !== null) await undo(filled(step.undo, known), hands);
    hands.say(
      `Done before: ${
        plan.steps
          .slice(0, index)
          .map(({ what }) => what)
          .join("; ") || "nothing"
      }.`,
    );
    hands.say(
      `Not done: ${
        plan.steps
          .slice(index + 1)
          .map(({ what }) => what)
          .join("; ") || "nothing else"
      }.`,
    );
    hands.say(`Next: ${step.onFailure}`);
    return false;
  }
  return true;
}

/** What fails before the new version is there is not its fault, and may be what it mends: then `GET /health` alone decides. */
async function blamedForItself(deployment: Deployment, hands: Hands): Promise<Deployment> {
  const fault = deployment.healthSecret === null ? null : await oneAnswer(deployment, null, hands);
  if (fault === null) return deployment;
  hands.say(`The running version fails already, so only GET /health is asked of the new one: ${fault}`);
  return { ...deployment, healthSecret: null };
}

async function undo(args: readonly string[], { wrangler, say }: Hands): Promise<void> {
  say(`taking the new version away: wrangler ${args.join(" ")}`);
  const { ok } = await wrangler(args);
  if (!ok) say(`THAT FAILED AS WELL. The new version still gets requests; run by hand: npx wrangler ${args.join(" ")}`);
}

/** null: it is done. */
async function faultOf(step: Step, deployment: Deployment, known: Record<string, string>, hands: Hands): Promise<string | null> {
  try {
    if (step.kind === "api") return await apiFault(step, known, hands);
    if (step.kind === "wrangler") return await wranglerFault(step, known, hands);
    if (step.kind === "ask") return await askFault(step, deployment, known, hands);
    await hands.write(known);
    return null;
  } catch (error) {
    return errorSummary(error);
  }
}

async function apiFault(step: ApiStep, known: Record<string, string>, { account }: Hands): Promise<string | null> {
  const result = await account.call(step.method, filledText(step.path, known), step.body);
  if (result === null) return "the API found nothing there";
  if (step.keeps === undefined) return null;
  const [field, name] = step.keeps;
  const id = (result as Record<string, unknown>)[field];
  if (typeof id !== "string") return `the API's answer has no ${field}`;
  known[name] = id;
  return null;
}

async function wranglerFault(step: WranglerStep, known: Record<string, string>, { wrangler }: Hands): Promise<string | null> {
  const { ok, version } = await wrangler(filled(step.args, known));
  if (!ok) return "wrangler says why above";
  if (step.isUpload !== true) return null;
  if (version === null) return "wrangler did not say which version it uploaded";
  known["version"] = version;
  return null;
}

async function askFault(step: AskStep, deployment: Deployment, known: Record<string, string>, hands: Hands): Promise<string | null> {
  const version = step.version === null ? null : filledText(step.version, known);
  const wait = hands.wait ?? sleep;
  for (let time = 0; time < step.times; time += 1) {
    let fault = await oneAnswer(deployment, version, hands);
    for (let tries = 1; fault !== null && tries < step.triesMax; tries += 1) {
      await wait(ASK_PAUSE_MS);
      fault = await oneAnswer(deployment, version, hands);
    }
    if (fault !== null) return fault;
  }
  return null;
}

/**
 * `GET /health` says which version answers, because an override that does not hold is passed over in silence; `GET /health/deep`
 * says whether that version works.
 */
async function oneAnswer(deployment: Deployment, version: string | null, { fetch: send }: Hands): Promise<string | null> {
  const { serviceUrl, name, healthSecret } = deployment;
  // https://developers.cloudflare.com/workers/configuration/versions-and-deployments/version-overrides/
  const override = version === null ? {} : { "Cloudflare-Workers-Version-Overrides": `${name}="${version}"` };
  const ask = async (path: string, headers: Record<string, string>) => {
    const response = await send(`${serviceUrl}${path}`, { headers: { ...override, ...headers }, signal: AbortSignal.timeout(ASK_MS_MAX) });
    return { status: response.status, version: response.headers.get("Worker-Version"), text: (await response.text()).slice(0, 500) };
  };
  try {
    const health = await ask("/health", {});
    if (health.status !== 200) return `GET /health: ${String(health.status)} ${health.text}`;
    if (version !== null && health.version !== version)
      return `GET /health was answered by the version ${health.version ?? "without a name"}`;
    if (healthSecret === null) return null;
    const deep = await ask("/health/deep", { "Health-Secret": healthSecret });
    // The version before may know another secret. The new one has been given this one.
    return deep.status === 200 || (deep.status === 404 && version === null)
      ? null
      : `GET /health/deep: ${String(deep.status)} ${deep.text}`;
  } catch (error) {
    return errorSummary(error);
  }
}

function filled(args: readonly string[], known: Readonly<Record<string, string>>): string[] {
  return args.map((arg) => filledText(arg, known));
}

function filledText(text: string, known: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => known[name] ?? whole);
}
