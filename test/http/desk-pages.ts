/** The stage of the stories about the coach's desk: the coach's browser, what a form of a page would send, and rows as a sync would write them. */
import { env } from "cloudflare:workers";
import { type Answer, type Browsing, browserOf, type Person, seenCoach } from "./app-under-test.ts";
import { api, unescaped } from "./booking-pages.ts";

export interface Desk {
  readonly coach: Person;
  readonly browser: Browsing;
}

export async function desk(): Promise<Desk> {
  const coach = await seenCoach(api);
  return { coach, browser: await browserOf(api, coach) };
}

/** All that the page's last form would send as it stands, with what a person types in its place; "" for a tick that is taken away. */
export function sentBy({ text }: Answer, typed: Readonly<Record<string, string>> = {}): Record<string, string> {
  const form = /<form method="post" action="\/desk[^]*<\/form>/u.exec(text)?.[0] ?? "";
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/gu)) {
    const [name, value] = [attribute(tag, "name"), attribute(tag, "value")];
    const type = attribute(tag, "type");
    const isTick = type === "radio" || type === "checkbox";
    if (isTick && !tag.includes("checked")) continue;
    fields[name] = type === "checkbox" ? "on" : value;
  }
  for (const [, name = "", options = ""] of form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([^]*?)<\/select>/gu)) {
    fields[name] = attribute(/<option[^>]*selected[^>]*>/u.exec(options)?.[0] ?? "", "value");
  }
  for (const [, name = "", value = ""] of form.matchAll(/<select name="([^"]+)"[^>]*>([^]*?)<\/select>/gu)) {
    fields[name] = attribute(/<option[^>]*selected[^>]*>/u.exec(value)?.[0] ?? "", "value");
  }
  for (const [, name = "", value = ""] of form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<\/textarea>/gu))
    fields[name] = unescaped(value);
  return Object.fromEntries(
    Object.entries({ ...fields, ...typed }).filter(([name, value]) => !(typed[name] === "" && value === "" && fields[name] === "on")),
  );
}

function attribute(tag: string, name: string): string {
  return unescaped(new RegExp(`\\s${name}="([^"]*)"`, "u").exec(tag)?.[1] ?? "");
}

export async function connectCalendar(coachId: string, state = "active", provider = "google"): Promise<string> {
  const id = crypto.randomUUID();
  await env.DB.prepare(
    `INSERT INTO calendar_connections (id, user_id, provider, account_id, account_email, scopes, state, blocking_calendars, is_organizer, created_at, updated_at)
     VALUES (?, ?, ?, 'account', 'secret@people.test', '', ?, '["primary"]', 1, 0, 0)`,
  )
    .bind(id, coachId, provider, state)
    .run();
  return id;
}

export async function addBusy(coachId: string, connectionId: string, startsAt: string, endsAt: string): Promise<void> {
  await env.DB.prepare(
    "INSERT INTO busy_intervals (connection_id, calendar_id, event_id, coach_id, starts_at, ends_at) VALUES (?, 'primary', ?, ?, ?, ?)",
  )
    .bind(connectionId, `event-${crypto.randomUUID()}`, coachId, Date.parse(startsAt), Date.parse(endsAt))
    .run();
}
