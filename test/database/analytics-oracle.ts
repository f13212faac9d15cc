/**
 * A naive recount of the analytics, row by row, from plain rows: an oracle that shares nothing with what it checks. Local dates and hours come
 * from Intl, a moment at a time.
 */
import { env } from "cloudflare:workers";

export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly interval: "day" | "week" | "month";
  readonly time_zone: string;
}

interface BookingRow {
  readonly rowid: number;
  readonly id: string;
  readonly coach_id: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly status: string;
  readonly price: string | null;
  readonly price_waived: number;
  readonly payment_id: string | null;
  readonly expires_at: number | null;
  readonly completes_at: number | null;
  readonly cancelled_by: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

interface PaymentRow {
  readonly rowid: number;
  readonly id: string;
  readonly coach_id: string;
  readonly currency: string;
  readonly captured_minor: number;
  readonly refunded_minor: number;
  readonly created_at: number;
}

interface MoveRow {
  readonly rowid: number;
  readonly at: number;
  readonly author_role: string;
  readonly changes: string;
}

interface DisputeRow {
  readonly rowid: number;
  readonly payment_id: string;
  readonly currency: string;
  readonly amount_minor: number;
  readonly state: string;
}

interface Rows {
  readonly bookings: readonly BookingRow[];
  readonly payments: readonly PaymentRow[];
  readonly moves: readonly MoveRow[];
  readonly disputes: readonly DisputeRow[];
}

const ROWS_PER_PAGE = 20_000;

async function rowsOf<Row extends { readonly rowid: number }>(table: string, where = "1"): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const page = await env.DB.prepare(`SELECT rowid, * FROM ${table} WHERE rowid > ? AND ${where} ORDER BY rowid LIMIT ?`)
      .bind(rows.at(-1)?.rowid ?? 0, ROWS_PER_PAGE)
      .all<Row>();
    rows.push(...page.results);
    if (page.results.length < ROWS_PER_PAGE) return rows;
  }
}

export async function readRows(): Promise<Rows> {
  return {
    bookings: await rowsOf<BookingRow>("bookings"),
    payments: await rowsOf<PaymentRow>("payments"),
    moves: await rowsOf<MoveRow>("audit_log", "action = 'rescheduled'"),
    disputes: await rowsOf<DisputeRow>("disputes"),
  };
}

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

