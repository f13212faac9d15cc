/** One thing at a time for each key: the next in line waits until the one before has come to an end, well or badly. */
export class KeyedLocks {
  readonly #tails = new Map<string, Promise<void>>();

  async hold<Value>(key: string, act: () => Promise<Value>): Promise<Value> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const { promise: end, resolve: release } = Promise.withResolvers<void>();
    const tail = before.then(() => end);
    this.#tails.set(key, tail);
    await before;
    try {
      return await act();
    } finally {
      release();
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
