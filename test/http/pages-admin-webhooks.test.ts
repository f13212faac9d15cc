/** An admin registers an address for events, tries it, gives it a new secret and removes it, and has a message sent again, in pages. */
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { apiWith, browserOf, morning, type Person, seenCoach, someone } from "./app-under-test.ts";
import { expectPage, filled, MARKUP, wordsOf } from "./booking-pages.ts";
import { booked } from "./stories.ts";

const api = apiWith();

afterEach(async () => {
  await env.DB.prepare("DELETE FROM webhook_endpoints").run();
});

async function listed(admin: Person): Promise<{ id: string; url: string; events: string[] }[]> {
  return (await api("GET", "/admin/webhooks", { as: admin })).body["webhooks"] as { id: string; url: string; events: string[] }[];
}

test("an address is registered, and its secret is shown once", async () => {
  const admin = await someone("admin");
  const browser = await browserOf(api, admin);
  const first = await browser.see("/admin/webhooks");
  expectPage(first, 200);
  expect(wordsOf(first)).toContain("No address is registered");
  const url = "https://market.test/hooks/page";
  const made = await browser.submit("/admin/webhooks/new", { url, events: "booking.created" });
  expectPage(made, 200);
  expect(made.text).toMatch(/whsec_[\w+/=]{40,}/u);
  expect(await listed(admin)).toMatchObject([{ url, events: ["booking.created"] }]);
  const again = await browser.see("/admin/webhooks");
  expect([again.text.includes(url), again.text.includes("whsec_")]).toEqual([true, false]);
});

test.each([
  ["http://market.test/", "booking.created", "public address that begins with https"],
  [MARKUP, "booking.created", "public address that begins with https"],
  ["https://market.test/", "", "Choose at least one kind of event"],
])("what does not fit is said beside its field, and what was typed stays: %s", async (url, events, said) => {
  const admin = await someone("admin");
  const page = await (await browserOf(api, admin)).submit("/admin/webhooks/new", { url, events });
  expectPage(page, 400);
  expect(wordsOf(page)).toContain(said);
  expect([page.text.includes("<script>alert"), (await listed(admin)).length]).toEqual([false, 0]);
});

test("an address is tried, given a new secret and removed", async () => {
  const admin = await someone("admin");
  const browser = await browserOf(api, admin);
  await browser.submit("/admin/webhooks/new", { url: "https://market.test/hooks/acts", events: "booking.created" });
  const fields = filled(await browser.see("/admin/webhooks"));
  const act = async (name: string) => await browser.submit("/admin/webhooks/one", { ...fields, act: name });
  expect((await act("test")).headers.get("Location")).toBe("/admin/webhooks?done=tested");
  const rotated = await act("rotate");
  expectPage(rotated, 200);
  expect(rotated.text).toMatch(/whsec_[\w+/=]{40,}/u);
  expect(wordsOf(await browser.see("/admin/webhooks"))).toContain("The secret before signs as well until");
  expect((await act("remove")).headers.get("Location")).toBe("/admin/webhooks?done=removed");
  expect(await listed(admin)).toEqual([]);
  expect((await act("remove")).status).toBe(404);
});

test("the messages to an address are listed, and one is sent again", async () => {
  const [admin, coach, client] = [await someone("admin"), await seenCoach(api), await someone("client")];
  const browser = await browserOf(api, admin);
  await browser.submit("/admin/webhooks/new", { url: "https://market.test/hooks/list", events: "booking.created" });
  const [endpoint] = await listed(admin);
  const path = `/admin/webhooks/deliveries?endpoint=${endpoint?.id ?? ""}`;
  expect(wordsOf(await browser.see(path))).toContain("Nothing has been delivered");
  const id = await booked(api, client, coach, morning());
  await env.DB.prepare(
    `INSERT INTO outbox (id, coach_id, booking_id, revision, kind, detail, state, due_at, settled_at, attempts, last_fault, created_at)
     VALUES (?1, ?2, ?3, 1, ?4, ?5, 'failed', 1, 1, 14, 'webhook_status_500', 1)`,
  )
    .bind(`${id}:webhook`, coach.id, id, `webhook:${endpoint?.id ?? ""}`, JSON.stringify({ event_id: id, type: "booking.created", at: 1 }))
    .run();
  const page = await browser.see(path);
  expectPage(page, 200);
  for (const said of ["Booked", "Given up", "14 tries", "webhook_status_500"]) expect(wordsOf(page)).toContain(said);
  expect((await browser.submit(path, filled(page))).headers.get("Location")).toBe(`${path}&done=replayed`);
  expect(wordsOf(await browser.see(path))).toContain("Waits for its next try");
});
