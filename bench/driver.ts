/**
 * Drives load from inside the runtime, so that neither a proxy nor a socket is measured. One call makes a number of
 * requests at a concurrency and answers how long they took; a request that is not answered as expected fails the run.
 */
export interface DriveOrder {
  readonly target: "app" | "floors";
  readonly concurrency: number;
  readonly expectedStatus: number;
  readonly requests: readonly {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body: string | null;
  }[];
}

interface DriverEnv {
  readonly APP: Fetcher;
  readonly FLOORS: Fetcher;
}

export default {
  async fetch(request, env) {
    const order = await request.json<DriveOrder>();
    const target = order.target === "app" ? env.APP : env.FLOORS;
    const waiting = [...order.requests];
    const lane = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const response = await target.fetch(next.url, { method: next.method, headers: next.headers, body: next.body });
        const text = await response.text();
        if (response.status !== order.expectedStatus)
          throw new Error(`${next.method} ${next.url}: ${response.status} ${text.slice(0, 300)}`);
      }
    };
    // The clock of workerd stands still while it computes and moves when it waits: every lane ends with an answer.
    const startedAt = Date.now();
    await Promise.all(Array.from({ length: order.concurrency }, lane));
    return Response.json({ elapsedMs: Date.now() - startedAt });
  },
} satisfies ExportedHandler<DriverEnv>;
