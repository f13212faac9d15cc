/** What a coach sells: made, changed, retired and shown, and what a standing booking keeps of it (I19). */
import { describe, expect, test } from "vitest";
import { bookingRows, dayAhead } from "../support/days.ts";
import { type Answer, apiWith, config, type Person, seenCoach, someone } from "./app-under-test.ts";
import { book, booked, euros, expectRefused, sell, setStatus, setTerms, tally, wholeRecord } from "./stories.ts";

const api = apiWith();
const POLICY = [
  { before_minutes: 2_880, refund_percent: 100 },
  { before_minutes: 1_440, refund_percent: 50 },
];
const HOUSE = { kind: "in_person", city: "Berlin", address: "A Street 1", link: null };
const VIDEO = { kind: "video", city: null, address: null, link: null };
const ADDRESS = "A Street 1";

const offersOf = (coach: Pick<Person, "id">) => `/coach/${coach.id}/offers`;
const replayed = ({ headers }: Answer) => headers.get("Idempotency-Replayed");
const etagOf = ({ headers }: Answer) => headers.get("ETag");

type Listed = Readonly<Record<string, unknown>>;

async function listed(coach: Pick<Person, "id">, as?: Person): Promise<Listed[]> {
  const answer = await api("GET", offersOf(coach), as === undefined ? {} : { as });
  expect([answer.status, answer.body["code"]]).toEqual([200, undefined]);
  return answer.body["offers"] as Listed[];
}

