/** An admin cancels a coach's or a client's sessions of a period, after a preview of the money that is given back. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { adminStage, formWith } from "./admin-pages.ts";
import { morning, seenCoach, someone } from "./app-under-test.ts";
import { api, expectPage, locationOf, wordsOf } from "./booking-pages.ts";
import { booked } from "./stories.ts";

async function statusOf(id: string) {
  return (await env.DB.prepare("SELECT status, cancelled_by FROM bookings WHERE id = ?1").bind(id).first()) as Record<string, unknown>;
}

test("over the API a client's sessions are cancelled as a coach's are; both or none named is refused", async () => {
  const { admin } = await adminStage();
  const [client, other, coach] = [await someone("client"), await someone("client"), await seenCoach(api)];
  const [mine, theirs] = [await booked(api, client, coach, morning(3)), await booked(api, other, coach, morning(4))];
  const period = { from: morning(1), to: morning(9) };
  for (const whose of [{}, { client_id: client.id, coach_id: coach.id }]) {
    expect((await api("POST", "/admin/bookings/cancel", { as: admin, body: { ...period, ...whose } })).status).toBe(400);
  }
  const done = await api("POST", "/admin/bookings/cancel", { as: admin, body: { ...period, client_id: client.id } });
  expect(done.body).toEqual({ cancelled: [mine], failed: [], has_more: false });
  expect(await statusOf(theirs)).toMatchObject({ status: "pending" });
});

test("the page shows each session first, cancels those that were shown and no other, and sent twice does nothing more", async () => {
  const { browser } = await adminStage();
  const [client, coach] = [await someone("client"), await seenCoach(api)];
  const [inside, outside] = [await booked(api, client, coach, morning(3)), await booked(api, client, coach, morning(6))];
  const at = `/admin/people/${coach.id}/cancel?as=coach&from=${morning(3).slice(0, 10)}&to=${morning(4).slice(0, 10)}`;
  const page = await browser.see(at);
  expectPage(page, 200);
  expect(wordsOf(page)).toContain("Cancel this session");
  const later = await booked(api, client, coach, morning(4));
  const { action, fields } = formWith(page, "Cancel this session");
  const done = await browser.submit(action, fields);
  expect([done.status, locationOf(done)]).toEqual([303, `${at}&cancelled=1`]);
  expect(await statusOf(inside)).toMatchObject({ status: "cancelled" });
  for (const id of [outside, later]) expect(await statusOf(id)).toMatchObject({ status: "pending" });
  expect(locationOf(await browser.submit(action, fields))).toContain("cancelled=0");
  expect(wordsOf(await browser.see(locationOf(done)))).toContain("One session is cancelled.");
});

test("what could not be cancelled stands on the page with its reason, and what could is cancelled all the same", async () => {
  const { browser } = await adminStage();
  const [client, coach] = [await someone("client"), await seenCoach(api)];
  const [first, second] = [await booked(api, client, coach, morning(3)), await booked(api, client, coach, morning(6))];
  const third = await booked(api, client, coach, morning(8));
  const { action, fields } = formWith(await browser.see(`/admin/people/${client.id}/cancel?as=client`), "Cancel these 3 sessions");
  // As if more had been given back when the page was drawn.
  const shown = String(fields["shown"]).replace(new RegExp(`${third}:\\d+`, "u"), `${third}:101`);
  const page = await browser.submit(action, { ...fields, shown });
  expectPage(page, 200);
  const words = wordsOf(page);
  expect(words).toContain("Not cancelled, and why");
  expect(words).toContain("This has been changed since you opened the page.");
  expect(page.text.match(new RegExp(`/admin/bookings/${third}`, "gu"))).toHaveLength(2);
  for (const id of [first, second]) expect(await statusOf(id)).toMatchObject({ status: "cancelled" });
  expect(await statusOf(third)).toMatchObject({ status: "pending" });
});
