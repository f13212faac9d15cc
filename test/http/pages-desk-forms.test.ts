/** The forms of the coach's desk: offers with prices as they are typed, the policy with its example, the settings; stale pages; what was typed is kept. */
import { describe, expect, test } from "vitest";
import type { Answer } from "./app-under-test.ts";
import { api, expectPage, locationOf, MARKUP, unescaped, wordsOf } from "./booking-pages.ts";
import { type Desk, desk, sentBy } from "./desk-pages.ts";
import { euros, sell, setTerms, wholeRecord } from "./stories.ts";

async function offersOf({ coach }: Desk): Promise<Record<string, unknown>[]> {
  return (await api("GET", `/coach/${coach.id}/offers`, { as: coach })).body["offers"] as Record<string, unknown>[];
}

async function settingsOf({ coach }: Desk): Promise<Readonly<Record<string, unknown>>> {
  return (await api("GET", `/coach/${coach.id}/settings`, { as: coach })).body;
}

/** Sent, refused beside its field, nothing changed, and everything as it was typed. */
async function refusedWith(stage: Desk, path: string, fields: Record<string, string>, words: string): Promise<Answer> {
  const before = await wholeRecord();
  const answer = await stage.browser.submit(path, fields);
  expectPage(answer, answer.status);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(unescaped(wordsOf(answer))).toContain(words);
  expect(await wholeRecord()).toEqual(before);
  const { key: _key, revision: _revision, act: _act, ...typed } = fields;
  expect(sentBy(answer)).toMatchObject(typed);
  return answer;
}