describe("an offer", () => {
  test("is made with what its coach says, changed at the revision that was read, and retired", async () => {
    const coach = await seenCoach(api);
    const made = await api("POST", offersOf(coach), { as: coach, body: { title: "First talk", duration_minutes: 30 } });
    const id = String(made.body["id"]);
    const unsaid = {
      description: null,
      price: null,
      approval_required: null,
      place: VIDEO,
      buffer_before_minutes: null,
      buffer_after_minutes: null,
      notice_minutes_min: null,
      cancellation_policy: null,
    };
    expect([made.status, made.headers.get("Location"), etagOf(made)]).toEqual([201, `${offersOf(coach)}/${id}`, '"1"']);
    expect(made.body).toMatchObject({
      ...unsaid,
      coach_id: coach.id,
      title: "First talk",
      duration_minutes: 30,
      position: 0,
      is_active: true,
      revision: 1,
      availability_version: 2,
    });
    const path = `${offersOf(coach)}/${id}`;
    const patch = {
      title: "Long talk",
      description: "As long as it takes.",
      duration_minutes: 90,
      price: euros(6_000),
      approval_required: true,
      place: HOUSE,
      buffer_before_minutes: 15,
      buffer_after_minutes: 30,
      notice_minutes_min: 60,
      cancellation_policy: POLICY,
      position: 7,
    };
    const changed = await api("PATCH", path, { as: coach, body: patch, headers: { "If-Match": '"1"' } });
    expect([changed.status, etagOf(changed)]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ ...patch, id, revision: 2, availability_version: 3 });
    for (const tag of ['"1"', '"3"', 'W/"2"']) {
      const headers = { "If-Match": tag };
      await expectRefused(
        async () => await api("PATCH", path, { as: coach, body: { title: "x" }, headers }),
        412,
        "revision_mismatch",
        tag,
      );
      await expectRefused(async () => await api("DELETE", path, { as: coach, headers }), 412, "revision_mismatch", tag);
    }
    // What changes nothing is no revision.
    const before = await wholeRecord();
    const same = await api("PATCH", path, { as: coach, body: patch });
    expect([same.status, etagOf(same), same.body["availability_version"]]).toEqual([200, '"2"', 3]);
    expect(await wholeRecord()).toEqual(before);
    const back = await api("PATCH", path, {
      as: await someone("admin"),
      body: { ...unsaid, place: { kind: "video" }, price: euros(0) },
      headers: { "If-Match": '"2"' },
    });
    expect(back.body).toMatchObject({ ...unsaid, title: "Long talk", revision: 3, availability_version: 4 });
    const retired = await api("DELETE", path, { as: coach, headers: { "If-Match": '"3"' } });
    expect([retired.status, retired.text, etagOf(retired)]).toEqual([204, "", '"4"']);
    expect(await listed(coach)).toEqual([]);
    expect(await listed(coach, coach)).toMatchObject([{ id, is_active: false, revision: 4 }]);
    const gone = await wholeRecord();
    expect(etagOf(await api("DELETE", path, { as: coach }))).toBe('"4"');
    expect(await wholeRecord()).toEqual(gone);
    await expectRefused(async () => await api("PATCH", path, { as: coach, body: { title: "x" } }), 400, "offer_retired");
    const profile = await api("GET", `/coach/${coach.id}/settings`, { as: coach });
    expect([etagOf(profile), "prices" in profile.body]).toEqual(['"1"', false]);
  });

  test("is made once for one key, and so it is changed and retired", async () => {
    const coach = await seenCoach(api);
    const body = { title: "Once", duration_minutes: 60, price: euros(6_000) };
    const headers = { "Idempotency-Key": "make" };
    const make = async (fields: object = {}) => await api("POST", offersOf(coach), { as: coach, headers, body: { ...body, ...fields } });
    const made = await make();
    expect([made.status, replayed(made)]).toEqual([201, null]);
    const path = `${offersOf(coach)}/${String(made.body["id"])}`;
    const other = await sell(api, coach, { duration_minutes: 30 });
    const calls: [string, () => Promise<Answer>, (() => Promise<Answer>)[]][] = [
      ["make", make, [async () => await make({ title: "Twice" }), async () => await make({ position: 0 })]],
      ...(["PATCH", "DELETE"] as const).map((method): [string, () => Promise<Answer>, (() => Promise<Answer>)[]] => {
        const ask = async (where: string, title: string) =>
          await api(method, where, {
            as: coach,
            headers: { "Idempotency-Key": method },
            ...(method === "PATCH" ? { body: { title } } : {}),
          });
        const others = [async () => await ask(`${offersOf(coach)}/${other}`, "Changed")];
        if (method === "PATCH") others.push(async () => await ask(path, "Changed again"));
        return [method, async () => await ask(path, "Changed"), others];
      }),
    ];
    for (const [name, ask, others] of calls) {
      const first = name === "make" ? made : await ask();
      const before = await wholeRecord();
      const again = await ask();
      expect([name, again.status, again.text, etagOf(again), replayed(again)]).toEqual([
        name,
        first.status,
        first.text,
        etagOf(first),
        "true",
      ]);
      expect(await wholeRecord()).toEqual(before);
      for (const differs of others) await expectRefused(differs, 422, "idempotency_key_reused", name);
    }
    expect(await listed(coach, coach)).toMatchObject([{ id: other }, { title: "Changed", is_active: false, revision: 3 }]);
  });

  test("is one of fifty: of fifty-one asked for at once one is refused, until another is retired", async () => {
    const coach = await seenCoach(api);
    const ask = async (title: string) => await api("POST", offersOf(coach), { as: coach, body: { title, duration_minutes: 60 } });
    const answers = await Promise.all(Array.from({ length: 51 }, async (_, index) => await ask(`No. ${String(index)}`)));
    expect(tally(answers)).toEqual({ "201 ok": 50, "400 too_many_offers": 1 });
    const [one] = await listed(coach);
    await expectRefused(async () => await ask("One more"), 400, "too_many_offers");
    expect((await api("DELETE", `${offersOf(coach)}/${String(one?.["id"])}`, { as: coach })).status).toBe(204);
    expect((await ask("One more")).status).toBe(201);
    expect([(await listed(coach)).length, (await listed(coach, coach)).length]).toEqual([50, 51]);
  });

  test("of another coach, or of nobody, is not found; of a coach there is not, nothing is", async () => {
    const [coach, other, client, admin] = [await seenCoach(api), await seenCoach(api), await someone("client"), await someone("admin")];
    await sell(api, coach);
    for (const id of [await sell(api, other), crypto.randomUUID()]) {
      const path = `${offersOf(coach)}/${id}`;
      for (const as of [coach, admin]) {
        await expectRefused(async () => await api("PATCH", path, { as, body: { title: "x" } }), 404, "offer_not_found");
        await expectRefused(async () => await api("DELETE", path, { as }), 404, "offer_not_found");
      }
      await expectRefused(async () => await book(api, client, coach, dayAhead(3, "10:00"), { offer_id: id }), 404, "offer_not_found");
    }
    const nobody = offersOf({ id: crypto.randomUUID() });
    await expectRefused(async () => await api("GET", nobody), 404, "coach_not_found");
    const body = { title: "x", duration_minutes: 60 };
    await expectRefused(async () => await api("POST", nobody, { as: admin, body }), 404, "coach_not_found");
  });
});

