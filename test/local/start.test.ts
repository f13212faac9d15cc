/** What a newcomer does in the first minute, against the real thing: start, paste the two curls, make a token, stop, start again. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../scripts/local.ts";
import { bookingsOf } from "./http.ts";
import { LocalServer, type Someone } from "./server.ts";

const COMMAND_MS_MAX = 20_000;

let server: LocalServer;

beforeAll(async () => {
  server = await LocalServer.start();
}, 90_000);

afterAll(async () => server?.dispose(), 30_000);

/** As typed at a prompt in the checkout, in a shell that knows nothing of the server's settings. */
async function shell(command: string): Promise<string> {
  const { PORT: _port, SIM_PORT: _simPort, DATA_DIR: _dataDir, ...env } = server.env as Record<string, string>;
  const { stdout } = await promisify(execFile)("sh", ["-c", command], {
    cwd: ROOT,
    env: env as NodeJS.ProcessEnv,
    timeout: COMMAND_MS_MAX,
  });
  return stdout;
}

/** The printed curl with its status asked for as well. */
async function pasted(curl: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const [body = "", status] = (await shell(`${curl} -w '\\n%{http_code}'`)).split(/\n(?=\d+$)/u);
  return { status: Number(status), body: JSON.parse(body) as Record<string, unknown> };
}

function printedCurls(): [string, string] {
  const lines = server.output.split("\n").filter((line) => line.startsWith("curl "));
  expect(lines).toHaveLength(2);
  return lines as [string, string];
}

/** The line after `Another token:`, settings included. */
function printedTokenCommand(): string {
  return /^Another token:\s+(.+)$/mu.exec(server.output)?.[1] ?? "";
}

async function statusWith(token: string): Promise<number> {
  // A booking that nobody knows: 404 says that the token was accepted, 401 that it was not.
  return (await server.http.send("GET", "/booking/00000000-0000-4000-8000-000000000000", { token })).status;
}

describe("npm start and npm run token", () => {
  it("one line says ready, with the address", () => {
    expect(server.output.split("\n").filter((line) => line.startsWith("ready "))).toEqual([`ready ${server.local.workerUrl}`]);
  });

  it(
    "the two printed curls list free times and book one; pasted again, the second is refused with other times",
    { timeout: 60_000 },
    async () => {
      const [list, book] = printedCurls();
      const listed = await pasted(list);
      expect(listed).toMatchObject({
        status: 200,
        body: {
          available_slots: expect.arrayContaining([
            { starts_at: expect.any(String) as string, ends_at: expect.any(String) as string },
          ]) as unknown,
        },
      });
      const booked = await pasted(book);
      expect(booked).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/u) as string, status: "pending" } });
      expect(await pasted(book)).toMatchObject({
        status: 400,
        body: { code: "slot_taken", alternatives: expect.arrayContaining([expect.anything()]) as unknown },
      });
    },
  );

  it("the printed look at its health opens the deep one, in which database and objects answer", { timeout: 60_000 }, async () => {
    const looked = await pasted(/^Is it well, part by part:\s+(curl .+)$/mu.exec(server.output)?.[1] ?? "");
    // On a busy machine a part may be slow.
    expect([200, 503]).toContain(looked.status);
    expect(looked.body["parts"]).toMatchObject(
      Object.fromEntries(["database_read", "database_write", "objects"].map((part) => [part, { measured: expect.any(Number) as number }])),
    );
  });

  it("the printed token command gives one JWT and nothing else, and the server accepts it", { timeout: 60_000 }, async () => {
    const command = printedTokenCommand();
    expect(command).toMatch(/npm run token -- --role client$/u);
    const printed = await shell(command);
    expect(printed).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/u);
    expect(await statusWith(printed.trim())).toBe(404);
  });

  it("S4: a token of negative --ttl is refused with 401, and so is none", { timeout: 60_000 }, async () => {
    const expired = (await shell(`${printedTokenCommand()} --ttl -3600`)).trim();
    expect(await statusWith(expired)).toBe(401);
    expect((await server.http.send("GET", "/booking/00000000-0000-4000-8000-000000000000")).status).toBe(401);
  });

  it(
    "after SIGINT nothing of the tree is left, and a token and a booking survive the restart on the same data",
    { timeout: 120_000 },
    async () => {
      const [client, admin] = [...(await server.people("client", 1)), ...(await server.people("admin", 1))] as [Someone, Someone];
      expect(await statusWith(client.token)).toBe(404);
      const coachId = /\/booking\/coach\/([0-9a-f-]+)\//u.exec(printedCurls()[0])?.[1] ?? "";
      const before = await bookingsOf(server.http, coachId, admin.token, 100);
      expect(before.length).toBeGreaterThan(0);

      expect(server.running().join(" ")).toContain("workerd");
      await server.stop();
      expect(server.running()).toEqual([]);
      await expect(server.http.send("GET", "/health")).rejects.toThrow(/ECONNREFUSED/u);
      expect(existsSync(join(server.local.simulatorsDir, "start.pid"))).toBe(false);

      await server.startAgain();
      expect(await statusWith(client.token)).toBe(404);
      expect(await bookingsOf(server.http, coachId, admin.token, 100)).toEqual(before);
    },
  );
});
