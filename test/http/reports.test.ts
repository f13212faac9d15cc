/** The reports: their lines are those of the record, their cells are harmless, and nobody but an admin gets them, by token or by browser. */
import { env } from "cloudflare:workers";
import { parse } from "csv-parse/sync";
import { beforeAll, expect, test } from "vitest";
import { COLUMNS, type ReportName, REPORTS } from "../../src/contract/report.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { REPORT_ROWS_PER_PAGE } from "../../src/limits/reports.ts";
import { apiWith, browserOf, type Person, someone } from "./app-under-test.ts";
import { expectPage, locationOf, wordsOf } from "./booking-pages.ts";
import { booked, euros, sell, setStatus } from "./stories.ts";

const api = apiWith();
/** Far from what other tests of this file book. */
const DAY = Math.floor(Date.now() / DAY_MS) * DAY_MS + 9 * DAY_MS;
const day = new Date(DAY).toISOString().slice(0, 10);
const RANGE = `from=${day}&to=${day}`;
const FORMULA = '=HYPERLINK("https://evil.test","pay")';
let admin: Person;
let coach: Person;
let client: Person;

beforeAll(async () => {
  admin = await someone("admin");
  coach = await someone("coach", { name: `@SUM(1)\t"quoted", with commas` });
  client = await someone("client", { name: FORMULA });
  expect((await api("GET", "/me", { as: coach })).status).toBe(200);
});

async function report(name: ReportName, query = RANGE): Promise<Record<string, string>[]> {
  const answer = await api("GET", `/admin/reports/${name}.csv?${query}`, { as: admin });
  expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "text/csv; charset=utf-8"]);
  return linesOf(answer.text);
}

function linesOf(text: string): Record<string, string>[] {
  return parse(text, { columns: true, bom: true, record_delimiter: "\r\n" });
}

const ofCoach = (lines: readonly Record<string, string>[]) => lines.filter(({ coach_id: id }) => id === coach.id);
const at = (hours: number) => new Date(DAY + hours * HOUR_MS).toISOString();

test("a session stands in its report with times in UTC and in the zone asked for, its price and its state", async () => {
  const offer = await sell(api, coach, { title: "-1 hour, or so", price: euros(6_050) });
  const id = await booked(api, client, coach, at(13), { offer_id: offer });
  const [line] = ofCoach(await report("bookings", `${RANGE}&time_zone=Asia/Kolkata`));
  expect(line).toMatchObject({
    booking_id: id,
    client_id: client.id,
    offer: "'-1 hour, or so",
    place: "video",
    starts_at_utc: at(13),
    starts_at_local: `${day} 18:30`,
    ends_at_local: `${day} 19:30`,
    duration_minutes: "60",
    status: "pending",
    awaiting: "payment",
    price: "60.50",
    currency: "EUR",
    captured: "0.00",
    cancelled_by: "",
    booked_by: "client",
  });
  expect((await setStatus(api, client, id, "cancelled")).status).toBe(200);
  expect(ofCoach(await report("bookings"))).toMatchObject([{ status: "cancelled", cancelled_by: "client" }]);
});

test("S45: cells that a spreadsheet would run are text, and quotes, commas and tabs come back as they were", async () => {
  await booked(api, client, coach, at(15), { offer_id: await sell(api, coach, { title: "+49 call\r\nme" }) });
  const answer = await api("GET", `/admin/reports/bookings.csv?${RANGE}`, { as: admin });
  const line = ofCoach(linesOf(answer.text)).find(({ starts_at_utc: startsAt }) => startsAt === at(15));
  expect(line).toMatchObject({ client_name: `'${FORMULA}`, coach_name: `'@SUM(1)\t"quoted", with commas` });
  for (const each of linesOf(answer.text)) for (const cell of Object.values(each)) expect(cell).not.toMatch(/^[=+\-@\t\r]/u);
});

test("a day belongs to its report by the clocks of the zone asked for, whole and to the minute", async () => {
  const id = await booked(api, client, coach, new Date(DAY + 33 * HOUR_MS).toISOString(), { offer_id: await sell(api, coach) });
  const has = async (query: string) => ofCoach(await report("bookings", query)).some(({ booking_id: found }) => found === id);
  const next = new Date(DAY + DAY_MS).toISOString().slice(0, 10);
  // 09:00 in UTC is 23:00 of the day before in Honolulu.
  expect(await has(`${RANGE}&time_zone=Pacific/Honolulu`)).toBe(true);
  expect(await has(`from=${next}&to=${next}&time_zone=Pacific/Honolulu`)).toBe(false);
  expect(await has(`from=${next}&to=${next}`)).toBe(true);
});