interface Local {
  readonly date: string;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

/** Every offset in use is a multiple of a quarter of an hour. */
export function localIn(timeZone: string): (moment: number) => Local {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const known = new Map<number, Local>();
  return (moment) => {
    const quarter = Math.floor(moment / QUARTER_MS);
    let local = known.get(quarter);
    if (local === undefined) {
      const parts = Object.fromEntries(format.formatToParts(quarter * QUARTER_MS).map(({ type, value }) => [type, value]));
      const { year, month, day, weekday, hour, minute } = parts;
      local = {
        date: `${String(year)}-${String(month)}-${String(day)}`,
        weekday: WEEKDAYS.indexOf(String(weekday)),
        hour: Number(hour),
        minute: Number(minute),
      };
      known.set(quarter, local);
    }
    return local;
  };
}

/** The stretch of a date: the date itself, the Monday before it, or its month. */
export function stretchOf(interval: Asked["interval"], date: string): string {
  if (interval === "day") return date;
  if (interval === "month") return date.slice(0, 7);
  const moment = new Date(`${date}T00:00:00Z`);
  while (moment.getUTCDay() !== 1) moment.setUTCDate(moment.getUTCDate() - 1);
  return moment.toISOString().slice(0, 10);
}

type Tally = Record<string, number>;

function add(tally: Tally, name: string, amount = 1): void {
  tally[name] = (tally[name] ?? 0) + amount;
}

function statusNow(row: BookingRow, now: number): string {
  if (row.status === "pending" && row.expires_at !== null && row.expires_at <= now) return "cancelled";
  if (row.status === "confirmed" && row.completes_at !== null && row.completes_at <= now) return "completed";
  return row.status;
}

function latenessOf(beforeStartMs: number): string {
  if (beforeStartMs <= 0) return "after_start";
  if (beforeStartMs < 2 * HOUR_MS) return "under_2_hours";
  if (beforeStartMs < 24 * HOUR_MS) return "under_24_hours";
  return beforeStartMs < 7 * 24 * HOUR_MS ? "under_7_days" : "earlier";
}

/** Figures by name: `made|stretch|status` and so on; a figure that is 0 has no entry. */
export function recount(rows: Rows, { from, to, interval, time_zone: timeZone }: Asked, now: number): Tally {
  const local = localIn(timeZone);
  const tally: Tally = {};
  const isIn = (moment: number): boolean => local(moment).date >= from && local(moment).date <= to;
  const stretchAt = (moment: number): string => stretchOf(interval, local(moment).date);
  const leads: number[] = [];
  for (const row of rows.bookings) {
    const status = statusNow(row, now);
    if (isIn(row.created_at)) {
      add(tally, `made|${stretchAt(row.created_at)}|${status}`);
      leads.push(Math.floor((row.starts_at - row.created_at) / HOUR_MS));
    }
    if (isIn(row.starts_at)) {
      add(tally, `sessions|${stretchAt(row.starts_at)}|${status}`);
      if (status === "confirmed" || status === "completed") {
        const { weekday, hour } = local(row.starts_at);
        add(tally, `hour|${String(weekday)}|${String(hour)}`);
        add(tally, `coach|${row.coach_id}|booked`, (row.ends_at - row.starts_at) / 60_000);
        add(tally, `own|${row.coach_id}|${stretchAt(row.starts_at)}|booked`, (row.ends_at - row.starts_at) / 60_000);
        if (row.ends_at <= now) add(tally, `sessions|${stretchAt(row.starts_at)}|held`);
        if (row.ends_at <= now) add(tally, `own|${row.coach_id}|${stretchAt(row.starts_at)}|held`);
      }
    }
    const isUnpaid = row.price !== null && row.price_waived === 0 && row.payment_id === null;
    const hasRunOut = row.status === "pending" && status === "cancelled";
    if (hasRunOut && isIn(row.expires_at ?? 0)) add(tally, isUnpaid ? "lapsed|unpaid" : "lapsed|unanswered");
    if (row.status !== "cancelled" || !isIn(row.updated_at)) continue;
    if (row.cancelled_by === "system") add(tally, isUnpaid ? "lapsed|unpaid" : "lapsed|unanswered");
    else add(tally, `cancelled|${String(row.cancelled_by)}|${latenessOf(row.starts_at - row.updated_at)}`);
    if (row.cancelled_by === "coach") add(tally, `coach|${row.coach_id}|cancellations`);
  }
  leads.sort((one, other) => one - other);
  add(tally, "lead|bookings", leads.length);
  for (const quarter of [1, 2, 3]) add(tally, `lead|${String(quarter)}`, leads[Math.ceil((leads.length * quarter) / 4) - 1] ?? 0);
  for (const { at, author_role: role, changes } of rows.moves) {
    if (isIn(at)) add(tally, `moves|${(JSON.parse(changes) as { accepted?: boolean }).accepted === true ? "both" : role}`);
  }
  const taken = new Set<string>();
  for (const row of rows.payments) {
    if (!isIn(row.created_at)) continue;
    taken.add(row.id);
    const kept = row.captured_minor - row.refunded_minor;
    for (const [name, amount] of Object.entries({ captured: row.captured_minor, given_back: row.refunded_minor, kept })) {
      add(tally, `money|${row.currency}|${name}`, amount);
      add(tally, `money|${row.currency}|${stretchAt(row.created_at)}|${name}`, amount);
      add(tally, `own|${row.coach_id}|${stretchAt(row.created_at)}|${row.currency}|${name}`, amount);
    }
  }
  for (const row of rows.disputes) {
    if (taken.has(row.payment_id) && row.state !== "won") add(tally, `money|${row.currency}|disputed`, row.amount_minor);
  }
  return Object.fromEntries(Object.entries(tally).filter(([, amount]) => amount !== 0));
}