test("what makes no sense is refused, and each mistake is pointed at", async () => {
  const coach = await seenCoach(api);
  const id = await sell(api, coach);
  const step = (before: number, percent: number) => ({ before_minutes: before, refund_percent: percent });
  for (const [fields, pointer] of [
    [{ title: "x".repeat(81) }, "/title"],
    [{ title: " " }, "/title"],
    [{ description: "x".repeat(2_001) }, "/description"],
    [{ duration_minutes: 14 }, "/duration_minutes"],
    [{ duration_minutes: 481 }, "/duration_minutes"],
    [{ price: { amount_minor: 6_000 } }, "/price/currency"],
    [{ price: { amount_minor: 6_000, currency: "eur" } }, "/price/currency"],
    [{ price: { amount_minor: -1, currency: "EUR" } }, "/price/amount_minor"],
    [{ price: { amount_minor: 0.5, currency: "EUR" } }, "/price/amount_minor"],
    [{ price: 6_000 }, "/price"],
    // Below the least that a card is charged with, and in parts that no card knows.
    [{ price: euros(49) }, "/price/amount_minor"],
    [{ price: { amount_minor: 17_499, currency: "HUF" } }, "/price/amount_minor"],
    [{ price: { amount_minor: 1_234, currency: "KWD" } }, "/price/amount_minor"],
    [{ cancellation_policy: [step(60, 100), step(60, 50)] }, "/cancellation_policy"],
    [{ cancellation_policy: [step(60, 50), step(30, 50)] }, "/cancellation_policy"],
    [{ cancellation_policy: [step(60, 0)] }, "/cancellation_policy/0/refund_percent"],
    [{ cancellation_policy: [step(-1, 100)] }, "/cancellation_policy/0/before_minutes"],
    [{ cancellation_policy: [9, 8, 7, 6, 5, 4].map((number) => step(number, number)) }, "/cancellation_policy"],
    [{ place: { kind: "somewhere" } }, "/place/kind"],
    [{ place: { kind: "link" } }, "/place/link"],
    [{ place: { kind: "link", link: "javascript:alert(1)" } }, "/place/link"],
    [{ place: null }, "/place"],
    [{ buffer_before_minutes: 241 }, "/buffer_before_minutes"],
    [{ notice_minutes_min: -1 }, "/notice_minutes_min"],
    [{ approval_required: "yes" }, "/approval_required"],
    [{ position: -1 }, "/position"],
    [{ is_active: true }, "/is_active"],
  ] as const) {
    const body = { title: "A session", duration_minutes: 60, ...fields };
    for (const ask of [
      async () => await api("POST", offersOf(coach), { as: coach, body }),
      async () => await api("PATCH", `${offersOf(coach)}/${id}`, { as: coach, body: fields }),
    ]) {
      const answer = await expectRefused(ask, 400, "validation_failed", JSON.stringify(fields).slice(0, 80));
      expect((answer.body["errors"] as { pointer: string }[]).map((error) => error.pointer)).toEqual([pointer]);
    }
  }
  for (const missing of ["title", "duration_minutes"]) {
    const body: Record<string, unknown> = { title: "A session", duration_minutes: 60 };
    delete body[missing];
    const answer = await expectRefused(async () => await api("POST", offersOf(coach), { as: coach, body }), 400, "validation_failed");
    expect(answer.body["errors"]).toEqual([{ pointer: `/${missing}`, detail: "is required" }]);
  }
});

