/**
 * What the service is measured against: the least that the same platform does for the same effect. A bare object whose
 * one act is one D1 insert, a bare handler whose one act is one D1 read of the rows a look-up needs, and one that gives a
 * constant of a given size through the same edge cache.
 */
import { DurableObject } from "cloudflare:workers";

interface FloorEnv {
  readonly DB: D1Database;
  readonly BARE: DurableObjectNamespace<BareObject>;
}

export class BareObject extends DurableObject<FloorEnv> {
  async insert(id: string, startsAt: number): Promise<{ id: string }> {
    await this.env.DB.prepare("INSERT INTO bare_bookings (id, starts_at) VALUES (?, ?)").bind(id, startsAt).run();
    return { id };
  }
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname === "/insert") {
      const { starts_at: startsAt } = await request.json<{ starts_at: number }>();
      return Response.json(await env.BARE.getByName(url.searchParams.get("object") ?? "0").insert(crypto.randomUUID(), startsAt), {
        status: 201,
      });
    }
    if (url.pathname === "/kept") {
      const kept = await caches.default.match(request.url);
      if (kept !== undefined) return new Response(kept.body, kept);
      const body = "x".repeat(Number(url.searchParams.get("bytes")));
      await caches.default.put(request.url, new Response(body, { headers: { "cache-control": "public, max-age=60" } }));
      return new Response(body);
    }
    const { results } = await env.DB.prepare(
      `SELECT starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, expires_at FROM bookings
       WHERE coach_id = ? AND status IN ('pending', 'confirmed') AND starts_at >= ? AND starts_at < ?`,
    )
      .bind(url.searchParams.get("coach_id"), Number(url.searchParams.get("from")), Number(url.searchParams.get("to")))
      .all();
    return Response.json(results);
  },
} satisfies ExportedHandler<FloorEnv>;
