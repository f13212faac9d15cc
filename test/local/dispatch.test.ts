/**
 * Killed between the commit and the dispatch: the answer was given, the mails were not sent, and the machine goes dark.
 * After a start on the same data every effect still happens, and none of it twice.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import { randomUUID } from "node:crypto";
import { LocalServer, type Someone, until } from "./server.ts";

const DISPATCHED_MS_MAX = 60_000;
const BOOKINGS = 6;

let server: LocalServer;
let coach: Someone;
let clients: Someone[];

beforeAll(async () => {
  server = await LocalServer.start();
  const [only] = await server.coaches(1);
  if (only === undefined) throw new Error("no coach");
  coach = only;
  clients = await server.people("client", BOOKINGS);
}, 90_000);

afterAll(async () => server?.dispose(), 30_000);

interface Mail {
  readonly subject: string;
  readonly times: number;
}

async function mailsTo(id: string): Promise<readonly Mail[]> {
  const address = encodeURIComponent(`${id}@example.org`);
  const response = await fetch(`${server.local.simulatorsUrl}/mailbox/messages?to=${address}`);
  return (await response.json<{ readonly messages: readonly Mail[] }>()).messages;
}

it("I7, I10: every effect of what was acknowledged happens after SIGKILL, once", { timeout: 150_000 }, async () => {
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  const answers = await Promise.all(
    clients.map(async ({ token }, index) => {
      const session = `${day}T${String(9 + index).padStart(2, "0")}:00:00Z`;
      const body = { coach_id: coach.id, session_datetime: session, duration_minutes: 60 };
      return await server.http.send("POST", "/booking", { token, body, key: randomUUID() });
    }),
  );
  // The stand-ins die with everything else: what was mailed before the kill is forgotten with them.
  await server.kill();
  expect(answers.map(({ status }) => status)).toEqual(clients.map(() => 201));
  await server.startAgain();
  for (const client of clients) {
    await until(async () => (await mailsTo(client.id)).length > 0, DISPATCHED_MS_MAX, `the mail to ${client.id}`);
    expect(await mailsTo(client.id)).toMatchObject([{ times: 1 }]);
  }
  await until(async () => (await mailsTo(coach.id)).length === BOOKINGS, DISPATCHED_MS_MAX, "the mails to the coach");
});
