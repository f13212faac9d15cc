/**
 * A deployment from the checkout to a Worker that answers, against a stand-in for the account: which calls are made in which
 * order, and what is said where one of them fails.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stateOf } from "../../scripts/deploy/account.ts";
import { carryOut } from "../../scripts/deploy/carry-out.ts";
import { type Deployment, readDeployment } from "../../scripts/deploy/deployment.ts";
import { planOf } from "../../scripts/deploy/plan.ts";
import { AccountStandIn } from "./account-stand-in.ts";
import { checkoutWith } from "./checkout.ts";

// Hundreds of calls over the loopback, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let platform: AccountStandIn;

beforeEach(async () => {
  platform = new AccountStandIn();
  await platform.listen();
});

afterEach(async () => {
  await platform.close();
});

async function deploy(deployment: Deployment): Promise<{ readonly ok: boolean; readonly written: readonly object[] }> {
  const hands = platform.hands();
  const state = await stateOf(hands.account, deployment);
  platform.calls.length = 0;
  const ok = await carryOut(planOf(deployment, state), deployment, state, hands);
  return { ok, written: hands.written };
}

const secretsOf = (deployment: Deployment) => `--secrets-file ${deployment.secretsFile}`;

/** The account as the first deployment has left it. */
async function deployedBefore(deployment: Deployment): Promise<void> {
  expect((await deploy(deployment)).ok).toBe(true);
  platform.migrationTag = deployment.raw.migrations.at(-1)?.tag ?? null;
  platform.calls.length = 0;
  platform.said.length = 0;
}

describe("the first deployment", () => {
  test("makes everything where it belongs, and goes to everybody at once", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    const { ok, written } = await deploy(deployment);
    expect(ok).toBe(true);
    expect(platform.calls).toEqual([
      'POST /d1/database {"name":"culturebridge-booking","primary_location_hint":"weur"}',
      'PUT /d1/database/d1-1 {"read_replication":{"mode":"auto"}}',
      'POST /storage/kv/namespaces {"title":"culturebridge-booking-kept"}',
      'POST /storage/kv/namespaces {"title":"culturebridge-booking-tokens"}',
      "wrangler d1 migrations apply DB --remote",
      `wrangler deploy --minify ${secretsOf(deployment)}`,
      "GET /health by v-first",
      "GET /health/deep by v-first",
    ]);
    expect(written).toEqual([expect.objectContaining({ DB: "d1-1", KEPT: "kv-1", TOKENS: "kv-2" })]);
  });

  test("binds all of it to a jurisdiction, for staging under names of its own", async () => {
    const root = checkoutWith({ vars: { DATA_REGION: "", JURISDICTION: "eu" }, stagingUrl: "https://booking-staging.marketplace.com" });
    expect((await deploy(readDeployment(root, "staging"))).ok).toBe(true);
    expect(platform.calls.slice(0, 4)).toEqual([
      'POST /d1/database {"name":"culturebridge-booking-staging","jurisdiction":"eu"}',
      'PUT /d1/database/d1-1 {"read_replication":{"mode":"auto"}}',
      'POST /storage/kv/namespaces {"title":"culturebridge-booking-staging-kept","jurisdiction":"eu"}',
      'POST /storage/kv/namespaces {"title":"culturebridge-booking-staging-tokens","jurisdiction":"eu"}',
    ]);
  });

  test("that broke off half-way says what to do, and goes on where it was when it is run again", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    platform.failOn = /^PUT/u;
    expect((await deploy(deployment)).ok).toBe(false);
    expect(platform.said.slice(-4)).toEqual([
      "FAILED: switch its read replicas on: Error: PUT /d1/database/d1-1: 403 not allowed (10000)",
      "Done before: make the database.",
      "Not done: make the namespace KEPT; make the namespace TOKENS; write the configuration for wrangler; apply the migrations of the database; deploy to everybody; ask it.",
      "Next: Nothing that serves people has changed. Run the same command again: what is there already is found.",
    ]);
    platform.failOn = null;
    expect((await deploy(deployment)).ok).toBe(true);
    expect(platform.calls.slice(0, 2)).toEqual([
      'PUT /d1/database/d1-1 {"read_replication":{"mode":"auto"}}',
      'POST /storage/kv/namespaces {"title":"culturebridge-booking-kept"}',
    ]);
    expect(platform.databases).toHaveLength(1);
  });
});