describe("offers", () => {
  test("are made with all their terms, once for each form, changed and retired", async () => {
    const stage = await desk();
    const { browser } = stage;
    const page = await browser.see("/desk/offers/new");
    expectPage(page, 200);
    const fields = sentBy(page, {
      title: "First talk",
      description: "Two\r\nlines",
      duration: "90",
      price: "90.50",
      currency: "EUR",
      place: "in_person",
      city: "Lyon",
      address: "1 rue de la Paix",
      approval: "yes",
      buffer_before: "5",
      buffer_after: "10",
      notice: "2",
      notice_unit: "days",
      policy: "own",
      before_1: "1",
      before_1_unit: "days",
      percent_1: "50",
      before_2: "7",
      before_2_unit: "days",
      percent_2: "100",
      position: "3",
    });
    const made = await Promise.all([browser.submit("/desk/offers/new", fields), browser.submit("/desk/offers/new", fields)]);
    expect(made.map((answer) => [answer.status, locationOf(answer)])).toEqual(Array(2).fill([303, "/desk/offers?saved"]));
    const resent = await browser.submit("/desk/offers/new", { ...fields, title: "Second talk" });
    expect([resent.status, wordsOf(resent).includes("To make another one, send this.")]).toEqual([422, true]);
    const [offer, ...others] = await offersOf(stage);
    expect(others).toEqual([]);
    expect(offer).toMatchObject({
      title: "First talk",
      description: "Two\nlines",
      duration_minutes: 90,
      price: { amount_minor: 9_050, currency: "EUR" },
      place: { kind: "in_person", city: "Lyon", address: "1 rue de la Paix", link: null },
      approval_required: true,
      buffer_before_minutes: 5,
      buffer_after_minutes: 10,
      notice_minutes_min: 2_880,
      cancellation_policy: [
        { before_minutes: 10_080, refund_percent: 100 },
        { before_minutes: 1_440, refund_percent: 50 },
      ],
      position: 3,
    });
    const path = `/desk/offers/${String(offer?.["id"])}`;
    const form = await browser.see(path);
    expect(sentBy(form)).toMatchObject({
      title: "First talk",
      price: "90.50",
      notice: "2",
      notice_unit: "days",
      before_1: "7",
      percent_2: "50",
    });
    // Sent as it stands it changes nothing.
    expect((await browser.submit(path, sentBy(form))).status).toBe(303);
    expect(await offersOf(stage)).toEqual([offer]);
    const changed = sentBy(await browser.see(path), { price: "", approval: "", policy: "coach", notice: "", place: "video" });
    expect((await browser.submit(path, changed)).status).toBe(303);
    expect((await offersOf(stage))[0]).toMatchObject({
      price: null,
      approval_required: null,
      cancellation_policy: null,
      notice_minutes_min: null,
      place: { kind: "video" },
      position: 3,
    });
    const list = await browser.see("/desk/offers?saved");
    expect(wordsOf(list)).toContain("Your change has been saved.");
    expect(wordsOf(list)).toContain("A change counts for new bookings only.");
    const question = await browser.see(`${path}/retire`);
    expectPage(question, 200);
    expect((await browser.submit(`${path}/retire`, sentBy(question))).status).toBe(303);
    expect((await offersOf(stage))[0]).toMatchObject({ is_active: false });
    expect(wordsOf(await browser.see("/desk/offers"))).toContain("All your offers are retired");
    expect((await browser.see(path)).status).toBe(400);
  });

  test.each([
    ["90", "EUR", 9_000],
    ["0.50", "EUR", 50],
    ["500", "JPY", 500],
    ["1.500", "KWD", 1_500],
    ["1.29", "USD", 129],
    ["0.00", "EUR", null],
    ["", "JPY", null],
  ])("a price typed as %s %s is %s", async (price, currency, minor) => {
    const stage = await desk();
    const fields = sentBy(await stage.browser.see("/desk/offers/new"), { title: "A talk", price, currency });
    expect((await stage.browser.submit("/desk/offers/new", fields)).status).toBe(303);
    expect((await offersOf(stage))[0]?.["price"]).toEqual(minor === null ? null : { amount_minor: minor, currency });
  });

  test.each([
    ["1,000", "EUR", "write it in digits like 90 or 90.00"],
    ["-1", "EUR", "write it in digits like 90 or 90.00"],
    ["1e3", "EUR", "write it in digits like 90 or 90.00"],
    ["1.005", "EUR", "EUR has 2 digits after the point"],
    ["1.5", "JPY", "JPY has no digits after the point"],
    ["1.0005", "KWD", "KWD has 3 digits after the point"],
    ["1.005", "KWD", "cards are charged in steps of"],
    ["0.49", "EUR", "the least that a card can be charged is €0.50"],
    ["1000000.01", "EUR", "the most is €1,000,000.00"],
    ["90", "eur", "choose one from the list"],
  ])("a price typed as %s %s is refused: %s", async (price, currency, words) => {
    const stage = await desk();
    const fields = sentBy(await stage.browser.see("/desk/offers/new"), { title: "A talk", description: MARKUP, price, currency: "EUR" });
    const before = await wholeRecord();
    const answer = await stage.browser.submit("/desk/offers/new", { ...fields, currency });
    expectPage(answer, 400);
    expect(unescaped(wordsOf(answer))).toContain(words);
    expect(await wholeRecord()).toEqual(before);
    expect(sentBy(answer)).toMatchObject({ title: "A talk", description: MARKUP, price });
  });

  test.each([
    [{ title: " " }, "Title: write something."],
    [{ title: "ü".repeat(81) }, "Title: write 80 characters at most."],
    [{ title: "x", duration: "14" }, "Length in minutes: write a whole number from 15 to 480."],
    [{ title: "x", duration: "1e2" }, "Length in minutes: write a whole number from 15 to 480."],
    [{ title: "x", place: "link" }, "Link: write the address of the meeting"],
    [{ title: "x", link: "javascript:alert(1)" }, "Link: write an address that begins with https://."],
    [{ title: "x", buffer_before: "241" }, "Buffer before a session, in minutes: write a whole number from 0 to 240."],
    [{ title: "x", notice: "61", notice_unit: "days" }, "makes between 0 hours and 60 days."],
    [{ title: "x", policy: "own", before_1: "2" }, "Step 1: write how many percent come back."],
    [{ title: "x", policy: "own", percent_2: "50" }, "Step 2: write how long before the start."],
    [
      { title: "x", policy: "own", before_1: "2", percent_1: "50", before_3: "1", percent_3: "60" },
      "Step 3: a later cancellation must give back less",
    ],
    [
      { title: "x", policy: "own", before_1: "24", percent_1: "90", before_2: "1", before_2_unit: "days", percent_2: "60" },
      "Step 2: another step says the same time.",
    ],
    [{ title: "x", position: "10001" }, "Place in the list: write a whole number from 0 to 10000."],
  ])("with %o are refused: %s", async (typed, words) => {
    const stage = await desk();
    await refusedWith(stage, "/desk/offers/new", sentBy(await stage.browser.see("/desk/offers/new"), typed), words);
  });

  test("a page that is stale says how the offer stands; sent again, it is as typed", async () => {
    const stage = await desk();
    const { coach, browser } = stage;
    const offer = await sell(api, coach, { title: "First talk", price: euros(5_000) });
    const path = `/desk/offers/${offer}`;
    const old = sentBy(await browser.see(path), { price: "60.00" });
    expect(
      (await api("PATCH", `/coach/${coach.id}/offers/${offer}`, { as: coach, body: { duration_minutes: 45, price: euros(5_500) } })).status,
    ).toBe(200);
    const stale = await browser.submit(path, old);
    expectPage(stale, 412);
    expect(wordsOf(stale)).toContain("Length in minutes: 45");
    expect(wordsOf(stale)).toContain("Price: 55.00");
    expect(sentBy(stale)).toMatchObject({ price: "60.00", duration: "60" });
    // A fault in between does not lift the revision.
    const faulty = await browser.submit(path, { ...old, key: crypto.randomUUID(), price: "x" });
    expect(sentBy(faulty)["revision"]).toBe(old["revision"]);
    expect((await browser.submit(path, sentBy(stale))).status).toBe(303);
    expect((await offersOf(stage))[0]).toMatchObject({ duration_minutes: 60, price: { amount_minor: 6_000 } });
    const question = sentBy(await browser.see(`${path}/retire`));
    expect((await api("PATCH", `/coach/${coach.id}/offers/${offer}`, { as: coach, body: { title: "Other" } })).status).toBe(200);
    expectPage(await browser.submit(`${path}/retire`, question), 412);
  });

  test("another coach's offer is none of these, and fifty offers stay one light page", async () => {
    const [stage, other] = [await desk(), await desk()];
    const theirs = await sell(api, other.coach);
    for (const path of [`/desk/offers/${theirs}`, `/desk/offers/${theirs}/retire`, "/desk/offers/x"]) {
      expect([path, (await stage.browser.see(path)).status]).toEqual([path, 404]);
      expect([path, (await stage.browser.submit(path, { key: crypto.randomUUID(), title: "x", duration: "60" })).status]).toEqual([
        path,
        404,
      ]);
    }
    for (let index = 0; index < 50; index += 1)
      await sell(api, stage.coach, { title: "語".repeat(80), place: { kind: "in_person", city: "市".repeat(100) } });
    expectPage(await stage.browser.see("/desk/offers"), 200);
    const one = sentBy(await stage.browser.see("/desk/offers/new"), { title: "One too many" });
    const full = await stage.browser.submit("/desk/offers/new", one);
    expectPage(full, 400);
    expect([wordsOf(full).includes("You offer 50 sessions, and no more are possible."), sentBy(full)["title"]]).toEqual([
      true,
      "One too many",
    ]);
    expect(await offersOf(stage)).toHaveLength(50);
  });
});

