/** From a time to a booked session in pages: what is shown before, once only, and every refusal with nothing typed lost. */
import { describe, expect, test } from "vitest";
import { bookingRows, dayAhead } from "../support/days.ts";
import { apiWith, browserOf, counting, seenCoach, sessionOf, someone } from "./app-under-test.ts";
import {
  api,
  choicesOf,
  expectPage,
  filled,
  idIn,
  locationOf,
  MARKUP,
  NOTES,
  sentAndRefused,
  stage,
  unescaped,
  wordsOf,
} from "./booking-pages.ts";
import { booked, euros, sell, setTerms } from "./stories.ts";

describe("before a booking", () => {
  test("everything is said: the offer, both zones, the price, what comes back until when, who approves, and by when to pay", async () => {
    const policy = [
      { before_minutes: 48 * 60, refund_percent: 100 },
      { before_minutes: 24 * 60, refund_percent: 50 },
    ];
    const { browser, at } = await stage(
      {
        price: euros(6_000),
        approval_required: true,
        cancellation_policy: policy,
        place: { kind: "in_person", city: "Lyon", address: "2 rue Secrète" },
      },
      { payment_minutes: 30 },
    );
    const page = await browser.see(at);
    expectPage(page, 200);
    const words = wordsOf(page);
    expect(words).toMatch(/Book with A coach/u);
    expect(words).toMatch(/Session First talk When \w+, \d+ \w+ \d{4}, 1[01]:00–1[12]:00 Paris \(GMT\+[12]\)/u);
    expect(words).toMatch(/For the coach: \w+, \d+ \w+ \d{4}, 09:00–10:00, UTC \(GMT\+0\)/u);
    expect(words).toContain("Price €60.00 Where In person, Lyon");
    expect(words).not.toContain("Secrète");
    expect(words).toMatch(/You pay on the next page, by .+\. The time is yours until then\. After that the coach looks at your request/u);
    expect(words).toMatch(
      /Until \w+, \d+ \w+ \d{4}, 1[01]:00: you get everything back, €60\.00\. Until .+: you get 50 % back, €30\.00\. After that: nothing\./u,
    );
    expect(page.text).toContain(`<button type="submit">Book and go on to pay €60.00</button>`);
  });

  test("a step of the policy that has passed is not promised", async () => {
    const { browser, at } = await stage({
      price: euros(6_000),
      cancellation_policy: [{ before_minutes: 7 * 24 * 60, refund_percent: 100 }],
    });
    const words = wordsOf(await browser.see(at));
    expect(words).toContain("If you cancel You get nothing back.");
    expect(words).not.toContain("everything back");
  });

  test("the zone is the address's, else the session's, else the coach's", async () => {
    const { coach, offer, start } = await stage();
    const withZone = await someone("client", { zoneinfo: "Asia/Tokyo" });
    const browser = await browserOf(api, withZone);
    const plain = `/book/${coach.id}/at?offer=${offer}&start=${start}`;
    expect(wordsOf(await browser.see(plain))).toContain("18:00–19:00 Tokyo (GMT+9) For the coach:");
    expect(wordsOf(await browser.see(`${plain}&time_zone=America%2FLima`))).toContain("04:00–05:00 Lima (GMT-5)");
    expect(wordsOf(await browser.see(`${plain}&time_zone=nowhere`))).toContain("Tokyo (GMT+9)");
    expect(wordsOf(await browser.see(`/book/${coach.id}?offer=${offer}`))).toContain("Times are shown in Tokyo (GMT+9).");
    const nobody = await browserOf(api, await someone("client"));
    const same = wordsOf(await nobody.see(plain));
    expect(same).toContain("09:00–10:00 UTC (GMT+0)");
    expect(same).not.toContain("For the coach:");
  });

  test("nobody signed in is led to sign in and back, also where the session ends meanwhile; nothing is booked", async () => {
    const { at, coach, browser } = await stage();
    const fields = filled(await browser.see(at), { notes: NOTES });
    const back = `/sign-in?to=${encodeURIComponent(at)}`;
    const nobody = await browserOf(api);
    for (const answer of [await nobody.see(at), await nobody.submit(at, fields)]) {
      expect([answer.status, locationOf(answer)]).toEqual([303, back]);
    }
    expect(await bookingRows(coach.id)).toEqual([]);
  });

  test("S71: coaches and admins are told that booking is for clients, with a way on; nothing is booked by them", async () => {
    const { at, coach, browser } = await stage();
    const fields = filled(await browser.see(at));
    for (const [role, words] of [
      ["coach", "go to your desk"],
      ["admin", "You are signed in as an administrator"],
    ] as const) {
      const other = await browserOf(api, await someone(role));
      for (const answer of [await other.see(at), await other.submit(at, fields)]) {
        expect([answer.status, wordsOf(answer).includes(words)]).toEqual([403, true]);
        expect(answer.text.includes(`<a class="button" href="/desk">`)).toBe(role === "coach");
      }
    }
    expect(await bookingRows(coach.id)).toEqual([]);
  });

  test("an address that was cut leads to the month; no coach is told as everywhere", async () => {
    const { coach, offer, browser } = await stage();
    const cut = await browser.see(`/book/${coach.id}/at?offer=${offer}&start=2026-13-45`);
    expect([cut.status, locationOf(cut)]).toEqual([303, `/book/${coach.id}?offer=${offer}`]);
    for (const path of ["/book/x/at", `/book/${crypto.randomUUID()}/at?start=${dayAhead(3, "09:00")}`])
      expect((await browser.see(path)).status).toBe(404);
  });
});