test("payments that took money stand in theirs, with what was given back and a dispute; coaches have a line for each currency", async () => {
  const id = await booked(api, client, coach, at(9), { offer_id: await sell(api, coach) });
  const pay = async (currency: string, captured: number, refunded: number) => {
    const paymentId = crypto.randomUUID();
    await env.DB.prepare(
      `INSERT INTO payments (id, booking_id, coach_id, client_id, amount_minor, currency, state, captured_minor, refunded_minor, cutoff_minutes,
        late_refund_percent, expires_at, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'paid', ?5, ?7, 0, 0, ?8, ?8, ?8)`,
    )
      .bind(paymentId, id, coach.id, client.id, captured, currency, refunded, DAY + HOUR_MS)
      .run();
    return paymentId;
  };
  const [yen, euro] = [await pay("JPY", 8_000, 0), await pay("EUR", 6_000, 1_550)];
  await env.DB.prepare(
    `INSERT INTO disputes (id, payment_id, booking_id, amount_minor, currency, state, told_at, created_at, updated_at)
      VALUES (?1, ?2, ?3, 6000, 'EUR', 'needs_response', ?4, ?4, ?4)`,
  )
    .bind(`dp_${euro}`, euro, id, DAY)
    .run();
  const lines = ofCoach(await report("payments"));
  expect(lines.find(({ payment_id: found }) => found === yen)).toMatchObject({
    captured: "8000",
    given_back: "0",
    kept: "8000",
    dispute: "",
  });
  expect(lines.find(({ payment_id: found }) => found === euro)).toMatchObject({
    booking_id: id,
    captured: "60.00",
    given_back: "15.50",
    kept: "44.50",
    dispute: "needs_response",
  });
  expect(ofCoach(await report("coaches"))).toMatchObject([
    { currency: "EUR", kept: "44.50", sessions_ahead: "0", sessions_cancelled: "1", active: "yes" },
    { currency: "JPY", kept: "8000", sessions_ahead: "", sessions_cancelled: "" },
  ]);
});

test("a report of more lines than one page has each of them once, in order", async () => {
  const source = await env.DB.prepare("SELECT * FROM bookings WHERE coach_id = ?1 LIMIT 1").bind(coach.id).first();
  const columns = Object.keys(source ?? {});
  const start = DAY + 40 * DAY_MS;
  const count = 2 * REPORT_ROWS_PER_PAGE + 7;
  // Many share a start, so that pages are cut among them.
  const selected = columns.map((name) => {
    if (name === "id") return "lower(hex(randomblob(16)))";
    if (name === "starts_at") return `${String(start)} + (value / 3) * 60000`;
    if (name === "ends_at") return `${String(start)} + (value / 3) * 60000 + 3600000`;
    if (name === "status") return "'cancelled'";
    return name === "expires_at" || name === "completes_at" ? "NULL" : name;
  });
  await env.DB.prepare(
    `INSERT INTO bookings (${columns.join(", ")}) SELECT ${selected.join(", ")} FROM bookings, (SELECT key AS value FROM json_each(?2)) WHERE bookings.id = ?1`,
  )
    .bind(source?.["id"], JSON.stringify(Array.from({ length: count }, () => 0)))
    .run();
  const from = new Date(start).toISOString().slice(0, 10);
  const to = new Date(start + 3 * DAY_MS).toISOString().slice(0, 10);
  const lines = await report("bookings", `from=${from}&to=${to}`);
  expect(new Set(lines.map(({ booking_id: id }) => id)).size).toBe(count);
  expect(lines).toHaveLength(count);
  const starts = lines.map(({ starts_at_utc: startsAt = "" }) => startsAt);
  expect(starts).toEqual(starts.toSorted());
});

test("a report of nothing is its columns, with the mark of UTF-8", async () => {
  for (const name of REPORTS.filter((each) => each !== "coaches")) {
    const raw = await apiBytes(name, "from=2001-01-01&to=2001-12-31");
    expect(Array.from(raw.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(raw.slice(3))).toBe(`${Object.keys(COLUMNS[name]).join(",")}\r\n`);
  }
});

async function apiBytes(name: ReportName, query: string): Promise<Uint8Array> {
  const headers = { Authorization: `Bearer ${admin.token}` };
  return new Uint8Array(
    await (await api.fetch(new Request(`https://api.test/admin/reports/${name}.csv?${query}`, { headers }))).arrayBuffer(),
  );
}

test.each([
  ["from=2026-01-01&to=2027-01-02", "/to"],
  ["from=2026-02-01&to=2026-01-31", "/to"],
  ["from=2026-02-30&to=2026-03-01", "/from"],
  ["to=2026-03-01", "/from"],
  [`${RANGE}&time_zone=Atlantis`, "/time_zone"],
])("a range that is none is told so, to a program and in the form: %s", async (query, pointer) => {
  const answer = await api("GET", `/admin/reports/bookings.csv?${query}`, { as: admin });
  expect([answer.status, answer.body["errors"]]).toEqual([400, expect.arrayContaining([expect.objectContaining({ pointer })])]);
  const page = await (await browserOf(api, admin)).see(`/admin/reports/bookings.csv?${query}`);
  expectPage(page, 400);
  expect(wordsOf(page)).toContain("There is a problem");
});

test("an admin's browser downloads the file that a token gets; the rest are turned away", async () => {
  const browser = await browserOf(api, admin);
  expectPage(await browser.see("/admin/reports"), 200);
  for (const name of REPORTS) {
    const path = `/admin/reports/${name}.csv?${RANGE}`;
    const [file, byToken] = [await browser.see(path), await api("GET", path, { as: admin })];
    expect([file.status, file.headers.get("Content-Disposition")]).toEqual([200, `attachment; filename="${name}-${day}-${day}.csv"`]);
    expect([file.text, file.headers.get("Cache-Control")]).toEqual([byToken.text, "no-store"]);
    for (const { headers } of [file, byToken]) expect(headers.get("Vary")).toContain("Accept, Authorization");
    for (const role of ["client", "coach"] as const) {
      const other = await someone(role);
      expect((await api("GET", path, { as: other })).status).toBe(403);
      expect((await (await browserOf(api, other)).see(path)).status).toBe(403);
    }
    expect((await api("GET", path)).status).toBe(401);
    const nobody = await (await browserOf(api)).see(path);
    expect([nobody.status, locationOf(nobody)]).toEqual([303, `/sign-in?to=${encodeURIComponent(path)}`]);
  }
  expect((await browser.see(`/admin/reports/secrets.csv?${RANGE}`)).status).toBe(404);
});