describe("the policy", () => {
  test("is set in steps of any order, with an example of what comes back", async () => {
    const stage = await desk();
    const { coach, browser } = stage;
    await sell(api, coach, { price: euros(9_999) });
    const page = await browser.see("/desk/policy");
    expectPage(page, 200);
    expect(wordsOf(page)).toContain("By the policy as it is saved, of a price of €99.99");
    const typed = { before_1: "12", before_1_unit: "hours", percent_1: "50", before_2: "2", before_2_unit: "days", percent_2: "100" };
    const fields = sentBy(page, typed);
    const before = await settingsOf(stage);
    const tried = await browser.submit("/desk/policy", { ...fields, act: "example" });
    expectPage(tried, 200);
    // What a card can be given back, in whole cents, downwards.
    expect(wordsOf(tried)).toMatch(
      /2 days before the start, or earlier €99.99 \(100 %\) 12 hours before the start, or earlier €49.99 \(50 %\) later than that nothing/u,
    );
    expect(wordsOf(tried)).toContain("It is not saved yet");
    expect(await settingsOf(stage)).toEqual(before);
    expect(sentBy(tried)).toMatchObject(typed);
    expect((await browser.submit("/desk/policy", sentBy(tried))).status).toBe(303);
    expect((await settingsOf(stage))["cancellation_policy"]).toEqual([
      { before_minutes: 2_880, refund_percent: 100 },
      { before_minutes: 720, refund_percent: 50 },
    ]);
    const empty = sentBy(await browser.see("/desk/policy"), { before_1: "", percent_1: "", before_2: "", percent_2: "" });
    expect((await browser.submit("/desk/policy", empty)).status).toBe(303);
    expect((await settingsOf(stage))["cancellation_policy"]).toEqual([]);
    expect(wordsOf(await browser.see("/desk/policy"))).toContain("at any time before the start nothing");
  });

  test("steps that do not fall are refused, and a stale page says what the policy is", async () => {
    const stage = await desk();
    const { coach, browser } = stage;
    const page = sentBy(await browser.see("/desk/policy"));
    const rising = {
      ...page,
      before_1: "2",
      before_1_unit: "days",
      percent_1: "50",
      before_2: "1",
      before_2_unit: "days",
      percent_2: "50",
    };
    await refusedWith(stage, "/desk/policy", rising, "Step 2: a later cancellation must give back less than an earlier one.");
    await refusedWith(
      stage,
      "/desk/policy",
      { ...page, percent_1: "0" },
      "Step 1: percent of the price that comes back: write a whole number from 1 to 100.",
    );
    await refusedWith(stage, "/desk/policy", { ...page, act: "example", percent_1: "101" }, "write a whole number from 1 to 100.");
    await setTerms(api, coach, { cancellation_policy: [{ before_minutes: 60, refund_percent: 30 }] });
    const stale = await refusedWith(stage, "/desk/policy", { ...page, percent_1: "80" }, "The policy: 1 hour before: 30 %");
    expect(stale.status).toBe(412);
  });
});