describe("a booking", () => {
  test("is made from the form: what was agreed, the notes, the language and the zone; and leads to what came of it", async () => {
    const { at, coach, client, offer, start } = await stage();
    const cookie = { Cookie: `__Host-session=${await sessionOf(client)}` };
    const inPortuguese = { ...cookie, "Accept-Language": "pt-PT,pt;q=0.8" };
    const browser = await browserOf(api);
    const page = await browser.see(at, cookie);
    const answer = await browser.submit(at, filled(page, { notes: NOTES.replace("\n", "\r\n") }), inPortuguese);
    expect([answer.status, locationOf(answer)]).toEqual([303, `/bookings/${idIn(answer)}/booked`]);
    const made = await api("GET", `/booking/${idIn(answer)}`, { as: client });
    expect(made.body).toMatchObject({
      coach_id: coach.id,
      client_id: client.id,
      offer_id: offer,
      session_datetime: start,
      status: "pending",
      notes: NOTES,
      locale: "pt-BR",
      client_time_zone: "Europe/Paris",
      created_by: "client",
    });
    const result = await browser.see(locationOf(answer), cookie);
    expectPage(result, 200);
    expect(wordsOf(result)).toContain("Your session is waiting for the coach");
    expect(unescaped(wordsOf(result))).toContain(NOTES.replace("\n", " "));
    for (const href of [`/bookings/${idIn(answer)}/invite.ics`, `/bookings/${idIn(answer)}`, "/bookings"])
      expect(result.text).toContain(`href="${href}"`);
  });

  test("with a coach who sells every length is free and by length", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    await setTerms(api, coach, { auto_confirm: true });
    const browser = await browserOf(api, client);
    const at = `/book/${coach.id}/at?minutes=30&start=${dayAhead(3, "09:30")}`;
    const page = await browser.see(at);
    expect(wordsOf(page)).toContain("Your session is confirmed at once.");
    const answer = await browser.submit(at, filled(page));
    expect((await bookingRows(coach.id))[0]).toMatchObject({ notes: null, status: "confirmed", ends_at: Date.parse(dayAhead(3, "10:00")) });
    expect(wordsOf(await browser.see(locationOf(answer)))).toContain("Your session is booked");
  });

  test("is one, however often and however close together its form is sent, and every answer leads to it", async () => {
    const { browser, at, coach, client } = await stage();
    const fields = filled(await browser.see(at), { notes: NOTES });
    const answers = await Promise.all(Array.from({ length: 5 }, async () => await browser.submit(at, fields)));
    // The back button, and an answer that was lost.
    answers.push(await browser.submit(at, fields), await (await browserOf(api, client)).submit(at, fields));
    expect(new Set(answers.map((answer) => `${String(answer.status)} ${locationOf(answer)}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(303);
    expect(await bookingRows(coach.id)).toHaveLength(1);
  });

  test("is one where its form comes again with other notes: that is told, and leads to the client's sessions", async () => {
    const scene = await stage();
    const fields = filled(await scene.browser.see(scene.at), { notes: NOTES });
    expect((await scene.browser.submit(scene.at, fields)).status).toBe(303);
    const answer = await sentAndRefused(scene, { ...fields, notes: "Others" }, 422, "This form has been sent before with other content.");
    expect(answer.text).toContain(`<a href="/bookings">Look at your sessions</a>`);
    expect(filled(answer)["key"]).not.toBe(fields["key"]);
  });

  test("S66: a form that another site sent, or that says nothing of where it comes from, books nothing", async () => {
    const { browser, at, coach } = await stage();
    const fields = filled(await browser.see(at));
    for (const headers of [{ "Sec-Fetch-Site": "cross-site", Origin: "https://evil.test" }, { "Sec-Fetch-Site": "same-site" }]) {
      const answer = await browser.submit(at, fields, headers);
      expect([answer.status, wordsOf(answer).includes("This form did not come from our page")]).toEqual([403, true]);
    }
    expect(await bookingRows(coach.id)).toEqual([]);
  });

  test("S69: names, titles, notes and what stands in the address are never markup", async () => {
    const coach = await someone("coach", { name: `N ${MARKUP}` });
    expect((await api("GET", `/coach/${coach.id}/availability`, { as: coach })).status).toBe(200);
    const offer = await sell(api, coach, { title: `T ${MARKUP}`, place: { kind: "in_person", city: `C ${MARKUP}` } });
    const browser = await browserOf(api, await someone("client"));
    const at = `/book/${coach.id}/at?offer=${offer}&start=${dayAhead(3, "09:00")}&time_zone=${encodeURIComponent(MARKUP)}&return=${encodeURIComponent(MARKUP)}`;
    const page = await browser.see(at);
    expectPage(page, 200);
    const fields = filled(page, { notes: `${MARKUP}${"x".repeat(2_000)}` });
    const again = await browser.submit(at, fields);
    expectPage(again, 400);
    const made = await browser.submit(at, filled(again, { notes: `</textarea>${MARKUP}` }));
    expect(made.status).toBe(303);
    const result = await browser.see(locationOf(made));
    expectPage(result, 200);
    for (const { text } of [page, again, result]) {
      expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
      expect(text).not.toMatch(/<script|<img/u);
    }
  });
});

describe("a refusal keeps what was typed", () => {
  test("a time that is taken meanwhile: said, the nearest ones beside the notes, and one of them is booked", async () => {
    const scene = await stage();
    const fields = filled(await scene.browser.see(scene.at), { notes: NOTES });
    await booked(api, await someone("client"), scene.coach, scene.start, { offer_id: scene.offer });
    const answer = await sentAndRefused(scene, fields, 400, "That time has just been taken. Choose another time.");
    const choices = choicesOf(answer);
    expect(choices).toHaveLength(5);
    expect(choices).not.toContain(scene.start);
    expect(wordsOf(answer)).toMatch(/They are shown in Paris \(GMT\+[12]\)\. .*\d\d:00 \(\d\d:00 for the coach\)/u);
    expect(answer.text).toContain(
      `href="/book/${scene.coach.id}?offer=${scene.offer}&amp;date=${scene.start.slice(0, 10)}&amp;time_zone=Europe%2FParis#times"`,
    );
    const none = await sentAndRefused(scene, filled(answer), 400, "Choose a time.");
    expect(choicesOf(none)).toEqual(choices);
    const [first = ""] = choices;
    expect(none.text).toContain(`<a href="#start">Choose a time.</a>`);
    const made = await scene.browser.submit(scene.at, filled(none, { start: first }));
    expect((await api("GET", `/booking/${idIn(made)}`, { as: scene.client })).body).toMatchObject({
      session_datetime: first,
      notes: NOTES,
    });
    // Whoever opens the old address is told before anything is typed.
    const late = await (await browserOf(api, await someone("client"))).see(scene.at);
    expectPage(late, 400);
    expect(choicesOf(late)).toHaveLength(5);
  });

  test.each<[string, object, string, number, string]>([
    ["outside of the hours", {}, dayAhead(3, "20:00"), 400, "The coach does not work at that time."],
    ["off the grid", {}, dayAhead(3, "09:07"), 400, "No session begins at that minute."],
    ["in the past", {}, dayAhead(-3, "09:00"), 400, "That time has passed."],
    ["too soon for the coach", { notice_minutes_min: 10 * 24 * 60 }, dayAhead(3, "09:00"), 400, "That time is too soon for the coach."],
    ["too far ahead", { horizon_days: 10 }, dayAhead(40, "09:00"), 400, "That time is too far ahead for the coach."],
  ])("an altered start %s is refused, with times that there are", async (_what, settings, start, status, words) => {
    const scene = await stage({}, settings);
    const fields = filled(await scene.browser.see(`/book/${scene.coach.id}/at?offer=${scene.offer}&start=${dayAhead(3, "10:00")}`), {
      notes: NOTES,
    });
    const answer = await sentAndRefused(scene, { ...fields, start }, status, words);
    expect(choicesOf(answer)).not.toContain(start);
  });

  test("a day that is full, with times of other days", async () => {
    const scene = await stage({}, { sessions_per_day_max: 1 });
    const fields = filled(await scene.browser.see(scene.at), { notes: NOTES });
    await booked(api, await someone("client"), scene.coach, dayAhead(3, "15:00"), { offer_id: scene.offer });
    const answer = await sentAndRefused(scene, fields, 400, "The coach takes no more sessions on that day.");
    for (const choice of choicesOf(answer)) expect(choice.slice(0, 10)).not.toBe(scene.start.slice(0, 10));
  });

  test("another session of the client at that time, where the coach does not allow it", async () => {
    const scene = await stage({}, { client_overlap_allowed: false });
    const fields = filled(await scene.browser.see(scene.at), { notes: NOTES });
    const other = await seenCoach(api);
    await booked(api, scene.client, other, scene.start);
    const answer = await sentAndRefused(scene, fields, 400, "There is another session at that time.");
    expect(choicesOf(answer).length).toBeGreaterThan(0);
  });

  test("as many bookings as a client may hold: said, with the way to them", async () => {
    const scene = await stage();
    const fields = filled(await scene.browser.see(scene.at), { notes: NOTES });
    for (let index = 0; index < 10; index += 1) await booked(api, scene.client, await seenCoach(api), dayAhead(5 + index, "09:00"));
    const answer = await sentAndRefused(scene, fields, 429, "10 bookings that are not confirmed yet");
    expect(answer.text).toContain(`<a href="/bookings">Look at your sessions</a>`);
  });

  test("a price that has changed is shown and agreed to before it is booked; an altered one never is", async () => {
    const scene = await stage({ price: euros(6_000) });
    const page = await scene.browser.see(scene.at);
    expect(
      (await api("PATCH", `/coach/${scene.coach.id}/offers/${scene.offer}`, { as: scene.coach, body: { price: euros(7_000) } })).status,
    ).toBe(200);
    let answer = await sentAndRefused(scene, filled(page, { notes: NOTES }), 400, "The price has changed since you opened the page.");
    expect(answer.text).toContain("Book and go on to pay €70.00");
    for (const price of ["free", "1 EUR", "7000 USD", "-7000 EUR", "", "7000"]) {
      answer = await sentAndRefused(scene, { ...filled(answer), price }, 400, "The price has changed since you opened the page.");
    }
    const made = await scene.browser.submit(scene.at, filled(answer));
    expect(locationOf(made)).toBe(`/bookings/${idIn(made)}/pay`);
    expect((await bookingRows(scene.coach.id))[0]).toMatchObject({ notes: NOTES });
  });

  test("the API compares a price too, where it is told one", async () => {
    const { coach, client, offer, start } = await stage({ price: euros(6_000) });
    const ask = async (fields: object) =>
      await api("POST", "/booking", { as: client, body: { coach_id: coach.id, offer_id: offer, session_datetime: start, ...fields } });
    for (const agreed of [euros(5_000), euros(0), { amount_minor: 6_000, currency: "USD" }]) {
      const answer = await ask({ agreed_price: agreed });
      expect([answer.status, answer.body["code"]]).toEqual([400, "price_changed"]);
    }
    expect((await ask({ agreed_price: euros(6_000) })).status).toBe(201);
  });

  test("an offer that is retired, or another coach's: said, with what was written and what else there is", async () => {
    const scene = await stage();
    const fields = filled(await scene.browser.see(scene.at), { notes: NOTES });
    const other = await stage();
    const foreign = { ...scene, at: scene.at.replace(scene.offer, other.offer) };
    await sentAndRefused(foreign, fields, 404, "There is no such session on offer.");
    expect((await api("DELETE", `/coach/${scene.coach.id}/offers/${scene.offer}`, { as: scene.coach })).status).toBe(204);
    const answer = await sentAndRefused(scene, fields, 400, "That session is no longer offered.");
    expect(answer.text).toContain(`<a class="button" href="/book/${scene.coach.id}">See what is offered</a>`);
  });

  test("a coach who has left meanwhile: said, with what was written", async () => {
    const scene = await stage();
    const fields = filled(await scene.browser.see(scene.at), { notes: NOTES });
    const admin = await someone("admin");
    expect((await api("PUT", `/admin/users/${scene.coach.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
    await sentAndRefused(scene, fields, 400, "This coach takes no bookings any more.");
  });

  test("notes that are too long, or hold what cannot be kept: said beside the field", async () => {
    const scene = await stage();
    const fields = filled(await scene.browser.see(scene.at));
    const answer = await sentAndRefused(scene, { ...fields, notes: "n".repeat(2_001) }, 400, "The notes are too long.");
    expect(answer.text).toContain(`<a href="#notes">The notes are too long.`);
    await sentAndRefused(
      scene,
      { ...fields, notes: "a\u0001b".replace("\u0001", "\0") },
      400,
      "The notes hold a character that cannot be kept.",
    );
    // Line breaks count as one, as in the field.
    const long = await scene.browser.submit(scene.at, { ...fields, notes: "n\r\n".repeat(1_000) });
    expect(long.status).toBe(303);
  });

  test("too many bookings in a minute: the same form, sent again later", async () => {
    const scene = await stage();
    const page = await scene.browser.see(scene.at);
    const limited = await browserOf(apiWith({ bookingRate: counting(0) }), scene.client);
    await sentAndRefused({ ...scene, browser: limited }, filled(page, { notes: NOTES }), 429, "That was a lot in a short time.");
  });

  test("nobody can say whether it was done: the form keeps its key, so that sent again it is one booking", async () => {
    const scene = await stage();
    const fields = filled(await scene.browser.see(scene.at), { notes: NOTES });
    expect((await scene.browser.submit(scene.at, fields)).status).toBe(303);
    const unclear = apiWith({
      submit: async ({ requestId }) =>
        await Promise.resolve({ result: { ok: false, problem: { tag: "outcome_unknown" } }, requestId, replayed: false }),
    });
    const answer = await sentAndRefused(
      { ...scene, browser: await browserOf(unclear, scene.client) },
      fields,
      503,
      "Nobody can say yet whether it was done.",
    );
    const again = { ...filled(answer), start: scene.start };
    expect((await scene.browser.submit(scene.at, again)).status).toBe(303);
    expect(await bookingRows(scene.coach.id)).toHaveLength(1);
  });
});
