/** The stage of the stories about the pages of admins: an admin's browser, what a form of a page would send, and rows as the dispatcher leaves them. */
import { env } from "cloudflare:workers";
import { type Answer, type Browsing, browserOf, type Person, someone } from "./app-under-test.ts";
import { api, unescaped } from "./booking-pages.ts";

export interface Stage {
  readonly admin: Person;
  readonly browser: Browsing;
}

export async function adminStage(): Promise<Stage> {
  const admin = await someone("admin");
  return { admin, browser: await browserOf(api, admin) };
}

/** The form of a page that changes something and holds these words: its address, and what it would send. */
export function formWith({ text }: Answer, words: string): { readonly action: string; readonly fields: Record<string, string> } {
  const forms = [...text.matchAll(/<form method="post" action="(?<action>\/admin[^"]*)".*?<\/form>/gsu)];
  const found = forms.find(([form]) => unescaped(form).includes(words));
  if (found === undefined) throw new Error(`no form says ${words}`);
  const hidden = [...found[0].matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/gu)];
  return {
    action: unescaped(found.groups?.["action"] ?? ""),
    fields: Object.fromEntries(hidden.map(([, name, value]) => [String(name), unescaped(String(value))])),
  };
}

export interface Failure {
  readonly coachId: string;
  readonly bookingId?: string | null;
  readonly kind?: string;
  readonly fault?: string | null;
  readonly at?: number;
}

/** An effect that was given up. */
export async function fail({
  coachId,
  bookingId = null,
  kind = "mail:created:client",
  fault = "refused",
  at = Date.now() - 1_000,
}: Failure) {
  const id = `${bookingId ?? coachId}:${kind}:${crypto.randomUUID()}`;
  await env.DB.prepare(
    `INSERT INTO outbox (id, coach_id, booking_id, revision, kind, state, due_at, attempts, last_fault, settled_at, created_at)
     VALUES (?1, ?2, ?3, 1, ?4, 'failed', ?5, 14, ?6, ?5, ?5)`,
  )
    .bind(id, coachId, bookingId, kind, at, fault)
    .run();
  return id;
}

export async function effectRow(id: string) {
  return await env.DB.prepare("SELECT state, attempts FROM outbox WHERE id = ?1").bind(id).first<{ state: string; attempts: number }>();
}

/** The acts of admins, the newest first. */
export async function adminActs(action: string): Promise<Record<string, unknown>[]> {
  const { results } = await env.DB.prepare("SELECT changes FROM audit_log WHERE chain = 'admin' AND action = ?1 ORDER BY seq DESC")
    .bind(action)
    .all<{ changes: string }>();
  return results.map(({ changes }) => JSON.parse(changes) as Record<string, unknown>);
}
