/**
 * A bound on the time of a call. Not `AbortSignal.timeout`, whose timer outlives the call and keeps an object from being
 * evicted for as long.
 */

/** After `timeoutMs` the signal aborts, with a `TimeoutError`; whether `act` heeds it is its own affair. */
export async function within<Outcome>(timeoutMs: number, act: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException("No answer in time.", "TimeoutError")), timeoutMs);
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
