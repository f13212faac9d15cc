/** The whole of D1 as text, for tests that look for what must not be in it. */
import { env } from "cloudflare:workers";

export async function everything(): Promise<string> {
  const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_*'").all<{
    name: string;
  }>();
  const tables = await env.DB.batch(results.map(({ name }) => env.DB.prepare(`SELECT * FROM ${name}`)));
  return JSON.stringify(tables.map(({ results: rows }) => rows));
}