describe("the settings", () => {
  test("are all set by one form, and sent as they stand change nothing", async () => {
    const stage = await desk();
    const { browser } = stage;
    const page = await browser.see("/desk/settings");
    expectPage(page, 200);
    const before = await settingsOf(stage);
    const record = await wholeRecord();
    expect((await browser.submit("/desk/settings", sentBy(page))).status).toBe(303);
    expect(await settingsOf(stage)).toEqual(before);
    expect((await wholeRecord())["coach_profiles"]).toEqual(record["coach_profiles"]);
    const fields = sentBy(await browser.see("/desk/settings"), {
      notice: "2",
      notice_unit: "hours",
      horizon: "30",
      buffer_before: "5",
      buffer_after: "15",
      step: "20",
      cap: "4",
      overlap: "",
      approval: "on",
      auto_confirm: "on",
      payment_time: "1",
      payment_time_unit: "hours",
      approval_time: "3",
      approval_time_unit: "days",
      move_notice: "1",
      move_notice_unit: "days",
      reminder_1: "1",
      reminder_1_unit: "days",
      reminder_2: "",
      reminder_3: "90",
      reminder_3_unit: "minutes",
      on_deleted: "ask",
      on_lost: "stop_booking",
    });
    const saved = await browser.submit("/desk/settings", fields);
    expect([saved.status, locationOf(saved)]).toEqual([303, "/desk/settings?saved"]);
    const { cancellation_policy: policy, ...plain } = await settingsOf(stage);
    expect(policy).toEqual(before["cancellation_policy"]);
    expect(plain).toEqual({
      notice_minutes_min: 120,
      horizon_days: 30,
      buffer_before_minutes: 5,
      buffer_after_minutes: 15,
      slot_step_minutes: 20,
      sessions_per_day_max: 4,
      client_overlap_allowed: false,
      approval_required: true,
      auto_confirm: true,
      payment_minutes: 60,
      approval_minutes: 4_320,
      move_notice_minutes: 1_440,
      reminder_minutes: [1_440, 90],
      on_event_deleted: "ask",
      on_connection_lost: "stop_booking",
    });
    expect(sentBy(await browser.see("/desk/settings"))).toMatchObject({
      notice: "2",
      reminder_2: "90",
      reminder_2_unit: "minutes",
      on_lost: "stop_booking",
    });
  });

  test.each([
    [{ notice: "" }, "makes between 0 hours and 60 days."],
    [{ notice: "1.5" }, "makes between 0 hours and 60 days."],
    [{ horizon: "731" }, "How many days ahead you can be booked: write a whole number from 1 to 730."],
    [{ buffer_after: "-1" }, "Buffer after a session, in minutes: write a whole number from 0 to 240."],
    [{ step: "4" }, "write a whole number from 5 to 480."],
    [{ cap: "97" }, "Most sessions of a day: write a whole number from 1 to 96."],
    [{ payment_time: "4", payment_time_unit: "minutes" }, "makes between 5 minutes and 30 days."],
    [{ reminder_4: "0" }, "Reminder 4: how long before the start: write a whole number that makes between 1 minute and 60 days."],
  ])("with %o are refused: %s", async (typed, words) => {
    const stage = await desk();
    await refusedWith(stage, "/desk/settings", sentBy(await stage.browser.see("/desk/settings"), typed), words);
  });

  test("a stale page changes nothing and says what changed; sent again, it is as typed", async () => {
    const stage = await desk();
    const { coach, browser } = stage;
    const old = sentBy(await browser.see("/desk/settings"), { cap: "7" });
    await setTerms(api, coach, { notice_minutes_min: 180, approval_required: true, on_connection_lost: "stop_booking" });
    const stale = await refusedWith(stage, "/desk/settings", old, "This was changed since you opened the page");
    expect(stale.status).toBe(412);
    for (const words of ["to be booked: 3 hours", "I approve each booking: yes", "No one can book until it is connected again"]) {
      expect(unescaped(wordsOf(stale))).toContain(words);
    }
    expect(wordsOf(stale)).not.toContain("How many days ahead you can be booked: ");
    expect((await browser.submit("/desk/settings", sentBy(stale))).status).toBe(303);
    expect(await settingsOf(stage)).toMatchObject({ sessions_per_day_max: 7, notice_minutes_min: 0, approval_required: false });
    // A page that the browser kept is sent again: as it was, it is the change of before; with other content, a change of an old page.
    const fresh = sentBy(await browser.see("/desk/settings"), { cap: "8" });
    for (let times = 0; times < 2; times += 1) expect((await browser.submit("/desk/settings", fresh)).status).toBe(303);
    expect((await browser.submit("/desk/settings", { ...fresh, cap: "9" })).status).toBe(412);
    expect(await settingsOf(stage)).toMatchObject({ sessions_per_day_max: 8 });
    // No revision at all is an old one.
    const { revision: _revision, ...bare } = old;
    expect((await browser.submit("/desk/settings", { ...bare, key: crypto.randomUUID() })).status).toBe(412);
  });
});
