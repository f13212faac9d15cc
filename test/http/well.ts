/** A record in which all is well, before each test of the service's health: nothing is due, no calendar is silent, the sweep has just come. */
import { env } from "cloudflare:workers";
import { beforeEach, vi } from "vitest";
import { instant } from "../../src/domain/instant.ts";
import { noteSweep } from "../../src/operations/sweep-record.ts";

export function useWellRecord(): void {
  beforeEach(async () => {
    // Another file may have left its clock behind.
    vi.useRealTimers();
    await env.DB.prepare("DELETE FROM outbox").run();
    await env.DB.prepare("DELETE FROM calendar_connections").run();
    await noteSweep(env.KEPT, { audit_anchors: instant(Date.now()) });
  });
}
