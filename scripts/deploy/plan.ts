/**
 * The plan of a deployment: from what its files say and what the account holds to each step in order, with every call. Pure, so
 * it can be shown without an account. `{name}` in a call stands for what an earlier step brought back.
 *
 * Migrations of the database go first: new code never meets an old schema, and a migration only adds to what the running code
 * knows (test/docs/migrations.test.ts). A version cannot be uploaded beside another while a migration of objects is pending
 * (error 10211 of the platform), so the first deployment, and one with such a migration, go to everybody at once.
 */
import type { Deployment } from "./deployment.ts";
import type { AccountState, WorkerState } from "./state.ts";

interface StepBase {
  readonly what: string;
  /** For whoever finds that this step has failed. */
  readonly onFailure: string;
}

export interface ApiStep extends StepBase {
  readonly kind: "api";
  readonly method: "POST" | "PUT";
  /** Below `/accounts/<account>`. */
  readonly path: string;
  readonly body: object;
  /** The field of the answer's result that later steps need, and the name they know it by. */
  readonly keeps?: readonly [field: string, name: string];
}

export interface WranglerStep extends StepBase {
  readonly kind: "wrangler";
  readonly args: readonly string[];
  /** Keeps the id of the version that it uploaded as `{version}`. */
  readonly isUpload?: true;
}

export interface AskStep extends StepBase {
  readonly kind: "ask";
  /** The version that has to answer; null: whichever does. */
  readonly version: string | null;
  readonly times: number;
  /** How often each is asked, two seconds apart, before its answer counts as wrong. */
  readonly triesMax: number;
  /** The arguments for wrangler where an answer is wrong. */
  readonly undo: readonly string[] | null;
}

interface WriteStep extends StepBase {
  readonly kind: "write";
}

export type Step = ApiStep | WranglerStep | AskStep | WriteStep;

export interface Plan {
  /** Whether the new version goes to everybody at once, and why; null: it goes by steps. */
  readonly atOnce: string | null;
  readonly steps: readonly Step[];
}

/** Throws where the account holds what this deployment cannot use. */
export function planOf(deployment: Deployment, state: AccountState): Plan {
  const { raw, home, name } = deployment;
  if (state.database !== null && state.database.jurisdiction !== home.jurisdiction) {
    throw new Error(
      `the database ${name} is bound to ${state.database.jurisdiction ?? "no jurisdiction"}, which cannot be changed: JURISDICTION`,
    );
  }
  if (state.worker !== null && state.worker.version === null) {
    throw new Error("two versions share the requests: decide for one with `npx wrangler versions deploy --name " + name + "`, then deploy");
  }
  const atOnce = whyAtOnce(raw.migrations.at(-1)?.tag ?? null, state.worker);
  const [database] = raw.d1_databases;
  return {
    atOnce,
    steps: [
      ...databaseSteps(deployment, state),
      ...raw.kv_namespaces
        .filter(({ binding }) => state.namespaces[binding] === undefined)
        .map(({ binding }) => namespaceStep(deployment, binding)),
      { kind: "write", what: "write the configuration for wrangler", onFailure: RUN_AGAIN },
      {
        kind: "wrangler",
        what: "apply the migrations of the database",
        args: ["d1", "migrations", "apply", database.binding, "--remote"],
        onFailure: `A migration that fails is rolled back, those before it stay, and the running version knows them. Mend it, then run again.`,
      },
      ...(atOnce === null ? gradually(deployment) : [...wholly(deployment)]),
    ],
  };
}

/** A new host waits for its certificate: minutes. */
const FIRST_TRIES_MAX = 300;
/** A new deployment is known everywhere within seconds. */
const OVERRIDE_TRIES_MAX = 30;
const RUN_AGAIN = "Nothing that serves people has changed. Run the same command again: what is there already is found.";

function whyAtOnce(newest: string | null, worker: WorkerState | null): string | null {
  if (worker === null) return "it is the first deployment";
  if (worker.migrationTag !== newest) return `it has a migration of objects (${worker.migrationTag ?? "none"} to ${newest ?? "none"})`;
  return null;
}

