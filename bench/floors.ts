/**
 * What the service is measured against: the least that the same platform does for the same effect. A bare object whose
 * one act is one D1 insert, and a bare handler whose one act is one D1 read of the rows a look-up needs.
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
      return Response.json(await env.BARE.getByName("one").insert(crypto.randomUUID(), startsAt), { status: 201 });
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
