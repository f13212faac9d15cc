/** The floor of the analytics: each figure by one plain aggregate over the same rows, by days of UTC, all in one batch, without a line of the service. */
const DAY = 86_400_000;
const HOUR = 3_600_000;

export async function plainCounts(d1: D1Database, url: URL): Promise<Response> {
  const [from, to] = [Number(url.searchParams.get("from")), Number(url.searchParams.get("to"))];
  const of = (statement: string): D1PreparedStatement => d1.prepare(statement).bind(from, to);
  const results = await d1.batch([
    of(`SELECT created_at / ${DAY}, status, count(*) FROM bookings WHERE created_at >= ? AND created_at < ? GROUP BY 1, 2`),
    of(`SELECT starts_at / ${DAY}, status, count(*) FROM bookings WHERE starts_at >= ? AND starts_at < ? GROUP BY 1, 2`),
    of(`SELECT (starts_at - created_at) / ${HOUR}, count(*) FROM bookings WHERE created_at >= ? AND created_at < ? GROUP BY 1`),
    of(
      `SELECT starts_at / ${HOUR} % 168, count(*) FROM bookings WHERE starts_at >= ? AND starts_at < ? AND status IN ('confirmed', 'completed') GROUP BY 1`,
    ),
    of(`SELECT cancelled_by, (starts_at - updated_at) / ${DAY}, count(*) FROM bookings
      WHERE status = 'cancelled' AND updated_at >= ? AND updated_at < ? GROUP BY 1, 2`),
    of("SELECT author_role, count(*) FROM audit_log WHERE action = 'rescheduled' AND at >= ? AND at < ? GROUP BY 1"),
    of(`SELECT created_at / ${DAY}, currency, sum(captured_minor), sum(refunded_minor) FROM payments
      WHERE captured_minor > 0 AND created_at >= ? AND created_at < ? GROUP BY 1, 2`),
    of(`SELECT coach_id, sum(ends_at - starts_at), count(*) FROM bookings
      WHERE starts_at >= ? AND starts_at < ? AND status IN ('confirmed', 'completed') GROUP BY 1`),
  ]);
  return Response.json(results.map(({ results: rows }) => rows));
}
