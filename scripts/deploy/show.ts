/** A plan as text, for people: each step with the call that it makes. Holds no secret: those travel in a file. */
import type { Deployment } from "./deployment.ts";
import type { Plan, Step } from "./plan.ts";

/** Where wrangler's configuration of a deployment is written, below the root. */
export function configFileOf({ environment }: Pick<Deployment, "environment">): string {
  return `.wrangler/deploy/${environment}.json`;
}

export function callOf(step: Step, deployment: Deployment, known: Readonly<Record<string, string>> = {}): string {
  const text = callText(step, deployment);
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => known[name] ?? whole);
}

function callText(step: Step, deployment: Deployment): string {
  if (step.kind === "api") return `${step.method} /accounts/<account>${step.path} ${JSON.stringify(step.body)}`;
  if (step.kind === "wrangler") return `wrangler ${step.args.join(" ")} --config ${configFileOf(deployment)}`;
  if (step.kind === "write") return configFileOf(deployment);
  const paths = deployment.healthSecret === null ? "/health" : "/health, /health/deep";
  const as = step.version === null ? "" : ` as version ${step.version}`;
  return `GET ${deployment.serviceUrl}${paths}${as}${step.times === 1 ? "" : `, ${String(step.times)} times`}`;
}

export function shown(title: string, { atOnce, steps }: Plan, deployment: Deployment): string {
  const how = atOnce === null ? "by steps: for nobody, for a tenth, for everybody" : `to everybody at once, because ${atOnce}`;
  const lines = steps.map((step, index) => `${String(index + 1).padStart(3)}. ${step.what}\n     ${callOf(step, deployment)}`);
  return [`${title}: ${deployment.name} at ${deployment.serviceUrl}, ${how}`, ...lines].join("\n");
}