describe("a later deployment", () => {
  test("goes to nobody, to a tenth, to everybody, and is asked before each", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    await deployedBefore(deployment);
    expect((await deploy(deployment)).ok).toBe(true);
    const ten = Array.from({ length: 10 }, () => ["GET /health by v-first", "GET /health/deep by v-first"]).flat();
    expect(platform.calls).toEqual([
      "GET /health by v-first",
      "GET /health/deep by v-first",
      "wrangler d1 migrations apply DB --remote",
      `wrangler versions upload --minify ${secretsOf(deployment)}`,
      "wrangler versions deploy v-first@100 v-1@0 --yes",
      "GET /health as v-1 by v-1",
      "GET /health/deep as v-1 by v-1",
      "wrangler versions deploy v-first@90 v-1@10 --yes",
      ...ten,
      "wrangler versions deploy v-1@100 --yes",
      "GET /health as v-1 by v-1",
      "GET /health/deep as v-1 by v-1",
      "wrangler triggers deploy",
    ]);
  });

  test("with a migration of objects goes to everybody at once, as the platform wants it", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    await deployedBefore(deployment);
    platform.migrationTag = "v1";
    const plan = planOf(deployment, await stateOf(platform.account(), deployment));
    expect(plan.atOnce).toBe("it has a migration of objects (v1 to v2)");
    expect(plan.steps.map(({ what }) => what)).toContain("deploy to everybody");
  });

  test("that does not work is taken away before anybody has met it", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    await deployedBefore(deployment);
    platform.isSick = (version) => version === "v-1";
    expect((await deploy(deployment)).ok).toBe(false);
    expect(platform.shares).toEqual({ "v-first": 100 });
    expect(platform.calls).not.toContain("wrangler versions deploy v-first@90 v-1@10 --yes");
    expect(platform.said.join("\n")).toMatch(
      /FAILED: ask the new version: GET \/health\/deep: 503[\s\S]+Next: The version before has all requests again/u,
    );
  });

  test("goes on where the version before fails already, and says that only the rest is asked", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    await deployedBefore(deployment);
    platform.isSick = () => true;
    expect((await deploy(deployment)).ok).toBe(true);
    expect(platform.said[0]).toBe(
      "The running version fails already, so only GET /health is asked of the new one: GET /health/deep: 503 {}",
    );
    expect(platform.shares).toEqual({ "v-1": 100 });
  });

  test("does not go on where another version has answered for the new one", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    await deployedBefore(deployment);
    platform.isOverrideLost = true;
    expect((await deploy(deployment)).ok).toBe(false);
    expect(platform.said).toContain("FAILED: ask the new version: GET /health was answered by the version v-first");
    expect(platform.shares).toEqual({ "v-first": 100 });
  });

  test("that can neither go on nor back says so, and what to run by hand", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    await deployedBefore(deployment);
    platform.isSick = (version) => version === "v-1";
    platform.failOn = /^versions deploy \S+@100 --yes/u;
    expect((await deploy(deployment)).ok).toBe(false);
    expect(platform.said.join("\n")).toContain(
      "THAT FAILED AS WELL. The new version still gets requests; run by hand: npx wrangler versions deploy v-first@100 --yes",
    );
  });

  test("whose migration fails has uploaded nothing", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    await deployedBefore(deployment);
    platform.failOn = /^d1 migrations/u;
    expect((await deploy(deployment)).ok).toBe(false);
    expect(platform.calls.filter((call) => call.startsWith("wrangler"))).toEqual(["wrangler d1 migrations apply DB --remote"]);
    expect(platform.uploads).toBe(0);
  });

  test("is refused while two versions share the requests, and of a database that is bound elsewhere", async () => {
    const deployment = readDeployment(checkoutWith(), "production");
    await deployedBefore(deployment);
    platform.shares = { "v-first": 90, "v-1": 10 };
    await expect(deploy(deployment)).rejects.toThrow("two versions share the requests");
    platform.shares = { "v-first": 100 };
    const moved = readDeployment(checkoutWith({ vars: { DATA_REGION: "", JURISDICTION: "eu" } }), "production");
    await expect(deploy(moved)).rejects.toThrow(
      "the database culturebridge-booking is bound to no jurisdiction, which cannot be changed: JURISDICTION",
    );
  });
});

test("no token and no secret is said, nor stands in a call", async () => {
  const deployment = readDeployment(checkoutWith(), "production");
  await deployedBefore(deployment);
  await deploy(deployment);
  const all = [...platform.said, ...platform.calls].join("\n");
  for (const text of ["the API token", "a-secret-of-the-monitors", btoa("0123456789abcdef0123456789abcdef")])
    expect(all).not.toContain(text);
});
