/** One thing at a time for each booking: whoever comes next waits until the one before has come to an end, well or badly. */
export class BookingLocks {
  readonly #tails = new Map<string, Promise<void>>();

  async hold<Value>(bookingId: string, act: () => Promise<Value>): Promise<Value> {
    const before = this.#tails.get(bookingId) ?? Promise.resolve();
    const { promise: end, resolve: release } = Promise.withResolvers<void>();
    const tail = before.then(() => end);
    this.#tails.set(bookingId, tail);
    await before;
    try {
      return await act();
    } finally {
      release();
      if (this.#tails.get(bookingId) === tail) this.#tails.delete(bookingId);
    }
  }
}
