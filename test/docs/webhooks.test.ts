/** docs/webhooks.md: its code proves what the service signs, and its table is the list of types. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { EVENT_TYPES } from "../../src/domain/booking-event.ts";
import { newSecret, webhookSender } from "../../src/webhooks/sender.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/webhooks.md"), "utf8");

type Receive = (body: string, headers: Readonly<Record<string, string>>) => unknown;

/** The block of code as it stands on the page, with what it imports and reads handed in. */
function receiverWith(secret: string): Receive {
  const code = /```js\n([\s\S]+?)```/u.exec(PAGE)?.[1] ?? "";
  expect(code).toContain('import { Webhook } from "standardwebhooks";');
  const body = code.replace(/^\s*import .+$/mu, "").replace("export function", "return function");
  // oxlint-disable-next-line typescript/no-implied-eval -- the documentation is what is tested
  return new Function("Webhook", "process", body)(Webhook, { env: { BOOKING_WEBHOOK_SECRET: secret } }) as Receive;
}

test("the code on the page takes what the service sends, and nothing else", async () => {
  const secret = newSecret();
  const sent: RequestInit[] = [];
  const fetch = async (_url: string, init: RequestInit): Promise<Response> => {
    sent.push(init);
    return await Promise.resolve(new Response(null, { status: 204 }));
  };
  const sender = webhookSender({ fetch, standInUrl: null, serviceUrl: "https://booking.example.com" });
  const message = {
    url: "https://hooks.example.com/",
    secrets: [newSecret(), secret],
    id: "event",
    sentAt: Date.now(),
    body: '{"type":"webhook.test"}',
  };
  expect(await sender.send(message)).toEqual({ ok: true, value: { status: 204 } });
  const headers = sent[0]?.headers as Record<string, string>;
  const receive = receiverWith(secret);
  expect(receive(message.body, headers)).toEqual({ type: "webhook.test" });
  expect(() => receive('{"type":"booking.paid"}', headers)).toThrow("signature");
  expect(() => receiverWith(newSecret())(message.body, headers)).toThrow("signature");
});

test("the table of the page is the list of types", () => {
  const documented = [...PAGE.matchAll(/^\| `(booking\.[a-z_]+)` \|/gmu)].map(([, type]) => String(type));
  expect(documented.toSorted()).toEqual([...EVENT_TYPES].toSorted());
});