function databaseSteps({ name, home, raw }: Deployment, { database }: AccountState): ApiStep[] {
  const { binding } = raw.d1_databases[0];
  const create: ApiStep = {
    kind: "api",
    what: "make the database",
    method: "POST",
    path: "/d1/database",
    body: { name, ...(home.jurisdiction === null ? { primary_location_hint: home.region } : { jurisdiction: home.jurisdiction }) },
    keeps: ["uuid", binding],
    onFailure: RUN_AGAIN,
  };
  const replicate: ApiStep = {
    kind: "api",
    what: "switch its read replicas on",
    method: "PUT",
    path: `/d1/database/{${binding}}`,
    body: { read_replication: { mode: "auto" } },
    onFailure: RUN_AGAIN,
  };
  return [...(database === null ? [create] : []), ...(database?.isReplicated === true ? [] : [replicate])];
}

function namespaceStep({ name, home }: Deployment, binding: string): ApiStep {
  return {
    kind: "api",
    what: `make the namespace ${binding}`,
    method: "POST",
    path: "/storage/kv/namespaces",
    body: { title: namespaceTitle(name, binding), ...(home.jurisdiction === null ? {} : { jurisdiction: home.jurisdiction }) },
    keeps: ["id", binding],
    onFailure: RUN_AGAIN,
  };
}

export function namespaceTitle(name: string, binding: string): string {
  return `${name}-${binding.toLowerCase()}`;
}

function wholly({ name }: Deployment): Step[] {
  const back = `\`npx wrangler rollback --name ${name}\` brings the version before back, where there is one that knows the same objects.`;
  return [
    { kind: "wrangler", what: "deploy to everybody", args: ["deploy", "--minify", "--secrets-file", "{secrets}"], onFailure: RUN_AGAIN },
    {
      kind: "ask",
      what: "ask it",
      version: null,
      times: 1,
      triesMax: FIRST_TRIES_MAX,
      undo: null,
      onFailure: `The new version is live and does not answer as it should. ${back}`,
    },
  ];
}

/** The version before is named first each time: so an object that has gone to the new version stays there. */
function gradually({ name }: Deployment): Step[] {
  const share = (before: number, after: number) => [
    "versions",
    "deploy",
    `{previous}@${String(before)}`,
    `{version}@${String(after)}`,
    "--yes",
  ];
  const undo = ["versions", "deploy", "{previous}@100", "--yes"];
  const takenBack = "The version before has all requests again. The migrations of the database stay; it knows them.";
  const looking = `See which versions share the requests: \`npx wrangler deployments status --name ${name}\`.`;
  return [
    {
      kind: "wrangler",
      what: "upload the version",
      args: ["versions", "upload", "--minify", "--secrets-file", "{secrets}"],
      isUpload: true,
      onFailure: "The version before has all requests. Run the same command again.",
    },
    { kind: "wrangler", what: "put it beside the running one, for nobody yet", args: share(100, 0), onFailure: looking },
    { kind: "ask", what: "ask the new version", version: "{version}", times: 1, triesMax: OVERRIDE_TRIES_MAX, undo, onFailure: takenBack },
    { kind: "wrangler", what: "give it a tenth of requests and objects", args: share(90, 10), onFailure: looking },
    { kind: "ask", what: "ask whichever answers, ten times", version: null, times: 10, triesMax: 1, undo, onFailure: takenBack },
    { kind: "wrangler", what: "give it all", args: ["versions", "deploy", "{version}@100", "--yes"], onFailure: looking },
    { kind: "ask", what: "ask it once more", version: "{version}", times: 1, triesMax: OVERRIDE_TRIES_MAX, undo, onFailure: takenBack },
    {
      kind: "wrangler",
      what: "set routes and cron triggers, which belong to no version",
      args: ["triggers", "deploy"],
      onFailure: "The new version serves everybody under the routes and triggers of before. Run `npm run deploy` again.",
    },
  ];
}
