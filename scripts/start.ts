/**
 * `npm start`: migrations, simulators, the Worker, the demo, the cron ticks; then one line `ready http://...` and what
 * to try next. Reads PORT, SIM_PORT, DATA_DIR and RATE_PROFILE. Whatever ends it (Ctrl-C, a dead child, a taken port)
 * ends all of it; what SIGKILL leaves undone here the watchdog does. Nothing listens beyond the loopback address.
 */
import { mkdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { mintAccessToken, type Person } from "../simulators/identity/tokens.ts";
import { type Simulators, startSimulators } from "../simulators/server.ts";
import { Api, localDate } from "./api.ts";
import { type ChildProcess, startChild } from "./child-process.ts";
import { readCrons, startCron } from "./cron.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { fillDemo } from "./demo.ts";
import { DEMO, DEMO_PEOPLE } from "./demo-people.ts";
import { requireFreePort } from "./free-port.ts";
import { Lifetime } from "./lifetime.ts";
import { type Local, readLocal, SettingError } from "./local.ts";
import { nextSteps } from "./next-steps.ts";
import { healthSecretOf, migrateCommand, serveCommand, waitForHealth, WRANGLER_CONFIG, writeWorkerEnv } from "./worker.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const HEALTH_MS_MAX = 90_000;
const DEMO_TOKEN_TTL_SECONDS = 3600;
const PASTED_TOKEN_TTL_SECONDS = 7 * 24 * 3600;
const LOG_BYTES_MAX = 20_000_000;
const SHOWN_MS_MIN = 2000;

const lifetime = new Lifetime();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const startedAtMs = Date.now();
  say(`${name} ...`);
  const result = await work();
  const elapsedMs = Date.now() - startedAtMs;
  if (elapsedMs >= SHOWN_MS_MIN) say(`${name}: done in ${(elapsedMs / 1000).toFixed(1)} s`);
  return result;
}

function prepareLogs(local: Local): string {
  mkdirSync(local.logsDir, { recursive: true, mode: 0o700 });
  rmSync(join(local.logsDir, "wrangler-debug.log"), { force: true });
  const logFile = join(local.logsDir, "worker.log");
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) truncateSync(logFile);
  return logFile;
}

function run(command: ReturnType<typeof serveCommand>, logFile: string): ChildProcess {
  const onErrorLine = (line: string): void => {
    if (!lifetime.isStopping) process.stderr.write(`worker | ${line}\n`);
  };
  const child = startChild({ ...command, logFile, onErrorLine });
  lifetime.add(child.stop, child.kill);
  return child;
}

async function migrate(local: Local, logFile: string): Promise<void> {
  const child = run(await migrateCommand(local), logFile);
  if (!(await child.exited)) {
    throw new SettingError(`applying migrations failed:\n${child.lastLines().join("\n")}`);
  }
}

async function serve(local: Local, envFile: string, logFile: string): Promise<void> {
  const worker = run(serveCommand(local, envFile), logFile);
  let ended = false;
  void worker.exited.then(async () => {
    ended = true;
    if (lifetime.isStopping) return;
    await lifetime.stop(1, `the Worker's process ended by itself; its last lines (${logFile}):\n${worker.lastLines().join("\n")}`);
  });
  await waitForHealth(local.workerUrl, HEALTH_MS_MAX, () => ended);
}

async function fill(local: Local, { issuer }: Simulators): Promise<void> {
  const mint = async (person: Person): Promise<string> => mintAccessToken(issuer, person, DEMO_TOKEN_TTL_SECONDS);
  try {
    await fillDemo({ workerUrl: local.workerUrl, simulatorsDir: local.simulatorsDir, mint, now: new Date() });
  } catch (error) {
    // The server is of use without its demo; the next start tries again.
    process.stderr.write(`filling the demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** Finds a free time a few days ahead, so that the curls are about something real. */
async function describeNextSteps(local: Local, { issuer }: Simulators): Promise<string> {
  const coach = DEMO.COACH_LISBON;
  const timeZone = coach.zoneinfo;
  const durationMinutes = 60;
  const dayAt = (days: number): string => localDate(new Date(Date.now() + days * DAY_MS), timeZone);
  const range = { startDate: dayAt(2), endDate: dayAt(8), timeZone, durationMinutes };
  const slots = await new Api(local.workerUrl).freeSlots(coach.id, range).catch(() => []);
  return nextSteps({
    ...range,
    workerUrl: local.workerUrl,
    simulatorsUrl: local.simulatorsUrl,
    tokenSettings: ["SIM_PORT", "DATA_DIR"].flatMap((name) => (process.env[name] ? [`${name}=${process.env[name]}`] : [])),
    coachId: coach.id,
    coachName: coach.name,
    clientName: DEMO.SOFIA.name,
    clientToken: await mintAccessToken(issuer, DEMO.SOFIA, PASTED_TOKEN_TTL_SECONDS),
    slot: slots[0],
    healthSecret: await healthSecretOf(local),
  });
}

async function start(): Promise<void> {
  const local = readLocal(process.env);
  if (local.port === local.simPort) throw new SettingError(`PORT and SIM_PORT are both ${String(local.port)}`);
  await requireFreePort("PORT", local.port);
  await requireFreePort("SIM_PORT", local.simPort);
  lifetime.add(lockDataDir(local));
  const logFile = prepareLogs(local);
  const envFile = await writeWorkerEnv(local, process.env);

  await step("applying migrations", async () => migrate(local, logFile));
  const simulators = await step("starting the simulators", async () =>
    startSimulators({ ...local, port: local.simPort, people: DEMO_PEOPLE }),
  );
  lifetime.add(simulators.close);
  await step("starting the Worker", async () => serve(local, envFile, logFile));
  await step("filling the demo", async () => fill(local, simulators));
  lifetime.add(
    startCron({
      workerUrl: local.workerUrl,
      crons: readCrons(WRANGLER_CONFIG),
      onFailure: (cron, reason) => {
        if (!lifetime.isStopping) process.stderr.write(`cron trigger "${cron}": ${reason}\n`);
      },
    }),
  );
  const steps = await describeNextSteps(local, simulators);
  say(`ready ${local.workerUrl}`);
  say(steps);
}

/** A wrong setting or a refusal of the system (no permission, disk full) in a line; anything else is a fault of ours. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof SettingError || "syscall" in error ? error.message : (error.stack ?? error.message);
}

lifetime.listen();
try {
  await start();
} catch (error) {
  await lifetime.stop(1, explain(error));
}