test("the least price is the configuration's; the least itself can be asked", async () => {
  const coach = await seenCoach(api);
  const dear = apiWith({ config: { ...config, priceMinorMin: { EUR: 200 } } });
  const ask = async (call: typeof api, amount: number) =>
    await call("POST", offersOf(coach), { as: coach, body: { title: "x", duration_minutes: 60, price: euros(amount) } });
  const refused = await expectRefused(async () => await ask(dear, 199), 400, "validation_failed");
  expect(refused.body["errors"]).toEqual([{ pointer: "/price/amount_minor", detail: "must be at least 200 in EUR, to be charged" }]);
  expect([(await ask(dear, 200)).status, (await ask(api, 50)).status]).toEqual([201, 201]);
});

describe("what is sold is shown", () => {
  test("to everybody, without where exactly it takes place and without what is retired; to that coach and admins whole", async () => {
    const [coach, other, client, admin] = [await seenCoach(api), await seenCoach(api), await someone("client"), await someone("admin")];
    const gone = await sell(api, coach, { title: "Gone", position: 0 });
    expect((await api("DELETE", `${offersOf(coach)}/${gone}`, { as: coach })).status).toBe(204);
    const link = await sell(api, coach, { title: "Online", place: { kind: "link", link: "https://meet.test/room" }, position: 5 });
    const house = await sell(api, coach, { title: "At my place", place: HOUSE, position: 1, duration_minutes: 90, price: euros(9_000) });
    for (const as of [undefined, client, other]) {
      const shown = await listed(coach, as);
      expect(shown.map(({ id, place, price }) => ({ id, place, price }))).toEqual([
        { id: house, place: { ...HOUSE, address: null }, price: euros(9_000) },
        { id: link, place: { ...VIDEO, kind: "link" }, price: null },
      ]);
    }
    for (const as of [coach, admin]) {
      expect((await listed(coach, as)).map(({ id, place, is_active: isActive }) => [id, place, isActive])).toEqual([
        [house, HOUSE, true],
        [link, { ...VIDEO, kind: "link", link: "https://meet.test/room" }, true],
        [gone, VIDEO, false],
      ]);
    }
    // Both parties are told where it is once it is confirmed, and nobody before.
    const id = await booked(api, client, coach, dayAhead(3, "09:00"), { offer_id: house, duration_minutes: 90 });
    const placeFor = async (as: Person) => (await api("GET", `/booking/${id}`, { as })).body["place"];
    expect(await placeFor(client)).toEqual({ ...HOUSE, address: null });
    const waived = await api("PATCH", `/booking/${id}/status`, { as: coach, body: { status: "confirmed", waive_price: true } });
    expect(waived.body["status"]).toBe("confirmed");
    expect([await placeFor(client), await placeFor(coach)]).toEqual([HOUSE, HOUSE]);
  });

  test("of a deactivated coach to admins alone", async () => {
    const [coach, client, admin] = [await seenCoach(api), await someone("client"), await someone("admin")];
    const id = await sell(api, coach, { place: HOUSE });
    expect((await api("PUT", `/admin/users/${coach.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
    await expectRefused(async () => await api("GET", offersOf(coach)), 404, "coach_not_found");
    await expectRefused(async () => await api("GET", offersOf(coach), { as: client }), 404, "coach_not_found");
    await expectRefused(async () => await api("GET", offersOf(coach), { as: coach }), 403, "user_inactive");
    expect(await listed(coach, admin)).toMatchObject([{ id, place: { address: ADDRESS } }]);
    const path = `${offersOf(coach)}/${id}`;
    await expectRefused(async () => await api("PATCH", path, { as: coach, body: { title: "x" } }), 403, "user_inactive");
    await expectRefused(async () => await book(api, client, coach, dayAhead(3, "10:00"), { offer_id: id }), 400, "coach_inactive");
  });
});

describe("what is booked", () => {
  test("is the offer named, or the first of that length; the length beside it has to be its own", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const second = await sell(api, coach, { title: "Second", position: 2 });
    const first = await sell(api, coach, { title: "First", position: 1 });
    const long = await sell(api, coach, { title: "Long", duration_minutes: 120 });
    const soldAt = async (time: string, fields: object) => {
      const body = { coach_id: coach.id, session_datetime: dayAhead(3, time), ...fields };
      const answer = await api("POST", "/booking", { as: client, body });
      return [answer.status, answer.body["offer_id"], answer.body["offer_title"], answer.body["duration_minutes"]];
    };
    expect(await soldAt("09:00", {})).toEqual([201, first, "First", 60]);
    expect(await soldAt("10:00", { duration_minutes: 60 })).toEqual([201, first, "First", 60]);
    expect(await soldAt("11:00", { offer_id: second })).toEqual([201, second, "Second", 60]);
    expect(await soldAt("13:00", { offer_id: long })).toEqual([201, long, "Long", 120]);
    const refused = await expectRefused(
      async () => await book(api, client, coach, dayAhead(4, "09:00"), { offer_id: long, duration_minutes: 60 }),
      400,
      "duration_not_offered",
    );
    expect(refused.body["detail"]).toBe("Choose one of these durations, in minutes: 120.");
    const none = await expectRefused(
      async () => await book(api, client, coach, dayAhead(4, "09:00"), { duration_minutes: 30 }),
      400,
      "duration_not_offered",
    );
    expect(none.body["detail"]).toBe("Choose one of these durations, in minutes: 60, 120.");
    // Retired it is sold no more, and the next of that length is.
    expect((await api("DELETE", `${offersOf(coach)}/${first}`, { as: coach })).status).toBe(204);
    await expectRefused(async () => await book(api, client, coach, dayAhead(4, "09:00"), { offer_id: first }), 400, "offer_retired");
    expect(await soldAt("16:00", {})).toEqual([201, second, "Second", 60]);
    for (const id of [second, long]) await api("DELETE", `${offersOf(coach)}/${id}`, { as: coach });
    const nothing = await expectRefused(async () => await book(api, client, coach, dayAhead(4, "09:00")), 400, "duration_not_offered");
    expect(nothing.body["detail"]).toBe("The coach sells nothing at the moment.");
  });

  test("I19: keeps its terms, whatever happens to offer, price and settings", async () => {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    await setTerms(api, coach, {
      cancellation_policy: POLICY,
      move_notice_minutes: 60,
      buffer_before_minutes: 5,
      buffer_after_minutes: 10,
    });
    const dear = await sell(api, coach, { title: "Dear", price: euros(6_000), place: HOUSE, approval_required: true });
    const free = await sell(api, coach, {
      title: "Free",
      duration_minutes: 30,
      cancellation_policy: [{ before_minutes: 60, refund_percent: 40 }],
      buffer_before_minutes: 30,
    });
    const ids = [
      await booked(api, client, coach, dayAhead(3, "10:00"), { offer_id: dear }),
      await booked(api, client, coach, dayAhead(3, "14:00"), { offer_id: free, duration_minutes: 30 }),
    ];
    expect((await setStatus(api, coach, ids[1] ?? "", "confirmed")).status).toBe(200);
    const seen = async () => {
      const views: unknown[] = [];
      for (const id of ids) {
        for (const path of [`/booking/${id}`, `/booking/${id}/cancellation`]) views.push((await api("GET", path, { as: client })).body);
      }
      return [views, await bookingRows(coach.id)];
    };
    const before = await seen();
    expect(before).toMatchObject([
      [
        { offer_title: "Dear", price: euros(6_000), approval_required: true, awaiting: "payment", cancellation_policy: POLICY },
        { refund: null, refund_percent: 100 },
        { offer_title: "Free", price: null, status: "confirmed", cancellation_policy: [{ before_minutes: 60, refund_percent: 40 }] },
        {},
      ],
      [
        { buffer_before_ms: 300_000, buffer_after_ms: 600_000 },
        { buffer_before_ms: 1_800_000, buffer_after_ms: 600_000 },
      ],
    ]);
    const changes: (() => Promise<Answer | void>)[] = [
      ...[dear, free].map(
        (id) => async () =>
          await api("PATCH", `${offersOf(coach)}/${id}`, {
            as: coach,
            body: {
              title: "Other",
              price: euros(100_000),
              approval_required: id === free,
              place: { kind: "phone" },
              cancellation_policy: [],
              buffer_before_minutes: 60,
              buffer_after_minutes: 60,
              notice_minutes_min: 10_000,
            },
          }),
      ),
      async () =>
        await setTerms(api, coach, {
          cancellation_policy: [],
          approval_required: true,
          auto_confirm: true,
          move_notice_minutes: 10_000,
          buffer_before_minutes: 0,
          buffer_after_minutes: 0,
          payment_minutes: 5,
          approval_minutes: 5,
        }),
      ...[dear, free].map((id) => async () => await api("DELETE", `${offersOf(coach)}/${id}`, { as: coach })),
      async () => await api("POST", offersOf(coach), { as: coach, body: { title: "New", duration_minutes: 60, price: euros(50) } }),
    ];
    for (const change of changes) {
      const answer = await change();
      expect(answer?.status ?? 200).toBeLessThan(300);
      expect(await seen()).toEqual(before);
    }
    // It is moved by its own terms: an hour of notice, and a length that is sold no more.
    const moved = await api("PATCH", `/booking/${ids[1] ?? ""}`, { as: client, body: { session_datetime: dayAhead(8, "14:00") } });
    expect([moved.status, moved.body["code"], moved.body["offer_title"], moved.body["price"]]).toEqual([200, undefined, "Free", null]);
  });
});

test("a setting that went is named, with what replaced it, and changes nothing", async () => {
  const coach = await seenCoach(api);
  const path = `/coach/${coach.id}/settings`;
  for (const [body, names] of [
    [{ prices: [{ duration_minutes: 60, amount_minor: 6_000, currency: "EUR" }] }, "prices"],
    [{ cancellation_cutoff_minutes: 60, late_refund_percent: 50 }, "cancellation_cutoff_minutes, late_refund_percent"],
    [{ pending_minutes: null, slot_step_minutes: 30 }, "pending_minutes"],
  ] as const) {
    const answer = await expectRefused(async () => await api("PATCH", path, { as: coach, body }), 400, "setting_replaced");
    expect(answer.body["detail"]).toContain(`Replaced: ${names}.`);
  }
  const stranger = await seenCoach(api);
  await expectRefused(async () => await api("PATCH", path, { as: stranger, body: { prices: [] } }), 403, "forbidden");
  const shown = await api("GET", path, { as: coach });
  for (const name of ["prices", "cancellation_cutoff_minutes", "late_refund_percent", "pending_minutes"]) {
    expect([name, name in shown.body]).toEqual([name, false]);
  }
  expect(Object.keys((await api("GET", `/coach/${coach.id}`)).body).toSorted()).toEqual(["id", "name", "time_zone"]);
});
